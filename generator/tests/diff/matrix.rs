//! The labelled pairs: every mutation at every position, with what set containment says of it.

use std::collections::BTreeMap;

use generator::diff::Level;
use serde_json::Value;

use crate::compared;

/// One labelled pair.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) truth: String,
    pub(crate) old: Value,
    pub(crate) new: Value,
}

pub(crate) fn cases() -> Vec<Case> {
    let path = std::env::var("DIFF_MATRIX").unwrap_or_else(|_| {
        concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../tests/fixtures/diff/matrix.jsonl"
        )
        .to_owned()
    });
    let text = std::fs::read_to_string(path).unwrap();
    text.lines()
        .map(|line| {
            let case: Value = serde_json::from_str(line).unwrap();
            Case {
                name: case["name"].as_str().unwrap().to_owned(),
                truth: case["truth"].as_str().unwrap().to_owned(),
                old: case["old"].clone(),
                new: case["new"].clone(),
            }
        })
        .collect()
}

#[test]
fn every_break_is_proved_and_nothing_else_breaks() {
    let mut families: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let (mut breaks, mut undecided, mut proved) = (0, 0, 0);
    for case in cases() {
        let report = compared(&case.old, &case.new);
        let worst = report.changes.iter().map(|change| change.level).max();
        let told = || {
            let changes = report
                .changes
                .iter()
                .map(|change| format!("{} {}", change.level.as_str(), change.id));
            format!("{} [{}]", case.name, changes.collect::<Vec<_>>().join("; "))
        };
        for change in report
            .changes
            .iter()
            .filter(|change| change.level == Level::Breaking)
        {
            match change.witness {
                Some(_) => proved += 1,
                None => families
                    .entry("breaking without proof")
                    .or_default()
                    .push(told()),
            }
        }
        match (case.truth.as_str(), worst) {
            ("BREAK", Some(Level::Breaking)) => breaks += 1,
            ("BREAK", Some(Level::Unknown)) => {
                undecided += 1;
                families
                    .entry("a break is undecided")
                    .or_default()
                    .push(told());
            }
            ("BREAK", _) => families
                .entry("a break is missed")
                .or_default()
                .push(told()),
            ("COMPAT", Some(Level::Breaking)) => families
                .entry("a compatible change breaks")
                .or_default()
                .push(told()),
            ("COMPAT", Some(Level::Unknown)) => families
                .entry("a compatible change is undecided")
                .or_default()
                .push(told()),
            ("NONE", Some(level)) if level > Level::Info => families
                .entry("a rewrite is reported")
                .or_default()
                .push(told()),
            _ => {}
        }
    }
    let mut lines = vec![format!(
        "{breaks} breaks found, {undecided} undecided, {proved} proved"
    )];
    for (family, cases) in &families {
        lines.push(format!("{family}: {}", cases.len()));
        lines.extend(cases.iter().map(|case| format!("  {case}")));
    }
    let count = |family: &str| families.get(family).map_or(0, Vec::len);
    let all = breaks + undecided + count("a break is missed");
    let fine = [
        "breaking without proof",
        "a break is missed",
        "a compatible change breaks",
        "a rewrite is reported",
    ]
    .iter()
    .all(|family| count(family) == 0);
    assert!(fine && undecided * 100 <= all * 3, "{}", lines.join("\n"));
}
