//! Renders findings: excerpts for people, JSON lines for machines, annotations for code review.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer};
use serde_json::{Value as Json, json};

use super::annotation::{Annotation, Urgency};
use super::excerpt::Excerpt;
use super::visible::{uncommanding, visible, visible_json, visible_lines};
use super::{Diagnostic, Diagnostics, Severity, Source};

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
///
/// People and reviewers are shown so many findings of one code and severity of a document as the
/// [limit](Diagnostics::limited) says, machines all that were kept; how many there are beyond that is always said.
pub fn render(diagnostics: &Diagnostics, format: Format) -> String {
    let limit = match format {
        Format::Json => usize::MAX,
        Format::Text { .. } | Format::Github => diagnostics.limit(),
    };
    let mut out = String::new();
    for section in diagnostics.sections(limit) {
        for diagnostic in section.shown {
            out.push_str(&match format {
                Format::Json => json_line(diagnostics, diagnostic),
                Format::Text { colour } => excerpt(diagnostics, diagnostic, colour),
                Format::Github => workflow_command(diagnostics, diagnostic),
            });
            out.push('\n');
        }
        for ((code, severity), count) in section.hidden.into_iter().filter(|hidden| hidden.1 > 0) {
            let of = match section.document {
                "" => String::new(),
                document => format!(" of {document}"),
            };
            let (s, are) = if count == 1 { ("", "is") } else { ("s", "are") };
            let message = format!(
                "{count} more finding{s}{of} with the severity {severity} and the code {code} {are} not shown"
            );
            out.push_str(&rest(code, severity, &message, format));
            out.push('\n');
        }
    }
    match format {
        Format::Text { .. } => uncommanding(&out).into_owned(),
        Format::Json | Format::Github => out,
    }
}

/// How many findings are not shown, in the form of a finding.
fn rest(code: &str, severity: Severity, message: &str, format: Format) -> String {
    const HELP: &str = "`--error-limit 0` shows all";
    match format {
        Format::Text { colour } => {
            let group = Group::with_title(Level::NOTE.primary_title(message));
            let mut text = renderer(colour).render(&[group.element(Level::HELP.message(HELP))]);
            text.push('\n');
            text
        }
        Format::Json => json_object([
            ("code", json!(code)),
            ("severity", json!(severity.as_str())),
            ("message", json!(message)),
            ("file", Json::Null),
            ("line", Json::Null),
            ("column", Json::Null),
            ("pointer", json!("")),
            ("help", json!(HELP)),
        ]),
        Format::Github => Annotation {
            urgency: Urgency::Notice,
            place: None,
            title: code,
            message: &format!("{message}\nhelp: {HELP}"),
        }
        .to_string(),
    }
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
    let advice = diagnostic.advice();
    group = group.element(Level::HELP.message(visible_lines(&advice)));
    let mut text = renderer(colour).render(&[group]);
    text.push('\n');
    text
}

/// One object with its keys in this order.
fn json_object(members: [(&str, Json); 8]) -> String {
    let members = members.map(|(key, value)| format!("{}:{value}", json!(key)));
    format!("{{{}}}", members.join(","))
}

fn json_line(diagnostics: &Diagnostics, diagnostic: &Diagnostic) -> String {
    let source = diagnostic
        .span
        .and_then(|span| diagnostics.sources().get(span.file));
    let position = diagnostic
        .span
        .and_then(|span| diagnostics.sources().position(span));
    let line = json_object([
        ("code", json!(diagnostic.code.name)),
        ("severity", json!(diagnostic.severity.as_str())),
        ("message", json!(diagnostic.message)),
        ("file", json!(source.map(Source::name))),
        ("line", json!(position.map(|position| position.line))),
        ("column", json!(position.map(|position| position.column))),
        ("pointer", json!(diagnostic.pointer)),
        ("help", json!(diagnostic.advice())),
    ]);
    visible_json(&line).into_owned()
}

fn workflow_command(diagnostics: &Diagnostics, diagnostic: &Diagnostic) -> String {
    let source = diagnostic
        .span
        .and_then(|span| diagnostics.sources().get(span.file));
    let position = diagnostic
        .span
        .and_then(|span| diagnostics.sources().position(span));
    let pointer = match diagnostic.pointer.as_str() {
        "" => String::new(),
        pointer => format!("\nat {pointer}"),
    };
    let annotation = Annotation {
        urgency: match diagnostic.severity {
            Severity::Error => Urgency::Error,
            Severity::Warning => Urgency::Warning,
            Severity::Info => Urgency::Notice,
        },
        place: source.map(|source| (source.name(), position)),
        title: diagnostic.code.name,
        message: &format!(
            "{}{pointer}\nhelp: {}",
            diagnostic.message,
            diagnostic.advice()
        ),
    };
    visible_lines(&annotation.to_string()).into_owned()
}
