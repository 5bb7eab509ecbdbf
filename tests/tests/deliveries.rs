//! Webhooks, callbacks and links: the crate is clean, what is sent arrives, and what follows can be called.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is how a test fails")]

use generator::Generator;
use tests::fixtures;
use tests::scratch::Scratch;

#[test]
fn deliveries_arrive_and_links_are_followed() {
    let scratch = Scratch::new("deliveries");
    Generator::new()
        .out_dir(scratch.folder())
        .generate(fixtures::path("deliveries/shop.yaml"))
        .unwrap_or_else(|error| panic!("{error}"));
    let runtime = fixtures::checkout().join("generator/runtime");
    let manifest = format!(
        r#"[package]
name = "exchange"
version = "0.0.0"
edition = "2024"

[dependencies]
shop = {{ path = "../shop", default-features = false, features = ["client", "server"] }}
generator-runtime = {{ path = {:?}, features = ["client", "server"] }}
http = "1"
tokio = {{ version = "1", default-features = false, features = ["macros", "rt", "time"] }}
tower-service = "0.3"
"#,
        runtime.display().to_string()
    );
    let main = std::fs::read_to_string(fixtures::path("deliveries/exchange.rs")).unwrap();
    scratch.add("exchange", &manifest, &main);
    for features in [&["--no-default-features"][..], &["--all-features"]] {
        let mut arguments = vec!["clippy", "--package", "shop", "--all-targets", "--quiet"];
        arguments.extend(features);
        scratch.must(&arguments);
    }
    let output = scratch.cargo(&["run", "--package", "exchange", "--quiet"]);
    assert_eq!(
        String::from_utf8_lossy(&output.stdout).trim(),
        "passed",
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
