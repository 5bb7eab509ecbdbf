//! The lines around the place of a change, each with its number and with the part that counts.

use crate::diff::report::{Change, Place};

/// One side of a change.
pub(super) struct Excerpt<'a> {
    pub(super) title: &'static str,
    /// `old` or `new`.
    pub(super) side: &'static str,
    pub(super) place: &'a Place,
    pub(super) lines: Vec<Line<'a>>,
}

/// A line, in three parts; the middle one counts.
pub(super) struct Line<'a> {
    pub(super) number: usize,
    pub(super) before: &'a str,
    pub(super) marked: &'a str,
    pub(super) after: &'a str,
}

/// Both sides; what was removed is shown with what is left around it.
pub(super) fn excerpts(change: &Change) -> Vec<Excerpt<'_>> {
    let both = change.old.is_some() && change.new.is_some();
    let near = change.near.as_ref().filter(|_| change.new.is_none());
    let before = match both && change.id.ends_with("-added") {
        true => "Before: not yet in here",
        false => "Before",
    };
    let after = match both && change.id.ends_with("-removed") {
        true => "After: no longer in here",
        false => "After",
    };
    let sides = [
        (change.old.as_ref(), before, "old"),
        (change.new.as_ref(), after, "new"),
        (near, "After: what is left around it", "new"),
    ];
    let shown = sides.into_iter().filter_map(|(place, title, side)| {
        let place = place?;
        Some(Excerpt {
            title,
            side,
            place,
            lines: lines(place),
        })
    });
    shown.collect()
}

fn lines(place: &Place) -> Vec<Line<'_>> {
    let excerpt = &place.excerpt;
    let mut begin = 0;
    let indent = indent(&excerpt.text);
    let lines = excerpt.text.split('\n').enumerate().map(|(index, line)| {
        let end_of_line = begin + line.len();
        let text = line.get(indent..).unwrap_or_default();
        let first = end_of_line - text.len();
        begin = end_of_line + 1;
        let start = excerpt.start.clamp(first, end_of_line) - first;
        let end = excerpt.end.clamp(first, end_of_line) - first;
        // The places are those of characters; a text that says otherwise is shown without a mark.
        let (before, rest) = text.split_at_checked(start).unwrap_or((text, ""));
        let (marked, after) = rest
            .split_at_checked(end.saturating_sub(start))
            .unwrap_or((rest, ""));
        Line {
            number: excerpt.line + index,
            before,
            marked,
            after: after.trim_end_matches('\r'),
        }
    });
    lines.collect()
}

/// How many spaces all lines begin with.
fn indent(text: &str) -> usize {
    let lines = text.split('\n').filter(|line| !line.trim().is_empty());
    let spaces = lines.map(|line| line.len() - line.trim_start_matches(' ').len());
    spaces.min().unwrap_or(0)
}
