//! A document of Swagger 2.0 and what it says in OpenAPI 3 are the same API: for reviews, and as a crate.

use std::path::Path;

use generator::Generator;
use generator::diagnostics::{self, Diagnostics, Format};
use generator::diff::{compare, oasdiff};
use generator::read::{Document, ReadOptions, read};

use super::oasdiff::today;

fn fixture(name: &str) -> std::path::PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/swagger");
    folder.join(name)
}

fn document(name: &str) -> Document {
    let mut diagnostics = Diagnostics::new();
    let document = read(&fixture(name), &ReadOptions::default(), &mut diagnostics);
    let said = diagnostics::render(&diagnostics, Format::Text { colour: false });
    assert!(diagnostics.is_empty(), "{said}");
    document.unwrap()
}

#[test]
fn a_translation_is_no_change() {
    let (two, three) = (document("two.yaml"), document("three.yaml"));
    for (old, new) in [(&two, &three), (&three, &two), (&two, &two)] {
        let report = compare(old, new);
        assert!(report.changes.is_empty(), "{:#?}", report.changes);
        let options = oasdiff::Options::new(today());
        let changes = oasdiff::compare(old, new, &options).0;
        assert!(changes.is_empty(), "{changes:#?}");
    }
}

#[test]
fn a_translation_is_the_same_crate() {
    let crate_of = |name: &str| {
        let mut diagnostics = Diagnostics::new();
        let rendered = Generator::new().render(&fixture(name), &mut diagnostics);
        rendered.unwrap().0.files
    };
    let (two, three) = (crate_of("two.yaml"), crate_of("three.yaml"));
    assert_eq!(two.len(), three.len());
    for (two, three) in two.iter().zip(&three) {
        assert_eq!(two.path, three.path);
        // Comments name places, which differ.
        let code = |text: &str| {
            let lines = text
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"));
            lines.collect::<Vec<_>>().join("\n")
        };
        let named = code(&three.text).replace("three", "two");
        assert_eq!(code(&two.text), named, "{}", two.path);
    }
}

/// What changes is told at its place in the document as it is written.
#[test]
fn changes_have_the_pointers_of_the_document() {
    let old = "swagger: '2.0'\ninfo: {title: T, version: '1'}\npaths:\n  /a:\n    post:\n      parameters:\n        - {name: b, in: body, schema: {$ref: '#/definitions/B'}}\n      responses: {'204': {description: Done.}}\ndefinitions:\n  B: {type: object, properties: {a: {type: string}}}\n";
    let new = old.replace("{type: string}", "{type: integer}");
    let report = compare(
        &super::document("old.yaml", old),
        &super::document("new.yaml", &new),
    );
    let pointers: Vec<&str> = report
        .changes
        .iter()
        .flat_map(|change| change.old.iter().chain(&change.new))
        .map(|place| place.pointer.as_str())
        .collect();
    assert!(!pointers.is_empty());
    for pointer in pointers {
        assert!(
            pointer.starts_with("/definitions/B/properties/a"),
            "{pointer}"
        );
    }
}
