//! How far the verdict is that of openapi-diff (Java): its own cases, where they are at hand.

use std::collections::BTreeSet;
use std::path::Path;

use generator::diagnostics::Diagnostics;
use generator::diff::policy::Levels;
use generator::diff::{Level, compare};
use generator::read::{Document, ReadOptions, read};
use serde_json::Value;

/// The levels that give openapi-diff's verdict.
const LEVELS: &str = include_str!("../../docs/openapi-diff.yaml");

/// The tests of openapi-diff whose verdict is not ours, and why ours is right. May only shrink.
const DEVIATIONS: &[(&str, &str)] = &[(
    "AsciidocRenderTest.renderDoesNotFailWhenHTTPStatusCodeIsRange",
    "405 became 4XX, which is what 405 is in; clients that handle it are still answered as promised",
)];

fn file(root: &Path, name: &Value) -> Option<Document> {
    let path = root.join(name.as_str()?);
    read(&path, &ReadOptions::default(), &mut Diagnostics::new())
}

/// `no_changes`, `compatible`, `incompatible`: without and with the levels. Nothing where a document cannot be read.
fn verdicts(old: Option<&Document>, new: Option<&Document>) -> Option<[&'static str; 2]> {
    let mut report = compare(old?, new?);
    let mut diagnostics = Diagnostics::new();
    let levels = Levels::parse("openapi-diff.yaml", LEVELS, &mut diagnostics);
    assert!(diagnostics.is_empty());
    let verdict = |report: &generator::diff::Report| {
        let worst = report.changes.iter().map(|change| change.level).max();
        match worst {
            None => "no_changes",
            Some(Level::Breaking | Level::Unknown) => "incompatible",
            Some(_) => "compatible",
        }
    };
    let plain = verdict(&report);
    levels.apply(&mut report);
    Some([plain, verdict(&report)])
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
    let (mut all, mut without, mut plain, mut mapped, mut exact, mut counted) = (0, 0, 0, 0, 0, 0);
    let mut deviating = BTreeSet::new();
    for line in cases.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let text = |key: &str| case[key].as_str().unwrap_or_default();
        let name = case["tests"][0].as_str().unwrap().to_owned();
        // What a test asserts; what its tool answers, where it only asserts which operations differ.
        let wanted = match text("expected") {
            wanted @ ("no_changes" | "compatible" | "incompatible") => wanted,
            "no_endpoint_changes" => "no_changes",
            _ => text("actual_state"),
        };
        all += 1;
        let (old, new) = (file(root, &case["base"]), file(root, &case["revision"]));
        let found = verdicts(old.as_ref(), new.as_ref());
        // No verdict of openapi-diff, or Swagger 2.0, which is another language.
        let Some([ours, theirs]) = found.filter(|_| !wanted.starts_with("error")) else {
            println!("{name}: no two verdicts to compare");
            without += 1;
            continue;
        };
        let breaks = |verdict: &str| verdict == "incompatible";
        let agrees = |verdict: &str| breaks(verdict) == breaks(wanted);
        plain += usize::from(agrees(ours));
        mapped += usize::from(agrees(theirs));
        exact += usize::from(theirs == wanted);
        if let (Some(old), Some(new)) = (&old, &new) {
            let changes = compare(old, new).changes;
            let ids = |id: &str| changes.iter().filter(|change| change.id == id).count() as u64;
            let touched: BTreeSet<&String> = changes
                .iter()
                .filter(|change| {
                    !["operation-added", "operation-removed"].contains(&change.id.as_str())
                })
                .flat_map(|change| change.affects.iter())
                .collect();
            let same = [
                ids("operation-added"),
                ids("operation-removed"),
                touched.len() as u64,
            ] == ["new_endpoints", "missing_endpoints", "changed_ops"]
                .map(|key| case[key].as_u64().unwrap_or(0));
            counted += usize::from(same);
            if !same {
                println!(
                    "{name}: counts: ours {} new, {} gone, {} changed; theirs {} {} {}",
                    ids("operation-added"),
                    ids("operation-removed"),
                    touched.len(),
                    case["new_endpoints"],
                    case["missing_endpoints"],
                    case["changed_ops"]
                );
            }
        }
        if !agrees(theirs) || theirs != wanted {
            println!("{name}: {wanted} for openapi-diff, {ours} for us, {theirs} by its levels");
        }
        if !agrees(theirs) {
            deviating.insert(name);
        }
    }
    let compared = all - without;
    println!(
        "{compared} of {all} cases can be compared: {plain} verdicts agree, {mapped} by its levels, {exact} of these in all three degrees"
    );
    println!(
        "{counted} of {compared} agree on the number of operations that are new, gone and changed"
    );
    let known: BTreeSet<String> = DEVIATIONS
        .iter()
        .map(|(name, _)| (*name).to_owned())
        .collect();
    let unknown: Vec<&String> = deviating.difference(&known).collect();
    println!("deviations without a reason: {unknown:?}");
    assert!(mapped * 100 >= compared * 97);
    assert!(unknown.is_empty(), "give a reason, or mend it");
}
