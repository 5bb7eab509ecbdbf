//! Message types as Rust source.

mod sample;

use std::collections::BTreeMap;

use generator::model::Api;
use generator::render::{File, types, wire};

fn render(api: &Api) -> BTreeMap<String, String> {
    let mut files: Vec<File> = types::render(api);
    files.extend(wire::types::render(api));
    files.extend(wire::validate::render(api));
    files.into_iter().map(|file| (file.path, file.text)).collect()
}

/// The part of a file from a line that starts with `from` to the next blank line at its level.
fn excerpt<'a>(text: &'a str, from: &str) -> &'a str {
    let start = text.find(from).unwrap_or_else(|| panic!("{from} is in\n{text}"));
    let rest = &text[start..];
    &rest[..rest.find("\n}\n").map_or(rest.len(), |end| end + 2)]
}

#[test]
fn every_kind_of_type_is_rust() {
    let files = render(&sample::api());
    assert_eq!(
        files.keys().collect::<Vec<_>>(),
        ["src/types.rs", "src/wire/types.rs", "src/wire/validate.rs"]
    );
    for (path, text) in &files {
        assert!(text.starts_with("// @generated"), "{path}");
        assert!(syn::parse_file(text).is_ok(), "{path}");
    }
}
