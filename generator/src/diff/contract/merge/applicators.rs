//! What a schema object says through other schemas: alternatives with their discriminators, exclusions, conditions.

use std::collections::HashMap;

use super::super::keyword::Keyword;
use super::super::schema::{ANYTHING, Branch, Condition, Group, NOTHING, Schema};
use super::super::schemas::{Schemas, Tag};
use crate::read::Node;

pub(super) fn applicators<'d>(schemas: &Schemas<'d>, node: &'d Node, schema: &mut Schema) {
    if let Some(not) = node.get("not") {
        let id = schemas.at(not);
        if id == ANYTHING {
            schema.never = true;
        } else if id != NOTHING && !schema.nots.contains(&id) {
            schema.nots.push(id);
        }
    }
    if let Some(test) = node.get("if") {
        let condition = Condition {
            test: schemas.at(test),
            then: schemas.at_key(node, "then"),
            otherwise: schemas.at_key(node, "else"),
        };
        if (condition.then, condition.otherwise) != (ANYTHING, ANYTHING) {
            schema.conditions.push(condition);
        }
    }
}

pub(super) fn groups<'d>(schemas: &Schemas<'d>, node: &'d Node, schema: &mut Schema) {
    for (key, exclusive) in [("oneOf", true), ("anyOf", false)] {
        let list = node.get(key).map(Node::as_array).unwrap_or_default();
        if list.len() < 2 {
            continue;
        }
        let place = node.key_span(key).unwrap_or(node.span);
        let discriminator = node.get("discriminator");
        let mapping = discriminator.map(|discriminator| Mapping::of(schemas, discriminator));
        let branches = list.iter().map(|branch| {
            let name = schemas.document.reference(branch).map(|(_, name)| name);
            let mut id = schemas.at(branch);
            if let Some(tag) =
                discriminator
                    .zip(mapping.as_ref())
                    .and_then(|(discriminator, mapping)| {
                        tag_of(schemas, discriminator, mapping, branch, name.as_deref())
                    })
            {
                id = schemas.tagged(id, tag);
            }
            Branch {
                schema: id,
                name,
                place: branch.span,
            }
        });
        let branches = branches.collect();
        schema.groups.push(Group {
            exclusive,
            branches,
            place,
        });
    }
}

/// The values of a discriminator, by what each of them names: the text, and the schema where there is one.
struct Mapping<'d> {
    by_text: HashMap<&'d str, Vec<&'d str>>,
    by_address: HashMap<usize, Vec<&'d str>>,
}

impl<'d> Mapping<'d> {
    fn of(schemas: &Schemas<'d>, discriminator: &'d Node) -> Self {
        let mut found = Self {
            by_text: HashMap::new(),
            by_address: HashMap::new(),
        };
        let mapping = discriminator.get("mapping");
        for (value, to) in mapping.into_iter().flat_map(Node::entries) {
            let Some(text) = to.as_str() else { continue };
            found.by_text.entry(text).or_default().push(value);
            let located = schemas.document.locate(to.span.file, text);
            let node = located.and_then(|(node, _)| schemas.document.follow(node));
            if let Some(node) = node {
                let address = std::ptr::from_ref(node).addr();
                found.by_address.entry(address).or_default().push(value);
            }
        }
        found
    }
}

/// The values with which a discriminator chooses a branch: those that `mapping` gives it, or else its name.
fn tag_of<'d>(
    schemas: &Schemas<'d>,
    discriminator: &'d Node,
    mapping: &Mapping<'d>,
    branch: &'d Node,
    name: Option<&str>,
) -> Option<Tag> {
    let property = discriminator.get("propertyName")?.as_str()?;
    let name = name?;
    let target = schemas.document.follow(branch);
    let address = target.map(|target| std::ptr::from_ref(target).addr());
    let named = mapping.by_text.get(name);
    let located = address.and_then(|address| mapping.by_address.get(&address));
    let mut values: Vec<String> = [named, located]
        .into_iter()
        .flatten()
        .flatten()
        .map(|value| (*value).to_owned())
        .collect();
    if values.is_empty() {
        values.push(name.to_owned());
    }
    values.sort_unstable();
    values.dedup();
    Some(Tag {
        property: property.to_owned(),
        values,
        place: discriminator.span,
    })
}

/// A discriminator of a base, whose alternatives are those that extend it: it must be there.
pub(super) fn base_tag(node: &Node) -> Option<Tag> {
    let composed = ["oneOf", "anyOf"].iter().any(|key| node.get(key).is_some());
    let discriminator = node.get("discriminator").filter(|_| !composed)?;
    Some(Tag {
        property: discriminator.get("propertyName")?.as_str()?.to_owned(),
        values: Vec::new(),
        place: discriminator.span,
    })
}

/// A discriminator as what it comes to: a required property with the values that choose this alternative.
pub(super) fn tagged(tag: Tag, schema: &mut Schema) {
    schema.places.push((Keyword::Discriminator, tag.place));
    schema.tags.push((tag.property, tag.values, tag.place));
}
