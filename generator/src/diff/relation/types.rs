//! Types, null and lists of values.

use std::collections::HashSet;

use serde_json::Value as Json;

use super::super::contract::merge::type_of;
use super::super::contract::schema::{Schema, SchemaId, Types};
use super::super::contract::{Keyword, Schemas};
use super::super::witness::accepts;
use super::{Compared, Difference, Relation};

impl Compared<'_, '_, '_> {
    /// Whether null is accepted.
    pub(super) fn null(&self, found: &mut Difference) {
        let old = self.relations.old.takes_null(self.pair.old);
        let new = self.relations.new.takes_null(self.pair.new);
        let relation = Relation::of(old && !new, new && !old);
        // A schema that says nothing of types takes null as it takes everything; its type says enough.
        let untyped = |schema: &Schema| {
            schema.groups.is_empty() && schema.types == Types::ALL && schema.values.is_none()
        };
        if relation == Relation::Equal || untyped(self.old) || untyped(self.new) {
            return;
        }
        let note = if new {
            "null is accepted now"
        } else {
            "null is no longer accepted"
        };
        let mut leaf = self.leaf(Keyword::Null, relation, note);
        for (place, schema) in [(&mut leaf.old, self.old), (&mut leaf.new, self.new)] {
            let keywords = [
                Keyword::Null,
                Keyword::Type,
                Keyword::Alternative,
                Keyword::OneOf,
            ];
            if let Some((_, span)) = keywords
                .iter()
                .find_map(|keyword| schema.places.iter().find(|(known, _)| known == keyword))
            {
                *place = Some(*span);
            }
        }
        found.leaves.push(leaf);
    }

    /// Compares lists of values. Whether they say it all.
    pub(super) fn values(&self, found: &mut Difference) -> bool {
        let list = |values: &Option<Vec<Json>>| -> Option<Vec<Json>> {
            values.as_ref().map(|values| {
                values
                    .iter()
                    .filter(|value| !value.is_null())
                    .cloned()
                    .collect()
            })
        };
        let refused = |values: &[Json], schemas: &Schemas<'_>, id: SchemaId| -> Vec<Json> {
            let takes =
                |value: &Json| accepts(schemas, id, value, self.pair.flow, self.pair.medium);
            values
                .iter()
                .filter(|value| takes(value) != Ok(true))
                .cloned()
                .collect()
        };
        match (list(&self.old.values), list(&self.new.values)) {
            (None, None) => return false,
            (Some(old), Some(new)) => self.lists(&old, &new, found),
            (Some(old), None) => {
                let gone = refused(&old, self.relations.new, self.pair.new);
                let relation = Relation::of(!gone.is_empty(), true);
                found.leaves.push(self.leaf(
                    Keyword::Enum,
                    relation,
                    format!("{} are no longer the only values", names(&old)),
                ));
            }
            (None, Some(new)) => {
                let come = refused(&new, self.relations.old, self.pair.old);
                let relation = Relation::of(true, !come.is_empty());
                found.leaves.push(self.leaf(
                    Keyword::Enum,
                    relation,
                    format!("{} are the only values now", names(&new)),
                ));
            }
        }
        true
    }

    /// Compares two lists of values.
    pub(super) fn lists(&self, old: &[Json], new: &[Json], found: &mut Difference) {
        let (gone, come) = (missing(old, new), missing(new, old));
        let relation = Relation::of(!gone.is_empty(), !come.is_empty());
        let note = match relation {
            Relation::Equal => return,
            Relation::Narrower => format!("lost {}", names(&gone)),
            Relation::Wider => format!("gained {}", names(&come)),
            _ => format!("lost {} and gained {}", names(&gone), names(&come)),
        };
        found.leaves.push(self.leaf(Keyword::Enum, relation, note));
    }

    /// Compares types, null aside. Which ones both sides have.
    pub(super) fn types(&self, found: &mut Difference) -> Types {
        let untyped = |schema: &Schema| schema.types == Types::ALL;
        // Null is compared by itself, except where one side says nothing of types at all.
        let whole = |schema: &Schema| schema.types.without(Types::NULL);
        let (old, new) = (whole(self.old), whole(self.new));
        let text = self.pair.medium.is_text();
        let scalars = Types::NUMBER.or(Types::BOOLEAN);
        let covered = |by: Types| {
            if text && by.has(Types::STRING) {
                scalars
            } else {
                Types::NONE
            }
        };
        let mut gone = old.without(new).without(covered(new)) != Types::NONE;
        let mut come = new.without(old).without(covered(old)) != Types::NONE;
        // Of texts, strings are more than numbers.
        gone |= text && old.has(Types::STRING) && !new.has(Types::STRING) && new.has(scalars);
        come |= text && new.has(Types::STRING) && !old.has(Types::STRING) && old.has(scalars);
        if untyped(self.old) != untyped(self.new) {
            gone |= self.old.types.has(Types::NULL)
                && !self.new.types.has(Types::NULL)
                && untyped(self.old)
                && !self.new.or_null;
            come |= self.new.types.has(Types::NULL)
                && !self.old.types.has(Types::NULL)
                && untyped(self.new)
                && !self.old.or_null;
        }
        if old.has(Types::NUMBER) && new.has(Types::NUMBER) {
            gone |= self.new.numbers.integer
                && !self.old.numbers.integer
                && !covered(new).has(Types::NUMBER);
            come |= self.old.numbers.integer
                && !self.new.numbers.integer
                && !covered(old).has(Types::NUMBER);
        }
        let relation = Relation::of(gone, come);
        if relation != Relation::Equal {
            let note = format!("{} became {}", spelled(self.old), spelled(self.new));
            found.leaves.push(self.leaf(Keyword::Type, relation, note));
        }
        old.and(new)
    }
}

/// The values that stand in one list alone.
pub(super) fn missing(values: &[Json], others: &[Json]) -> Vec<Json> {
    let others: HashSet<&Json> = others.iter().collect();
    let missing = values.iter().filter(|value| !others.contains(value));
    missing.cloned().collect()
}

/// Whether no value stands in both lists.
pub(super) fn apart(values: &[Json], others: &[Json]) -> bool {
    let others: HashSet<&Json> = others.iter().collect();
    !values.iter().any(|value| others.contains(value))
}

/// The first few values.
fn names(values: &[Json]) -> String {
    let mut names: Vec<String> = values.iter().take(8).map(ToString::to_string).collect();
    if values.len() > 8 {
        names.push("…".to_owned());
    }
    names.join(", ")
}

/// The types as a document would write them.
fn spelled(schema: &Schema) -> String {
    if schema.types == Types::ALL {
        return "any".to_owned();
    }
    let names = Types::EACH.iter().filter(|(one, _)| schema.types.has(*one));
    let names: Vec<&str> = names
        .map(|(one, name)| {
            if *one == Types::NUMBER && schema.numbers.integer {
                "integer"
            } else {
                name
            }
        })
        .collect();
    if names.is_empty() {
        "nothing".to_owned()
    } else {
        names.join(" or ")
    }
}

/// Whether null is all that a schema accepts.
pub(super) fn only_null(schema: &Schema) -> bool {
    !schema.never
        && (schema.types == Types::NULL
            || schema
                .values
                .as_ref()
                .is_some_and(|values| values.iter().all(|value| type_of(value) == Types::NULL)))
}
