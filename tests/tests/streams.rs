//! Multipart forms, event streams and JSON Lines: the crates are clean, and their ends understand each other byte by byte.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is how a test fails")]

use generator::Generator;
use tests::fixtures;
use tests::scratch::Scratch;

#[test]
fn bodies_of_parts_and_items_travel() {
    let scratch = Scratch::new("streams");
    let generator = Generator::new().out_dir(scratch.folder());
    for document in ["bodies.yaml", "items.yaml"] {
        generator
            .generate(fixtures::path("streams").join(document))
            .unwrap_or_else(|error| panic!("{document}: {error}"));
    }
    let runtime = fixtures::checkout().join("generator/runtime");
    let manifest = format!(
        r#"[package]
name = "exchange"
version = "0.0.0"
edition = "2024"

[dependencies]
bodies = {{ path = "../bodies", features = ["server"] }}
items = {{ path = "../items", features = ["server"] }}
generator-runtime = {{ path = {:?}, features = ["client", "server"] }}
http = "1"
serde_json = "1"
tokio = {{ version = "1", default-features = false, features = ["macros", "rt"] }}
tower-service = "0.3"
"#,
        runtime.display().to_string()
    );
    let main = std::fs::read_to_string(fixtures::path("streams/exchange.rs")).unwrap();
    scratch.add("exchange", &manifest, &main);
    for package in ["bodies", "items"] {
        scratch.must(&["check", "--package", package, "--quiet"]);
        scratch.must(&[
            "clippy",
            "--package",
            package,
            "--all-features",
            "--all-targets",
            "--quiet",
        ]);
    }
    let output = scratch.cargo(&["run", "--package", "exchange", "--quiet"]);
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!(
        said.trim(),
        "passed",
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
