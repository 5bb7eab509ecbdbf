//! The positions of a document where a schema may stand.
//! Long because it is the whole of one table.

use serde_json::{Value, json};

/// One position.
pub(super) struct Place {
    pub(super) name: &'static str,
    /// Where the schema of the whole message part stands.
    pub(super) pointer: &'static str,
    pub(super) to_server: bool,
    /// What is written in it is text.
    pub(super) text: bool,
    /// What is taken away here is given there: `not`.
    pub(super) mirrored: bool,
    /// Only documents of 3.1 have it.
    newer: bool,
    wrap: fn(Value) -> Value,
    part: Part,
}

/// The part of a message that has a schema.
#[derive(Clone, Copy)]
enum Part {
    Body(&'static str),
    Parameter(&'static str, bool),
    Styled(&'static str),
    Answer(&'static str, &'static str),
    Header(bool),
    CallbackBody,
    CallbackAnswer,
    CallbackParameter,
    WebhookBody,
    WebhookAnswer,
}

/// Schemas that others refer to, and the one that is looked at.
pub(super) fn components(schema: &Value) -> Value {
    let pet = |kind: &str| json!({ "type": "object", "required": ["kind", kind], "properties": { "kind": { "type": "string" }, "sort": { "type": "string" }, kind: { "type": "integer" } } });
    let tree = |name: &str, least: u64| {
        json!({ "type": "object", "properties": {
            "size": { "type": "integer", "minimum": least },
            "children": { "type": "array", "items": { "$ref": format!("#/components/schemas/{name}") } },
        } })
    };
    json!({ "schemas": {
        "Own": schema,
        "Text": { "type": "string", "maxLength": 9 },
        "Alias": { "$ref": "#/components/schemas/Text" },
        "Short": { "type": "string", "maxLength": 4 },
        "Thing": { "type": "object", "properties": { "a": { "type": "string" } } },
        "Closed": { "type": "object", "properties": { "a": { "type": "string" } }, "additionalProperties": false },
        "Cat": pet("cat"),
        "Katze": pet("cat"),
        "Dog": pet("dog"),
        "Bird": pet("bird"),
        "Tree": tree("Tree", 0),
        "Baum": tree("Baum", 0),
        "Bush": tree("Bush", 2),
    } })
}

fn itself(schema: Value) -> Value {
    schema
}

fn reference(_: Value) -> Value {
    json!({ "$ref": "#/components/schemas/Own" })
}

fn property(schema: Value) -> Value {
    json!({ "type": "object", "properties": { "f": schema, "g": { "type": "integer" } }, "required": ["g"] })
}

fn deep(schema: Value) -> Value {
    property(json!({ "type": "array", "items": property(property(schema)) }))
}

const BODY: &str = "/paths/~1a/post/requestBody/content/application~1json/schema";
const ANSWER: &str = "/paths/~1a/post/responses/200/content/application~1json/schema";
const PARAMETER: &str = "/paths/~1a/post/parameters/0/schema";

/// All of them.
pub(super) fn all() -> Vec<Place> {
    let json = "application/json";
    let place = |name, pointer, to_server, wrap, part| Place {
        name,
        pointer,
        to_server,
        text: false,
        mirrored: false,
        newer: false,
        wrap,
        part,
    };
    let body = |name, wrap| place(name, BODY, true, wrap, Part::Body("application/json"));
    let answer = |name, wrap| {
        place(
            name,
            ANSWER,
            false,
            wrap,
            Part::Answer("200", "application/json"),
        )
    };
    let newer = |place: Place| Place {
        newer: true,
        ..place
    };
    let text = |place: Place| Place {
        text: true,
        ..place
    };
    vec![
        body("body", itself),
        body("body.ref", reference),
        body("body.f", property),
        body("body.deep", deep),
        body(
            "body.items",
            |schema| json!({ "type": "array", "items": schema }),
        ),
        body(
            "body.addl",
            |schema| json!({ "type": "object", "additionalProperties": schema }),
        ),
        body(
            "body.allOf",
            |schema| json!({ "allOf": [{ "type": "object", "properties": { "z": { "type": "string" } } }, property(schema)] }),
        ),
        body(
            "body.allOf.ref",
            |_| json!({ "allOf": [{ "type": "object", "properties": { "z": { "type": "string" } } }, property(reference(Value::Null))] }),
        ),
        body("body.oneOf", |schema| {
            json!({ "oneOf": [
            { "type": "object", "properties": { "f": schema, "g": { "type": "integer" } }, "required": ["g", "f"] },
            { "type": "object", "properties": { "zz": { "type": "string" } }, "required": ["zz"], "additionalProperties": false },
        ] })
        }),
        body("body.anyOf", |schema| {
            json!({ "anyOf": [
            { "type": "array", "items": { "type": "boolean" }, "minItems": 40 },
            { "type": "object", "properties": { "f": schema }, "required": ["f"], "additionalProperties": false },
        ] })
        }),
        Place {
            mirrored: true,
            ..body(
                "body.not",
                |schema| json!({ "not": { "type": "object", "required": ["f"], "properties": { "f": schema } } }),
            )
        },
        newer(body(
            "body.pattern",
            |schema| json!({ "type": "object", "patternProperties": { "^p": schema } }),
        )),
        newer(body(
            "body.prefix",
            |schema| json!({ "type": "array", "prefixItems": [{ "type": "string" }, schema] }),
        )),
        newer(body(
            "body.unevaluated",
            |schema| json!({ "type": "object", "properties": { "g": {} }, "unevaluatedProperties": schema }),
        )),
        newer(body(
            "body.dependent",
            |schema| json!({ "type": "object", "dependentSchemas": { "k": { "properties": { "f": schema } } } }),
        )),
        newer(body(
            "body.contains",
            |schema| json!({ "type": "array", "contains": schema }),
        )),
        newer(body(
            "body.then",
            |schema| json!({ "type": "object", "if": { "required": ["k"] }, "then": { "properties": { "f": schema } } }),
        )),
        place(
            "body.merge-patch",
            "/paths/~1a/post/requestBody/content/application~1merge-patch+json/schema",
            true,
            property,
            Part::Body("application/merge-patch+json"),
        ),
        place(
            "body.vendor",
            "/paths/~1a/post/requestBody/content/application~1vnd.a+json/schema",
            true,
            itself,
            Part::Body("application/vnd.a+json"),
        ),
        text(place(
            "form",
            "/paths/~1a/post/requestBody/content/application~1x-www-form-urlencoded/schema",
            true,
            property,
            Part::Body("application/x-www-form-urlencoded"),
        )),
        text(place(
            "multipart",
            "/paths/~1a/post/requestBody/content/multipart~1form-data/schema",
            true,
            property,
            Part::Body("multipart/form-data"),
        )),
        text(place(
            "query",
            PARAMETER,
            true,
            itself,
            Part::Parameter("query", false),
        )),
        text(place(
            "query.required",
            PARAMETER,
            true,
            itself,
            Part::Parameter("query", true),
        )),
        text(place(
            "query.ref",
            PARAMETER,
            true,
            reference,
            Part::Parameter("query", false),
        )),
        text(place(
            "query.items",
            PARAMETER,
            true,
            |schema| json!({ "type": "array", "items": schema }),
            Part::Parameter("query", false),
        )),
        text(place(
            "query.deep",
            PARAMETER,
            true,
            property,
            Part::Styled("deepObject"),
        )),
        text(place(
            "path",
            "/paths/~1a~1%7Bp%7D/post/parameters/0/schema",
            true,
            itself,
            Part::Parameter("path", true),
        )),
        text(place(
            "header",
            PARAMETER,
            true,
            itself,
            Part::Parameter("header", false),
        )),
        text(place(
            "cookie",
            PARAMETER,
            true,
            itself,
            Part::Parameter("cookie", false),
        )),
        place(
            "query.content",
            "/paths/~1a/post/parameters/0/content/application~1json/schema",
            true,
            itself,
            Part::Styled("content"),
        ),
        answer("answer", itself),
        answer("answer.ref", reference),
        answer("answer.f", property),
        answer("answer.deep", deep),
        answer(
            "answer.items",
            |schema| json!({ "type": "array", "items": schema }),
        ),
        answer(
            "answer.addl",
            |schema| json!({ "type": "object", "additionalProperties": schema }),
        ),
        Place {
            mirrored: true,
            ..answer(
                "answer.not",
                |schema| json!({ "not": { "type": "object", "required": ["f"], "properties": { "f": schema } } }),
            )
        },
        answer("answer.oneOf", |schema| {
            json!({ "oneOf": [
            { "type": "object", "properties": { "f": schema, "g": { "type": "integer" } }, "required": ["g", "f"] },
            { "type": "object", "properties": { "zz": { "type": "string" } }, "required": ["zz"], "additionalProperties": false },
        ] })
        }),
        place(
            "answer.error",
            "/paths/~1a/post/responses/404/content/application~1json/schema",
            false,
            property,
            Part::Answer("404", json),
        ),
        place(
            "answer.default",
            "/paths/~1a/post/responses/default/content/application~1json/schema",
            false,
            property,
            Part::Answer("default", json),
        ),
        place(
            "answer.range",
            "/paths/~1a/post/responses/2XX/content/application~1json/schema",
            false,
            property,
            Part::Answer("2XX", json),
        ),
        text(place(
            "answer.header",
            "/paths/~1a/post/responses/200/headers/X-H/schema",
            false,
            itself,
            Part::Header(false),
        )),
        place(
            "answer.header.content",
            "/paths/~1a/post/responses/200/headers/X-H/content/application~1json/schema",
            false,
            itself,
            Part::Header(true),
        ),
        place(
            "callback.body",
            "/paths/~1a/post/callbacks/on/http:~1~1example.com~1x/post/requestBody/content/application~1json/schema",
            false,
            property,
            Part::CallbackBody,
        ),
        place(
            "callback.answer",
            "/paths/~1a/post/callbacks/on/http:~1~1example.com~1x/post/responses/200/content/application~1json/schema",
            true,
            property,
            Part::CallbackAnswer,
        ),
        text(place(
            "callback.query",
            "/paths/~1a/post/callbacks/on/http:~1~1example.com~1x/post/parameters/0/schema",
            false,
            itself,
            Part::CallbackParameter,
        )),
        newer(place(
            "webhook.body",
            "/webhooks/on/post/requestBody/content/application~1json/schema",
            false,
            property,
            Part::WebhookBody,
        )),
        newer(place(
            "webhook.answer",
            "/webhooks/on/post/responses/200/content/application~1json/schema",
            true,
            property,
            Part::WebhookAnswer,
        )),
    ]
}

/// Whether a schema is for scalars and lists of them.
fn is_flat(schema: &Value) -> bool {
    let text = schema.to_string();
    ![
        "object",
        "$ref",
        "prefixItems",
        "{}",
        "contains",
        "unevaluated",
        "dependent",
        "ropert",
        "required",
        "[[",
        "\"if\"",
        "not",
    ]
    .iter()
    .any(|word| text.contains(word))
        && text.matches("\"items\"").count() < 2
        && schema.is_object()
        && schema.get("type").is_some()
}

impl Place {
    /// Whether the change can stand here.
    pub(super) fn takes(&self, version: &str, old: &Value, new: &Value) -> bool {
        (!self.newer || version.starts_with("3.1"))
            && (!self.text || (is_flat(old) && is_flat(new)))
            // A list in a list has no form as text.
            && !(matches!(self.name, "query.items" | "query.deep") && (old.to_string().contains("items") || new.to_string().contains("items")))
    }

    /// The document with the schema at this place.
    pub(super) fn document(&self, version: &str, schema: &Value) -> Value {
        let own = (self.wrap)(schema.clone());
        let content = |name: &str, schema: &Value| json!({ name: { "schema": schema } });
        let json = |schema: &Value| content("application/json", schema);
        let mut operation =
            json!({ "operationId": "doIt", "responses": { "200": { "description": "" } } });
        let mut path = "/a";
        let mut webhooks = Value::Null;
        let callback = |body: Value| json!({ "on": { "http://example.com/x": { "post": body } } });
        let calls = json!({ "responses": { "200": { "description": "" } } });
        match self.part {
            Part::Body(name) => {
                operation["requestBody"] =
                    json!({ "required": true, "content": content(name, &own) });
            }
            Part::Parameter(location, required) => {
                if location == "path" {
                    path = "/a/{p}";
                }
                operation["parameters"] =
                    json!([{ "name": "p", "in": location, "required": required, "schema": own }]);
            }
            Part::Styled("content") => {
                operation["parameters"] =
                    json!([{ "name": "p", "in": "query", "content": json(&own) }]);
            }
            Part::Styled(style) => {
                operation["parameters"] =
                    json!([{ "name": "p", "in": "query", "style": style, "schema": own }]);
            }
            Part::Answer(status, name) => {
                operation["responses"][status] =
                    json!({ "description": "", "content": content(name, &own) });
            }
            Part::Header(by_content) => {
                operation["responses"]["200"]["headers"] = if by_content {
                    json!({ "X-H": { "content": json(&own) } })
                } else {
                    json!({ "X-H": { "schema": own } })
                };
            }
            Part::CallbackBody => {
                let mut calls = calls;
                calls["requestBody"] = json!({ "required": true, "content": json(&own) });
                operation["callbacks"] = callback(calls);
            }
            Part::CallbackAnswer => {
                let mut calls = calls;
                calls["responses"]["200"]["content"] = json(&own);
                operation["callbacks"] = callback(calls);
            }
            Part::CallbackParameter => {
                let mut calls = calls;
                calls["parameters"] = json!([{ "name": "p", "in": "query", "schema": own }]);
                operation["callbacks"] = callback(calls);
            }
            Part::WebhookBody => {
                let mut calls = calls;
                calls["requestBody"] = json!({ "required": true, "content": json(&own) });
                webhooks = json!({ "on": { "post": calls } });
            }
            Part::WebhookAnswer => {
                let mut calls = calls;
                calls["responses"]["200"]["content"] = json(&own);
                webhooks = json!({ "on": { "post": calls } });
            }
        }
        let mut document = json!({
            "openapi": version,
            "info": { "title": "T", "version": "1" },
            "paths": { path: { "post": operation } },
            "components": components(schema),
        });
        if webhooks.is_object() {
            document["webhooks"] = webhooks;
        }
        document
    }
}
