//! Crates that are written into the workspaces of others: Cargo takes both, the crate and the workspace.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;
use std::process::Command;

use generator::Generator;

const DOCUMENT: &str = "openapi: 3.1.0\ninfo: {title: Small, version: 1.0.0}\npaths: {}\n";

/// Writes a package.
fn package(root: &Path, folder: &str, manifest: &str) {
    let folder = root.join(folder);
    fs::create_dir_all(folder.join("src")).unwrap();
    fs::write(folder.join("src/lib.rs"), "").unwrap();
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
}

fn named(name: &str) -> String {
    format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n")
}

/// Asks Cargo itself.
fn is_taken(folder: &Path) {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args([
            "metadata",
            "--offline",
            "--no-deps",
            "--format-version",
            "1",
            "--manifest-path",
        ])
        .arg(folder.join("Cargo.toml"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {said}", folder.display());
}

/// Generates into a workspace with this root manifest, and says whether the crate has a workspace of its own.
fn is_apart(name: &str, manifest: &str) -> bool {
    let scratch = format!("generator-workspaces-{}-{name}", std::process::id());
    // Not below the checkout, which is a workspace itself.
    let root = std::env::temp_dir().join(scratch);
    package(&root, "", manifest);
    package(
        &root,
        "app",
        &format!(
            "{}[dependencies]\nsmall = {{ path = \"../crates/small\" }}\n",
            named("app")
        ),
    );
    package(&root, "other", &named("other"));
    fs::write(root.join("small.yaml"), DOCUMENT).unwrap();
    let generated = Generator::new()
        .out_dir(root.join("crates"))
        .generate(root.join("small.yaml"));
    let folder = generated.unwrap().folder;
    is_taken(&folder);
    is_taken(&root);
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    fs::remove_dir_all(&root).unwrap();
    manifest.contains("\n[workspace]\n")
}

#[test]
fn crates_belong_to_workspaces_as_cargo_says() {
    let root = named("root");
    for (name, manifest, apart) in [
        ("none", root.clone(), false),
        ("stranger", format!("{root}[workspace]\n"), true),
        (
            "listed",
            "[workspace]\nmembers = [\n  \"other\", # and\n  \"crates/small\",\n]\n".to_owned(),
            false,
        ),
        (
            "pattern",
            "[workspace]\nmembers = ['crates/*']\n".to_owned(),
            false,
        ),
        (
            "pattern-of-folders",
            "[workspace]\nmembers = [\"*/small\", \"./other/\"]\n".to_owned(),
            false,
        ),
        (
            "others",
            "[workspace]\nmembers = [\"other\"]\n".to_owned(),
            true,
        ),
        (
            "commented",
            "[workspace]\nmembers = [\"other\"] # \"crates/small\"\n".to_owned(),
            true,
        ),
        (
            "not-a-workspace",
            format!("{root}description = \"[workspace] members = []\"\n"),
            false,
        ),
        (
            "dependency",
            format!("{root}[dependencies]\nsmall = {{ path = \"crates/small\" }}\n[workspace]\n"),
            false,
        ),
        (
            "table",
            format!(
                "{root}[workspace]\n[target.'cfg(unix)'.dev-dependencies.small]\npath = \"./crates/../crates/small\"\n"
            ),
            false,
        ),
        (
            "dependency-of-member",
            "[workspace]\nmembers = [\"app\"]\n".to_owned(),
            false,
        ),
        (
            "inherited",
            format!(
                "{root}[workspace]\n[workspace.dependencies]\nsmall = {{ path = \"crates/small\" }}\n[dependencies]\nsmall.workspace = true\n"
            ),
            false,
        ),
        (
            "inherited-by-nobody",
            format!(
                "{root}[workspace]\n[workspace.dependencies]\nsmall = {{ path = \"crates/small\" }}\n"
            ),
            true,
        ),
        (
            "excluded",
            format!("{root}[workspace]\nexclude = [\"crates\"]\n"),
            false,
        ),
    ] {
        assert_eq!(is_apart(name, &manifest), apart, "{name}");
    }
}
