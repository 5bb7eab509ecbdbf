//! Renders findings: excerpts for people, JSON lines for machines, annotations for code review.

use std::collections::HashMap;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer};
use serde_json::json;

use super::annotation::{Annotation, Urgency};
use super::excerpt::Excerpt;
use super::visible::{visible, visible_json, visible_lines};
use super::{Diagnostic, Diagnostics, Severity, Source};

/// So many findings of one code are shown to people, then a line with the number of the others.
const SHOWN_PER_CODE: usize = 20;

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
        .primary_title(visible(&diagnostic.message))
        .id(diagnostic.code.name);
    let mut group = Group::with_title(title);
    let places = [
        diagnostic.span.map(|span| (span, None)),
        diagnostic
            .related
            .as_ref()
            .map(|related| (related.span, Some(visible(&related.label)))),
    ];
    let mut excerpts = Vec::new();
    for (span, label) in places.into_iter().flatten() {
        let Some(source) = diagnostics.sources().get(span.file) else {
            continue;
        };
        let kind = if label.is_none() {
            AnnotationKind::Primary
        } else {
            AnnotationKind::Context
        };
        let name = visible(source.name());
        let position = source.position(span.start);
        excerpts.push((Excerpt::of(source, span), name, position, kind, label));
    }
    for (excerpt, name, position, kind, label) in &excerpts {
        group = excerpt.show(group, name, *position, *kind, label.as_deref());
    }
    if !diagnostic.pointer.is_empty() {
        group = group.element(Level::NOTE.message(format!("at {}", visible(&diagnostic.pointer))));
    }
    group = group.element(Level::HELP.message(visible_lines(diagnostic.advice())));
    let mut text = renderer(colour).render(&[group]);
    text.push('\n');
    text
}

fn json_line(diagnostics: &Diagnostics, diagnostic: &Diagnostic) -> String {
    let source = diagnostic
        .span
        .and_then(|span| diagnostics.sources().get(span.file));
    let position = diagnostic
        .span
        .and_then(|span| diagnostics.sources().position(span));
    let line = json!({
        "code": diagnostic.code.name,
        "severity": diagnostic.severity.as_str(),
        "message": diagnostic.message,
        "file": source.map(Source::name),
        "line": position.map(|position| position.line),
        "column": position.map(|position| position.column),
        "pointer": diagnostic.pointer,
        "help": diagnostic.advice(),
    });
    visible_json(&line.to_string()).into_owned()
}

fn workflow_command(diagnostics: &Diagnostics, diagnostic: &Diagnostic) -> String {
    let source = diagnostic
        .span
        .and_then(|span| diagnostics.sources().get(span.file));
    let position = diagnostic
        .span
        .and_then(|span| diagnostics.sources().position(span));
    let annotation = Annotation {
        urgency: match diagnostic.severity {
            Severity::Error => Urgency::Error,
            Severity::Warning => Urgency::Warning,
            Severity::Info => Urgency::Notice,
        },
        place: source.map(|source| (source.name(), position)),
        title: diagnostic.code.name,
        message: &format!("{}. {}", diagnostic.message, diagnostic.advice()),
    };
    visible_lines(&annotation.to_string()).into_owned()
}
