//! One finding.

use super::{Code, Severity, Span};

/// A second place that a finding is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// The place.
    pub span: Span,
    /// What is there, in a few words.
    pub label: String,
}

/// One finding: what, where, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The kind of finding.
    pub code: &'static Code,
    /// How much it matters; the default of the code unless its reporter knows better.
    pub severity: Severity,
    /// What was found, for people: no final full stop, no line break.
    pub message: String,
    /// Where it was found.
    pub span: Option<Span>,
    /// A second place, such as the first of two equal keys.
    pub related: Option<Related>,
    /// JSON pointer (RFC 6901) of the value inside its file; empty when it is the whole file or not known.
    pub pointer: String,
    /// What to do at this place; the action of the code where this is nothing.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A finding with the default severity of `code` and no place yet.
    pub fn new(code: &'static Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity,
            message: message.into(),
            span: None,
            related: None,
            pointer: String::new(),
            help: None,
        }
    }

    /// Says where.
    #[must_use]
    pub fn at(mut self, span: impl Into<Span>) -> Self {
        self.span = Some(span.into());
        self
    }

    /// Overrides the severity.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Says what to do here.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Gives the JSON pointer of the value.
    #[must_use]
    pub fn pointer(mut self, pointer: impl Into<String>) -> Self {
        self.pointer = pointer.into();
        self
    }

    /// Names a second place.
    #[must_use]
    pub fn related(mut self, span: impl Into<Span>, label: impl Into<String>) -> Self {
        self.related = Some(Related {
            span: span.into(),
            label: label.into(),
        });
        self
    }

    /// What to do: the help given, else the action of the code.
    ///
    /// It goes on where the message ends, so it begins in lower case and has no final full stop.
    pub fn advice(&self) -> String {
        let help = self.help.as_deref().unwrap_or(self.code.action);
        let said = help.strip_suffix('.').unwrap_or(help);
        let mut rest = said.chars();
        // Actions are sentences; help is written as it is shown, and may begin with a name.
        let first = rest.next().filter(|_| help == self.code.action);
        match first {
            Some(first) => first.to_lowercase().chain(rest).collect(),
            None => said.to_owned(),
        }
    }
}
