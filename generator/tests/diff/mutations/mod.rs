//! Changes of every keyword at every position, with what samples and a JSON Schema validator say of them.
//!
//! The judge knows nothing of the relation that is tested: it reads the documents as they are written, makes values of their
//! keywords, and asks the validator which of them each side takes.

mod judge;
mod places;
mod samples;
mod structure;

use std::collections::BTreeMap;

use generator::diff::{Level, Report};
use serde_json::Value;

use crate::compared;
use judge::{Evidence, Judge};
use places::{Place, all};

/// One line of the table.
struct Mutation {
    version: &'static str,
    name: String,
    old: Value,
    new: Value,
    relation: &'static str,
    /// Whether samples can tell.
    judged: bool,
}

const TABLE: &str = include_str!("../../../../tests/fixtures/diff/mutations.txt");

fn table() -> Vec<Mutation> {
    let lines = TABLE
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    let each = lines.flat_map(|line| {
        let parts: Vec<&'static str> = line.split(" || ").collect();
        let [name, old, new, relation] = parts.as_slice() else {
            panic!("{line}");
        };
        let (version, name) = name.split_once(' ').unwrap();
        let json = |text: &str| -> Value {
            serde_json::from_str(text).unwrap_or_else(|error| panic!("{line}: {error}"))
        };
        let mirrored = |relation: &'static str| match relation {
            "narrower" => "wider",
            "wider" => "narrower",
            other => other,
        };
        let judged = !relation.starts_with('~');
        let relation = relation.trim_start_matches('~');
        let versions: &[&'static str] = match version {
            "3.0" => &["3.0.3"],
            "3.1" => &["3.1.0"],
            _ => &["3.0.3", "3.1.0"],
        };
        let mut out = Vec::new();
        for version in versions {
            for (way, old, new, relation) in [
                ("there", old, new, relation),
                ("back", new, old, mirrored(relation)),
            ] {
                out.push(Mutation {
                    version,
                    name: format!("{name} {way} {version}"),
                    old: json(old),
                    new: json(new),
                    relation,
                    judged,
                });
            }
        }
        out
    });
    each.collect()
}

/// What a report should say at the worst.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Expected {
    Break,
    /// A change that breaks nothing.
    Mild,
    /// No change above info.
    Nothing,
    /// Opinions differ.
    Any,
}

/// What is wrong with a report.
fn complaint(report: &Report, expected: Expected) -> Option<&'static str> {
    let worst = report.changes.iter().map(|change| change.level).max();
    let unproved = report
        .changes
        .iter()
        .any(|change| change.level == Level::Breaking && change.witness.is_none());
    if unproved {
        return Some("breaking without proof");
    }
    match (expected, worst) {
        (Expected::Break, Some(Level::Breaking)) => None,
        (Expected::Break, Some(Level::Unknown)) => Some("a break is undecided"),
        (Expected::Break, _) => Some("a break is missed"),
        (Expected::Mild | Expected::Nothing, Some(Level::Breaking)) => {
            Some("what is compatible breaks")
        }
        (Expected::Mild | Expected::Nothing, Some(Level::Unknown)) => {
            Some("what is compatible is undecided")
        }
        (Expected::Nothing, Some(Level::Warning)) => Some("a rewrite is reported"),
        _ => None,
    }
}

#[derive(Default)]
struct Tally {
    all: usize,
    families: BTreeMap<&'static str, Vec<String>>,
}

impl Tally {
    fn add(&mut self, name: String, report: &Report, expected: Expected) {
        self.all += 1;
        if let Some(complaint) = complaint(report, expected) {
            let changes: Vec<String> = report
                .changes
                .iter()
                .map(|change| format!("{} {}", change.level.as_str(), change.id))
                .collect();
            self.families
                .entry(complaint)
                .or_default()
                .push(format!("{name} [{}]", changes.join("; ")));
        }
    }

    /// No complaint but of what is undecided, and of that no more than three in a hundred.
    fn settle(&self) {
        let mut lines = vec![format!("{} comparisons", self.all)];
        for (family, cases) in &self.families {
            lines.push(format!("{family}: {}", cases.len()));
            lines.extend(cases.iter().map(|case| format!("  {case}")));
        }
        let undecided = |family: &str| family.ends_with("undecided");
        let wrong = self.families.keys().any(|family| !undecided(family));
        let open: usize = self
            .families
            .iter()
            .filter(|(family, _)| undecided(family))
            .map(|(_, cases)| cases.len())
            .sum();
        assert!(!wrong && open * 100 <= self.all * 3, "{}", lines.join("\n"));
    }
}

/// What the change of a schema comes to at a place.
fn expected(relation: &str, judged: Option<Evidence>, place: &Place) -> Expected {
    let text = place.text;
    let (narrower, wider) = match relation {
        "open" => return Expected::Any,
        "narrower" => (true, false),
        "wider" => (false, true),
        "both" => (true, true),
        _ => (false, false),
    };
    // In texts `1` is a number and a string: only samples tell.
    let (narrower, wider) = match judged {
        Some(evidence) if text => (evidence.narrower, evidence.wider),
        None if text => return Expected::Any,
        _ => (narrower, wider),
    };
    let (narrower, wider) = if place.mirrored {
        (wider, narrower)
    } else {
        (narrower, wider)
    };
    match (place.to_server, narrower, wider) {
        (true, true, _) | (false, _, true) => Expected::Break,
        _ if relation == "equal" => Expected::Nothing,
        _ => Expected::Mild,
    }
}

/// Whether the values that prove breaks are what the documents, as they are written, accept and refuse.
fn disproved(report: &Report, judge: &Judge, place: &Place) -> Option<String> {
    let changes = report
        .changes
        .iter()
        .filter(|change| change.level == Level::Breaking);
    for change in changes {
        let Some(witness) = change.witness.as_ref() else {
            continue;
        };
        let Some(value) = witness.get("value") else {
            continue;
        };
        let (old, new) = (
            judge.old(value, place.text),
            judge.new_side(value, place.text),
        );
        let fine = match witness["acceptedBy"].as_str() {
            Some("old") => old && !new,
            _ => new && !old,
        };
        if !fine {
            return Some(format!("{value}: old {old}, new {new}"));
        }
    }
    None
}

fn run(thorough: bool, chosen: impl Fn(usize, usize) -> bool) {
    let places = all();
    let mut tally = Tally::default();
    let mut wrong = Vec::new();
    for (number, mutation) in table().iter().enumerate() {
        let judge = Judge::new(mutation.version, &mutation.old, &mutation.new, thorough);
        let judged = |text: bool| mutation.judged.then(|| judge.evidence(text));
        let evidence = judged(false).filter(|_| thorough);
        if let Some(evidence) = evidence
            && mutation.relation != "open"
        {
            let told = match mutation.relation {
                "narrower" => (true, false),
                "wider" => (false, true),
                "both" => (true, true),
                _ => (false, false),
            };
            if told != (evidence.narrower, evidence.wider) {
                wrong.push(format!(
                    "{} is said to be {}, but samples say {evidence:?}",
                    mutation.name, mutation.relation
                ));
            }
        }
        let in_text = std::cell::LazyCell::new(|| judged(true));
        for (at, place) in places.iter().enumerate() {
            if !chosen(number, at) || !place.takes(mutation.version, &mutation.old, &mutation.new) {
                continue;
            }
            let [old, new] = [&mutation.old, &mutation.new]
                .map(|schema| place.document(mutation.version, schema));
            let report = compared(&old, &new);
            let evidence = if place.text { *in_text } else { evidence };
            let name = format!("{} / {}", mutation.name, place.name);
            tally.add(
                name.clone(),
                &report,
                expected(mutation.relation, evidence, place),
            );
            if mutation.judged {
                let whole = Judge::of(mutation.version, &old, &new, place.pointer);
                if let Some(reason) = disproved(&report, &whole, place) {
                    wrong.push(format!("{name}: the proof is none: {reason}"));
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong\n{}\n{}",
        wrong.len(),
        wrong.join("\n"),
        std::panic::catch_unwind(|| tally.settle())
            .err()
            .and_then(|error| error.downcast::<String>().ok())
            .unwrap_or_default()
    );
    tally.settle();
}

/// Every change at some places, each place with some changes.
#[test]
fn changes_of_keywords_are_judged_as_samples_judge_them() {
    run(false, |number, place| (number * 5 + place) % 47 == 0);
}

#[test]
#[ignore = "takes minutes: every change at every place"]
fn all_changes_of_keywords_at_all_places() {
    run(true, |_, _| true);
}
