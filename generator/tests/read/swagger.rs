//! Documents of Swagger 2.0: what they become, and where it is said to stand.

use std::io;
use std::path::Path;

use generator::diagnostics::Diagnostics;
use generator::read::{Document, ReadOptions, Selector, read_text, read_with};

use super::{lines, read_with_findings};

const ROOT: &str = r#"swagger: '2.0'
info: {title: T, version: '1'}
consumes: [application/json]
parameters:
  body: {name: b, in: body, schema: {title: body}}
  limit: {name: limit, in: query, type: array, items: {type: string}}
responses:
  done: {description: Done., schema: {title: done}}
definitions:
  Thing: {title: Thing}
  100%~/: {title: odd}
paths:
  /a:
    parameters: [{$ref: '#/parameters/body'}, {$ref: '#/parameters/limit'}]
    get:
      operationId: a
      responses:
        '200': {description: Done., schema: {title: inner, properties: {a: {$ref: '#/definitions/Thing'}}}}
        '404': {$ref: '#/responses/done'}
    post:
      operationId: b
      consumes: [text/plain]
      produces: [text/plain]
      responses:
        '200': {description: Done., schema: {$ref: '#/paths/~1a/get/responses/200/schema'}}
        '404': {$ref: '#/responses/done'}
        '500': {description: Done., schema: {$ref: '#/definitions/100%25~0~1'}}
        '501': {description: Done., schema: {$ref: '#/parameters/body/schema'}, headers: {X: {type: string}}}
"#;

fn title<'d>(document: &'d Document, pointer: &str) -> Option<&'d str> {
    let node = document
        .root()
        .at(pointer)
        .unwrap_or_else(|| panic!("nothing at {pointer}"));
    document.follow(node)?.get("title")?.as_str()
}

#[test]
fn references_lead_to_where_values_went() {
    let (document, diagnostics) = read_with_findings(ROOT);
    assert_eq!(lines(&diagnostics), [""; 0]);
    let document = document.unwrap();
    let get = "/paths/~1a/get/responses/200/content/application~1json/schema";
    let post = "/paths/~1a/post/responses";
    for (pointer, expected) in [
        (format!("{get}/properties/a"), "Thing"),
        (format!("{post}/200/content/text~1plain/schema"), "inner"),
        (format!("{post}/404/content/text~1plain/schema"), "done"),
        (format!("{post}/500/content/text~1plain/schema"), "odd"),
        (format!("{post}/501/content/text~1plain/schema"), "body"),
        (
            "/paths/~1a/post/requestBody/content/text~1plain/schema".to_owned(),
            "body",
        ),
    ] {
        assert_eq!(title(&document, &pointer), Some(expected), "{pointer}");
    }
    // Where the media types are those of the document, what is shared stays shared.
    let text = |pointer: &str| document.root().at(pointer).and_then(|node| node.as_str());
    let shared = text("/paths/~1a/get/requestBody/$ref");
    assert_eq!(shared, Some("#/components/requestBodies/body"));
    let shared = text("/paths/~1a/get/responses/404/$ref");
    assert_eq!(shared, Some("#/components/responses/done"));
    let shared = text("/paths/~1a/parameters/0/$ref");
    assert_eq!(shared, Some("#/components/parameters/limit"));
}

#[test]
fn pointers_are_those_of_the_text() {
    let document = read_with_findings(ROOT).0.unwrap();
    let at = |pointer: &str| document.pointer_of(document.root().at(pointer).unwrap());
    assert_eq!(at("/components/schemas/Thing"), "/definitions/Thing");
    assert_eq!(
        at("/paths/~1a/get/responses/200/content/application~1json/schema/properties/a"),
        "/paths/~1a/get/responses/200/schema/properties/a"
    );
    assert_eq!(
        at("/paths/~1a/post/requestBody/content/text~1plain/schema"),
        "/parameters/body/schema"
    );
}

fn read_files(files: &[(&str, &str)]) -> (Document, Vec<String>) {
    let mut fetch = |path: &Path| {
        let found = files.iter().find(|(name, _)| Path::new(name) == path);
        let found = found.map(|(_, text)| text.as_bytes().to_vec());
        found.ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
    };
    let mut diagnostics = Diagnostics::new();
    let options = ReadOptions::default();
    let root = Path::new(files[0].0);
    let document = read_with(root, &mut fetch, &options, &mut diagnostics).unwrap();
    diagnostics.finish();
    (document, lines(&diagnostics))
}

/// Parts that are no documents are read as what refers to them; documents as what they are.
#[test]
fn files_of_both_versions_refer_to_each_other() {
    let old = "swagger: '2.0'\ninfo: {title: T, version: '1'}\npaths: {}\nparameters:\n  b: {name: b, in: body, schema: {}}\n  l: {name: l, in: query, type: integer}\ndefinitions:\n  A: {title: A, properties: {b: {$ref: 'part.yaml#/B'}}}\n";
    let new = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths:\n  /a:\n    get:\n      parameters: [{$ref: 'old.yaml#/parameters/l'}, {$ref: 'old.yaml#/parameters/b'}]\n      responses: {'200': {description: d, content: {application/json: {schema: {$ref: 'old.yaml#/definitions/A'}}}}}\n";
    let part = "B: {title: B, type: string, x-nullable: true}\n";
    let (document, found) =
        read_files(&[("new.yaml", new), ("old.yaml", old), ("part.yaml", part)]);
    assert_eq!(found, ["warning swagger-not-kept 6:61"]);
    let schema = "/paths/~1a/get/responses/200/content/application~1json/schema";
    let a = document
        .follow(document.root().at(schema).unwrap())
        .unwrap();
    let b = document.follow(a.at("/properties/b").unwrap()).unwrap();
    assert_eq!(
        b.get("nullable").and_then(|node| node.as_bool()),
        Some(true)
    );
    let limit = document.root().at("/paths/~1a/get/parameters/0").unwrap();
    let limit = document.follow(limit).unwrap();
    assert_eq!(
        limit.at("/schema/type").and_then(|node| node.as_str()),
        Some("integer")
    );
}

#[test]
fn operations_can_be_chosen() {
    let options = ReadOptions {
        include: vec![Selector::parse("operation:b").unwrap()],
        ..ReadOptions::default()
    };
    let mut diagnostics = Diagnostics::new();
    let document = read_text("t.yaml", ROOT, &options, &mut diagnostics).unwrap();
    assert!(diagnostics.is_empty());
    let components = document.root().get("components").unwrap();
    let names = |section: &str| {
        let section = components.get(section).unwrap();
        section
            .entries()
            .map(|(name, _)| name.to_owned())
            .collect::<Vec<_>>()
    };
    // The response that is referred to in place is that of the operation that is left out.
    assert!(names("responses").is_empty());
    assert_eq!(names("parameters"), ["limit"]);
}

/// Copies are bounded.
#[test]
fn few_words_do_not_become_many_values() {
    let properties: String = (0..200).map(|index| format!("p{index}: {{}}, ")).collect();
    let types: String = (0..200).map(|index| format!("a/b{index}, ")).collect();
    let text = format!(
        "swagger: '2.0'\ninfo: {{title: T, version: '1'}}\nparameters:\n  b: {{name: b, in: body, schema: {{properties: {{{properties}}}}}}}\npaths:\n  /a:\n    post:\n      responses: {{}}\n      parameters: [{{$ref: '#/parameters/b'}}]\n      consumes: [{types}]\n"
    );
    let mut options = ReadOptions::default();
    (options.limits.values, options.limits.copied_values) = (20_000, 0);
    let mut diagnostics = Diagnostics::new();
    read_text("t.yaml", text, &options, &mut diagnostics);
    assert_eq!(lines(&diagnostics), ["error too-many-values"]);
}
