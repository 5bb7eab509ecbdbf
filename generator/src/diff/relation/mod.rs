//! Two schemas → how the values they accept relate, and the keywords that make the difference.
//!
//! Every pair of schemas is looked at once. A pair knows its own differences and which pairs stand below it; cycles are closed by
//! taking a pair that is still open as equal, which is coinduction: what holds as long as nothing speaks against it. The relation of
//! a pair is the sum of all differences that can be reached from it. Nothing is known here of operations or of severity.
//! Long because the words that all keywords share are here: pairs, steps, relations, and the table of pairs.

mod arrays;
mod leaf;
pub(crate) mod numbers;
mod objects;
mod reach;
mod strings;
mod tags;
mod types;
mod unions;

use std::cell::RefCell;
use std::collections::{HashMap, HashSet, VecDeque};
use std::rc::Rc;

use serde_json::Value as Json;

pub(crate) use leaf::{Leaf, Relation, Step, Weight};
pub(crate) use reach::Reach;

use super::contract::schema::{ANYTHING, NOTHING, Schema, SchemaId};
use super::contract::{Flow, Keyword, Medium, Schemas};

/// Two schemas at one position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Pair {
    pub(crate) old: SchemaId,
    pub(crate) new: SchemaId,
    pub(crate) flow: Flow,
    pub(crate) medium: Medium,
}

/// What is known of a pair by itself.
#[derive(Debug, Default)]
pub(crate) struct Difference {
    pub(crate) leaves: Vec<Leaf>,
    pub(crate) below: Vec<(Step, Pair)>,
}

/// The comparison of the schemas of two documents.
pub(crate) struct Relations<'a, 'd> {
    pub(crate) old: &'a Schemas<'d>,
    pub(crate) new: &'a Schemas<'d>,
    known: RefCell<HashMap<Pair, Rc<Difference>>>,
    open: RefCell<HashSet<Pair>>,
    relations: RefCell<HashMap<Pair, (Relation, usize)>>,
    clean: RefCell<HashSet<Pair>>,
}

/// So many pairs are visited to tell how far two alternatives are apart.
const SEARCHED_PAIRS: usize = 3000;

/// So many pairs may be open at once: each asked about in the middle of another, for an alternative, a condition or an exclusion.
/// What lies deeper is not decided. The stack of [`super::compare`] is made for it.
const MOST_OPEN: usize = 1000;

impl<'a, 'd> Relations<'a, 'd> {
    pub(crate) fn new(old: &'a Schemas<'d>, new: &'a Schemas<'d>) -> Self {
        Self {
            old,
            new,
            known: RefCell::default(),
            open: RefCell::default(),
            relations: RefCell::default(),
            clean: RefCell::default(),
        }
    }

    /// The differences of a pair by itself; nothing while they are being found.
    pub(crate) fn difference(&self, pair: Pair) -> Option<Rc<Difference>> {
        if let Some(known) = self.known.borrow().get(&pair) {
            return Some(known.clone());
        }
        if !self.open.borrow_mut().insert(pair) {
            return None;
        }
        let found = Rc::new(self.compare(pair));
        self.open.borrow_mut().remove(&pair);
        self.known.borrow_mut().insert(pair, found.clone());
        Some(found)
    }

    /// How the two sides relate, and how many differences make it so.
    pub(crate) fn relation(&self, pair: Pair) -> (Relation, usize) {
        if let Some(known) = self.relations.borrow().get(&pair) {
            return *known;
        }
        if self.open.borrow().len() > MOST_OPEN || !self.spend(1) {
            return (Relation::Unknown, 1);
        }
        let mut relation = Relation::Equal;
        let mut count = 0;
        let mut complete = true;
        let mut seen = HashSet::from([pair]);
        let mut queue = VecDeque::from([pair]);
        while let Some(at) = queue.pop_front() {
            let Some(difference) = self.difference(at) else {
                complete = false;
                continue;
            };
            for leaf in &difference.leaves {
                relation = relation.and(leaf.relation);
                count += usize::from(leaf.relation != Relation::Equal);
            }
            if !self.spend(difference.below.len()) {
                return (Relation::Unknown, 1);
            }
            for (_, below) in &difference.below {
                if !self.clean.borrow().contains(below) && seen.insert(*below) {
                    queue.push_back(*below);
                }
            }
            if seen.len() > SEARCHED_PAIRS {
                relation = relation.and(Relation::Unknown);
                count += 1;
                complete = false;
                break;
            }
        }
        if complete {
            self.relations.borrow_mut().insert(pair, (relation, count));
            if count == 0 {
                self.clean.borrow_mut().extend(seen);
            }
        }
        (relation, count)
    }

    /// Counts steps of work; says whether they may be done.
    fn spend(&self, steps: usize) -> bool {
        self.old.spend(steps) && !self.new.is_exhausted()
    }

    fn compare(&self, pair: Pair) -> Difference {
        let found = self.compared(pair);
        // What was found last may be wrong, and what comes next is not looked for.
        match self.spend(1) {
            true => found,
            false => self.undecided(pair),
        }
    }

    /// The only difference of a pair when nothing is decided any more.
    fn undecided(&self, pair: Pair) -> Difference {
        let (old, new) = (self.old.place(pair.old), self.new.place(pair.new));
        let leaf = Leaf {
            keyword: Keyword::Schema,
            relation: Relation::Unknown,
            weight: Weight::Law,
            old,
            new,
            said: (old.is_some(), new.is_some()),
            old_alternative: None,
            new_alternative: None,
            name: None,
            note: "the documents ask for too much work to compare all of their schemas".to_owned(),
        };
        Difference {
            leaves: vec![leaf],
            below: Vec::new(),
        }
    }

    fn compared(&self, pair: Pair) -> Difference {
        let mut found = Difference::default();
        let (old, new) = (self.old.get(pair.old), self.new.get(pair.new));
        if (pair.old, pair.new) == (ANYTHING, ANYTHING) || (old.never && new.never) {
            return found;
        }
        let at = Compared {
            relations: self,
            pair,
            old: &old,
            new: &new,
        };
        if old.never != new.never {
            let relation = if new.never {
                Relation::Narrower
            } else {
                Relation::Wider
            };
            found.leaves.push(at.leaf(
                Keyword::Schema,
                relation,
                "accepts no value at all on one side",
            ));
            return found;
        }
        at.annotations(&mut found);
        at.null(&mut found);
        if old.groups.is_empty() && new.groups.is_empty() {
            at.plain(&mut found);
        } else {
            at.unions(&mut found);
        }
        found
    }
}

/// One pair while it is compared.
pub(super) struct Compared<'r, 'a, 'd> {
    relations: &'r Relations<'a, 'd>,
    pair: Pair,
    old: &'r Schema,
    new: &'r Schema,
}

impl Compared<'_, '_, '_> {
    fn leaf(&self, keyword: Keyword, relation: Relation, note: impl Into<String>) -> Leaf {
        Leaf {
            keyword,
            relation,
            weight: Weight::Law,
            old: self.old.place_of(keyword),
            new: self.new.place_of(keyword),
            said: (self.old.says(keyword), self.new.says(keyword)),
            old_alternative: None,
            new_alternative: None,
            name: None,
            note: note.into(),
        }
    }

    /// A pair that stands where the step leads.
    fn below(&self, step: &Step, old: SchemaId, new: SchemaId) -> Pair {
        Pair {
            old,
            new,
            medium: step.medium(self.pair.medium),
            ..self.pair
        }
    }

    /// Adds a pair to look at, unless it can make no difference.
    fn descend(&self, step: Step, old: SchemaId, new: SchemaId, found: &mut Difference) {
        if (old, new) != (ANYTHING, ANYTHING) && (old, new) != (NOTHING, NOTHING) {
            let pair = self.below(&step, old, new);
            found.below.push((step, pair));
        }
    }

    /// What no message carries, but readers and generated code rely on.
    fn annotations(&self, found: &mut Difference) {
        let mut note = |keyword: Keyword, weight: Weight, note: String| {
            found.leaves.push(Leaf {
                weight,
                ..self.leaf(keyword, Relation::Equal, note)
            });
        };
        let text = |value: &Option<Json>| {
            value
                .as_ref()
                .map_or("nothing".to_owned(), ToString::to_string)
        };
        if self.old.default != self.new.default {
            let change = format!(
                "{} became {}",
                text(&self.old.default),
                text(&self.new.default)
            );
            note(Keyword::Default, Weight::Caution, change);
        }
        if self.old.deprecated != self.new.deprecated {
            let change = if self.new.deprecated {
                "is deprecated now"
            } else {
                "is no longer deprecated"
            };
            note(Keyword::Deprecated, Weight::Note, change.to_owned());
        }
        let alone = |values: &[Json], others: &[Json]| -> Vec<String> {
            let values = types::missing(values, others);
            values.iter().map(ToString::to_string).collect()
        };
        let gone = alone(&self.old.extensible, &self.new.extensible);
        let come = alone(&self.new.extensible, &self.old.extensible);
        if !gone.is_empty() {
            note(
                Keyword::ExtensibleEnum,
                Weight::Caution,
                format!("lost {}", gone.join(", ")),
            );
        }
        if !come.is_empty() {
            note(
                Keyword::ExtensibleEnum,
                Weight::Note,
                format!("gained {}", come.join(", ")),
            );
        }
        if self.pair.medium.is_xml() && self.old.xml != self.new.xml {
            let keyword = Keyword::Xml;
            found.leaves.push(self.leaf(
                keyword,
                Relation::Unknown,
                "the XML form changed, and XML messages are not built here",
            ));
        }
    }

    /// Conditions, exclusions and conjunctions that both forms of schemas have.
    fn exclusions(&self, found: &mut Difference) {
        let relation = |old: SchemaId, new: SchemaId| {
            self.relations
                .relation(Pair {
                    old,
                    new,
                    ..self.pair
                })
                .0
        };
        let unmatched = |left: &[SchemaId], right: &[SchemaId], mirrored: bool| -> Vec<SchemaId> {
            left.iter()
                .copied()
                .filter(|one| {
                    !right.iter().any(|other| {
                        let (old, new) = if mirrored {
                            (*other, *one)
                        } else {
                            (*one, *other)
                        };
                        relation(old, new) == Relation::Equal
                    })
                })
                .collect()
        };
        let gone = unmatched(&self.old.nots, &self.new.nots, false);
        let come = unmatched(&self.new.nots, &self.old.nots, true);
        match (gone.as_slice(), come.as_slice()) {
            ([], []) => {}
            ([], _) => found.leaves.push(self.leaf(
                Keyword::Not,
                Relation::Narrower,
                "values are excluded that were not",
            )),
            (_, []) => found.leaves.push(self.leaf(
                Keyword::Not,
                Relation::Wider,
                "values are no longer excluded",
            )),
            ([old], [new]) => {
                let relation = relation(*old, *new).mirrored();
                found
                    .leaves
                    .push(self.leaf(Keyword::Not, relation, "other values are excluded"));
            }
            _ => found.leaves.push(self.leaf(
                Keyword::Not,
                Relation::Unknown,
                "several exclusions changed at once",
            )),
        }
        let conditions = self.conditions(&relation);
        if conditions != Relation::Equal {
            let note = match (
                self.old.conditions.is_empty(),
                self.new.conditions.is_empty(),
            ) {
                (true, _) => "a condition was added",
                (_, true) => "a condition was removed",
                _ if conditions == Relation::Unknown => {
                    "`if` changed, and what conditions ask for then is not compared"
                }
                _ => "what follows from a condition changed",
            };
            found
                .leaves
                .push(self.leaf(Keyword::Condition, conditions, note));
        }
    }

    /// Conditions in the order in which they stand: where the test is the same, what follows from it decides.
    fn conditions(&self, relation: &impl Fn(SchemaId, SchemaId) -> Relation) -> Relation {
        let (old, new) = (&self.old.conditions, &self.new.conditions);
        match (old.len(), new.len()) {
            (0, 0) => return Relation::Equal,
            (0, _) => return Relation::Narrower,
            (_, 0) => return Relation::Wider,
            (left, right) if left != right => return Relation::Unknown,
            _ => {}
        }
        let pairs = old.iter().zip(new);
        pairs.fold(Relation::Equal, |all, (old, new)| {
            all.and(match relation(old.test, new.test) {
                Relation::Equal => {
                    relation(old.then, new.then).and(relation(old.otherwise, new.otherwise))
                }
                _ => Relation::Unknown,
            })
        })
    }

    /// Schemas without alternatives at their top, keyword by keyword.
    fn plain(&self, found: &mut Difference) {
        self.exclusions(found);
        self.tags(found);
        if self.values(found) {
            return;
        }
        let shared = self.types(found);
        self.numbers(shared, found);
        self.strings(shared, found);
        self.arrays(shared, found);
        self.objects(shared, found);
    }
}
