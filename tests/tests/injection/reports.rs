//! Findings and comparisons of documents with hostile texts, in every form in which they are told.

use generator::diagnostics::{self, Diagnostic, Diagnostics, codes};
use generator::diff::oasdiff::{Date, Options};
use generator::diff::{self, Format, Report};
use generator::read::{self, Document, ReadOptions};
use pulldown_cmark::{Event, Options as Extensions, Parser, Tag};
use serde_json::{Value, json};

use crate::document::document;
use crate::structure::invisible;
use crate::texts::Texts;

fn read(name: &str, document: &Value) -> Document {
    let mut diagnostics = Diagnostics::new();
    let text = crate::escaped(&document.to_string());
    let read = read::read_text(name, &text, &ReadOptions::default(), &mut diagnostics);
    read.unwrap()
}

/// Two hostile documents that differ at many places: each text is another one, and much is gone.
fn pair() -> [Document; 2] {
    let old = document(Texts::Hostile);
    let mut new = old.clone();
    let change = |value: &mut Value| change(value, 0);
    change(&mut new);
    [
        read("\"'<old>\n::error::x##[x].json", &old),
        read("new.json", &new),
    ]
}

fn report() -> Report {
    let [old, new] = pair();
    diff::review(&old, &new)
}

/// Takes every seventh member away and changes the sense of limits.
fn change(value: &mut Value, depth: usize) {
    match value {
        Value::Object(members) => {
            if let Some(required) = members.get_mut("required")
                && required.is_boolean()
            {
                *required = json!(true);
            }
            if depth > 2 && members.contains_key("pattern") {
                members.insert("pattern".to_owned(), json!("^`\"</script>$"));
            }
            if let Some(values) = members.get_mut("enum").and_then(Value::as_array_mut) {
                values.truncate(1);
            }
            if depth > 3 && members.contains_key("properties") {
                members.insert("required".to_owned(), json!([Texts::Hostile.name("more")]));
            }
            members
                .values_mut()
                .for_each(|member| change(member, depth + 1));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| change(item, depth + 1)),
        _ => {}
    }
}

/// No line of a log is a command to whoever runs it, and nothing moves the cursor.
fn is_harmless_in_a_log(name: &str, text: &str) {
    assert_eq!(invisible(&text.replace('\t', " ")), None, "{name}");
    assert!(!text.contains("##["), "{name}");
    for line in text.lines() {
        // Excerpts have lines that begin with three.
        let command = line.trim_start().strip_prefix("::");
        let named = command.is_some_and(|name| !name.starts_with([':', ' ']));
        assert!(!named, "{name}: {line}");
    }
}

#[test]
fn comparisons_tell_texts_as_texts() {
    let report = report();
    assert!(report.changes.len() > 20, "{}", report.changes.len());
    is_harmless_in_a_log("text", &report.render(Format::Text { colour: false }));
    // Colours are the only escapes.
    let coloured = report.render(Format::Text { colour: true });
    let sequences = coloured.split('\u{1b}').skip(1);
    for sequence in sequences {
        let end = sequence.find(|c: char| c.is_ascii_alphabetic()).unwrap();
        assert!(
            sequence.starts_with('[') && sequence[end..].starts_with('m'),
            "{sequence:?}"
        );
    }

    let annotations = report.render(Format::Github);
    assert_eq!(invisible(&annotations), None);
    for line in annotations.lines() {
        let known = ["::error ", "::warning ", "::notice "];
        assert!(known.iter().any(|known| line.starts_with(known)), "{line}");
        let (properties, _) = line[2..].split_once("::").unwrap();
        let (_, properties) = properties.split_once(' ').unwrap();
        for property in properties.split(',') {
            let (key, _) = property.split_once('=').unwrap();
            assert!(["file", "line", "col", "title"].contains(&key), "{line}");
        }
    }

    for (name, form) in [("json", Format::Json), ("sarif", Format::Sarif)] {
        let text = report.render(form);
        is_harmless_in_a_log(name, &text);
        let _: Value = serde_json::from_str(&text).unwrap();
    }
    markdown(&report.render(Format::Markdown));
    let junit = report.render(Format::Junit);
    is_harmless_in_a_log("junit", &junit);
    markup(
        &junit,
        &[
            "?xml",
            "testsuites",
            "testsuite",
            "testcase",
            "failure",
            "system-out",
            "properties",
            "property",
            "skipped",
        ],
    );
    html(&report.render(Format::Html));
}

#[test]
fn comparisons_by_the_rules_of_oasdiff_tell_texts_as_texts() {
    let [old, new] = pair();
    let options = Options::new(Date::parse("2030-01-01").unwrap());
    let changes = diff::oasdiff::compare(&old, &new, &options);
    assert!(changes.0.len() > 20, "{}", changes.0.len());
    let text = changes.to_text();
    is_harmless_in_a_log("text", &text);
    // Each change has three lines, whatever line breaks its names hold.
    assert_eq!(text.lines().count(), 1 + 3 * changes.0.len());
    let json = changes.to_json_text();
    is_harmless_in_a_log("json", &json);
    let read: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(read, changes.to_json());
}

/// What is shown on a pull request has no links, pictures or mentions, and no markup but the report's own.
fn markdown(text: &str) {
    is_harmless_in_a_log("markdown", text);
    let own = [
        "<details>",
        "<summary>",
        "</summary>",
        "</details>",
        "<br>",
        "<code>",
        "</code>",
        "<!-- -->",
    ];
    for event in Parser::new_ext(
        text,
        Extensions::ENABLE_TABLES | Extensions::ENABLE_FOOTNOTES,
    ) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => {
                let rest = own
                    .iter()
                    .fold(html.to_string(), |rest, own| rest.replace(own, ""));
                assert!(!rest.contains('<'), "{html}");
            }
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) | Event::FootnoteReference(_) => {
                panic!("{event:?}")
            }
            _ => {}
        }
    }
}

/// There are no elements but these.
fn markup(text: &str, elements: &[&str]) {
    for element in text.split('<').skip(1) {
        let name = element.trim_start_matches('/');
        let name = &name[..name.find([' ', '>', '/', '\n']).unwrap_or(name.len())];
        assert!(elements.contains(&name), "<{element}");
    }
}

/// The page runs its own script only, and loads nothing.
fn html(text: &str) {
    assert_eq!(invisible(text), None);
    let (head, rest) = text.split_once("<style>").unwrap();
    let (_, rest) = rest.split_once("</style>").unwrap();
    let (body, script) = rest.split_once("<script>").unwrap();
    assert_eq!(script.matches("</script>").count(), 1);
    for part in [head, body] {
        assert!(
            !part.contains("<script") && !part.contains("<img") && !part.contains("<a href=\"j")
        );
        for tag in part.split('<').skip(1) {
            let tag = tag.split('>').next().unwrap();
            // Handlers of events stand nowhere.
            assert!(!tag.contains(" on"), "<{tag}>");
        }
    }
}

#[test]
fn findings_tell_texts_as_texts() {
    let hostile = document(Texts::Hostile);
    // As it is: characters that act stand in the excerpts, too.
    for text in [crate::escaped(&hostile.to_string()), format!("{hostile:#}")] {
        let mut diagnostics = Diagnostics::limited(0);
        let document = read::read_text(
            "\"'\n::error::x##[x].json",
            &text,
            &ReadOptions::default(),
            &mut diagnostics,
        );
        if let Some(document) = document {
            let api = generator::resolve::resolve(&document, "texts", &mut diagnostics);
            generator::lint::lint(&document, &api, &mut diagnostics);
            let span = document.root().get("info").map(|info| info.span);
            let mut own = Diagnostic::new(&codes::MALFORMED_SELECTOR, Texts::Hostile.name("x"))
                .help(Texts::Hostile.text());
            own.span = span;
            diagnostics.push(own);
        }
        diagnostics.finish();
        assert!(diagnostics.iter().count() > 0);
        let told = |format| diagnostics::render(&diagnostics, format);
        is_harmless_in_a_log("text", &told(diagnostics::Format::Text { colour: false }));
        let lines = told(diagnostics::Format::Json);
        is_harmless_in_a_log("json", &lines);
        for line in lines.lines() {
            let _: Value = serde_json::from_str(line).unwrap();
        }
        let lines = told(diagnostics::Format::Github);
        assert_eq!(invisible(&lines), None);
        for line in lines.lines() {
            assert!(
                ["::error ", "::warning ", "::notice "]
                    .iter()
                    .any(|known| line.starts_with(known)),
                "{line}"
            );
        }
    }
}
