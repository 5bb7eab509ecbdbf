//! The alternatives of `oneOf` and `anyOf`, the members of `allOf` and `prefixItems`, and discriminators.

use super::same::{Sides, annotates_only, same};
use super::schemas::Subject;
use super::walk::{Ends, Walk};
use crate::read::Node;

/// One schema of a list.
#[derive(Clone, Copy)]
struct Member<'d> {
    node: &'d Node,
    reference: Option<&'d str>,
}

impl<'d> Member<'d> {
    fn title(&self) -> &'d str {
        self.node.get("title").and_then(Node::as_str).unwrap_or("")
    }
}

fn id(keyword: &str) -> &'static str {
    match keyword {
        "allOf" => "all-of",
        "anyOf" => "any-of",
        _ => "one-of",
    }
}

fn members<'d>(
    node: &'d Node,
    keyword: &str,
    follow: impl Fn(&'d Node) -> &'d Node,
) -> Vec<Option<Member<'d>>> {
    let list = node.get(keyword).map_or(&[][..], Node::as_array);
    let member = |node: &'d Node| Member {
        node: follow(node),
        reference: node.get("$ref").and_then(Node::as_str),
    };
    list.iter().map(|node| Some(member(node))).collect()
}

/// Takes the pairs out of both lists for which `fits` holds, the first fitting ones.
fn pair<'d>(
    old: &mut [Option<Member<'d>>],
    new: &mut [Option<Member<'d>>],
    fits: impl Fn(&Member<'d>, &Member<'d>) -> bool,
) -> Vec<(Member<'d>, Member<'d>)> {
    let mut pairs = Vec::new();
    for was in old.iter_mut() {
        let Some(before) = *was else { continue };
        let found = new
            .iter_mut()
            .find(|is| is.is_some_and(|after| fits(&before, &after)));
        if let Some(after) = found.and_then(Option::take) {
            *was = None;
            pairs.push((before, after));
        }
    }
    pairs
}

impl<'d> Walk<'d> {
    /// Pairs the schemas of a list: by reference, then equal ones, then by title, then what is left alone on both sides.
    pub(super) fn subschemas(
        &mut self,
        subject: &Subject<'d>,
        keyword: &str,
        (old, new): (&'d Node, &'d Node),
    ) {
        let mut before = members(old, keyword, |node| self.old_at(node));
        let mut after = members(new, keyword, |node| self.new_at(node));
        let mut pairs = pair(&mut before, &mut after, |was, is| {
            was.reference.is_some() && was.reference == is.reference
        });
        let sides = Sides {
            old: self.old,
            new: self.new,
            texts: true,
        };
        let across = self.options.match_inline_refs;
        pair(&mut before, &mut after, |was, is| {
            let alike = was.reference.is_none() && is.reference.is_none();
            let inline = was.reference.is_none() || is.reference.is_none();
            (alike || (across && inline)) && same(&sides, was.node, is.node)
        });
        let inline =
            |was: &Member<'d>, is: &Member<'d>| was.reference.is_none() && is.reference.is_none();
        pairs.extend(pair(&mut before, &mut after, |was, is| {
            inline(was, is) && !was.title().is_empty() && was.title() == is.title()
        }));
        let left = |list: &[Option<Member<'d>>]| {
            list.iter()
                .flatten()
                .filter(|member| member.reference.is_none())
                .count()
        };
        if left(&before) == 1 && left(&after) == 1 {
            pairs.extend(pair(&mut before, &mut after, |was, is| {
                inline(was, is) && was.title().is_empty() && is.title().is_empty()
            }));
        }
        for (was, is) in pairs {
            self.below(subject.below(), Some(keyword), was.node, is.node);
        }
        for (list, what) in [(&after, "added"), (&before, "removed")] {
            for member in list.iter().flatten() {
                let name = member.reference.unwrap_or(match member.title() {
                    "" => "a schema in place",
                    title => title,
                });
                let only = keyword == "allOf" && annotates_only(member.node);
                let suffix = if only { "-annotation-only" } else { "" };
                let change = format!("{}-{what}{suffix}", id(keyword));
                let text = format!("{keyword}: {name} was {what}");
                self.say(subject, &change, &text, Ends::both(old, new));
            }
        }
    }

    /// The schemas of the first items of a list, by their places.
    pub(super) fn prefix_items(&mut self, subject: &Subject<'d>, (old, new): (&'d Node, &'d Node)) {
        let list = |node: &'d Node| node.get("prefixItems").map_or(&[][..], Node::as_array);
        let (before, after) = (list(old), list(new));
        for (index, (was, is)) in before.iter().zip(after).enumerate() {
            let step = format!("prefixItems[{index}]");
            let (was, is) = (self.old_at(was), self.new_at(is));
            self.below(subject.below(), Some(&step), was, is);
        }
        let ends = Ends::both(old, new);
        for index in before.len()..after.len() {
            let text = format!("describes its item {index}");
            self.say(subject, "prefix-items-added", &text, ends);
        }
        for index in after.len()..before.len() {
            let text = format!("does not describe its item {index} any more");
            self.say(subject, "prefix-items-removed", &text, ends);
        }
    }

    pub(super) fn discriminators(&mut self, subject: &Subject<'d>, old: &'d Node, new: &'d Node) {
        let ends = Ends::both(old, new);
        let (before, after) = match (old.get("discriminator"), new.get("discriminator")) {
            (None, Some(_)) => {
                self.say(subject, "discriminator-added", "has a discriminator", ends);
                return;
            }
            (Some(_), None) => {
                self.say(
                    subject,
                    "discriminator-removed",
                    "has no discriminator any more",
                    ends,
                );
                return;
            }
            (Some(before), Some(after)) => (before, after),
            (None, None) => return,
        };
        if before.get("propertyName") != after.get("propertyName") {
            let text = "has a discriminator of another name";
            self.say(subject, "discriminator-property-name-changed", text, ends);
        }
        let mapping = |node: &'d Node| node.get("mapping").into_iter().flat_map(Node::entries);
        let find = |node: &'d Node, key: &str| node.get("mapping").and_then(|all| all.get(key));
        for (key, was) in mapping(before) {
            let (change, text) = match find(after, key) {
                None => ("deleted", "is gone"),
                Some(is) if is != was => ("changed", "leads elsewhere"),
                Some(_) => continue,
            };
            let text = format!("has a discriminator whose mapping of `{key}` {text}");
            self.say(
                subject,
                &format!("discriminator-mapping-{change}"),
                &text,
                ends,
            );
        }
        for (key, _) in mapping(after) {
            if find(before, key).is_none() {
                let text = format!("has a discriminator that maps `{key}`");
                self.say(subject, "discriminator-mapping-added", &text, ends);
            }
        }
    }
}
