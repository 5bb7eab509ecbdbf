//! Ranges and steps of numbers.

use std::cmp::Ordering;

use super::super::contract::format::range;
use super::super::contract::merge::tighter;
use super::super::contract::schema::{Bound, Numbers, Types};
use super::super::contract::{Decimal, Keyword};
use super::leaf::{Leaf, Weight};
use super::{Compared, Difference, Relation};

impl Compared<'_, '_, '_> {
    pub(super) fn numbers(&self, shared: Types, found: &mut Difference) {
        if !shared.has(Types::NUMBER) {
            return;
        }
        let (old, new) = (&self.old.numbers, &self.new.numbers);
        for lower in [true, false] {
            let keyword = if lower {
                Keyword::Minimum
            } else {
                Keyword::Maximum
            };
            let of = |numbers: &Numbers| if lower { numbers.least } else { numbers.most };
            let relation = relation(
                effective(old, of(old), lower),
                effective(new, of(new), lower),
                lower,
            );
            let said = self::relation(of(old), of(new), lower);
            if relation != Relation::Equal && said != Relation::Equal {
                let note = format!("{} became {}", spelled(of(old)), spelled(of(new)));
                found.leaves.push(self.leaf(keyword, relation, note));
            }
        }
        if old.format != new.format {
            let bounds = |numbers: &Numbers| numbers.format.as_deref().and_then(range);
            let (left, right) = (bounds(old), bounds(new));
            let end = |range: Option<(Bound, Bound)>, lower: bool| {
                range.map(|(least, most)| if lower { least } else { most })
            };
            let mut all = Relation::Equal;
            for lower in [true, false] {
                let of = |numbers: &Numbers| if lower { numbers.least } else { numbers.most };
                let by_format = relation(end(left, lower), end(right, lower), lower);
                if relation(
                    effective(old, of(old), lower),
                    effective(new, of(new), lower),
                    lower,
                ) != Relation::Equal
                {
                    all = all.and(by_format);
                }
            }
            let text =
                |format: &Option<String>| format.clone().unwrap_or_else(|| "no format".to_owned());
            let leaf = self.leaf(
                Keyword::Format,
                all,
                format!("{} became {}", text(&old.format), text(&new.format)),
            );
            let weight = if all == Relation::Equal {
                Weight::Note
            } else {
                Weight::Law
            };
            found.leaves.push(Leaf { weight, ..leaf });
        }
        self.steps(found);
    }

    fn steps(&self, found: &mut Difference) {
        let (old, new) = (&self.old.numbers.multiples, &self.new.numbers.multiples);
        let covered = |step: &Decimal, by: &[Decimal]| -> Option<bool> {
            let mut sure = true;
            for other in by {
                match other.is_multiple_of(*step) {
                    Some(true) => return Some(true),
                    Some(false) => {}
                    None => sure = false,
                }
            }
            (sure && by.len() <= 1).then_some(false)
        };
        let all = |steps: &[Decimal], by: &[Decimal]| -> Option<bool> {
            steps
                .iter()
                .try_fold(true, |all, step| Some(all && covered(step, by)?))
        };
        let relation = match (all(new, old), all(old, new)) {
            (Some(old_within), Some(new_within)) => Relation::of(!old_within, !new_within),
            _ => Relation::Unknown,
        };
        if relation != Relation::Equal {
            let text = |steps: &[Decimal]| -> String {
                let steps: Vec<String> = steps
                    .iter()
                    .map(|step| step.to_json().to_string())
                    .collect();
                if steps.is_empty() {
                    "none".to_owned()
                } else {
                    steps.join(" and ")
                }
            };
            let note = format!("{} became {}", text(old), text(new));
            found
                .leaves
                .push(self.leaf(Keyword::MultipleOf, relation, note));
        }
    }
}

/// A bound together with that of the format.
pub(crate) fn effective(numbers: &Numbers, bound: Option<Bound>, lower: bool) -> Option<Bound> {
    let by_format = numbers
        .format
        .as_deref()
        .and_then(range)
        .map(|(least, most)| if lower { least } else { most });
    match (bound, by_format) {
        (Some(left), Some(right)) => Some(tighter(left, right, lower)),
        (one, other) => one.or(other),
    }
}

fn relation(old: Option<Bound>, new: Option<Bound>, lower: bool) -> Relation {
    match (old, new) {
        (None, None) => Relation::Equal,
        (None, Some(_)) => Relation::Narrower,
        (Some(_), None) => Relation::Wider,
        (Some(old), Some(new)) => match (old.value.order(new.value), lower) {
            (Ordering::Equal, _) if old.exclusive == new.exclusive => Relation::Equal,
            (Ordering::Equal, _) if new.exclusive => Relation::Narrower,
            (Ordering::Equal, _) => Relation::Wider,
            (Ordering::Less, true) | (Ordering::Greater, false) => Relation::Narrower,
            _ => Relation::Wider,
        },
    }
}

fn spelled(bound: Option<Bound>) -> String {
    bound.map_or_else(
        || "no bound".to_owned(),
        |bound| {
            let value = bound.value.to_json();
            if bound.exclusive {
                format!("{value} (exclusive)")
            } else {
                value.to_string()
            }
        },
    )
}
