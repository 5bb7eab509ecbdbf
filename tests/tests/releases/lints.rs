//! What `cargo-semver-checks` says of two crates.

use std::path::Path;
use std::process::Command;

use generator::diff::Semver;

/// A line of its report.
#[derive(Debug)]
pub(crate) struct Lint {
    pub(crate) name: String,
    pub(crate) line: String,
    pub(crate) level: Semver,
}

/// The lints that fail between the rustdoc of two crates.
pub(crate) fn lints(old: &Path, new: &Path) -> Vec<Lint> {
    // Of a patch it asks for all; of a minor version for what major ones alone may change.
    let all = run(old, new, "patch");
    let major = match all.is_empty() {
        true => Vec::new(),
        false => run(old, new, "minor"),
    };
    let found = all.into_iter().map(|(name, line)| {
        let level = match major.iter().any(|(known, _)| *known == name) {
            true => Semver::Major,
            false => Semver::Minor,
        };
        Lint { name, line, level }
    });
    found.collect()
}

fn run(old: &Path, new: &Path, release: &str) -> Vec<(String, String)> {
    let program =
        std::env::var_os("CARGO_SEMVER_CHECKS").unwrap_or_else(|| "cargo-semver-checks".into());
    let output = Command::new(program)
        .args([
            "semver-checks",
            "check-release",
            "--release-type",
            release,
            "--color",
            "never",
        ])
        .arg("--baseline-rustdoc")
        .arg(old)
        .arg("--current-rustdoc")
        .arg(new)
        .output()
        .expect("cargo-semver-checks is installed, or CARGO_SEMVER_CHECKS names it");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("Summary"), "{said}");
    let mut found = Vec::new();
    let (mut name, mut is_listed) = (String::new(), false);
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("--- ") {
            let lint = rest.split_whitespace().nth(1).unwrap_or_default();
            name = lint.trim_end_matches(':').to_owned();
            is_listed = false;
        } else if line.starts_with("Failed in:") {
            is_listed = true;
        } else if is_listed && !line.trim().is_empty() {
            let place = [", previously", " in file ", ", in /", " in /"];
            let end = place.iter().filter_map(|place| line.find(place)).min();
            found.push((
                name.clone(),
                line[..end.unwrap_or(line.len())].trim().to_owned(),
            ));
        }
    }
    found
}
