//! Documents may be called anything: crates called like modules, keywords, folders of Cargo and packages that they need.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use generator::Generator;
use tests::fixtures;
use tests::scratch::Scratch;

/// What the file of a document is called without its ending, and what its crate is.
const NAMES: &[(&str, &str)] = &[
    ("--", "api"),
    ("...", "api"),
    ("1st", "api-1st"),
    ("-a", "a"),
    ("A  b", "a-b"),
    ("alloc", "alloc-api"),
    ("build", "build"),
    ("client", "client"),
    ("core", "core-api"),
    ("crate", "crate-api"),
    ("examples", "examples"),
    ("fn", "fn-api"),
    ("generator-runtime", "generator-runtime-api"),
    ("http", "http-api"),
    ("lib", "lib"),
    ("main", "main"),
    ("operations", "operations"),
    ("reqwest", "reqwest"),
    ("runtime", "runtime"),
    ("self", "self-api"),
    ("serde", "serde-api"),
    ("server", "server"),
    ("std", "std-api"),
    ("test", "test-api"),
    ("types", "types"),
    ("v1.2_beta", "v1-2_beta"),
    ("wire", "wire"),
    ("été", "ete"),
    ("имя", "imia"),
    ("名前", "ming-qian"),
    ("\u{e000}", "api"),
];

#[test]
fn any_file_name_gives_a_crate_that_compiles() {
    let scratch = Scratch::new("crate-names");
    let document = fixtures::checkout().join("tests/fixtures/documents/bodies.yaml");
    let mut taken = Vec::new();
    for (stem, name) in NAMES {
        let documents = scratch.folder().with_file_name("crate-names-documents");
        std::fs::create_dir_all(&documents).unwrap();
        let copy = documents.join(format!("{stem}.yaml"));
        std::fs::copy(&document, &copy).unwrap();
        // Packages of one workspace have names of their own.
        let folder = match taken.contains(name) {
            true => documents.join("crates"),
            false => scratch.folder().to_owned(),
        };
        taken.push(name);
        let generated = Generator::new().out_dir(folder).generate(&copy);
        let generated = generated.unwrap_or_else(|error| panic!("{stem}: {error}"));
        let manifest = std::fs::read_to_string(generated.folder.join("Cargo.toml")).unwrap();
        assert!(
            manifest.contains(&format!("\nname = \"{name}\"\n")),
            "{stem}: {manifest}"
        );
    }
    scratch.must(&[
        "check",
        "--workspace",
        "--quiet",
        "--all-targets",
        "--no-default-features",
        "--features",
        "client,server",
    ]);
}
