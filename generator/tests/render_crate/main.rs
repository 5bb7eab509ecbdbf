//! A whole crate: what is emitted for an API with one of everything, compiled and run.

mod images;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use generator::model::{Api, PathPart};
use generator::render::{Options, RuntimeSource, render};

fn files(options: &Options) -> BTreeMap<String, String> {
    let files = render(&images::api(), options);
    files
        .into_iter()
        .map(|file| (file.path, file.text))
        .collect()
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
            "public-api.txt",
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
    // Programs of all crates of a workspace are built into one folder.
    let act = "[[example]]\nname = \"cloud_images_act\"\npath = \"examples/act.rs\"\n";
    assert!(files["Cargo.toml"].contains(act), "{}", files["Cargo.toml"]);
    for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".rs")) {
        assert!(syn::parse_file(text).is_ok(), "{path}:\n{text}");
    }
}

/// So many operations that their modules are split.
fn long_api() -> Api {
    let mut api = images::api();
    let operations = std::mem::take(&mut api.operations);
    for round in 0..30 {
        for operation in &operations {
            let mut operation = operation.clone();
            let body = operation.body.as_mut().map(|body| &mut body.type_ident);
            let outcomes = [&mut operation.success.ident, &mut operation.failure.ident];
            for ident in outcomes.into_iter().chain(body) {
                ident.push_str(&round.to_string());
            }
            operation.type_ident.push_str(&round.to_string());
            operation.method_ident.push_str(&format!("_{round}"));
            operation.const_ident.push_str(&format!("_{round}"));
            operation.tags = vec![["Image groups", "type", "client"][round % 3].to_owned()];
            // Routes must differ.
            let prefix = vec![PathPart::Literal(format!("round-{round}"))];
            operation.path.segments.insert(0, prefix);
            api.operations.push(operation);
        }
    }
    api
}

/// A long API is told in one file per tag.
#[test]
fn long_modules_are_split_by_tag() {
    let files = render(&long_api(), &Options::default());
    let paths: Vec<_> = files.iter().map(|file| file.path.as_str()).collect();
    for module in ["operations", "client", "wire/client", "wire/server"] {
        for tag in ["image_groups", "type_group", "client_group"] {
            let path = format!("src/{module}/{tag}.rs");
            assert!(paths.contains(&path.as_str()), "{path} in {paths:?}");
        }
    }
}

/// Compiles the crate as its users do, and calls its server with its client. Slow: it builds the runtime anew.
#[test]
#[ignore = "compiles a crate with cargo"]
fn a_crate_compiles_and_its_ends_understand_each_other() {
    let root = emit("cloud-images", &images::api());
    write(
        &root.join("tests/round_trip.rs"),
        include_str!("round_trip.rs"),
    );
    for arguments in [
        "clippy --all-targets --all-features -- -D warnings",
        "clippy --no-default-features -- -D warnings",
        "clippy --no-default-features --features client -- -D warnings",
        "clippy --no-default-features --features server -- -D warnings",
        "doc --no-deps --all-features",
        "test --all-features",
    ] {
        cargo(&root, arguments);
    }
}

/// The same for an API whose modules are split.
#[test]
#[ignore = "compiles a crate with cargo"]
fn a_long_crate_compiles() {
    let root = emit("long-images", &long_api());
    cargo(&root, "clippy --all-features -- -D warnings");
    cargo(&root, "doc --no-deps --all-features");
}

/// Writes a crate that belongs to no workspace.
fn emit(name: &str, api: &Api) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime");
    let options = Options {
        runtime: RuntimeSource::Path(runtime.display().to_string()),
        standalone: true,
        ..Options::default()
    };
    let _ = std::fs::remove_dir_all(&root);
    for file in render(api, &options) {
        write(&root.join(file.path), &file.text);
    }
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    std::fs::copy(lock, root.join("Cargo.lock")).expect("the lock file can be copied");
    root
}

fn cargo(root: &Path, arguments: &str) {
    let output = Command::new(env!("CARGO"))
        .args(arguments.split(' '))
        .current_dir(root)
        .env(
            "CARGO_TARGET_DIR",
            Path::new(env!("CARGO_TARGET_TMPDIR")).join("target"),
        )
        .env("RUSTDOCFLAGS", "-D warnings")
        .env_remove("RUSTFLAGS")
        .output()
        .expect("cargo runs");
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "cargo {arguments}:\n{}\n{text}",
        String::from_utf8_lossy(&output.stdout)
    );
}

fn write(path: &Path, text: &str) {
    let folder = path.parent().expect("a file has a folder");
    std::fs::create_dir_all(folder).expect("the folder can be made");
    std::fs::write(path, text).expect("the file can be written");
}
