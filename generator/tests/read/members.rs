//! References among the members of a map, which lead to further members.

use generator::read::ReadOptions;
use serde_json::json;

use crate::files::Folder;
use crate::{lines, read_with_findings, with_schemas};

#[test]
fn of_one_file() {
    let check = |schemas: &str, expected: &[&str], read: serde_json::Value| {
        let (document, diagnostics) = read_with_findings(&with_schemas("3.1", schemas));
        assert_eq!(lines(&diagnostics), expected, "{schemas}");
        let document = document.unwrap();
        let node = document.root().at("/components/schemas/A/properties");
        assert_eq!(node.unwrap().to_json(), read, "{schemas}");
    };
    check(
        "A: {properties: {$ref: '#/components/schemas/B/properties', c: {type: string}}},\nB: {properties: {b: {type: integer}}}",
        &["warning misplaced-reference 5:28"],
        json!({"c": {"type": "string"}, "b": {"type": "integer"}}),
    );
    // What stands beside it is nearer.
    check(
        "A: {properties: {$ref: '#/components/x-b', b: {type: string}}}},\nx-b: {b: {type: int}",
        &[
            "warning misplaced-reference 5:28",
            "warning misplaced-reference 5:48",
            "warning wrong-value 6:21",
        ],
        json!({"b": {"type": "string"}}),
    );
    // In a row.
    check(
        "A: {properties: {$ref: '#/components/schemas/B/properties'}},\nB: {properties: {$ref: '#/components/schemas/C/properties'}},\nC: {properties: {c: {}}}",
        &[
            "warning misplaced-reference 5:28",
            "warning misplaced-reference 6:28",
        ],
        json!({"c": {}}),
    );
    // One in the other, and on the way to another.
    check(
        "A: {properties: {$ref: '#/components/x/B/properties'}}},\nx: {B: {properties: {b: {properties: {$ref: '#/components/y'}}}}},\ny: {c: {type: string}",
        &[
            "warning misplaced-reference 5:28",
            "warning unknown-key 6:5",
            "warning misplaced-reference 6:49",
            "warning unknown-key 7:5",
        ],
        json!({"b": {"properties": {"c": {"type": "string"}}}}),
    );
    // A property may be called so.
    check(
        "A: {properties: {$ref: {type: string}}}",
        &[],
        json!({"$ref": {"type": "string"}}),
    );
    check(
        "A: {properties: {$ref: '#/components/schemas/B'}},\nB: {type: string}",
        &[
            "warning misplaced-reference 5:28",
            "error reference-kind 5:28",
        ],
        json!({"type": "string"}),
    );
}

#[test]
fn circles_are_errors() {
    let check = |schemas: &str| {
        let (_, diagnostics) = read_with_findings(&with_schemas("3.1", schemas));
        let lines = lines(&diagnostics);
        let cycles = lines
            .iter()
            .filter(|line| line.starts_with("error reference-cycle"));
        assert!(cycles.count() > 0, "{schemas}: {lines:?}");
    };
    check(
        "A: {properties: {$ref: '#/components/schemas/B/properties'}},\nB: {properties: {$ref: '#/components/schemas/A/properties'}}",
    );
    // A map in itself.
    check("A: {properties: {$ref: '#/components/schemas'}}");
    check("A: {properties: {$ref: '#/components/schemas/A/properties'}}");
}

#[test]
fn components_in_a_file_of_their_own() {
    let root: &[u8] = b"openapi: 3.0.0\ninfo: {title: t, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n    $ref: schemas.yaml\n    A: {$ref: '#/components/schemas/B'}\n";
    let schemas: &[u8] = b"B: {type: object, properties: {c: {$ref: '#/C'}}}\nC: {type: string}\n";
    let folder = Folder::new("members", &[("root.yaml", root), ("schemas.yaml", schemas)]);
    let (document, found) = folder.read("root.yaml", &ReadOptions::default());
    assert_eq!(
        found,
        ["misplaced-reference root.yaml:6:11 /components/schemas/$ref"]
    );
    let document = document.unwrap();
    let schemas = document.root().at("/components/schemas").unwrap();
    let names: Vec<_> = schemas.entries().map(|(name, _)| name).collect();
    assert_eq!(names, ["A", "B", "C"]);
    let a = document.follow(schemas.get("A").unwrap()).unwrap();
    let c = a.get("properties").and_then(|node| node.get("c")).unwrap();
    let c = document.follow(c).unwrap();
    assert_eq!(c.to_json(), json!({"type": "string"}));
}
