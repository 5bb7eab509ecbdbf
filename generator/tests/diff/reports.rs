//! The forms of a report: what stands in them, that it is the same in every run, and that no document can break out of one.

use std::path::PathBuf;

use generator::diagnostics::Diagnostics;
use generator::diff::policy::{Approvals, Day, Levels};
use generator::diff::{Format, Level, Report, SCHEMA, compare};
use serde_json::{Value, json};

use crate::{compared, document};

const FORMATS: [(&str, Format); 7] = [
    ("report.txt", Format::Text { colour: false }),
    ("report.md", Format::Markdown),
    ("report.json", Format::Json),
    ("report.github.txt", Format::Github),
    ("report.sarif", Format::Sarif),
    ("report.junit.xml", Format::Junit),
    ("report.html", Format::Html),
];

pub(crate) fn checkout() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Compares with a file of the checkout; writes it instead when `BLESS` is set.
pub(crate) fn golden(path: &str, found: &str) {
    let path = checkout().join(path);
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, found).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        found,
        expected,
        "{}; `BLESS=1` writes it anew",
        path.display()
    );
}

fn fixture(name: &str) -> String {
    std::fs::read_to_string(checkout().join("tests/fixtures/diff/review").join(name)).unwrap()
}

fn library() -> Report {
    let report = compare(
        &document("old.yaml", &fixture("old.yaml")),
        &document("new.yaml", &fixture("new.yaml")),
    );
    Report::of_set(
        "old.yaml".to_owned(),
        "new.yaml".to_owned(),
        vec![("new.yaml".to_owned(), report)],
    )
}

/// The report of the fixture, with one change milder and one approved.
fn judged() -> Report {
    let mut report = library();
    let mut diagnostics = Diagnostics::new();
    let levels = Levels::parse(
        "diff.yaml",
        "levels:\n  - {id: response-*-enum-widened, level: warning, reason: clients keep unknown values}\n",
        &mut diagnostics,
    );
    levels.apply(&mut report);
    let removed = report
        .changes
        .iter()
        .find(|change| change.id == "operation-removed")
        .unwrap();
    let text = format!(
        "approved:\n- fingerprint: {}\n  document: new.yaml\n  reason: nobody called it\n  until: 2026-12-31\n",
        removed.fingerprint
    );
    let approvals = Approvals::parse("diff.approved.yaml", &text, &mut diagnostics);
    let today = Day::parse("2026-11-21").unwrap();
    approvals.apply(
        &mut report,
        &["new.yaml".to_owned()],
        &Approvals::default(),
        today,
        &mut diagnostics,
    );
    assert_eq!(diagnostics.iter().count(), 0);
    report
}

#[test]
fn every_form_is_as_it_was() {
    for (name, format) in FORMATS {
        let text = judged().render(format);
        assert_eq!(text, judged().render(format), "{name}");
        golden(&format!("tests/fixtures/diff/review/{name}"), &text);
    }
}

#[test]
fn reports_as_json_are_of_their_schema() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let check = |report: &Report| {
        let json: Value = serde_json::from_str(&report.render(Format::Json)).unwrap();
        let errors: Vec<String> = validator
            .iter_errors(&json)
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{errors:?}\n{json:#}");
    };
    check(&library());
    check(&judged());
    let cases =
        std::fs::read_to_string(checkout().join("tests/fixtures/diff/matrix.jsonl")).unwrap();
    for line in cases.lines().step_by(7) {
        let case: Value = serde_json::from_str(line).unwrap();
        check(&compared(&case["old"], &case["new"]));
    }
    let whole = document("old.yaml", &fixture("old.yaml"));
    let came = Report::of_document("old.yaml", None, Some(&whole));
    let went = Report::of_document("old.yaml", Some(&whole), None);
    assert_eq!(came.count(Level::Breaking), 0);
    assert_eq!(went.count(Level::Breaking), 1);
    assert_eq!(went.changes[0].affects.len(), 3);
    check(&came);
    check(&went);
    assert!(!validator.is_valid(&json!({ "old": "a", "new": "b", "changes": [] })));
}

/// Every id that is reported can be explained.
#[test]
fn every_id_of_a_report_is_a_rule() {
    let whole = document("old.yaml", &fixture("old.yaml"));
    let reports = [
        library(),
        Report::of_document("a", None, Some(&whole)),
        Report::of_document("a", Some(&whole), None),
    ];
    for change in reports.iter().flat_map(|report| &report.changes) {
        assert!(
            generator::diff::explain(&change.id).is_some(),
            "{}",
            change.id
        );
    }
}

/// Fingerprints stay when lines move, keys are written otherwise, or neighbours change; they differ when values do.
#[test]
fn fingerprints() {
    let prints = |old: &str, new: &str| -> Vec<(String, String)> {
        let report = compare(&document("o.yaml", old), &document("n.yaml", new));
        let pairs = report.changes.into_iter();
        let mut pairs: Vec<_> = pairs
            .map(|change| (change.id, change.fingerprint))
            .collect();
        pairs.sort();
        pairs
    };
    let (old, new) = (fixture("old.yaml"), fixture("new.yaml"));
    let first = prints(&old, &new);
    let moved = format!(
        "# A comment.\n\n{}",
        new.replace("maximum: 50", "\"maximum\":   50.0")
    );
    assert_eq!(prints(&old, &moved), first);
    let as_json = |text: &str| {
        let value: Value = serde_yaml::from_str(text).unwrap();
        value.to_string()
    };
    assert_eq!(prints(&as_json(&old), &as_json(&new)), first);
    let other = prints(&old, &new.replace("maximum: 50", "maximum: 51"));
    let differing = first
        .iter()
        .zip(&other)
        .filter(|(left, right)| left != right);
    assert_eq!(differing.count(), 1);
    let unique: std::collections::HashSet<_> = first.iter().map(|(_, print)| print).collect();
    assert_eq!(unique.len(), first.len());
}

/// What was removed is shown at what is left around it.
#[test]
fn removals_are_shown_at_their_surviving_parent() {
    let lines = library().render(Format::Github);
    let removed = lines
        .lines()
        .find(|line| line.contains("title=operation-removed"))
        .unwrap();
    assert!(
        removed.starts_with("::error file=new.yaml,line=3,col=1,"),
        "{removed}"
    );
}

/// Names of a document that try to be markup, commands or fields of the form.
#[test]
fn documents_cannot_break_out() {
    let name = "\n::error::x</pre></system-out>]]><script>alert(1)</script>|@team `a` <!-- ![x](http://x) \u{1}\"'\r\n# h\n```";
    let with = |limit: u64| {
        json!({
            "openapi": "3.1.0",
            "info": { "title": name, "version": "1" },
            "paths": { "/a": { "post": {
                "requestBody": { "content": { "application/json": { "schema": {
                    "type": "object",
                    "properties": { (name): { "type": "string", "maxLength": limit } },
                } } } },
                "responses": { "200": { "description": name } },
            } } },
        })
    };
    let report = compared(&with(9), &with(5));
    assert_eq!(report.count(Level::Breaking), 1, "{report}");
    let render = |format| report.render(format);
    let html = render(Format::Html);
    assert!(!html.contains("<script") && !html.contains("</pre></system-out>"));
    let xml = render(Format::Junit);
    assert!(!xml.contains("<script") && !xml.contains('\u{1}') && !xml.contains("]]>"));
    let github = render(Format::Github);
    assert_eq!(github.lines().count(), 1, "{github}");
    let markdown = render(Format::Markdown);
    let table: Vec<&str> = markdown
        .lines()
        .filter(|line| line.starts_with('|'))
        .collect();
    assert_eq!(table.len(), 3, "{markdown}");
    assert_eq!(table[2].matches('|').count(), 5);
    for sign in ["<script", "@team", "![x]", "http://"] {
        assert!(!table[2].contains(sign), "{sign} {markdown}");
    }
}

#[test]
fn sarif_has_its_stable_parts() {
    let sarif: Value = serde_json::from_str(&judged().render(Format::Sarif)).unwrap();
    let run = &sarif["runs"][0];
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), judged().changes.len());
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(
            run["tool"]["driver"]["rules"][index]["id"],
            result["ruleId"]
        );
        assert!(run["tool"]["driver"]["rules"][index]["shortDescription"]["text"].is_string());
        assert!(
            result["partialFingerprints"]["change/v1"]
                .as_str()
                .unwrap()
                .len()
                == 16
        );
        assert!(result["locations"][0]["physicalLocation"]["region"]["startLine"].is_u64());
    }
    let suppressed = results
        .iter()
        .filter(|result| result.get("suppressions").is_some());
    assert_eq!(suppressed.count(), 1);
}

/// The page needs no network and has no scripts, and each level can be hidden.
#[test]
fn the_page_stands_alone() {
    let html = judged().render(Format::Html);
    for sign in [
        "http:", "https:", "<script", "<link", "url(", "src=", "@import",
    ] {
        assert!(!html.contains(sign), "{sign}");
    }
    for level in Level::ALL {
        let level = level.as_str();
        assert!(html.contains(&format!("id=\"show-{level}\"")));
        assert!(html.contains(&format!("#show-{level}:not(:checked)")));
    }
}

/// The page of rules is that of the program.
#[test]
fn the_page_of_rules_is_current() {
    golden(
        "generator/docs/diff-rules.md",
        &generator::diff::rules_page(),
    );
    golden("generator/docs/diff-report.schema.json", SCHEMA);
}

/// The workflow is YAML, and what it calls exists.
#[test]
fn the_workflow_calls_what_exists() {
    let text = std::fs::read_to_string(checkout().join("generator/docs/api-review.yml")).unwrap();
    let workflow: Value = serde_yaml::from_str(&text).unwrap();
    let steps = workflow["jobs"]["review"]["steps"].as_array().unwrap();
    let scripts: Vec<&str> = steps
        .iter()
        .filter_map(|step| step["run"].as_str())
        .collect();
    let arguments = std::fs::read_to_string(checkout().join("generator/src/arguments.rs")).unwrap();
    let calls = scripts.iter().flat_map(|script| script.lines());
    let mut options = 0;
    for line in calls.filter(|line| line.contains("review --") || line.contains("generator diff")) {
        for word in line
            .split_whitespace()
            .filter_map(|word| word.strip_prefix("--"))
        {
            let field = format!("pub(crate) {}:", word.replace('-', "_"));
            assert!(arguments.contains(&field), "{line}");
            options += 1;
        }
    }
    assert!(options > 8);
    // What others write, such as names of branches, is data for scripts and not part of them.
    assert!(scripts.iter().all(|script| !script.contains("${{")));
}

/// The README shows a change of one of our documents, and what comes of it.
#[test]
fn the_review_in_the_readme_is_real() {
    let readme = std::fs::read_to_string(checkout().join("README.md")).unwrap();
    let block = |fence: &str| {
        let (_, rest) = readme
            .split_once(fence)
            .unwrap_or_else(|| panic!("{fence}"));
        rest.split_once("\n```")
            .unwrap()
            .0
            .trim_start_matches('\n')
            .to_owned()
    };
    let change = block("```diff\n--- specs/jdcloud-vm.yaml");
    let old = std::fs::read_to_string(checkout().join("specs/jdcloud-vm.yaml")).unwrap();
    let mut new = old.clone();
    let mut lines = change.lines().peekable();
    while let Some(line) = lines.next() {
        let Some(removed) = line
            .strip_prefix('-')
            .filter(|line| !line.starts_with("--"))
        else {
            continue;
        };
        let added = lines.next_if(|line| line.starts_with('+')).unwrap();
        assert_eq!(
            new.matches(&format!("\n{removed}\n")).count(),
            1,
            "{removed}"
        );
        new = new.replacen(
            &format!("\n{removed}\n"),
            &format!("\n{}\n", &added[1..]),
            1,
        );
    }
    assert_ne!(old, new);
    let report = compare(
        &document("specs/jdcloud-vm.yaml", &old),
        &document("specs/jdcloud-vm.yaml", &new),
    );
    let shown = block("$ cargo run -p generator -- diff --base main");
    assert_eq!(
        report.render(Format::Text { colour: false }).trim_end(),
        shown
    );
}
