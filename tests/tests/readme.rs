//! What the pages at the root say is so: links lead somewhere, commands exist, the findings shown are those that come.
//! The Rust in the README is compiled as documentation tests of this package.

use std::path::Path;

use generator::diagnostics::{self, Diagnostics, Format};
use generator::read::{ReadOptions, read_text};
use tests::fixtures::checkout;

const PAGES: &[&str] = &[
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "SUPPORTED.md",
];

fn page(name: &str) -> String {
    std::fs::read_to_string(checkout().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The code blocks of a page: what stands behind the fence, and the text.
fn blocks(page: &str) -> Vec<(&str, String)> {
    let mut blocks = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(language) = line.strip_prefix("```") {
            let text: Vec<&str> = lines
                .by_ref()
                .take_while(|line| !line.starts_with("```"))
                .collect();
            blocks.push((language, text.join("\n") + "\n"));
        }
    }
    blocks
}

#[test]
fn links_lead_to_files() {
    for name in PAGES {
        let text = page(name);
        let targets = text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next());
        for target in targets.filter(|target| !target.starts_with("http")) {
            let file = target.split('#').next().unwrap_or_default();
            assert!(checkout().join(file).exists(), "{name} links to {target}");
        }
    }
}

/// Paths in code spans, such as `generator/src/read/`, exist.
#[test]
fn paths_that_are_named_exist() {
    let tops = [
        "generator/",
        "templates/",
        "specs/",
        "generated/",
        "tests/",
        ".ci/",
    ];
    for name in PAGES {
        let text = page(name);
        let spans = text.split('`').skip(1).step_by(2);
        for span in spans.filter(|span| tops.iter().any(|top| span.starts_with(top))) {
            if span.contains(['*', '<', '…', ' ', '{']) {
                continue;
            }
            let path = span.split(':').next().unwrap_or_default();
            assert!(checkout().join(path).exists(), "{name} names {span}");
        }
    }
}

#[test]
fn examples_are_short() {
    let text = page("README.md");
    let rust: Vec<_> = blocks(&text)
        .into_iter()
        .filter(|(language, _)| language.starts_with("rust"))
        .collect();
    assert!(rust.len() >= 4);
    for (_, example) in rust {
        assert!(example.lines().count() <= 22, "{example}");
    }
}

#[test]
fn the_findings_shown_are_those_that_come() {
    let text = page("README.md");
    let blocks = blocks(&text);
    let (document, shown) = blocks
        .windows(2)
        .find(|pair| pair[0].0 == "yaml" && pair[1].0 == "text")
        .map(|pair| (pair[0].1.clone(), &pair[1].1))
        .expect("the README shows a document and its findings");
    let mut diagnostics = Diagnostics::new();
    read_text(
        "bad.yaml",
        document,
        &ReadOptions::default(),
        &mut diagnostics,
    );
    diagnostics.finish();
    let findings = diagnostics::render(&diagnostics, Format::Text { colour: false });
    assert_eq!(findings.trim(), shown.trim());
}

/// Every command of the generator that a page shows is one that the program has, and the other way round.
#[test]
fn commands_are_those_of_the_program() {
    let main = std::fs::read_to_string(checkout().join("generator/src/arguments.rs")).unwrap();
    let variants = main
        .split_once("enum Command {")
        .and_then(|(_, rest)| rest.split_once("\n}"))
        .map(|(body, _)| body)
        .expect("the commands");
    let commands: Vec<String> = variants
        .lines()
        .filter(|line| line.starts_with("    ") && !line.starts_with("     "))
        .map(str::trim)
        .filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()))
        .map(|line| {
            let word = line.split(|c: char| !c.is_ascii_alphanumeric()).next();
            word.unwrap_or_default().to_ascii_lowercase()
        })
        .collect();
    assert!(commands.iter().any(|command| command == "generate"));
    let readme = page("README.md");
    let listed: Vec<&str> = readme
        .lines()
        .filter_map(|line| line.strip_prefix("| `"))
        .filter_map(|row| row.split([' ', '`']).next())
        .filter(|word| commands.iter().any(|command| command == word))
        .collect();
    assert_eq!(listed, commands, "the table of commands in README.md");
    for name in PAGES {
        let text = page(name);
        for rest in text.split("-p generator -- ").skip(1) {
            let word = rest.split([' ', '`', '\n']).next().unwrap_or_default();
            assert!(
                commands.iter().any(|command| command == word),
                "{name} shows the command {word}"
            );
        }
    }
}

/// The table of options has those of the program.
#[test]
fn options_are_those_of_the_program() {
    let source = std::fs::read_to_string(checkout().join("generator/src/arguments.rs")).unwrap();
    let options: std::collections::BTreeSet<String> = source
        .split("#[arg(")
        .skip(1)
        .filter(|rest| rest.trim_start().starts_with("long"))
        .filter_map(|rest| rest.split_once("pub(crate) ")?.1.split(':').next())
        .map(|field| format!("--{}", field.replace('_', "-")))
        .collect();
    let listed: std::collections::BTreeSet<String> = page("README.md")
        .lines()
        .filter_map(|line| line.strip_prefix("| `--"))
        .filter_map(|row| row.split([' ', '`']).next())
        .map(|name| format!("--{name}"))
        .collect();
    assert_eq!(listed, options, "the table of options in README.md");
}

/// What CONTRIBUTING tells to run can be run: each package and each test that is named exists.
#[test]
fn tests_that_are_named_exist() {
    let text = page("CONTRIBUTING.md");
    for line in text.lines().filter(|line| line.starts_with("cargo ")) {
        let mut words = line.split_whitespace();
        while let Some(word) = words.next() {
            let folder = |package: &str| match package {
                "generator-runtime" => "generator/runtime".to_owned(),
                "fuzz" => "tests/fuzz".to_owned(),
                other => other.to_owned(),
            };
            match word {
                "-p" => {
                    let package = words.next().unwrap_or_default();
                    assert!(checkout().join(folder(package)).exists(), "{line}");
                }
                "--test" => {
                    let test = words.next().unwrap_or_default();
                    let found = ["generator", "generator/runtime", "tests"]
                        .iter()
                        .any(|top| {
                            let tests = checkout().join(top).join("tests");
                            tests.join(format!("{test}.rs")).exists()
                                || tests.join(test).join("main.rs").exists()
                        });
                    assert!(found, "{line}");
                }
                _ => {}
            }
        }
    }
}

/// The generated crates that the README lists are those that there are.
#[test]
fn every_generated_crate_is_listed() {
    let readme = page("README.md");
    let generated = checkout().join("generated");
    for entry in std::fs::read_dir(&generated).unwrap() {
        let path = entry.unwrap().path();
        if path.join("Cargo.toml").exists() {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            assert!(
                readme.contains(&format!("](generated/{name}/README.md)")),
                "{name}"
            );
            assert!(Path::new(&checkout().join("specs").join(format!("{name}.yaml"))).exists());
        }
    }
}

/// The code map names every folder of the generator and of its runtime.
#[test]
fn every_module_is_on_the_map() {
    let map = page("ARCHITECTURE.md");
    for top in ["generator/src", "generator/runtime/src"] {
        for entry in std::fs::read_dir(checkout().join(top)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                let line = format!("| `{top}/{name}/` |");
                assert!(
                    map.contains(&line),
                    "the code map of ARCHITECTURE.md lacks a line `{line} …`"
                );
            }
        }
    }
}
