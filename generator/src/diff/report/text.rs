//! The report as plain text.

use std::fmt;

use super::super::verdict::Level;
use super::{Place, Report};

/// So many operations are named; the rest are counted.
const NAMED: usize = 3;
/// So long are examples.
const EXAMPLE: usize = 200;

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
        }
        let compatible = self.count(Level::Info) + self.count(Level::Warning);
        writeln!(
            formatter,
            "{} breaking, {} undecided, {compatible} compatible ({} to look at)",
            self.count(Level::Breaking),
            self.count(Level::Unknown),
            self.count(Level::Warning),
        )
    }
}
