//! Two schemas as they are written → which values each of them takes.

use jsonschema::{Draft, Validator};
use serde_json::{Map, Value, json};

use super::places::components;
use super::samples::samples;
use crate::rewrites::upgrade;

/// What samples tell of a change.
#[derive(Clone, Copy, Debug)]
pub(super) struct Evidence {
    /// The old side takes a value that the new one refuses.
    pub(super) narrower: bool,
    /// The other way round.
    pub(super) wider: bool,
}

pub(super) struct Judge {
    old: Validator,
    new: Validator,
    samples: Vec<Value>,
}

/// Ranges and alphabets that OpenAPI's formats have and JSON Schema's have not.
fn formats(node: &mut Value) {
    match node {
        Value::Object(members) => {
            let more = match members.get("format").and_then(Value::as_str) {
                Some("int32") => {
                    json!({ "minimum": i32::MIN, "maximum": i32::MAX })
                }
                Some("int64") => json!({ "minimum": i64::MIN, "maximum": i64::MAX }),
                Some("float") => {
                    json!({ "minimum": -f64::from(f32::MAX), "maximum": f64::from(f32::MAX) })
                }
                Some("byte") => json!({ "pattern": "^[A-Za-z0-9+/]*={0,2}$" }),
                _ => Value::Null,
            };
            for value in members.values_mut() {
                formats(value);
            }
            if more.is_object() {
                match members.entry("allOf").or_insert_with(|| json!([])) {
                    Value::Array(list) => list.push(more),
                    _ => unreachable!(),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(formats),
        _ => {}
    }
}

fn validator(document: &Value, pointer: &str) -> Validator {
    let mut document = document.clone();
    upgrade(&mut document);
    formats(&mut document);
    let mut root = Map::new();
    root.insert(
        "$schema".to_owned(),
        json!("https://json-schema.org/draft/2020-12/schema"),
    );
    root.insert("$ref".to_owned(), json!(format!("#{pointer}")));
    let Value::Object(members) = document else {
        unreachable!();
    };
    root.extend(members);
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(true)
        .should_ignore_unknown_formats(true)
        .build(&Value::Object(root))
        .unwrap_or_else(|error| panic!("{pointer}: {error}"))
}

/// What a text may be read as, item by item where it is a list.
fn readings(value: &Value) -> Vec<Value> {
    match value {
        Value::Array(items) => {
            let each: Vec<Vec<Value>> = items.iter().map(readings).collect();
            (0..2)
                .map(|number| {
                    let item = |item: &Vec<Value>| item.get(number).unwrap_or(&item[0]).clone();
                    Value::Array(each.iter().map(item).collect())
                })
                .collect()
        }
        Value::Object(members) => {
            let read = |number: usize| {
                members
                    .iter()
                    .map(|(key, value)| {
                        let all = readings(value);
                        (key.clone(), all.get(number).unwrap_or(&all[0]).clone())
                    })
                    .collect()
            };
            vec![Value::Object(read(0)), Value::Object(read(1))]
        }
        Value::Number(_) | Value::Bool(_) => {
            vec![value.clone(), Value::String(value.to_string())]
        }
        Value::String(text) => match serde_json::from_str(text) {
            Ok(read @ (Value::Number(_) | Value::Bool(_))) => vec![value.clone(), read],
            _ => vec![value.clone()],
        },
        Value::Null => vec![Value::Null],
    }
}

fn takes(validator: &Validator, value: &Value, text: bool) -> bool {
    if text {
        readings(value)
            .iter()
            .any(|value| validator.is_valid(value))
    } else {
        validator.is_valid(value)
    }
}

impl Judge {
    pub(super) fn new(version: &str, old: &Value, new: &Value, thorough: bool) -> Self {
        let document =
            |schema: &Value| json!({ "openapi": version, "components": components(schema) });
        let most = if thorough { 10_000 } else { 1200 };
        let samples = samples(&[old, new, &components(&json!({}))], most);
        Self {
            samples,
            ..Self::of(
                version,
                &document(old),
                &document(new),
                "/components/schemas/Own",
            )
        }
    }

    /// The schemas at a place of two documents.
    pub(super) fn of(_version: &str, old: &Value, new: &Value, pointer: &str) -> Self {
        Self {
            old: validator(old, pointer),
            new: validator(new, pointer),
            samples: Vec::new(),
        }
    }

    pub(super) fn old(&self, value: &Value, text: bool) -> bool {
        takes(&self.old, value, text)
    }

    pub(super) fn new_side(&self, value: &Value, text: bool) -> bool {
        takes(&self.new, value, text)
    }

    pub(super) fn evidence(&self, text: bool) -> Evidence {
        let mut evidence = Evidence {
            narrower: false,
            wider: false,
        };
        for value in &self.samples {
            let (old, new) = (self.old(value, text), self.new_side(value, text));
            evidence.narrower |= old && !new;
            evidence.wider |= new && !old;
        }
        evidence
    }
}
