//! `diff`: what can be compared, policies and approvals, exit statuses.

use std::process::Command;

use crate::Folder;

const API: &str = "openapi: 3.1.0
info: {title: Things, version: '1'}
paths:
  /things:
    post:
      requestBody: {content: {application/json: {schema: {$ref: 'parts.yaml#/Thing'}}}}
      responses: {'204': {description: ok}}
";
const PARTS: &str = "Thing: {type: object, properties: {name: {type: string, maxLength: 9}}}\n";
const OTHER: &str = "openapi: 3.1.0
info: {title: Others, version: '1'}
paths: {/others: {get: {responses: {'204': {description: ok}}}}}
";

fn git(folder: &Folder, arguments: &[&str]) {
    let said = Command::new("git")
        .args([
            "-c",
            "user.name=a",
            "-c",
            "user.email=a@example.com",
            "-c",
            "init.defaultBranch=main",
        ])
        .args(arguments)
        .current_dir(&folder.0)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .unwrap();
    assert!(said.status.success(), "{arguments:?}: {said:?}");
}

/// A checkout with two documents on `main`; the current branch narrows one, and replaces the other by a third.
fn checkout(name: &str) -> Folder {
    let folder = Folder::new(
        name,
        &[
            ("specs/a/api.yaml", API),
            ("specs/a/parts.yaml", PARTS),
            (
                "specs/gone.json",
                "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"G\",\"version\":\"1\"},\"paths\":{}}",
            ),
        ],
    );
    git(&folder, &["init", "--quiet"]);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "--quiet", "-m", "first"]);
    git(&folder, &["switch", "--quiet", "-c", "topic"]);
    folder.write("specs/a/parts.yaml", &PARTS.replace('9', "5"));
    folder.write("specs/other.yaml", OTHER);
    std::fs::remove_file(folder.0.join("specs/gone.json")).unwrap();
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "--quiet", "-m", "second"]);
    // `main` goes on, which is not this branch's doing.
    git(&folder, &["switch", "--quiet", "main"]);
    folder.write("specs/other.yaml", &OTHER.replace("others", "more"));
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "--quiet", "-m", "third"]);
    git(&folder, &["switch", "--quiet", "topic"]);
    folder
}

/// Runs `diff`; gives the exit status, the report and what was said.
pub(crate) fn diff(folder: &Folder, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_generator"))
        .arg("diff")
        .args(arguments)
        .current_dir(&folder.0)
        .env_remove("CARGO_MANIFEST_DIR")
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        output.status.code().unwrap(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

/// The ids and documents of a report.
fn changes(folder: &Folder, arguments: &[&str]) -> (i32, Vec<String>) {
    let (status, json, said) = diff(folder, &[arguments, &["--format", "json"]].concat());
    let report: serde_json::Value =
        serde_json::from_str(&json).unwrap_or_else(|_| panic!("{said}"));
    let changes = report["changes"].as_array().unwrap();
    let text = |change: &serde_json::Value| {
        format!(
            "{} {}",
            change["document"].as_str().unwrap(),
            change["id"].as_str().unwrap()
        )
    };
    (status, changes.iter().map(text).collect())
}

#[test]
fn folders_files_and_revisions() {
    let folder = checkout("inputs");
    let narrowed = "a/api.yaml request-body-max-length-narrowed";
    let all = [
        narrowed,
        "gone.json document-removed",
        "other.yaml document-added",
    ];
    let check = |arguments: &[&str], expected: &[&str]| {
        let (status, found) = changes(&folder, arguments);
        assert_eq!(found, expected, "{arguments:?}");
        assert_eq!(status, 1, "{arguments:?}");
    };
    check(&["--base", "main"], &all);
    check(&["--base", "main", "specs/"], &all);
    check(&["--base", "main", "./specs"], &all);
    check(
        &["--base", "main", "specs/a"],
        &["api.yaml request-body-max-length-narrowed"],
    );
    let absolute = folder.0.join("specs").display().to_string();
    check(&["--base", "main", &absolute], &all);
    check(&["main~1:specs", "specs"], &all);
    check(&["main~1:specs", "topic:specs"], &all);
    let single = ["api.yaml request-body-max-length-narrowed"];
    check(&["main:specs/a/api.yaml", "specs/a/api.yaml"], &single);
    check(
        &["main:./specs/a/api.yaml", "topic:specs/a/api.yaml"],
        &single,
    );
    check(&["--base", "main", "specs/a/api.yaml"], &single);
    assert_eq!(changes(&folder, &["specs", "specs"]), (0, Vec::new()));
}

#[test]
fn standard_input() {
    let folder = Folder::new("standard", &[("other.yaml", OTHER)]);
    let run = |text: &str| {
        use std::io::Write as _;
        let mut child = Command::new(env!("CARGO_BIN_EXE_generator"))
            .args(["diff", "other.yaml", "-", "--format", "github"])
            .current_dir(&folder.0)
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(text.as_bytes())
            .unwrap();
        let output = child.wait_with_output().unwrap();
        (
            output.status.code().unwrap(),
            String::from_utf8(output.stdout).unwrap(),
        )
    };
    assert_eq!(run(OTHER), (0, String::new()));
    let (status, said) = run(&OTHER.replace("/others", "/more"));
    assert_eq!(status, 1);
    assert!(said.contains("::error file=-,"), "{said}");
}

#[test]
fn what_cannot_run_says_so() {
    let folder = checkout("wrong");
    let check = |arguments: &[&str], expected: &str| {
        let (status, out, said) = diff(&folder, arguments);
        assert_eq!((status, out.as_str()), (2, ""), "{arguments:?} {said}");
        assert!(said.contains(expected), "{arguments:?} {said}");
    };
    check(&["specs"], "name what was and what is");
    check(&["a", "b", "c"], "name what was and what is");
    check(&["--base", "nowhere"], "nowhere");
    check(&["--base", "main", "a", "b"], "one document or folder");
    check(&["main:nowhere.yaml", "specs/other.yaml"], "nowhere.yaml");
    check(
        &["specs", "specs", "--today", "tomorrow"],
        "`tomorrow` is no day",
    );
    check(
        &["specs", "specs", "--policy", "nowhere.yaml"],
        "there is no such file",
    );
    check(
        &["specs", "topic:specs", "--approve", "why"],
        "beside documents on disk",
    );
    check(&["--base", "main", "--approve", " "], "needs a reason");
    folder.write(
        "specs/diff.yaml",
        "levels:\n  - {id: request-*-narowed, level: mild, when: now}\n",
    );
    check(
        &["specs", "specs"],
        "no change has an id like `request-*-narowed`",
    );
    check(&["specs", "specs"], "`when` means nothing here");
    check(&["specs", "specs"], "`level` is `breaking`");
    check(&["specs", "specs"], "specs/diff.yaml:2:");
}

#[test]
fn levels_of_a_project() {
    let folder = checkout("levels");
    let check = |policy: &str, expected: i32| {
        folder.write("specs/diff.yaml", policy);
        let (status, _, said) = diff(&folder, &["--base", "main", "specs"]);
        assert_eq!(status, expected, "{policy}{said}");
    };
    check("# Nothing yet.\n", 1);
    check("levels:\n  - {id: 'document-*', level: info}\n", 1);
    check("levels:\n  - {level: warning}\n", 0);
    check(
        "levels:\n  - {level: warning}\n  - {document: 'a/*', level: breaking}\n",
        1,
    );
    check(
        "levels:\n  - {level: warning}\n  - {document: 'b/*', level: breaking}\n",
        0,
    );
    check(
        "levels:\n  - {level: info}\n  - {operation: 'POST /things', level: breaking}\n",
        1,
    );
    check(
        "levels:\n  - {level: info}\n  - {operation: 'GET /**', level: breaking}\n",
        1,
    );
    check(
        "levels:\n  - {level: info}\n  - {operation: 'PUT /**', level: breaking}\n",
        0,
    );
}

#[test]
fn approvals() {
    let folder = checkout("approvals");
    let base = ["--base", "main", "specs", "--today", "2026-11-21"];
    let run = |more: &[&str]| {
        let (status, out, said) = diff(&folder, &[&base[..], more].concat());
        (status, format!("{out}{said}"))
    };
    let file = "specs/diff.approved.yaml";
    folder.write(file, "# Ask the platform team.\napproved: []\n");
    assert_eq!(run(&[]).0, 1);
    let (status, said) = run(&["--approve", "agreed with: \"all\"", "--until", "2026-12-31"]);
    assert_eq!(status, 0, "{said}");
    assert!(
        said.contains("2 breaking") && said.contains("2 approved"),
        "{said}"
    );
    let text = folder.read(file);
    assert!(
        text.starts_with("# Ask the platform team.\napproved:\n- fingerprint: "),
        "{text}"
    );
    assert_eq!(text.matches("- fingerprint").count(), 2, "{text}");
    assert!(text.contains("until: \"2026-12-31\""), "{text}");
    // It holds, and writing it again changes nothing.
    assert_eq!(run(&[]).0, 0);
    assert_eq!(run(&["--approve", "again"]).0, 0);
    assert_eq!(folder.read(file), text);
    // Part of the documents: entries for the others are not stale.
    assert_eq!(
        diff(
            &folder,
            &[
                "main:specs/a/api.yaml",
                "specs/a/api.yaml",
                "--policy",
                "specs/diff.yaml"
            ]
        )
        .0,
        2
    );
    // The last day counts, the next does not.
    assert_eq!(run(&["--today", "2026-12-31"]).0, 2, "an option once");
    let on = |day: &str| diff(&folder, &["--base", "main", "specs", "--today", day]);
    assert_eq!(on("2026-12-31").0, 0);
    let (status, _, said) = on("2027-01-01");
    assert_eq!(status, 1);
    assert!(
        said.contains("expired-approval") && said.contains("specs/diff.approved.yaml:"),
        "{said}"
    );
    // Another value is another change: the old entry is stale, the new change not approved.
    folder.write("specs/a/parts.yaml", &PARTS.replace('9', "4"));
    let (status, said) = run(&[]);
    assert_eq!(status, 1);
    assert!(
        said.contains("stale-approval") && said.contains("specs/diff.approved.yaml:"),
        "{said}"
    );
    let (status, said) = run(&["--approve", "smaller still"]);
    assert_eq!(status, 0, "{said}");
    assert_eq!(folder.read(file).matches("- fingerprint").count(), 2);
    // Once it has landed, its entry is a thing of the past and no error.
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "--quiet", "-m", "fourth"]);
    git(&folder, &["switch", "--quiet", "-c", "next"]);
    let (status, _, said) = diff(&folder, &["--base", "topic", "specs"]);
    assert_eq!(status, 0, "{said}");
    folder.write(
        file,
        "approved:\n  - {fingerprint: abc}\n  - {fingerprint: abc, reason: a, until: soon}\n",
    );
    let (status, _, said) = diff(&folder, &["--base", "topic", "specs"]);
    assert_eq!(status, 2);
    assert!(
        said.contains("a `reason`") && said.contains("`soon` is no day"),
        "{said}"
    );
}

#[test]
fn levels_that_fail_and_files_that_are_written() {
    let folder = Folder::new(
        "fails",
        &[
            ("old.yaml", OTHER),
            (
                "new.yaml",
                &OTHER.replace(
                    "'204': {description: ok}",
                    "'204': {description: ok}, '404': {description: no}",
                ),
            ),
        ],
    );
    let status = |level: &str| diff(&folder, &["old.yaml", "new.yaml", "--fail-on", level]).0;
    assert_eq!(status("info"), 1);
    assert_eq!(status("never"), 0);
    for format in [
        "text", "markdown", "json", "github", "sarif", "junit", "html",
    ] {
        let told = diff(&folder, &["old.yaml", "new.yaml", "--format", format]).1;
        let (_, out, _) = diff(
            &folder,
            &[
                "old.yaml", "new.yaml", "--format", format, "--output", "report",
            ],
        );
        assert_eq!(out, "");
        assert_eq!(folder.read("report"), told);
    }
    let (status, rules, _) = diff(&folder, &["--list-rules"]);
    assert_eq!(status, 0);
    assert!(
        rules.contains("\noperation-removed: An operation was removed.\n"),
        "{rules}"
    );
    assert_eq!(diff(&folder, &["--list-rules", "--format", "html"]).0, 2);
}
