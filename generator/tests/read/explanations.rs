//! What `explain` says: every example gives the finding that it is an example of, and the page is that of the program.

use std::path::Path;

use generator::Generator;
use generator::diagnostics::{Diagnostics, codes};

/// Codes of what there is to say about a document of this text.
fn findings(text: &str) -> Vec<&'static str> {
    let folder = std::env::temp_dir().join(format!("generator-examples-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("api.yaml");
    std::fs::write(&path, text).unwrap();
    let mut diagnostics = Diagnostics::new();
    Generator::new().lint(&path, &mut diagnostics);
    std::fs::remove_dir_all(&folder).unwrap();
    diagnostics.iter().map(|found| found.code.name).collect()
}

#[test]
fn examples_are_true() {
    let mut examples = 0;
    for code in codes::ALL {
        let text = code.explanation();
        assert!(text.contains("\n```"), "{code} has no example");
        let Some((_, example)) = text.split_once("```yaml\n") else {
            continue;
        };
        let example = example.split_once("\n```").unwrap().0;
        let whole = example.starts_with('#') || example.contains("info:");
        let text = match whole {
            true => example.to_owned(),
            false => {
                format!("openapi: 3.1.0\ninfo: {{title: Example, version: 1.0.0}}\n{example}\n")
            }
        };
        let found = findings(&text);
        assert!(found.contains(&code.name), "{code}: {found:?} in\n{text}");
        examples += 1;
    }
    assert!(examples > 70, "{examples}");
}

#[test]
fn the_page_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/diagnostics.md");
    let page = std::fs::read_to_string(path).unwrap();
    assert_eq!(
        page,
        codes::page(),
        "`generator explain --page > generator/docs/diagnostics.md` brings it up to date"
    );
}
