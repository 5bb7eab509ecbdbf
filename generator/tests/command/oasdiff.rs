//! `diff --ids oasdiff`: its files of levels and of accepted changes, its rules by name.

use std::process::Command;

use crate::Folder;
use crate::review::diff;

const OLD: &str = "openapi: 3.1.0
info: {title: Things, version: 1.4.0}
paths:
  /things/{id}:
    get:
      parameters:
      - {in: query, name: page, schema: {type: integer}}
      - {in: query, name: sort, schema: {type: string}}
      responses: {'204': {description: ok}}
  /things:
    get:
      parameters:
      - {in: query, name: page, schema: {type: integer}}
      responses: {'204': {description: ok}}
components: {schemas: {Gone: {type: string}}}
";

/// `page` became required twice, `sort` and a schema went.
const NEW: &str = "openapi: 3.1.0
info: {title: Things, version: 1.4.0}
paths:
  /things/{id}:
    get:
      parameters:
      - {in: query, name: page, required: true, schema: {type: integer}}
      responses: {'204': {description: ok}}
  /things:
    get:
      parameters:
      - {in: query, name: page, required: true, schema: {type: integer}}
      responses: {'204': {description: ok}}
";

const FIRST: &str = "error request-parameter-became-required GET /things";
const SECOND: &str = "error request-parameter-became-required GET /things/{id}";
const SORT: &str = "warning request-parameter-removed GET /things/{id}";
const SCHEMA: &str = "info api-schema-removed components";

/// Runs with the text of files for options; gives the exit status, what was reported and what was said.
fn run(folder: &Folder, files: &[(&str, &str)]) -> (i32, Vec<String>, String) {
    let mut arguments = vec![
        "old.yaml", "new.yaml", "--ids", "oasdiff", "--format", "json",
    ];
    for (option, text) in files {
        let name = option.trim_start_matches('-');
        folder.write(name, text);
        arguments.extend([option, name]);
    }
    let (status, json, said) = diff(folder, &arguments);
    let report: serde_json::Value = serde_json::from_str(&json).unwrap_or_default();
    let line = |change: &serde_json::Value| {
        let text = |key: &str| change[key].as_str().unwrap_or_default();
        let level = match change["level"].as_u64() {
            Some(3) => "error",
            Some(2) => "warning",
            _ => "info",
        };
        match text("operation") {
            "" => format!("{level} {} {}", text("id"), text("section")),
            method => format!("{level} {} {method} {}", text("id"), text("path")),
        }
    };
    let changes = report.as_array().into_iter().flatten();
    (status, changes.map(line).collect(), said)
}

#[test]
fn accepted_changes() {
    let folder = Folder::new("oasdiff-ignore", &[("old.yaml", OLD), ("new.yaml", NEW)]);
    let check = |files: &[(&str, &str)], status: i32, expected: &[&str], unused: usize| {
        let (found, changes, said) = run(&folder, files);
        assert_eq!(changes, expected, "{files:?}");
        assert_eq!(found, status, "{files:?}");
        let lines = said.matches("nothing is accepted by").count();
        assert_eq!(lines, unused, "{files:?}: {said}");
    };
    let all = [FIRST, SECOND, SORT, SCHEMA];
    check(&[], 1, &all, 0);
    // One line accepts the changes of one operation, whatever stands around and in whatever case.
    let both = "# agreed
1. GET /things: [request-parameter-became-required], agreed with Ann
get /THINGS/{ID} Request-Parameter-Became-Required
";
    check(&[("--err-ignore", both)], 0, &[SORT, SCHEMA], 0);
    // A path is not the beginning of another one, and another method is another operation.
    let first = "GET /things request-parameter-became-required";
    check(&[("--err-ignore", first)], 1, &[SECOND, SORT, SCHEMA], 0);
    let other = "POST /things request-parameter-became-required";
    check(&[("--err-ignore", other)], 1, &all, 1);
    // The text does as well as the id.
    let text = "GET /things query parameter `page` became REQUIRED";
    check(&[("--err-ignore", text)], 1, &[SECOND, SORT, SCHEMA], 0);
    // A file is for one level.
    let warning = "GET /things/{id} request-parameter-removed";
    check(&[("--err-ignore", warning)], 1, &all, 1);
    check(
        &[("--warn-ignore", warning)],
        1,
        &[FIRST, SECOND, SCHEMA],
        0,
    );
    check(&[("--warn-ignore", first)], 1, &all, 1);
    // Levels are given first.
    let raised = "api-schema-removed err\nrequest-parameter-became-required none\n";
    let gone = "components api-schema-removed";
    check(
        &[("--severity-levels", raised)],
        1,
        &["error api-schema-removed components", SORT],
        0,
    );
    check(
        &[("--severity-levels", raised), ("--err-ignore", gone)],
        0,
        &[SORT],
        0,
    );
}

#[test]
fn levels() {
    let folder = Folder::new("oasdiff-levels", &[("old.yaml", OLD), ("new.yaml", NEW)]);
    let check = |levels: &str, status: i32, expected: &[&str]| {
        let (found, changes, said) = run(&folder, &[("--severity-levels", levels)]);
        assert_eq!(changes, expected, "{levels}: {said}");
        assert_eq!(found, status, "{levels}: {said}");
    };
    check(
        "request-parameter-became-required info",
        0,
        &[
            SORT,
            "info request-parameter-became-required GET /things",
            "info request-parameter-became-required GET /things/{id}",
            SCHEMA,
        ],
    );
    // The version is a matter for who names its rules.
    let version = "error api-version-not-bumped info";
    check(
        "api-version-not-bumped err",
        1,
        &[FIRST, SECOND, version, SORT, SCHEMA],
    );
    check(
        "api-version-not-bumped none",
        1,
        &[FIRST, SECOND, SORT, SCHEMA],
    );
    check(
        "api-version-not-bumped err\nrequest-parameter-became-required warn",
        0,
        &[
            "warning request-parameter-became-required GET /things",
            "warning request-parameter-became-required GET /things/{id}",
            SORT,
            SCHEMA,
        ],
    );
    let wrong = run(&folder, &[("--severity-levels", "no-such-rule err")]);
    assert_eq!(wrong.0, 2);
    assert!(
        wrong.2.contains("line 1: no rule is called `no-such-rule`"),
        "{}",
        wrong.2
    );
}

#[test]
fn rules_are_explained() {
    let folder = Folder::new("oasdiff-explain", &[("old.yaml", OLD)]);
    let check = |id: &str, expected: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_generator"))
            .args(["explain", id])
            .output()
            .unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{id}: {said}");
        for part in expected {
            assert!(said.contains(part), "{id}: {said}");
        }
    };
    check(
        "request-parameter-max-decreased",
        &["(error in `diff --ids oasdiff`)", "a parameter: maximum"],
    );
    check("api-tag-added", &["(info in `diff --ids oasdiff`)"]);
    let (status, rules, _) = diff(&folder, &["--list-rules", "--ids", "oasdiff"]);
    assert_eq!(status, 0);
    assert_eq!(rules.lines().count(), 509);
    assert!(rules.contains("request-property-removed (warning): "));
}
