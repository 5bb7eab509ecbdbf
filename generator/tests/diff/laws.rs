//! What holds of any two documents.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use generator::diagnostics::Diagnostics;
use generator::diff::{Format, Level, Report, compare, explain, review};
use generator::read::{Document, ReadOptions, read};

use serde_json::Value;

use crate::compared;
use crate::matrix::cases;

fn from_disk(path: &Path) -> Option<Document> {
    read(path, &ReadOptions::default(), &mut Diagnostics::new())
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
}

/// What the folder holds that an environment variable names, or its `specs`.
pub(crate) fn corpus(variable: &str) -> Vec<PathBuf> {
    let folder =
        PathBuf::from(std::env::var(variable).unwrap_or_else(|_| panic!("{variable} is not set")));
    let specs = folder.join("specs");
    files(if specs.is_dir() { &specs } else { &folder })
}

/// The documents of this repository.
pub(crate) fn own() -> Vec<PathBuf> {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let mut all = files(&root.join("specs"));
    all.extend(files(&root.join("tests/fixtures/probes")));
    all.retain(|path| {
        path.extension()
            .is_some_and(|end| end == "yaml" || end == "json")
    });
    all
}

/// A document that consists of one file, as a value.
pub(crate) fn whole(path: &Path) -> Option<Value> {
    let document = from_disk(path)?;
    (document.paths().count() == 1).then(|| document.root().to_json())
}

fn unlike_themselves(paths: &[PathBuf]) -> Vec<String> {
    let failures = paths.iter().filter_map(|path| {
        let (document, again) = (from_disk(path)?, from_disk(path)?);
        let report = compare(&document, &again);
        (!report.changes.is_empty()).then(|| format!("{}: {report}", path.display()))
    });
    failures.collect()
}

#[test]
fn a_document_does_not_differ_from_itself() {
    for case in cases().iter().step_by(3) {
        assert_eq!(compared(&case.old, &case.old).changes, [], "{}", case.name);
    }
    let failures = unlike_themselves(&own());
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
#[ignore = "needs documents in the folder CORPUS_DIR"]
fn no_document_of_the_corpus_differs_from_itself() {
    let failures = unlike_themselves(&corpus("CORPUS_DIR"));
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// What the old and the new document say, place by place, and what became of it, seen from the other side where `exchanged`.
fn places(report: &Report, exchanged: bool) -> Vec<String> {
    let mut out: Vec<String> = report
        .changes
        .iter()
        .map(|change| {
            let pointer = |place: &Option<generator::diff::Place>| {
                place
                    .as_ref()
                    .map(|place| place.pointer.clone())
                    .unwrap_or_default()
            };
            let (old, new) = (pointer(&change.old), pointer(&change.new));
            let (old, new) = if exchanged { (new, old) } else { (old, new) };
            // The start of an id is where the worst of it is seen, which need not be the same both ways.
            let effect = change.id.rsplit('-').next().unwrap_or_default();
            let effect = match (effect, exchanged) {
                ("narrowed", true) => "widened",
                ("widened", true) => "narrowed",
                ("changed" | "narrowed" | "widened", _) => effect,
                // What is added or removed has other words in other places.
                _ => "",
            };
            // Whether security is needed is told otherwise than whether it no longer is.
            let effect = if change.id.starts_with("security-") {
                ""
            } else {
                effect
            };
            format!("{old} {new} {} {effect}", change.affects.len())
        })
        .collect();
    out.sort();
    out.dedup();
    out
}

/// A document with an edit here and there.
fn edited(node: &mut Value, state: &mut u64, key: &str) {
    let mut chance = |one_in: u64| {
        *state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (*state >> 33).is_multiple_of(one_in)
    };
    match node {
        Value::Object(members) => {
            if members.get("type").is_some_and(Value::is_string) && !members.contains_key("in") {
                match members["type"].as_str() {
                    Some("string") if chance(40) => {
                        members.insert("maxLength".to_owned(), 17.into());
                    }
                    Some("integer") if chance(20) => {
                        members.insert("type".to_owned(), "number".into());
                    }
                    Some("array") if chance(20) => {
                        members.insert("maxItems".to_owned(), 9.into());
                    }
                    Some("object") if chance(40) => {
                        members.insert("additionalProperties".to_owned(), false.into());
                    }
                    _ => {}
                }
            }
            if key == "properties" && members.len() > 1 && chance(15) {
                let name = members.keys().next_back().unwrap().clone();
                members.remove(&name);
            }
            if members.contains_key("in")
                && members.contains_key("name")
                && members["in"] != "path"
                && chance(15)
            {
                let required = members.get("required") == Some(&Value::Bool(true));
                members.insert("required".to_owned(), (!required).into());
            }
            for (key, value) in members.iter_mut() {
                if !matches!(
                    key.as_str(),
                    "example" | "examples" | "default" | "enum" | "const"
                ) && !key.starts_with("x-")
                {
                    edited(value, state, key);
                }
            }
        }
        Value::Array(items) => {
            if key == "required" && !items.is_empty() && chance(6) {
                items.pop();
            }
            items.iter_mut().for_each(|item| edited(item, state, ""));
        }
        _ => {}
    }
}

fn mirrored(name: &str, old: &Document, new: &Document) -> Option<String> {
    let (there, back) = (compare(old, new), compare(new, old));
    let (left, right) = (places(&there, false), places(&back, true));
    let only = |one: &[String], other: &[String]| -> Vec<String> {
        let only = one.iter().filter(|place| !other.contains(place));
        only.take(4).cloned().collect()
    };
    (left != right).then(|| {
        format!(
            "{name}: of {} only there {:#?}, only back {:#?}",
            left.len(),
            only(&left, &right),
            only(&right, &left)
        )
    })
}

fn mirrored_when_edited(paths: &[PathBuf]) -> Vec<String> {
    let failures = paths.iter().filter_map(|path| {
        let old = whole(path)?;
        let mut new = old.clone();
        edited(&mut new, &mut 11, "");
        let name = path.display().to_string();
        let [old, new] = [old, new].map(|text| crate::document("either.json", &text.to_string()));
        mirrored(&name, &old, &new)
    });
    failures.collect()
}

#[test]
fn edited_documents_differ_both_ways() {
    let paths: Vec<PathBuf> = own().into_iter().step_by(4).collect();
    let failures = mirrored_when_edited(&paths);
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
#[ignore = "needs documents in the folder CORPUS_DIR"]
fn edited_documents_of_the_corpus_differ_both_ways() {
    let failures = mirrored_when_edited(&corpus("CORPUS_DIR"));
    assert!(
        failures.is_empty(),
        "{} failures\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn the_other_way_round_the_same_places_differ() {
    for case in cases().iter().step_by(2) {
        let (there, back) = (
            compared(&case.old, &case.new),
            compared(&case.new, &case.old),
        );
        assert_eq!(
            places(&there, false),
            places(&back, true),
            "{}\n{there}\n{back}",
            case.name
        );
    }
}

#[test]
fn every_id_is_explained_and_every_run_is_equal() {
    for case in cases().iter().step_by(7) {
        let first = compared(&case.old, &case.new);
        for change in &first.changes {
            assert!(
                explain(&change.id).is_some(),
                "{} of {}",
                change.id,
                case.name
            );
        }
        assert_eq!(
            first.to_json().to_string(),
            compared(&case.old, &case.new).to_json().to_string()
        );
    }
    let case = &cases()[500];
    let first = compared(&case.old, &case.new).to_json().to_string();
    for _ in 0..100 {
        assert_eq!(first, compared(&case.old, &case.new).to_json().to_string());
    }
}

/// Every form of the report.
const FORMS: [Format; 7] = [
    Format::Text { colour: false },
    Format::Markdown,
    Format::Json,
    Format::Github,
    Format::Sarif,
    Format::Junit,
    Format::Html,
];

/// Folders with `old.*` and `new.*`, read from where `DIFF_PAIRS` says.
#[allow(clippy::print_stdout, reason = "the figures are what this is run for")]
#[test]
#[ignore = "needs pairs of documents in the folder DIFF_PAIRS"]
fn released_versions_are_compared_both_ways() {
    let mut failures = Vec::new();
    for folder in corpus("DIFF_PAIRS") {
        let of = |name: &str| {
            let files = fs::read_dir(&folder)
                .unwrap()
                .map(|entry| entry.unwrap().path());
            files
                .into_iter()
                .find(|file| file.file_stem().is_some_and(|stem| stem == name))
        };
        let (Some(old), Some(new)) = (of("old"), of("new")) else {
            continue;
        };
        let run = || {
            let started = Instant::now();
            let (old, new) = std::thread::scope(|scope| {
                let old = scope.spawn(|| from_disk(&old).unwrap());
                let new = from_disk(&new).unwrap();
                (old.join().unwrap(), new)
            });
            let read = started.elapsed();
            let report = review(&old, &new);
            let compared = started.elapsed();
            for form in FORMS {
                assert!(!report.render(form).is_empty() || report.changes.is_empty());
            }
            (started.elapsed(), read, compared - read, report)
        };
        // Others may be at work on the machine: the best of some runs counts.
        let runs = (0..5).map(|_| run());
        let (all, read, compared, report) = runs.min_by_key(|run| run.0).unwrap();
        let count = |level| report.count(level);
        println!(
            "{}: {all:?} ({read:?} to read, {compared:?} to compare), {} breaking, {} unknown, {} warnings, {} infos",
            folder.display(),
            count(Level::Breaking),
            count(Level::Unknown),
            count(Level::Warning),
            count(Level::Info),
        );
        for change in &report.changes {
            assert!(explain(&change.id).is_some(), "{}", change.id);
            assert!(
                change.level != Level::Breaking || change.witness.is_some(),
                "{}",
                change.message
            );
        }
        let runs = if all.as_millis() < 200 { 100 } else { 3 };
        let first = report.to_json().to_string();
        for _ in 0..runs {
            assert_eq!(first, run().3.to_json().to_string());
        }
        let [old, new] = [&old, &new].map(|path| from_disk(path).unwrap());
        if let Some(failure) = mirrored(&folder.display().to_string(), &old, &new) {
            failures.push(failure);
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
