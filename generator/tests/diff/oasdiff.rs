//! `diff` in the vocabulary of oasdiff.

use std::collections::BTreeSet;

use generator::diff::oasdiff::{Date, Options, Stability, compare};
use serde_json::{Value, json};

use super::document;

pub(crate) fn today() -> Date {
    Date::parse("2026-11-21").unwrap()
}

/// Changes as `level id operation path`.
fn lines(old: &Value, new: &Value, options: &Options) -> Vec<String> {
    let old = document("old.json", &old.to_string());
    let new = document("new.json", &new.to_string());
    let changes = compare(&old, &new, options).0.into_iter();
    let lines: BTreeSet<String> = changes
        .map(|change| {
            format!(
                "{} {} {} {}",
                change.level.as_str(),
                change.id,
                change.operation,
                change.path
            )
        })
        .collect();
    lines.into_iter().collect()
}

/// A document with one operation.
fn api(operation: Value) -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {"/a": {"post": operation}},
    })
}

/// An operation with a schema in its request and in its response.
fn body(schema: Value) -> Value {
    let content =
        json!({"application/json": {"schema": {"type": "object", "properties": {"p": schema}}}});
    api(json!({
        "requestBody": {"content": content},
        "responses": {"200": {"description": "", "content": content}},
    }))
}

fn parameter(parameter: Value) -> Value {
    api(json!({"parameters": [parameter], "responses": {}}))
}

fn check(old: &Value, new: &Value, expected: &[&str]) {
    let mut expected: Vec<String> = expected.iter().map(|id| format!("{id} POST /a")).collect();
    expected.sort();
    assert_eq!(
        lines(old, new, &Options::new(today())),
        expected,
        "{old} {new}"
    );
}

#[test]
fn keywords_of_properties() {
    let check = |old: Value, new: Value, expected: &[&str]| check(&body(old), &body(new), expected);
    check(json!({"type": "string"}), json!({"type": "string"}), &[]);
    check(
        json!({"type": "integer"}),
        json!({"type": "number"}),
        &[
            "info request-property-type-generalized",
            "error response-property-type-generalized",
        ],
    );
    check(
        json!({"type": "string"}),
        json!({"type": "boolean"}),
        &[
            "error request-property-type-changed",
            "error response-property-type-changed",
        ],
    );
    check(
        json!({"type": "string"}),
        json!({"oneOf": [{"type": "null"}, {"type": "string"}]}),
        &[
            "info request-property-became-nullable",
            "error response-property-became-nullable",
        ],
    );
    check(
        json!({"oneOf": [{"type": "string"}, {"type": "integer"}]}),
        json!({"type": "string"}),
        &[
            "error request-property-list-of-types-narrowed",
            "info response-property-list-of-types-narrowed",
        ],
    );
    check(
        json!({"type": "string", "maxLength": 5}),
        json!({"type": "string", "maxLength": 4}),
        &["error request-property-max-length-decreased"],
    );
    check(
        json!({"type": "string", "maxLength": 5}),
        json!({"type": "string"}),
        &["error response-property-max-length-unset"],
    );
    // A limit counts whether or not the type has it.
    check(
        json!({"type": "string", "maximum": 5}),
        json!({"type": "string", "maximum": 4}),
        &["error request-property-max-decreased"],
    );
    check(
        json!({"enum": ["a", "b"]}),
        json!({"enum": ["b", "c"]}),
        &[
            "info request-property-enum-value-added",
            "error request-property-enum-value-removed",
            "warning response-property-enum-value-added",
            "info response-property-enum-value-removed",
        ],
    );
    check(
        json!({"enum": ["a", "b"], "readOnly": true}),
        json!({"enum": ["a"], "readOnly": true}),
        &[
            "info request-read-only-property-enum-value-removed",
            "info response-property-enum-value-removed",
        ],
    );
    check(
        json!({"allOf": []}),
        json!({"allOf": [{"title": "t"}, {"minLength": 1}]}),
        &[
            "error request-property-all-of-added",
            "info request-property-all-of-added-annotation-only",
            "info response-property-all-of-added",
            "info response-property-all-of-added-annotation-only",
        ],
    );
    check(
        json!({"type": "array", "items": {"type": "object", "properties": {"q": {}}}}),
        json!({"type": "array", "items": {"type": "object"}}),
        &[
            "warning request-property-removed",
            "warning response-optional-property-removed",
        ],
    );
    check(
        json!({"type": "object", "properties": {"q": {}}}),
        json!({"type": "object", "properties": {"q": {}}, "required": ["q"]}),
        &[
            "error request-property-became-required",
            "info response-property-became-required",
        ],
    );
}

#[test]
fn schemas_that_lead_back_to_themselves() {
    let of = |kind: &str| {
        let mut document = body(json!({"$ref": "#/components/schemas/Node"}));
        document["components"]["schemas"]["Node"] = json!({
            "type": "object",
            "properties": {"next": {"$ref": "#/components/schemas/Node"}, "value": {"type": kind}},
        });
        document
    };
    check(
        &of("string"),
        &of("boolean"),
        &[
            "error request-property-type-changed",
            "error response-property-type-changed",
        ],
    );
}

#[test]
fn parameters() {
    let query = |schema: Value| parameter(json!({"in": "query", "name": "q", "schema": schema}));
    check(
        &query(json!({"type": "integer"})),
        &query(json!({"type": "string"})),
        &["info request-parameter-type-generalized"],
    );
    check(
        &query(json!({"type": "string"})),
        &query(json!({"type": "array", "items": {"type": "string"}})),
        &["info request-parameter-type-generalized"],
    );
    check(
        &query(json!({"type": "string"})),
        &query(json!({"type": "array", "items": {"type": "string", "pattern": "a"}})),
        &["error request-parameter-type-changed"],
    );
    check(
        &query(json!({"type": "string"})),
        &query(json!({"type": "string", "maxLength": 3})),
        &["warning request-parameter-max-length-set"],
    );
    check(
        &query(json!({})),
        &api(json!({"responses": {}})),
        &["warning request-parameter-removed"],
    );
    check(
        &api(json!({"responses": {}})),
        &parameter(json!({"in": "header", "name": "h", "required": true, "schema": {}})),
        &["error new-required-request-parameter"],
    );
}

#[test]
fn responses_and_media_types() {
    let of = |responses: Value| api(json!({"responses": responses}));
    let content = |name: &str| of(json!({"200": {"description": "", "content": {name: {}}}}));
    check(
        &of(json!({"200": {"description": ""}, "404": {"description": ""}})),
        &of(json!({"201": {"description": ""}, "default": {"description": ""}})),
        &[
            "error response-success-status-removed",
            "info response-success-status-added",
            "info response-non-success-status-removed",
        ],
    );
    check(
        &content("application/json"),
        &content("application/problem+json"),
        &["info response-media-type-name-specialized"],
    );
    check(
        &content("application/json"),
        &content("text/plain"),
        &[
            "error response-media-type-removed",
            "info response-media-type-added",
        ],
    );
}

#[test]
fn deprecation_sunset_and_stability() {
    let check = |old: Value, new: Option<Value>, options: &Options, expected: &[&str]| {
        let of = |extra: Option<Value>| match extra {
            None => {
                json!({"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {}})
            }
            Some(mut operation) => {
                operation["responses"] = json!({});
                api(operation)
            }
        };
        assert_eq!(lines(&of(Some(old)), &of(new), options), expected);
    };
    let plain = Options::new(today());
    let strict = Options {
        deprecation_days_stable: 10,
        ..plain.clone()
    };
    let gone = |date: &str| json!({"deprecated": true, "x-sunset": date});
    check(
        json!({}),
        Some(gone("2026-12-01")),
        &strict,
        &["info endpoint-deprecated-with-sunset POST /a"],
    );
    check(
        json!({}),
        Some(gone("2026-11-30")),
        &strict,
        &["error api-sunset-date-too-small POST /a"],
    );
    check(
        json!({}),
        Some(gone("soon")),
        &strict,
        &["error api-deprecated-sunset-parse POST /a"],
    );
    check(
        json!({}),
        Some(json!({"deprecated": true})),
        &strict,
        &["error api-deprecated-sunset-missing POST /a"],
    );
    check(
        json!({}),
        None,
        &plain,
        &["error api-path-removed-without-deprecation POST /a"],
    );
    check(
        gone("2026-11-22"),
        None,
        &plain,
        &["error api-path-removed-before-sunset POST /a"],
    );
    check(gone("2026-11-21"), None, &plain, &[]);
    check(json!({"x-stability-level": "alpha"}), None, &plain, &[]);
    let all = Options {
        stability_level: Stability::Draft,
        ..plain.clone()
    };
    check(
        json!({"x-stability-level": "beta"}),
        Some(json!({"x-stability-level": "alpha"})),
        &all,
        &["error api-stability-decreased POST /a"],
    );
}
