//! What discriminators ask for.

use super::super::contract::Keyword;
use super::super::contract::schema::Schema;
use super::leaf::Leaf;
use super::{Compared, Difference, Relation};

impl Compared<'_, '_, '_> {
    /// Compares the values that they name.
    pub(super) fn tags(&self, found: &mut Difference) {
        let say = |schema: &Schema| -> Vec<(String, Vec<String>)> {
            let mut tags: Vec<_> = schema
                .tags
                .iter()
                .map(|(property, values, _)| (property.clone(), values.clone()))
                .collect();
            tags.sort_unstable();
            tags.dedup();
            tags
        };
        let (old, new) = (say(self.old), say(self.new));
        if old == new {
            return;
        }
        let within = |inner: &[(String, Vec<String>)],
                      outer: &[(String, Vec<String>)],
                      schema: &Schema| {
            outer.iter().all(|(property, values)| {
                let required = values.is_empty() && schema.objects.required.contains_key(property);
                required
                    || inner.iter().any(|(own, chosen)| {
                        own == property
                            && (values.is_empty()
                                || (!chosen.is_empty()
                                    && chosen.iter().all(|value| values.contains(value))))
                    })
            })
        };
        let relation = Relation::of(!within(&old, &new, self.old), !within(&new, &old, self.new));
        let text = |tags: &[(String, Vec<String>)]| {
            let each: Vec<String> = tags
                .iter()
                .map(|(property, values)| {
                    if values.is_empty() {
                        format!("`{property}`")
                    } else {
                        format!("`{property}` = {}", values.join(" or "))
                    }
                })
                .collect();
            if each.is_empty() {
                "no discriminator".to_owned()
            } else {
                each.join(" and ")
            }
        };
        let weight = if relation == Relation::Equal {
            super::Weight::Note
        } else {
            super::Weight::Law
        };
        let note = format!("{} became {}", text(&old), text(&new));
        found.leaves.push(Leaf {
            weight,
            ..self.leaf(Keyword::Discriminator, relation, note)
        });
    }
}

/// Whether discriminators let no value be of both.
pub(super) fn apart_by_tags(left: &Schema, right: &Schema) -> bool {
    left.tags.iter().any(|(property, values, _)| {
        right.tags.iter().any(|(other, others, _)| {
            property == other
                && !values.is_empty()
                && !others.is_empty()
                && !values.iter().any(|value| others.contains(value))
        })
    })
}
