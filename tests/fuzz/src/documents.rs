//! Documents of strangers become crates, or findings that a person can use.

use std::io;
use std::path::Path;

use generator::diagnostics::{self, Diagnostics, Format, codes};
use generator::model::Api;
use generator::read::{Document, Limits, ReadOptions, read_with};
use generator::render::{self, Options};
use generator::resolve;

use crate::inputs::halves;

/// Files of one document.
const FILES: usize = 4;

/// Takes a document in YAML or JSON, and behind lines `---8<---` the files `1.yaml` to `3.yaml` that it may refer to.
///
/// # Panics
/// When there is neither a crate whose every file is Rust nor a finding that says why, or a finding has no place.
pub fn documents(data: &[u8]) {
    let mut diagnostics = Diagnostics::new();
    let document = read(data, &ReadOptions::default(), &mut diagnostics);
    finish(document, diagnostics);
}

/// How much a document of a fuzzer may cost.
fn limited(options: &ReadOptions) -> ReadOptions {
    ReadOptions {
        limits: Limits {
            file_bytes: 1 << 20,
            files: FILES,
            values: 20_000,
            ..Limits::default()
        },
        ..options.clone()
    }
}

/// A document from bytes.
pub(crate) fn read(
    data: &[u8],
    options: &ReadOptions,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let mut files = Vec::new();
    let mut rest = data;
    while files.len() < FILES {
        let (file, more) = halves(rest);
        files.push(file);
        rest = more;
    }
    let mut fetch = |path: &Path| {
        let number = path.to_string_lossy();
        let number = number.trim_end_matches(".yaml").parse::<usize>().ok();
        let file = number.and_then(|number| files.get(number));
        file.map(|file| file.to_vec())
            .ok_or_else(|| io::ErrorKind::NotFound.into())
    };
    read_with(
        Path::new("0.yaml"),
        &mut fetch,
        &limited(options),
        diagnostics,
    )
}

/// What is understood of a document that has been read.
pub(crate) fn understand(document: &Document, diagnostics: &mut Diagnostics) -> Option<Api> {
    let api = resolve::resolve(document, "fuzzed", diagnostics);
    document.complete(diagnostics);
    (!diagnostics.has_errors()).then_some(api)
}

/// The rest of the way, with all that has to hold on it.
pub(crate) fn finish(document: Option<Document>, mut diagnostics: Diagnostics) {
    let api = document.and_then(|document| understand(&document, &mut diagnostics));
    if let Some(api) = &api {
        parses(api);
    }
    check(api.is_some(), diagnostics);
}

/// Every file of the crate is Rust.
pub(crate) fn parses(api: &Api) {
    for file in render::render(api, &Options::default()) {
        if file.path.ends_with(".rs")
            && let Err(error) = syn::parse_file(&file.text)
        {
            panic!("{}: {error}\n{}", file.path, file.text);
        }
    }
}

/// There is a finding that says why where nothing was understood; and each has a known code, a message, and a place in a text.
pub(crate) fn check(understood: bool, mut diagnostics: Diagnostics) {
    diagnostics.finish();
    assert!(
        understood || diagnostics.has_errors(),
        "no crate, and nothing says why"
    );
    for diagnostic in diagnostics.iter() {
        let code = diagnostic.code.name;
        assert!(codes::find(code).is_some(), "{code} is no known code");
        assert!(!diagnostic.message.is_empty(), "{code} says nothing");
        let place = diagnostic
            .span
            .and_then(|span| diagnostics.sources().position(span));
        assert!(
            place.is_some(),
            "{code} has no place: {}",
            diagnostic.message
        );
    }
    let text = diagnostics::render(&diagnostics, Format::Text { colour: false });
    assert_eq!(text.is_empty(), diagnostics.is_empty());
    for line in diagnostics::render(&diagnostics, Format::Json).lines() {
        let read = serde_json::from_str::<serde_json::Value>(line);
        assert!(read.is_ok(), "{line} is no JSON");
    }
}
