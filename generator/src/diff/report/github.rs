//! The report as annotations: each change beside the line that GitHub shows for it. What was removed is shown at what is
//! left around it.

use super::super::verdict::Level;
use super::text::reached;
use super::{Apart, Change, Place, Report, items};
use crate::diagnostics::{Annotation, Position, Urgency};

/// So many items are named beside a change.
const ITEMS: usize = 6;

impl Report {
    pub(super) fn to_annotations(&self) -> String {
        let changes = self.changes.iter().map(annotation);
        let apart = self.apart().iter().map(apart);
        let release = self.release().filter(|_| {
            let rust = self.rust.as_ref();
            rust.is_some_and(|rust| rust.semver().is_some())
        });
        let release =
            release.map(|release| told(Urgency::Notice, None, "generated crate", &release));
        let lines = release.into_iter().chain(changes).chain(apart);
        lines.map(|line| line + "\n").collect()
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
    for item in change.rust.iter().take(ITEMS) {
        message.push_str(&format!("\nrust {}", items::line(item)));
    }
    if let Some(more @ 1..) = change.rust.len().checked_sub(ITEMS) {
        message.push_str(&format!("\nrust and {more} more items"));
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
    told(urgency, place, &change.id, &message)
}

/// An item that no change of messages is behind.
fn apart(apart: &Apart) -> String {
    let message = format!("rust {}", items::apart_line(apart));
    told(
        Urgency::Notice,
        apart.place.as_ref(),
        "generated crate",
        &message,
    )
}

fn told(urgency: Urgency, place: Option<&Place>, title: &str, message: &str) -> String {
    let place = place.map(|place| {
        let position = Position {
            line: place.line,
            column: place.column,
        };
        (place.file.as_str(), Some(position))
    });
    let annotation = Annotation {
        urgency,
        place,
        title,
        message,
    };
    annotation.to_string()
}
