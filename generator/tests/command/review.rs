//! `diff`: what can be compared, policies and approvals, exit statuses.
//! Long because each way to call it is tried on documents of its own.

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

/// A run that is killed while it writes leaves what was there; so does a full disk, which is noticed by a write that fails.
#[cfg(unix)]
#[test]
fn reports_and_approvals_are_replaced_whole() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = Folder::new("whole", &[("old/api.yaml", LIST), ("new/api.yaml", OTHER)]);
    std::fs::create_dir_all(folder.0.join("out")).unwrap();
    folder.write("out/real.html", "old report");
    folder.write("new/diff.approved.yaml", "approved: []\n");
    symlink("real.html", folder.0.join("out/report.html")).unwrap();
    let mode = |mode| std::fs::Permissions::from_mode(mode);
    std::fs::set_permissions(folder.0.join("out/real.html"), mode(0o640)).unwrap();
    let report = "diff old new --format html --output out/report.html";
    let approve = "diff old new --approve reason";
    // Files may hold nothing, so the first write ends the process.
    for arguments in [report, approve] {
        let limited = format!("ulimit -c 0; ulimit -f 0; exec \"$0\" {arguments}");
        let status = Command::new("sh")
            .args(["-c", &limited, env!("CARGO_BIN_EXE_generator")])
            .current_dir(&folder.0)
            .stderr(std::process::Stdio::null())
            .status()
            .unwrap();
        assert!(!status.success() && status.code() != Some(1), "{status}");
    }
    assert_eq!(folder.read("out/real.html"), "old report");
    assert_eq!(folder.read("new/diff.approved.yaml"), "approved: []\n");

    let split = |words: &'static str| words.split(' ').skip(1).collect::<Vec<_>>();
    assert_eq!(diff(&folder, &split(report)).0, 1);
    assert_eq!(diff(&folder, &split(approve)).0, 0);
    assert!(folder.read("out/real.html").starts_with("<!"));
    assert!(folder.0.join("out/report.html").is_symlink());
    let permissions = std::fs::metadata(folder.0.join("out/real.html")).unwrap();
    assert_eq!(permissions.permissions().mode() & 0o777, 0o640);
    assert!(
        folder
            .read("new/diff.approved.yaml")
            .contains("fingerprint")
    );
    // What is no file has no old text, and is written to.
    let words = ["old", "new", "--output", "/dev/null"];
    assert_eq!(diff(&folder, &words).0, 0);
    let (status, _, said) = diff(&folder, &["old", "new", "--output", "none/report"]);
    assert_eq!(status, 2);
    assert!(said.contains("none/report: "), "{said}");
}

/// An operation whose optional query parameter `page` becomes required: it breaks on the wire, and the crate changes.
const LIST: &str = "openapi: 3.1.0
info: {title: Things, version: '1'}
paths:
  /things:
    get:
      operationId: listThings
      tags: [things]
      parameters: [{name: page, in: query, schema: {type: integer}}]
      responses: {'204': {description: ok}}
  /others:
    get:
      operationId: listOthers
      tags: [others]
      responses: {'204': {description: ok}}
";

/// A document with a schema of this name.
fn with_schema(name: &str) -> String {
    let content = format!(
        "'200': {{description: ok, content: {{application/json: {{schema: {{$ref: '#/components/schemas/{name}'}}}}}}}}"
    );
    let schemas = format!(
        "components: {{schemas: {{{name}: {{type: object, properties: {{a: {{type: string}}}}}}}}}}\n"
    );
    LIST.replacen("'204': {description: ok}", &content, 1) + &schemas
}

#[test]
fn releases_that_fail() {
    let added = with_schema("Thing").replace(
        "paths:",
        "paths:\n  /new: {get: {responses: {'204': {description: ok}}}}",
    );
    let folder = Folder::new(
        "releases",
        &[
            ("old.yaml", &with_schema("Thing")),
            ("renamed.yaml", &with_schema("Item")),
            ("added.yaml", &added),
        ],
    );
    let check = |new: &str, limit: &str, expected: i32| {
        let (status, out, said) = diff(&folder, &["old.yaml", new, "--fail-on", limit]);
        assert_eq!(status, expected, "{new} {limit} {out}{said}");
    };
    check("renamed.yaml", "breaking", 0);
    check("renamed.yaml", "rust-major", 1);
    check("renamed.yaml", "client-major", 1);
    check("renamed.yaml", "server-major", 1);
    check("renamed.yaml", "breaking,rust-major", 1);
    check("renamed.yaml", "never", 0);
    // The trait of a server gets a method that it has to have; a client only more.
    check("added.yaml", "client-major", 0);
    check("added.yaml", "client-minor", 1);
    check("added.yaml", "rust-minor", 1);
    check("added.yaml", "rust-major", 0);
    check("added.yaml", "breaking,client-major", 0);
    check("old.yaml", "rust-minor,info", 0);
    let (status, _, said) = diff(
        &folder,
        &[
            "old.yaml",
            "renamed.yaml",
            "--ids",
            "oasdiff",
            "--fail-on",
            "rust-major",
        ],
    );
    assert_eq!(status, 2, "{said}");
}

#[test]
fn items_are_judged_and_approved() {
    let folder = Folder::new(
        "items",
        &[
            ("specs/old.yaml", &with_schema("Thing")),
            ("specs/new.yaml", &with_schema("Item")),
        ],
    );
    let run = |limit: &str, more: &[&str]| {
        let base = ["specs/old.yaml", "specs/new.yaml", "--fail-on", limit];
        diff(&folder, &[&base[..], more].concat())
    };
    let check = |policy: &str, limit: &str, expected: i32| {
        folder.write("specs/diff.yaml", policy);
        let (status, out, said) = run(limit, &[]);
        assert_eq!(status, expected, "{policy}{limit} {out}{said}");
    };
    check("levels: []\n", "rust-major", 1);
    check("levels:\n  - {axis: rust, level: minor}\n", "rust-major", 0);
    check("levels:\n  - {axis: rust, level: minor}\n", "rust-minor", 1);
    check(
        "levels:\n  - {axis: server, level: patch}\n",
        "server-minor",
        0,
    );
    check(
        "levels:\n  - {axis: server, level: patch}\n",
        "client-major",
        1,
    );
    check(
        "levels:\n  - {axis: client, level: patch}\n",
        "client-minor",
        0,
    );
    check(
        "levels:\n  - {axis: rust, item: 'client::*', level: patch}\n",
        "rust-major",
        1,
    );
    check(
        "levels:\n  - {axis: rust, was: minor, level: patch}\n",
        "rust-major",
        1,
    );
    check(
        "levels:\n  - {axis: rust, was: major, level: patch}\n",
        "rust-major",
        0,
    );
    check(
        "levels:\n  - {axis: wire, level: breaking}\n",
        "breaking",
        0,
    );
    check(
        "levels:\n  - {axis: rust, document: other.yaml, level: patch}\n",
        "rust-major",
        1,
    );
    check(
        "levels:\n  - {axis: rust, document: new.yaml, level: patch}\n",
        "rust-minor",
        0,
    );
    let (_, json, _) = run("never", &["--format", "json"]);
    assert!(
        json.contains("\"was\": \"major\"") && json.contains("\"rust\": \"patch\""),
        "{json}"
    );
    for (policy, expected) in [
        (
            "levels:\n  - {axis: rust, level: warning}\n",
            "`level` is `major`, `minor` or `patch`",
        ),
        ("levels:\n  - {level: major}\n", "`level` is `breaking`"),
        (
            "levels:\n  - {axis: crate, level: minor}\n",
            "`axis` is `wire`, `rust`, `client` or `server`",
        ),
        (
            "levels:\n  - {item: a, level: info}\n",
            "`item` is for `axis: rust`",
        ),
        (
            "levels:\n  - {was: mild, level: info}\n",
            "`was` is `breaking`",
        ),
        (
            "preset: mild\n",
            "`mild` is no preset; there are `strict` and `tolerant-client`",
        ),
    ] {
        folder.write("specs/diff.yaml", policy);
        let (status, _, said) = run("breaking", &[]);
        assert_eq!(status, 2, "{policy}{said}");
        assert!(said.contains(expected), "{policy}{said}");
    }
    folder.write("specs/diff.yaml", "# Nothing.\n");
    let (status, _, said) = run("rust-major", &["--approve", "the name was wrong"]);
    assert_eq!(status, 0, "{said}");
    assert!(
        folder
            .read("specs/diff.approved.yaml")
            .contains("rust-item")
    );
    assert_eq!(run("rust-major", &[]).0, 0);
    // Another name is another change: what was approved is stale.
    folder.write("specs/new.yaml", &with_schema("Some"));
    let (status, _, said) = run("rust-major", &[]);
    assert_eq!(status, 1);
    assert!(said.contains("stale-approval"), "{said}");
}

#[test]
fn presets() {
    let api = |values: &str, length: &str| {
        LIST.replace(
            "'204': {description: ok}",
            &format!(
                "'200': {{description: ok, content: {{application/json: {{schema: {{type: object, properties: \
                 {{state: {{type: string, enum: [{values}]}}, name: {{type: string, maxLength: {length}}}}}}}}}}}}}"
            ),
        )
    };
    let folder = Folder::new(
        "presets",
        &[
            ("specs/old.yaml", &api("a", "5")),
            ("specs/new.yaml", &api("a, b", "9")),
            (
                "patterns/old.yaml",
                &LIST.replace("type: integer", "type: string, pattern: '^(a|b)+$'"),
            ),
            (
                "patterns/new.yaml",
                &LIST.replace("type: integer", "type: string, pattern: '^(a|b){1,}(?!c)$'"),
            ),
        ],
    );
    let run = |folder_: &str, policy: &str| {
        folder.write(&format!("{folder_}/diff.yaml"), policy);
        let (old, new) = (format!("{folder_}/old.yaml"), format!("{folder_}/new.yaml"));
        diff(&folder, &[&old, &new])
    };
    assert_eq!(run("specs", "levels: []\n").0, 1);
    let (status, out, said) = run("specs", "preset: tolerant-client\n");
    assert_eq!(status, 0, "{out}{said}");
    assert!(out.contains("preset tolerant-client:"), "{out}");
    // Entries of the project come after those of the preset.
    let own = "preset: tolerant-client\nlevels:\n  - {id: '*-enum-*', level: breaking}\n";
    assert_eq!(run("specs", own).0, 1);
    let (status, out, _) = run("patterns", "levels: []\n");
    assert_eq!(status, 0, "{out}");
    assert!(out.contains("0 breaking, 1 undecided"), "{out}");
    assert_eq!(run("patterns", "preset: strict\n").0, 1);
}

/// What `generator.yaml` says at each state is what the crate of that state is made by.
#[test]
fn settings_beside_the_documents() {
    let overlay = "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n  - target: \"$.paths['/things']\"\n    remove: true\n";
    let folder = Folder::new("settings", &[("specs/api.yaml", LIST)]);
    let commit = |message: &str| {
        git(&folder, &["add", "."]);
        git(&folder, &["commit", "--quiet", "-m", message]);
    };
    git(&folder, &["init", "--quiet"]);
    folder.write(
        "specs/generator.yaml",
        "documents:\n  api.yaml: {include: 'tag:others'}\n",
    );
    commit("first");
    let releases = |arguments: &[&str]| {
        let all = [arguments, &["--format", "json", "--fail-on", "never"]].concat();
        let (status, json, said) = diff(&folder, &all);
        assert_eq!(status, 0, "{said}");
        let report: serde_json::Value = serde_json::from_str(&json).unwrap();
        let summary = &report["summary"];
        let word = |key: &str| summary[key].as_str().unwrap().to_owned();
        (
            summary["breaking"].as_u64().unwrap(),
            word("rustClient"),
            word("rustServer"),
        )
    };
    let words = |breaking: u64, client: &str, server: &str| {
        (breaking, client.to_owned(), server.to_owned())
    };
    // What is not in the crate breaks on the wire all the same.
    folder.write(
        "specs/api.yaml",
        &LIST.replace(
            "name: page, in: query",
            "name: page, in: query, required: true",
        ),
    );
    assert_eq!(releases(&["--base", "HEAD"]), words(1, "none", "none"));
    folder.write(
        "specs/generator.yaml",
        "documents:\n  api.yaml: {only: [client]}\n",
    );
    // The server is no longer made.
    assert_eq!(releases(&["--base", "HEAD"]), words(1, "minor", "major"));
    commit("second");
    // At revisions, settings and overlays are those of the revisions.
    assert_eq!(
        releases(&["HEAD~1:specs", "HEAD:specs"]),
        words(1, "minor", "major")
    );
    folder.write(
        "specs/generator.yaml",
        "documents:\n  api.yaml: {overlays: o.yaml}\n",
    );
    folder.write("specs/o.yaml", overlay);
    commit("third");
    folder.write("specs/o.yaml", "broken");
    assert_eq!(
        releases(&["HEAD:specs", "HEAD:specs"]),
        words(0, "none", "none")
    );
    assert_eq!(releases(&["HEAD~1:specs", "HEAD:specs"]).0, 1);
    let (status, _, said) = diff(&folder, &["HEAD:specs", "specs"]);
    assert_eq!(status, 2, "{said}");
    // Mistakes in settings are said.
    folder.write(
        "specs/generator.yaml",
        "documents:\n  api.yaml: {inclued: 'tag:a'}\n",
    );
    let (status, _, said) = diff(&folder, &["HEAD:specs", "specs"]);
    assert_eq!(status, 2);
    assert!(said.contains("`inclued` is not a setting"), "{said}");
}

#[test]
fn references_outside_of_the_folder() {
    let api = API.replace("parts.yaml", "../common/parts.yaml");
    let folder = Folder::new(
        "outside",
        &[("specs/api.yaml", &api), ("common/parts.yaml", PARTS)],
    );
    git(&folder, &["init", "--quiet"]);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "--quiet", "-m", "first"]);
    folder.write("common/parts.yaml", &PARTS.replace('9', "5"));
    let (status, _, said) = diff(&folder, &["--base", "HEAD"]);
    assert_eq!(status, 2);
    assert!(said.contains("leaves the folder"), "{said}");
    let narrowed = vec!["api.yaml request-body-max-length-narrowed".to_owned()];
    for arguments in [
        &["--base", "HEAD", "--allow-outside-root"][..],
        &[
            "HEAD:specs/api.yaml",
            "specs/api.yaml",
            "--allow-outside-root",
        ],
    ] {
        let (status, found) = changes(&folder, arguments);
        assert_eq!((status, &found), (1, &narrowed), "{arguments:?}");
    }
}
