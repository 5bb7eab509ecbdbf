//! What is reported, and how it is written.

use std::fmt;
use std::sync::Arc;

use serde_json::{Value as Json, json};

use crate::diagnostics::{uncommanding, visible, visible_json};
use crate::read::{Document, Node};

/// How much a change matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// To be known.
    Info,
    /// May break a client.
    Warning,
    /// Breaks a client.
    Error,
}

impl Severity {
    /// The word in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The number in JSON reports.
    pub fn number(self) -> u8 {
        match self {
            Self::Info => 1,
            Self::Warning => 2,
            Self::Error => 3,
        }
    }
}

/// Where something stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The file as it was given.
    pub file: Arc<str>,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl Source {
    pub(super) fn of(document: &Document, node: &Node) -> Option<Self> {
        let source = document.sources().get(node.span.file)?;
        let position = source.position(node.span.start);
        Some(Self {
            file: Arc::from(source.name()),
            line: position.line,
            column: position.column,
        })
    }
}

/// One change at one operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The id of oasdiff's rule.
    pub id: String,
    /// How much it matters.
    pub level: Severity,
    /// The method in upper case; empty where the change belongs to no operation.
    pub operation: String,
    /// The `operationId`, where there is one.
    pub operation_id: String,
    /// The path; `webhook:NAME` for webhooks; empty where the change belongs to no operation.
    pub path: String,
    /// The part of the document: `paths`, `components` or `security`.
    pub section: &'static str,
    /// What changed, for people.
    pub text: String,
    /// Its place in the old document.
    pub old: Option<Source>,
    /// Its place in the new document.
    pub new: Option<Source>,
}

/// All changes, the worst first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes(pub Vec<Change>);

impl Changes {
    /// How many changes have this level.
    pub fn count(&self, level: Severity) -> usize {
        self.0.iter().filter(|change| change.level == level).count()
    }

    /// For programs: a list of objects with the member names of oasdiff's own JSON.
    pub fn to_json(&self) -> Json {
        let place = |place: &Source| json!({ "file": &*place.file, "line": place.line, "column": place.column });
        let changes = self.0.iter().map(|change| {
            let mut object = json!({
                "id": change.id,
                "text": change.text,
                "level": change.level.number(),
                "section": change.section,
            });
            for (key, text) in [
                ("operation", &change.operation),
                ("operationId", &change.operation_id),
                ("path", &change.path),
            ] {
                if !text.is_empty() {
                    object[key] = json!(text);
                }
            }
            for (key, at) in [("baseSource", &change.old), ("revisionSource", &change.new)] {
                if let Some(at) = at {
                    object[key] = place(at);
                }
            }
            object
        });
        Json::Array(changes.collect())
    }

    /// For people. No text of a document acts on a terminal, or on a workflow that reads the log.
    pub fn to_text(&self) -> String {
        uncommanding(&self.to_string()).into_owned()
    }

    /// [`to_json`](Self::to_json) as text that is as harmless as [`to_text`](Self::to_text).
    pub fn to_json_text(&self) -> String {
        visible_json(&format!("{:#}\n", self.to_json())).into_owned()
    }
}

impl fmt::Display for Changes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            formatter,
            "{} changes: {} error, {} warning, {} info",
            self.0.len(),
            self.count(Severity::Error),
            self.count(Severity::Warning),
            self.count(Severity::Info),
        )?;
        for change in &self.0 {
            write!(formatter, "{}\t[{}]", change.level.as_str(), change.id)?;
            if let Some(at) = change.new.as_ref().or(change.old.as_ref()) {
                write!(
                    formatter,
                    " at {}:{}:{}",
                    visible(&at.file),
                    at.line,
                    at.column
                )?;
            }
            writeln!(formatter)?;
            match change.operation.is_empty() {
                true => writeln!(formatter, "\tin {}", visible(change.section))?,
                false => writeln!(
                    formatter,
                    "\tin API {} {}",
                    visible(&change.operation),
                    visible(&change.path)
                )?,
            }
            writeln!(formatter, "\t\t{}", visible(&change.text))?;
        }
        Ok(())
    }
}
