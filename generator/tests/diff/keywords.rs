//! Every keyword in both directions: what a change of it comes to, with proof.
//! Long because each case is written out.

use generator::diff::Level;
use serde_json::{Value, json};

use crate::compared;

fn with_schema(schema: &Value, request: bool) -> Value {
    let content = json!({ "application/json": { "schema": schema } });
    let answer = if request {
        json!({ "description": "" })
    } else {
        json!({ "description": "", "content": content })
    };
    let mut operation = json!({ "responses": { "200": answer } });
    if request {
        operation["requestBody"] = json!({ "required": true, "content": content });
    }
    json!({
        "openapi": "3.1.0",
        "info": { "title": "T", "version": "1" },
        "paths": { "/a": { "post": operation } },
        "components": { "schemas": {
            "Cat": { "type": "object", "required": ["kind"], "properties": { "kind": { "type": "string" }, "lives": { "type": "integer" } } },
            "Dog": { "type": "object", "required": ["kind"], "properties": { "kind": { "type": "string" }, "bark": { "type": "boolean" } } },
            "Tree": { "type": "object", "properties": { "children": { "type": "array", "items": { "$ref": "#/components/schemas/Tree" } }, "size": { "type": "integer", "maximum": 9 } } },
        } },
    })
}

fn worst(old: &Value, new: &Value, request: bool) -> String {
    let report = compared(&with_schema(old, request), &with_schema(new, request));
    for change in &report.changes {
        assert!(
            change.level != Level::Breaking || change.witness.is_some(),
            "{old} {new}: {report}"
        );
    }
    report
        .changes
        .iter()
        .map(|change| change.level)
        .max()
        .map_or("nothing", Level::as_str)
        .to_owned()
}

/// `narrower`: breaks requests, and responses the other way round; `wider` likewise; `both`; `equal`.
fn check(old: Value, new: Value, expected: &str) {
    let found = [
        worst(&old, &new, true),
        worst(&old, &new, false),
        worst(&new, &old, true),
        worst(&new, &old, false),
    ];
    let found: Vec<bool> = found
        .iter()
        .inspect(|level| {
            assert!(
                expected != "equal" || matches!(level.as_str(), "nothing" | "info"),
                "{old} {new}: {found:?}"
            )
        })
        .map(|level| level == "breaking")
        .collect();
    let expected = match expected {
        "narrower" => [true, false, false, true],
        "wider" => [false, true, true, false],
        "both" => [true; 4],
        _ => [false; 4],
    };
    let told = [true, false].map(|request| {
        compared(&with_schema(&old, request), &with_schema(&new, request)).to_string()
    });
    assert_eq!(found, expected, "{old} {new}\n{}\n{}", told[0], told[1]);
}

#[test]
fn conjunctions_conditions_and_exclusions() {
    check(
        json!({}),
        json!({ "not": { "type": "string" } }),
        "narrower",
    );
    check(
        json!({ "not": { "type": "string" } }),
        json!({ "not": { "type": ["string", "integer"] } }),
        "narrower",
    );
    check(
        json!({ "not": { "enum": ["a"] } }),
        json!({ "not": { "enum": ["b"] } }),
        "both",
    );
    let when = |then: Value| json!({ "type": "object", "properties": { "a": { "type": "string" }, "b": {} }, "if": { "required": ["a"] }, "then": then });
    check(
        json!({ "type": "object", "properties": { "a": { "type": "string" }, "b": {} } }),
        when(json!({ "required": ["b"] })),
        "narrower",
    );
    check(
        json!({ "type": "integer", "allOf": [{ "minimum": 3 }, { "maximum": 9 }] }),
        json!({ "type": "integer", "minimum": 3, "maximum": 9 }),
        "equal",
    );
    check(
        json!({ "allOf": [{ "enum": ["a", "b"] }, { "enum": ["b", "c"] }] }),
        json!({ "const": "b" }),
        "equal",
    );
}

#[test]
fn lists() {
    check(
        json!({ "type": "array" }),
        json!({ "type": "array", "contains": { "type": "integer" } }),
        "narrower",
    );
    check(
        json!({ "type": "array", "contains": { "type": "integer" } }),
        json!({ "type": "array", "contains": { "type": "integer" }, "minContains": 2 }),
        "narrower",
    );
    check(
        json!({ "type": "array", "contains": { "type": "integer" } }),
        json!({ "type": "array", "contains": { "type": "integer" }, "maxContains": 2 }),
        "narrower",
    );
    check(
        json!({ "type": "array", "prefixItems": [{ "type": "integer" }, { "type": "string" }] }),
        json!({ "type": "array", "prefixItems": [{ "type": "integer" }, false] }),
        "narrower",
    );
    check(
        json!({ "type": "array", "prefixItems": [{ "type": "integer" }] }),
        json!({ "type": "array", "prefixItems": [{ "type": "integer" }, { "type": "string" }] }),
        "narrower",
    );
    check(
        json!({ "type": "array", "prefixItems": [{ "type": "integer" }] }),
        json!({ "type": "array", "prefixItems": [{ "type": "integer" }], "items": false }),
        "narrower",
    );
    check(
        json!({ "type": "array", "prefixItems": [{ "type": "integer" }, { "type": "string" }] }),
        json!({ "type": "array", "prefixItems": [{ "type": "string" }, { "type": "integer" }] }),
        "both",
    );
    check(
        json!({ "type": "array", "items": { "type": "integer" } }),
        json!({ "type": "array", "items": { "type": "integer" }, "uniqueItems": true }),
        "narrower",
    );
    check(
        json!({ "type": "array", "prefixItems": [{ "type": "integer" }] }),
        json!({ "type": "array", "prefixItems": [{ "type": "integer" }], "unevaluatedItems": false }),
        "narrower",
    );
    check(
        json!({ "type": "array", "items": { "type": "integer" }, "minItems": 3, "uniqueItems": true }),
        json!({ "type": "array", "items": { "type": "integer", "maximum": 5 }, "minItems": 3, "uniqueItems": true }),
        "narrower",
    );
}

#[test]
fn objects() {
    let object = |more: Value| {
        let mut schema = json!({ "type": "object", "properties": { "a": { "type": "string" }, "b": { "type": "integer" } } });
        schema
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        schema
    };
    let none = || object(json!({}));
    check(
        none(),
        object(json!({ "propertyNames": { "pattern": "^[a-z]+$" } })),
        "narrower",
    );
    check(
        object(json!({ "propertyNames": { "maxLength": 9 } })),
        object(json!({ "propertyNames": { "maxLength": 5 } })),
        "narrower",
    );
    check(
        none(),
        object(json!({ "dependentRequired": { "a": ["b"] } })),
        "narrower",
    );
    check(
        none(),
        object(json!({ "dependentSchemas": { "a": { "required": ["b"] } } })),
        "narrower",
    );
    check(
        object(json!({ "dependentSchemas": { "a": { "maxProperties": 3 } } })),
        object(json!({ "dependentSchemas": { "a": { "maxProperties": 2 } } })),
        "narrower",
    );
    check(
        none(),
        object(json!({ "patternProperties": { "^x-": { "type": "string" } } })),
        "narrower",
    );
    check(
        object(json!({ "patternProperties": { "^x-": { "type": "string" } } })),
        object(json!({ "patternProperties": { "^x-": { "type": "integer" } } })),
        "both",
    );
    check(
        object(
            json!({ "patternProperties": { "^x-": { "type": "string" } }, "additionalProperties": false }),
        ),
        object(json!({ "additionalProperties": false })),
        "narrower",
    );
    check(
        none(),
        object(json!({ "additionalProperties": false })),
        "narrower",
    );
    check(
        object(json!({ "additionalProperties": false })),
        object(json!({ "unevaluatedProperties": false })),
        "equal",
    );
    check(
        object(json!({ "required": ["a"] })),
        object(json!({ "required": ["a"], "minProperties": 1 })),
        "equal",
    );
    check(none(), object(json!({ "maxProperties": 1 })), "narrower");
    check(
        json!({ "allOf": [{ "type": "object", "properties": { "a": {} } }, { "properties": { "b": {} } }] }),
        json!({ "allOf": [{ "type": "object", "properties": { "a": {} } }, { "properties": { "b": {} } }], "unevaluatedProperties": false }),
        "narrower",
    );
}

#[test]
fn texts_and_numbers() {
    check(
        json!({ "type": "string", "pattern": "^\\w+$" }),
        json!({ "type": "string", "pattern": "^[a-z]+$" }),
        "narrower",
    );
    check(
        json!({ "type": "string", "pattern": "^\\d{3}$" }),
        json!({ "type": "string", "pattern": "^[0-9]{3}$" }),
        "equal",
    );
    check(
        json!({ "type": "string", "pattern": "^(?=a)\\w+$" }),
        json!({ "type": "string", "pattern": "^(?=b)\\w+$" }),
        "both",
    );
    check(
        json!({ "type": "string" }),
        json!({ "type": "string", "format": "email" }),
        "narrower",
    );
    check(
        json!({ "type": "string", "format": "uri-reference" }),
        json!({ "type": "string", "format": "uri" }),
        "narrower",
    );
    check(
        json!({ "type": "string", "format": "ipv4" }),
        json!({ "type": "string", "format": "ipv6" }),
        "both",
    );
    check(
        json!({ "type": "string" }),
        json!({ "type": "string", "format": "password" }),
        "equal",
    );
    check(
        json!({ "type": "number" }),
        json!({ "type": "integer" }),
        "narrower",
    );
    check(
        json!({ "type": "number", "multipleOf": 0.1 }),
        json!({ "type": "number", "multipleOf": 0.5 }),
        "narrower",
    );
    check(
        json!({ "type": "integer", "multipleOf": 2 }),
        json!({ "type": "integer", "multipleOf": 3 }),
        "both",
    );
    check(
        json!({ "type": "integer", "exclusiveMinimum": 2 }),
        json!({ "type": "integer", "minimum": 3 }),
        "equal",
    );
    check(
        json!({ "type": "number", "exclusiveMinimum": 2 }),
        json!({ "type": "number", "minimum": 3 }),
        "narrower",
    );
    check(
        json!({ "type": "integer", "format": "int64", "maximum": 10 }),
        json!({ "type": "integer", "format": "int32", "maximum": 10, "minimum": -9_000_000_000_i64 }),
        "narrower",
    );
    check(
        json!({ "type": "string", "minLength": 0 }),
        json!({ "type": "string" }),
        "equal",
    );
    check(
        json!({ "type": "string", "pattern": "^a+$", "maxLength": 9 }),
        json!({ "type": "string", "pattern": "^a+$", "maxLength": 5 }),
        "narrower",
    );
    check(
        json!({ "type": "boolean" }),
        json!({ "type": "boolean", "enum": [true] }),
        "narrower",
    );
    check(
        json!({ "type": "boolean" }),
        json!({ "enum": [true, false] }),
        "equal",
    );
}

#[test]
fn alternatives() {
    let cat = || json!({ "$ref": "#/components/schemas/Cat" });
    let dog = || json!({ "$ref": "#/components/schemas/Dog" });
    let pets = |mapping: Value| json!({ "oneOf": [cat(), dog()], "discriminator": { "propertyName": "kind", "mapping": mapping } });
    let plain = || pets(json!({ "cat": "#/components/schemas/Cat", "dog": "Dog" }));
    check(
        plain(),
        pets(json!({ "cat": "Cat", "hund": "Dog" })),
        "both",
    );
    check(
        plain(),
        json!({ "oneOf": [dog(), cat()], "discriminator": { "propertyName": "kind", "mapping": { "dog": "Dog", "cat": "Cat" } } }),
        "equal",
    );
    check(
        json!({ "anyOf": [cat(), { "type": "null" }] }),
        cat(),
        "narrower",
    );
    check(
        json!({ "type": ["string", "null"], "maxLength": 3 }),
        json!({ "anyOf": [{ "type": "string", "maxLength": 3 }, { "type": "null" }] }),
        "equal",
    );
    check(
        json!({ "type": ["string", "integer"] }),
        json!({ "oneOf": [{ "type": "string" }, { "type": "integer" }] }),
        "equal",
    );
    check(
        json!({ "anyOf": [{ "type": "integer" }, { "type": "number" }] }),
        json!({ "oneOf": [{ "type": "integer" }, { "type": "number" }] }),
        "narrower",
    );
    check(
        json!({ "anyOf": [{ "const": "a" }, { "const": "b" }] }),
        json!({ "enum": ["a", "b"] }),
        "equal",
    );
    check(
        json!({ "oneOf": [{ "type": "string" }, { "type": "integer" }, { "type": "boolean" }] }),
        json!({ "oneOf": [{ "type": "boolean" }, { "type": "string" }] }),
        "narrower",
    );
    check(
        json!({ "type": "object", "required": ["a"], "oneOf": [cat(), dog()] }),
        json!({ "oneOf": [cat(), dog()] }),
        "wider",
    );
}

#[test]
fn recursion() {
    let tree = json!({ "$ref": "#/components/schemas/Tree" });
    let mut old = with_schema(&tree, true);
    let new = old.clone();
    old["components"]["schemas"]["Tree"]["properties"]["size"]["maximum"] = json!(20);
    let report = compared(&old, &new);
    assert_eq!(report.changes.len(), 1, "{report}");
    assert_eq!(report.changes[0].id, "request-body-maximum-narrowed");
    assert!(report.changes[0].witness.is_some());
}

#[test]
fn alternatives_that_lead_back_to_themselves() {
    let document = |most: u64| {
        json!({
            "openapi": "3.1.0",
            "info": { "title": "T", "version": "1" },
            "paths": { "/a": { "post": {
                "requestBody": { "required": true, "content": { "application/json": { "schema": { "$ref": "#/components/schemas/A" } } } },
                "responses": { "200": { "description": "" } },
            } } },
            "components": { "schemas": {
                "A": { "anyOf": [{ "$ref": "#/components/schemas/B" }, { "$ref": "#/components/schemas/A" }, { "type": "integer", "maximum": most }] },
                "B": { "oneOf": [{ "$ref": "#/components/schemas/A" }, { "$ref": "#/components/schemas/B" }, { "type": "null" }] },
            } },
        })
    };
    assert_eq!(compared(&document(5), &document(5)).changes, []);
    let report = compared(&document(5), &document(3));
    assert!(!report.changes.is_empty());
}
