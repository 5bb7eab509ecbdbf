//! Changes outside of schemas.

use serde_json::{Value, json};

use super::{Expected, Tally};
use crate::compared;

const TABLE: &str = include_str!("../../../../tests/fixtures/diff/structure.txt");

fn document() -> Value {
    let thing = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    json!({
        "openapi": "3.1.0",
        "info": { "title": "T", "version": "1" },
        "servers": [{ "url": "https://a.example" }],
        "paths": {
            "/things": {
                "get": {
                    "operationId": "list",
                    "parameters": [
                        { "name": "q", "in": "query", "schema": { "type": "array", "items": { "type": "string" } } },
                        { "name": "X-A", "in": "header", "schema": { "type": "string" } },
                        { "name": "must", "in": "query", "required": true, "schema": { "type": "string" } },
                    ],
                    "security": [{ "used": [] }],
                    "responses": { "200": {
                        "description": "",
                        "headers": { "X-H": { "schema": { "type": "string" } } },
                        "content": { "application/json": { "schema": thing("Answer") } },
                    } },
                },
                "post": {
                    "operationId": "make",
                    "requestBody": { "required": true, "content": {
                        "application/json": { "schema": thing("Thing") },
                        "multipart/form-data": { "schema": { "type": "object", "properties": { "f": { "type": "string" } } } },
                    } },
                    "responses": { "200": { "description": "" } },
                },
                "delete": { "security": [{ "auth": ["read"] }], "responses": { "204": { "description": "" } } },
            },
        },
        "components": {
            "schemas": {
                "Thing": { "type": "object", "required": ["id"], "properties": { "id": { "type": "string" } } },
                "Answer": { "type": "object", "required": ["id"], "properties": { "id": { "type": "string" } } },
            },
            "securitySchemes": {
                "used": { "type": "apiKey", "name": "X-Key", "in": "header" },
                "key": { "type": "apiKey", "name": "X-Own", "in": "header" },
                "other": { "type": "apiKey", "name": "X-Own", "in": "header" },
                "basic": { "type": "http", "scheme": "basic" },
                "auth": { "type": "oauth2", "flows": { "clientCredentials": {
                    "tokenUrl": "https://a.example/t",
                    "scopes": { "read": "", "write": "" },
                } } },
            },
        },
    })
}

/// The document with this value, or none, at the place.
fn with(pointer: &str, value: &str) -> Value {
    let mut document = document();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let key = key.replace("~1", "/");
    let parent = document
        .pointer_mut(parent)
        .unwrap_or_else(|| panic!("{pointer}"));
    match (parent, value) {
        (Value::Object(members), "-") => {
            members.remove(&key);
        }
        (Value::Object(members), value) => {
            members.insert(key, serde_json::from_str(value).unwrap());
        }
        (Value::Array(items), value) => {
            items.truncate(key.parse().unwrap());
            if value != "-" {
                items.push(serde_json::from_str(value).unwrap());
            }
        }
        _ => panic!("{pointer}"),
    }
    document
}

#[test]
fn changes_outside_of_schemas() {
    let mut tally = Tally::default();
    for line in TABLE
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        let parts: Vec<&str> = line.split(" || ").collect();
        let [name, pointer, old, new, expected] = parts.as_slice() else {
            panic!("{line}");
        };
        let (old, new) = (with(pointer, old), with(pointer, new));
        let (there, back) = expected.split_once(' ').unwrap();
        for (way, letter, old, new) in [("there", there, &old, &new), ("back", back, &new, &old)] {
            let expected = match letter {
                "B" => Expected::Break,
                "M" => Expected::Mild,
                "N" => Expected::Nothing,
                _ => Expected::Any,
            };
            tally.add(format!("{name} {way}"), &compared(old, new), expected);
        }
    }
    tally.settle();
}
