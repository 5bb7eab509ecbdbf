//! Every rule of the vocabulary of oasdiff, with a pair of documents that has it reported.
//!
//! Rules are positions and changes, and so are the pairs: a change of a schema is put at each position that has the rule. Rules
//! of other shapes have pairs of their own. The file is long because there are 509 rules: who looks for one finds it by its id.

use generator::diff::oasdiff::{Options, Rule, Severity, Stability, compare, rules, versioning};
use serde_json::{Value, json};

use super::document;
use super::oasdiff::today;

/// Changes of a schema: what they are called, what the other way round is called if that is another change, and both schemas.
#[rustfmt::skip]
const SCHEMAS: &[(&str, &str, &str, &str)] = &[
    ("all-of-added", "all-of-removed", r#"{}"#, r#"{"allOf": [{"minLength": 1}]}"#),
    ("all-of-added-annotation-only", "all-of-removed-annotation-only", r#"{}"#, r#"{"allOf": [{"title": "t"}]}"#),
    ("any-of-added", "any-of-removed", r#"{"anyOf": [{"minLength": 2}]}"#, r#"{"anyOf": [{"minLength": 2}, {"minItems": 3}]}"#),
    ("became-enum", "", r#"{}"#, r#"{"enum": ["a"]}"#),
    ("became-nullable", "became-not-nullable", r#"{"type": "string"}"#, r#"{"type": ["string", "null"]}"#),
    ("const-added", "const-removed", r#"{}"#, r#"{"const": "a"}"#),
    ("const-changed", "", r#"{"const": "a"}"#, r#"{"const": "b"}"#),
    ("contains-added", "contains-removed", r#"{}"#, r#"{"contains": {"type": "string"}}"#),
    ("content-encoding-changed", "", r#"{"contentEncoding": "base64"}"#, r#"{"contentEncoding": "base32"}"#),
    ("content-media-type-changed", "", r#"{"contentMediaType": "image/png"}"#, r#"{"contentMediaType": "image/gif"}"#),
    ("content-schema-added", "content-schema-removed", r#"{}"#, r#"{"contentSchema": {"type": "string"}}"#),
    ("default-value-added", "default-value-removed", r#"{}"#, r#"{"default": "a"}"#),
    ("default-value-changed", "", r#"{"default": "a"}"#, r#"{"default": "b"}"#),
    ("dependent-required-added", "dependent-required-removed", r#"{}"#, r#"{"dependentRequired": {"a": ["b"]}}"#),
    ("dependent-required-changed", "", r#"{"dependentRequired": {"a": ["b"]}}"#, r#"{"dependentRequired": {"a": ["c"]}}"#),
    ("dependent-schema-added", "dependent-schema-removed", r#"{}"#, r#"{"dependentSchemas": {"a": {"minProperties": 2}}}"#),
    ("deprecated", "reactivated", r#"{}"#, r#"{"deprecated": true}"#),
    ("deprecated-with-sunset", "", r#"{}"#, r#"{"deprecated": true, "x-sunset": "2030-01-01"}"#),
    ("discriminator-added", "discriminator-removed", r#"{}"#, r#"{"discriminator": {"propertyName": "k"}}"#),
    ("discriminator-mapping-added", "discriminator-mapping-deleted", r#"{"discriminator": {"propertyName": "k"}}"#, r##"{"discriminator": {"propertyName": "k", "mapping": {"a": "#/a"}}}"##),
    ("discriminator-mapping-changed", "", r##"{"discriminator": {"propertyName": "k", "mapping": {"a": "#/a"}}}"##, r##"{"discriminator": {"propertyName": "k", "mapping": {"a": "#/b"}}}"##),
    ("discriminator-property-name-changed", "", r#"{"discriminator": {"propertyName": "k"}}"#, r#"{"discriminator": {"propertyName": "l"}}"#),
    ("else-added", "else-removed", r#"{}"#, r#"{"else": {"type": "string"}}"#),
    ("enum-value-added", "enum-value-removed", r#"{"enum": ["a"]}"#, r#"{"enum": ["a", "b"]}"#),
    ("exclusive-max-increased", "exclusive-max-decreased", r#"{"exclusiveMaximum": 2}"#, r#"{"exclusiveMaximum": 5}"#),
    ("exclusive-max-set", "", r#"{}"#, r#"{"exclusiveMaximum": 5}"#),
    ("exclusive-min-increased", "exclusive-min-decreased", r#"{"exclusiveMinimum": 2}"#, r#"{"exclusiveMinimum": 5}"#),
    ("exclusive-min-set", "", r#"{}"#, r#"{"exclusiveMinimum": 5}"#),
    ("if-added", "if-removed", r#"{}"#, r#"{"if": {"type": "string"}}"#),
    ("list-of-types-widened", "list-of-types-narrowed", r#"{"type": "string"}"#, r#"{"oneOf": [{"type": "string"}, {"type": "integer"}]}"#),
    ("max-contains-increased", "max-contains-decreased", r#"{"maxContains": 2}"#, r#"{"maxContains": 5}"#),
    ("max-increased", "max-decreased", r#"{"maximum": 2}"#, r#"{"maximum": 5}"#),
    ("max-items-increased", "max-items-decreased", r#"{"maxItems": 2}"#, r#"{"maxItems": 5}"#),
    ("max-length-increased", "max-length-decreased", r#"{"maxLength": 2}"#, r#"{"maxLength": 5}"#),
    ("max-length-set", "max-length-unset", r#"{}"#, r#"{"maxLength": 5}"#),
    ("max-set", "", r#"{}"#, r#"{"maximum": 5}"#),
    ("min-contains-increased", "min-contains-decreased", r#"{"minContains": 2}"#, r#"{"minContains": 5}"#),
    ("min-increased", "min-decreased", r#"{"minimum": 2}"#, r#"{"minimum": 5}"#),
    ("min-items-increased", "min-items-decreased", r#"{"minItems": 2}"#, r#"{"minItems": 5}"#),
    ("min-items-set", "min-items-unset", r#"{}"#, r#"{"minItems": 5}"#),
    ("min-length-increased", "min-length-decreased", r#"{"minLength": 2}"#, r#"{"minLength": 5}"#),
    ("min-set", "", r#"{}"#, r#"{"minimum": 5}"#),
    ("one-of-added", "one-of-removed", r#"{"oneOf": [{"minLength": 2}]}"#, r#"{"oneOf": [{"minLength": 2}, {"minItems": 3}]}"#),
    ("pattern-added", "pattern-removed", r#"{}"#, r#"{"pattern": "a"}"#),
    ("pattern-changed", "", r#"{"pattern": "a"}"#, r#"{"pattern": "b"}"#),
    ("pattern-generalized", "", r#"{"pattern": "a"}"#, r#"{"pattern": ".*"}"#),
    ("pattern-property-added", "pattern-property-removed", r#"{}"#, r#"{"patternProperties": {"^a": {}}}"#),
    ("prefix-items-added", "prefix-items-removed", r#"{}"#, r#"{"prefixItems": [{}]}"#),
    ("property-names-added", "property-names-removed", r#"{}"#, r#"{"propertyNames": {"maxLength": 3}}"#),
    ("stability-increased", "stability-decreased", r#"{"x-stability-level": "alpha"}"#, r#"{"x-stability-level": "beta"}"#),
    ("then-added", "then-removed", r#"{}"#, r#"{"then": {"type": "string"}}"#),
    ("type-changed", "", r#"{"type": "string"}"#, r#"{"type": "object"}"#),
    ("type-generalized", "type-specialized", r#"{"type": "integer"}"#, r#"{"type": "number"}"#),
    ("unevaluated-items-added", "unevaluated-items-removed", r#"{}"#, r#"{"unevaluatedItems": {"type": "string"}}"#),
    ("unevaluated-properties-added", "unevaluated-properties-removed", r#"{}"#, r#"{"unevaluatedProperties": {"type": "string"}}"#),
    ("wrapped-in-one-of", "", r#"{"type": "object", "properties": {"a": {}}}"#, r#"{"oneOf": [{"type": "object", "properties": {"a": {}}}, {"type": "object", "properties": {"b": {}}}]}"#),
    ("x-extensible-enum-value-removed", "", r#"{"x-extensible-enum": ["a", "b"]}"#, r#"{"x-extensible-enum": ["a"]}"#),
];

/// The pair of schemas for a change.
fn schemas(position: &str, change: &str) -> Option<(Value, Value)> {
    let parse = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    match (position, change) {
        // Everything in a parameter is text, but its properties may be read as what they are.
        ("request-parameter-property", "type-changed") => {
            return Some((json!({"type": "integer"}), json!({"type": "string"})));
        }
        ("response-header", "type-changed") => {
            return Some((json!({"type": "integer"}), json!({"type": "boolean"})));
        }
        // Where everything is text, a number became text without a message that tells.
        (_, "type-compatible") => {
            return Some(match position.starts_with("request") {
                true => (json!({"type": "integer"}), json!({"type": "string"})),
                false => (json!({"type": "string"}), json!({"type": "integer"})),
            });
        }
        _ => {}
    }
    SCHEMAS
        .iter()
        .find_map(|(there, back, old, new)| match change {
            _ if change == *there => Some((parse(old), parse(new))),
            _ if change == *back => Some((parse(new), parse(old))),
            _ => None,
        })
}

fn of_paths(paths: Value) -> Value {
    json!({"openapi": "3.1.0", "info": {"title": "t", "version": "1.0.0"}, "paths": paths})
}

fn api(operation: Value) -> Value {
    of_paths(json!({"/a/{id}": {"post": operation}}))
}

/// A body of a media type, or what a response with it is.
fn content(media: &str, schema: Value) -> Value {
    json!({"description": "", "content": {media: {"schema": schema}}})
}

fn request(schema: Value) -> Value {
    api(json!({"requestBody": content("application/json", schema)}))
}

fn response(schema: Value) -> Value {
    api(json!({"responses": {"200": content("application/json", schema)}}))
}

fn parameter(parameter: Value) -> Value {
    let mut named = json!({"in": "query", "name": "q"});
    for (key, value) in parameter.as_object().unwrap() {
        named[key] = value.clone();
    }
    api(json!({"parameters": [named]}))
}

fn header(extra: Value) -> Value {
    api(json!({"responses": {"200": {"description": "", "headers": {"X-H": extra}}}}))
}

fn object(schema: Value) -> Value {
    json!({"type": "object", "properties": {"p": schema}})
}

fn needed(schema: Value) -> Value {
    json!({"type": "object", "properties": {"p": schema}, "required": ["p"]})
}

/// A document with a schema at a position.
fn at(position: &str, media: &str, schema: Value) -> Value {
    match position {
        "request-parameter" => parameter(json!({"schema": schema})),
        "request-parameter-property" => {
            parameter(json!({"style": "deepObject", "schema": object(schema)}))
        }
        "request-body" => api(json!({"requestBody": content(media, schema)})),
        "request-property" => api(json!({"requestBody": content(media, object(schema))})),
        "response-body" => api(json!({"responses": {"200": content(media, schema)}})),
        "response-property" => api(json!({"responses": {"200": content(media, object(schema))}})),
        "response-header" => header(json!({"schema": schema})),
        other => panic!("{other} is no position"),
    }
}

/// The position of a rule and what changed there.
fn split(id: &str) -> Option<(&str, &str)> {
    let positions = [
        "request-parameter-property",
        "request-parameter",
        "request-body",
        "request-property",
        "response-body",
        "response-property",
        "response-header",
        "request-read-only-property",
        "response-write-only-property",
    ];
    let found = positions
        .iter()
        .find_map(|position| Some((*position, id.strip_prefix(position)?.strip_prefix('-')?)));
    found.or_else(|| Some(("response-body", id.strip_prefix("response-mediatype-")?)))
}

/// A pair for a rule about a part that is deprecated or not, has a sunset or not.
fn of_lifecycle(change: &str, of: &dyn Fn(Value) -> Value, none: Value) -> Option<(Value, Value)> {
    let gone = |sunset: &str| json!({"deprecated": true, "x-sunset": sunset});
    let (near, far) = ("2026-11-22", "2030-01-01");
    let (old, new) = match change {
        "removed-before-sunset" => return Some((of(gone(far)), none)),
        "removed-with-deprecation" => return Some((of(json!({"deprecated": true})), none)),
        "deprecated-sunset-missing" => (json!({}), json!({"deprecated": true})),
        "deprecated-sunset-invalid" | "sunset-parse" | "deprecated-sunset-parse" => {
            (json!({}), gone("soon"))
        }
        "sunset-date-too-small" => (json!({}), gone(near)),
        "sunset-date-changed-too-small" => (gone(far), gone(near)),
        "sunset-deleted" => (gone(far), json!({"deprecated": true})),
        "deprecated-with-sunset" => (json!({}), gone(far)),
        "reactivated" => (gone(far), json!({})),
        _ => return None,
    };
    Some((of(old), of(new)))
}

/// The pairs that are not a change of one schema at a position.
fn pair(id: &str) -> Option<(Value, Value)> {
    let empty = api(json!({"responses": {}}));
    let nothing = of_paths(json!({}));
    let gone = json!({"deprecated": true, "x-sunset": "2030-01-01"});
    let text = || json!({"type": "string"});
    let secured = |schemes: Value| json!({"openapi": "3.1.0", "info": {"title": "t", "version": "1.0.0"}, "paths": {}, "components": {"securitySchemes": schemes}});
    let flow = |url: &str, token: &str, scopes: Value| {
        secured(
            json!({"o": {"type": "oauth2", "flows": {"authorizationCode": {
                "authorizationUrl": url, "tokenUrl": token, "scopes": scopes,
            }}}}),
        )
    };
    let global = |security: Value| {
        let mut document = of_paths(json!({}));
        document["security"] = security;
        document
    };
    let status = |status: &str| api(json!({"responses": {status: {"description": ""}}}));
    let media = |name: &str| api(json!({"responses": {"200": content(name, text())}}));
    let of = |key: &str, value: Value| api(json!({key: value}));
    let removed = |old: Value| (api(old), nothing.clone());
    // The path stays, for another method.
    let fewer = |old: Value| {
        let both = of_paths(json!({"/a/{id}": {"post": old, "get": {}}}));
        (both, of_paths(json!({"/a/{id}": {"get": {}}})))
    };
    let shared = |required: bool| {
        let mut document = api(json!({"responses": {}}));
        document["paths"]["/a/{id}"]["parameters"] =
            json!([{"in": "query", "name": "q", "required": required, "schema": {}}]);
        document
    };
    let hooks = |hooks: Value| {
        let mut document = of_paths(json!({}));
        document["webhooks"] = hooks;
        document
    };
    let head = |schema: Value| {
        api(json!({"parameters": [{"in": "header", "name": "X-Q", "schema": schema}]}))
    };
    let flip = |(old, new): (Value, Value)| (new, old);
    let stable = |level: &str| api(json!({"x-stability-level": level}));
    Some(match id {
        "api-global-security-added" => (nothing, global(json!([{"k": []}]))),
        "api-global-security-removed" => (global(json!([{"k": []}])), nothing),
        "api-global-security-scope-added" => {
            (global(json!([{"k": []}])), global(json!([{"k": ["a"]}])))
        }
        "api-global-security-scope-removed" => {
            (global(json!([{"k": ["a"]}])), global(json!([{"k": []}])))
        }
        "api-security-added" => (empty, of("security", json!([{"k": []}]))),
        "api-security-removed" => (of("security", json!([{"k": []}])), empty),
        "api-security-scope-added" => (
            of("security", json!([{"k": []}])),
            of("security", json!([{"k": ["a"]}])),
        ),
        "api-security-scope-removed" => (
            of("security", json!([{"k": ["a"]}])),
            of("security", json!([{"k": []}])),
        ),
        "api-security-component-added" => (
            nothing,
            secured(json!({"k": {"type": "http", "scheme": "basic"}})),
        ),
        "api-security-component-removed" => (
            secured(json!({"k": {"type": "http", "scheme": "basic"}})),
            nothing,
        ),
        "api-security-component-type-changed" => (
            secured(json!({"k": {"type": "http", "scheme": "basic"}})),
            secured(json!({"k": {"type": "apiKey", "in": "header", "name": "X-K"}})),
        ),
        "api-security-component-oauth-url-changed" => {
            (flow("/a", "/t", json!({})), flow("/b", "/t", json!({})))
        }
        "api-security-component-oauth-token-url-changed" => {
            (flow("/a", "/t", json!({})), flow("/a", "/u", json!({})))
        }
        "api-security-component-oauth-scope-added" => (
            flow("/a", "/t", json!({})),
            flow("/a", "/t", json!({"r": "read"})),
        ),
        "api-security-component-oauth-scope-removed" => (
            flow("/a", "/t", json!({"r": "read"})),
            flow("/a", "/t", json!({})),
        ),
        "api-security-component-oauth-scope-changed" => (
            flow("/a", "/t", json!({"r": "read"})),
            flow("/a", "/t", json!({"r": "reads"})),
        ),
        "api-schema-removed" => {
            let mut old = nothing.clone();
            old["components"] = json!({"schemas": {"S": {}}});
            (old, nothing)
        }
        "api-operation-id-added" => (empty, of("operationId", json!("a"))),
        "api-operation-id-removed" => (of("operationId", json!("a")), empty),
        "api-tag-added" => (empty, of("tags", json!(["a"]))),
        "api-tag-removed" => (of("tags", json!(["a"])), empty),
        "api-stability-decreased" => (stable("stable"), stable("beta")),
        "api-stability-increased" => (stable("beta"), stable("stable")),
        "api-invalid-stability-level" => (empty, stable("new")),
        "api-removed-without-deprecation" => fewer(json!({})),
        "api-removed-with-deprecation" => fewer(json!({"deprecated": true})),
        "api-removed-before-sunset" => fewer(gone),
        "api-path-removed-without-deprecation" => removed(json!({})),
        "api-path-removed-with-deprecation" => removed(json!({"deprecated": true})),
        "api-path-removed-before-sunset" => removed(gone),
        "api-path-sunset-parse" => removed(json!({"deprecated": true, "x-sunset": "soon"})),
        "endpoint-added" => flip(removed(json!({}))),
        "endpoint-deprecated" => (empty, of("deprecated", json!(true))),
        "endpoint-deprecated-with-sunset" => (empty, api(gone)),
        "endpoint-reactivated" => (of("deprecated", json!(true)), empty),
        "sunset-deleted" => (api(gone), of("deprecated", json!(true))),
        "webhook-added" => (nothing, hooks(json!({"h": {"post": {}}}))),
        "webhook-removed" => (hooks(json!({"h": {"post": {}}})), nothing),
        "new-optional-request-parameter" => (empty, parameter(json!({"schema": {}}))),
        "new-required-request-parameter" => {
            (empty, parameter(json!({"required": true, "schema": {}})))
        }
        "new-request-path-parameter" => {
            let new = json!({"in": "path", "name": "id", "required": true, "schema": {}});
            (empty, parameter(new))
        }
        "new-optional-request-default-parameter-to-existing-path" => (empty, shared(false)),
        "new-required-request-default-parameter-to-existing-path" => (empty, shared(true)),
        "new-required-request-header-property" => {
            (head(json!({"type": "object"})), head(needed(json!({}))))
        }
        "request-header-property-became-enum" => (
            head(object(json!({}))),
            head(object(json!({"enum": ["a"]}))),
        ),
        "request-header-property-became-required" => {
            (head(object(json!({}))), head(needed(json!({}))))
        }
        "new-optional-request-property" => (
            request(json!({"type": "object"})),
            request(object(json!({}))),
        ),
        "new-required-request-property" => (
            request(json!({"type": "object"})),
            request(needed(json!({}))),
        ),
        "new-required-request-property-with-default" => (
            request(json!({"type": "object"})),
            request(needed(json!({"default": 1}))),
        ),
        "request-body-added-optional" => (empty, request(json!({}))),
        "request-body-added-required" => (
            empty,
            of("requestBody", json!({"required": true, "content": {}})),
        ),
        "request-body-removed" => (request(json!({})), empty),
        "request-body-became-required" | "request-body-became-optional" => {
            let is =
                |required: bool| of("requestBody", json!({"required": required, "content": {}}));
            let now = id.ends_with("required");
            (is(!now), is(now))
        }
        "request-body-media-type-added" | "request-body-media-type-removed" => {
            let few = of("requestBody", json!({"content": {"text/plain": {}}}));
            let many = of(
                "requestBody",
                json!({"content": {"text/plain": {}, "image/png": {}}}),
            );
            if id.ends_with("added") {
                (few, many)
            } else {
                (many, few)
            }
        }
        "request-body-media-type-schema-added" => (
            of("requestBody", json!({"content": {"text/plain": {}}})),
            at("request-body", "text/plain", text()),
        ),
        "request-body-media-type-schema-removed" => (
            at("request-body", "text/plain", text()),
            of("requestBody", json!({"content": {"text/plain": {}}})),
        ),
        "response-body-media-type-schema-added" | "response-body-media-type-schema-removed" => {
            let bare = api(
                json!({"responses": {"200": {"description": "", "content": {"text/plain": {}}}}}),
            );
            let pair = (bare, media("text/plain"));
            if id.ends_with("added") {
                pair
            } else {
                flip(pair)
            }
        }
        "request-parameter-removed" => (parameter(json!({"schema": {}})), empty),
        "request-parameter-became-required" | "request-parameter-became-optional" => {
            let is = |required: bool| parameter(json!({"required": required, "schema": {}}));
            let now = id.ends_with("required");
            (is(!now), is(now))
        }
        "request-property-removed" => (
            request(object(json!({}))),
            request(json!({"type": "object"})),
        ),
        "request-property-became-required" => {
            (request(object(json!({}))), request(needed(json!({}))))
        }
        "request-property-became-optional" => {
            (request(needed(json!({}))), request(object(json!({}))))
        }
        "request-property-became-required-with-default" => (
            request(object(json!({"default": 1}))),
            request(needed(json!({"default": 1}))),
        ),
        "response-property-became-required" => {
            (response(object(json!({}))), response(needed(json!({}))))
        }
        "response-property-became-optional" => {
            (response(needed(json!({}))), response(object(json!({}))))
        }
        "response-write-only-property-became-required" => {
            let hidden = || json!({"writeOnly": true});
            (response(object(hidden())), response(needed(hidden())))
        }
        "response-write-only-property-became-optional" => {
            let hidden = || json!({"writeOnly": true});
            (response(needed(hidden())), response(object(hidden())))
        }
        "response-header-added" => (header(json!({"schema": {}})), {
            let mut new = header(json!({"schema": {}}));
            new["paths"]["/a/{id}"]["post"]["responses"]["200"]["headers"]["X-I"] =
                json!({"schema": {}});
            new
        }),
        "response-header-became-optional" => (
            header(json!({"required": true, "schema": {}})),
            header(json!({"schema": {}})),
        ),
        "required-response-header-removed" => (
            header(json!({"required": true, "schema": {}})),
            status("200"),
        ),
        "optional-response-header-removed" => (header(json!({"schema": {}})), status("200")),
        "response-media-type-added" => (status("200"), media("text/plain")),
        "response-media-type-removed" => (media("text/plain"), media("image/png")),
        "response-media-type-name-changed" => {
            (media("text/plain"), media("text/plain; charset=utf-8"))
        }
        "response-media-type-name-generalized" => {
            (media("application/hal+json"), media("application/json"))
        }
        "response-media-type-name-specialized" => {
            (media("application/json"), media("application/hal+json"))
        }
        "response-success-status-added" => (
            status("200"),
            of(
                "responses",
                json!({"200": {"description": ""}, "202": {"description": ""}}),
            ),
        ),
        "response-success-status-removed" => (
            of(
                "responses",
                json!({"200": {"description": ""}, "202": {"description": ""}}),
            ),
            status("200"),
        ),
        "response-non-success-status-added" => (empty, status("404")),
        "response-non-success-status-removed" => (status("404"), empty),
        _ => return access(id),
    })
}

/// Pairs for what properties may be written and read.
fn access(id: &str) -> Option<(Value, Value)> {
    let (side, rest) = id.split_once('-')?;
    let body = |schema: Value| match side {
        "request" => request(schema),
        _ => response(schema),
    };
    let (word, rest) = rest.split_once('-')?;
    let of = |schema: Value| match word {
        "required" => body(needed(schema)),
        _ => body(object(schema)),
    };
    let none = body(match word {
        "required" => json!({"type": "object", "required": ["p"]}),
        _ => json!({"type": "object"}),
    });
    let hidden = json!({"writeOnly": true});
    Some(match rest {
        "property-added" => (none, of(json!({}))),
        "property-removed" => (of(json!({})), none),
        "write-only-property-added" => (none, of(hidden)),
        "write-only-property-removed" => (of(hidden), none),
        "property-became-read-only" => (of(json!({})), of(json!({"readOnly": true}))),
        "property-became-not-read-only" => (of(json!({"readOnly": true})), of(json!({}))),
        "property-became-write-only" => (of(json!({})), of(hidden)),
        "property-became-not-write-only" => (of(hidden), of(json!({}))),
        _ => return None,
    })
}

/// The pair for a rule. Nothing where the rule has none, which is a mistake of this file.
fn documents(id: &str) -> Option<(Value, Value)> {
    if let Some(pair) = pair(id) {
        return Some(pair);
    }
    let none = api(json!({"responses": {}}));
    if let Some(change) = id.strip_prefix("api-") {
        return of_lifecycle(change, &api, none);
    }
    let (position, change) = split(id)?;
    let hidden = |mut schema: Value, key: &str| {
        schema[key] = json!(true);
        schema
    };
    let lifecycle = match position {
        "request-parameter" => of_lifecycle(change, &parameter, none),
        _ => of_lifecycle(
            change,
            &|schema| at(position, "application/json", schema),
            none,
        ),
    };
    if let Some(pair) = lifecycle {
        return Some(pair);
    }
    let (old, new) = schemas(position, change)?;
    let media = match change {
        "type-compatible" => "text/plain",
        _ => "application/json",
    };
    Some(match position {
        "request-parameter" if change == "deprecated" => (parameter(old), parameter(new)),
        "request-read-only-property" => {
            let position = "request-property";
            (
                at(position, media, hidden(old, "readOnly")),
                at(position, media, hidden(new, "readOnly")),
            )
        }
        "response-write-only-property" => {
            let position = "response-property";
            (
                at(position, media, hidden(old, "writeOnly")),
                at(position, media, hidden(new, "writeOnly")),
            )
        }
        _ => (at(position, media, old), at(position, media, new)),
    })
}

/// What a pair needs besides: a demand for sunsets, operations and properties of every stability.
fn options(id: &str) -> Options {
    let mut options = Options::new(today());
    if id.contains("sunset") {
        options.deprecation_days_stable = 10;
    }
    if id.contains("stability") {
        options.stability_level = Stability::Draft;
    }
    options
}

#[test]
fn every_rule_has_a_pair_of_documents_that_reports_it() {
    let (mut wanting, mut silent) = (Vec::new(), Vec::new());
    let versions = [
        "api-version-not-bumped",
        "api-major-version-not-bumped",
        "api-version-decreased",
    ];
    for Rule { id, level, .. } in rules() {
        if versions.contains(&id.as_str()) {
            // They have a test below: they are about the version and all other changes.
            continue;
        }
        let Some((old, new)) = documents(&id) else {
            wanting.push(id);
            continue;
        };
        let found = {
            let old = document("old.json", &old.to_string());
            let new = document("new.json", &new.to_string());
            compare(&old, &new, &options(&id)).0
        };
        if !found
            .iter()
            .any(|change| change.id == id && change.level == level)
        {
            let others: Vec<&str> = found.iter().map(|change| change.id.as_str()).collect();
            silent.push(format!("{id}: {others:?}\n  {old}\n  {new}"));
        }
    }
    assert!(wanting.is_empty(), "without a pair: {wanting:#?}");
    assert!(silent.is_empty(), "not reported:\n{}", silent.join("\n"));
}

#[test]
fn versions_are_compared_with_what_breaks() {
    let check = |old: &str, new: &str, breaks: bool, expected: Option<&str>| {
        let of = |version: &str, operation: Value| {
            let mut document = of_paths(json!({"/a": operation}));
            document["info"]["version"] = json!(version);
            super::document("a.json", &document.to_string())
        };
        let after = if breaks {
            json!({})
        } else {
            json!({"get": {}})
        };
        let (before, after) = (of(old, json!({"get": {}})), of(new, after));
        let changes = compare(&before, &after, &Options::new(today()));
        let found = versioning(&before, &after, &changes);
        assert_eq!(
            found.as_ref().map(|change| change.id.as_str()),
            expected,
            "{old} {new}"
        );
        assert!(found.is_none_or(|change| change.level == Severity::Info));
    };
    check("1.2.3", "1.2.3", true, Some("api-version-not-bumped"));
    check("1.2.3", "1.2.3", false, None);
    check("1.2.3", "1.3.0", true, Some("api-major-version-not-bumped"));
    check("1.2.3", "2.0.0", true, None);
    check(
        "v1.2.3",
        "v1.2.4",
        true,
        Some("api-major-version-not-bumped"),
    );
    check("1.2.3", "1.2.2", true, Some("api-version-decreased"));
    check("1.0.0", "1.0.0-rc.1", true, Some("api-version-decreased"));
    // Below 1, the second number is what breaks.
    check("0.1.0", "0.2.0", true, None);
    check("0.1.0", "0.1.1", true, Some("api-major-version-not-bumped"));
    // What is no version of this form says nothing.
    check("1.0", "1.0", true, None);
    check("2026-01-01", "2026-01-01", true, None);
}
