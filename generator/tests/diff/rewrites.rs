//! Saying the same in other words changes nothing.
//!
//! Each rewrite is code that is applied to the fixtures, to our documents, and to those of the folder that `CORPUS_DIR` names.
//! Long because each rewrite is a function.

use std::path::PathBuf;

use generator::diff::{add_rust, compare};
use serde_json::{Map, Value, json};

use crate::document;
use crate::laws::{corpus, own, whole};
use crate::matrix::cases;

/// Calls `change` for every schema, inner ones first. `branch` says whether it is an alternative of `oneOf` or `anyOf`.
fn schemas(node: &mut Value, change: &mut dyn FnMut(&mut Value, bool)) {
    match node {
        Value::Object(members) => {
            for (key, value) in members.iter_mut() {
                match key.as_str() {
                    // A parameter may be called `schema` too.
                    "schema" if value.get("in").is_none() => schema(value, false, change),
                    "schemas" if value.is_object() => value
                        .as_object_mut()
                        .unwrap()
                        .values_mut()
                        .for_each(|value| schema(value, false, change)),
                    "example" | "examples" | "securitySchemes" => {}
                    key if key.starts_with("x-") => {}
                    _ => schemas(value, change),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| schemas(item, change)),
        _ => {}
    }
}

fn schema(node: &mut Value, branch: bool, change: &mut dyn FnMut(&mut Value, bool)) {
    if let Value::Object(members) = node {
        for (key, value) in members.iter_mut() {
            match key.as_str() {
                "properties" | "patternProperties" | "$defs" | "dependentSchemas" => {
                    if let Value::Object(inner) = value {
                        inner
                            .values_mut()
                            .for_each(|value| schema(value, false, change));
                    }
                }
                "items"
                | "additionalProperties"
                | "not"
                | "contains"
                | "propertyNames"
                | "unevaluatedProperties"
                    if value.is_object() =>
                {
                    schema(value, false, change)
                }
                "oneOf" | "anyOf" | "allOf" | "prefixItems" => {
                    if let Value::Array(inner) = value {
                        inner
                            .iter_mut()
                            .for_each(|value| schema(value, key != "prefixItems", change));
                    }
                }
                _ => {}
            }
        }
    }
    if node.is_object() {
        change(node, branch);
    }
}

fn wrap(document: &mut Value, key: &str) {
    schemas(document, &mut |schema, branch| {
        if !branch && !schema.as_object().unwrap().is_empty() {
            *schema = json!({ key: [schema.take()] });
        }
    });
}

/// Every order that means nothing is turned round.
fn reorder(node: &mut Value, key: &str) {
    match node {
        Value::Object(members) => {
            let turned: Map<String, Value> = std::mem::take(members).into_iter().rev().collect();
            *members = turned;
            // Examples and defaults are values, not words of the document; of `items` only one stands for all.
            for (key, value) in members.iter_mut() {
                if !matches!(
                    key.as_str(),
                    "example" | "examples" | "default" | "const" | "content" | "servers"
                ) && !key.starts_with("x-")
                {
                    reorder(value, key);
                }
            }
        }
        Value::Array(items) => {
            if matches!(
                key,
                "required"
                    | "enum"
                    | "oneOf"
                    | "anyOf"
                    | "allOf"
                    | "parameters"
                    | "security"
                    | "type"
                    | "tags"
            ) {
                items.reverse();
            }
            if key != "enum" {
                items.iter_mut().for_each(|item| reorder(item, ""));
            }
        }
        _ => {}
    }
}

fn each_operation(document: &mut Value, mut change: impl FnMut(&mut Value)) {
    let Some(Value::Object(paths)) = document.get_mut("paths") else {
        return;
    };
    for item in paths.values_mut().filter_map(Value::as_object_mut) {
        for (key, operation) in item.iter_mut() {
            if ["get", "put", "post", "delete", "patch", "head", "options"].contains(&key.as_str())
            {
                change(operation);
            }
        }
    }
}

/// Schemas of bodies go to components.
fn extract(document: &mut Value) {
    let mut moved = Map::new();
    let known = document.to_string().matches("Moved").count();
    each_operation(document, |operation| {
        let bodies = operation.get_mut("requestBody").into_iter();
        for content in bodies.filter_map(|body| body.get_mut("content")?.as_object_mut()) {
            for media in content.values_mut().filter_map(Value::as_object_mut) {
                if let Some(schema) = media.get_mut("schema") {
                    let name = format!("Moved{}x{known}", moved.len());
                    let reference = json!({ "$ref": format!("#/components/schemas/{name}") });
                    moved.insert(name, std::mem::replace(schema, reference));
                }
            }
        }
    });
    let components = document
        .as_object_mut()
        .unwrap()
        .entry("components")
        .or_insert_with(|| json!({}));
    let schemas = components
        .as_object_mut()
        .unwrap()
        .entry("schemas")
        .or_insert_with(|| json!({}));
    schemas.as_object_mut().unwrap().extend(moved);
}

/// References of messages are written out, one step.
fn inline(document: &mut Value) {
    let known = document.clone();
    each_operation(document, |operation| {
        let text = operation.to_string();
        let Some(body) = operation.pointer_mut("/requestBody/content/application~1json/schema")
        else {
            return;
        };
        let Some(target) = body
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(|to| known.pointer(to.strip_prefix('#')?))
        else {
            return;
        };
        // References name places: percent-encoded ones are left alone.
        if !text.contains('%') && body.as_object().is_some_and(|members| members.len() == 1) {
            *body = target.clone();
        }
    });
}

/// Parameters of operations that are alone at their path go to the path.
fn lift(document: &mut Value) {
    let Some(Value::Object(paths)) = document.get_mut("paths") else {
        return;
    };
    for item in paths.values_mut().filter_map(Value::as_object_mut) {
        let operations: Vec<String> = item
            .keys()
            .filter(|key| {
                [
                    "get", "put", "post", "delete", "patch", "head", "options", "trace", "query",
                ]
                .contains(&key.as_str())
            })
            .cloned()
            .collect();
        if let ([only], false) = (operations.as_slice(), item.contains_key("parameters"))
            && let Some(operation) = item[only].as_object_mut()
            && let Some(parameters) = operation.remove("parameters")
        {
            item.insert("parameters".to_owned(), parameters);
        }
    }
}

/// Objects become two that hold together.
fn split(document: &mut Value) {
    schemas(document, &mut |schema, _| {
        let members = schema.as_object_mut().unwrap();
        let open = [
            "additionalProperties",
            "unevaluatedProperties",
            "patternProperties",
            "nullable",
            "discriminator",
            "$ref",
        ]
        .iter()
        .all(|key| !members.contains_key(*key));
        let Some(Value::Object(properties)) = members.get_mut("properties").filter(|_| open) else {
            return;
        };
        if properties.len() < 2 {
            return;
        }
        let name = properties.keys().next_back().unwrap().clone();
        let moved = properties.remove(&name).unwrap();
        let mut rest = schema.take();
        let own = json!({ "properties": { name: moved } });
        match rest.get_mut("allOf") {
            Some(Value::Array(list)) => {
                list.push(own);
                *schema = rest;
            }
            _ => *schema = json!({ "allOf": [rest, own] }),
        }
    });
}

fn constants(document: &mut Value) {
    schemas(document, &mut |schema, _| {
        let members = schema.as_object_mut().unwrap();
        if let Some(value) = members.remove("const") {
            members.insert("enum".to_owned(), json!([value]));
        } else if members
            .get("enum")
            .and_then(Value::as_array)
            .is_some_and(|values| values.len() == 1)
        {
            let value = members.remove("enum").unwrap()[0].take();
            members.insert("const".to_owned(), value);
        }
    });
}

/// 3.0 in the words of 3.1.
pub(crate) fn upgrade(document: &mut Value) {
    if !document["openapi"]
        .as_str()
        .is_some_and(|version| version.starts_with("3.0"))
    {
        return;
    }
    document["openapi"] = json!("3.1.0");
    schemas(document, &mut |schema, _| {
        let members = schema.as_object_mut().unwrap();
        if let Some(reference) = members.get("$ref").cloned() {
            // What stands beside a reference counts from 3.1 on.
            *members = Map::from_iter([("$ref".to_owned(), reference)]);
            return;
        }
        if members.get("nullable") == Some(&json!(true))
            && members.get("type").is_some_and(Value::is_string)
        {
            let name = members["type"].take();
            members.insert("type".to_owned(), json!([name, "null"]));
            members.remove("nullable");
        }
        for (bound, strict) in [
            ("minimum", "exclusiveMinimum"),
            ("maximum", "exclusiveMaximum"),
        ] {
            match members.get(strict) {
                Some(Value::Bool(true)) if members.contains_key(bound) => {
                    let value = members.remove(bound).unwrap();
                    members.insert(strict.to_owned(), value);
                }
                Some(Value::Bool(_)) => {
                    members.remove(strict);
                }
                _ => {}
            }
        }
        if let Some(example) = members.remove("example") {
            members.insert("examples".to_owned(), json!([example]));
        }
    });
}

/// Path parameters get other names.
fn rename(document: &mut Value) {
    let Some(Value::Object(paths)) = document.get_mut("paths") else {
        return;
    };
    let old = std::mem::take(paths);
    for (path, mut item) in old {
        let inline =
            !item.to_string().contains("#/components/parameters") && item.get("$ref").is_none();
        if !inline {
            paths.insert(path, item);
            continue;
        }
        let renamed = path.replace('{', "{renamed_");
        let mut lists: Vec<&mut Value> = Vec::new();
        for (key, value) in item.as_object_mut().unwrap() {
            if key == "parameters" {
                lists.push(value);
            } else if let Some(list) = value.get_mut("parameters") {
                lists.push(list);
            }
        }
        for parameter in lists.into_iter().filter_map(Value::as_array_mut).flatten() {
            if parameter["in"] == "path" {
                parameter["name"] = json!(format!(
                    "renamed_{}",
                    parameter["name"].as_str().unwrap_or_default()
                ));
            }
        }
        paths.insert(renamed, item);
    }
}

type Rewrite = (&'static str, fn(&mut Value));

const REWRITES: [Rewrite; 12] = [
    ("wrap in allOf", |document| wrap(document, "allOf")),
    ("wrap in oneOf", |document| wrap(document, "oneOf")),
    ("wrap in anyOf", |document| wrap(document, "anyOf")),
    ("reorder", |document| reorder(document, "")),
    ("move into components", extract),
    ("write references out", inline),
    ("move parameters to the path", lift),
    ("split objects", split),
    ("const or enum of one", constants),
    ("say it as 3.1", upgrade),
    ("rename path parameters", rename),
    ("move into components, twice", |document| {
        extract(document);
        extract(document);
    }),
];

fn unchanged(name: &str, text: &Value) -> Vec<String> {
    let mut failures = Vec::new();
    let before = document("old.json", &text.to_string());
    for (rewrite, apply) in REWRITES {
        let mut rewritten = text.clone();
        apply(&mut rewritten);
        let after = document("new.json", &rewritten.to_string());
        for (report, way) in [
            (compare(&before, &after), "there"),
            (compare(&after, &before), "back"),
        ] {
            if !report.changes.is_empty() {
                let text: String = report.to_string().chars().take(600).collect();
                failures.push(format!(
                    "{name}: {rewrite}, {way}: {} changes\n{text}",
                    report.changes.len()
                ));
            }
        }
    }
    failures
}

#[test]
fn rewrites_of_the_fixtures_change_nothing() {
    let mut failures = Vec::new();
    for case in cases().iter().step_by(5) {
        failures.extend(unchanged(&case.name, &case.old));
    }
    assert!(
        failures.is_empty(),
        "{} failures\n{}",
        failures.len(),
        failures[..failures.len().min(20)].join("\n")
    );
}

/// Whether a reference leads into the middle of something, which rewrites move.
fn refers_inside(node: &Value) -> bool {
    match node {
        Value::Object(members) => members.iter().any(|(key, value)| match value.as_str() {
            Some(to) if key == "$ref" => {
                !to.starts_with("#/components/") || to.split('/').count() != 4
            }
            _ => refers_inside(value),
        }),
        Value::Array(items) => items.iter().any(refers_inside),
        _ => false,
    }
}

fn changed_by_rewrites(paths: &[PathBuf]) -> Vec<String> {
    let failures = paths.iter().flat_map(|path| {
        let text = whole(path).filter(|text| !refers_inside(text));
        text.map_or_else(Vec::new, |text| {
            unchanged(&path.display().to_string(), &text)
        })
    });
    failures.collect()
}

#[test]
fn rewrites_of_our_documents_change_nothing() {
    let paths: Vec<PathBuf> = own().into_iter().step_by(6).collect();
    let failures = changed_by_rewrites(&paths);
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
#[ignore = "needs documents in the folder CORPUS_DIR"]
fn rewrites_of_the_corpus_change_nothing() {
    let mut paths = own();
    paths.extend(corpus("CORPUS_DIR"));
    let failures = changed_by_rewrites(&paths);
    assert!(
        failures.is_empty(),
        "{} failures\n{}",
        failures.len(),
        failures[..failures.len().min(40)].join("\n")
    );
}

/// Where the crate is another one after a rewrite: the wire is not, but what is named or moved may get another type.
#[test]
#[ignore = "a measure: generates two crates for each rewrite of each document"]
#[allow(clippy::print_stdout, reason = "the measure is for people")]
fn crates_after_rewrites() {
    let mut paths = own();
    if std::env::var_os("CORPUS_DIR").is_some() {
        paths.extend(corpus("CORPUS_DIR"));
    }
    let texts: Vec<Value> = paths
        .iter()
        .filter_map(|path| whole(path))
        .filter(|text| !refers_inside(text) && text.to_string().len() < 300_000)
        .collect();
    for (rewrite, apply) in REWRITES {
        let (mut all, mut same) = (0, 0);
        for text in &texts {
            let mut rewritten = text.clone();
            apply(&mut rewritten);
            if rewritten == *text {
                continue;
            }
            let before = document("old.json", &text.to_string());
            let after = document("new.json", &rewritten.to_string());
            let mut report = compare(&before, &after);
            add_rust(&mut report, &before, &after);
            all += 1;
            same += usize::from(report.rust.is_some_and(|rust| rust.semver().is_none()));
        }
        println!("{rewrite}: {same} of {all} crates are the same");
    }
}
