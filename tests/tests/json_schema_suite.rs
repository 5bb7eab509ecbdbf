//! The test suite of JSON Schema, taken through generated types: valid values are read, pass validation and are written again; others
//! are refused by reading or by validation.
//!
//! The suite is no part of this project. To run: `JSON_SCHEMA_TEST_SUITE=<folder> cargo test -p tests --test json_schema_suite -- --ignored
//! --nocapture`, where the folder holds `tests/draft2020-12` (OpenAPI 3.1) and `tests/draft4` (OpenAPI 3.0). What is known to differ is
//! listed with its reason in `fixtures/json-schema-suite/known-<draft>.txt`, exactly.

#![allow(clippy::print_stdout, reason = "the table is what it is run for")]
#![allow(clippy::unwrap_used, reason = "a failed unwrap is how a test fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use generator::Generator;
use generator::diagnostics::Diagnostics;
use serde_json::{Value, json};
use tests::fixtures;
use tests::scratch::Scratch;

/// Files about what OpenAPI has not: schemas that are identified by address, other dialects, references that depend on the way to them.
const ELSEWHERE: &[&str] = &[
    "anchor.json",
    "definitions.json",
    "defs.json",
    "dynamicRef.json",
    "format.json",
    "id.json",
    "ref.json",
    "refRemote.json",
    "vocabulary.json",
];

/// Optional files that are about something the generated code checks.
const OPTIONAL: &[&str] = &[
    "bignum.json",
    "ecmascript-regex.json",
    "float-overflow.json",
    "non-bmp-regex.json",
    "zeroTerminatedFloats.json",
    "format/date-time.json",
    "format/date.json",
    "format/duration.json",
    "format/email.json",
    "format/hostname.json",
    "format/ipv4.json",
    "format/ipv6.json",
    "format/time.json",
    "format/uri.json",
    "format/uuid.json",
];

/// A schema with its cases.
struct Group {
    file: String,
    /// Place in the file.
    number: usize,
    description: String,
    schema: Value,
    tests: Vec<Value>,
}

impl Group {
    /// A case by its place: file, group, test.
    fn label(&self, test: usize) -> String {
        format!("{} {}.{test}", self.file, self.number)
    }
}

#[test]
#[ignore = "needs the test suite of JSON Schema in JSON_SCHEMA_TEST_SUITE"]
fn draft_2020_12_by_openapi_3_1() {
    run("draft2020-12", "3.1.1");
}

#[test]
#[ignore = "needs the test suite of JSON Schema in JSON_SCHEMA_TEST_SUITE"]
fn draft_4_by_openapi_3_0() {
    run("draft4", "3.0.4");
}

fn run(draft: &str, version: &str) {
    let folder = std::env::var_os("JSON_SCHEMA_TEST_SUITE").expect("JSON_SCHEMA_TEST_SUITE");
    let groups = groups(&Path::new(&folder).join("tests").join(draft));
    let scratch = Scratch::new(&format!("json-schema-{draft}"));
    let documents = scratch.folder().join("documents");
    std::fs::create_dir_all(&documents).unwrap();
    let mut outcomes: BTreeMap<usize, Result<Vec<String>, String>> = BTreeMap::new();
    let mut schemas = serde_json::Map::new();
    let mut generated = Vec::new();
    for (index, group) in groups.iter().enumerate() {
        let file = format!("{index}.json");
        std::fs::write(documents.join(&file), group.schema.to_string()).unwrap();
        let wrapper = json!({
            "type": "object",
            "required": ["value"],
            "properties": {"value": {"$ref": file}},
        });
        let name = format!("Group{index}");
        let alone = documents.join(format!("alone-{index}.json"));
        let document = document(version, &json!({ name.as_str(): wrapper }));
        std::fs::write(&alone, document.to_string()).unwrap();
        let mut diagnostics = Diagnostics::new();
        if Generator::new().render(&alone, &mut diagnostics).is_some() {
            schemas.insert(name, wrapper);
            generated.push(index);
        } else {
            let codes: BTreeSet<&str> = diagnostics.iter().map(|found| found.code.name).collect();
            let codes: Vec<&str> = codes.into_iter().collect();
            outcomes.insert(index, Err(codes.join(", ")));
        }
    }
    let suite = documents.join("suite.json");
    std::fs::write(
        &suite,
        document(version, &Value::Object(schemas)).to_string(),
    )
    .unwrap();
    Generator::new()
        .out_dir(scratch.folder())
        .generate(&suite)
        .unwrap_or_else(|error| panic!("{error}"));
    std::fs::remove_dir_all(&documents).unwrap();
    for (index, lines) in judged(&scratch, &groups, &generated) {
        outcomes.insert(index, Ok(lines));
    }
    report(draft, &groups, &outcomes);
}

fn document(version: &str, schemas: &Value) -> Value {
    json!({
        "openapi": version,
        "info": {"title": "Suite", "version": "1"},
        "paths": {},
        "components": {"schemas": schemas},
    })
}

fn groups(folder: &Path) -> Vec<Group> {
    let mut files: Vec<(String, PathBuf)> = std::fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .map(|path| {
            (
                path.file_name().unwrap().to_string_lossy().into_owned(),
                path,
            )
        })
        .filter(|(name, _)| !ELSEWHERE.contains(&name.as_str()))
        .collect();
    for name in OPTIONAL {
        let path = folder.join("optional").join(name);
        if path.exists() {
            files.push((format!("optional/{name}"), path));
        }
    }
    files.sort();
    let mut groups = Vec::new();
    for (name, path) in files {
        let content: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        for (number, group) in content.as_array().unwrap().iter().enumerate() {
            let text = group.to_string();
            // Other documents, other dialects, and keywords that no version of OpenAPI has.
            let elsewhere = [
                "localhost:1234",
                "\"$id\"",
                "\"additionalItems\"",
                "\"dependencies\"",
                "\"items\":[",
            ];
            if elsewhere.iter().any(|part| text.contains(part)) {
                continue;
            }
            groups.push(Group {
                file: name.clone(),
                number,
                description: group["description"].as_str().unwrap().to_owned(),
                schema: group["schema"].clone(),
                tests: group["tests"].as_array().unwrap().clone(),
            });
        }
    }
    groups
}

/// What became of the cases of each group, by a program that knows the types.
fn judged(scratch: &Scratch, groups: &[Group], generated: &[usize]) -> Vec<(usize, Vec<String>)> {
    let runtime = fixtures::checkout().join("generator/runtime");
    let manifest = format!(
        "[package]\nname = \"judge\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\ngenerator-runtime = {{ path = {:?} }}\nserde = \"1\"\nserde_json = \"1\"\nsuite = {{ path = \"../suite\", default-features = false }}\n",
        runtime.display().to_string()
    );
    let cases: Vec<Value> = groups
        .iter()
        .map(|group| {
            group
                .tests
                .iter()
                .map(|test| test["data"].clone())
                .collect()
        })
        .collect();
    let mut main = std::fs::read_to_string(fixtures::path("json-schema-suite/judge.rs")).unwrap();
    main.push_str("\nfn main() {\n    let cases: Vec<Value> = serde_json::from_str(include_str!(\"cases.json\")).expect(\"the cases are JSON\");\n");
    for index in generated {
        writeln!(main, "    group!(Group{index}, cases, {index});").unwrap();
    }
    main.push_str("}\n");
    scratch.add("judge", &manifest, &main);
    let target = scratch.folder().join("judge/src/cases.json");
    std::fs::write(target, Value::Array(cases).to_string()).unwrap();
    let said = scratch.must(&["run", "--package", "judge", "--quiet"]);
    let mut lines = said.lines();
    generated
        .iter()
        .map(|index| {
            let count = groups[*index].tests.len();
            let lines: Vec<String> = lines.by_ref().take(count).map(str::to_owned).collect();
            assert_eq!(lines.len(), count, "the program ended early");
            (*index, lines)
        })
        .collect()
}

/// Prints a line per file, and compares what fails with what is known to.
fn report(draft: &str, groups: &[Group], outcomes: &BTreeMap<usize, Result<Vec<String>, String>>) {
    let mut table: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut failures: BTreeMap<String, String> = BTreeMap::new();
    for (index, group) in groups.iter().enumerate() {
        let row = table.entry(&group.file).or_default();
        for (number, test) in group.tests.iter().enumerate() {
            let valid = test["valid"].as_bool().unwrap();
            let outcome = match &outcomes[&index] {
                Ok(lines) => lines[number].clone(),
                Err(codes) => format!("not generated: {codes}"),
            };
            let passes = match valid {
                true => outcome == "accepted",
                false => outcome.starts_with("not read") || outcome.starts_with("not valid"),
            };
            row.1 += 1;
            if passes {
                row.0 += 1;
            } else {
                let wanted = if valid { "valid" } else { "invalid" };
                let (about, case) = (&group.description, &test["description"]);
                let reason = format!("{about}: {case}\n    {wanted}, but {outcome}");
                failures.insert(group.label(number), reason);
            }
        }
    }
    let (mut passed, mut all) = (0, 0);
    for (file, (good, count)) in &table {
        println!("{good:5} of {count:5}  {file}");
        passed += good;
        all += count;
    }
    println!("{passed:5} of {all:5}  {draft}");
    let list = fixtures::path(&format!("json-schema-suite/known-{draft}.txt"));
    let list = std::fs::read_to_string(list).unwrap_or_default();
    let known: BTreeSet<&str> = list
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect();
    let mut surprises = String::new();
    for (label, outcome) in &failures {
        if !known.contains(label.as_str()) {
            writeln!(surprises, "{label}\n    {outcome}").unwrap();
        }
    }
    for label in known {
        if !failures.contains_key(label) {
            writeln!(surprises, "{label}\n    is known to differ, and does not").unwrap();
        }
    }
    assert!(surprises.is_empty(), "{draft}:\n{surprises}");
}
