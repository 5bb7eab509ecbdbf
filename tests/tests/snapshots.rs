//! What is emitted for one topic at a time, to be read by people: a small document, and the files it shapes.
//!
//! After a change that is meant, `INSTA_UPDATE=always cargo test -p tests --test snapshots` writes the snapshots anew;
//! their difference is what to review.

use generator::Generator;
use generator::diagnostics::{self, Diagnostics, Format};
use tests::fixtures;

fn check(topic: &str, files: &[&str]) {
    let document = fixtures::path("documents").join(format!("{topic}.yaml"));
    let mut diagnostics = Diagnostics::new();
    let rendered = Generator::new().render(&document, &mut diagnostics);
    diagnostics.finish();
    let report = diagnostics::render(&diagnostics, Format::Text { colour: false });
    let report = report.replace(
        &fixtures::path("documents").display().to_string(),
        "documents",
    );
    let (rendered, _) = rendered.unwrap_or_else(|| panic!("{report}"));
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let _bound = settings.bind_to_scope();
    for name in files {
        let path = format!("src/{name}.rs");
        let file = rendered.files.iter().find(|file| file.path == path);
        let file = file.unwrap_or_else(|| panic!("{topic}: there is no {path}"));
        insta::assert_snapshot!(format!("{topic}__{}", name.replace('/', "_")), file.text);
    }
    if !report.is_empty() {
        insta::assert_snapshot!(format!("{topic}__findings"), report);
    }
}

/// One test per topic: `topic: files below src`.
macro_rules! topics {
    ($($test:ident $topic:literal: $($file:literal)*;)*) => {
        $(#[test]
        fn $test() {
            check($topic, &[$($file),*]);
        })*

        #[test]
        fn every_document_is_a_topic() {
            let found = fixtures::documents("documents");
            let found: Vec<_> = found.iter().map(|path| path.file_stem().expect("a file has a name")).collect();
            let mut topics = [$($topic),*];
            topics.sort_unstable();
            assert_eq!(found, topics);
        }
    };
}

topics! {
    additional_properties "additional-properties": "types" "wire/types" "wire/validate";
    all_of "all-of": "types" "wire/validate";
    any_of "any-of": "types" "wire/types";
    bodies "bodies": "operations" "wire/client" "wire/server";
    documentation "documentation": "lib" "types" "client";
    enums "enums": "types" "wire/types" "wire/validate";
    formats "formats": "types" "wire/validate";
    names "names": "types" "operations" "wire/types";
    nullable "nullable": "types" "wire/types" "wire/validate";
    parameters "parameters": "operations" "wire/parameters" "wire/client" "wire/server";
    recursion "recursion": "types" "wire/validate";
    responses "responses": "operations" "wire/client" "wire/server";
    security "security": "wire" "client" "wire/client";
    servers "servers": "client";
    structs "structs": "types" "wire/types";
    unions "unions": "types" "wire/types" "wire/validate";
}
