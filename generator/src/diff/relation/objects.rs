//! Members of objects.

use indexmap::IndexSet;

use super::super::contract::schema::{ANYTHING, NOTHING, Objects, Property, SchemaId, Types};
use super::super::contract::{Flow, Keyword, Schemas};
use super::super::pattern;
use super::leaf::{Leaf, Weight};
use super::{Compared, Difference, Relation, Step};
use crate::diagnostics::Span;

/// What is said of a property that came to be carried or no longer is.
fn carried(now: bool, word: &str, name: &str) -> String {
    if now {
        format!("`{name}` is no longer {word}: these messages carry it now")
    } else {
        format!("`{name}` became {word}: these messages carry it no longer")
    }
}

/// One side's view of a property.
struct Side<'s> {
    declared: Option<&'s Property>,
    /// Declared, but no message that flows this way carries it.
    ignored: Option<&'s Property>,
    required: Option<Span>,
    /// What holds where it is not declared.
    otherwise: SchemaId,
}

impl Compared<'_, '_, '_> {
    pub(super) fn objects(&self, shared: Types, found: &mut Difference) {
        if !shared.has(Types::OBJECT) {
            return;
        }
        let (old, new) = (&self.old.objects, &self.new.objects);
        let names: IndexSet<&String> = old
            .properties
            .keys()
            .chain(new.properties.keys())
            .chain(old.required.keys())
            .chain(new.required.keys())
            .collect();
        for name in names {
            let left = self.side(self.relations.old, old, name);
            let right = self.side(self.relations.new, new, name);
            self.property(name, &left, &right, found);
        }
        self.open(
            Keyword::AdditionalProperties,
            Step::Additional,
            old.additional,
            new.additional,
            found,
        );
        for name in old
            .patterns
            .keys()
            .chain(new.patterns.keys())
            .collect::<IndexSet<_>>()
        {
            match (old.patterns.get(name), new.patterns.get(name)) {
                (Some(left), Some(right)) => {
                    self.descend(Step::Pattern(name.clone()), *left, *right, found)
                }
                (left, right) => {
                    // Where the pattern is not known, such members are like all that are not declared.
                    let (left, right, added) = (
                        left.copied().unwrap_or(old.additional),
                        right.copied().unwrap_or(new.additional),
                        right.is_some(),
                    );
                    let relation = match (left, right) {
                        (ANYTHING, ANYTHING) | (NOTHING, NOTHING) => continue,
                        (ANYTHING, _) | (_, NOTHING) => Relation::Narrower,
                        (_, ANYTHING) | (NOTHING, _) => Relation::Wider,
                        _ => {
                            self.descend(Step::Pattern(name.clone()), left, right, found);
                            continue;
                        }
                    };
                    let note = format!(
                        "properties that match `{name}` {}",
                        if added {
                            "have a schema of their own now"
                        } else {
                            "have no schema of their own any more"
                        }
                    );
                    found.leaves.push(Leaf {
                        name: Some(name.clone()),
                        ..self.leaf(Keyword::PatternProperties, relation, note)
                    });
                }
            }
        }
        match (old.names.as_slice(), new.names.as_slice()) {
            ([], []) => {}
            (left, right) => {
                let left = self.relations.old.both(left.iter().copied());
                let right = self.relations.new.both(right.iter().copied());
                self.open(Keyword::PropertyNames, Step::Name, left, right, found);
            }
        }
        self.least(Keyword::MinProperties, old.least, new.least, found);
        self.most(Keyword::MaxProperties, old.most, new.most, found);
        self.dependents(found);
    }

    fn side<'s>(&self, schemas: &Schemas<'_>, objects: &'s Objects, name: &str) -> Side<'s> {
        let mut ids: Vec<SchemaId> = objects
            .patterns
            .iter()
            .filter(|(own, _)| pattern::matches(own, name))
            .map(|(_, id)| *id)
            .collect();
        if ids.is_empty() {
            ids.push(objects.additional);
        }
        let mut side = Side {
            declared: objects.properties.get(name),
            ignored: None,
            required: objects.required.get(name).copied(),
            otherwise: schemas.both(ids),
        };
        if side
            .declared
            .is_some_and(|property| schemas.get(property.schema).is_ignored(self.pair.flow))
        {
            side = Side {
                declared: None,
                ignored: side.declared,
                required: None,
                otherwise: ANYTHING,
            };
        }
        side
    }

    fn property(&self, name: &str, old: &Side<'_>, new: &Side<'_>, found: &mut Difference) {
        let step = || Step::Property(name.to_owned());
        let leaf = |keyword: Keyword, relation: Relation, note: String| {
            let place = |side: &Side<'_>, other: Option<Span>| match keyword {
                Keyword::Required => side.required.or(other),
                _ => side
                    .declared
                    .or(side.ignored)
                    .map(|property| property.place)
                    .or(other),
            };
            let base = self.leaf(keyword, relation, note);
            let said = |side: &Side<'_>| match keyword {
                Keyword::Required => side.required.is_some(),
                _ => side.declared.or(side.ignored).is_some(),
            };
            Leaf {
                old: place(old, base.old),
                new: place(new, base.new),
                said: (said(old), said(new)),
                name: Some(name.to_owned()),
                ..base
            }
        };
        let needed = Relation::of(
            new.required.is_some() && old.required.is_none(),
            old.required.is_some() && new.required.is_none(),
        );
        match (old.declared, new.declared) {
            (None, None) => {
                if needed != Relation::Equal {
                    let note = if needed == Relation::Narrower {
                        format!("`{name}` is required now")
                    } else {
                        format!("`{name}` is no longer required")
                    };
                    found.leaves.push(leaf(Keyword::Required, needed, note));
                }
            }
            (Some(left), Some(right)) => {
                self.descend(step(), left.schema, right.schema, found);
                if needed != Relation::Equal {
                    let note = if needed == Relation::Narrower {
                        format!("`{name}` became required")
                    } else {
                        format!("`{name}` became optional")
                    };
                    found.leaves.push(leaf(Keyword::Required, needed, note));
                }
            }
            (declared, _) => {
                let added = declared.is_none();
                let (side, other) = if added { (new, old) } else { (old, new) };
                let schema = side.declared.map_or(ANYTHING, |property| property.schema);
                let verb = if added { "was added" } else { "was removed" };
                let kind = if side.required.is_some() {
                    "required"
                } else {
                    "optional"
                };
                let (keyword, note) = match (other.ignored, self.pair.flow) {
                    (None, _) => (
                        Keyword::Property,
                        format!("the {kind} property `{name}` {verb}"),
                    ),
                    (Some(_), Flow::ToServer) => {
                        (Keyword::ReadOnly, carried(added, "readOnly", name))
                    }
                    (Some(_), Flow::ToClient) => {
                        (Keyword::WriteOnly, carried(added, "writeOnly", name))
                    }
                };
                let (relation, weight) = match (other.otherwise, needed) {
                    (NOTHING, Relation::Equal) if side.required.is_none() => {
                        (Relation::of(!added, added), Weight::Law)
                    }
                    (NOTHING, _) => (Relation::Incomparable, Weight::Law),
                    (ANYTHING, Relation::Equal) => (
                        Relation::of(added && schema != ANYTHING, !added && schema != ANYTHING),
                        // What must be there is counted on, declared or not.
                        if side.required.is_some() {
                            Weight::Law
                        } else {
                            Weight::Open
                        },
                    ),
                    (ANYTHING, needed) => (needed, Weight::Law),
                    (rest, needed) => {
                        let (left, right) = if added {
                            (rest, schema)
                        } else {
                            (schema, rest)
                        };
                        self.descend(step(), left, right, found);
                        (
                            needed,
                            if needed == Relation::Equal {
                                Weight::Note
                            } else {
                                Weight::Law
                            },
                        )
                    }
                };
                found.leaves.push(Leaf {
                    weight,
                    ..leaf(keyword, relation, note)
                });
            }
        }
    }

    /// A schema for what is open: none at all is a case of its own.
    fn open(
        &self,
        keyword: Keyword,
        step: Step,
        old: SchemaId,
        new: SchemaId,
        found: &mut Difference,
    ) {
        let relation = match (old, new) {
            (left, right)
                if (left, right) == (ANYTHING, ANYTHING) || (left, right) == (NOTHING, NOTHING) =>
            {
                return;
            }
            (ANYTHING, _) | (_, NOTHING) => Relation::Narrower,
            (_, ANYTHING) | (NOTHING, _) => Relation::Wider,
            _ => return self.descend(step, old, new, found),
        };
        let text = |id: SchemaId| match id {
            ANYTHING => "anything",
            NOTHING => "nothing",
            _ => "values of a schema",
        };
        found.leaves.push(self.leaf(
            keyword,
            relation,
            format!("{} became {}", text(old), text(new)),
        ));
    }

    fn dependents(&self, found: &mut Difference) {
        let (old, new) = (&self.old.objects, &self.new.objects);
        let (mut gone, mut come) = (false, false);
        for name in old
            .dependent
            .keys()
            .chain(new.dependent.keys())
            .collect::<IndexSet<_>>()
        {
            let empty = IndexSet::new();
            let (left, right) = (
                old.dependent.get(name).unwrap_or(&empty),
                new.dependent.get(name).unwrap_or(&empty),
            );
            gone |= right.iter().any(|other| !left.contains(other));
            come |= left.iter().any(|other| !right.contains(other));
        }
        let relation = Relation::of(gone, come);
        if relation != Relation::Equal {
            found.leaves.push(self.leaf(
                Keyword::DependentRequired,
                relation,
                "which properties ask for others changed",
            ));
        }
        for name in old
            .dependent_schemas
            .keys()
            .chain(new.dependent_schemas.keys())
            .collect::<IndexSet<_>>()
        {
            let of = |objects: &Objects| {
                objects
                    .dependent_schemas
                    .get(name)
                    .copied()
                    .unwrap_or(ANYTHING)
            };
            let (left, right) = (of(old), of(new));
            let relation = match (left, right) {
                (ANYTHING, ANYTHING) => continue,
                (ANYTHING, _) => Relation::Narrower,
                (_, ANYTHING) => Relation::Wider,
                _ => {
                    let pair = super::Pair {
                        old: left,
                        new: right,
                        ..self.pair
                    };
                    found.below.push((Step::Dependent(name.clone()), pair));
                    continue;
                }
            };
            let note = format!("what comes with `{name}` changed");
            found.leaves.push(Leaf {
                name: Some(name.clone()),
                ..self.leaf(Keyword::DependentSchemas, relation, note)
            });
        }
    }
}
