//! A document with a text in every position that the generator reads.
//!
//! Long because it is one document.

use serde_json::{Map, Value, json};

use crate::texts::{Texts, pointer};

/// The document with these texts, in version 3.2 of OpenAPI.
pub(crate) fn document(t: Texts) -> Value {
    let (text, line) = (t.text(), t.line());
    json!({
        "openapi": "3.2.0",
        "info": {
            "title": text, "summary": text, "description": text, "version": text, "termsOfService": t.url("terms"),
            "contact": { "name": text, "url": t.url("contact"), "email": line },
            "license": { "name": text, "url": t.url("license") },
        },
        "externalDocs": documentation(t),
        "servers": servers(t),
        "tags": [{ "name": t.group("Things"), "summary": text, "description": text, "externalDocs": documentation(t), "kind": line }],
        "security": [{ "key": [] }, { t.component("signed"): [] }, { "oauth": [t.scope()] }],
        "x-error-details": {
            "code": [pointer(&t.name("code"))], "message": [pointer(&t.name("message"))],
            "request-id": { "header": t.token("X-Id"), "body": [pointer(&t.name("id"))] },
            "present": pointer(&t.name("present")),
        },
        "x-rejections": { "invalid": rejection(t), "not-found": rejection(t), "internal": rejection(t) },
        "paths": paths(t),
        "webhooks": { t.inner("hook"): { "post": delivery(t, None) } },
        "components": { "schemas": schemas(t), "securitySchemes": schemes(t) },
    })
}

fn documentation(t: Texts) -> Value {
    json!({ "description": t.text(), "url": t.url("docs") })
}

fn servers(t: Texts) -> Value {
    let (base, line) = (t.inner("base"), t.line());
    let variables = json!({
        base.clone(): { "default": line, "enum": [line, "v2"], "description": t.text() },
        "open": { "default": line, "x-extensible-enum": [line] },
    });
    json!([{
        "url": format!("https://h.example/{{{base}}}/{{open}}/{}", t.segment("root")), "name": t.name("main"),
        "description": t.text(), "variables": variables,
    }, { "url": t.url("second"), "name": t.name("second"), "description": t.text() }])
}

fn rejection(t: Texts) -> Value {
    json!({
        "status": 400,
        "headers": { t.token("X-Harm"): t.line().replace('\u{1b}', "") },
        "body": { t.text(): [t.text(), "{message}", { "nested": t.text() }], "plain": t.line(), "query": format!("{{query.{}}}", t.inner("q")) },
    })
}

fn schemes(t: Texts) -> Value {
    let (text, line) = (t.text(), t.line());
    let flow = |url: &str| {
        json!({
            "authorizationUrl": t.url(url), "tokenUrl": t.url("token"), "refreshUrl": t.url("refresh"),
            "deviceAuthorizationUrl": t.url("device"), "scopes": { t.scope(): text, line.clone(): line },
        })
    };
    let only = |flow: Value, fields: &[&str]| -> Value {
        let fields = fields
            .iter()
            .map(|field| ((*field).to_owned(), flow[*field].clone()));
        Value::Object(fields.collect())
    };
    json!({
        "key": { "type": "apiKey", "in": "query", "name": line, "description": text },
        "header": { "type": "apiKey", "in": "header", "name": t.token("X-Key"), "description": text },
        "cookie": { "type": "apiKey", "in": "cookie", "name": t.token("key"), "description": text },
        t.component("signed"): {
            "type": "apiKey", "in": "header", "name": "Authorization", "description": text,
            "x-signature": { "algorithm": "HMAC-SHA256", "service": line, "region": format!("{{{}}}", t.inner("region")), "default-region": line },
        },
        "other": { "type": "http", "scheme": t.token("Odd"), "description": text },
        "bearer": { "type": "http", "scheme": "bearer", "bearerFormat": text, "description": text },
        "openId": { "type": "openIdConnect", "openIdConnectUrl": t.url("openid"), "description": text },
        "oauth": {
            "type": "oauth2", "description": text, "oauth2MetadataUrl": t.url("meta"),
            "flows": {
                "implicit": only(flow("implicit"), &["authorizationUrl", "refreshUrl", "scopes"]),
                "authorizationCode": only(flow("code"), &["authorizationUrl", "tokenUrl", "refreshUrl", "scopes"]),
                "clientCredentials": only(flow("client"), &["tokenUrl", "refreshUrl", "scopes"]),
                "password": only(flow("password"), &["tokenUrl", "refreshUrl", "scopes"]),
                "deviceAuthorization": only(flow("device"), &["deviceAuthorizationUrl", "tokenUrl", "scopes"]),
            },
        },
    })
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn schemas(t: Texts) -> Value {
    let (text, line) = (t.text(), t.line());
    let named = |word: &str, schema: Value| (t.name(word), schema);
    let properties: Map<String, Value> = [
        named("plain", json!({
            "type": "string", "description": text, "title": text, "default": text, "examples": [text], "pattern": t.pattern(),
            "$comment": text, "externalDocs": documentation(t),
        })),
        named("listed", json!({
            "type": "string", "description": text, "enum": [t.name("one"), t.name("two")], "x-enum-descriptions": [line, line],
            "default": t.name("one"),
        })),
        named("varnames", json!({ "type": "string", "enum": [line, text], "x-enum-varnames": [t.name("First"), t.name("Second")], "default": line })),
        named("open", json!({ "type": "string", "x-extensible-enum": [t.name("three"), t.name("four")], "x-enum-descriptions": [line, line] })),
        named("constant", json!({ "const": t.name("five") })),
        named("format", json!({ "type": "string", "format": t.format(), "contentMediaType": line, "contentEncoding": line })),
        named("number", json!({ "type": "integer", "format": t.format(), "title": text })),
        named("inner", json!({ "type": "object", "title": text, "properties": { t.name("deep"): { "type": "object", "properties": { t.name("deeper"): { "type": "array", "items": { "enum": [t.name("six"), t.name("seven")] } } } } } })),
        named("map", json!({ "type": "object", "additionalProperties": { "type": "string", "pattern": t.pattern() }, "propertyNames": { "pattern": t.pattern() } })),
        named("patterns", json!({ "type": "object", "patternProperties": { t.pattern(): { "const": t.name("eight") } }, "additionalProperties": false })),
        named("rules", json!({
            "type": "object", "not": { "required": [t.name("deep")] }, "dependentRequired": { t.name("deep"): [t.name("deeper")] },
            "if": { "properties": { t.name("deep"): { "const": text } } }, "then": { "required": [text.clone()] },
            "properties": { t.name("deep"): { "type": "string", "not": { "enum": [text, line] } } },
        })),
        named("object", json!({ "type": "object", "default": { text.clone(): [text] }, "examples": [{ line.clone(): text }] })),
        named("titled", json!({ "oneOf": [{ "const": line, "title": t.title("first"), "description": text }, { "const": text, "title": t.title("second") }] })),
        named("variant", json!({ "oneOf": [{ "type": "string", "title": t.title("word") }, { "type": "object", "title": t.title("thing"), "properties": { t.name("deep"): { "type": "boolean" } } }] })),
    ]
    .into_iter()
    .collect();
    let (cat, dog) = (t.component("Cat"), t.component("Dog"));
    let kind = t.name("kind");
    let pet = |word: &str| json!({ "type": "object", "required": [kind], "properties": { kind.clone(): { "type": "string" }, t.name(word): { "type": "string", "description": text } } });
    let xml = |word: &str| json!({ "namespace": format!("urn:{word}{}", t.line()), "prefix": "p", "name": word });
    json!({
        "Thing": {
            "type": "object", "title": text, "description": text, "deprecated": true, "examples": [{ t.name("plain"): text }],
            "externalDocs": documentation(t), "required": [t.name("plain"), t.name("listed")], "properties": properties,
        },
        cat.clone(): pet("purr"),
        dog.clone(): pet("bark"),
        "Pet": {
            "oneOf": [reference(&cat), reference(&dog)],
            "discriminator": { "propertyName": kind, "mapping": { t.line(): format!("#/components/schemas/{cat}"), t.text(): dog } },
        },
        "Item": {
            "type": "object", "xml": xml("item"),
            "properties": {
                t.name("a"): { "type": "string", "xml": xml("a") },
                "b": { "type": "array", "items": { "type": "string", "xml": xml("b") }, "xml": { "nodeType": "element", "name": "bs", "namespace": t.url("ns") } },
                "c": { "type": "string", "xml": { "name": "c", "attribute": true, "namespace": format!("urn:{}", t.line()), "prefix": "q" } },
            },
        },
        "Failure": {
            "type": "object",
            "properties": {
                t.name("code"): { "type": "string", "x-extensible-enum": [t.name("bad"), t.name("worse")], "x-enum-descriptions": [line, line] },
                t.name("message"): { "type": "string" }, t.name("id"): { "type": "string" }, t.name("present"): { "type": "string" },
            },
        },
        "Page": {
            "type": "object",
            "properties": {
                t.name("items"): { "type": "array", "items": reference("Thing") }, t.name("next"): { "type": "string" },
                t.name("state"): { "type": "string" }, t.name("why"): { "type": "string" }, t.name("done"): { "type": "integer" },
            },
        },
    })
}

fn parameter(t: Texts, place: &str, name: &str, required: bool) -> Value {
    let text = t.text();
    json!({
        "name": name, "in": place, "required": required, "description": text, "deprecated": false,
        "examples": { t.name("one"): { "summary": text, "description": text, "value": text } },
        "schema": { "type": "string", "default": text, "pattern": t.pattern(), "description": text, "format": t.format() },
    })
}

fn answer(t: Texts, schema: &str) -> Value {
    let text = t.text();
    json!({
        "summary": text, "description": text,
        "headers": { t.token("X-Head"): { "description": text, "example": text, "schema": { "type": "string", "enum": [t.line(), "b"] } } },
        "content": { t.media(): { "schema": reference(schema), "examples": { t.name("one"): { "summary": text, "description": text, "value": { t.name("plain"): text } } } } },
    })
}

/// An operation that others offer.
fn delivery(t: Texts, id: Option<String>) -> Value {
    let text = t.text();
    let mut delivery = json!({
        "summary": text, "description": text, "tags": [t.group("Things")],
        "parameters": [parameter(t, "query", &t.inner("q"), false), parameter(t, "header", &t.token("X-In"), false)],
        "requestBody": { "description": text, "content": { t.media(): { "schema": reference("Thing") } } },
        "responses": { "204": { "description": text } },
    });
    if let Some(id) = id {
        delivery["operationId"] = json!(id);
    }
    delivery
}

fn paths(t: Texts) -> Value {
    let (text, line) = (t.text(), t.line());
    let (id, q, q2) = (t.inner("id"), t.inner("q"), t.inner("page"));
    let page = |word: &str| pointer(&t.name(word));
    let links = json!({
        t.component("again"): {
            "operationId": t.name("list"), "description": text,
            "parameters": { q2.clone(): format!("{{$response.body#{}}} {line}", page("next")), format!("query.{q}"): format!("$request.query.{q}") },
        },
        "constant": {
            "operationId": t.name("doIt"), "description": text,
            "requestBody": { t.name("plain"): text, t.name("listed"): t.name("two") }, "server": { "url": t.url("linked"), "description": text },
            "parameters": { id.clone(): text, format!("header.{}", t.token("X-In")): text },
        },
        "gone": { "operationRef": format!("https://elsewhere.example/{}#/paths", t.segment("x")), "description": text },
    });
    let do_it = json!({
        "operationId": t.name("doIt"), "summary": text, "description": text, "tags": [t.group("Things")],
        "externalDocs": documentation(t),
        "parameters": [
            parameter(t, "path", &id, true), parameter(t, "query", &q, false), parameter(t, "query", &t.name("odd"), true),
            parameter(t, "header", &t.token("X-In"), false), parameter(t, "cookie", &t.token("c"), false),
        ],
        "requestBody": {
            "description": text, "required": true,
            "content": { "application/json": { "schema": reference("Thing"), "example": { t.name("plain"): text, t.name("listed"): t.name("one") } } },
        },
        "responses": {
            "200": with(answer(t, "Page"), "links", links),
            "404": answer(t, "Failure"),
            "default": answer(t, "Failure"),
        },
        "callbacks": { t.component("called"): {
            format!("{{$request.query.{q}}}/{}?q={{$method}}&b={{$request.body#{}}}", t.segment("back"), page("plain")): {
                "summary": text, "description": text, "post": delivery(t, Some(t.name("called"))),
            },
        } },
        "x-wait": {
            "operation": t.name("list"), "parameters": { q.clone(): format!("$response.body#{}", page("next")) },
            "status": page("state"), "success": [line, text], "failure": [t.name("failed")], "pending": [t.name("pending")],
            "reason": page("why"), "code": page("why"), "progress": page("done"),
        },
        "servers": [{ "url": format!("https://{{{}}}.example/{}", t.inner("host"), t.segment("x")), "variables": { t.inner("host"): { "default": "h", "description": text } } }],
    });
    let list = json!({
        "operationId": t.name("list"), "summary": text, "description": text,
        "parameters": [parameter(t, "query", &q, false), parameter(t, "query", &q2, false)],
        "responses": { "200": answer(t, "Page") },
        "x-pages": { "style": "token", "request": q2, "response": page("next"), "items": page("items") },
    });
    let forms = json!({
        "summary": text,
        "requestBody": { "required": true, "description": text, "content": {
            "multipart/form-data": {
                "schema": { "type": "object", "required": [t.name("part")], "properties": {
                    t.name("part"): { "type": "string", "description": text }, t.name("file"): { "type": "string", "contentMediaType": "application/octet-stream" },
                } },
                "encoding": { t.name("part"): { "contentType": t.media(), "headers": { t.token("X-Part"): { "schema": { "type": "string" }, "description": text } } } },
            },
        } },
        "responses": { "200": { "description": text, "content": { "text/event-stream": { "itemSchema": { "type": "object", "properties": {
            "event": { "const": line }, "data": { "type": "string", "contentMediaType": "application/json", "contentSchema": reference("Pet") },
        } } } } } },
    });
    let xml = json!({
        "operationId": t.name("asXml"), "tags": [t.group("Others")],
        "requestBody": { "content": { "application/xml": { "schema": reference("Item") } } },
        "responses": { "200": { "description": text, "content": { "application/xml": { "schema": reference("Item") } } }, "2XX": { "description": text, "content": { "text/plain": { "schema": { "type": "string", "enum": [line, "b"] } } } } },
        "security": [{ "header": [] }, { "cookie": [], "other": [] }, { "bearer": [] }, { "openId": [t.scope()] }],
    });
    json!({
        format!("/{}/{{{id}}}", t.segment("things")): { "summary": text, "description": text, "post": do_it },
        format!("/{}?{}=a{}b", t.segment("things"), t.query("Action"), t.query("v")): { "get": list },
        format!("/{}", t.segment("forms")): { "put": forms },
        format!("/{}", t.segment("xml")): { "post": xml },
    })
}

fn with(mut object: Value, key: &str, value: Value) -> Value {
    object[key] = value;
    object
}
