//! What `diff` says of the generated crate is what others find out: the compiler, with a program that uses every public item
//! of the old crate, and [`cargo-semver-checks`](https://crates.io/crates/cargo-semver-checks), with the rustdoc of both.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is how a test fails")]

mod consumer;
#[allow(dead_code, reason = "what is expected of an edit is for its own test")]
#[path = "../../../generator/tests/diff/rust/edits.rs"]
mod edits;
mod lints;
mod pairs;
mod verdict;
mod workspace;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use generator::diff::Semver;
use generator::render::items::Feature;

use consumer::Claim;
use pairs::pairs;
use verdict::Verdict;
use workspace::{Broken, Workspace};

#[test]
#[ignore = "slow, and needs cargo-semver-checks"]
fn the_verdict_is_that_of_the_compiler_and_of_cargo_semver_checks() {
    let pairs = pairs();
    let mut workspace = Workspace::new("releases");
    let crates: Vec<(String, String)> = pairs
        .iter()
        .map(|pair| (workspace.generate(&pair.old), workspace.generate(&pair.new)))
        .collect();
    let broken = workspace.break_claims(&crates);
    let rustdoc = workspace.rustdoc();
    let mut said = String::new();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut count = |what, number| *counts.entry(what).or_default() += number;
    for (pair, names) in pairs.iter().zip(&crates) {
        let verdict = Verdict::of(&pair.old, &pair.new);
        let mut wrong = String::new();
        let claims = workspace.claims(&names.0);
        let broken: Vec<(&Claim, &Broken)> = broken[names]
            .iter()
            .map(|broken| (&claims[broken.claim], broken))
            .collect();
        for (claim, broken) in &broken {
            if verdict.foresees(claim, broken.lost).is_none() {
                writeln!(
                    wrong,
                    "  not foreseen: {}: {}\n    {}",
                    claim.item, broken.message, claim.line
                )
                .unwrap();
            }
        }
        let about: Vec<&Claim> = broken.iter().map(|(claim, _)| *claim).collect();
        for change in verdict.unproved(&about) {
            writeln!(
                wrong,
                "  compiles all the same: {}: {}",
                change.item, change.change
            )
            .unwrap();
        }
        for (feature, name) in [(Feature::Client, "client"), (Feature::Server, "server")] {
            let is_broken = about
                .iter()
                .any(|claim| claim.feature.is_none_or(|needed| needed == name));
            if is_broken != verdict.is_major(feature) {
                writeln!(wrong, "  {name}: broken {is_broken}").unwrap();
            }
        }
        let lints = lints::lints(&rustdoc[&names.0], &rustdoc[&names.1]);
        for lint in &lints {
            if !verdict.names(&lint.line, lint.level, claims) {
                writeln!(
                    wrong,
                    "  not named: {} ({}): {}",
                    lint.name,
                    lint.level.as_str(),
                    lint.line
                )
                .unwrap();
            }
        }
        count("claims", claims.len());
        count("claims that do not compile any more", about.len());
        count(
            "major changes",
            verdict
                .changes
                .iter()
                .filter(|change| change.semver == Semver::Major)
                .count(),
        );
        count("lines of cargo-semver-checks", lints.len());
        count(
            "pairs with a line of cargo-semver-checks",
            usize::from(!lints.is_empty()),
        );
        count("pairs that break a program", usize::from(!about.is_empty()));
        if !wrong.is_empty() {
            writeln!(
                said,
                "== {} ({} → {})\n{wrong}",
                pair.name, names.0, names.1
            )
            .unwrap();
        }
    }
    let summary: String = counts
        .iter()
        .map(|(what, number)| format!("{number} {what}\n"))
        .collect();
    assert!(said.is_empty(), "{said}\n{} pairs\n{summary}", pairs.len());
    let mut out = std::io::stdout();
    std::io::Write::write_all(
        &mut out,
        format!("{} pairs\n{summary}", pairs.len()).as_bytes(),
    )
    .unwrap();
}
