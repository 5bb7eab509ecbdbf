//! The report as annotations: each change beside the line that GitHub shows for it. What was removed is shown at what is
//! left around it.

use super::super::verdict::Level;
use super::text::reached;
use super::{Change, Report};
use crate::diagnostics::{Annotation, Position, Urgency};

impl Report {
    pub(super) fn to_annotations(&self) -> String {
        let lines = self.changes.iter().map(|change| annotation(change) + "\n");
        lines.collect()
    }
}

fn annotation(change: &Change) -> String {
    // A place in the old document would be shown at a line of the new one.
    let place = change.new.as_ref().or(change.near.as_ref());
    let mut message = change.message.clone();
    if !change.affects.is_empty() {
        message.push_str(&format!("\nin {}", reached(change)));
    }
    if let Some(old) = &change.old {
        message.push_str(&format!("\nwas at {}:{}", old.file, old.line));
    }
    if let Some(witness) = &change.witness {
        message.push_str(&format!("\nproof {witness}"));
    }
    if let Some(approval) = &change.approval {
        message.push_str(&format!("\napproved: {}", approval.reason));
    }
    let urgency = match change.level {
        _ if change.approval.is_some() => Urgency::Notice,
        Level::Breaking => Urgency::Error,
        Level::Unknown | Level::Warning => Urgency::Warning,
        Level::Info => Urgency::Notice,
    };
    Annotation {
        urgency,
        place: place.map(|place| {
            let position = Position {
                line: place.line,
                column: place.column,
            };
            (place.file.as_str(), Some(position))
        }),
        title: &change.id,
        message: &message,
    }
    .to_string()
}
