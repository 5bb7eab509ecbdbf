//! What schema objects say of the items of lists.

use super::super::schema::{ANYTHING, Contains, NOTHING, Schema, SchemaId};
use super::super::schemas::Schemas;
use crate::read::Node;

pub(super) fn prefix_of<'d>(schemas: &Schemas<'d>, node: &'d Node) -> Vec<SchemaId> {
    let list = node
        .get("prefixItems")
        .or_else(|| node.get("items").filter(|items| items.is_array()));
    let list = list.map(Node::as_array).unwrap_or_default();
    list.iter().map(|item| schemas.at(item)).collect()
}

pub(super) fn lists_of<'d>(
    schemas: &Schemas<'d>,
    node: &'d Node,
    schema: &mut Schema,
    lists: &mut Vec<(Vec<SchemaId>, SchemaId)>,
) {
    let prefix = prefix_of(schemas, node);
    let rest = match node.get("items") {
        Some(items) if items.is_array() => schemas.at_key(node, "additionalItems"),
        Some(items) => schemas.at(items),
        None => ANYTHING,
    };
    if !prefix.is_empty() || rest != ANYTHING {
        lists.push((prefix, rest));
    }
    if let Some(wanted) = node.get("contains") {
        let count = |key: &str| node.get(key).and_then(Node::as_u64);
        let (least, most) = (count("minContains").unwrap_or(1), count("maxContains"));
        if least > 0 || most.is_some() {
            schema.arrays.contains.push(Contains {
                schema: schemas.at(wanted),
                least,
                most,
            });
        }
    }
}

pub(super) fn merge_lists(
    schemas: &Schemas<'_>,
    lists: &[(Vec<SchemaId>, SchemaId)],
    schema: &mut Schema,
) {
    let length = lists
        .iter()
        .map(|(prefix, _)| prefix.len())
        .max()
        .unwrap_or(0);
    let at = |index: usize| {
        schemas.both(
            lists
                .iter()
                .map(|(prefix, rest)| *prefix.get(index).unwrap_or(rest)),
        )
    };
    schema.arrays.prefix = (0..length).map(at).collect();
    schema.arrays.rest = schemas.both(lists.iter().map(|(_, rest)| *rest));
    // Where no item can stand, the list has ended before.
    if let Some(end) = schema
        .arrays
        .prefix
        .iter()
        .position(|item| *item == NOTHING)
    {
        schema.arrays.prefix.truncate(end);
        schema.arrays.rest = NOTHING;
    }
    while schema.arrays.prefix.last() == Some(&schema.arrays.rest) {
        schema.arrays.prefix.pop();
    }
    if schema.arrays.rest == NOTHING {
        let length = schema.arrays.prefix.len() as u64;
        schema.arrays.most = Some(schema.arrays.most.map_or(length, |most| most.min(length)));
    }
}
