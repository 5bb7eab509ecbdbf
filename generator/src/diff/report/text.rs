//! The report for a terminal: what matters with excerpts of both sides, the rest in a line each.

use std::fmt;

use annotate_snippets::{AnnotationKind, Group, Level as Kind, Renderer};

use super::super::rust::{ItemChange, Rust, Semver};
use super::super::verdict::Level;
use super::place::cut;
use super::{Change, Place, Report};
use crate::diagnostics::{Position, visible, visible_lines};

/// So many operations are named; the rest are counted.
const NAMED: usize = 3;
/// So long are examples.
const EXAMPLE: usize = 300;
/// So many items are named under a change.
const ITEMS: usize = 6;
/// So many items are named that no change is behind.
const APART: usize = 20;
/// So much is shown of what becomes of an item.
const CHANGE: usize = 140;

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
        if let Some(rust) = &self.rust {
            out.push_str(&apart(rust));
        }
        out.push_str(&self.verdict());
        out.push('\n');
        if let Some(rust) = &self.rust {
            let word = |semver: Option<Semver>| semver.map_or("none", Semver::as_str);
            let (client, server) = (word(rust.client), word(rust.server));
            out.push_str(&format!("crate: client {client}, server {server}\n"));
        }
        out
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
    format!("{}\n", visible(&text))
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
        notes.push(("rust", item_line(item)));
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

/// The items that no change of messages is behind.
fn apart(rust: &Rust) -> String {
    let mut text = String::new();
    if !rust.apart.is_empty() {
        text.push_str("items that no change of messages is behind:\n");
    }
    for apart in rust.apart.iter().take(APART) {
        let edit = apart.edit.as_deref().map(|edit| format!("  (at {edit})"));
        let line = item_line(&apart.change);
        text.push_str(&format!("  rust {line}{}\n", edit.unwrap_or_default()));
    }
    if let Some(more @ 1..) = rust.apart.len().checked_sub(APART) {
        text.push_str(&format!("  and {more} more\n"));
    }
    visible_lines(&text).into_owned()
}

/// An item in one line: end, release, path, what becomes of it.
fn item_line(item: &ItemChange) -> String {
    let end = item.feature.map_or("client+server", |end| end.as_str());
    let mut change = item.change.clone();
    if let Some((end, _)) = change.char_indices().nth(CHANGE) {
        change.truncate(end);
        change.push('…');
    }
    format!("{end} {}: {} {change}", item.semver.as_str(), item.item)
}
