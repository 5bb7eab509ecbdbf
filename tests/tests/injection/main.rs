//! Texts of a document cannot become anything else: a document is generated twice, with harmless and with hostile texts in
//! every position, and all that is emitted is the same but for what stands in literals and comments.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod document;
mod reports;
mod structure;
mod texts;

use generator::Generator;
use generator::diagnostics::Diagnostics;
use generator::render::File;
use serde_json::Value;
use tests::scratch::Scratch;

use document::document;
use texts::Texts;

/// JSON in which everything beyond ASCII is escaped, as those characters are that YAML does not allow.
fn escaped(json: &str) -> String {
    let mut text = String::new();
    for unit in json.encode_utf16() {
        match u8::try_from(unit) {
            Ok(byte @ ..=0x7e) => text.push(char::from(byte)),
            _ => text.push_str(&format!("\\u{unit:04x}")),
        }
    }
    text
}

/// The files of a document, which are on disk as well, and the findings: codes and pointers.
fn render(scratch: &Scratch, name: &str, document: &Value) -> (Vec<File>, Vec<String>) {
    // Crates are called like files.
    let folder = scratch
        .folder()
        .join("..")
        .join(format!("injection-{name}"));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("texts.json");
    std::fs::write(&path, escaped(&document.to_string())).unwrap();
    let mut diagnostics = Diagnostics::new();
    let generator = Generator::new().out_dir(scratch.folder());
    let rendered = generator.render(&path, &mut diagnostics);
    diagnostics.finish();
    let report = generator::diagnostics::render(
        &diagnostics,
        generator::diagnostics::Format::Text { colour: false },
    );
    let Some((rendered, _)) = rendered else {
        panic!("{report}");
    };
    generator.generate(&path).unwrap();
    // Hostile texts are no addresses, names and paths, which is said of them alone.
    let mut codes: Vec<String> = diagnostics
        .iter()
        .map(|found| found.code.name.to_owned())
        .filter(|code| code != "wrong-value")
        .collect();
    codes.sort_unstable();
    (rendered.files, codes)
}

/// Says where two lists begin to differ.
fn same(path: &str, harmless: &[String], hostile: &[String]) {
    let at = harmless
        .iter()
        .zip(hostile)
        .take_while(|(one, other)| one == other)
        .count();
    let around = |list: &[String]| {
        list[at.saturating_sub(if path.ends_with(".rs") { 30 } else { 2 })..list.len().min(at + 5)]
            .join(if path.ends_with(".rs") { " " } else { "\n" })
    };
    assert!(
        harmless == hostile,
        "{path} is another file:\n{}\n---\n{}",
        around(harmless),
        around(hostile)
    );
}

#[test]
fn texts_stay_texts() {
    let scratch = Scratch::new("injection");
    let (harmless, said) = render(&scratch, "harmless", &document(Texts::Harmless));
    let (hostile, said_of_hostile) = render(&scratch, "hostile", &document(Texts::Hostile));
    let paths =
        |files: &[File]| -> Vec<String> { files.iter().map(|file| file.path.clone()).collect() };
    assert_eq!(paths(&harmless), paths(&hostile));
    same("the findings", &said, &said_of_hostile);
    for (before, after) in harmless.iter().zip(&hostile) {
        let path = &after.path;
        assert_eq!(structure::invisible(&after.text), None, "{path}");
        match path.rsplit('.').next() {
            Some("rs") => {
                let parsed = syn::parse_file(&after.text);
                parsed.unwrap_or_else(|error| panic!("{path}: {error}"));
                same(
                    path,
                    &structure::of_rust(&before.text),
                    &structure::of_rust(&after.text),
                );
                // Links to items are the generator's own.
                let active = |text: &str| -> Vec<String> {
                    let docs = structure::docs(text).into_iter();
                    docs.flat_map(|doc| structure::active(&doc)).collect()
                };
                same(path, &active(&before.text), &active(&after.text));
            }
            Some("md") => {
                same(
                    path,
                    &structure::active(&before.text),
                    &structure::active(&after.text),
                );
                // The description stands before this and may have headings and tables of its own.
                let own =
                    |text: &str| structure::of_markdown(text.rsplit_once("\n## Use\n").unwrap().1);
                same(path, &own(&before.text), &own(&after.text));
            }
            Some("txt") => same(
                path,
                &structure::of_list(&before.text),
                &structure::of_list(&after.text),
            ),
            _ => {}
        }
    }
    assert_eq!(described(&scratch, "texts").lines().count(), 1);
    for command in ["check", "doc"] {
        let mut arguments = vec![
            command,
            "--quiet",
            "--package",
            "texts",
            "--no-default-features",
            "--features",
            "client,server",
        ];
        if command == "doc" {
            // No broken links, no HTML, and no examples that would be compiled.
            arguments.extend([
                "--no-deps",
                "--config",
                "build.rustdocflags=[\"-D\", \"warnings\"]",
            ]);
        }
        scratch.must(&arguments);
    }
    let pages = pages(&scratch);
    assert!(pages > 50, "{pages} pages");
}

/// The description of a package, as Cargo reads it.
fn described(scratch: &Scratch, name: &str) -> String {
    let metadata = scratch.must(&["metadata", "--no-deps", "--format-version", "1"]);
    let metadata: Value = serde_json::from_str(&metadata).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let package = packages
        .iter()
        .find(|package| package["name"] == name)
        .unwrap();
    assert_eq!(package["metadata"], Value::Null);
    package["description"].as_str().unwrap().to_owned()
}

/// Reads all pages of the documentation: no link leads to a script. Says how many there are.
fn pages(scratch: &Scratch) -> usize {
    let mut folders = vec![scratch.built().join("doc").join("texts")];
    let mut pages = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            if path.extension().is_none_or(|ending| ending != "html") {
                continue;
            }
            pages += 1;
            let page = std::fs::read_to_string(&path).unwrap().to_lowercase();
            for harm in [
                "href=\"javascript:",
                "href=\"data:",
                "href=\"vbscript:",
                "href=\"file:",
                "<script>alert",
                "onerror=x>",
            ] {
                assert!(!page.contains(harm), "{harm} in {}", path.display());
            }
        }
    }
    pages
}
