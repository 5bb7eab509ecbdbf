//! Items × items → what differs.
//!
//! What belongs to an item that comes or goes, comes and goes with it, and is not told. An item that has only got
//! another name is paired with its new self, so that what mentions it does not differ.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

use super::ItemChange;
use super::law::{self, Verdict};
use crate::render::items::{Item, Kind};

/// A difference, and where the item comes from.
#[derive(Debug)]
pub(in crate::diff) struct Difference {
    pub(super) change: ItemChange,
    /// Pointers in the old and in the new document.
    pub(super) old: Option<String>,
    pub(super) new: Option<String>,
    /// Members and inputs that differ, as they are called.
    pub(super) members: Vec<String>,
}

/// What differs, by path.
pub(super) fn compare(old: &[Item], new: &[Item]) -> Vec<Difference> {
    let kept = kept(old, new);
    let mut moves = renames(old, new, &kept);
    let told = |pairs: &[(&Item, &Item)], start: &str, verdict: Verdict| -> Vec<Difference> {
        let told = pairs.iter().map(|(before, after)| {
            let said = (format!("{start} {}", after.path), verdict);
            difference(Some(before), Some(after), said, Vec::new())
        });
        told.collect()
    };
    let mut found = told(&moves, "renamed to", law::RENAMED);
    found.extend(told(&kept, "is an alias now, of", law::KEPT));
    let aliases: HashSet<&str> = kept.iter().map(|(before, _)| &*before.path).collect();
    let items = new;
    let new = new
        .iter()
        .filter(|item| !aliases.contains(&*item.path))
        .map(Cow::Borrowed);
    let new: Vec<Cow<'_, Item>> = new.collect();
    moves.extend(&kept);
    let old: Vec<Cow<'_, Item>> = match moves.is_empty() {
        true => old.iter().map(Cow::Borrowed).collect(),
        false => renamed(old, items, &moves),
    };
    let lookup = |items: &[Cow<'_, Item>]| -> HashMap<String, bool> {
        let parents = items.iter().filter(|item| {
            let kinds = [Kind::Struct, Kind::Enum, Kind::Variant, Kind::Trait];
            kinds.contains(&item.kind)
        });
        parents
            .map(|item| (item.path.clone(), item.non_exhaustive))
            .collect()
    };
    let (old_parents, new_parents) = (lookup(&old), lookup(&new));
    for pair in pairs(&old, &new) {
        match pair {
            (Some(before), Some(after)) => {
                let members = members(before, after);
                for said in law::changed(before, after) {
                    found.push(difference(Some(before), Some(after), said, members.clone()));
                }
            }
            (Some(gone), None) => {
                if stays(gone, &old_parents, &new_parents) {
                    let said = ("removed".to_owned(), law::REMOVED);
                    found.push(difference(Some(gone), None, said, members_of(gone)));
                }
            }
            (None, Some(added)) => {
                if stays(added, &new_parents, &old_parents) {
                    let parent = added.parent.as_ref();
                    let open = parent.and_then(|parent| new_parents.get(parent)).copied();
                    let said = (format!("added{}", shown(added)), law::added(added, open));
                    found.push(difference(None, Some(added), said, members_of(added)));
                }
            }
            (None, None) => {}
        }
    }
    found
}

/// Whether what an item is a part of is there on both sides. Parts of types that do not exist (calls of an operation)
/// go with the operation.
fn stays(item: &Item, own: &HashMap<String, bool>, others: &HashMap<String, bool>) -> bool {
    let parents = item.parent.iter().map(String::as_str);
    let input = item.path.split_once("Call<").and_then(|(_, rest)| {
        let (input, _) = rest.split_once('>')?;
        Some(input)
    });
    parents
        .chain(input)
        .all(|parent| !own.contains_key(parent) || others.contains_key(parent))
}

/// Items with equal paths, and those without a partner.
fn pairs<'i>(
    old: &'i [Cow<'_, Item>],
    new: &'i [Cow<'_, Item>],
) -> Vec<(Option<&'i Item>, Option<&'i Item>)> {
    let (mut old, mut new) = (old.iter().peekable(), new.iter().peekable());
    let mut found = Vec::new();
    loop {
        let order = match (old.peek(), new.peek()) {
            (None, None) => return found,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(before), Some(after)) => before.path.cmp(&after.path),
        };
        let before = old.next_if(|_| order != Ordering::Greater);
        let after = new.next_if(|_| order != Ordering::Less);
        found.push((before.map(AsRef::as_ref), after.map(AsRef::as_ref)));
    }
}

fn difference(
    old: Option<&Item>,
    new: Option<&Item>,
    (change, verdict): (String, Verdict),
    members: Vec<String>,
) -> Difference {
    let item = old.or(new);
    let feature = match (old, new) {
        (Some(old), Some(new)) if old.feature != new.feature => None,
        _ => item.and_then(|item| item.feature),
    };
    Difference {
        change: ItemChange {
            item: item.map(|item| item.path.clone()).unwrap_or_default(),
            change,
            semver: verdict.0,
            was: None,
            reason: verdict.1,
            feature,
        },
        old: old.map(|item| item.pointer.clone()),
        new: new.map(|item| item.pointer.clone()),
        members,
    }
}

/// The declaration behind the path.
pub(super) fn shown(item: &Item) -> String {
    let rest = item.signature.split_once(&item.path);
    rest.map_or("", |(_, rest)| rest).to_owned()
}

fn members_of(item: &Item) -> Vec<String> {
    let last = item.path.rsplit(['.', ':']).next().unwrap_or_default();
    let named = match item.kind {
        Kind::Field | Kind::Method | Kind::Variant => Some(last.trim_start_matches("r#")),
        _ => None,
    };
    let member = item.member.as_deref().or(named);
    member.map(str::to_owned).into_iter().collect()
}

/// The member that an item stands for, or the arguments that differ.
fn members(old: &Item, new: &Item) -> Vec<String> {
    let differing = |one: &Item, other: &Item| -> Vec<String> {
        let arguments = one.arguments.iter();
        let missing = arguments.filter(|argument| !other.arguments.contains(argument));
        missing.map(|(name, _)| name.clone()).collect()
    };
    let mut names = differing(old, new);
    names.extend(differing(new, old));
    // A setter has one argument, which is called the same everywhere.
    if old.member.is_some() || names.is_empty() {
        names = members_of(old);
    }
    names.dedup();
    names
}

/// Types that have got another name, but whose old name is an alias of it: programs may go on using that.
fn kept<'i>(old: &'i [Item], new: &'i [Item]) -> Vec<(&'i Item, &'i Item)> {
    let old_types: HashMap<&str, &Item> = types(old);
    let new_types: HashMap<&str, &Item> = types(new);
    let mut taken: HashSet<&str> = HashSet::new();
    let aliases = new.iter().filter(|item| item.kind == Kind::Alias);
    aliases
        .filter_map(|alias| {
            let before = *old_types.get(&*alias.path)?;
            let target = format!("types::{}", alias.meaning.trim_start_matches("= "));
            let after = *new_types.get(&*target)?;
            // A type that was there before was another one.
            let is_new = !old_types.contains_key(&*target) && taken.insert(&after.path);
            (before.kind != Kind::Alias && before.kind == after.kind && is_new)
                .then_some((before, after))
        })
        .collect()
}

/// The types of messages by their paths.
fn types(items: &[Item]) -> HashMap<&str, &Item> {
    let types = items
        .iter()
        .filter(|item| item.parent.is_none() && item.path.starts_with("types::"));
    types.map(|item| (&*item.path, item)).collect()
}

/// Items that have got another name: they come from the same place and play the same part there, or they are
/// types that hold the same. Those whose old name is kept are none.
fn renames<'i>(
    old: &'i [Item],
    new: &'i [Item],
    kept: &[(&'i Item, &'i Item)],
) -> Vec<(&'i Item, &'i Item)> {
    let paths = |items: &'i [Item]| -> HashSet<&'i str> {
        items.iter().map(|item| item.path.as_str()).collect()
    };
    let (old_paths, new_paths) = (paths(old), paths(new));
    let gone: Vec<&Item> = old
        .iter()
        .filter(|item| !new_paths.contains(&*item.path))
        .collect();
    let added: Vec<&Item> = new
        .iter()
        .filter(|item| !old_paths.contains(&*item.path))
        .collect();
    let mut found: Vec<(&Item, &Item)> = Vec::new();
    let mut taken: HashSet<&str> = kept.iter().map(|(_, after)| &*after.path).collect();
    let of_place = |item: &Item| {
        let named = item.role.contains('*') && !item.pointer.is_empty();
        let is_type =
            item.parent.is_none() || matches!(item.kind, Kind::TraitMethod | Kind::Method);
        (named && is_type && item.kind != Kind::Implementation)
            .then(|| format!("{:?} {} {}", item.kind, item.pointer, item.role))
    };
    let holds = |items: &[Item]| -> HashMap<String, String> {
        let mut holds: HashMap<String, String> = HashMap::new();
        for item in items {
            let Some(parent) = &item.parent else { continue };
            let name = parent.rsplit("::").next().unwrap_or_default();
            let own = item.path.strip_prefix(parent.as_str()).unwrap_or_default();
            let meaning = substitute(&item.meaning, &HashMap::from([(name, "*")]));
            holds
                .entry(parent.clone())
                .or_default()
                .push_str(&format!("{own}{meaning}\n"));
        }
        holds
    };
    let contents = match gone.is_empty() || added.is_empty() {
        true => (HashMap::new(), HashMap::new()),
        false => (holds(old), holds(new)),
    };
    let of_content = |item: &Item, contents: &HashMap<String, String>| {
        let is_type = item.parent.is_none() && item.path.starts_with("types::");
        let held = contents.get(&item.path).map_or("", String::as_str);
        is_type.then(|| format!("{:?} {} {held}", item.kind, item.meaning))
    };
    for round in 0..2 {
        let key = |item: &Item, contents: &HashMap<String, String>| match round {
            0 => of_place(item),
            _ => of_content(item, contents),
        };
        let mut by_key: HashMap<String, Vec<&Item>> = HashMap::new();
        for item in added.iter().filter(|item| !taken.contains(&*item.path)) {
            if let Some(key) = key(item, &contents.1) {
                by_key.entry(key).or_default().push(item);
            }
        }
        let mut of_old: HashMap<String, usize> = HashMap::new();
        for item in &gone {
            *of_old
                .entry(key(item, &contents.0).unwrap_or_default())
                .or_default() += 1;
        }
        for item in &gone {
            let Some(key) = key(item, &contents.0) else {
                continue;
            };
            let is_known = found.iter().any(|(known, _)| known.path == item.path);
            if let (Some([partner]), Some(1), false) = (
                by_key.get(&key).map(Vec::as_slice),
                of_old.get(&key),
                is_known,
            ) {
                taken.insert(&partner.path);
                found.push((item, partner));
            }
        }
    }
    found
}

/// The items under their new names. One that is there as it was mentions nothing that has a new name, though a word in
/// it may be the same.
fn renamed<'i>(
    items: &'i [Item],
    others: &[Item],
    renames: &[(&Item, &Item)],
) -> Vec<Cow<'i, Item>> {
    let kept: HashMap<&str, &Item> = others
        .iter()
        .map(|item| (item.path.as_str(), item))
        .collect();
    let is_kept = |item: &Item| {
        kept.get(item.path.as_str()).is_some_and(|other| {
            (&other.meaning, &other.arguments) == (&item.meaning, &item.arguments)
        })
    };
    let last = |path: &'_ str| path.rsplit("::").next().unwrap_or_default().to_owned();
    let paths: HashMap<&str, &str> = renames
        .iter()
        .map(|(old, new)| (old.path.as_str(), new.path.as_str()))
        .collect();
    let words: Vec<(String, String)> = renames
        .iter()
        .filter(|(old, _)| old.parent.is_none())
        .map(|(old, new)| (last(&old.path), last(&new.path)))
        .collect();
    let words: HashMap<&str, &str> = words.iter().map(|(old, new)| (&**old, &**new)).collect();
    let path = |text: &str| {
        let ends = text.match_indices(['.', ':', '>']).map(|(end, _)| end);
        let mut ends: Vec<usize> = ends.chain([text.len()]).collect();
        ends.reverse();
        let known = ends
            .iter()
            .find_map(|end| Some((paths.get(&text[..*end])?, &text[*end..])));
        match known {
            Some((new, rest)) => format!("{new}{rest}"),
            None => match text.split_once('<') {
                Some((start, rest)) => format!("{start}<{}", substitute(rest, &words)),
                None => text.to_owned(),
            },
        }
    };
    let mut out: Vec<Cow<'i, Item>> = Vec::with_capacity(items.len());
    for item in items {
        if is_kept(item) {
            out.push(Cow::Borrowed(item));
            continue;
        }
        let mut item = item.clone();
        item.path = path(&item.path);
        item.parent = item.parent.as_deref().map(path);
        item.meaning = substitute(&item.meaning, &words);
        for (_, ty) in &mut item.arguments {
            *ty = substitute(ty, &words);
        }
        out.push(Cow::Owned(item));
    }
    out.sort_by(|one, other| one.path.cmp(&other.path));
    out
}

/// The text with other names in it.
fn substitute(text: &str, names: &HashMap<&str, &str>) -> String {
    let mut out = String::with_capacity(text.len());
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let mut rest = text;
    while let Some(start) = rest.find(is_part) {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let (word, behind) = rest.split_at(end);
        out.push_str(names.get(word).copied().unwrap_or(word));
        rest = behind;
    }
    out.push_str(rest);
    out
}
