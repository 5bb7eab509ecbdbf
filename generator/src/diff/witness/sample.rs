//! The smallest value that a schema asks for.

use serde_json::{Map, Value as Json};

use super::super::contract::format::samples;
use super::super::contract::schema::{NOTHING, Schema, SchemaId, Strings, Types};
use super::super::contract::{Decimal, Flow, Medium, Schemas};
use super::super::pattern::{Found, search};
use super::super::relation::numbers::effective;
use super::accept::{accepts, property};

/// So deep are values built; beyond, null stands for what would follow.
const MOST_LEVELS: usize = 24;
/// So long are lists and texts built.
pub(super) const MOST_ITEMS: u64 = 4096;

/// What one value costs, in the steps of [`Schemas::spend`].
const BUILD: usize = 5;

/// What samples are made for.
pub(crate) struct Context<'a, 'd> {
    pub(crate) schemas: &'a Schemas<'d>,
    pub(crate) flow: Flow,
}

/// A value that the schema should accept: only a validator tells whether it does.
pub(crate) fn sample(schemas: &Schemas<'_>, id: SchemaId, flow: Flow) -> Json {
    build(&Context { schemas, flow }, id, None, 0)
}

pub(super) fn build(
    context: &Context<'_, '_>,
    id: SchemaId,
    wanted: Option<Types>,
    level: usize,
) -> Json {
    if level > MOST_LEVELS || !context.schemas.spend(BUILD) {
        return Json::Null;
    }
    let schema = context.schemas.get(id);
    if !schema.groups.is_empty() {
        let branches = context.schemas.alternatives(id, 0);
        // The last alternatives of a recursive schema are as good as the first: take one that does not lead back.
        let branch = branches
            .iter()
            .find(|branch| branch.schema != id && !context.schemas.get(branch.schema).never);
        return branch.map_or(Json::Null, |branch| {
            let value = build(context, branch.schema, wanted, level + 1);
            if level < 3 {
                apart(context, id, branch.schema, value)
            } else {
                value
            }
        });
    }
    if let Some(values) = &schema.values {
        return values.first().cloned().unwrap_or(Json::Null);
    }
    let types = wanted.map_or(schema.types, |wanted| schema.types.and(wanted));
    if types == Types::ALL
        && schema.objects.required.is_empty()
        && schema.objects.properties.is_empty()
    {
        return Json::String(text(&schema.strings, 0));
    }
    let first = Types::EACH.iter().find(|(one, _)| types.has(*one));
    match first.map(|(one, _)| *one) {
        Some(Types::OBJECT) => object(context, &schema, level),
        Some(Types::ARRAY) => array(context, &schema, schema.arrays.least, level),
        Some(Types::STRING) => Json::String(text(&schema.strings, 0)),
        Some(Types::NUMBER) => number(&schema).to_json(),
        Some(Types::BOOLEAN) => Json::Bool(true),
        _ => Json::Null,
    }
}

pub(super) fn object(context: &Context<'_, '_>, schema: &Schema, level: usize) -> Json {
    let mut members = Map::new();
    for name in schema.objects.required.keys() {
        let id = property(context.schemas, schema, name);
        if !context.schemas.get(id).is_ignored(context.flow) {
            members.insert(name.clone(), build(context, id, None, level + 1));
        }
    }
    for (name, values, _) in &schema.tags {
        let value = values.first().map_or_else(
            || members.get(name).cloned().unwrap_or_else(|| "x".into()),
            |value| Json::String(value.clone()),
        );
        members.insert(name.clone(), value);
    }
    complete(context, schema, &mut members, level);
    Json::Object(members)
}

/// Adds members that others ask for, and as many as there must be at least.
pub(super) fn complete(
    context: &Context<'_, '_>,
    schema: &Schema,
    members: &mut Map<String, Json>,
    level: usize,
) {
    let mut again = true;
    while again {
        again = false;
        for (name, others) in &schema.objects.dependent {
            if members.contains_key(name) {
                for other in others {
                    if !members.contains_key(other) {
                        let id = property(context.schemas, schema, other);
                        members.insert(other.clone(), build(context, id, None, level + 1));
                        again = true;
                    }
                }
            }
        }
    }
    let least = schema.objects.least.min(MOST_ITEMS);
    for (name, property) in &schema.objects.properties {
        if members.len() as u64 >= least {
            return;
        }
        if !members.contains_key(name) {
            members.insert(
                name.clone(),
                build(context, property.schema, None, level + 1),
            );
        }
    }
    let mut index = 0;
    while (members.len() as u64) < least
        && schema.objects.additional != NOTHING
        && index < MOST_ITEMS
    {
        members.insert(
            extra_name(index),
            build(context, schema.objects.additional, None, level + 1),
        );
        index += 1;
    }
}

/// A name that documents hardly declare.
pub(super) fn extra_name(index: u64) -> String {
    format!("other{}", index + 1)
}

pub(super) fn array(context: &Context<'_, '_>, schema: &Schema, least: u64, level: usize) -> Json {
    let mut items = Vec::new();
    for contains in &schema.arrays.contains {
        for _ in 0..contains.least.min(MOST_ITEMS) {
            items.push(build(context, contains.schema, None, level + 1));
        }
    }
    let mut index = items.len();
    while (items.len() as u64) < least.min(MOST_ITEMS) {
        let id = *schema
            .arrays
            .prefix
            .get(index)
            .unwrap_or(&schema.arrays.rest);
        let item = build(context, id, None, level + 1);
        items.push(if schema.arrays.unique {
            another(context, id, &item, index)
        } else {
            item
        });
        index += 1;
    }
    Json::Array(items)
}

/// A value unlike others of its schema.
pub(super) fn another(context: &Context<'_, '_>, id: SchemaId, item: &Json, index: usize) -> Json {
    let schema = context.schemas.get(id);
    if let Some(values) = &schema.values {
        return values.get(index).unwrap_or(item).clone();
    }
    match item {
        Json::String(text) if index > 0 => Json::String(format!("{text}{index}")),
        Json::Number(number) if index > 0 => {
            let step = schema
                .numbers
                .multiples
                .first()
                .copied()
                .unwrap_or(Decimal::whole(1))
                .to_f64();
            number.as_i64().filter(|_| step.fract() == 0.0).map_or_else(
                || Json::from(number.as_f64().unwrap_or(0.0) + step * index as f64),
                |value| Json::from(value.saturating_add(step as i64 * index as i64)),
            )
        }
        Json::Bool(_) if index > 0 => Json::Bool(false),
        other => other.clone(),
    }
}

/// A text of at least `least` characters.
pub(super) fn text(strings: &Strings, least: u64) -> String {
    let least = strings.least.max(least).min(MOST_ITEMS);
    if !strings.patterns.is_empty() {
        let patterns: Vec<&str> = strings.patterns.iter().map(String::as_str).collect();
        if let Found::Text(text) = search(&patterns, &[], usize::try_from(least).unwrap_or(0)) {
            return text;
        }
    }
    for format in &strings.formats {
        if let Some(text) = samples(format)
            .iter()
            .find(|text| text.chars().count() as u64 >= least)
        {
            return (*text).to_owned();
        }
    }
    "a".repeat(usize::try_from(least.max(1).min(strings.most.unwrap_or(u64::MAX))).unwrap_or(1))
}

/// A number within range.
pub(super) fn number(schema: &Schema) -> Decimal {
    let numbers = &schema.numbers;
    let least = effective(numbers, numbers.least, true);
    let most = effective(numbers, numbers.most, false);
    let zero = Decimal::whole(0);
    let above = |value: Decimal| {
        least.is_none_or(|bound| {
            let order = value.order(bound.value);
            order.is_gt() || (order.is_eq() && !bound.exclusive)
        })
    };
    let below = |value: Decimal| {
        most.is_none_or(|bound| {
            let order = value.order(bound.value);
            order.is_lt() || (order.is_eq() && !bound.exclusive)
        })
    };
    let step = numbers
        .multiples
        .first()
        .copied()
        .unwrap_or(Decimal::whole(1));
    let mut tries = vec![Decimal::whole(1), zero];
    for bound in [least, most].into_iter().flatten() {
        tries.push(bound.value);
        for delta in [1.0, -1.0, 0.5, -0.5, 0.001, -0.001] {
            tries.push(bound.value.plus(delta));
        }
        let steps = (bound.value.to_f64() / step.to_f64()).floor();
        for more in [0.0, 1.0, -1.0, 2.0] {
            let value = (steps + more) * step.to_f64();
            if value.fract() == 0.0 && value.abs() < 1e15 {
                tries.push(Decimal::whole(value as i128));
            } else {
                tries.push(Decimal::Near(value));
            }
        }
    }
    tries.extend(numbers.multiples.iter().copied());
    let steps = |value: Decimal| {
        numbers
            .multiples
            .iter()
            .all(|step| value.is_multiple_of(*step) != Some(false))
    };
    tries
        .into_iter()
        .find(|value| above(*value) && below(*value) && steps(*value))
        .unwrap_or(zero)
}

/// A value of one alternative as a value of no other, where only one may hold: with a member that the others refuse.
pub(super) fn apart(
    context: &Context<'_, '_>,
    id: SchemaId,
    chosen: SchemaId,
    value: Json,
) -> Json {
    let schema = context.schemas.get(id);
    let takes = |id: SchemaId, value: &Json| {
        accepts(context.schemas, id, value, context.flow, Medium::Json) == Ok(true)
    };
    if !value.is_object()
        || !schema.groups.iter().any(|group| group.exclusive)
        || takes(id, &value)
        || !takes(chosen, &value)
    {
        return value;
    }
    let mut value = value;
    for other in context.schemas.expand(id, None).unwrap_or_default() {
        if other.schema == chosen || !takes(other.schema, &value) {
            continue;
        }
        let sibling = context.schemas.get(other.schema);
        let mut tries = sibling
            .objects
            .properties
            .keys()
            .flat_map(|name| odd_values().map(|odd| (name, odd)));
        let found = tries.find_map(|(name, odd)| {
            let mut members = value
                .as_object()
                .filter(|members| !members.contains_key(name))?
                .clone();
            members.insert(name.clone(), odd);
            let tried = Json::Object(members);
            (takes(chosen, &tried) && !takes(other.schema, &tried)).then_some(tried)
        });
        if let Some(found) = found {
            value = found;
        }
    }
    value
}

/// One value of each type.
pub(super) fn odd_values() -> [Json; 5] {
    [
        Json::from(7),
        Json::from("x"),
        Json::Bool(true),
        Json::Object(Map::new()),
        Json::Array(Vec::new()),
    ]
}
