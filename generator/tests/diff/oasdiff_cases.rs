//! How far the vocabulary of oasdiff is spoken: its own cases, where they are at hand.

use std::collections::BTreeSet;
use std::path::Path;

use generator::diagnostics::Diagnostics;
use generator::diff::oasdiff::{Options, Severity, Stability, compare};
use generator::read::{Document, ReadOptions, read};
use serde_json::Value;

use super::oasdiff::today;

/// What our report of oasdiff's own cases has that oasdiff's has not, or the other way round, and why. May only shrink.
const DEVIATIONS: &[(&str, &str)] = &[(
    "TestBreaking_AddedEnum",
    "oasdiff looks at the implicit flow only; the authorization code flow changed its addresses and scopes as well",
)];

/// Needs oasdiff's cases, which are not ours to copy: `OASDIFF_CASES` is a folder with `cases.jsonl` and its documents.
#[test]
#[ignore = "needs the cases of oasdiff in the folder OASDIFF_CASES"]
#[allow(clippy::print_stdout, reason = "the measure is for people")]
fn cases_of_oasdiff() {
    let root = std::env::var("OASDIFF_CASES").expect("OASDIFF_CASES names a folder");
    let root = Path::new(&root);
    let cases = std::fs::read_to_string(root.join("cases.jsonl")).unwrap();
    let (mut all, mut verdicts, mut sets) = (0, 0, 0);
    let mut deviating = BTreeSet::new();
    for case in cases.lines() {
        let case: Value = serde_json::from_str(case).unwrap();
        let options = options(&case["flags"]);
        let (old, new) = (file(root, &case["base"]), file(root, &case["revision"]));
        for (old, new, key) in [(&old, &new, "expected"), (&new, &old, "expected_reverse")] {
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let expected = case[key].as_array().map_or(&[][..], Vec::as_slice);
            let breaks = expected.iter().any(|change| change["level"] == "ERR");
            let expected: BTreeSet<[String; 3]> = expected
                .iter()
                .map(|change| ["id", "operation", "path"].map(|key| text(&change[key])))
                .collect();
            let found = compare(old, new, &options);
            let agrees = (found.count(Severity::Error) > 0) == breaks;
            let found: BTreeSet<[String; 3]> = found
                .0
                .into_iter()
                .map(|change| [change.id, change.operation, change.path])
                .collect();
            all += 1;
            verdicts += usize::from(agrees);
            sets += usize::from(found == expected);
            if found != expected {
                let name = text(&case["name"]);
                println!(
                    "{name} ({key}): verdict {}",
                    if agrees { "agrees" } else { "differs" }
                );
                expected
                    .difference(&found)
                    .for_each(|change| println!("  missing {}", change.join(" ")));
                found
                    .difference(&expected)
                    .for_each(|change| println!("  more {}", change.join(" ")));
                deviating.insert(name);
            }
        }
    }
    println!("{all} comparisons: {verdicts} verdicts and {sets} sets agree");
    for (name, reason) in DEVIATIONS {
        println!("known: {name}: {reason}");
    }
    let known: BTreeSet<String> = DEVIATIONS
        .iter()
        .map(|(name, _)| (*name).to_owned())
        .collect();
    let unknown: Vec<&String> = deviating.difference(&known).collect();
    println!("deviations without a reason: {unknown:?}");
    assert!(verdicts * 100 >= all * 97 && sets * 100 >= all * 90);
    assert!(unknown.is_empty(), "give a reason, or mend it");
    let mended: Vec<&String> = known.difference(&deviating).collect();
    let told = |name: &&&String| cases.contains(&format!("\"{name}\""));
    assert_eq!(mended.iter().find(told), None, "no longer deviates");
}

fn file(root: &Path, name: &Value) -> Document {
    let path = root.join(name.as_str().unwrap());
    read(&path, &ReadOptions::default(), &mut Diagnostics::new()).unwrap()
}

fn options(flags: &Value) -> Options {
    let mut options = Options::new(today());
    let mut flags = flags.as_array().unwrap().iter().filter_map(Value::as_str);
    while let Some(flag) = flags.next() {
        let (name, value) = match flag.split_once('=') {
            Some(parts) => parts,
            None => (flag, flags.next().unwrap()),
        };
        let regex = || Some(regex_lite::Regex::new(value).unwrap());
        match name {
            "--deprecation-days-stable" => options.deprecation_days_stable = value.parse().unwrap(),
            "--deprecation-days-beta" => options.deprecation_days_beta = value.parse().unwrap(),
            "--stability-level" => options.stability_level = Stability::parse(value).unwrap(),
            "--strip-prefix-base" => options.strip_prefix_base = value.to_owned(),
            "--match-path" => options.match_path = regex(),
            "--unmatch-path" => options.unmatch_path = regex(),
            "--match-inline-refs" => options.match_inline_refs = value == "true",
            other => panic!("{other} is not known"),
        }
    }
    options
}
