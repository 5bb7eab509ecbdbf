//! The lines of a text around a place, and how they are shown.

use annotate_snippets::{Annotation, AnnotationKind, Group, Origin, Snippet};

use super::visible::shaped;
use super::{Position, Source, Span};

/// Longer lines are shown only around the place.
const LONGEST_LINE: usize = 240;

/// The lines that are shown for a place.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Excerpt {
    /// The lines, without the last line break.
    pub text: String,
    /// Line number of the first line, from 1.
    pub line: usize,
    /// Byte of `text` at which the place begins.
    pub start: usize,
    /// Byte of `text` behind the place.
    pub end: usize,
    /// Whether it begins or ends within a line.
    pub is_cut: bool,
}

/// A text whose lines end as they are shown; as long as before.
fn line_feeds(text: &str) -> String {
    match text.contains('\r') {
        true => text
            .replace("\r\n", "\u{1}\n")
            .replace('\r', "\n")
            .replace('\u{1}', "\r"),
        false => text.to_owned(),
    }
}

impl Excerpt {
    /// Only the first line of the span and one line on either side: a value may be as long as the file.
    pub fn of(source: &Source, span: Span) -> Self {
        let text = source.text();
        let line = source.line_of(span.start);
        let (line_start, line_end) = (source.line_start(line), source.line_start(line + 1));
        let start = source.boundary(span.start as usize);
        let end = source.boundary(span.end as usize).min(line_end).max(start);
        let end = start + text[start..end].trim_end().len();
        let (mut from, mut to, mut first) = (
            source.line_start(line.saturating_sub(1)),
            source.line_start(line + 2),
            line.max(1),
        );
        let is_cut = line_end - line_start > LONGEST_LINE || to - from > 3 * LONGEST_LINE;
        if is_cut {
            first = line + 1;
            from = source
                .boundary(start.saturating_sub(LONGEST_LINE / 3))
                .max(line_start);
            to = source.boundary(start + LONGEST_LINE).min(line_end);
        }
        let shown = text[from..to].trim_end_matches(['\n', '\r']);
        Self {
            text: line_feeds(shown),
            line: first,
            // A span may begin at the very end of a line, behind what is shown of it.
            start: (start - from).min(shown.len()),
            end: (end.min(to) - from).min(shown.len()),
            is_cut,
        }
    }

    /// Adds the lines to what is shown.
    pub(crate) fn show<'a>(
        &'a self,
        mut group: Group<'a>,
        file: &'a str,
        position: Position,
        kind: AnnotationKind,
        label: Option<&'a str>,
    ) -> Group<'a> {
        // A shape for what has none; the library has shapes for the control characters of ASCII, and for tabs.
        let text = |part: std::ops::Range<usize>| shaped(&self.text[part]);
        let place = text(0..self.start).len()..text(0..self.end).len();
        let mut snippet: Snippet<'a, Annotation<'a>> =
            Snippet::source(text(0..self.text.len())).line_start(self.line);
        if self.is_cut {
            // The columns of a cut line are not those of the file.
            group = group.element(
                Origin::path(file)
                    .line(position.line)
                    .char_column(position.column),
            );
        } else {
            snippet = snippet.path(file);
        }
        group.element(snippet.annotation(kind.span(place).label(label)))
    }
}
