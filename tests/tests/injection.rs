//! Texts of a document cannot become code: whatever stands in them, the same items are emitted as for harmless texts.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use generator::Generator;
use generator::diagnostics::Diagnostics;
use generator::render::File;
use serde_json::{Value, json};
use syn::{ImplItem, Item, TraitItem};
use tests::scratch::Scratch;

/// Everything that ends, begins or escapes something in Rust, in its comments, in Markdown, HTML or format strings.
const HARM: &str = "\" ' ` \\ \\\" \"# \"## r#\"x\"# */ /* /** // /// //! { } {{ }} {0} {x:?} $x ${x} #{x} #![deny(x)] #[test] \
    \r\n```\ncompile_error!(\"code\");\n```\n\n    compile_error!(\"indented\")\n\n~~~rust\npanic!()\n~~~\n\
    </x> <script> <b> <!-- --> &lt; &#0; [x] [x](y) [x]: z ![x](y) [`Vec`] [crate::x!] <https://h> http://h \
    \\u{41} \\x41 \\n \\0 %s %00 \0 \u{1} \u{8} \u{b} \u{1b}[31m \u{7f} \u{85} \u{200b} \u{202e} \u{2028} \u{2066} \u{feff} \
    ); } fn evil() {} mod evil {} \"; compile_error!(\"string\"); \" \n# Panics\n\n# Safety\n\n- a\n  - b\n\n| a |\n|---|\n\n===\n\\";

/// The same document with all of its texts replaced.
fn document(
    text: &str,
    value: &str,
    path: &str,
    pattern: &str,
    header: &str,
    media: &str,
) -> Value {
    let schema = json!({
        "type": "object", "title": text, "description": text, "deprecated": true,
        "example": { "value": text }, "externalDocs": { "description": text, "url": "https://h/" },
        "required": ["value", "listed"],
        "properties": {
            "value": {
                "type": "string", "description": text, "title": text, "default": text, "example": text,
                "pattern": pattern,
            },
            "listed": {
                "type": "string", "description": text, "enum": [value, "b"],
                "x-enum-descriptions": [text, text], "x-enum-varnames": ["First", "Second"], "default": value,
            },
            "open": { "type": "string", "x-extensible-enum": [value, "b"], "x-enum-varnames": ["First", "Second"] },
            "constant": { "type": "array", "items": { "type": "string", "enum": [value], "x-enum-varnames": ["Only"] } },
        },
    });
    let parameter = |place: &str, name: &str| {
        json!({
            "name": name, "in": place, "required": place == "path", "description": text, "example": text,
            "schema": { "type": "string", "default": text, "pattern": pattern, "description": text },
        })
    };
    let rejection = json!({
        "status": 400,
        "headers": { "X-Harm": value.replace(['\n', '\r'], " ") },
        "body": { text: [text, "{message}", { "nested": text }], "plain": value },
    });
    let operation = json!({
        "operationId": "doIt", "summary": text, "description": text, "deprecated": true, "tags": ["Things"],
        "externalDocs": { "description": text, "url": "https://h/" },
        "parameters": [parameter("path", "id"), parameter("query", "q"), parameter("header", header), parameter("cookie", "c")],
        "requestBody": {
            "description": text, "required": true,
            "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Thing" }, "example": { "value": text } } },
        },
        "responses": {
            "200": {
                "description": text,
                "headers": { header: { "description": text, "schema": { "type": "string" } } },
                "content": { media: { "schema": { "$ref": "#/components/schemas/Thing" }, "examples": { "one": { "summary": text, "value": { "value": text } } } } },
            },
            "404": { "description": text, "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Thing" } } } },
            "default": {
                "description": text,
                "links": { "again": {
                    "operationId": "doIt", "description": text, "requestBody": { "value": text },
                    "parameters": { "q": format!("{{$request.query.q}} {value}"), "id": text, "header.X": text },
                } },
            },
        },
        "callbacks": { "called": {
            format!("{{$request.query.q}}/{path}?q={{$method}}"): {
                "description": text, "post": { "operationId": "called", "description": text, "responses": { "204": { "description": text } } },
            },
        } },
    });
    let webhook = json!({
        "operationId": "delivered", "summary": text, "description": text,
        "parameters": [parameter("query", "q"), parameter("header", header)],
        "responses": { "204": { "description": text } },
    });
    json!({
        "openapi": "3.0.3",
        "info": {
            "title": text, "description": text, "version": text, "termsOfService": "https://h/",
            "contact": { "name": text, "email": "a@h.example" }, "license": { "name": text },
        },
        "externalDocs": { "description": text, "url": "https://h/" },
        "servers": [{
            "url": "https://h.example/{base}", "description": text,
            "variables": { "base": { "default": value, "enum": [value, "v2"], "description": text } },
        }],
        "tags": [{ "name": "Things", "description": text }],
        "security": [{ "key": [] }, { "signed": [] }],
        "x-error-details": { "code": [format!("/{}", value.replace('~', ""))], "message": ["/m"], "request-id": { "header": header } },
        "x-rejections": { "invalid": rejection, "not-found": rejection },
        "paths": { format!("/{path}/{{id}}"): { "post": operation } },
        "x-webhooks": { value: { "post": webhook } },
        "components": {
            "schemas": { "Thing": schema },
            "securitySchemes": {
                "key": { "type": "apiKey", "in": "query", "name": value, "description": text },
                "signed": {
                    "type": "apiKey", "in": "header", "name": "Authorization", "description": text,
                    "x-signature": { "algorithm": "HMAC-SHA256", "service": value, "region": value },
                },
            },
        },
    })
}

fn harmless() -> Value {
    document(
        "Some text.",
        "a",
        "path",
        "^a$",
        "X-Header",
        "application/json",
    )
}

fn harmful() -> Value {
    document(
        HARM,
        "\"#{{}}*/ \\ ' ` </x> ${x} \u{1b} 名",
        "a\"b*~`'\\);(b",
        "^[\"'`\\\\}{*/#]+\"#\\}\\{$",
        "X-#$'.^_`|~Header",
        "application/vnd.a+json; a=\"b\\\"#*/ {}\"",
    )
}

/// JSON in which everything beyond ASCII is escaped, as those characters are that YAML does not allow.
fn escaped(json: &str) -> String {
    let mut text = String::new();
    for unit in json.encode_utf16() {
        match u8::try_from(unit) {
            Ok(byte @ ..=0x7e) => text.push(char::from(byte)),
            _ => text.push_str(&format!("\\u{unit:04x}")),
        }
    }
    text
}

fn render(scratch: &Scratch, name: &str, document: &Value) -> Vec<File> {
    let path = scratch.folder().join("..").join(format!("{name}.json"));
    std::fs::write(&path, escaped(&document.to_string())).unwrap();
    let mut diagnostics = Diagnostics::new();
    let generator = Generator::new().out_dir(scratch.folder());
    let rendered = generator.render(&path, &mut diagnostics);
    diagnostics.finish();
    let report = generator::diagnostics::render(
        &diagnostics,
        generator::diagnostics::Format::Text { colour: false },
    );
    let Some((rendered, _)) = rendered else {
        panic!("{report}");
    };
    generator.generate(&path).unwrap();
    rendered.files
}

/// The items of a file, with what is inside of them, but without texts.
fn items(file: &syn::File) -> Vec<String> {
    file.items.iter().flat_map(item).collect()
}

fn item(item: &Item) -> Vec<String> {
    let one = |text: String| vec![text];
    match item {
        Item::Struct(item) => one(format!("struct {} {}", item.ident, item.fields.len())),
        Item::Enum(item) => {
            let variants: Vec<_> = item
                .variants
                .iter()
                .map(|variant| variant.ident.to_string())
                .collect();
            one(format!("enum {} {variants:?}", item.ident))
        }
        Item::Fn(item) => one(format!("fn {}", item.sig.ident)),
        Item::Const(item) => one(format!("const {}", item.ident)),
        Item::Static(item) => one(format!("static {}", item.ident)),
        Item::Type(item) => one(format!("type {}", item.ident)),
        Item::Use(_) => one("use".to_owned()),
        Item::Impl(item) => {
            let inner = item.items.iter().map(|inner| match inner {
                ImplItem::Fn(inner) => format!("fn {} {}", inner.sig.ident, inner.sig.inputs.len()),
                ImplItem::Const(inner) => format!("const {}", inner.ident),
                ImplItem::Type(inner) => format!("type {}", inner.ident),
                _ => "something".to_owned(),
            });
            one(format!("impl {:?}", inner.collect::<Vec<_>>()))
        }
        Item::Trait(item) => {
            let inner = item.items.iter().map(|inner| match inner {
                TraitItem::Fn(inner) => inner.sig.ident.to_string(),
                _ => "something".to_owned(),
            });
            one(format!(
                "trait {} {:?}",
                item.ident,
                inner.collect::<Vec<_>>()
            ))
        }
        Item::Mod(item) => {
            let mut found = one(format!("mod {}", item.ident));
            let inner = item.content.iter().flat_map(|(_, items)| items);
            found.extend(
                inner
                    .flat_map(self::item)
                    .map(|inner| format!("{}::{inner}", item.ident)),
            );
            found
        }
        _ => one("something".to_owned()),
    }
}

#[test]
fn texts_stay_texts() {
    let scratch = Scratch::new("injection");
    let harmless = render(&scratch, "harmless", &harmless());
    let harmful = render(&scratch, "harmful", &harmful());
    let paths = |files: &[File]| {
        files
            .iter()
            .map(|file| file.path.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(paths(&harmless), paths(&harmful));
    for (before, after) in harmless.iter().zip(&harmful) {
        if !after.path.ends_with(".rs") {
            continue;
        }
        let read = |file: &File| {
            let parsed = syn::parse_file(&file.text);
            items(&parsed.unwrap_or_else(|error| panic!("{}: {error}", file.path)))
        };
        assert_eq!(read(before), read(after), "{}", after.path);
        let control = |c: char| c.is_control() && c != '\n' && c != '\t';
        let found = after
            .text
            .chars()
            .find(|c| control(*c) || "\u{202e}\u{2066}\u{feff}".contains(*c));
        assert_eq!(found, None, "{}", after.path);
    }
    scratch.must(&[
        "check",
        "--quiet",
        "--package",
        "harmful",
        "--no-default-features",
        "--features",
        "client,server",
    ]);
    // Documentation has no broken links, no HTML, and no examples that would be compiled.
    scratch.must(&[
        "doc",
        "--quiet",
        "--no-deps",
        "--package",
        "harmful",
        "--no-default-features",
        "--features",
        "client,server",
        "--config",
        "build.rustdocflags=[\"-D\", \"warnings\"]",
    ]);
}
