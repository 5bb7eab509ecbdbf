//! What schema objects say of the members of objects.

use indexmap::{IndexMap, IndexSet};

use super::super::schema::{ANYTHING, Property, Schema, SchemaId};
use super::super::schemas::Schemas;
use crate::diagnostics::Span;
use crate::diff::pattern;
use crate::read::{Node, Object};

/// What one schema object says of the members of objects.
pub(super) struct Members<'d> {
    properties: Option<&'d Object>,
    patterns: Vec<(&'d str, SchemaId)>,
    pub(super) additional: Option<SchemaId>,
}

pub(super) fn members_of<'d>(
    schemas: &Schemas<'d>,
    node: &'d Node,
    schema: &mut Schema,
) -> Members<'d> {
    for name in node.get("required").map(Node::as_array).unwrap_or_default() {
        if let Some(text) = name.as_str() {
            schema
                .objects
                .required
                .entry(text.to_owned())
                .or_insert(name.span);
        }
    }
    if let Some(names) = node.get("propertyNames") {
        let id = schemas.at(names);
        if id != ANYTHING && !schema.objects.names.contains(&id) {
            schema.objects.names.push(id);
        }
    }
    for key in ["dependentRequired", "dependencies"] {
        for (name, list) in node.get(key).into_iter().flat_map(Node::entries) {
            let others = list
                .as_array()
                .iter()
                .filter_map(Node::as_str)
                .map(str::to_owned);
            let others: IndexSet<String> = others.collect();
            if !others.is_empty() {
                schema
                    .objects
                    .dependent
                    .entry(name.to_owned())
                    .or_default()
                    .extend(others);
            }
        }
    }
    for key in ["dependentSchemas", "dependencies"] {
        for (name, other) in node.get(key).into_iter().flat_map(Node::entries) {
            if other.is_array() {
                continue;
            }
            let id = schemas.at(other);
            let slot = schema
                .objects
                .dependent_schemas
                .entry(name.to_owned())
                .or_insert(ANYTHING);
            *slot = schemas.both([*slot, id]);
        }
    }
    Members {
        properties: node.get("properties").and_then(Node::as_object),
        patterns: node
            .get("patternProperties")
            .into_iter()
            .flat_map(Node::entries)
            .map(|(pattern, schema)| (pattern, schemas.at(schema)))
            .collect(),
        additional: node
            .get("additionalProperties")
            .map(|rest| schemas.at(rest)),
    }
}

pub(super) fn merge_members<'d>(
    schemas: &Schemas<'d>,
    members: &[Members<'d>],
    schema: &mut Schema,
) {
    let objects = &mut schema.objects;
    let mut names: IndexMap<&str, Span> = IndexMap::new();
    for member in members {
        for (name, own) in member.properties.iter().flat_map(|object| &object.0) {
            names.entry(name).or_insert(own.key);
        }
    }
    for (name, place) in names {
        let mut ids = Vec::new();
        for member in members {
            let own = member.properties.and_then(|object| object.0.get(name));
            ids.extend(own.map(|own| schemas.at(&own.node)));
            let mut found = own.is_some();
            for (_, id) in member
                .patterns
                .iter()
                .filter(|(own, _)| pattern::matches(own, name))
            {
                ids.push(*id);
                found = true;
            }
            if let (false, Some(rest)) = (found, member.additional) {
                ids.push(rest);
            }
        }
        let schema = schemas.both(ids);
        objects
            .properties
            .insert(name.to_owned(), Property { schema, place });
    }
    for (pattern, id) in members.iter().flat_map(|member| &member.patterns) {
        let slot = objects
            .patterns
            .entry((*pattern).to_owned())
            .or_insert(ANYTHING);
        *slot = schemas.both([*slot, *id]);
    }
    objects.additional = schemas.both(members.iter().filter_map(|member| member.additional));
}
