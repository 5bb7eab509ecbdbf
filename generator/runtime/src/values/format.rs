//! The error of all forms.

use std::fmt;

/// Text that does not have the form it should have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormatError {
    format: &'static str,
    text: String,
}

impl FormatError {
    pub(super) fn new(format: &'static str, text: impl Into<String>) -> Self {
        Self {
            format,
            text: text.into(),
        }
    }

    /// The name of the form, as `format` in a document: `date-time`, `uuid`, …
    #[must_use]
    pub fn format(&self) -> &'static str {
        self.format
    }
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is not a valid {}", self.text, self.format)
    }
}

impl std::error::Error for FormatError {}
