//! Changed items → the edits of the document behind them.
//!
//! An edit is behind an item when it stands at the place that the item comes from: inside it, at the member that the item
//! stands for; in a schema that is referred to from there; or around what refers to a schema that is new. The
//! nearest one is taken.

use std::collections::{HashMap, HashSet};

use super::compare::Difference;
use super::{Apart, node};
use crate::diff::report::{Change, Report};
use crate::read::{Document, Node, Value};

/// Chains of references are followed so far.
const DEPTH: usize = 12;

/// Gives each change of the report its items; what is left has no change of messages behind it.
pub(super) fn join(
    report: &mut Report,
    differences: Vec<Difference>,
    old: &Document,
    new: &Document,
) -> Vec<Apart> {
    let sides = [
        Side::new(old, &report.changes, |change| {
            change.old.as_ref().map(|place| place.pointer.as_str())
        }),
        Side::new(new, &report.changes, |change| {
            change.new.as_ref().map(|place| place.pointer.as_str())
        }),
    ];
    let mut apart = Vec::new();
    let mut joined: Vec<(usize, Difference)> = Vec::new();
    for difference in differences {
        let places = [&difference.old, &difference.new];
        let starts: Vec<(&Side<'_>, &str)> = sides
            .iter()
            .zip(places)
            .filter_map(|(side, place)| Some((side, place.as_deref()?)))
            .collect();
        let found = edit_of(&starts, &difference.members, &report.changes);
        match found {
            Some(index) => joined.push((index, difference)),
            None => apart.push(Apart {
                edit: edit(old, new, &difference),
                change: difference.change,
                place: None,
                document: String::new(),
                approval: None,
            }),
        }
    }
    drop(sides);
    for (index, difference) in joined {
        report.changes[index].rust.push(difference.change);
    }
    apart
}

/// The changes of one document by their places.
struct Side<'d> {
    document: &'d Document,
    /// Places, sorted, each with the number of its change.
    edits: Vec<(String, usize)>,
    /// References with their targets, sorted.
    references: Vec<(String, String)>,
    /// Where what is referred to is referred to.
    uses: HashMap<String, Vec<String>>,
}

impl<'d> Side<'d> {
    fn new(
        document: &'d Document,
        changes: &[Change],
        place: impl Fn(&Change) -> Option<&str>,
    ) -> Self {
        let mut edits: Vec<(String, usize)> = changes
            .iter()
            .enumerate()
            .filter_map(|(index, change)| Some((place(change)?.to_owned(), index)))
            .collect();
        edits.sort();
        let mut references = Vec::new();
        collect(document, document.root(), &mut references);
        references.sort();
        let mut uses: HashMap<String, Vec<String>> = HashMap::new();
        for (from, to) in &references {
            uses.entry(to.clone()).or_default().push(from.clone());
        }
        Self {
            document,
            edits,
            references,
            uses,
        }
    }

    /// The changes at or below a place.
    fn below<'s>(&'s self, place: &'s str) -> impl Iterator<Item = usize> + 's {
        below(&self.edits, place).map(|(_, index)| *index)
    }

    /// The changes of a place as a whole, or of what it is a part of.
    fn around<'s>(&'s self, place: &'s str) -> impl Iterator<Item = usize> + 's {
        // What stands above all members says nothing about one.
        let ends = place.match_indices('/').map(|(end, _)| end).skip(2);
        let ends: Vec<usize> = ends.chain([place.len()]).collect();
        ends.into_iter().rev().flat_map(move |end| {
            let start = self
                .edits
                .partition_point(|(at, _)| at.as_str() < &place[..end]);
            let equal = self.edits[start..].iter();
            equal
                .take_while(move |(at, _)| *at == place[..end])
                .map(|(_, index)| *index)
        })
    }
}

/// The entries whose key is a place or below it.
fn below<'s, T>(
    sorted: &'s [(String, T)],
    place: &'s str,
) -> impl Iterator<Item = &'s (String, T)> {
    let start = sorted.partition_point(|(at, _)| at.as_str() < place);
    sorted[start..]
        .iter()
        .take_while(move |(at, _)| at.starts_with(place))
        .filter(move |(at, _)| at.len() == place.len() || at.as_bytes()[place.len()] == b'/')
}

/// The references of a document.
fn collect(document: &Document, node: &Node, out: &mut Vec<(String, String)>) {
    match &node.value {
        Value::Object(object) => {
            if let Some((target, _)) = document.reference(node) {
                out.push((document.pointer_of(node), document.pointer_of(target)));
            }
            for (_, member) in object.entries() {
                collect(document, member, out);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(document, item, out)),
        _ => {}
    }
}

/// The change behind an item that comes from these places.
fn edit_of(starts: &[(&Side<'_>, &str)], members: &[String], changes: &[Change]) -> Option<usize> {
    let is_about = |index: &usize| {
        let change = &changes[*index];
        members.iter().any(|member| mentions(change, member))
    };
    if starts.iter().any(|(_, place)| place.is_empty()) {
        return of_document(starts, members, changes);
    }
    // At the member, in whatever the member refers to.
    for member in members {
        for (side, place) in starts {
            let own = format!(
                "{place}/properties/{}",
                member.replace('~', "~0").replace('/', "~1")
            );
            if node(side.document, &own).is_some()
                && let Some(found) = search(side, &own, |_| true)
            {
                return Some(found);
            }
        }
    }
    let search_all = |wanted: &dyn Fn(&usize) -> bool| {
        starts
            .iter()
            .find_map(|(side, place)| search(side, place, wanted))
    };
    search_all(&is_about)
        .or_else(|| {
            // What is new or gone as a whole, or what refers to it.
            let whole = |index: &usize| {
                let change = &changes[*index];
                change.old.is_none() != change.new.is_none() || change.id.contains("moved")
            };
            let around =
                |(side, place): &(&Side<'_>, &str)| side.around(place).find(|index| whole(index));
            starts.iter().find_map(around)
        })
        .or_else(|| search_all(&|_| true))
        .or_else(|| starts.iter().find_map(|(side, place)| user(side, place)))
}

/// The first change at a place or in what it refers to.
fn search(side: &Side<'_>, start: &str, wanted: impl Fn(&usize) -> bool) -> Option<usize> {
    let mut known: HashSet<&str> = HashSet::new();
    let mut places = vec![start];
    for _ in 0..DEPTH {
        // The worst comes first in a report.
        let found = places.iter().flat_map(|place| side.below(place));
        let found = found.filter(&wanted).min();
        if found.is_some() {
            return found;
        }
        let mut next: Vec<&str> = Vec::new();
        for place in places {
            for (_, target) in below(&side.references, place) {
                if known.insert(target) {
                    next.push(target);
                }
            }
        }
        places = next;
    }
    None
}

/// The first change around what refers to a place.
fn user(side: &Side<'_>, start: &str) -> Option<usize> {
    let mut known: HashSet<&str> = HashSet::new();
    let mut places = vec![start];
    for _ in 0..DEPTH {
        let mut next: Vec<&str> = Vec::new();
        for place in &places {
            // A part of a schema is used where the schema is.
            let mut whole = *place;
            loop {
                for from in side.uses.get(whole).into_iter().flatten() {
                    if let Some(found) = side.around(from).next() {
                        return Some(found);
                    }
                    if known.insert(from) {
                        next.push(from);
                    }
                }
                match whole.rsplit_once('/') {
                    Some((above, _)) if !above.is_empty() => whole = above,
                    _ => break,
                }
            }
        }
        places = next;
    }
    None
}

/// The change behind an item of the whole document: servers and security make the client and its builder, and groups of
/// operations the traits of a server.
fn of_document(
    starts: &[(&Side<'_>, &str)],
    members: &[String],
    changes: &[Change],
) -> Option<usize> {
    let pointer = |change: &Change| {
        let place = change.new.as_ref().or(change.old.as_ref());
        place.map(|place| place.pointer.clone()).unwrap_or_default()
    };
    let of_callers = |change: &Change| {
        let pointer = pointer(change);
        ["/servers", "/security"]
            .iter()
            .any(|part| pointer.contains(part))
    };
    let candidates = || {
        changes
            .iter()
            .enumerate()
            .filter(|(_, change)| of_callers(change))
    };
    let about =
        candidates().find(|(_, change)| members.iter().any(|member| mentions(change, member)));
    let found = about
        .or_else(|| candidates().next())
        .map(|(index, _)| index);
    found.or_else(|| {
        let whole = |(_, change): &(usize, &Change)| change.id.starts_with("operation-");
        let found = changes.iter().enumerate().find(whole);
        found.filter(|_| !starts.is_empty()).map(|(index, _)| index)
    })
}

/// Whether a change is about a member or parameter: by its place, or by what it says.
fn mentions(change: &Change, member: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    let plain = |text: &str| {
        let kept = text.chars().filter(|c| c.is_alphanumeric());
        kept.flat_map(char::to_lowercase).collect::<String>()
    };
    let member = plain(member);
    let in_text = |text: &str| {
        text.split(|c| !is_part(c))
            .any(|word| plain(word) == member)
    };
    let places = [&change.old, &change.new];
    let mut pointers = places
        .into_iter()
        .flatten()
        .map(|place| place.pointer.as_str());
    !member.is_empty()
        && (pointers.any(in_text) || in_text(&change.path) || in_text(&change.message))
}

/// The first difference of the places that an item comes from.
fn edit(old: &Document, new: &Document, difference: &Difference) -> Option<String> {
    let (before, after) = (difference.old.as_ref()?, difference.new.as_ref()?);
    if before != after {
        return Some(before.clone());
    }
    let (one, other) = (node(old, before)?, node(new, after)?);
    first(one, other).map(|rest| format!("{before}{rest}"))
}

fn first(old: &Node, new: &Node) -> Option<String> {
    match (&old.value, &new.value) {
        (Value::Object(one), Value::Object(other)) => {
            let keys = one.keys().chain(other.keys());
            keys.into_iter().find_map(|key| {
                let name = key.replace('~', "~0").replace('/', "~1");
                match (one.get(key), other.get(key)) {
                    (Some(one), Some(other)) => Some(format!("/{name}{}", first(one, other)?)),
                    _ => Some(format!("/{name}")),
                }
            })
        }
        (one, other) => (one != other).then(String::new),
    }
}
