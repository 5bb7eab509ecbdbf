//! Reading documents, from text to checked tree.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod addresses;
mod explanations;
mod files;
mod load;
mod members;
mod mistakes;
mod overlays;
mod references;
mod renderings;
mod repairs;
mod selection;
mod swagger;

use generator::diagnostics::Diagnostics;
use generator::read::{Document, ReadOptions, read_text};

pub(crate) fn read_with_findings(text: &str) -> (Option<Document>, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let document = read_text("test.yaml", text, &ReadOptions::default(), &mut diagnostics);
    diagnostics.finish();
    (document, diagnostics)
}

/// `error unknown-key 3:5`, one a finding.
pub(crate) fn lines(diagnostics: &Diagnostics) -> Vec<String> {
    diagnostics
        .iter()
        .map(|found| {
            let place = found
                .span
                .and_then(|span| diagnostics.sources().position(span));
            let place = place.map_or(String::new(), |position| {
                format!(" {}:{}", position.line, position.column)
            });
            format!("{} {}{place}", found.severity, found.code)
        })
        .collect()
}

/// A document of this version whose schemas, from line 5 column 5 on, are these.
pub(crate) fn with_schemas(version: &str, schemas: &str) -> String {
    let schemas: String = schemas
        .lines()
        .map(|line| format!("    {line}\n"))
        .collect();
    format!(
        "openapi: {version}.0\ninfo: {{title: t, version: '1'}}\npaths: {{}}\ncomponents: {{schemas: {{\n{schemas}}}}}\n"
    )
}
