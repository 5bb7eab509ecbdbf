//! The report for a terminal: what matters with excerpts of both sides, the rest in a line each.

use std::fmt;

use annotate_snippets::{AnnotationKind, Group, Level as Kind, Renderer};

use super::super::verdict::Level;
use super::place::cut;
use super::{Change, Place, Report, items};
use crate::diagnostics::{Position, visible, visible_lines};

/// So many operations are named; the rest are counted.
const NAMED: usize = 3;
/// So long are examples.
const EXAMPLE: usize = 300;
/// So many items are named under a change.
const ITEMS: usize = 6;
/// So many items are named that no change is behind.
const APART: usize = 20;

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.to_text(false))
    }
}

impl Report {
    pub(super) fn to_text(&self, colour: bool) -> String {
        let renderer = match colour {
            true => Renderer::styled(),
            false => Renderer::plain(),
        };
        let mut out = String::new();
        for change in &self.changes {
            match change.level {
                Level::Info => out.push_str(&line(change)),
                _ => {
                    out.push_str(&excerpts(change, &renderer));
                    out.push_str("\n\n");
                }
            }
        }
        out.push_str(&self.apart_text());
        out.push_str(&self.verdict());
        out.push('\n');
        if let Some(release) = self.release() {
            out.push_str(&format!("crate: {release}\n"));
        }
        out
    }
}

impl Report {
    /// The items that no change of messages is behind.
    fn apart_text(&self) -> String {
        let (mut text, apart) = (String::new(), self.apart());
        if !apart.is_empty() {
            text.push_str("items that no change of messages is behind:\n");
        }
        for apart in apart.iter().take(APART) {
            text.push_str(&format!("  rust {}\n", items::apart_line(apart)));
        }
        if let Some(more @ 1..) = apart.len().checked_sub(APART) {
            text.push_str(&format!("  and {more} more\n"));
        }
        visible_lines(&text).into_owned()
    }
}

/// `POST /a, GET /b, GET /c and 4 more`.
pub(super) fn reached(change: &Change) -> String {
    let mut text = change.affects[..change.affects.len().min(NAMED)].join(", ");
    if change.affects.len() > NAMED {
        text.push_str(&format!(" and {} more", change.affects.len() - NAMED));
    }
    text
}

fn line(change: &Change) -> String {
    let place = change.shown().map_or_else(String::new, |place| {
        format!("{}:{}:{}: ", place.file, place.line, place.column)
    });
    let mut text = format!("{place}info[{}]: {}", change.id, change.message);
    if !change.affects.is_empty() {
        text.push_str(&format!(" (in {})", reached(change)));
    }
    // A line of its own in a name would look like one of the report.
    text = visible(&text).into_owned();
    text.push('\n');
    for item in change.rust.iter().take(ITEMS) {
        text.push_str(&format!("  rust {}\n", items::line(item)));
    }
    if let Some(more @ 1..) = change.rust.len().checked_sub(ITEMS) {
        text.push_str(&format!("  rust and {more} more items\n"));
    }
    visible_lines(&text).into_owned()
}

fn excerpts(change: &Change, renderer: &Renderer) -> String {
    let level = match change.level {
        Level::Breaking => Kind::ERROR,
        Level::Unknown | Level::Warning => Kind::WARNING,
        Level::Info => Kind::INFO,
    };
    let title = level
        .with_name(change.level.as_str())
        .primary_title(visible(&change.message))
        .id(change.id.as_str());
    let mut group = Group::with_title(title);
    let near = change.near.as_ref().filter(|_| change.new.is_none());
    // What came or went points to what is around it on the side that lacks it.
    let was = match change.old.is_some() && change.new.is_some() && change.id.ends_with("-added") {
        true => "not yet in here",
        false => "old",
    };
    let is = match change.old.is_some() && change.id.ends_with("-removed") {
        true => "no longer in here",
        false => "new",
    };
    let sides = [
        (change.old.as_ref(), AnnotationKind::Context, was),
        (change.new.as_ref(), AnnotationKind::Primary, is),
        (near, AnnotationKind::Primary, "no longer in here"),
    ];
    let shown = sides
        .into_iter()
        .filter_map(|(place, kind, label)| Some((place?, kind, label)));
    for (place, kind, label) in shown {
        group = place
            .excerpt
            .show(group, &place.file, position(place), kind, Some(label));
    }
    let mut notes = Vec::new();
    if !change.affects.is_empty() {
        notes.push(("in", reached(change)));
    }
    if let Some(witness) = &change.witness {
        notes.push(("proof", cut(&witness.to_string(), EXAMPLE)));
    }
    for item in change.rust.iter().take(ITEMS) {
        notes.push(("rust", items::line(item)));
    }
    if let Some(more @ 1..) = change.rust.len().checked_sub(ITEMS) {
        notes.push(("rust", format!("and {more} more items")));
    }
    if let Some(judged) = &change.policy {
        let was = judged.was.as_str();
        let text = format!("{was} by itself; {} {}", judged.place, judged.reason);
        notes.push(("policy", text.trim_end().to_owned()));
    }
    if let Some(approval) = &change.approval {
        let until = approval.until.as_ref();
        let until = until.map_or_else(String::new, |day| format!(" (until {day})"));
        notes.push(("approved", format!("{}{until}", approval.reason)));
    }
    for (name, text) in notes {
        group = group.element(
            Kind::NOTE
                .with_name(name)
                .message(visible(&text).into_owned()),
        );
    }
    renderer.render(&[group])
}

fn position(place: &Place) -> Position {
    Position {
        line: place.line,
        column: place.column,
    }
}

/// The parts of a text, each with whether it stands between backticks: the texts of changes put names there.
pub(super) fn quoted(text: &str) -> Vec<(bool, &str)> {
    let parts: Vec<&str> = text.split('`').collect();
    let last = parts.len() - 1;
    let parts = parts.into_iter().enumerate();
    // What opens and does not close is plain.
    parts
        .map(|(index, part)| (index % 2 == 1 && index < last, part))
        .filter(|(_, part)| !part.is_empty())
        .collect()
}
