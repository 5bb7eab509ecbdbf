//! What a change of a document changes in the generated crate.

pub(crate) mod edits;

use generator::diff::{Report, Semver, add_rust, compare};
use serde_json::Value;

use crate::document;
use edits::EDITS;

fn compared(old: &Value, new: &Value) -> Report {
    let (old, new) = (
        document("old.json", &old.to_string()),
        document("new.json", &new.to_string()),
    );
    let mut report = compare(&old, &new);
    add_rust(&mut report, &old, &new);
    report
}

/// All items that change, as `path release`.
fn items(report: &Report) -> Vec<String> {
    let joined = report.changes.iter().flat_map(|change| &change.rust);
    let apart = report.rust.iter().flat_map(|rust| &rust.apart);
    joined
        .chain(apart.map(|apart| &apart.change))
        .map(|change| format!("{} {}", change.item, change.semver.as_str()))
        .collect()
}

#[test]
fn each_edit_asks_for_its_release() {
    let mut wrong = String::new();
    for edit in EDITS {
        let old = edits::document();
        let mut new = old.clone();
        (edit.apply)(&mut new);
        let report = compared(&old, &new);
        let word = |semver: Option<Semver>| semver.map_or("none", Semver::as_str);
        let rust = report.rust.clone().unwrap();
        let found = items(&report);
        let missing: Vec<&&str> = edit
            .items
            .iter()
            .filter(|item| !found.contains(&(**item).to_owned()))
            .collect();
        if (word(rust.client), word(rust.server)) != (edit.client, edit.server)
            || !missing.is_empty()
        {
            wrong.push_str(&format!(
                "== {}: expected {} {}, missing {missing:?}\n{report}\n",
                edit.name, edit.client, edit.server
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
