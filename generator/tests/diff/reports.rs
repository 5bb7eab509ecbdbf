//! The forms of a report: what stands in them, that it is the same in every run, and that no document can break out of one.
//! Long because each form is read by its own rules.

use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use generator::diagnostics::Diagnostics;
use generator::diff::policy::{Approvals, Day, Levels};
use generator::diff::{Format, Level, Report, SCHEMA, Semver, add_rust, compare};
use generator::{render, resolve};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

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
    let old = document("old.yaml", &fixture("old.yaml"));
    let new = document("new.yaml", &fixture("new.yaml"));
    let mut report = compare(&old, &new);
    add_rust(&mut report, &old, &new);
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

/// What tries to be markup, commands or fields of a form.
const HOSTILE: &str = "\n::error::x</pre></system-out>]]></script></style><img src=x onerror=alert(1)><script>alert(1)</script>\
    {{7*7}}|@team `a` <!-- ![x](http://x) www.x.com a@x.com ftp://x \u{1}\"' onfocus='alert(1)\r\n# h\n```";

/// A document with that in every place that a report could show: names, descriptions, values, paths, ids.
fn hostile(limit: u64) -> Value {
    let text = HOSTILE;
    let path = format!("/a/{}", HOSTILE.replace('/', "~").replace(['{', '}'], "("));
    let schema = json!({
        "type": "object",
        "title": text,
        "description": text,
        "properties": {
            (text): { "type": "string", "maxLength": limit, "description": text },
            "kind": { "enum": [text, format!("{text}{limit}")] },
        },
    });
    json!({
        "openapi": "3.1.0",
        "info": { "title": text, "version": text, "description": text },
        "tags": [{ "name": text }],
        "paths": { (path): { "post": {
            "operationId": format!("{text}{limit}"),
            "summary": text,
            "tags": [text],
            "parameters": [
                { "name": text, "in": "query", "schema": { "type": "string", "default": format!("{text}{limit}") } },
            ],
            "requestBody": { "content": { "application/json": { "schema": schema } } },
            "responses": { "200": { "description": text } },
        } } },
    })
}

#[test]
fn documents_cannot_break_out() {
    let (old, new) = (hostile(9), hostile(5));
    let (old, new) = (
        document(HOSTILE, &old.to_string()),
        document(HOSTILE, &new.to_string()),
    );
    let mut report = compare(&old, &new);
    add_rust(&mut report, &old, &new);
    let mut report = Report::of_set(
        HOSTILE.to_owned(),
        format!("{HOSTILE} "),
        vec![(HOSTILE.to_owned(), report)],
    );
    assert!(report.count(Level::Breaking) >= 2, "{report}");
    let policy =
        json!({ "levels": [{ "level": "breaking", "was": "warning", "reason": HOSTILE }] });
    Levels::parse(HOSTILE, &policy.to_string(), &mut Diagnostics::new()).apply(&mut report);
    let render = |format| report.render(format);
    let html = render(Format::Html);
    if let Some(folder) = std::env::var_os("HOSTILE_FORMS") {
        // For a look at them in a browser, and through the tools of others.
        for (name, format) in FORMATS {
            std::fs::write(PathBuf::from(&folder).join(name), render(format)).unwrap();
        }
    }
    assert_eq!(html.matches("<script").count(), 1);
    assert_eq!(html.matches("</script").count(), 1);
    assert_eq!(html.matches("</style").count(), 1);
    for sign in [
        "<img",
        "</pre></system-out>",
        " onfocus='",
        "\" onfocus",
        "alert(1)</",
    ] {
        assert!(!html.contains(sign), "{sign}");
    }
    let xml = render(Format::Junit);
    assert!(!xml.contains("<script") && !xml.contains('\u{1}') && !xml.contains("]]>"));
    let github = render(Format::Github);
    let apart = report.rust.as_ref().unwrap().apart.len();
    assert_eq!(
        github.lines().count(),
        report.changes.len() + apart + 1,
        "{github}"
    );
    assert!(github.lines().all(|line| line.starts_with("::error ")
        || line.starts_with("::warning ")
        || line.starts_with("::notice ")));
    let markdown = render(Format::Markdown);
    for line in markdown.lines().filter(|line| line.starts_with('|')) {
        let columns = line.matches('|').count();
        assert!(columns == 5 || columns == 6, "{line}");
        for sign in ["<script", "<img", "![x]", "@team", "://", "www.", "a@x"] {
            assert!(!line.contains(sign), "{sign} {line}");
        }
    }
    for line in markdown.lines() {
        assert!(!line.starts_with("# ") && !line.starts_with("::"), "{line}");
    }
    let _: Value = serde_json::from_str(&render(Format::Json)).unwrap();
    let _: Value = serde_json::from_str(&render(Format::Sarif)).unwrap();
}

/// The comment on a pull request fits, however much there is.
#[test]
fn comments_stay_below_their_limit() {
    let api = |limit: u64| {
        let schema = |index: usize| {
            let name = format!("{index}{}", "|*".repeat(200));
            json!({ "type": "object", "properties": { (name): { "type": "string", "maxLength": limit } } })
        };
        let paths: serde_json::Map<String, Value> = (0..150)
            .map(|index| {
                let operation = json!({ "post": {
                    "requestBody": { "content": { "application/json": { "schema": schema(index) } } },
                    "responses": { "200": { "description": "ok" } },
                } });
                (format!("/things/{index}"), operation)
            })
            .collect();
        json!({ "openapi": "3.1.0", "info": { "title": "Many", "version": "1" }, "paths": paths })
    };
    let text = compared(&api(9), &api(5)).render(Format::Markdown);
    assert!(text.len() < 65_536, "{}", text.len());
    assert!(text.contains(" more\n"), "{text}");
    assert_eq!(
        text.matches("<details>").count(),
        text.matches("</details>").count()
    );
}

/// The release that the crate needs, and its items, stand in each form.
#[test]
fn every_form_tells_of_the_crate() {
    let report = judged();
    let rust = report.rust.as_ref().unwrap();
    assert_eq!(
        (rust.client, rust.server),
        (Some(Semver::Major), Some(Semver::Major))
    );
    for (name, format) in FORMATS {
        let text = report.render(format);
        for sign in ["major", "types::Book", "client"] {
            assert!(text.contains(sign), "{name} {sign}\n{text}");
        }
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

/// With the schema that OASIS publishes as `sarif-schema-2.1.0.json`, which is not in this repository.
#[test]
#[ignore = "needs the schema of SARIF 2.1.0 at the path that SARIF_SCHEMA names"]
fn sarif_is_of_its_schema() {
    let path = std::env::var_os("SARIF_SCHEMA").unwrap();
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let cases =
        std::fs::read_to_string(checkout().join("tests/fixtures/diff/matrix.jsonl")).unwrap();
    let cases = cases.lines().step_by(7).map(|line| {
        let case: Value = serde_json::from_str(line).unwrap();
        let (old, new) = (
            document("old.json", &case["old"].to_string()),
            document("new.json", &case["new"].to_string()),
        );
        let mut report = compare(&old, &new);
        add_rust(&mut report, &old, &new);
        report
    });
    for report in [library(), judged()].into_iter().chain(cases) {
        let sarif: Value = serde_json::from_str(&report.render(Format::Sarif)).unwrap();
        let errors: Vec<String> = validator
            .iter_errors(&sarif)
            .map(|error| format!("{} {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{errors:?}\n{sarif:#}");
    }
}

/// The page needs no network, and has one script: the one that its policy names.
#[test]
fn the_page_stands_alone() {
    let html = judged().render(Format::Html);
    for sign in [
        "http:", "https:", "<link", "url(", "src=", "@import", "<img", "<iframe", "style=\"",
        " onclick",
    ] {
        assert!(!html.contains(sign), "{sign}");
    }
    let (_, script) = html.split_once("<script>").unwrap();
    let (script, rest) = script.split_once("</script>").unwrap();
    assert!(!rest.contains("<script"));
    let hash = STANDARD.encode(Sha256::digest(script));
    assert!(html.contains(&format!(
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{hash}';"
    )));
    for level in judged().changes.iter().map(|change| change.level.as_str()) {
        assert!(html.contains(&format!("name=\"level\" value=\"{level}\"")));
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
    let (old, new) = (
        document("specs/jdcloud-vm.yaml", &old),
        document("specs/jdcloud-vm.yaml", &new),
    );
    let public = |document| {
        let api = resolve::resolve(document, "jdcloud-vm", &mut Diagnostics::new());
        let files = render::render(&api, &render::Options::default());
        let file = files.into_iter().find(|file| file.path == "public-api.txt");
        file.unwrap().text
    };
    let (before, after) = (public(&old), public(&new));
    let checked_in = checkout().join("generated/jdcloud-vm/public-api.txt");
    assert_eq!(before, std::fs::read_to_string(checked_in).unwrap());
    let shown = block(
        "```diff\n--- generated/jdcloud-vm/public-api.txt\n+++ generated/jdcloud-vm/public-api.txt",
    );
    assert_eq!(changed_lines(&before, &after), shown);
    let mut report = compare(&old, &new);
    add_rust(&mut report, &old, &new);
    let shown = block("$ cargo run -p generator -- diff --base main");
    assert_eq!(
        report.render(Format::Text { colour: false }).trim_end(),
        shown
    );
}

/// The lines that differ of two sorted lists, as `diff` shows them without context.
fn changed_lines(old: &str, new: &str) -> String {
    let (mut before, mut after) = (old.lines().peekable(), new.lines().peekable());
    let mut out = Vec::new();
    loop {
        let gone = before.next_if(|line| !new.lines().any(|other| other == *line));
        let came = after.next_if(|line| gone.is_none() && !old.lines().any(|other| other == *line));
        match (gone, came) {
            (Some(line), _) => out.push(format!("-{line}")),
            (None, Some(line)) => out.push(format!("+{line}")),
            (None, None) if before.next().is_none() & after.next().is_none() => {
                return out.join("\n");
            }
            (None, None) => {}
        }
    }
}
