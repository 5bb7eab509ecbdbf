//! Documents before and after an edit.

use generator::diagnostics::Diagnostics;
use generator::read::{ReadOptions, read_text};
use generator::resolve::resolve;
use serde_json::{Value, json};

use crate::edits;

/// An edit of a document.
pub(crate) struct Pair {
    pub(crate) name: String,
    pub(crate) old: Value,
    pub(crate) new: Value,
}

/// Every edit of the table, and edits of the documents in `specs/` and of the probes whose operations go both ways.
pub(crate) fn pairs() -> Vec<Pair> {
    let mut pairs: Vec<Pair> = edits::EDITS
        .iter()
        .map(|edit| {
            let old = edits::document();
            let mut new = old.clone();
            (edit.apply)(&mut new);
            Pair {
                name: edit.name.to_owned(),
                old,
                new,
            }
        })
        .collect();
    for path in documents() {
        let text = std::fs::read_to_string(&path).unwrap();
        let old: Value = serde_yaml::from_str(&text).unwrap();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        for (edit, apply) in GENERAL {
            // An edit may leave something without what it refers to; the next place may do.
            for place in 0..PLACES {
                let (mut new, mut after) = (old.clone(), place);
                if !visit(&mut new, *apply, &mut after) {
                    break;
                }
                if is_sound(&new) {
                    let (name, old) = (format!("{name}: {edit}"), old.clone());
                    pairs.push(Pair { name, old, new });
                    break;
                }
            }
        }
    }
    pairs
}

/// An edit is tried at so many places.
const PLACES: usize = 12;

fn is_sound(document: &Value) -> bool {
    let mut diagnostics = Diagnostics::new();
    let options = ReadOptions::default();
    let document = read_text("api.json", document.to_string(), &options, &mut diagnostics);
    if let Some(document) = document {
        resolve(&document, "api", &mut diagnostics);
    }
    !diagnostics.has_errors()
}

fn documents() -> Vec<std::path::PathBuf> {
    let mut documents: Vec<_> = std::fs::read_dir(tests::fixtures::checkout().join("specs"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "yaml"))
        .collect();
    documents.sort();
    let probes = ["m-callbacks.json", "m-webhooks.json"];
    documents.extend(probes.map(|name| tests::fixtures::path("probes").join(name)));
    documents
}

/// An edit of an object of a document, with the key that leads to it; says whether it was possible there.
type Apply = fn(&str, &mut Value) -> bool;

/// Edits that many documents allow; each is made at the first place that does.
const GENERAL: &[(&str, Apply)] = &[
    ("optional parameter became required", |_, value| {
        let is_optional =
            value["in"].is_string() && value["in"] != "path" && value["required"] != true;
        if is_optional {
            value["required"] = json!(true);
        }
        is_optional
    }),
    ("enum value removed", |_, value| {
        match value["enum"].as_array_mut() {
            Some(values) if values.len() > 1 => values.pop().is_some(),
            _ => false,
        }
    }),
    ("enum value added", |_, value| {
        match value["enum"].as_array_mut() {
            Some(values) if values.iter().all(Value::is_string) => {
                values.push(json!("one-more"));
                true
            }
            _ => false,
        }
    }),
    ("text property became a number", |key, value| {
        let properties = if key == "properties" {
            value.as_object_mut()
        } else {
            None
        };
        let mut texts = properties
            .into_iter()
            .flatten()
            .filter(|(_, schema)| schema["type"] == "string");
        texts.next().is_some_and(|(_, schema)| {
            *schema = json!({ "type": "number" });
            true
        })
    }),
    ("property removed", |key, value| {
        let properties = if key == "properties" {
            value.as_object_mut()
        } else {
            None
        };
        properties
            .filter(|properties| properties.len() > 1)
            .is_some_and(|properties| {
                let last = properties.keys().next_back().cloned().unwrap();
                properties.remove(&last).is_some()
            })
    }),
    ("error removed", |key, value| {
        let responses = if key == "responses" {
            value.as_object_mut()
        } else {
            None
        };
        responses.is_some_and(|responses| {
            responses
                .remove("404")
                .or_else(|| responses.remove("400"))
                .is_some()
        })
    }),
    ("operation removed", |_, value| {
        let Some(item) = value
            .as_object_mut()
            .filter(|item| item.contains_key("get") || item.contains_key("post"))
        else {
            return false;
        };
        item.remove("get").or_else(|| item.remove("post")).is_some()
    }),
];

/// Makes an edit at the first place that allows it, after so many.
fn visit(value: &mut Value, apply: Apply, after: &mut usize) -> bool {
    fn inner(key: &str, value: &mut Value, apply: Apply, after: &mut usize) -> bool {
        match value {
            Value::Object(_) => {
                let mut changed = value.clone();
                if apply(key, &mut changed) {
                    if *after == 0 {
                        *value = changed;
                        return true;
                    }
                    *after -= 1;
                }
                let mut members = value.as_object_mut().into_iter().flatten();
                members.any(|(key, member)| {
                    let is_data = key.starts_with("x-") || key == "example";
                    !is_data && inner(key, member, apply, after)
                })
            }
            Value::Array(items) => items.iter_mut().any(|item| inner("", item, apply, after)),
            _ => false,
        }
    }
    inner("", value, apply, after)
}
