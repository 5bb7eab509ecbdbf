//! Documents of one feature each: all of them become crates that compile, messages survive a round trip through the
//! generated types, and requests and responses are on the wire what the specifications say.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is how a test fails")]

use std::fmt::Write as _;

use generator::Generator;
use generator::diagnostics::{self, Diagnostics, Format};
use serde_json::Value;
use tests::fixtures;
use tests::scratch::Scratch;

/// Files of the probes that are referred to by others and are no documents of their own.
const PARTS: &[&str] = &["ext-common", "ext-path", "ext-swagger"];

fn generate_all(scratch: &Scratch) -> Vec<String> {
    let generator = Generator::new().out_dir(scratch.folder());
    let mut names = Vec::new();
    for document in fixtures::documents("probes") {
        let name = document.file_stem().unwrap().to_string_lossy().into_owned();
        if PARTS.contains(&name.as_str()) {
            continue;
        }
        let generated = generator
            .generate(&document)
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        names.push(generated.name);
    }
    names
}

#[test]
fn probes_compile_and_round_trip() {
    let scratch = Scratch::new("probes");
    let names = generate_all(&scratch);
    let cases = [
        "probes/roundtrip.jsonl",
        "probes/roundtrip-more.jsonl",
        "probes/roundtrip-inputs.jsonl",
    ]
    .map(|file| std::fs::read_to_string(fixtures::path(file)).unwrap())
    .concat();
    let cases: Vec<Value> = cases
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let (manifest, main) = consumer(&cases);
    scratch.add("round-trips", &manifest, &main);
    let wired: Vec<&String> = names.iter().filter(|name| is_wired(name)).collect();
    scratch.add_sources("wire", &wire_manifest(&wired), &fixtures::path("wire"));
    scratch.must(&["check", "--workspace", "--all-features", "--quiet"]);
    // Together, so that what both stand on is built once.
    scratch.must(&[
        "build",
        "--package",
        "round-trips",
        "--package",
        "wire",
        "--quiet",
    ]);
    let output = scratch.run("round-trips");
    let (said, failures) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert_eq!(said.trim(), format!("{} passed", cases.len()), "{failures}");
    assert!(names.len() > 150, "{} probes", names.len());
    compare_wires(&scratch, &wired);
}

/// Whether a probe is about what travels: parameters, bodies, responses, credentials, paths.
fn is_wired(name: &str) -> bool {
    ["p-", "b-", "r-", "sec-", "m-path"]
        .iter()
        .any(|family| name.starts_with(family))
}

/// Every probe of what travels has exchanges, and all of them are as they should be.
fn compare_wires(scratch: &Scratch, wired: &[&String]) {
    let output = scratch.run("wire");
    let (said, failures) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    let passed: Vec<&str> = said
        .lines()
        .filter_map(|line| line.split(' ').next())
        .collect();
    assert!(said.trim().ends_with("\n0 failed"), "{failures}");
    // Credentials that come from token endpoints and certificates have exchanges in `access.rs`.
    for name in wired.iter().filter(|name| !name.starts_with("sec-")) {
        assert!(
            passed.contains(&name.as_str()),
            "no exchange of {name} is in tests/fixtures/wire"
        );
    }
}

fn wire_manifest(wired: &[&String]) -> String {
    let runtime = fixtures::checkout().join("generator/runtime");
    let mut manifest = format!(
        r#"[package]
name = "wire"
version = "0.0.0"
edition = "2024"

[dependencies]
generator-runtime = {{ path = {:?}, features = ["client", "server"] }}
http = "1"
serde_json = "1"
tokio = {{ version = "1", default-features = false, features = ["macros", "rt"] }}
tower-service = "0.3"
"#,
        runtime.display().to_string()
    );
    for name in wired {
        writeln!(
            manifest,
            r#"{name} = {{ path = "../{name}", default-features = false, features = ["client", "server"] }}"#
        )
        .unwrap();
    }
    manifest
}

/// A program that takes every case through the type it names.
fn consumer(cases: &[Value]) -> (String, String) {
    let mut manifest = String::from(
        "[package]\nname = \"round-trips\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n",
    );
    let runtime = fixtures::checkout().join("generator/runtime");
    writeln!(
        manifest,
        "generator-runtime = {{ path = {:?} }}",
        runtime.display().to_string()
    )
    .unwrap();
    manifest.push_str("serde_json = \"1\"\nserde = \"1\"\n");
    let mut main = String::from(CONSUMER);
    let mut listed = Vec::new();
    main.push_str("fn main() {\n    let mut passed = 0;\n");
    for case in cases {
        let text = |key: &str| case[key].as_str().unwrap();
        let name = text("spec")
            .trim_start_matches("specs/")
            .trim_end_matches(".json");
        if !listed.contains(&name) {
            listed.push(name);
            writeln!(
                manifest,
                "{name} = {{ path = \"../{name}\", default-features = false }}"
            )
            .unwrap();
        }
        let module = name.replace('-', "_");
        writeln!(
            main,
            "    passed += check::<{module}::types::{}>({:?}, {:?}, {:?}, |value| case!({module}, value));",
            text("schema"),
            format!("{name}: {}", text("case")),
            case["json"].to_string(),
            text("expect"),
        )
        .unwrap();
    }
    main.push_str("    println!(\"{passed} passed\");\n}\n");
    (manifest, main)
}

/// `case!` validates a value where its type can be validated: a method of the type hides the one
/// that every type has.
const CONSUMER: &str = r#"
use generator_runtime::validate::{Validate, Violations};

struct Valid<'a, T>(&'a T);
trait Unchecked { fn verdict(&self) -> Result<(), Violations>; }
impl<T> Unchecked for &Valid<'_, T> { fn verdict(&self) -> Result<(), Violations> { Ok(()) } }
trait Checked { fn verdict(&self) -> Result<(), Violations>; }
impl<T: Validate> Checked for Valid<'_, T> { fn verdict(&self) -> Result<(), Violations> { generator_runtime::validate::validate(self.0) } }
macro_rules! case { ($module:ident, $value:expr) => { (&Valid($value)).verdict() } }

fn check<T: serde::de::DeserializeOwned + serde::Serialize>(
    name: &str, text: &str, expect: &str, valid: impl Fn(&T) -> Result<(), Violations>,
) -> usize {
    let read = generator_runtime::json::from_slice::<T>(text.as_bytes());
    let failed = match (expect, read) {
        ("rt", Ok(value)) => {
            let written = serde_json::to_value(&value).expect("a value can be written");
            let before: serde_json::Value = serde_json::from_str(text).expect("the case is JSON");
            if written == before { valid(&value).err().map(|violations| violations.to_string()) }
            else { Some(format!("{before} became {written}")) }
        }
        ("accept", Ok(_)) | ("reject", Err(_)) => None,
        ("reject", Ok(value)) => valid(&value).is_ok().then(|| "accepted".to_owned()),
        (_, Err(violations)) => Some(violations.to_string()),
        (other, _) => Some(format!("unknown expectation {other}")),
    };
    if let Some(reason) = &failed { eprintln!("{name}: {reason}"); }
    usize::from(failed.is_none())
}
"#;

/// Whatever a document says, it becomes a crate or a finding with a code and a place.
#[test]
fn every_probe_is_generated_or_explained() {
    let generator = Generator::new();
    for document in fixtures::documents("probes") {
        let mut diagnostics = Diagnostics::new();
        let generated = generator.render(&document, &mut diagnostics);
        diagnostics.finish();
        if generated.is_none() {
            let placed = diagnostics
                .iter()
                .any(|diagnostic| diagnostic.span.is_some());
            assert!(
                placed,
                "{}:\n{}",
                document.display(),
                diagnostics::render(&diagnostics, Format::Json)
            );
        }
    }
}
