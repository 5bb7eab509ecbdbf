//! A whole crate: what is emitted for an API with one of everything, compiled and run.

mod images;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use generator::render::{Options, RuntimeSource, render};

fn files(options: &Options) -> BTreeMap<String, String> {
    let files = render(&images::api(), options);
    files
        .into_iter()
        .map(|file| (file.path, file.text))
        .collect()
}

fn runtime() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime")
}

#[test]
fn a_crate_has_its_files() {
    let files = files(&Options::default());
    assert_eq!(
        files.keys().map(String::as_str).collect::<Vec<_>>(),
        [
            "Cargo.toml",
            "README.md",
            "examples/act.rs",
            "examples/copy_image.rs",
            "examples/download_image.rs",
            "examples/list_images.rs",
            "examples/tag_image.rs",
            "examples/upload_image.rs",
            "src/client.rs",
            "src/lib.rs",
            "src/operations.rs",
            "src/server.rs",
            "src/types.rs",
            "src/wire.rs",
            "src/wire/client.rs",
            "src/wire/parameters.rs",
            "src/wire/server.rs",
            "src/wire/types.rs",
            "src/wire/validate.rs",
        ]
    );
    for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".rs")) {
        assert!(syn::parse_file(text).is_ok(), "{path}:\n{text}");
    }
}

/// A long API is told in one file per tag.
#[test]
fn long_modules_are_split_by_tag() {
    let mut api = images::api();
    let operations = std::mem::take(&mut api.operations);
    for round in 0..30 {
        for operation in &operations {
            let mut operation = operation.clone();
            for ident in [
                &mut operation.type_ident,
                &mut operation.success.ident,
                &mut operation.failure.ident,
            ] {
                ident.push_str(&format!("{round}"));
            }
            if let Some(body) = &mut operation.body {
                body.type_ident.push_str(&format!("{round}"));
            }
            operation.method_ident.push_str(&format!("_{round}"));
            operation.tags = vec![format!("Tag {}", round % 3)];
            api.operations.push(operation);
        }
    }
    let files = render(&api, &Options::default());
    let paths: Vec<_> = files.iter().map(|file| file.path.as_str()).collect();
    for module in ["operations", "client", "wire/client", "wire/server"] {
        for tag in 0..3 {
            let path = format!("src/{module}/tag_{tag}.rs");
            assert!(paths.contains(&path.as_str()), "{path} in {paths:?}");
        }
    }
}

/// Compiles the crate as its users do, and calls its server with its client. Slow: it builds the runtime anew.
#[test]
#[ignore = "compiles a crate with cargo"]
fn a_crate_compiles_and_its_ends_understand_each_other() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cloud-images");
    let options = Options {
        runtime: RuntimeSource::Path(runtime().display().to_string()),
        standalone: true,
    };
    let _ = std::fs::remove_dir_all(&root);
    for (path, text) in files(&options) {
        write(&root.join(path), &text);
    }
    write(
        &root.join("tests/round_trip.rs"),
        include_str!("round_trip.rs"),
    );
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    std::fs::copy(lock, root.join("Cargo.lock")).expect("the lock file can be copied");
    for arguments in [
        &[
            "clippy",
            "--all-targets",
            "--all-features",
            "--",
            "-D",
            "warnings",
        ][..],
        &["clippy", "--no-default-features", "--", "-D", "warnings"],
        &[
            "clippy",
            "--no-default-features",
            "--features",
            "client",
            "--",
            "-D",
            "warnings",
        ],
        &[
            "clippy",
            "--no-default-features",
            "--features",
            "server",
            "--",
            "-D",
            "warnings",
        ],
        &["doc", "--no-deps", "--all-features"],
        &["test", "--all-features"],
    ] {
        let output = Command::new(env!("CARGO"))
            .args(arguments)
            .current_dir(&root)
            .env(
                "CARGO_TARGET_DIR",
                Path::new(env!("CARGO_TARGET_TMPDIR")).join("target"),
            )
            .env("RUSTDOCFLAGS", "-D warnings")
            .env_remove("RUSTFLAGS")
            .output()
            .expect("cargo runs");
        assert!(
            output.status.success(),
            "cargo {}:\n{}\n{}",
            arguments.join(" "),
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

fn write(path: &Path, text: &str) {
    let folder = path.parent().expect("a file has a folder");
    std::fs::create_dir_all(folder).expect("the folder can be made");
    std::fs::write(path, text).expect("the file can be written");
}
