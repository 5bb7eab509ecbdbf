//! What generated types do with messages: the tags of unions, defaults, members of one direction.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is how a test fails")]

use generator::Generator;
use tests::fixtures;
use tests::scratch::Scratch;

#[test]
fn types_do_what_their_schemas_say() {
    let scratch = Scratch::new("messages");
    Generator::new()
        .out_dir(scratch.folder())
        .generate(fixtures::path("messages/messages.yaml"))
        .unwrap();
    let runtime = fixtures::checkout().join("generator/runtime");
    let manifest = format!(
        r#"[package]
name = "tell"
version = "0.0.0"
edition = "2024"

[dependencies]
messages = {{ path = "../messages", features = ["server"] }}
generator-runtime = {{ path = {:?} }}
serde = "1"
serde_json = "1"
"#,
        runtime.display().to_string()
    );
    let main = std::fs::read_to_string(fixtures::path("messages/messages.rs")).unwrap();
    scratch.add("tell", &manifest, &main);
    scratch.must(&[
        "clippy",
        "--package",
        "messages",
        "--all-features",
        "--all-targets",
        "--quiet",
    ]);
    let output = scratch.cargo(&["run", "--package", "tell", "--quiet"]);
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!(
        said.trim(),
        "passed",
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
