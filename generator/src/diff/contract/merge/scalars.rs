//! What a schema object says of values by themselves: types, limits, texts, listed values, annotations.

use std::collections::HashSet;

use indexmap::IndexSet;
use serde_json::Value as Json;

use super::super::canonical::canonical;
use super::super::decimal::Decimal;
use super::super::schema::{Bound, Schema, Types};
use crate::read::Node;

fn types_of(node: &Node, integer: &mut bool) -> Option<Types> {
    let spelled = node.get("type")?;
    let names: Vec<&str> = match spelled.as_str() {
        Some(name) => vec![name],
        None => spelled.as_array().iter().filter_map(Node::as_str).collect(),
    };
    let mut types = Types::NONE;
    for name in &names {
        types = types.or(match *name {
            "null" => Types::NULL,
            "boolean" => Types::BOOLEAN,
            "integer" | "number" => Types::NUMBER,
            "string" => Types::STRING,
            "array" => Types::ARRAY,
            "object" => Types::OBJECT,
            // `file` and other inventions say nothing that could be compared.
            _ => return None,
        });
    }
    *integer = names.contains(&"integer") && !names.contains(&"number");
    if node.get("nullable").and_then(Node::as_bool) == Some(true) {
        types = types.or(Types::NULL);
    }
    Some(types)
}

pub(super) fn scalars(node: &Node, schema: &mut Schema, formats: &mut Vec<String>) {
    let count = |key: &str| node.get(key).and_then(Node::as_u64);
    let least = |slot: &mut u64, key: &str| *slot = (*slot).max(count(key).unwrap_or(0));
    let most = |slot: &mut Option<u64>, key: &str| {
        if let Some(limit) = count(key) {
            *slot = Some(slot.map_or(limit, |known| known.min(limit)));
        }
    };
    let flag = |key: &str| node.get(key).and_then(Node::as_bool) == Some(true);
    let mut integer = false;
    if let Some(types) = types_of(node, &mut integer) {
        schema.types = schema.types.and(types);
        schema.numbers.integer |= integer;
    }
    least(&mut schema.strings.least, "minLength");
    most(&mut schema.strings.most, "maxLength");
    least(&mut schema.arrays.least, "minItems");
    most(&mut schema.arrays.most, "maxItems");
    least(&mut schema.objects.least, "minProperties");
    most(&mut schema.objects.most, "maxProperties");
    schema.arrays.unique |= flag("uniqueItems");
    schema.deprecated |= flag("deprecated");
    schema.read_only |= flag("readOnly");
    schema.write_only |= flag("writeOnly");
    if let Some(pattern) = node.get("pattern").and_then(Node::as_str) {
        schema.strings.patterns.insert(pattern.to_owned());
    }
    if let Some(format) = node.get("format").and_then(Node::as_str) {
        formats.push(format.to_owned());
    }
    for key in ["contentEncoding", "contentMediaType"] {
        if let Some(text) = node.get(key).and_then(Node::as_str) {
            schema.strings.content.entry(key).or_insert(text.to_owned());
        }
    }
    for lower in [true, false] {
        let (plain, strict) = if lower {
            ("minimum", "exclusiveMinimum")
        } else {
            ("maximum", "exclusiveMaximum")
        };
        let exclusive = flag(strict);
        for (key, exclusive) in [(plain, exclusive), (strict, true)] {
            if let Some(number) = node.get(key).and_then(Node::as_number) {
                let bound = Bound {
                    value: Decimal::new(number),
                    exclusive,
                };
                let slot = if lower {
                    &mut schema.numbers.least
                } else {
                    &mut schema.numbers.most
                };
                *slot = Some(slot.map_or(bound, |known| tighter(known, bound, lower)));
            }
        }
    }
    if let Some(step) = node.get("multipleOf").and_then(Node::as_number) {
        let step = Decimal::new(step);
        if !schema.numbers.multiples.contains(&step) {
            schema.numbers.multiples.push(step);
        }
    }
    let values = node
        .get("const")
        .map(|value| vec![canonical(&value.to_json())]);
    let listed = node.get("enum").filter(|list| list.is_array()).map(|list| {
        let values = list
            .as_array()
            .iter()
            .map(|value| canonical(&value.to_json()));
        values.collect::<IndexSet<Json>>().into_iter().collect()
    });
    for values in [values, listed].into_iter().flatten() {
        schema.values = Some(match schema.values.take() {
            None => values,
            Some(mut known) => {
                let values: HashSet<Json> = values.into_iter().collect();
                known.retain(|value| values.contains(value));
                known
            }
        });
    }
    if let Some(list) = node.get("x-extensible-enum") {
        schema.extensible.extend(
            list.as_array()
                .iter()
                .map(|value| canonical(&value.to_json())),
        );
    }
    if schema.default.is_none() {
        schema.default = node.get("default").map(|value| canonical(&value.to_json()));
    }
    if let Some(xml) = node.get("xml") {
        // Where several members say one, all of them count, in whatever order they stand.
        let known = schema.xml.take().unwrap_or_default();
        let own = canonical(&xml.to_json()).to_string();
        let mut all: Vec<&str> = known.lines().chain([own.as_str()]).collect();
        all.sort_unstable();
        all.dedup();
        schema.xml = Some(all.join("\n"));
    }
}

/// The bound that leaves less.
pub(crate) fn tighter(left: Bound, right: Bound, lower: bool) -> Bound {
    match (left.value.order(right.value), lower) {
        (std::cmp::Ordering::Equal, _) => Bound {
            exclusive: left.exclusive || right.exclusive,
            ..left
        },
        (std::cmp::Ordering::Greater, true) | (std::cmp::Ordering::Less, false) => left,
        _ => right,
    }
}
