#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
//! The items of what differs say the same as all items, for edits of the documents of this checkout.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::{compare, differences};
use crate::diagnostics::Diagnostics;
use crate::read::{Document, ReadOptions, read_text};
use crate::render::{Parts, items};
use crate::resolve::resolve;

#[path = "../../../tests/diff/rust/edits.rs"]
#[allow(dead_code, reason = "what each edit asks for is another test's")]
mod edits;

fn document(value: &Value) -> Option<Document> {
    let options = ReadOptions::default();
    let mut diagnostics = Diagnostics::new();
    let document = read_text("api.json", value.to_string(), &options, &mut diagnostics);
    document.filter(|_| !diagnostics.has_errors())
}

/// Holds what is found quickly against the comparison of all items.
fn check(name: &str, old: &Value, new: &Value) -> usize {
    let (Some(old), Some(new)) = (document(old), document(new)) else {
        return 0;
    };
    let all = |document| {
        let api = resolve(document, "api", &mut Diagnostics::new());
        items::of(&api, Parts::default())
    };
    let (before, after) = (all(&old), all(&new));
    let mut count = 0;
    for (old, new, before, after) in [(&old, &new, &before, &after), (&new, &old, &after, &before)]
    {
        let expected = compare::compare(before, after);
        let shown = |found: &[compare::Difference]| -> Vec<String> {
            found.iter().map(|one| format!("{one:?}")).collect()
        };
        assert_eq!(
            shown(&differences((old, Parts::default()), (new, Parts::default())).unwrap()),
            shown(&expected),
            "{name}"
        );
        count += expected.len();
    }
    count
}

#[test]
fn edits_of_all_kinds() {
    let old = edits::document();
    let mut count = 0;
    for edit in edits::EDITS {
        let mut new = old.clone();
        (edit.apply)(&mut new);
        count += check(edit.name, &old, &new);
    }
    assert!(count > edits::EDITS.len(), "{count}");
}

/// Probes as JSON, by name.
fn probes() -> Vec<(String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/probes");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    paths.sort();
    let probes = paths.into_iter().filter_map(|path| {
        let text = std::fs::read_to_string(&path).ok()?;
        let options = ReadOptions::default();
        let read = read_text("probe", text, &options, &mut Diagnostics::new())?;
        let name = path.file_name()?.to_string_lossy().into_owned();
        Some((name, read.root().to_json()))
    });
    probes.collect()
}

/// What is done to a schema; the other names are those of all schemas.
const SCHEMA_EDITS: [fn(&mut Value, &[String]); 6] = [
    |schema, _| *schema = json!({ "type": "string", "maxLength": 3 }),
    |schema, _| *schema = json!({ "type": "string", "enum": ["one", "two"] }),
    |schema, names| {
        let other = names.last().map(String::as_str).unwrap_or_default();
        *schema = json!({ "$ref": format!("#/components/schemas/{other}") });
    },
    |schema, _| schema["title"] = json!("Another title"),
    |schema, _| schema["properties"]["more"] = json!({ "type": "integer" }),
    |schema, _| {
        let required = schema["required"].as_array_mut();
        required.map(|names| names.pop());
    },
];

#[test]
fn edits_of_each_schema() {
    let (mut count, mut turn) = (0, 0);
    // Those that the other edits leave out.
    for (name, old) in probes().into_iter().skip(1).step_by(2) {
        let schemas = old["components"]["schemas"].as_object();
        let names: Vec<String> = schemas
            .into_iter()
            .flat_map(|schemas| schemas.keys().cloned())
            .collect();
        let names: Vec<String> = names
            .into_iter()
            .filter(|name| old["components"]["schemas"][name].is_object())
            .collect();
        for schema in names.iter().take(2) {
            // Each kind of edit meets each kind of schema over all probes.
            turn += 1;
            let edit = turn % SCHEMA_EDITS.len();
            let mut new = old.clone();
            SCHEMA_EDITS[edit](&mut new["components"]["schemas"][schema], &names);
            count += check(&format!("{name} {schema} {edit}"), &old, &new);
        }
    }
    assert!(count > 300, "{count}");
}

/// The old name of a schema, everywhere.
fn renamed(value: &mut Value, old: &str, new: &str) {
    match value {
        Value::String(text) => {
            let reference = format!("#/components/schemas/{old}");
            if *text == reference {
                *text = format!("#/components/schemas/{new}");
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| renamed(item, old, new)),
        Value::Object(members) => members
            .values_mut()
            .for_each(|member| renamed(member, old, new)),
        _ => {}
    }
}

#[test]
fn renames_removals_and_order() {
    let mut count = 0;
    for (index, (name, old)) in probes().into_iter().step_by(2).enumerate() {
        let Some(schemas) = old["components"]["schemas"].as_object() else {
            continue;
        };
        let Some(first) = schemas.keys().next().cloned() else {
            continue;
        };
        // Some of the names are also words of the emitted code.
        let to = ["Renamed", "From", "Call", "Client"][index % 4];
        let mut new = old.clone();
        renamed(&mut new, &first, to);
        if let Some(schemas) = new["components"]["schemas"].as_object_mut() {
            let schema = schemas.remove(&first).unwrap_or_default();
            schemas.insert(to.to_owned(), schema);
        }
        count += check(&format!("{name} renamed to {to}"), &old, &new);
        // Other numbers for all types.
        let mut new = old.clone();
        let reversed = schemas.iter().rev();
        new["components"]["schemas"] = reversed
            .map(|(name, schema)| (name.clone(), schema.clone()))
            .collect();
        count += check(&format!("{name} reversed"), &old, &new);
        let mut new = old.clone();
        if let Some(paths) = new["paths"].as_object_mut()
            && let Some(path) = paths.keys().next().cloned()
        {
            paths.remove(&path);
        }
        count += check(&format!("{name} without a path"), &old, &new);
    }
    assert!(count > 300, "{count}");
}

#[test]
fn documents_with_nothing_in_common() {
    let probes = probes();
    for pair in probes.windows(2).step_by(5) {
        let [(one, old), (other, new)] = pair else {
            continue;
        };
        check(&format!("{one} {other}"), old, new);
    }
}

/// So many operations are several traits.
#[test]
fn methods_move_to_other_traits() {
    let api = |count: usize| {
        let paths: serde_json::Map<String, Value> = (0..count)
            .map(|index| {
                let operation = json!({
                    "operationId": format!("op{index}"),
                    "tags": [format!("tag{}", index % 3)],
                    "responses": { "204": { "description": "" } },
                });
                (format!("/p{index}"), json!({ "get": operation }))
            })
            .collect();
        json!({ "openapi": "3.1.0", "info": { "title": "T", "version": "1" }, "paths": paths })
    };
    assert!(check("more traits", &api(60), &api(70)) > 120);
}
