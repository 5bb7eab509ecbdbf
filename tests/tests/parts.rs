//! Crates with some of their parts only: each is clean, and has nothing that it does not use.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is how a test fails")]

use generator::{Generator, Part};
use tests::fixtures;
use tests::scratch::Scratch;

#[test]
fn parts_are_clean() {
    let scratch = Scratch::new("parts");
    for (name, parts) in [
        ("client", &[Part::Client][..]),
        ("server", &[Part::Server]),
        ("types", &[Part::Types]),
    ] {
        let folder = scratch.folder().join(format!("of-{name}"));
        for document in [
            "specs/jdcloud-vm.yaml",
            "tests/fixtures/streams/bodies.yaml",
            "tests/fixtures/documents/parameters.yaml",
        ] {
            let document = fixtures::checkout().join(document);
            // Three crates of one document need three names.
            let stem = document.file_stem().unwrap().to_string_lossy().into_owned();
            let copy = folder.join(format!("{stem}-{name}.yaml"));
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::copy(&document, &copy).unwrap();
            let generator = parts
                .iter()
                .fold(Generator::new(), |generator, part| generator.only(*part));
            let generated = generator.out_dir(scratch.folder()).generate(&copy);
            let generated = generated.unwrap_or_else(|error| panic!("{stem}: {error}"));
            let manifest = std::fs::read_to_string(generated.folder.join("Cargo.toml")).unwrap();
            for other in ["client", "server"].iter().filter(|other| **other != name) {
                assert!(!manifest.contains(&format!("{other} =")), "{manifest}");
                assert!(!generated.folder.join(format!("src/{other}.rs")).exists());
            }
        }
        std::fs::remove_dir_all(&folder).unwrap();
    }
    scratch.must(&["check", "--workspace", "--quiet"]);
    scratch.must(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--all-features",
        "--quiet",
    ]);
    scratch.must(&["check", "--workspace", "--no-default-features", "--quiet"]);
}
