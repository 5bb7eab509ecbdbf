//! Runtime expressions of strangers are read, refused, or mean something at run time, and never become code.

use generator::diagnostics::Diagnostics;
use generator::read::ReadOptions;
use generator_runtime::expression::{Template, value};
use serde_json::{Value, json};

use crate::{documents, inputs};

/// Takes an expression, or a text with some in it.
///
/// # Panics
/// As [`documents`](crate::documents()), for a document that has the text wherever expressions stand; when a part of a URL can
/// leave its place.
pub fn expressions(data: &[u8]) {
    let text = &*inputs::text(data);
    let document = document(text).to_string();
    let mut diagnostics = Diagnostics::new();
    let read = documents::read(
        document.as_bytes(),
        &ReadOptions::default(),
        &mut diagnostics,
    );
    let api = read.and_then(|document| documents::understand(&document, &mut diagnostics));
    // Most of the time would go into the crate, which differs in a literal; so only some of the texts come so far.
    if data.iter().fold(0u8, |sum, byte| sum.wrapping_add(*byte)) % 32 == 0
        && let Some(api) = &api
    {
        documents::parses(api);
    }
    documents::check(api.is_some(), diagnostics);
    parts(text);
}

/// The value of an expression stays in its part of a URL.
fn parts(text: &str) {
    let url = Template::url()
        .literal("https://h/")
        .reading(value("$text", text))
        .literal("/end");
    let url = url.finish().expect("text has a text");
    let inside = url
        .strip_prefix("https://h/")
        .and_then(|rest| rest.strip_suffix("/end"));
    let inside = inside.expect("fixed text stays");
    assert!(!inside.contains(['/', '?', '#', '&', ' ', '%']) || inside.contains('%'));
    assert!(!inside.contains(['/', '?', '#', '&', ' ']), "{url}");
    let same = Template::text()
        .reading(value("$text", text))
        .into_reading();
    assert_eq!(same.read::<String>().as_deref(), Ok(text));
}

/// A document with an expression as the address of a callback, as a parameter and as the body of a link.
fn document(text: &str) -> Value {
    let answer = json!({
        "description": "",
        "content": {"application/json": {"schema": {"type": "object", "properties": {
            "id": {"type": "string"},
            "list": {"type": "array", "items": {"type": "integer"}},
        }}}},
        "headers": {"X-Id": {"schema": {"type": "string"}}},
        "links": {
            "next": {"operationId": "show", "parameters": {"id": text, "query.q": text}, "requestBody": text},
        },
    });
    let operation = json!({
        "operationId": "make",
        "parameters": [{"name": "q", "in": "query", "schema": {"type": "string"}}],
        "requestBody": {"content": {"application/json": {"schema": {"type": "object", "properties": {"url": {"type": "string"}}}}}},
        "responses": {"200": answer},
        "callbacks": {"done": {text: {"post": {"operationId": "done", "responses": {"204": {"description": ""}}}}}},
    });
    let show = json!({
        "operationId": "show",
        "parameters": [
            {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}},
            {"name": "q", "in": "query", "schema": {"type": "integer"}},
        ],
        "requestBody": {"content": {"text/plain": {"schema": {"type": "string"}}}},
        "responses": {"204": {"description": ""}},
    });
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Expressions", "version": "1"},
        "paths": {"/things": {"post": operation}, "/things/{id}": {"put": show}},
    })
}
