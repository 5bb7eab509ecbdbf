//! Documents with one fault each, and what is said about it: a person has to be able to mend each of them by that alone.
//!
//! `tests/fixtures/invalid/` has a file or a folder per fault; the document in a folder is `api.yaml`, and other files beside it
//! are what it refers to, or settings. `INSTA_UPDATE=always cargo test -p tests --test invalid` writes the snapshots anew;
//! their difference is what to review.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use generator::Generator;
use generator::diagnostics::{self, Diagnostic, Diagnostics, Format, codes};
use tests::fixtures;

/// What is said about a document.
fn findings(document: &Path) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    Generator::new().understand(document, &mut diagnostics);
    diagnostics.finish();
    diagnostics
}

/// All documents by their names.
fn documents() -> Vec<(String, PathBuf)> {
    let folder = fixtures::path("invalid");
    let mut found: Vec<(String, PathBuf)> = std::fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| {
            let path = entry.expect("an entry can be read").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let document = match path.is_dir() {
                true => path.join("api.yaml"),
                false => path.clone(),
            };
            (name.into_owned(), document)
        })
        .collect();
    found.sort();
    found
}

#[test]
fn every_fault_is_told_once_and_can_be_mended() {
    let documents = documents();
    assert!(documents.len() > 350, "{}", documents.len());
    let root = format!("{}/", fixtures::path("invalid").display());
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path("snapshots/invalid");
    let _bound = settings.bind_to_scope();
    for (name, document) in documents {
        let diagnostics = findings(&document);
        let text = diagnostics::render(&diagnostics, Format::Text { colour: false });
        assert_eq!(diagnostics.iter().count(), 1, "{name}\n{text}");
        insta::assert_snapshot!(name, text.replace(&root, ""));
    }
}

/// Nothing that a document holds reaches a terminal as a command to it.
#[test]
fn findings_hold_no_control_characters() {
    for (name, document) in documents() {
        let diagnostics = findings(&document);
        for format in [Format::Text { colour: false }, Format::Json, Format::Github] {
            let text = diagnostics::render(&diagnostics, format);
            let control = text
                .chars()
                .find(|c| c.is_control() && !"\n\r\t".contains(*c));
            assert_eq!(control, None, "{name}");
        }
    }
}

/// Codes that no document of one fault gives, and what they are about.
const ELSEWHERE: &[(&str, &str)] = &[
    ("file-too-large", "a file of 64 MiB"),
    ("reference-chain", "thousands of references"),
    ("too-complex", "schemas that stand for millions"),
    ("expired-approval", "two documents, and the day"),
    ("stale-approval", "two documents"),
    ("malformed-policy", "two documents"),
];

#[test]
fn every_code_is_given_by_a_document() {
    let mut given: BTreeSet<&str> = BTreeSet::new();
    for (_, document) in documents() {
        given.extend(findings(&document).iter().map(|found| found.code.name));
    }
    for code in codes::ALL {
        // The examples of `explain` are documents as well; that each gives its code is tested with them.
        let example = code.explanation().contains("```yaml");
        let elsewhere = ELSEWHERE.iter().any(|(name, _)| *name == code.name);
        assert_ne!(
            given.contains(code.name) || example,
            elsewhere,
            "a document for {code}"
        );
    }
}

/// All mistakes of a document in one run: each at the line that has a comment about it, and no other.
#[test]
fn twelve_mistakes_are_told_at_their_lines() {
    let path = fixtures::path("mistakes/twelve.yaml");
    let text = std::fs::read_to_string(&path).expect("the document is there");
    let lines = text.lines().zip(1..);
    let marked: Vec<usize> = lines
        .filter(|(line, _)| line.contains("# mistake"))
        .map(|(_, number)| number)
        .collect();
    assert_eq!(marked.len(), 12);
    let diagnostics = findings(&path);
    let line = |found: &Diagnostic| {
        let span = found.span.expect("each has a place");
        diagnostics.sources().position(span).map(|place| place.line)
    };
    let told: Vec<usize> = diagnostics.iter().filter_map(line).collect();
    let report = diagnostics::render(&diagnostics, Format::Text { colour: false });
    assert_eq!(told, marked, "{report}");
    let kinds: BTreeSet<&str> = diagnostics.iter().map(|found| found.code.name).collect();
    assert_eq!(kinds.len(), 12, "{kinds:?}");
}

/// What is no file at all, or none that can be read.
#[test]
fn what_cannot_be_opened() {
    let check = |name: &str, message: &str| {
        let diagnostics = findings(&fixtures::path("invalid").join(name));
        let found: Vec<&Diagnostic> = diagnostics.iter().collect();
        let [found] = found.as_slice() else {
            panic!("{found:?}")
        };
        assert_eq!(found.code.name, "unreadable-file");
        assert!(found.message.contains(message), "{}", found.message);
    };
    check("nowhere.yaml", "No such file");
    check("file-is-broken", "it is a folder");
}
