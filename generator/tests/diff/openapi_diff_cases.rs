//! How far the verdict is that of openapi-diff (Java): its own cases, where they are at hand.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use generator::diagnostics::Diagnostics;
use generator::diff::{Level, compare};
use generator::read::{Document, ReadOptions, read};
use serde_json::Value;

/// The tests of openapi-diff whose verdict is not ours, and why. May only shrink.
const DEVIATIONS: &[(&str, &str)] = &[];

fn file(root: &Path, name: &Value) -> Option<Document> {
    let path = root.join(name.as_str()?);
    read(&path, &ReadOptions::default(), &mut Diagnostics::new())
}

/// `unchanged`, `compatible` or `incompatible`; `refused` where a document cannot be read.
fn verdict(old: Option<&Document>, new: Option<&Document>) -> (&'static str, String) {
    let (Some(old), Some(new)) = (old, new) else {
        return ("refused", String::new());
    };
    let report = compare(old, new);
    let worst = report.changes.iter().map(|change| change.level).max();
    let verdict = match worst {
        None => "unchanged",
        Some(Level::Breaking | Level::Unknown) => "incompatible",
        Some(_) => "compatible",
    };
    (verdict, report.to_string())
}

/// Needs openapi-diff's cases, which are not ours to copy: `OPENAPI_DIFF_CASES` is a folder with `cases.jsonl` and its
/// documents.
#[test]
#[ignore = "needs the cases of openapi-diff in the folder OPENAPI_DIFF_CASES"]
#[allow(clippy::print_stdout, reason = "the measure is for people")]
fn cases_of_openapi_diff() {
    let root = std::env::var("OPENAPI_DIFF_CASES").expect("OPENAPI_DIFF_CASES names a folder");
    let root = Path::new(&root);
    let cases = std::fs::read_to_string(root.join("cases.jsonl")).unwrap();
    for line in cases.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let text = |key: &str| case[key].as_str().unwrap_or_default();
        let (old, new) = (file(root, &case["base"]), file(root, &case["revision"]));
        let (ours, report) = verdict(old.as_ref(), new.as_ref());
        let name = case["tests"][0].as_str().unwrap().to_owned();
        println!(
            "{name}\t{}\t{}\t{ours}",
            text("expected"),
            text("actual_state")
        );
        if std::env::var("TELL").is_ok() {
            println!("{report}");
        }
    }
}
