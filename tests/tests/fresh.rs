//! What is checked in below `generated/` is what the generator makes of `specs/`, whenever and wherever it runs.

use std::path::{Path, PathBuf};
use std::process::Command;

use generator::diagnostics::{self, Diagnostics, Format, Severity};
use generator::{Crate, Generator, write};
use tests::fixtures;

fn documents() -> Vec<PathBuf> {
    let specs = fixtures::checkout().join("specs");
    let mut documents: Vec<PathBuf> = std::fs::read_dir(specs)
        .expect("the folder can be read")
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "yaml"))
        .collect();
    documents.sort();
    documents
}

fn render(generator: &Generator, document: &Path) -> Crate {
    let mut diagnostics = Diagnostics::new();
    let rendered = generator.render(document, &mut diagnostics);
    diagnostics.finish();
    let report = diagnostics::render(&diagnostics, Format::Text { colour: false });
    // Advice is for readers of `lint`.
    let mut findings = diagnostics.iter();
    assert!(
        findings.all(|finding| finding.severity == Severity::Info),
        "{report}"
    );
    rendered.expect("there is nothing to say against it").0
}

#[test]
fn generated_crates_are_fresh() {
    let out = fixtures::checkout().join("generated");
    let generator = Generator::new().out_dir(&out);
    let mut names = Vec::new();
    for document in documents() {
        let rendered = render(&generator, &document);
        let plan = write::plan(&out.join(&rendered.name), &rendered.files)
            .expect("the folder is one of ours");
        assert!(
            plan.is_fresh(),
            "{}: {:#?}; run `cargo run -p generator`",
            rendered.name,
            plan.changes
        );
        names.push(rendered.name);
    }
    // No crate is left of a document that is gone.
    let mut folders: Vec<String> = std::fs::read_dir(out)
        .expect("the folder can be read")
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.is_dir())
        .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
        .collect();
    folders.sort();
    assert_eq!(folders, names);
}

#[test]
fn generating_again_gives_the_same() {
    let generator = Generator::new().out_dir(fixtures::checkout().join("generated"));
    for document in documents() {
        let once = render(&generator, &document);
        let again = render(&generator, &document);
        assert_eq!(once.files, again.files, "{}", once.name);
    }
}

/// Neither the working folder nor the way to the documents counts.
#[test]
fn generating_from_elsewhere_gives_the_same() {
    let elsewhere = std::env::temp_dir();
    let run = Command::new(std::env::current_exe().expect("the test is a program"))
        .args(["--exact", "generated_crates_are_fresh"])
        .current_dir(elsewhere)
        .output()
        .expect("the test can be started");
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success() && said.contains("1 passed"), "{said}");

    let specs = fixtures::checkout().join("specs");
    let straight = Generator::new().out_dir(fixtures::checkout().join("generated"));
    for document in documents() {
        let name = document.file_name().expect("a file has a name");
        let winding = specs.join("..").join("specs").join(name);
        assert_eq!(
            render(&straight, &document).files,
            render(&straight, &winding).files,
            "{}",
            winding.display()
        );
    }
}
