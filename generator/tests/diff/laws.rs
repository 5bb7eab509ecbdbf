//! What holds of any two documents.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use generator::diagnostics::Diagnostics;
use generator::diff::{Format, Level, Report, compare, explain, review};
use generator::read::{Document, ReadOptions, read};

use crate::compared;
use crate::matrix::cases;

fn from_disk(path: &Path) -> Option<Document> {
    read(path, &ReadOptions::default(), &mut Diagnostics::new())
}

/// The documents of a folder that an environment variable names; none where it is not set.
pub(crate) fn corpus(variable: &str) -> Vec<PathBuf> {
    let Ok(folder) = std::env::var(variable) else {
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
}

#[test]
fn a_document_does_not_differ_from_itself() {
    for case in cases() {
        assert_eq!(compared(&case.old, &case.old).changes, [], "{}", case.name);
    }
    for path in corpus("CORPUS_DIR") {
        if let Some(document) = from_disk(&path) {
            let again = from_disk(&path).unwrap();
            let report = compare(&document, &again);
            assert!(report.changes.is_empty(), "{}: {report}", path.display());
        }
    }
}

/// What the old and the new document say, place by place.
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
            format!("{old} {new} {}", change.affects.len())
        })
        .collect();
    out.sort();
    out.dedup();
    out
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

/// A comparison takes less than that in release mode, reading and the report included.
const LONGEST: Duration = Duration::from_secs(1);

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
fn released_versions_are_compared_in_time() {
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
        assert!(cfg!(debug_assertions) || all < LONGEST, "{all:?}");
        for change in &report.changes {
            assert!(explain(&change.id).is_some(), "{}", change.id);
            assert!(
                change.level != Level::Breaking || change.witness.is_some(),
                "{}",
                change.message
            );
        }
        assert_eq!(report.to_json(), run().3.to_json());
    }
}
