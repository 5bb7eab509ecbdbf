//! Alternatives: `oneOf` and `anyOf`.

use indexmap::IndexSet;
use serde_json::Value as Json;

use super::super::contract::schema::{Branch, Schema, Types};
use super::super::contract::{Flow, Keyword, Medium, Schemas};
use super::super::witness::{accepts, sample};
use super::leaf::Leaf;
use super::tags::apart_by_tags;
use super::types::{apart, only_null};
use super::{Compared, Difference, Pair, Relation, Step};

impl Compared<'_, '_, '_> {
    /// Compares two schemas of which at least one has alternatives.
    pub(super) fn unions(&self, found: &mut Difference) {
        let relations = self.relations;
        let sides = (
            relations.old.expand(self.pair.old, None),
            relations.new.expand(self.pair.new, None),
        );
        let (Some(old), Some(new)) = sides else {
            self.branch_by_branch(found);
            return;
        };
        let old = without_null(relations.old, relations.old.by_type(old));
        let new = without_null(relations.new, relations.new.by_type(new));
        if let (Some(left), Some(right)) =
            (listed(relations.old, &old), listed(relations.new, &new))
        {
            self.lists(&left, &right, found);
            return;
        }
        let pair = |left: &Branch, right: &Branch| Pair {
            old: left.schema,
            new: right.schema,
            ..self.pair
        };
        let matched = self.matches(&old, &new);
        let exclusive = |schema: &Schema| schema.groups.iter().any(|group| group.exclusive);
        for (left, right) in matched.iter().enumerate() {
            if let Some(right) = right {
                let pair = pair(&old[left], &new[*right]);
                if pair != self.pair {
                    found
                        .below
                        .push((Step::Alternative(pair.old, pair.new), pair));
                }
            }
        }
        for (index, branch) in old
            .iter()
            .enumerate()
            .filter(|(index, _)| matched[*index].is_none())
        {
            let covered = new.iter().any(|other| {
                matches!(
                    relations.relation(pair(branch, other)).0,
                    Relation::Equal | Relation::Wider
                )
            });
            let shares =
                exclusive(self.old) && overlaps(relations.old, &old, index, self.pair.flow);
            let relation = Relation::of(!covered, shares);
            if relation != Relation::Equal {
                let note = format!("the alternative {} was removed", named(branch, index));
                found.leaves.push(Leaf {
                    old: Some(branch.place),
                    said: (true, false),
                    old_alternative: Some(branch.schema),
                    name: branch.name.clone(),
                    ..self.alternative(relation, note)
                });
            }
        }
        for (index, branch) in new
            .iter()
            .enumerate()
            .filter(|(index, _)| !matched.contains(&Some(*index)))
        {
            let covered = old.iter().any(|other| {
                matches!(
                    relations.relation(pair(other, branch)).0,
                    Relation::Equal | Relation::Narrower
                )
            });
            let shares =
                exclusive(self.new) && overlaps(relations.new, &new, index, self.pair.flow);
            let relation = Relation::of(shares, !covered);
            if relation != Relation::Equal {
                let note = format!("the alternative {} was added", named(branch, index));
                found.leaves.push(Leaf {
                    new: Some(branch.place),
                    said: (false, true),
                    new_alternative: Some(branch.schema),
                    name: branch.name.clone(),
                    ..self.alternative(relation, note)
                });
            }
        }
        let (was, is) = (exclusive(self.old), exclusive(self.new));
        if was != is && !self.old.groups.is_empty() && !self.new.groups.is_empty() {
            let (schemas, branches) = if was {
                (relations.old, &old)
            } else {
                (relations.new, &new)
            };
            let apart = branches.iter().enumerate().all(|(index, left)| {
                branches[index + 1..].iter().all(|right| {
                    relations.spend(1 + schemas.get(left.schema).size())
                        && disjoint(
                            &schemas.get(left.schema),
                            &schemas.get(right.schema),
                            schemas,
                        )
                })
            });
            if !apart {
                let note = if is {
                    "a value may no longer fit several alternatives"
                } else {
                    "a value may fit several alternatives now"
                };
                found
                    .leaves
                    .push(self.leaf(Keyword::OneOf, Relation::of(is, was), note));
            }
        }
    }

    /// Where combinations are too many to look at: the same places are compared with each other, as long as there are as many.
    fn branch_by_branch(&self, found: &mut Difference) {
        let shape = |schema: &Schema| -> Vec<(bool, usize)> {
            let groups = schema.groups.iter();
            groups
                .map(|group| (group.exclusive, group.branches.len()))
                .collect()
        };
        if shape(self.old) != shape(self.new) {
            let note = "there are too many combinations of alternatives to compare";
            found
                .leaves
                .push(self.leaf(Keyword::Alternative, Relation::Unknown, note));
            return;
        }
        let mut descend = |old, new| {
            let pair = Pair {
                old,
                new,
                ..self.pair
            };
            if pair != self.pair {
                found.below.push((Step::Alternative(old, new), pair));
            }
        };
        descend(
            self.relations.old.base(self.pair.old),
            self.relations.new.base(self.pair.new),
        );
        for (left, right) in self.old.groups.iter().zip(&self.new.groups) {
            for (one, beside) in left.branches.iter().zip(&right.branches) {
                let same = |other: &&Branch| one.name.is_some() && other.name == one.name;
                let other = right.branches.iter().find(same).unwrap_or(beside);
                descend(one.schema, other.schema);
            }
        }
    }

    fn alternative(&self, relation: Relation, note: String) -> Leaf {
        let place = |schema: &Schema| {
            schema
                .groups
                .first()
                .map(|group| group.place)
                .or(schema.place)
        };
        Leaf {
            old: place(self.old),
            new: place(self.new),
            ..self.leaf(Keyword::Alternative, relation, note)
        }
    }

    /// For every old alternative the new one it has become: by name, else by what it accepts, else by likeness.
    fn matches(&self, old: &[Branch], new: &[Branch]) -> Vec<Option<usize>> {
        let mut matched: Vec<Option<usize>> = vec![None; old.len()];
        let mut free: Vec<bool> = vec![true; new.len()];
        let take =
            |matched: &mut Vec<Option<usize>>, free: &mut Vec<bool>, left: usize, right: usize| {
                matched[left] = Some(right);
                free[right] = false;
            };
        for (left, branch) in old.iter().enumerate() {
            let Some(name) = &branch.name else { continue };
            if let Some(right) =
                (0..new.len()).find(|right| free[*right] && new[*right].name.as_ref() == Some(name))
            {
                take(&mut matched, &mut free, left, right);
            }
        }
        let distance = |left: usize, right: usize| {
            self.relations.relation(Pair {
                old: old[left].schema,
                new: new[right].schema,
                ..self.pair
            })
        };
        for left in 0..old.len() {
            if matched[left].is_some() {
                continue;
            }
            if let Some(right) = (0..new.len())
                .find(|right| free[*right] && distance(left, *right).0 == Relation::Equal)
            {
                take(&mut matched, &mut free, left, right);
            }
        }
        let mut near = Vec::new();
        for left in (0..old.len()).filter(|left| matched[*left].is_none()) {
            for right in (0..new.len()).filter(|right| free[*right]) {
                let (one, other) = (
                    self.relations.old.get(old[left].schema),
                    self.relations.new.get(new[right].schema),
                );
                if self.relations.spend(one.size()) && alike(&one, &other) {
                    near.push((distance(left, right).1, left, right));
                }
            }
        }
        near.sort_unstable();
        for (_, left, right) in near {
            if matched[left].is_none() && free[right] {
                take(&mut matched, &mut free, left, right);
            }
        }
        matched
    }
}

/// Whether another alternative takes a value of this one too. Of objects that are open nobody counts on what undeclared members
/// make of them.
fn overlaps(schemas: &Schemas<'_>, branches: &[Branch], index: usize, flow: Flow) -> bool {
    let own = branches[index].schema;
    branches
        .iter()
        .enumerate()
        .filter(|(other, _)| *other != index)
        .any(|(_, other)| {
            if !schemas.spend(1 + schemas.get(own).size()) {
                return false;
            }
            if disjoint(&schemas.get(own), &schemas.get(other.schema), schemas) {
                return false;
            }
            let value = sample(schemas, schemas.both([own, other.schema]), flow);
            let takes = |id| accepts(schemas, id, &value, flow, Medium::Json) == Ok(true);
            !value.is_object() && takes(own) && takes(other.schema)
        })
}

fn named(branch: &Branch, index: usize) -> String {
    branch
        .name
        .as_ref()
        .map_or_else(|| (index + 1).to_string(), |name| format!("`{name}`"))
}

/// The values of alternatives that all list theirs.
fn listed(schemas: &Schemas<'_>, branches: &[Branch]) -> Option<Vec<Json>> {
    let mut all: IndexSet<Json> = IndexSet::new();
    for branch in branches {
        let schema = schemas.get(branch.schema);
        let values = schema.values.as_ref()?.iter();
        all.extend(values.filter(|value| !value.is_null()).cloned());
    }
    Some(all.into_iter().collect())
}

/// Null is compared by itself.
fn without_null(schemas: &Schemas<'_>, mut branches: Vec<Branch>) -> Vec<Branch> {
    branches.retain(|branch| {
        let schema = schemas.get(branch.schema);
        !only_null(&schema) && !schema.never
    });
    branches
}

/// Whether one may have become the other: they share a type, and of objects a property that chooses or is required.
fn alike(old: &Schema, new: &Schema) -> bool {
    let shared = old.types.and(new.types).without(Types::NULL);
    if shared == Types::NONE
        || !old.tags.is_empty()
            && !new.tags.is_empty()
            && apart_by_tags(old, new)
            && old.tags[0].0 == new.tags[0].0
    {
        return false;
    }
    if shared.has(Types::OBJECT)
        && !old.objects.properties.is_empty()
        && !new.objects.properties.is_empty()
    {
        let common = old
            .objects
            .properties
            .keys()
            .filter(|name| new.objects.properties.contains_key(*name))
            .count();
        return common * 2
            > old
                .objects
                .properties
                .len()
                .min(new.objects.properties.len());
    }
    true
}

/// Whether no value can satisfy both, as far as types, values, and required members tell.
pub(super) fn disjoint(left: &Schema, right: &Schema, schemas: &Schemas<'_>) -> bool {
    let shared = left.types.and(right.types).without(Types::NULL);
    if let (Some(left), Some(right)) = (&left.values, &right.values) {
        return apart(left, right);
    }
    if shared == Types::NONE || apart_by_tags(left, right) {
        return true;
    }
    if shared != Types::OBJECT {
        return false;
    }
    left.objects
        .required
        .keys()
        .filter(|name| right.objects.required.contains_key(*name))
        .any(|name| {
            let of = |schema: &Schema| {
                schema
                    .objects
                    .properties
                    .get(name)
                    .map(|property| schemas.get(property.schema))
            };
            match (of(left), of(right)) {
                (Some(left), Some(right)) => match (&left.values, &right.values) {
                    (Some(left), Some(right)) => apart(left, right),
                    _ => left.types.and(right.types) == Types::NONE,
                },
                _ => false,
            }
        })
}
