//! The report as plain text.

use std::fmt;

use super::super::rust::{ItemChange, Semver};
use super::super::verdict::Level;
use super::{Place, Report};

/// So many operations are named; the rest are counted.
const NAMED: usize = 3;
/// So long are examples.
const EXAMPLE: usize = 200;
/// So many items are named under a change.
const ITEMS: usize = 6;
/// So many items are named that no change is behind.
const APART: usize = 20;
/// So much is shown of what becomes of an item.
const CHANGE: usize = 140;

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = |place: &Option<Place>| {
            place.as_ref().map_or_else(
                || "-".to_owned(),
                |place| format!("{}:{}:{}", place.file, place.line, place.column),
            )
        };
        for change in &self.changes {
            writeln!(
                formatter,
                "{} {}: {}",
                change.level.as_str(),
                change.id,
                change.message
            )?;
            let mut reached: Vec<&str> = change
                .affects
                .iter()
                .take(NAMED)
                .map(String::as_str)
                .collect();
            let more = format!("and {} more", change.affects.len().saturating_sub(NAMED));
            if change.affects.len() > NAMED {
                reached.push(&more);
            }
            if !reached.is_empty() {
                writeln!(formatter, "  in {}  {}", reached.join(", "), change.path)?;
            }
            writeln!(
                formatter,
                "  at {} -> {}",
                place(&change.old),
                place(&change.new)
            )?;
            if let Some(witness) = &change.witness {
                let mut text = witness.to_string();
                if let Some((end, _)) = text.char_indices().nth(EXAMPLE) {
                    text.truncate(end);
                    text.push('…');
                }
                writeln!(formatter, "  proof {text}")?;
            }
            for item in change.rust.iter().take(ITEMS) {
                writeln!(formatter, "  rust {}", line(item))?;
            }
            if let Some(more @ 1..) = change.rust.len().checked_sub(ITEMS) {
                writeln!(formatter, "  rust and {more} more items")?;
            }
        }
        let compatible = self.count(Level::Info) + self.count(Level::Warning);
        writeln!(
            formatter,
            "{} breaking, {} undecided, {compatible} compatible ({} to look at)",
            self.count(Level::Breaking),
            self.count(Level::Unknown),
            self.count(Level::Warning),
        )?;
        let Some(rust) = &self.rust else {
            return Ok(());
        };
        if !rust.apart.is_empty() {
            writeln!(formatter, "items that no change of messages is behind:")?;
        }
        for apart in rust.apart.iter().take(APART) {
            let edit = apart.edit.as_deref().map(|edit| format!("  (at {edit})"));
            writeln!(
                formatter,
                "  rust {}{}",
                line(&apart.change),
                edit.unwrap_or_default()
            )?;
        }
        if let Some(more @ 1..) = rust.apart.len().checked_sub(APART) {
            writeln!(formatter, "  and {more} more")?;
        }
        let word = |semver: Option<Semver>| semver.map_or("none", Semver::as_str);
        writeln!(
            formatter,
            "crate: client {}, server {}",
            word(rust.client),
            word(rust.server)
        )
    }
}

/// An item in one line: end, release, path, what becomes of it.
fn line(item: &ItemChange) -> String {
    let end = item.feature.map_or("client+server", |end| end.as_str());
    let mut change = item.change.clone();
    if let Some((end, _)) = change.char_indices().nth(CHANGE) {
        change.truncate(end);
        change.push('…');
    }
    format!("{end} {}: {} {change}", item.semver.as_str(), item.item)
}
