//! Renders findings: excerpts for people, JSON lines for machines, annotations for code review.

use std::collections::HashMap;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde_json::json;

use super::{Diagnostic, Diagnostics, Severity, Source, Span};

/// So many findings of one code are shown to people, then a line with the number of the others.
const SHOWN_PER_CODE: usize = 20;

/// Longer lines are shown only around the place.
const LONGEST_LINE: usize = 240;

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Excerpts with the place underlined.
    Text {
        /// Whether to use terminal colours.
        colour: bool,
    },
    /// One JSON object a line: `code`, `severity`, `message`, `file`, `line`, `column`, `pointer`, `help`.
    Json,
    /// Workflow commands that GitHub shows beside the lines of a change.
    Github,
}

/// Renders all findings; ends with a line break unless there are none.
pub fn render(diagnostics: &Diagnostics, format: Format) -> String {
    let mut out = String::new();
    let mut shown: HashMap<&str, usize> = HashMap::new();
    for diagnostic in diagnostics.iter() {
        let count = shown.entry(diagnostic.code.name).or_default();
        *count += 1;
        match format {
            Format::Json => out.push_str(&json_line(diagnostics, diagnostic)),
            _ if *count > SHOWN_PER_CODE => continue,
            Format::Text { colour } => out.push_str(&excerpt(diagnostics, diagnostic, colour)),
            Format::Github => out.push_str(&workflow_command(diagnostics, diagnostic)),
        }
        out.push('\n');
    }
    if let Format::Text { colour } = format {
        for code in super::codes::ALL {
            let hidden = diagnostics.count(code).saturating_sub(SHOWN_PER_CODE);
            if hidden > 0 {
                let title = format!("{hidden} more of {}", code.name);
                out.push_str(
                    &renderer(colour)
                        .render(&[Group::with_title(Level::NOTE.primary_title(title))]),
                );
                out.push('\n');
            }
        }
    }
    out
}

fn renderer(colour: bool) -> Renderer {
    if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    }
}

fn excerpt(diagnostics: &Diagnostics, diagnostic: &Diagnostic, colour: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let title = level
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.code.name);
    let mut group = Group::with_title(title);
    let places = [
        diagnostic.span.map(|span| (span, None)),
        diagnostic
            .related
            .as_ref()
            .map(|related| (related.span, Some(related.label.as_str()))),
    ];
    for (span, label) in places.into_iter().flatten() {
        let Some(source) = diagnostics.sources().get(span.file) else {
            continue;
        };
        let position = source.position(span.start);
        let kind = if label.is_none() {
            AnnotationKind::Primary
        } else {
            AnnotationKind::Context
        };
        let window = Window::around(source, span);
        let mut snippet = Snippet::source(window.text).line_start(window.line);
        if window.is_cut {
            // The columns of a cut line are not those of the file.
            group = group.element(
                Origin::path(source.name())
                    .line(position.line)
                    .char_column(position.column),
            );
        } else {
            snippet = snippet.path(source.name());
        }
        group = group.element(snippet.annotation(kind.span(window.start..window.end).label(label)));
    }
    if !diagnostic.pointer.is_empty() {
        group = group.element(Level::NOTE.message(format!("at {}", diagnostic.pointer)));
    }
    group = group.element(Level::HELP.message(diagnostic.advice()));
    let mut text = renderer(colour).render(&[group]);
    text.push('\n');
    text
}

/// The lines that are shown for a span.
struct Window<'a> {
    text: &'a str,
    /// Line number of the first line, from 1.
    line: usize,
    /// The underlined bytes of `text`.
    start: usize,
    end: usize,
    /// Whether it begins or ends within a line.
    is_cut: bool,
}

impl<'a> Window<'a> {
    /// Only the first line of the span and one line on either side: a value may be as long as the file.
    fn around(source: &'a Source, span: Span) -> Self {
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
        let end = end.min(to);
        Self {
            text: text[from..to].trim_end_matches(['\n', '\r']),
            line: first,
            start: start - from,
            end: end - from,
            is_cut,
        }
    }
}

fn json_line(diagnostics: &Diagnostics, diagnostic: &Diagnostic) -> String {
    let source = diagnostic
        .span
        .and_then(|span| diagnostics.sources().get(span.file));
    let position = diagnostic
        .span
        .and_then(|span| diagnostics.sources().position(span));
    json!({
        "code": diagnostic.code.name,
        "severity": diagnostic.severity.as_str(),
        "message": diagnostic.message,
        "file": source.map(Source::name),
        "line": position.map(|position| position.line),
        "column": position.map(|position| position.column),
        "pointer": diagnostic.pointer,
        "help": diagnostic.advice(),
    })
    .to_string()
}

/// The form is described in GitHub's documentation of workflow commands.
fn workflow_command(diagnostics: &Diagnostics, diagnostic: &Diagnostic) -> String {
    let command = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let data = |text: &str| {
        text.replace('%', "%25")
            .replace('\r', "%0D")
            .replace('\n', "%0A")
    };
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    let mut place = String::new();
    if let Some(source) = diagnostic
        .span
        .and_then(|span| diagnostics.sources().get(span.file))
    {
        place = format!("file={},", property(source.name()));
        if let Some(position) = diagnostic
            .span
            .and_then(|span| diagnostics.sources().position(span))
        {
            place.push_str(&format!("line={},col={},", position.line, position.column));
        }
    }
    let message = format!("{}. {}", diagnostic.message, diagnostic.advice());
    format!(
        "::{command} {place}title={}::{}",
        property(diagnostic.code.name),
        data(&message)
    )
}
