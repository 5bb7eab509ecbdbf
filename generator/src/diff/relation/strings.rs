//! Lengths, patterns, formats and encodings of texts.

use super::super::contract::Keyword;
use super::super::contract::format::{is_hint, is_within, samples};
use super::super::contract::schema::Types;
use super::super::pattern::{Found, search};
use super::leaf::{Leaf, Weight};
use super::{Compared, Difference, Relation};

impl Compared<'_, '_, '_> {
    pub(super) fn strings(&self, shared: Types, found: &mut Difference) {
        if !shared.has(Types::STRING) {
            return;
        }
        let (old, new) = (&self.old.strings, &self.new.strings);
        self.least(Keyword::MinLength, old.least, new.least, found);
        self.most(Keyword::MaxLength, old.most, new.most, found);
        self.patterns(found);
        self.formats(found);
        if old.content != new.content {
            let relation = match (old.content.is_empty(), new.content.is_empty()) {
                (true, _) => Relation::Narrower,
                (_, true) => Relation::Wider,
                _ => Relation::Incomparable,
            };
            let text = |content: &indexmap::IndexMap<&str, String>| {
                let texts: Vec<&str> = content.values().map(String::as_str).collect();
                if texts.is_empty() {
                    "none".to_owned()
                } else {
                    texts.join(" of ")
                }
            };
            let note = format!(
                "{} became {}, which validators do not check",
                text(&old.content),
                text(&new.content)
            );
            let leaf = self.leaf(Keyword::Content, Relation::Unknown, note);
            debug_assert!(relation != Relation::Equal);
            found.leaves.push(leaf);
        }
    }

    pub(super) fn least(&self, keyword: Keyword, old: u64, new: u64, found: &mut Difference) {
        if old != new {
            found.leaves.push(self.leaf(
                keyword,
                Relation::of(new > old, new < old),
                format!("{old} became {new}"),
            ));
        }
    }

    pub(super) fn most(
        &self,
        keyword: Keyword,
        old: Option<u64>,
        new: Option<u64>,
        found: &mut Difference,
    ) {
        if old != new {
            let text = |most: Option<u64>| {
                most.map_or_else(|| "no limit".to_owned(), |most| most.to_string())
            };
            let (left, right) = (old.unwrap_or(u64::MAX), new.unwrap_or(u64::MAX));
            let note = format!("{} became {}", text(old), text(new));
            found
                .leaves
                .push(self.leaf(keyword, Relation::of(right < left, right > left), note));
        }
    }

    fn patterns(&self, found: &mut Difference) {
        let (old, new) = (&self.old.strings.patterns, &self.new.strings.patterns);
        if old == new {
            return;
        }
        let only = |left: &indexmap::IndexSet<String>,
                    right: &indexmap::IndexSet<String>|
         -> Vec<String> {
            left.iter()
                .filter(|pattern| !right.contains(*pattern))
                .cloned()
                .collect()
        };
        let (gone, come) = (only(old, new), only(new, old));
        let text = |patterns: &[String]| {
            let quoted: Vec<String> = patterns
                .iter()
                .map(|pattern| format!("`{pattern}`"))
                .collect();
            if quoted.is_empty() {
                "no pattern".to_owned()
            } else {
                quoted.join(" and ")
            }
        };
        let note = format!("{} became {}", text(&gone), text(&come));
        let strs = |set: &indexmap::IndexSet<String>| set.iter().cloned().collect::<Vec<_>>();
        let covered = |accepted: Vec<String>, refused: &[String]| -> Result<bool, String> {
            if refused.is_empty() {
                return Ok(true);
            }
            let accepted: Vec<&str> = accepted.iter().map(String::as_str).collect();
            let refused: Vec<&str> = refused.iter().map(String::as_str).collect();
            match search(&accepted, &refused, 0) {
                Found::Text(_) => Ok(false),
                Found::Nothing => Ok(true),
                Found::Undecided(reason) => Err(reason),
            }
        };
        let leaf = match (covered(strs(old), &come), covered(strs(new), &gone)) {
            (Ok(old_within), Ok(new_within)) => {
                let relation = Relation::of(!old_within, !new_within);
                let weight = if relation == Relation::Equal {
                    Weight::Note
                } else {
                    Weight::Law
                };
                Leaf {
                    weight,
                    ..self.leaf(Keyword::Pattern, relation, note)
                }
            }
            (Err(reason), _) | (_, Err(reason)) => {
                // A pattern that is only there on one side takes something away, whatever it is.
                let relation = match (gone.is_empty(), come.is_empty()) {
                    (true, false) => Relation::Narrower,
                    (false, true) => Relation::Wider,
                    _ => Relation::Unknown,
                };
                self.leaf(
                    Keyword::Pattern,
                    relation,
                    format!("{note}; not comparable: {reason}"),
                )
            }
        };
        found.leaves.push(leaf);
    }

    fn formats(&self, found: &mut Difference) {
        let numeric = |format: &&String| {
            super::super::contract::format::range(format).is_none()
                || self.old.types.without(Types::NULL) == Types::STRING
        };
        let list = |formats: &indexmap::IndexSet<String>| -> Vec<String> {
            formats.iter().filter(numeric).cloned().collect()
        };
        let (old, new) = (
            list(&self.old.strings.formats),
            list(&self.new.strings.formats),
        );
        let mut gone: Vec<&String> = old.iter().filter(|format| !new.contains(format)).collect();
        let mut come: Vec<&String> = new.iter().filter(|format| !old.contains(format)).collect();
        if gone.is_empty() && come.is_empty() {
            return;
        }
        let text = |formats: &[&String]| {
            let names: Vec<&str> = formats.iter().map(|format| format.as_str()).collect();
            if names.is_empty() {
                "no format".to_owned()
            } else {
                names.join(" and ")
            }
        };
        let note = format!("{} became {}", text(&gone), text(&come));
        gone.retain(|format| !is_hint(format));
        come.retain(|format| !is_hint(format));
        let known = |format: &&&String| !samples(format).is_empty();
        if let Some(unknown) = gone.iter().chain(&come).find(|format| !known(format)) {
            let note = format!("{note}; what texts `{unknown}` has is not known");
            found
                .leaves
                .push(self.leaf(Keyword::Format, Relation::Unknown, note));
            return;
        }
        let covered = |inner: &[&String], outer: &[&String]| {
            outer
                .iter()
                .all(|outer| inner.iter().any(|inner| is_within(inner, outer)))
        };
        let relation = Relation::of(!covered(&gone, &come), !covered(&come, &gone));
        let weight = if relation == Relation::Equal {
            Weight::Note
        } else {
            Weight::Law
        };
        found.leaves.push(Leaf {
            weight,
            ..self.leaf(Keyword::Format, relation, note)
        });
    }
}
