//! `$id`, anchors, dynamic references, and what stands beside references.

use serde_json::json;

use crate::files::Folder;
use crate::{lines, read_with_findings, with_schemas};
use generator::read::ReadOptions;

/// What the `$ref` at a pointer leads to; `$ref` itself when it leads nowhere.
fn target(schemas: &str, pointer: &str, expected: &[&str]) -> Option<String> {
    let (document, diagnostics) = read_with_findings(&with_schemas("3.1", schemas));
    assert_eq!(lines(&diagnostics), expected, "{schemas}");
    let document = document.unwrap();
    let node = document.root().at(&format!("/components/schemas{pointer}"));
    let end = document.follow(node.unwrap())?;
    let title = end.get("title").and_then(|title| title.as_str());
    Some(title.unwrap_or_default().to_owned())
}

#[test]
fn references_inside_of_a_schema_with_an_address() {
    let check = |schemas: &str, pointer: &str, expected: &str| {
        assert_eq!(
            target(schemas, pointer, &[]).as_deref(),
            Some(expected),
            "{schemas}"
        );
    };
    // The fragment counts from the schema with the `$id`, not from the file.
    check(
        "A: {$id: 'https://e.org/a', $defs: {b: {title: inner}}, properties: {x: {$ref: '#/$defs/b'}}}",
        "/A/properties/x",
        "inner",
    );
    check(
        "A: {$id: 'https://e.org/a', title: whole, properties: {x: {$ref: '#'}}}",
        "/A/properties/x",
        "whole",
    );
    // By address: absolute, and relative to another address; also before it comes.
    check(
        "A: {$ref: 'https://e.org/s/b'}, B: {$id: 'https://e.org/s/b', title: b}",
        "/A",
        "b",
    );
    check(
        "A: {$id: 'https://e.org/s/a', items: {$ref: '../s/b'}}, B: {$id: 'https://e.org/s/b', title: b}",
        "/A/items",
        "b",
    );
    check(
        "A: {$ref: 'https://e.org/b#/$defs/c'}, B: {$id: 'https://e.org/b', $defs: {c: {title: c}}}",
        "/A",
        "c",
    );
    check(
        "A: {$ref: 'urn:e:b'}, B: {$id: 'urn:e:b', title: b}",
        "/A",
        "b",
    );
    // A relative `$id` is relative to the file.
    check("A: {$ref: 'b.json'}, B: {$id: b.json, title: b}", "/A", "b");
    // An address in an address.
    check(
        "A: {$id: 'https://e.org/a/', $defs: {b: {$id: b, $defs: {c: {title: c}}, items: {$ref: '#/$defs/c'}}}}",
        "/A/$defs/b/items",
        "c",
    );
    // Anchors belong to their resource.
    check(
        "A: {$id: 'https://e.org/a', $defs: {x: {$anchor: n, title: a}}, items: {$ref: '#n'}}, B: {$id: 'https://e.org/b', $defs: {x: {$anchor: n, title: b}}, items: {$ref: '#n'}}",
        "/B/items",
        "b",
    );
    check(
        "A: {$ref: 'https://e.org/b#n'}, B: {$id: 'https://e.org/b', $defs: {x: {$anchor: n, title: b}}}",
        "/A",
        "b",
    );
    // What `$anchor` was up to draft 7.
    check("A: {$ref: '#n'}, B: {$id: '#n', title: b}", "/A", "b");
}

#[test]
fn references_that_mean_the_file_though_there_is_an_address() {
    let schemas =
        "A: {$id: 'https://e.org/a', items: {$ref: '#/components/schemas/B'}}, B: {title: b}";
    let found = target(schemas, "/A/items", &["warning unsupported-schema-id 5:47"]);
    assert_eq!(found.as_deref(), Some("b"));
    let schemas = "A: {$ref: 'https://e.org/nowhere'}, B: {$id: 'https://e.org/b'}";
    assert_eq!(
        target(schemas, "/A", &["error remote-reference 5:15"]),
        None
    );
}

#[test]
fn dynamic_references_that_can_mean_one_schema_only() {
    let tree = "Tree: {$dynamicAnchor: node, title: tree, properties: {children: {items: {$dynamicRef: '#node'}}}}";
    let pointer = "/Tree/properties/children/items";
    assert_eq!(target(tree, pointer, &[]).as_deref(), Some("tree"));
    // Another schema extends it: which of them is meant depends on where one comes from.
    let two = format!(
        "{tree}, Strict: {{$dynamicAnchor: node, allOf: [{{$ref: '#/components/schemas/Tree'}}]}}"
    );
    let expected = [
        "warning duplicate-anchor 5:147",
        "warning unsupported-dynamic-reference 5:92",
    ];
    let (_, diagnostics) = read_with_findings(&with_schemas("3.1", &two));
    let mut found = lines(&diagnostics);
    found.sort();
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(
        found[0].starts_with("warning duplicate-anchor"),
        "{found:?}"
    );
    assert_eq!(found[1], expected[1]);
    // An ordinary anchor: what `$ref` means.
    let plain = "A: {$dynamicRef: '#n'}, B: {$anchor: n, title: b}";
    assert_eq!(target(plain, "/A", &[]).as_deref(), Some("b"));
    let recursive = "A: {$id: 'https://e.org/a', title: a, items: {$recursiveRef: '#'}}";
    assert_eq!(target(recursive, "/A/items", &[]).as_deref(), Some("a"));
    let found = target(
        "A: {$recursiveRef: '#'}",
        "/A",
        &["warning unsupported-dynamic-reference 5:24"],
    );
    assert_eq!(found.as_deref(), Some(""));
}

#[test]
fn keys_beside_the_reference_of_a_path_item() {
    let text = "openapi: 3.1.0
info: {title: t, version: '1'}
paths:
  /a:
    $ref: '#/components/pathItems/A'
    summary: near
    parameters:
      - {name: p, in: query, schema: {type: integer}}
    delete: {operationId: deleteA}
components:
  pathItems:
    A:
      summary: far
      parameters:
        - {name: p, in: query, schema: {type: string}}
        - {name: q, in: query, schema: {type: string}}
      get: {operationId: getA}
      delete: {operationId: other}
";
    let (document, diagnostics) = read_with_findings(text);
    assert_eq!(lines(&diagnostics), ["warning path-item-conflict 9:5"]);
    let document = document.unwrap();
    let parameter =
        |name: &str, ty: &str| json!({"name": name, "in": "query", "schema": {"type": ty}});
    assert_eq!(
        document.root().at("/paths/~1a").unwrap().to_json(),
        json!({
            "summary": "near",
            "parameters": [parameter("p", "integer"), parameter("q", "string")],
            "delete": {"operationId": "deleteA"},
            "get": {"operationId": "getA"},
        })
    );
}

#[test]
fn descriptions_beside_references_hold() {
    let text = "openapi: 3.1.0
info: {title: t, version: '1'}
paths: {}
components:
  responses:
    A: {$ref: '#/components/responses/B', description: near}
    B: {$ref: '#/components/responses/C'}
    C: {description: far}
";
    let (document, diagnostics) = read_with_findings(text);
    assert_eq!(lines(&diagnostics), Vec::<String>::new());
    let document = document.unwrap();
    let check = |name: &str, expected: &str| {
        let node = document.root().at(&format!("/components/responses/{name}"));
        assert_eq!(document.text(node.unwrap(), "description"), Some(expected));
    };
    check("A", "near");
    check("B", "far");
    check("C", "far");
}

#[test]
fn references_between_files() {
    let root = b"openapi: 3.1.0
info: {title: t, version: '1'}
paths:
  /a: {$ref: 'paths%20of/a.yaml#/items/~1a'}
components:
  schemas:
    Whole: {$ref: whole.json}
    Deep: {$ref: 'old.yaml#/components/schemas/Old/properties/a~1b'}
    Defs: {$ref: 'whole.json#/$defs/n%C3%A4me'}
    Anchor: {$ref: 'whole.json#here'}
    Loop: {properties: {next: {$ref: 'loop.yaml#/Loop'}}}
";
    let folder = Folder::new(
        "between",
        &[
            ("root.yaml", root),
            ("paths of/a.yaml", b"items:\n  /a:\n    get:\n      responses: {200: {$ref: '../whole.json#/responses/Ok'}}\n"),
            ("whole.json", "{\"title\": \"whole\", \"$defs\": {\"näme\": {\"$anchor\": \"here\", \"title\": \"defs\"}}, \"responses\": {\"Ok\": {\"description\": \"ok\"}}}".as_bytes()),
            ("old.yaml", b"openapi: 3.0.0\ninfo: {title: o, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n    Old: {properties: {a/b: {title: deep, type: string, nullable: true}}}\n"),
            ("loop.yaml", b"Loop: {title: loop, properties: {back: {$ref: 'root.yaml#/components/schemas/Loop'}}}\n"),
        ],
    );
    let (document, found) = folder.read("root.yaml", &ReadOptions::default());
    // The key outside of the grammar of a schema is the one thing to say; `nullable` is at home in a file of 3.0.
    assert_eq!(found, ["unknown-key whole.json:1:77 /responses"]);
    let document = document.unwrap();
    let check = |name: &str, title: &str| {
        let node = document.root().at(&format!("/components/schemas/{name}"));
        let end = document.follow(node.unwrap()).unwrap();
        assert_eq!(end.get("title").unwrap().as_str(), Some(title));
    };
    check("Whole", "whole");
    check("Deep", "deep");
    check("Defs", "defs");
    check("Anchor", "defs");
    check("Loop/properties/next", "loop");
    let item = document
        .follow(document.root().at("/paths/~1a").unwrap())
        .unwrap();
    let response = document
        .follow(item.at("/get/responses/200").unwrap())
        .unwrap();
    assert_eq!(response.get("description").unwrap().as_str(), Some("ok"));
}
