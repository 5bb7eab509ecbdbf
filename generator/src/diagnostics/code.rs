//! A diagnostic code: the stable name of one kind of finding.

use std::fmt;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing is lost.
    Info,
    /// The document is used, but something in it is wrong, ignored or kept only in part.
    Warning,
    /// The document, or the part at this place, cannot be used.
    Error,
}

impl Severity {
    /// The lower-case word used in every rendering.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// One kind of finding: its stable name and what it means.
///
/// All of them are in [`codes::ALL`](super::codes::ALL).
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Code {
    /// Stable name in kebab-case, such as `unresolved-reference`.
    pub name: &'static str,
    /// The severity a finding has unless its reporter says otherwise.
    pub severity: Severity,
    /// What the code means, in one sentence.
    pub meaning: &'static str,
    /// What to do about it, in one sentence.
    pub action: &'static str,
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name)
    }
}
