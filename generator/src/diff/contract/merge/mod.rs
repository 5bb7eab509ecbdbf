//! Schema objects that hold together → one normal form.
//!
//! `allOf` is intersection here, to the letter: an object that is closed refuses what another one declares.

mod applicators;
mod lists;
mod members;
mod scalars;

use std::rc::Rc;

use serde_json::Value as Json;

use super::decimal::Decimal;
use super::format::range;
use super::keyword::Keyword;
use super::schema::{Bound, NOTHING, Schema, SchemaId, Types};
use super::schemas::{Part, Schemas};
use crate::diff::pattern;
use crate::read::Node;

pub(crate) use scalars::tighter;

use applicators::{applicators, base_tag, groups, tagged};
use lists::{lists_of, merge_lists, prefix_of};
use members::{members_of, merge_members};
use scalars::scalars;

/// Keys that say nothing of the values a schema accepts, nor anything else that is compared.
const SILENT: [&str; 24] = [
    "$ref",
    "allOf",
    "oneOf",
    "anyOf",
    "title",
    "description",
    "example",
    "examples",
    "$comment",
    "$schema",
    "$id",
    "$anchor",
    "$dynamicAnchor",
    "$defs",
    "definitions",
    "externalDocs",
    "nullable",
    "discriminator",
    "then",
    "else",
    "$vocabulary",
    "$dynamicRef",
    "contentSchema",
    "summary",
];

/// Whether a schema object says something beside its compositions.
pub(super) fn says_something(node: &Node) -> bool {
    node.entries().any(|(key, value)| match key {
        "nullable" => value.as_bool() == Some(true) && node.get("type").is_some(),
        "discriminator" | "then" | "else" => true,
        "x-extensible-enum" => true,
        key => !key.starts_with("x-") && !SILENT.contains(&key),
    })
}

/// Merges.
pub(super) fn merge<'d>(schemas: &Schemas<'d>, parts: &Rc<[Part]>) -> Schema {
    let mut schema = Schema::default();
    let mut members = Vec::new();
    let mut lists: Vec<(Vec<SchemaId>, SchemaId)> = Vec::new();
    let mut formats = Vec::new();
    let mut unevaluated = Vec::new();
    let mut open_alternatives = false;
    let mut null = true;
    for part in parts.iter() {
        match part {
            Part::Never => schema.never = true,
            Part::Only(types) => {
                schema.types = schema.types.and(Types(*types));
                null &= Types(*types).has(Types::NULL);
            }
            Part::OrNull => schema.or_null = true,
            Part::Tag(number) => tagged(schemas.tag(*number), &mut schema),
            Part::Node {
                index,
                alternatives,
            } => {
                let node = schemas.node(*index);
                if schema.place.is_none() {
                    schema.place = Some(node.span);
                }
                for (key, _) in node.entries() {
                    if let (Some(keyword), Some(place)) = (keyword(key), node.key_span(key)) {
                        schema.places.push((keyword, place));
                    }
                }
                scalars(node, &mut schema, &mut formats);
                members.push(members_of(schemas, node, &mut schema));
                lists_of(schemas, node, &mut schema, &mut lists);
                applicators(schemas, node, &mut schema);
                if *alternatives {
                    groups(schemas, node, &mut schema);
                }
                if let Some(tag) = base_tag(node) {
                    tagged(tag, &mut schema);
                }
                open_alternatives |= *alternatives
                    && ["oneOf", "anyOf"]
                        .iter()
                        .any(|key| node.get(key).is_some_and(|list| list.as_array().len() > 1));
                if let Some(rest) = node.get("unevaluatedProperties") {
                    unevaluated.push(schemas.at(rest));
                }
                if let Some(rest) = node.get("unevaluatedItems")
                    && node.get("items").is_none_or(Node::is_array)
                {
                    lists.push((prefix_of(schemas, node), schemas.at(rest)));
                }
            }
        }
    }
    schema.or_null &= null;
    merge_lists(schemas, &lists, &mut schema);
    merge_members(schemas, &members, &mut schema);
    // With alternatives still open it is their members that decide what remains; each of them asks again.
    if !open_alternatives && members.iter().all(|member| member.additional.is_none()) {
        schema.objects.additional =
            schemas.both(std::iter::once(schema.objects.additional).chain(unevaluated));
    }
    finish(&mut schema, &formats);
    schema
}

fn keyword(key: &str) -> Option<Keyword> {
    Some(match key {
        "type" => Keyword::Type,
        "nullable" => Keyword::Null,
        "enum" | "const" => Keyword::Enum,
        "x-extensible-enum" => Keyword::ExtensibleEnum,
        "format" => Keyword::Format,
        "minimum" | "exclusiveMinimum" => Keyword::Minimum,
        "maximum" | "exclusiveMaximum" => Keyword::Maximum,
        "multipleOf" => Keyword::MultipleOf,
        "minLength" => Keyword::MinLength,
        "maxLength" => Keyword::MaxLength,
        "pattern" => Keyword::Pattern,
        "contentEncoding" | "contentMediaType" => Keyword::Content,
        "minItems" => Keyword::MinItems,
        "maxItems" => Keyword::MaxItems,
        "uniqueItems" => Keyword::UniqueItems,
        "items" | "prefixItems" | "additionalItems" => Keyword::Items,
        "contains" | "minContains" | "maxContains" => Keyword::Contains,
        "properties" => Keyword::Property,
        "required" => Keyword::Required,
        "additionalProperties" => Keyword::AdditionalProperties,
        "unevaluatedProperties" | "unevaluatedItems" => Keyword::Unevaluated,
        "patternProperties" => Keyword::PatternProperties,
        "propertyNames" => Keyword::PropertyNames,
        "minProperties" => Keyword::MinProperties,
        "maxProperties" => Keyword::MaxProperties,
        "dependentRequired" | "dependencies" => Keyword::DependentRequired,
        "dependentSchemas" => Keyword::DependentSchemas,
        "oneOf" => Keyword::OneOf,
        "anyOf" => Keyword::Alternative,
        "not" => Keyword::Not,
        "if" | "then" | "else" => Keyword::Condition,
        "discriminator" => Keyword::Discriminator,
        "xml" => Keyword::Xml,
        "default" => Keyword::Default,
        "deprecated" => Keyword::Deprecated,
        "readOnly" => Keyword::ReadOnly,
        "writeOnly" => Keyword::WriteOnly,
        _ => return None,
    })
}

fn finish(schema: &mut Schema, formats: &[String]) {
    let objects = &mut schema.objects;
    if objects.additional == NOTHING && objects.patterns.is_empty() {
        // In a closed object, what may have no value is as good as undeclared, and there are no more members than declared ones.
        objects
            .properties
            .retain(|_, property| property.schema != NOTHING);
        let declared = objects.properties.len() as u64;
        objects.most = objects.most.filter(|most| *most < declared);
    }
    // Multiples of a whole number are integers.
    schema.numbers.integer |= schema
        .numbers
        .multiples
        .iter()
        .any(|step| step.to_i128().is_some());
    for format in formats {
        if range(format).is_some() {
            schema.numbers.format.get_or_insert_with(|| format.clone());
        }
        schema.strings.formats.insert(format.clone());
    }
    if schema.numbers.integer {
        for lower in [true, false] {
            let slot = if lower {
                &mut schema.numbers.least
            } else {
                &mut schema.numbers.most
            };
            if let Some(bound) = slot
                && let Some(whole) = bound.value.rounded(lower)
            {
                let met = bound.exclusive && Decimal::whole(whole) == bound.value;
                let step = if lower { 1 } else { -1 };
                *bound = Bound {
                    value: Decimal::whole(whole + if met { step } else { 0 }),
                    exclusive: false,
                };
            }
        }
        schema
            .numbers
            .multiples
            .retain(|step| Decimal::whole(1).is_multiple_of(*step) != Some(true));
    }
    // Two discriminators that ask one property for different values choose nothing together.
    schema.never |= schema.tags.iter().any(|(property, values, _)| {
        schema.tags.iter().any(|(other, others, _)| {
            property == other
                && !values.is_empty()
                && !others.is_empty()
                && !values.iter().any(|value| others.contains(value))
        })
    });
    let required = schema.objects.required.len() as u64;
    if required > 0 && schema.objects.least <= required {
        schema.objects.least = 0;
    }
    if let Some(mut values) = schema.values.take() {
        values.retain(|value| schema.types.has(type_of(value)) && may_hold(schema, value));
        let values = schema.values.insert(values);
        if *values == [Json::Bool(true), Json::Bool(false)]
            || *values == [Json::Bool(false), Json::Bool(true)]
        {
            schema.values = None;
            schema.types = schema.types.and(Types::BOOLEAN);
        }
    }
    let nothing = schema
        .values
        .as_ref()
        .map_or(schema.types == Types::NONE, Vec::is_empty);
    if nothing && !schema.or_null {
        schema.never = true;
    }
}

/// Whether a listed value is within the limits that stand beside the list.
fn may_hold(schema: &Schema, value: &Json) -> bool {
    let (numbers, strings) = (&schema.numbers, &schema.strings);
    match value {
        Json::String(text) => {
            let length = text.chars().count() as u64;
            length >= strings.least
                && strings.most.is_none_or(|most| length <= most)
                && strings.patterns.iter().all(|own| {
                    matches!(
                        pattern::search(&[own], &[], 0),
                        pattern::Found::Undecided(_)
                    ) || pattern::matches(own, text)
                })
        }
        Json::Number(number) => {
            let value = Decimal::of_json(number);
            let beyond = |bound: Option<Bound>, outside: std::cmp::Ordering| {
                bound.is_some_and(|bound| {
                    let order = value.order(bound.value);
                    order == outside || (order.is_eq() && bound.exclusive)
                })
            };
            !beyond(numbers.least, std::cmp::Ordering::Less)
                && !beyond(numbers.most, std::cmp::Ordering::Greater)
                && (!numbers.integer || value.is_multiple_of(Decimal::whole(1)) != Some(false))
                && numbers
                    .multiples
                    .iter()
                    .all(|step| value.is_multiple_of(*step) != Some(false))
        }
        _ => true,
    }
}

/// The type of a value.
pub(crate) fn type_of(value: &Json) -> Types {
    match value {
        Json::Null => Types::NULL,
        Json::Bool(_) => Types::BOOLEAN,
        Json::Number(_) => Types::NUMBER,
        Json::String(_) => Types::STRING,
        Json::Array(_) => Types::ARRAY,
        Json::Object(_) => Types::OBJECT,
    }
}
