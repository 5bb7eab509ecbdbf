//! Servers and credentials: clients call operations where they are, get their tokens, and the server knows who calls.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is how a test fails")]

use generator::Generator;
use tests::fixtures;
use tests::scratch::Scratch;

#[test]
fn operations_are_called_where_they_are_with_what_they_want() {
    let scratch = Scratch::new("access");
    Generator::new()
        .out_dir(scratch.folder())
        .generate(fixtures::path("access/depot.yaml"))
        .unwrap();
    let manifest = r#"[package]
name = "calls"
version = "0.0.0"
edition = "2024"

[dependencies]
depot = { path = "../depot", default-features = false, features = ["client", "server"] }
http = "1"
tokio = { version = "1", default-features = false, features = ["macros", "rt", "time"] }
tower-service = "0.3"
"#;
    let main = std::fs::read_to_string(fixtures::path("access/calls.rs")).unwrap();
    scratch.add("calls", manifest, &main);
    let said = scratch.must(&["run", "--package", "calls", "--quiet"]);
    assert_eq!(said.trim(), "passed");
}
