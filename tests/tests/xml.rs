//! XML bodies: the crate is clean, and its ends understand each other byte by byte.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is how a test fails")]

use generator::Generator;
use tests::fixtures;
use tests::scratch::Scratch;

#[test]
fn typed_xml_travels() {
    let scratch = Scratch::new("xml");
    Generator::new()
        .out_dir(scratch.folder())
        .generate(fixtures::path("xml/shop.yaml"))
        .unwrap_or_else(|error| panic!("shop.yaml: {error}"));
    let runtime = fixtures::checkout().join("generator/runtime");
    let manifest = format!(
        r#"[package]
name = "exchange"
version = "0.0.0"
edition = "2024"

[dependencies]
shop = {{ path = "../shop", features = ["server"] }}
generator-runtime = {{ path = {:?}, features = ["client", "server"] }}
http = "1"
tokio = {{ version = "1", default-features = false, features = ["macros", "rt"] }}
tower-service = "0.3"
"#,
        runtime.display().to_string()
    );
    let main = std::fs::read_to_string(fixtures::path("xml/exchange.rs")).unwrap();
    scratch.add("exchange", &manifest, &main);
    scratch.must(&[
        "clippy",
        "--package",
        "shop",
        "--all-features",
        "--all-targets",
        "--quiet",
    ]);
    let output = scratch.cargo(&["run", "--package", "exchange", "--quiet"]);
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!(
        said.trim(),
        "passed",
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
