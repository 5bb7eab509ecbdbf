//! Whether a schema accepts a value, asked of a JSON Schema validator.
//!
//! The validator gets no more of the schema than the value touches: of an object the members it has, of a list the items. So it is
//! small, needs no references and ends, however large and recursive the document is.
//!
//! Long because every keyword is written down for the validator here, and texts have to be asked about on the way.

use std::cell::Cell;

use jsonschema::{Draft, Validator};
use serde_json::{Map, Value as Json, json};

use super::super::contract::format::{range, samples};
use super::super::contract::schema::{ANYTHING, Bound, NOTHING, Schema, SchemaId, Types};
use super::super::contract::{Flow, Medium, Schemas};
use super::super::pattern;

/// Alternatives and exclusions may stand so deep within each other without a value in between.
const MOST_NESTED: usize = 24;
/// So many schemas may one value touch; a validator takes some 40 KB for each.
const MOST_STEPS: usize = 2_500;
/// So many schemas of one document may all values of a comparison touch.
const MOST_EFFORT: usize = 1_000_000;
/// So many names or values take as long as a schema without any.
const PER_STEP: usize = 64;
/// Of more listed values than that, the validator gets those that could be meant.
const MANY_VALUES: usize = 100;
/// So many characters of the validator's reason are told.
const LONGEST_REASON: usize = 160;
/// So deep may a value be.
const MOST_LEVELS: usize = 64;

/// Whether the schema accepts the value.
///
/// # Errors
/// Says why the validator cannot be asked: it has no schema of this form.
pub(crate) fn accepts(
    schemas: &Schemas<'_>,
    id: SchemaId,
    value: &Json,
    flow: Flow,
    medium: Medium,
) -> Result<bool, String> {
    let projection = Projection {
        schemas,
        flow,
        steps: Cell::new(0),
    };
    let schema = projection.schema(id, value, medium, 0, 0)?;
    validate(&schema, value)
}

/// Why the schema refuses the value: the first reason, and where in the value.
///
/// # Errors
/// As [`accepts`].
pub(crate) fn objection(
    schemas: &Schemas<'_>,
    id: SchemaId,
    value: &Json,
    flow: Flow,
    medium: Medium,
) -> Result<Option<String>, String> {
    let projection = Projection {
        schemas,
        flow,
        steps: Cell::new(0),
    };
    let schema = projection.schema(id, value, medium, 0, 0)?;
    if let Some(known) = schema.as_bool() {
        return Ok((!known).then(|| "it accepts no value".to_owned()));
    }
    let validator = validator(&schema)?;
    Ok(validator.iter_errors(value).next().map(|error| {
        let place = error.instance_path().to_string();
        // The whole value may stand in it.
        let mut reason = error.to_string();
        if let Some((end, _)) = reason.char_indices().nth(LONGEST_REASON) {
            reason.truncate(end);
            reason.push('…');
        }
        match place.as_str() {
            "" => reason,
            _ => format!("{reason}, at `{place}`"),
        }
    }))
}

fn validate(schema: &Json, value: &Json) -> Result<bool, String> {
    match schema.as_bool() {
        Some(known) => Ok(known),
        None => Ok(validator(schema)?.is_valid(value)),
    }
}

fn validator(schema: &Json) -> Result<Validator, String> {
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(true)
        .should_ignore_unknown_formats(true)
        .build(schema)
        .map_err(|error| error.to_string())
}

struct Projection<'a, 'd> {
    schemas: &'a Schemas<'d>,
    flow: Flow,
    /// Schemas taken so far.
    steps: Cell<usize>,
}

impl Projection<'_, '_> {
    /// As much of a schema as decides on this value.
    fn schema(
        &self,
        id: SchemaId,
        value: &Json,
        medium: Medium,
        nested: usize,
        level: usize,
    ) -> Result<Json, String> {
        if id == ANYTHING || id == NOTHING {
            return Ok(Json::Bool(id == ANYTHING));
        }
        self.steps.set(self.steps.get() + 1);
        if nested > MOST_NESTED || level > MOST_LEVELS || self.steps.get() > MOST_STEPS {
            return Err("alternatives are nested too deep".to_owned());
        }
        let effort = &self.schemas.effort;
        effort.set(effort.get() + 1);
        if effort.get() > MOST_EFFORT {
            return Err("the documents ask for too many proofs".to_owned());
        }
        if let Some(readings) = readings(value).filter(|_| medium.is_text()) {
            for reading in readings {
                let schema = self.schema(id, &reading, Medium::Json, nested, level)?;
                if validate(&schema, &reading)? {
                    return Ok(Json::Bool(true));
                }
            }
            return Ok(Json::Bool(false));
        }
        let schema = self.schemas.get(id);
        if schema.or_null && value.is_null() {
            return Ok(Json::Bool(true));
        }
        if schema.never {
            return Ok(Json::Bool(false));
        }
        // What is long takes longer: names and values are looked at one by one.
        let listed = schema.values.as_ref().map_or(0, Vec::len) + schema.objects.required.len();
        effort.set(effort.get() + listed / PER_STEP);
        let mut out = Map::new();
        let mut all: Vec<Json> = Vec::new();
        if schema.groups.is_empty() {
            self.scalars(&schema, value, &mut out, &mut all);
            match value {
                Json::Object(members) => {
                    self.members(&schema, members, medium, level, &mut out, &mut all)?
                }
                Json::Array(items) => self.items(&schema, items, medium, level, &mut out)?,
                _ => {}
            }
        }
        for (number, group) in schema.groups.iter().enumerate() {
            let mut branches = Vec::new();
            let alternatives = self.schemas.alternatives(id, number);
            // An alternative that is the whole again says nothing.
            for branch in alternatives.iter().filter(|branch| branch.schema != id) {
                branches.push(self.schema(branch.schema, value, medium, nested + 1, level)?);
            }
            let key = if group.exclusive { "oneOf" } else { "anyOf" };
            all.push(keywords([(key, Json::Array(branches))]));
        }
        for not in &schema.nots {
            let not = self.schema(*not, value, medium, nested + 1, level)?;
            all.push(keywords([("not", not)]));
        }
        for condition in &schema.conditions {
            let part = |id| self.schema(id, value, medium, nested + 1, level);
            all.push(keywords([
                ("if", part(condition.test)?),
                ("then", part(condition.then)?),
                ("else", part(condition.otherwise)?),
            ]));
        }
        if !all.is_empty() {
            out.insert("allOf".to_owned(), Json::Array(all));
        }
        Ok(if out.is_empty() {
            Json::Bool(true)
        } else {
            Json::Object(out)
        })
    }

    fn scalars(
        &self,
        schema: &Schema,
        value: &Json,
        out: &mut Map<String, Json>,
        all: &mut Vec<Json>,
    ) {
        if schema.types != Types::ALL {
            let names = Types::EACH.iter().filter(|(one, _)| schema.types.has(*one));
            let integer = schema.numbers.integer;
            let names: Vec<&str> = names
                .map(|(one, name)| {
                    if integer && *one == Types::NUMBER {
                        "integer"
                    } else {
                        name
                    }
                })
                .collect();
            out.insert("type".to_owned(), json!(names));
        }
        if let Some(values) = &schema.values {
            let values = match values.len() > MANY_VALUES {
                true => values
                    .iter()
                    .filter(|one| alike(one, value))
                    .cloned()
                    .collect(),
                false => values.clone(),
            };
            out.insert("enum".to_owned(), Json::Array(values));
        }
        let mut bound = |bound: Option<Bound>, inclusive: &str, exclusive: &str| {
            if let Some(bound) = bound {
                all.push(json!({ if bound.exclusive { exclusive } else { inclusive }: bound.value.to_json() }));
            }
        };
        bound(schema.numbers.least, "minimum", "exclusiveMinimum");
        bound(schema.numbers.most, "maximum", "exclusiveMaximum");
        if let Some((least, most)) = schema.numbers.format.as_deref().and_then(range) {
            bound(Some(least), "minimum", "exclusiveMinimum");
            bound(Some(most), "maximum", "exclusiveMaximum");
        }
        for step in &schema.numbers.multiples {
            all.push(json!({ "multipleOf": step.to_json() }));
        }
        let mut limit = |key: &str, value: u64, default: u64| {
            if value != default {
                out.insert(key.to_owned(), value.into());
            }
        };
        limit("minLength", schema.strings.least, 0);
        limit(
            "maxLength",
            schema.strings.most.unwrap_or(u64::MAX),
            u64::MAX,
        );
        limit("minItems", schema.arrays.least, 0);
        limit("maxItems", schema.arrays.most.unwrap_or(u64::MAX), u64::MAX);
        limit("minProperties", schema.objects.least, 0);
        limit(
            "maxProperties",
            schema.objects.most.unwrap_or(u64::MAX),
            u64::MAX,
        );
        for pattern in &schema.strings.patterns {
            all.push(json!({ "pattern": pattern }));
        }
        for format in &schema.strings.formats {
            if format == "byte" {
                all.push(json!({ "pattern": "^[A-Za-z0-9+/]*={0,2}$" }));
            } else if !samples(format).is_empty() {
                all.push(json!({ "format": format }));
            }
        }
        if schema.arrays.unique {
            out.insert("uniqueItems".to_owned(), true.into());
        }
    }

    fn members(
        &self,
        schema: &Schema,
        members: &Map<String, Json>,
        medium: Medium,
        level: usize,
        out: &mut Map<String, Json>,
        all: &mut Vec<Json>,
    ) -> Result<(), String> {
        let objects = &schema.objects;
        let ignored = |name: &str| {
            objects
                .properties
                .get(name)
                .is_some_and(|property| self.schemas.get(property.schema).is_ignored(self.flow))
        };
        let mut properties = Map::new();
        for (name, value) in members {
            if !ignored(name) {
                let id = property(self.schemas, schema, name);
                let inner = self.schema(id, value, medium.member(), 0, level + 1)?;
                if inner != Json::Bool(true) {
                    properties.insert(name.clone(), inner);
                }
            }
            let mut names = true;
            for id in &objects.names {
                names &= accepts(
                    self.schemas,
                    *id,
                    &Json::String(name.clone()),
                    self.flow,
                    Medium::Json,
                )?;
            }
            if !names {
                all.push(Json::Bool(false));
            }
        }
        if !properties.is_empty() {
            out.insert("properties".to_owned(), Json::Object(properties));
        }
        let mut required: Vec<&str> = objects
            .required
            .keys()
            .map(String::as_str)
            .filter(|name| !ignored(name))
            .collect();
        for (name, values, _) in &schema.tags {
            required.push(name);
            if !values.is_empty() {
                all.push(json!({ "properties": { name: { "enum": values } } }));
            }
        }
        if !required.is_empty() {
            required.sort_unstable();
            required.dedup();
            out.insert("required".to_owned(), json!(required));
        }
        if !objects.dependent.is_empty() {
            let lists: Map<String, Json> = objects
                .dependent
                .iter()
                .map(|(name, others)| (name.clone(), json!(others.iter().collect::<Vec<_>>())))
                .collect();
            out.insert("dependentRequired".to_owned(), Json::Object(lists));
        }
        let whole = Json::Object(members.clone());
        for (name, id) in &objects.dependent_schemas {
            if members.contains_key(name) {
                all.push(self.schema(*id, &whole, medium, 1, level)?);
            }
        }
        Ok(())
    }

    fn items(
        &self,
        schema: &Schema,
        items: &[Json],
        medium: Medium,
        level: usize,
        out: &mut Map<String, Json>,
    ) -> Result<(), String> {
        let arrays = &schema.arrays;
        let mut prefix = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let id = *arrays.prefix.get(index).unwrap_or(&arrays.rest);
            prefix.push(self.schema(id, item, medium.item(), 0, level + 1)?);
        }
        if prefix.iter().any(|item| *item != Json::Bool(true)) {
            out.insert("prefixItems".to_owned(), Json::Array(prefix));
        }
        for contains in &arrays.contains {
            let mut count = 0;
            for item in items {
                count += u64::from(accepts(
                    self.schemas,
                    contains.schema,
                    item,
                    self.flow,
                    medium.item(),
                )?);
            }
            if count < contains.least || contains.most.is_some_and(|most| count > most) {
                out.insert("not".to_owned(), json!({}));
            }
        }
        Ok(())
    }
}

/// A schema of these keywords. `json!` would copy all that is in them, once for each level.
fn keywords<const N: usize>(keywords: [(&str, Json); N]) -> Json {
    let keywords = keywords.into_iter();
    Json::Object(
        keywords
            .map(|(key, schema)| (key.to_owned(), schema))
            .collect(),
    )
}

/// Whether two values may be equal. What is equal as a number is so whatever way it is written.
fn alike(one: &Json, other: &Json) -> bool {
    match (one, other) {
        (Json::Number(one), Json::Number(other)) => one.as_f64() == other.as_f64(),
        (Json::Array(one), Json::Array(other)) => one.len() == other.len(),
        (Json::Object(one), Json::Object(other)) => one.len() == other.len(),
        _ => one == other,
    }
}

/// The schema of a property of this name, declared or not.
pub(super) fn property(schemas: &Schemas<'_>, schema: &Schema, name: &str) -> SchemaId {
    if let Some(property) = schema.objects.properties.get(name) {
        return property.schema;
    }
    let matching: Vec<SchemaId> = schema
        .objects
        .patterns
        .iter()
        .filter(|(own, _)| pattern::matches(own, name))
        .map(|(_, id)| *id)
        .collect();
    if matching.is_empty() {
        schema.objects.additional
    } else {
        schemas.both(matching)
    }
}

/// What a text may be read as; nothing for what is no scalar.
fn readings(value: &Json) -> Option<Vec<Json>> {
    let mut readings = vec![value.clone()];
    match value {
        Json::Number(_) | Json::Bool(_) => readings.push(Json::String(value.to_string())),
        Json::String(text) => {
            if let Ok(read @ (Json::Number(_) | Json::Bool(_))) = serde_json::from_str(text) {
                readings.push(read);
            }
        }
        Json::Null => {}
        Json::Array(_) | Json::Object(_) => return None,
    }
    Some(readings)
}
