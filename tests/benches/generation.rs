//! The stages of the generator on a document of 400 operations and 400 schemas, beside a plain parse of the same text.

#![allow(clippy::unwrap_used, reason = "a bench fails by panicking")]

use divan::{Bencher, counter::BytesCount};
use generator::diagnostics::Diagnostics;
use generator::diff;
use generator::model::Api;
use generator::read::{Document, ReadOptions, read_text};
use generator::render::{Options, render};
use generator::resolve::resolve;
use serde_json::{Map, Value, json};

/// A document whose limits are of the given size.
fn document(limit: usize) -> String {
    let schema = |index: usize| {
        json!({
            "type": "object", "description": format!("Thing {index}."), "required": ["id", "kind"],
            "properties": {
                "id": {"type": "string", "format": "uuid"},
                "kind": {"type": "string", "enum": ["small", "large", format!("kind-{index}")]},
                "count": {"type": "integer", "format": "int64", "minimum": 0, "maximum": limit},
                "labels": {"type": "object", "additionalProperties": {"type": "string"}},
                "parent": {"$ref": format!("#/components/schemas/Thing{}", index / 2)},
                "either": {"oneOf": [{"type": "string", "maxLength": 64}, {"type": "integer"}]},
            },
        })
    };
    let operation = |index: usize| {
        let body = json!({"application/json": {"schema": {"$ref": format!("#/components/schemas/Thing{index}")}}});
        json!({"put": {
            "operationId": format!("putThing{index}"), "tags": [format!("group{}", index % 20)],
            "parameters": [
                {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}},
                {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 100}},
            ],
            "requestBody": {"required": true, "content": body},
            "responses": {"200": {"description": "Done.", "content": body}, "404": {"description": "No such thing."}},
        }})
    };
    let schemas: Map<String, Value> = (0..400)
        .map(|index| (format!("Thing{index}"), schema(index)))
        .collect();
    let paths: Map<String, Value> = (0..400)
        .map(|index| (format!("/things{index}/{{id}}"), operation(index)))
        .collect();
    let document = json!({
        "openapi": "3.0.3", "info": {"title": "Things", "version": "1"}, "paths": paths, "components": {"schemas": schemas},
    });
    serde_yaml::to_string(&document).unwrap()
}

fn read(text: &str) -> Document {
    read_text(
        "things.yaml",
        text,
        &ReadOptions::default(),
        &mut Diagnostics::new(),
    )
    .unwrap()
}

fn resolved(document: &Document) -> Api {
    resolve(document, "things", &mut Diagnostics::new())
}

/// The baseline: the text as a value, without places and checks.
#[divan::bench]
fn a_plain_parse(bencher: Bencher<'_, '_>) {
    let text = document(9);
    let bytes = BytesCount::of_str(&text);
    bencher
        .counter(bytes)
        .bench_local(|| serde_yaml::from_str::<serde_yaml::Value>(&text).unwrap());
}

#[divan::bench]
fn b_read(bencher: Bencher<'_, '_>) {
    let text = document(9);
    let bytes = BytesCount::of_str(&text);
    bencher.counter(bytes).bench_local(|| read(&text));
}

#[divan::bench]
fn c_resolve(bencher: Bencher<'_, '_>) {
    let document = read(&document(9));
    bencher.bench_local(|| resolved(&document));
}

#[divan::bench]
fn d_render(bencher: Bencher<'_, '_>) {
    let api = resolved(&read(&document(9)));
    bencher.bench_local(|| render(&api, &Options::default()));
}

/// All schemas differ in one limit.
#[divan::bench]
fn e_diff(bencher: Bencher<'_, '_>) {
    let (old, new) = (read(&document(9)), read(&document(8)));
    bencher.bench_local(|| diff::compare(&old, &new));
}

fn main() {
    divan::main();
}
