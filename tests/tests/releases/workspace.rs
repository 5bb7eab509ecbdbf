//! The crates of all documents and a program for each, in one workspace: compiled together, and documented together.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use generator::Generator;
use serde_json::Value;
use tests::fixtures;
use tests::scratch::Scratch;

use crate::consumer::{Claim, Consumer};

/// A program is compiled so often at most, each time without what did not compile.
const ROUNDS: usize = 12;

/// A claim that does not compile.
#[derive(Debug)]
pub(crate) struct Broken {
    pub(crate) claim: usize,
    /// What the compiler says.
    pub(crate) message: String,
    /// Whether a name is not found.
    pub(crate) lost: bool,
}

/// A program: its old and its new crate, the claims that it no longer makes, and those that broke.
type Program = ((String, String), BTreeSet<usize>, Vec<Broken>);

/// The workspace.
pub(crate) struct Workspace {
    scratch: Scratch,
    documents: PathBuf,
    /// Names of crates by their documents.
    crates: BTreeMap<String, String>,
    consumers: BTreeMap<String, Consumer>,
}

impl Workspace {
    pub(crate) fn new(name: &str) -> Self {
        let scratch = Scratch::new(name);
        let documents = scratch.folder().with_file_name(format!("{name}-documents"));
        std::fs::create_dir_all(&documents).unwrap();
        Self {
            scratch,
            documents,
            crates: BTreeMap::new(),
            consumers: BTreeMap::new(),
        }
    }

    /// Generates the crate of a document, once; gives its name.
    pub(crate) fn generate(&mut self, document: &Value) -> String {
        let text = document.to_string();
        if let Some(name) = self.crates.get(&text) {
            return name.clone();
        }
        let name = format!("api-{:03}", self.crates.len());
        let path = self.documents.join(format!("{name}.json"));
        std::fs::write(&path, &text).unwrap();
        Generator::new()
            .out_dir(self.scratch.folder())
            .generate(&path)
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        self.crates.insert(text, name.clone());
        name
    }

    /// What a program may count on that uses a crate.
    pub(crate) fn claims(&self, name: &str) -> &[Claim] {
        &self.consumers[name].claims
    }

    /// Compiles the program of each old crate with the old crate, where nothing may fail, and with the new crate.
    pub(crate) fn break_claims(
        &mut self,
        pairs: &[(String, String)],
    ) -> BTreeMap<(String, String), Vec<Broken>> {
        let folder = self.scratch.folder();
        for (old, _) in pairs {
            if !self.consumers.contains_key(old) {
                self.consumers
                    .insert(old.clone(), Consumer::of(&folder.join(old)));
            }
        }
        let itself = self.consumers.keys().map(|old| (old.clone(), old.clone()));
        let pairs: BTreeSet<(String, String)> = pairs.iter().cloned().chain(itself).collect();
        let mut programs: BTreeMap<String, Program> = BTreeMap::new();
        for (old, new) in pairs {
            let name = format!("uses-{}-{}", &old[4..], &new[4..]);
            self.scratch.add(&name, &manifest(&name, &new), "");
            std::fs::remove_file(folder.join(&name).join("src/main.rs")).unwrap();
            programs.insert(name, ((old, new), BTreeSet::new(), Vec::new()));
        }
        let mut open: Vec<String> = programs.keys().cloned().collect();
        for _ in 0..ROUNDS {
            let mut places = BTreeMap::new();
            for name in &open {
                let ((old, _), struck, _) = &programs[name];
                let (source, lines) = self.consumers[old].source(struck);
                std::fs::write(folder.join(name).join("src/lib.rs"), source).unwrap();
                places.insert(name.clone(), lines);
            }
            let errors = self.check(&open);
            let mut again = BTreeSet::new();
            for error in errors {
                let ((old, _), struck, broken) = programs.get_mut(&error.program).unwrap();
                let claims = &self.consumers[old].claims;
                let claim = error
                    .line
                    .and_then(|line| places[&error.program].get(&line));
                let claim =
                    *claim.unwrap_or_else(|| panic!("an error of no claim: {}", error.rendered));
                again.insert(error.program);
                let is_incomplete = claims[claim].needs(claims, struck);
                if struck.insert(claim) && !is_incomplete {
                    let lost = [
                        "E0405", "E0412", "E0422", "E0425", "E0432", "E0433", "E0531", "E0574",
                    ]
                    .contains(&&*error.code);
                    broken.push(Broken {
                        claim,
                        message: error.message,
                        lost,
                    });
                }
            }
            open = again.into_iter().collect();
            if open.is_empty() {
                break;
            }
        }
        assert!(open.is_empty(), "these never compile: {open:?}");
        let mut found = BTreeMap::new();
        let mut untrue = String::new();
        for (pair, _, broken) in programs.into_values() {
            let claims = &self.consumers[&pair.0].claims;
            for broken in broken.iter().filter(|_| pair.0 == pair.1) {
                untrue.push_str(&format!(
                    "{}: {}\n  {}\n",
                    pair.0, broken.message, claims[broken.claim].line
                ));
            }
            found.insert(pair, broken);
        }
        assert!(untrue.is_empty(), "these were never true:\n{untrue}");
        found
    }

    /// The errors of programs; a crate itself must have none.
    fn check(&self, programs: &[String]) -> Vec<Error> {
        let mut command = self.command(&[
            "check",
            "--keep-going",
            "--quiet",
            "--message-format",
            "json",
        ]);
        for name in programs {
            command.args(["--package", name]);
        }
        let output = command.output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        let errors: Vec<Error> = text.lines().filter_map(Error::parse).collect();
        assert!(
            output.status.success() || !errors.is_empty(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        errors
    }

    /// The rustdoc of all crates as JSON, all of them under one name.
    pub(crate) fn rustdoc(&self) -> BTreeMap<String, PathBuf> {
        let mut command = self.command(&[
            "doc",
            "--no-deps",
            "--quiet",
            "--no-default-features",
            "--features",
            "client,server",
        ]);
        for name in self.crates.values() {
            command.args(["--package", name]);
        }
        let output = command
            .env("RUSTDOCFLAGS", "-Z unstable-options --output-format json")
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let made = self.build_folder().join("doc");
        let rename = |name: &String| {
            let own = name.replace('-', "_");
            let text = std::fs::read_to_string(made.join(format!("{own}.json"))).unwrap();
            let path = self.documents.join(format!("{own}-rustdoc.json"));
            std::fs::write(&path, text.replace(&format!("\"{own}\""), "\"api\"")).unwrap();
            (name.clone(), path)
        };
        self.crates.values().map(rename).collect()
    }

    fn build_folder(&self) -> PathBuf {
        self.scratch.folder().with_file_name("releases-build")
    }

    /// Cargo, with a build folder of its own: rustdoc gives JSON to those alone who ask for what is unstable.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.scratch.command(arguments);
        command
            .env("CARGO_TARGET_DIR", self.build_folder())
            .env("CARGO_INCREMENTAL", "0")
            .env("RUSTC_BOOTSTRAP", "1");
        command
    }
}

/// What the compiler says of a program.
struct Error {
    program: String,
    code: String,
    message: String,
    rendered: String,
    line: Option<usize>,
}

impl Error {
    fn parse(line: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(line).ok()?;
        let (message, target) = (&value["message"], value["target"]["name"].as_str()?);
        if message["level"] != "error" {
            return None;
        }
        let rendered = message["rendered"].as_str().unwrap_or_default();
        assert!(
            target.starts_with("uses"),
            "a crate does not compile: {rendered}"
        );
        let mut spans = message["spans"].as_array().into_iter().flatten();
        let primary = spans.find(|span| span["is_primary"] == true);
        // The count of errors at the end is one, too.
        let line = primary?["line_start"]
            .as_u64()
            .and_then(|line| usize::try_from(line).ok());
        Some(Self {
            program: target.replace('_', "-"),
            code: message["code"]["code"]
                .as_str()
                .unwrap_or_default()
                .to_owned(),
            message: message["message"].as_str().unwrap_or_default().to_owned(),
            rendered: rendered.to_owned(),
            line,
        })
    }
}

fn manifest(name: &str, api: &str) -> String {
    let runtime: &Path = &fixtures::checkout().join("generator/runtime");
    let runtime = runtime.display().to_string();
    format!(
        r#"[package]
name = "{name}"
version = "0.0.0"
edition = "2024"

[dependencies]
api = {{ package = "{api}", path = "../{api}", default-features = false, features = ["client", "server"] }}
generator-runtime = {{ path = {runtime:?}, default-features = false, features = ["client", "server"] }}
http = "1"
serde = {{ version = "1", default-features = false, features = ["std"] }}
serde_json = "1"
"#
    )
}
