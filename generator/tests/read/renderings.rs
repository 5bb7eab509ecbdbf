//! Findings as people, machines and reviewers see them.

use generator::diagnostics::{Format, Severity, codes, render};

use crate::{read_with_findings, with_schemas};

#[test]
fn renderings() {
    let (_, diagnostics) = read_with_findings(
        "openapi: 3.0.0\ninfo: {title: 名前, version: '1', titel: x}\npaths: {}\n",
    );
    let text = render(&diagnostics, Format::Text { colour: false });
    let expected =
        "warning[unknown-key]: `titel` is not a key of an info object\n --> test.yaml:2:33\n";
    assert!(text.starts_with(expected), "{text}");
    assert!(text.contains("help: did you mean `title`?"), "{text}");
    assert!(render(&diagnostics, Format::Text { colour: true }).contains('\u{1b}'));

    let json = render(&diagnostics, Format::Json);
    let json: serde_json::Value = serde_json::from_str(json.trim_end()).unwrap();
    assert_eq!(
        json,
        serde_json::json!({
            "code": "unknown-key", "severity": "warning", "message": "`titel` is not a key of an info object", "file": "test.yaml",
            "line": 2, "column": 33, "pointer": "/info/titel", "help": "did you mean `title`?",
        })
    );
    assert_eq!(
        render(&diagnostics, Format::Github),
        "::warning file=test.yaml,line=2,col=33,title=unknown-key::`titel` is not a key of an info object%0Aat /info/titel%0Ahelp: did you mean `title`?\n"
    );
}

#[test]
fn many_of_a_kind_are_cut_for_people_only() {
    let schemas: Vec<_> = (0..50)
        .map(|at| format!("S{at}: {{nonsense: 1}}"))
        .collect();
    let (_, diagnostics) = read_with_findings(&with_schemas("3.1", &schemas.join(",\n")));
    let text = render(&diagnostics, Format::Text { colour: false });
    assert_eq!(text.matches("warning[unknown-key]").count(), 20);
    let rest = "30 more findings with the severity warning and the code unknown-key are not shown";
    assert!(text.contains(rest), "{text}");
    let github = render(&diagnostics, Format::Github);
    assert!(
        github.lines().count() == 21 && github.contains(rest),
        "{github}"
    );
    assert_eq!(render(&diagnostics, Format::Json).lines().count(), 50);
}

#[test]
fn very_long_lines_are_shown_around_the_place() {
    let filler = "x".repeat(100_000);
    let text = format!(
        "{{\"openapi\": \"3.0.0\", \"info\": {{\"title\": \"{filler}\", \"version\": \"1\", \"titel\": 1}}, \"paths\": {{}}, \"x-a\": \"{filler}\"}}"
    );
    let (_, diagnostics) = read_with_findings(&text);
    let shown = render(&diagnostics, Format::Text { colour: false });
    assert!(shown.len() < 1500, "{}", shown.len());
    assert!(shown.contains("test.yaml:1:100060"), "{shown}");
}

#[test]
fn every_code_explains_itself() {
    for (index, code) in codes::ALL.iter().enumerate() {
        assert!(
            code.name
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'-'),
            "{code}"
        );
        assert!(
            code.meaning.ends_with('.') && code.action.ends_with('.'),
            "{code}"
        );
        assert!(
            codes::ALL[index + 1..]
                .iter()
                .all(|other| other.name != code.name),
            "{code} twice"
        );
        assert_eq!(codes::find(code.name), Some(*code));
    }
    assert!(Severity::Info < Severity::Warning && Severity::Warning < Severity::Error);
}
