//! The command: what its options do, and that every run makes the same.
//! Long because each option is tried on documents of its own.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[cfg(feature = "diff")]
mod oasdiff;
#[cfg(feature = "diff")]
mod review;
mod writing;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const DOCUMENT: &str = "openapi: 3.1.0
info: {title: Images, version: '1'}
paths:
  /images:
    get:
      operationId: listImages
      tags: [images]
      responses: {'200': {description: ok, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Image'}}}}}}
  /jobs:
    get:
      operationId: listJobs
      tags: [jobs]
      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Job'}}}}}
components:
  schemas:
    Image: {type: object, properties: {name: {type: string}}}
    Job: {type: object, properties: {state: {type: string}}}
";

const OVERLAY: &str = "overlay: 1.0.0
info: {title: Names, version: '1'}
actions:
  - target: $.components.schemas.Image.properties
    update: {size: {type: integer}}
";

/// A folder of its own for one test, gone afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let path =
            std::env::temp_dir().join(format!("generator-command-{}-{name}", std::process::id()));
        let folder = Self(path);
        for (name, text) in files {
            let path = folder.0.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    /// Runs the command here; gives its exit status and what it said.
    fn run(&self, arguments: &[&str]) -> (i32, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_generator"))
            .args(arguments)
            .current_dir(&self.0)
            .env_remove("CARGO_MANIFEST_DIR")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code().unwrap(), said)
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.0.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.0.join(path), text).unwrap();
    }

    fn has(&self, path: &str) -> bool {
        self.0.join(path).exists()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn chosen_operations() {
    let folder = Folder::new("chosen", &[("api.yaml", DOCUMENT)]);
    let (status, said) = folder.run(&[
        "generate",
        "api.yaml",
        "--out",
        "out",
        "--include",
        "tag:images",
    ]);
    assert_eq!(status, 0, "{said}");
    assert!(said.contains("1 operation, 1 type,"), "{said}");
    let types = folder.read("out/api/src/types.rs");
    assert!(types.contains("pub struct Image") && !types.contains("Job"));

    // `check` knows the same options, and says the command that mends.
    let options = [
        "check",
        "api.yaml",
        "--out",
        "out",
        "--include",
        "tag:images",
    ];
    assert_eq!(folder.run(&options).0, 0);
    let (status, said) = folder.run(&[
        "check",
        "api.yaml",
        "--out",
        "out",
        "--exclude",
        "path:/images",
    ]);
    assert_eq!(status, 1);
    assert!(
        said.contains("-- generate api.yaml --out out --exclude path:/images`"),
        "{said}"
    );

    let (status, said) = folder.run(&["lint", "api.yaml", "--include", "tag:image"]);
    assert_eq!(status, 1);
    assert!(said.contains("did you mean `tag:images`?"), "{said}");
    let (status, said) = folder.run(&[
        "generate",
        "api.yaml",
        "--out",
        "out",
        "--include",
        "images",
    ]);
    assert_eq!(status, 1);
    assert!(said.contains("malformed-selector"), "{said}");
}

#[test]
fn chosen_parts() {
    let folder = Folder::new("parts", &[("api.yaml", DOCUMENT)]);
    let check = |only: &[&str], has: &[&str], lacks: &[&str]| {
        let mut arguments = vec!["generate", "api.yaml", "--out", "out"];
        only.iter()
            .for_each(|part| arguments.extend(["--only", part]));
        let (status, said) = folder.run(&arguments);
        assert_eq!(status, 0, "{said}");
        for (names, expected) in [(has, true), (lacks, false)] {
            for name in names {
                assert_eq!(
                    folder.has(&format!("out/api/{name}")),
                    expected,
                    "{only:?} {name}"
                );
            }
        }
        folder.read("out/api/Cargo.toml")
    };
    let all = [
        "src/client.rs",
        "src/server.rs",
        "src/operations.rs",
        "src/types.rs",
        "examples",
    ];
    check(&[], &all, &[]);
    let manifest = check(
        &["types"],
        &["src/types.rs"],
        &[
            "src/client.rs",
            "src/server.rs",
            "src/operations.rs",
            "examples",
            "src/wire/client.rs",
            "src/wire/parameters.rs",
        ],
    );
    assert!(
        !manifest.contains("[features]") && !manifest.contains("\nhttp ="),
        "{manifest}"
    );
    let manifest = check(
        &["client"],
        &["src/client.rs", "src/operations.rs", "examples"],
        &["src/server.rs", "src/wire/server.rs"],
    );
    assert!(
        manifest.contains("client = [") && !manifest.contains("server"),
        "{manifest}"
    );
    let manifest = check(
        &["server", "types"],
        &["src/server.rs", "src/operations.rs"],
        &["src/client.rs", "src/wire/client.rs", "examples"],
    );
    assert!(
        manifest.contains("default = [\"server\"]") && !manifest.contains("client ="),
        "{manifest}"
    );
    check(&["client", "server"], &all, &[]);
}

#[test]
fn overlays() {
    let folder = Folder::new("overlays", &[("api.yaml", DOCUMENT), ("o.yaml", OVERLAY)]);
    let (status, said) = folder.run(&[
        "generate",
        "api.yaml",
        "--out",
        "out",
        "--overlay",
        "o.yaml",
    ]);
    assert_eq!(status, 0, "{said}");
    assert!(
        folder
            .read("out/api/src/types.rs")
            .contains("pub size: Option<i64>")
    );
    assert_eq!(
        folder
            .run(&["check", "api.yaml", "--out", "out", "--overlay", "o.yaml"])
            .0,
        0
    );
    assert_eq!(folder.run(&["check", "api.yaml", "--out", "out"]).0, 1);
    assert_eq!(
        folder
            .run(&["lint", "api.yaml", "--overlay", "nowhere.yaml"])
            .0,
        1
    );
    assert_eq!(
        folder
            .run(&["diff", "api.yaml", "api.yaml", "--overlay", "o.yaml"])
            .0,
        0
    );
}

/// Settings beside the documents: a run without any option makes the same, and `check` agrees.
#[test]
fn settings() {
    let settings = "documents:
  api.yaml:
    overlays: [o.yaml]
    include: ['tag:images']
    only: [types]
";
    let folder = Folder::new(
        "settings",
        &[
            ("specs/api.yaml", DOCUMENT),
            ("specs/o.yaml", OVERLAY),
            ("specs/generator.yaml", settings),
        ],
    );
    let (status, said) = folder.run(&[]);
    assert_eq!(status, 0, "{said}");
    assert!(!folder.has("generated/o") && !folder.has("generated/generator"));
    assert!(!folder.has("generated/api/src/client.rs"));
    let types = folder.read("generated/api/src/types.rs");
    assert!(types.contains("pub size: Option<i64>") && !types.contains("Job"));
    assert_eq!(folder.run(&["check"]).0, 0);
    // What is said on the command line holds instead.
    let (status, said) = folder.run(&["check", "--include", "tag:jobs"]);
    assert_eq!(status, 1);
    assert!(
        said.contains("stale: ./generated/api/src/types.rs"),
        "{said}"
    );

    let check = |settings: &str, expected: &str| {
        fs::write(folder.0.join("specs/generator.yaml"), settings).unwrap();
        let (status, said) = folder.run(&["lint", "specs/api.yaml"]);
        assert_eq!(status, 1, "{settings}");
        assert!(said.contains(expected), "{said}");
    };
    check(
        "documents: {api.yaml: {inclde: []}}",
        "`inclde` is not a setting",
    );
    check(
        "documents: {nowhere.yaml: {}}",
        "there is no document `nowhere.yaml` here",
    );
    check(
        "documents: {api.yaml: {only: [clients]}}",
        "`clients` is not one of",
    );
    check(
        "documents: {api.yaml: {include: [images]}}",
        "generator.yaml:1:34",
    );
    check(
        "documents: {api.yaml: {include: ['tag:x']}}",
        "generator.yaml:1:34",
    );
    check("documents: [a]", "`documents` must be an object");
    check(
        "documents: {api.yaml: {include: 1}}",
        "`include` must be a list of strings",
    );
    assert!(Path::new(&folder.0).exists());
}

/// Levels of single codes, on the command line and beside the document.
#[test]
fn levels() {
    let faulty = DOCUMENT.replace("{type: string}", "{type: string, maxLenght: 1}");
    let folder = Folder::new("levels", &[("api.yaml", &faulty)]);
    let check = |arguments: &[&str], expected: i32, has: &str| {
        let all = [&["generate", "api.yaml", "--out", "out"], arguments].concat();
        let (status, said) = folder.run(&all);
        assert_eq!(status, expected, "{arguments:?} {said}");
        assert!(said.contains(has), "{arguments:?} {said}");
        let written = folder.has("out/api");
        let _ = fs::remove_dir_all(folder.0.join("out"));
        (said, written)
    };
    assert!(check(&[], 0, "warning[unknown-key]").1);
    assert!(!check(&["--strict"], 1, "warning[unknown-key]").1);
    assert!(!check(&["--deny", "unknown-key"], 1, "error[unknown-key]").1);
    let (said, _) = check(&["--strict", "--allow", "unknown-key"], 0, "operations");
    assert!(!said.contains("unknown-key"), "{said}");
    check(&["--deny", "unknwon-key"], 2, "did you mean `unknown-key`?");
    check(
        &["--deny", "unknown-key", "--allow", "unknown-key"],
        2,
        "more than once",
    );

    // An error stays one: there is nothing right that could be generated.
    let broken = DOCUMENT.replace("schemas/Job'", "schemas/Jbo'");
    fs::write(folder.0.join("api.yaml"), broken).unwrap();
    check(
        &["--allow", "unresolved-reference"],
        1,
        "error[unresolved-reference]",
    );

    fs::write(folder.0.join("api.yaml"), &faulty).unwrap();
    let settings = |text: &str| fs::write(folder.0.join("generator.yaml"), text).unwrap();
    settings("levels: {unknown-key: deny}");
    check(&[], 1, "error[unknown-key]");
    check(&["--warn", "unknown-key"], 0, "warning[unknown-key]");
    settings("levels: {unknown-key: deny}\ndocuments: {api.yaml: {levels: {unknown-key: allow}}}");
    check(&["--strict"], 0, "operations");

    // Advice that a project takes as warnings is told by `generate`, too.
    settings("{}");
    let unnamed = DOCUMENT.replace("      operationId: listJobs\n", "");
    fs::write(folder.0.join("api.yaml"), unnamed).unwrap();
    let (said, _) = check(&[], 0, "operations");
    assert!(!said.contains("missing-operation-id"), "{said}");
    check(
        &["--warn", "missing-operation-id"],
        0,
        "warning[missing-operation-id]",
    );
}

/// Of many findings of one kind, the rest is counted for each document.
#[test]
fn limits() {
    let schemas: String = (0..30)
        .map(|at| format!("    S{at}: {{nonsense: 1}}\n"))
        .collect();
    let text = format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\ncomponents:\n  schemas:\n{schemas}"
    );
    let folder = Folder::new("limits", &[("a.yaml", &text), ("b.yaml", &text)]);
    let check = |arguments: &[&str], shown: usize, rest: &str| {
        let (_, said) = folder.run(&[&["lint", "a.yaml", "b.yaml"], arguments].concat());
        assert_eq!(said.matches("unknown-key]").count(), shown, "{said}");
        for document in ["a.yaml", "b.yaml"] {
            let rest = rest.replace("FILE", document);
            assert!(said.contains(&rest), "{rest}: {said}");
        }
        assert!(said.contains("60 warnings"), "{said}");
    };
    check(&[], 40, "10 more findings of FILE");
    check(&["--error-limit", "25"], 50, "5 more findings of FILE");
    check(&["--error-limit", "0"], 60, "--> FILE");
}

/// As a library, for build scripts.
#[test]
fn library() {
    let folder = Folder::new("library", &[("api.yaml", DOCUMENT), ("o.yaml", OVERLAY)]);
    let generated = generator::Generator::new()
        .out_dir(folder.0.join("out"))
        .overlay(folder.0.join("o.yaml"))
        .include("operation:list*")
        .exclude("tag:jobs")
        .only(generator::Part::Types)
        .generate(folder.0.join("api.yaml"))
        .unwrap();
    assert!(
        generated
            .sources
            .iter()
            .any(|path| path.ends_with("o.yaml"))
    );
    let types = folder.read("out/api/src/types.rs");
    assert!(types.contains("pub size") && !types.contains("Job"));
    let error = generator::Generator::new()
        .include("nothing")
        .generate(folder.0.join("api.yaml"))
        .unwrap_err();
    assert!(error.to_string().contains("malformed-selector"), "{error}");
}
