//! Kinds of mistakes that documents are found with: what is said of each, and what is read instead.

use serde_json::{Value as Json, json};

use crate::{lines, read_with_findings};

/// Reads a document with this in it; the place of the finding does not matter here, there is one of it everywhere.
fn check(text: &str, expected: &[&str], pointer: &str, read: Json) {
    let (document, diagnostics) = read_with_findings(text);
    let found: Vec<String> = lines(&diagnostics)
        .iter()
        .filter_map(|line| Some(line.rsplit_once(' ')?.0.to_owned()))
        .collect();
    assert_eq!(found, expected, "{text}");
    for finding in diagnostics.iter() {
        assert!(finding.span.is_some(), "{text}");
    }
    let document = document.unwrap();
    let node = document.root().at(pointer);
    assert_eq!(node.map(|node| node.to_json()), Some(read), "{text}");
}

const WRONG_TYPE: &[&str] = &["warning wrong-type"];
const WRONG_VALUE: &[&str] = &["warning wrong-value"];

#[test]
fn schemas() {
    let schema = |schema: &str, expected: &[&str], read: Json| {
        let text = format!(
            "openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\npaths: {{}}\ncomponents: {{schemas: {{A: {schema}}}}}\n"
        );
        check(&text, expected, "/components/schemas/A", read);
    };
    schema("{minLength: '3'}", WRONG_TYPE, json!({"minLength": 3}));
    schema("{maximum: '-1.5'}", WRONG_TYPE, json!({"maximum": -1.5}));
    schema(
        "{exclusiveMinimum: '1'}",
        WRONG_TYPE,
        json!({"exclusiveMinimum": 1}),
    );
    schema(
        "{deprecated: 'True'}",
        WRONG_TYPE,
        json!({"deprecated": true}),
    );
    schema(
        "{uniqueItems: no}",
        WRONG_TYPE,
        json!({"uniqueItems": false}),
    );
    schema(
        "{additionalProperties: 'false'}",
        WRONG_TYPE,
        json!({"additionalProperties": false}),
    );
    schema("{type: int}", WRONG_VALUE, json!({"type": "integer"}));
    schema("{type: Boolean}", WRONG_VALUE, json!({"type": "boolean"}));
    schema("{type: “string”}", WRONG_VALUE, json!({"type": "string"}));
    schema("{type: dict}", WRONG_VALUE, json!({"type": "object"}));
    schema(
        "{type: [string, null]}",
        WRONG_TYPE,
        json!({"type": ["string", "null"]}),
    );
    schema(
        "{anyOf: [{type: str}, {type: null}]}",
        &["warning wrong-value", "warning wrong-type"],
        json!({"anyOf": [{"type": "string"}, {"type": "null"}]}),
    );
    schema("{enum: a}", WRONG_TYPE, json!({"enum": ["a"]}));
    schema("{required: a}", WRONG_TYPE, json!({"required": ["a"]}));
    schema(
        "{required: [a, null]}",
        WRONG_TYPE,
        json!({"required": ["a"]}),
    );
    schema(
        "{allOf: {type: string}}",
        WRONG_TYPE,
        json!({"allOf": [{"type": "string"}]}),
    );
    schema(
        "{items: [{minLength: '1'}]}",
        &["warning wrong-type", "warning wrong-type"],
        json!({"items": {"minLength": 1}}),
    );
    schema(
        "{items: [{minLength: '1'}, {type: int}]}",
        &[
            "warning wrong-type",
            "warning wrong-type",
            "warning wrong-value",
        ],
        json!({"items": [{"minLength": 1}, {"type": "integer"}]}),
    );
    schema("[{type: string}]", WRONG_TYPE, json!({"type": "string"}));
    schema("{properties: []}", WRONG_TYPE, json!({"properties": {}}));
    schema(
        "{properties: {a: {required: true}}}",
        WRONG_TYPE,
        json!({"properties": {"a": {}}}),
    );
    schema(
        "{description: 1.10}",
        WRONG_TYPE,
        json!({"description": "1.10"}),
    );
    schema(
        "{title: [a], format: null}",
        &["warning wrong-type", "warning wrong-type"],
        json!({}),
    );
    schema(
        "{type: string, maxLength: 1, maxLength: 1}",
        &["warning duplicate-key"],
        json!({"type": "string", "maxLength": 1}),
    );
    // Not clear what is meant.
    schema("{type: thing}", WRONG_VALUE, json!({"type": "thing"}));
    schema(
        "{properties: [a]}",
        &["error wrong-type"],
        json!({"properties": ["a"]}),
    );
    schema(
        "{maxLength: 1, maxLength: 2}",
        &["error duplicate-key"],
        json!({"maxLength": 1}),
    );
    schema(
        "{maxLength: many}",
        &["error wrong-type"],
        json!({"maxLength": "many"}),
    );
}

#[test]
fn operations() {
    let operation = |operation: &str, expected: &[&str], pointer: &str, read: Json| {
        let text = format!(
            "openapi: 3.0.0\ninfo: {{title: t, version: '1'}}\npaths: {{/a: {{get: {operation}}}}}\n"
        );
        check(&text, expected, &format!("/paths/~1a/get{pointer}"), read);
    };
    let parameter = json!({"name": "a", "in": "query", "schema": {"type": "string"}});
    operation(
        "{responses: {2xx: {description: d}}}",
        &["warning malformed-status"],
        "/responses/2xx",
        json!({"description": "d"}),
    );
    operation("{}", &["warning missing-key"], "", json!({}));
    operation(
        "{responses: {200: null}}",
        WRONG_TYPE,
        "/responses/200",
        json!({}),
    );
    operation(
        "{responses: {}, tags: a}",
        WRONG_TYPE,
        "/tags",
        json!(["a"]),
    );
    operation(
        "{responses: {}, security: {a: []}}",
        WRONG_TYPE,
        "/security",
        json!([{"a": []}]),
    );
    operation(
        "{responses: {}, security: [a]}",
        WRONG_TYPE,
        "/security",
        json!([{"a": []}]),
    );
    operation(
        "{responses: {}, security: a}",
        WRONG_TYPE,
        "/security",
        json!([{"a": []}]),
    );
    operation(
        "{responses: {}, servers: ['https://e.org']}",
        WRONG_TYPE,
        "/servers",
        json!([{"url": "https://e.org"}]),
    );
    operation(
        "{responses: {}, servers: {url: 'https://e.org'}}",
        WRONG_TYPE,
        "/servers",
        json!([{"url": "https://e.org"}]),
    );
    operation(
        "{responses: {}, parameters: {name: a, in: query, schema: {type: string}}}",
        WRONG_TYPE,
        "/parameters/0",
        parameter.clone(),
    );
    operation(
        "{responses: {}, parameters: {x: {name: a, in: query, schema: {type: str}}}}",
        &["warning wrong-type", "warning wrong-value"],
        "/parameters/0",
        parameter.clone(),
    );
    operation(
        "{responses: {}, parameters: [{name: a, in: Query, schema: {type: string}}, null]}",
        &["warning wrong-value", "warning wrong-type"],
        "/parameters",
        json!([parameter.clone()]),
    );
    operation(
        "{responses: {}, parameters: [{name: a, in: query, type: str, maxLength: '2'}]}",
        &[
            "warning missing-key",
            "warning wrong-value",
            "warning wrong-type",
        ],
        "/parameters/0",
        json!({"name": "a", "in": "query", "schema": {"type": "string", "maxLength": 2}}),
    );
    operation(
        "{responses: {}, parameters: [{name: a, in: query}]}",
        &["warning missing-key"],
        "/parameters/0",
        json!({"name": "a", "in": "query"}),
    );
    operation(
        "{responses: {}, parameters: {a: {in: query, schema: {type: string}}, b: {$ref: '#/x-b'}}}",
        &["warning wrong-type", "error unresolved-reference"],
        "/parameters",
        json!([{"in": "query", "schema": {"type": "string"}, "name": "a"}, {"$ref": "#/x-b"}]),
    );
    operation(
        "{responses: {200: {description: d, schema: {type: array, items: {type: int}}}}}",
        &["warning missing-key", "warning wrong-value"],
        "/responses/200",
        json!({
            "description": "d",
            "content": {"application/json": {"schema": {"type": "array", "items": {"type": "integer"}}}},
        }),
    );
    operation(
        "{responses: {}, requestBody: {schema: {type: str}}}",
        &["warning missing-key", "warning wrong-value"],
        "/requestBody",
        json!({"content": {"application/json": {"schema": {"type": "string"}}}}),
    );
    operation(
        "{responses: {200: {description: d, schema: {}, content: {text/plain: {}}}}}",
        &["warning unknown-key"],
        "/responses/200",
        json!({"description": "d", "schema": {}, "content": {"text/plain": {}}}),
    );
    // Not clear what is meant.
    operation(
        "{responses: {}, parameters: {x: {schema: {}}}}",
        &["error wrong-type"],
        "/responses",
        json!({}),
    );
    operation(
        "{responses: {}, parameters: text}",
        &["error wrong-type"],
        "/responses",
        json!({}),
    );
}

#[test]
fn documents() {
    let head = "openapi: 3.0.0\ninfo: {title: t, version: '1'}\n";
    check(
        &format!("{head}paths:\n"),
        &["warning missing-key"],
        "/info/title",
        json!("t"),
    );
    check(
        &format!("{head}paths: {{}}\ncomponents:\n"),
        WRONG_TYPE,
        "/paths",
        json!({}),
    );
    check(
        &format!("{head}paths: {{a: {{}}}}\n"),
        WRONG_VALUE,
        "/paths/a",
        json!({}),
    );
    check(&format!("{head}paths: {{}}\t\n"), &[], "/paths", json!({}));
    check(
        "openapi: 3.0\r\ninfo: {title: 1, version: 1.0}\r\npaths: {}\r\n",
        &[
            "warning wrong-type",
            "warning wrong-type",
            "warning wrong-type",
        ],
        "/info",
        json!({"title": "1", "version": "1.0"}),
    );
    check(
        &format!("\u{feff}{head}paths: {{}}\n"),
        &[],
        "/paths",
        json!({}),
    );
}
