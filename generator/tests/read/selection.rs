//! Operations that are chosen, and what stays with them.

use generator::diagnostics::Diagnostics;
use generator::read::{Document, ReadOptions, Selector, read_text};

use crate::files::Folder;
use crate::lines;

const TEXT: &str = "openapi: 3.1.0
info: {title: t, version: '1'}
security: [{everyone: []}]
tags: [{name: images}, {name: jobs}]
paths:
  /v1/images:
    get:
      operationId: listImages
      tags: [images]
      responses: {200: {$ref: '#/components/responses/Images'}}
    post:
      operationId: copyImage
      tags: [images]
      x-wait: {operation: showJob}
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Animal'}}}}
      responses: {200: {description: ok, links: {l: {operationId: deleteJob}, m: {operationId: copyImage}}}}
  /v1/jobs/{id}:
    get:
      operationId: showJob
      tags: [jobs]
      security: [{own: []}]
      responses: {200: {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Job/properties/state'}}}}}
    delete:
      operationId: deleteJob
      tags: [jobs]
      responses: {200: {description: ok}}
  /v2/broken: {$ref: '#/components/pathItems/Broken'}
webhooks:
  imageCopied: {post: {operationId: onCopy, responses: {200: {description: ok}}}}
components:
  pathItems:
    Broken: {get: {tags: [broken], parameters: [{in: query}], responses: {}}}
  responses:
    Images: {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/List'}}}}
    Unused: {description: no}
  schemas:
    List: {type: array, items: {$ref: '#/components/schemas/Image'}}
    Image: {type: object, properties: {parent: {$ref: '#/components/schemas/Image'}}}
    Animal: {type: object, required: [kind], properties: {kind: {type: string}}, discriminator: {propertyName: kind}}
    Cat: {allOf: [{$ref: '#/components/schemas/Animal'}]}
    Job: {type: object, properties: {state: {type: string}}}
    Never: {type: object, properties: {a: {$ref: '#/nowhere'}}}
  securitySchemes:
    everyone: {type: http, scheme: bearer}
    own: {type: http, scheme: basic}
";

fn read(include: &[&str], exclude: &[&str]) -> (Document, Diagnostics) {
    let parse = |texts: &[&str]| {
        let parsed = texts.iter().map(|text| Selector::parse(text).unwrap());
        parsed.collect::<Vec<_>>()
    };
    let options = ReadOptions {
        include: parse(include),
        exclude: parse(exclude),
        ..ReadOptions::default()
    };
    let mut diagnostics = Diagnostics::new();
    let document = read_text("test.yaml", TEXT, &options, &mut diagnostics).unwrap();
    diagnostics.finish();
    (document, diagnostics)
}

fn keys(document: &Document, pointer: &str) -> Vec<String> {
    let node = document.root().at(pointer);
    node.into_iter()
        .flat_map(|node| node.entries())
        .map(|(key, _)| key.to_owned())
        .collect()
}

/// The operations, by operationId or method.
fn operations(document: &Document) -> Vec<String> {
    let mut found = Vec::new();
    for section in ["paths", "webhooks"] {
        for (_, item) in document.root().get(section).unwrap().entries() {
            let item = document.follow(item).unwrap();
            for (method, node) in item.entries() {
                let id = node.get("operationId").and_then(|id| id.as_str());
                found.push(id.unwrap_or(method).to_owned());
            }
        }
    }
    found
}

#[test]
fn operations_are_chosen_by() {
    let check = |include: &[&str], exclude: &[&str], expected: &[&str]| {
        let (document, diagnostics) = read(include, exclude);
        assert!(
            !diagnostics.has_errors() || expected.contains(&"get"),
            "{include:?} {:?}",
            lines(&diagnostics)
        );
        assert_eq!(operations(&document), expected, "{include:?} {exclude:?}");
    };
    check(&["tag:jobs"], &[], &["showJob", "deleteJob"]);
    check(&["tag:j*"], &["method:delete"], &["showJob"]);
    check(
        &["path:/v1/images"],
        &[],
        &["listImages", "copyImage", "showJob"],
    );
    check(&["path:/v1/*"], &["operation:copyImage"], &["listImages"]);
    check(&["path:GET:/v1/**"], &[], &["listImages", "showJob"]);
    check(
        &["operation:list*", "operation:deleteJob"],
        &[],
        &["listImages", "deleteJob"],
    );
    check(&["webhook:image*"], &[], &["onCopy"]);
    check(&[], &["path:/**"], &["onCopy"]);
    check(&["method:GET"], &["tag:broken"], &["listImages", "showJob"]);
    check(&[], &["tag:images", "tag:jobs", "webhook:*"], &["get"]);
}

#[test]
fn only_what_is_reached_stays() {
    let check = |include: &[&str], schemas: &[&str], schemes: &[&str]| {
        let (document, diagnostics) = read(include, &[]);
        assert_eq!(lines(&diagnostics), Vec::<String>::new(), "{include:?}");
        assert_eq!(
            keys(&document, "/components/schemas"),
            schemas,
            "{include:?}"
        );
        assert_eq!(
            keys(&document, "/components/securitySchemes"),
            schemes,
            "{include:?}"
        );
    };
    check(&["operation:listImages"], &["List", "Image"], &["everyone"]);
    // With what it waits by, and with what extends a schema that tells its kinds apart.
    check(
        &["operation:copyImage"],
        &["Animal", "Cat", "Job"],
        &["everyone", "own"],
    );
    check(&["operation:showJob"], &["Job"], &["own"]);
    check(&["operation:deleteJob"], &[], &["everyone"]);
    let (document, _) = read(&["operation:copyImage"], &[]);
    assert_eq!(keys(&document, "/components/responses"), [""; 0]);
    assert_eq!(
        keys(&document, "/paths/~1v1~1images/post/responses/200/links"),
        ["m"]
    );
    assert_eq!(document.root().at("/tags").unwrap().as_array().len(), 2);
    let (document, _) = read(&["operation:listImages"], &[]);
    assert_eq!(
        document.root().at("/tags/0/name").unwrap().as_str(),
        Some("images")
    );
    assert_eq!(document.root().at("/tags").unwrap().as_array().len(), 1);
}

#[test]
fn findings_go_with_what_has_gone() {
    let (_, diagnostics) = read(&[], &["webhook:imageCopied"]);
    assert_eq!(lines(&diagnostics), ["error missing-key 32:49"]);
    let (_, diagnostics) = read(&[], &["tag:broken"]);
    assert_eq!(lines(&diagnostics), Vec::<String>::new());
}

#[test]
fn selectors_that_choose_nothing() {
    let check = |include: &[&str], exclude: &[&str], help: &str| {
        let (_, diagnostics) = read(include, exclude);
        let finding = diagnostics
            .iter()
            .find(|found| found.code.name == "unmatched-selector");
        let finding = finding.unwrap();
        assert_eq!(
            finding.help.as_deref().unwrap_or_default(),
            help,
            "{include:?} {exclude:?}"
        );
        assert!(diagnostics.has_errors());
    };
    check(&["tag:image"], &[], "did you mean `tag:images`?");
    check(&["tag:quite"], &[], "there is `images`, `jobs`, `broken`");
    check(
        &["operation:copyImages"],
        &[],
        "did you mean `operation:copyImage`?",
    );
    check(
        &["path:GET:/v1/image"],
        &[],
        "did you mean `path:GET:/v1/images`?",
    );
    check(
        &["webhook:imagesCopied"],
        &[],
        "did you mean `webhook:imageCopied`?",
    );
    check(&[], &["method:PATCH"], "there is `get`, `post`, `delete`");
    check(&[], &["path:/**", "webhook:*"], "");
}

#[test]
fn malformed_selectors() {
    let check = |text: &str, expected: &str| {
        let error = Selector::parse(text).unwrap_err();
        assert!(error.contains(expected), "{text}: {error}");
    };
    check("images", "does not say what to choose by");
    check("tags:images", "did you mean `tag:images`?");
    check("colour:red", "nothing to choose by");
    check("tag:", "names nothing");
    check("path:v1/images", "does not begin with `/`");
    check("path:GET", "does not begin with `/`");
}

/// Files of which nothing is reached are not spoken of; a shared path item stays whole for others.
#[test]
fn several_files() {
    let root = b"openapi: 3.1.0
info: {title: t, version: '1'}
paths:
  /a: {$ref: 'items.yaml#/Shared'}
  /b: {$ref: 'items.yaml#/Shared'}
  /c: {$ref: 'broken.yaml#/C'}
";
    let items = b"Shared:
  get: {tags: [x], responses: {200: {description: ok}}}
  put: {tags: [y], responses: {200: {description: ok}}}
";
    let broken = b"C: {get: {parameters: text, responses: {}}}\n";
    let folder = Folder::new(
        "selection",
        &[
            ("root.yaml", root),
            ("items.yaml", items),
            ("broken.yaml", broken),
            ("other.yaml", b"openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths: {$ref: 'root.yaml#/paths'}\n"),
        ],
    );
    let options = |include: &[&str]| ReadOptions {
        include: include
            .iter()
            .map(|text| Selector::parse(text).unwrap())
            .collect(),
        ..ReadOptions::default()
    };
    let (document, found) = folder.read("root.yaml", &options(&["path:GET:/a", "path:/b"]));
    assert_eq!(found, [""; 0]);
    let document = document.unwrap();
    let methods = |path: &str| {
        let item = document.root().at(&format!("/paths/{path}")).unwrap();
        let item = document.follow(item).unwrap();
        item.entries()
            .map(|(key, _)| key.to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(methods("~1a"), ["get"]);
    assert_eq!(methods("~1b"), ["get", "put"]);
    // References in place of all paths and of an operation, which the specification does not know.
    let (document, found) = folder.read("other.yaml", &options(&["path:GET:/a"]));
    assert_eq!(found, ["misplaced-reference other.yaml:3:8 /paths"]);
    let paths = document.unwrap().root().get("paths").unwrap().to_json();
    assert_eq!(paths.as_object().unwrap().len(), 1);
    let (_, found) = folder.read("root.yaml", &options(&["path:/c"]));
    assert_eq!(found, ["wrong-type broken.yaml:1:23 /C/get/parameters"]);
}
