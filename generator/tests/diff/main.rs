//! Comparing documents.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![cfg(feature = "diff")]

mod keywords;
mod laws;
mod matrix;
mod mutations;
mod oasdiff;
mod oasdiff_cases;
mod oasdiff_rules;
mod openapi_diff_cases;
mod reports;
mod rewrites;
mod rust;
mod swagger;

use generator::diagnostics::Diagnostics;
use generator::diff::{Report, compare};
use generator::read::{Document, ReadOptions, read_text};
use serde_json::Value;

/// Reads a document from text.
pub(crate) fn document(name: &str, text: &str) -> Document {
    let mut diagnostics = Diagnostics::new();
    read_text(name, text, &ReadOptions::default(), &mut diagnostics)
        .unwrap_or_else(|| panic!("{name} cannot be read"))
}

/// Compares two documents that are written as JSON values.
pub(crate) fn compared(old: &Value, new: &Value) -> Report {
    compare(
        &document("old.json", &old.to_string()),
        &document("new.json", &new.to_string()),
    )
}
