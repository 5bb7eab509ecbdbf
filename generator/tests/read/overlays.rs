//! Overlays: what they change, what is said about them, and that places are kept.

use serde_json::{Value as Json, json};

use crate::files::Folder;
use generator::read::{Document, ReadOptions};

const ROOT: &[u8] = b"openapi: 3.1.0
info: {title: t, version: '1'}
tags: [{name: a}, {name: b}]
paths:
  /a: {get: {operationId: getA, tags: [a], deprecated: true}}
  /b: {get: {operationId: getB, tags: [b]}, post: {operationId: postB}}
";

fn apply(name: &str, actions: &str) -> (Option<Document>, Vec<String>) {
    let overlay = format!("overlay: 1.1.0\ninfo: {{title: o, version: '1'}}\nactions:\n{actions}");
    let folder = Folder::new(
        &format!("overlay-{name}"),
        &[("root.yaml", ROOT), ("o.yaml", overlay.as_bytes())],
    );
    let options = ReadOptions {
        overlays: vec![folder.0.join("o.yaml")],
        ..ReadOptions::default()
    };
    folder.read("root.yaml", &options)
}

#[test]
fn actions() {
    let mut number = 0;
    let mut check = |actions: &str, pointer: &str, expected: Option<Json>| {
        number += 1;
        let (document, found) = apply(&format!("actions-{number}"), actions);
        assert_eq!(found, [""; 0], "{actions}");
        let document = document.unwrap();
        let node = document.root().at(pointer);
        assert_eq!(node.map(|node| node.to_json()), expected, "{actions}");
    };
    check(
        "- {target: $.info, update: {description: d}}",
        "/info",
        Some(json!({"title": "t", "version": "1", "description": "d"})),
    );
    check(
        "- {target: $, update: {info: {title: new}}}",
        "/info/title",
        Some(json!("new")),
    );
    check(
        "- {target: $.info.title, update: new}",
        "/info/title",
        Some(json!("new")),
    );
    check(
        "- {target: $.tags, update: {name: c}}",
        "/tags/2",
        Some(json!({"name": "c"})),
    );
    check(
        "- {target: $.tags, update: [{name: c}, {name: d}]}",
        "/tags/3",
        Some(json!({"name": "d"})),
    );
    check(
        "- {target: $.paths.*.get, update: {tags: [z]}}",
        "/paths/~1a/get/tags",
        Some(json!(["a", "z"])),
    );
    check(
        "- {target: \"$.paths['/b']\", remove: true}",
        "/paths/~1b",
        None,
    );
    check(
        "- {target: \"$.tags[?@.name == 'a']\", remove: true}",
        "/tags",
        Some(json!([{"name": "b"}])),
    );
    check(
        "- {target: '$.tags[*]', remove: true}",
        "/tags",
        Some(json!([])),
    );
    check(
        "- {target: '$..deprecated', remove: true}",
        "/paths/~1a/get",
        Some(json!({"operationId": "getA", "tags": ["a"]})),
    );
    check(
        "- {target: \"$.paths.*[?@.deprecated == true]\", remove: true}",
        "/paths/~1a",
        Some(json!({})),
    );
    check(
        "- {target: $, update: {info: null, tags: null}}",
        "/info/title",
        Some(json!("t")),
    );
    // Later actions see what earlier ones did; moving is three of them.
    check(
        "- {target: $.paths, update: {/c: {}}}\n- {target: \"$.paths['/c']\", copy: \"$.paths['/b']\"}\n- {target: \"$.paths['/b']\", remove: true}",
        "/paths/~1c/post/operationId",
        Some(json!("postB")),
    );
}

#[test]
fn mistakes() {
    let mut number = 0;
    let mut check = |actions: &str, expected: &[&str]| {
        number += 1;
        let (_, found) = apply(&format!("mistakes-{number}"), actions);
        let found: Vec<_> = found.iter().map(|line| line.trim_end()).collect();
        assert_eq!(found, expected, "{actions}");
    };
    check(
        "- {target: $.nowhere, remove: true}",
        &["unmatched-target o.yaml:4:12"],
    );
    check(
        "- {target: 'paths[', remove: true}",
        &["malformed-jsonpath o.yaml:4:12"],
    );
    check(
        "- {target: 1, remove: true}",
        &["malformed-jsonpath o.yaml:4:12"],
    );
    check(
        &format!("- {{target: '$[?{}]', remove: true}}", "(".repeat(5000)),
        &["malformed-jsonpath o.yaml:4:12"],
    );
    check(
        &format!(
            "- {{target: '$.paths{}.a{}', remove: true}}",
            "[?@".repeat(22),
            "]".repeat(22)
        ),
        &["malformed-jsonpath o.yaml:4:12"],
    );
    // Each value more often than there is memory.
    check(
        &format!("- {{target: '${}', remove: true}}", "[*,*]".repeat(40)),
        &["malformed-jsonpath o.yaml:4:12"],
    );
    check(
        &format!("- {{target: '${}', remove: true}}", "..*".repeat(40)),
        &["malformed-jsonpath o.yaml:4:12"],
    );
    check(
        "- {target: $, remove: true}",
        &["malformed-overlay o.yaml:4:12"],
    );
    check("- {update: {}}", &["malformed-overlay o.yaml:4:3"]);
    check("- {target: $.info}", &["malformed-overlay o.yaml:4:12"]);
    check(
        "- {target: $.info, update: {}, copy: $.info}",
        &["malformed-overlay o.yaml:4:3"],
    );
    check(
        "- {target: $.info, update: {title: [a]}}",
        &["malformed-overlay o.yaml:4:36"],
    );
    check(
        "- {target: $.info, copy: '$.paths.*'}",
        &["malformed-overlay o.yaml:4:26"],
    );
    check(
        "- {target: $.info, updat: {}, update: {}}",
        &["unknown-key o.yaml:4:20"],
    );
    check(
        "- {target: $.info, remove: x}",
        &["malformed-overlay o.yaml:4:28"],
    );
    check("- text", &["malformed-overlay o.yaml:4:3"]);
}

/// A finding in what an overlay has brought points into the overlay; references in it are those of the document.
#[test]
fn places_are_kept() {
    let (document, found) = apply(
        "places",
        "- target: $\n  update:\n    components:\n      schemas:\n        A: {type: object, patern: x}\n        B: {$ref: '#/components/schemas/Nowhere'}\n        C: {$ref: '#/components/schemas/A'}\n",
    );
    assert_eq!(
        found,
        [
            "unknown-key o.yaml:8:27 /components/schemas/A/patern",
            "unresolved-reference o.yaml:9:19 /components/schemas/B/$ref",
        ]
    );
    let document = document.unwrap();
    let node = document.root().at("/components/schemas/C").unwrap();
    let end = document.follow(node).unwrap();
    assert_eq!(document.pointer_of(end), "/components/schemas/A");
    assert_eq!(document.paths().count(), 2);
}

#[test]
fn several_in_order_and_what_is_no_overlay() {
    let one = b"overlay: 1.0.0\ninfo: {title: o, version: '1'}\nextends: root.yaml\nactions: [{target: $.info, update: {title: one, summary: one}}]\n";
    let two = b"overlay: 1.0.0\ninfo: {title: o, version: '1'}\nextends: other.yaml\nactions: [{target: $.info, update: {title: two}}]\n";
    let folder = Folder::new(
        "overlay-several",
        &[
            ("root.yaml", ROOT),
            ("one.yaml", one),
            ("two.yaml", two),
            ("three.yaml", b"overlay: 2.0.0\nactions: []\n"),
            ("four.yaml", b"a: 1\n"),
        ],
    );
    let read = |names: &[&str]| {
        let overlays = names.iter().map(|name| folder.0.join(name)).collect();
        folder.read(
            "root.yaml",
            &ReadOptions {
                overlays,
                ..ReadOptions::default()
            },
        )
    };
    let (document, found) = read(&["one.yaml", "two.yaml"]);
    assert_eq!(found, ["wrong-value two.yaml:3:10 "]);
    let info = document.unwrap().root().at("/info").unwrap().to_json();
    assert_eq!(
        info,
        json!({"title": "two", "version": "1", "summary": "one"})
    );
    assert_eq!(
        read(&["three.yaml"]).1,
        ["malformed-overlay three.yaml:1:10 "]
    );
    assert_eq!(read(&["four.yaml"]).1, ["malformed-overlay four.yaml:1:1 "]);
    let (document, found) = read(&["nowhere.yaml"]);
    assert!(document.is_none());
    assert_eq!(found, ["unreadable-file"]);
}
