//! Text → tree: what each notation means, and where each value stands.

use generator::diagnostics::{Diagnostics, codes};
use generator::read::{Limits, Node, load};
use serde_json::{Value as Json, json};

fn load_with(text: &str, limits: &Limits) -> (Option<Node>, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let file = diagnostics.sources_mut().add("test.yaml", text).unwrap();
    let node = load(text, file, limits, &mut diagnostics);
    diagnostics.finish();
    (node, diagnostics)
}

fn load_all(text: &str) -> (Option<Node>, Diagnostics) {
    load_with(text, &Limits::default())
}

fn json_of(text: &str) -> Json {
    let (node, diagnostics) = load_all(text);
    let codes: Vec<_> = diagnostics
        .iter()
        .map(|found| (found.code.name, &found.message))
        .collect();
    assert!(codes.is_empty(), "{text}: {codes:?}");
    node.unwrap().to_json()
}

#[test]
fn scalars_of_the_core_schema() {
    let check = |text: &str, expected: Json| {
        assert_eq!(
            json_of(&format!("a: {text}")),
            json!({ "a": expected }),
            "{text}"
        )
    };
    for text in [
        "yes",
        "no",
        "on",
        "off",
        "y",
        "N",
        "2020-04-01",
        "1:30",
        "0755",
        "-01",
        "1_000",
        "tRue",
        ".",
        "+",
        "1.2.3",
        "0x",
        "0xg",
        "1e",
        "--1",
        ".inf",
        "-.INF",
        ".nan",
        "nil",
    ] {
        check(text, json!(text));
    }
    for text in ["null", "Null", "NULL", "~", ""] {
        check(text, Json::Null);
    }
    check("true", json!(true));
    check("FALSE", json!(false));
    check("0", json!(0));
    check("-12", json!(-12));
    check("+12", json!(12));
    check("0x1F", json!(31));
    check("0o17", json!(15));
    check("1.50", json!(1.5));
    check(".5", json!(0.5));
    check("5.", json!(5.0));
    check("1e3", json!(1000.0));
    check("-2.5E-1", json!(-0.25));
    check("'12'", json!("12"));
    check("\"true\"", json!("true"));
    check("!!str 12", json!("12"));
    check("! 12", json!("12"));
    check("!!int 12", json!(12));
    check("|\n  a\n  b\n", json!("a\nb\n"));
    check(">-\n  a\n  b\n", json!("a b"));
    check("\"\\ud83d\\ude00\\/\"", json!("😀/"));
}

#[test]
fn integers_of_any_size_keep_their_text() {
    for text in [
        "-9223372036854776000",
        "18446744073709551616",
        "123456789012345678901234567890",
    ] {
        let (node, _) = load_all(text);
        assert_eq!(node.unwrap().as_number().unwrap().as_str(), text);
    }
}

#[test]
fn keys_are_text() {
    let check = |text: &str, expected: &[&str]| {
        let (node, diagnostics) = load_all(text);
        assert!(!diagnostics.has_errors(), "{text}");
        let keys: Vec<_> = node
            .as_ref()
            .unwrap()
            .entries()
            .map(|(key, _)| key.to_owned())
            .collect();
        assert_eq!(keys, expected, "{text}");
    };
    check("200: a\n4XX: b\n'404': c", &["200", "4XX", "404"]);
    check(
        "on: 1\nnull: 2\ntrue: 3\n1.10: 4",
        &["on", "null", "true", "1.10"],
    );
    check("b: 1\na: 2", &["b", "a"]);
    check("&k a: 1\nb: *k", &["a", "b"]);
    check("? a\n: 1", &["a"]);
}

#[test]
fn aliases_are_expanded() {
    assert_eq!(
        json_of("a: &x {b: [1]}\nc: *x\nd: [*x, *x]"),
        json!({"a": {"b": [1]}, "c": {"b": [1]}, "d": [{"b": [1]}, {"b": [1]}]})
    );
    assert_eq!(
        json_of("a: &x 1\nb: &x 2\nc: *x"),
        json!({"a": 1, "b": 2, "c": 2})
    );
}

#[test]
fn json_is_read_as_json() {
    for text in [
        "{\"a\":1,\"b\":[true,false,null,\"x\\u00e9\\n\\t\\\"\"],\"c\":{}}",
        "{\r\n\t\"a\" : [ ],\r\n\t\"b\":\t{\"c\":-0.5e+3}\r\n}\r\n",
        "[\"\\ud834\\udd1e\", \"a: b # c\", \"- x\", \"&a\", \"*b\", \"!c\", \"%d\", \"@\"]",
        "{\"\": \"\", \" \": 1, \"a:b\": {\"$ref\": \"#/x\"}}",
        "\"text\"",
        "{\"a\":1e5,\"b\":-0,\"c\":12345678901234567890}",
    ] {
        let expected: Json = serde_json::from_str(text).unwrap();
        assert_eq!(json_of(text), expected, "{text}");
    }
    let long = format!("{{\"{}\": 1}}", "k".repeat(5000));
    assert_eq!(json_of(&long), serde_json::from_str::<Json>(&long).unwrap());
}

/// Everything that both readers take must mean the same to both.
#[test]
fn agrees_with_the_yaml_library() {
    let mut texts: Vec<String> = [
        "a: 1\nb:\n- x\n- y: [1, 2.5, {z: ~}]\n  w: 'it''s'\n",
        "text: |\n  one\n\n   two\nfolded: >\n  a\n  b\n\n  c\nkeep: |+\n  x\n\nstrip: >-\n  y\n",
        "# comment\nkey: value # trailing\n'quoted key': \"a\\tb\"\n? complex\n: value\n",
        "list:\n  -\n    - a\n    - b\n  - {c: d, e: [f, g]}\nempty:\nnone: []\nnothing: {}\n",
        "plain: multi line\n  scalar here\nurl: https://example.com/a?b=c#d\ntime: 12:30:00\n",
        "anchors: &a\n  x: 1\nuse: *a\n",
        "%YAML 1.2\n---\na: b\n...\n",
        "responses:\n  200: {description: ok}\n  '404': {description: no}\n",
        "unicode: 名前\nescaped: \"\\u540D\\x41\\N\"\n",
    ]
    .map(str::to_owned)
    .to_vec();
    let specs = concat!(env!("CARGO_MANIFEST_DIR"), "/../specs");
    for entry in std::fs::read_dir(specs).into_iter().flatten().flatten() {
        if entry
            .path()
            .extension()
            .is_some_and(|extension| extension == "yaml")
        {
            texts.push(std::fs::read_to_string(entry.path()).unwrap());
        }
    }
    for text in texts {
        let expected: serde_yaml::Value = serde_yaml::from_str(&text).unwrap();
        let expected = serde_json::to_value(expected).unwrap();
        assert_eq!(json_of(&text), expected, "{text}");
        let again = serde_json::to_string(&expected).unwrap();
        assert_eq!(json_of(&again), expected, "{text}");
    }
}

#[test]
fn refused_or_remarked() {
    let deep = |open: &str, close: &str, times: usize| {
        format!("{}1{}", open.repeat(times), close.repeat(times))
    };
    let check = |text: &str, code: &str, line: usize, column: usize| {
        let (_, diagnostics) = load_all(text);
        let found: Vec<_> = diagnostics
            .iter()
            .map(|found| {
                let position = diagnostics.sources().position(found.span.unwrap()).unwrap();
                (found.code.name, position.line, position.column)
            })
            .collect();
        let start: String = text.chars().take(60).collect();
        assert_eq!(found, [(code, line, column)], "{start}");
    };
    check("", "empty-document", 1, 1);
    check(" \n# only a comment\n", "empty-document", 1, 1);
    check("a: 1\n---\nb: 2\n", "several-documents", 2, 1);
    check("a: 1\nb: 2\na: 3\n", "duplicate-key", 3, 1);
    check("{\"a\": {\"b\": 1, \"b\": 2}}", "duplicate-key", 1, 16);
    check("a: [1\nb: 2", "syntax", 2, 2);
    check("a:\n\tb: 1\n", "syntax", 2, 1);
    check("a: *nowhere\n", "syntax", 1, 4);
    check("a: &x [*x]\n", "syntax", 1, 8);
    check("a: \"open\n", "syntax", 1, 4);
    check("? [a]\n: 1\n", "key-not-text", 1, 3);
    check("? {a: b}\n: 1\n", "key-not-text", 1, 3);
    check("~: 1\n", "key-not-text", 1, 1);
    check("a: &x {b: 1}\nc:\n  <<: *x\n", "merge-key", 3, 3);
    check("\"a\": 1\n---\n", "several-documents", 2, 1);
    check("a: 1\nb: {}\na: 1\n", "duplicate-key", 3, 1);
    check("a: \u{7f}\n", "syntax", 1, 4);
    check("a: !thing 1\n", "unknown-tag", 1, 11);
    check("a: !!binary aGk=\n", "unknown-tag", 1, 13);
    check(&deep("[", "]", 300), "nesting-too-deep", 1, 257);
    check(&deep("{a: ", "}", 100_000), "nesting-too-deep", 1, 1025);
}

#[test]
fn aliases_cannot_explode() {
    let mut text = "a0: &a0 [1, 2, 3, 4, 5, 6, 7, 8, 9]\n".to_owned();
    for level in 1..30 {
        text += &format!(
            "a{level}: &a{level} [*a{0}, *a{0}, *a{0}, *a{0}, *a{0}, *a{0}, *a{0}, *a{0}]\n",
            level - 1
        );
    }
    let limits = Limits {
        copied_values: 100_000,
        ..Limits::default()
    };
    let (node, diagnostics) = load_with(&text, &limits);
    assert!(node.is_none());
    assert_eq!(diagnostics.count(&codes::TOO_MANY_VALUES), 1);

    // A chain of aliases nests as deep as values that are written out.
    let mut text = "a0: &a0 [1]\n".to_owned();
    for level in 1..400 {
        text += &format!("a{level}: &a{level} [*a{}]\n", level - 1);
    }
    let (node, diagnostics) = load_all(&text);
    assert!(node.is_none());
    assert_eq!(diagnostics.count(&codes::NESTING_TOO_DEEP), 1);
}

#[test]
fn limits_are_those_given() {
    let limits = Limits {
        depth: 3,
        values: 8,
        copied_values: 5,
        ..Limits::default()
    };
    let (node, _) = load_with("[[[1]]]", &limits);
    assert!(node.is_some());
    let (_, diagnostics) = load_with("[[[[1]]]]", &limits);
    assert_eq!(diagnostics.count(&codes::NESTING_TOO_DEEP), 1);
    let (_, diagnostics) = load_with("- &a [1]\n- *a\n- *a\n", &limits);
    assert_eq!(diagnostics.count(&codes::TOO_MANY_VALUES), 1);
}

#[test]
fn places() {
    let text = "a:\n  b: [1, 'x']\n  c: |\n    text\n\nd: {e: f}\n\n# end\n";
    let (node, diagnostics) = load_all(text);
    let node = node.unwrap();
    let check = |pointer: &str, expected: &str| {
        assert_eq!(
            diagnostics.sources().slice(node.at(pointer).unwrap().span),
            expected,
            "{pointer}"
        );
    };
    check("", text.trim_end_matches("\n\n# end\n"));
    check("/a", "b: [1, 'x']\n  c: |\n    text");
    check("/a/b", "[1, 'x']");
    check("/a/b/0", "1");
    check("/a/b/1", "'x'");
    check("/d", "{e: f}");
    check("/d/e", "f");
    let key = node.at("/a").unwrap().key_span("c").unwrap();
    assert_eq!(diagnostics.sources().slice(key), "c");
}

#[test]
fn byte_order_mark_and_line_ends() {
    assert_eq!(
        json_of("a: 1\r\nb:\r\n  - x\r\n"),
        json!({"a": 1, "b": ["x"]})
    );
}

/// What has no effect on the value is a warning, what loses something an error.
#[test]
fn graver_and_less_grave() {
    let check = |text: &str, error: bool| {
        let (node, diagnostics) = load_all(text);
        assert_eq!(diagnostics.has_errors(), error, "{text}");
        assert_eq!(diagnostics.iter().count(), 1, "{text}");
        assert!(node.is_some());
    };
    check("a: {b: [1, 2]}\nc: 1\na: {b: [1, 2]}\n", false);
    check("a: {b: [1, 2]}\nc: 1\na: {b: [2, 1]}\n", true);
    check("a: 1\n---\n", false);
    check("a: 1\n...\n---\n# nothing\n", false);
    check("a: 1\n---\n{}\n", true);
}

#[test]
fn merge_keys_merge() {
    let check = |text: &str, expected: Json| {
        let (node, diagnostics) = load_all(text);
        let codes: Vec<_> = diagnostics.iter().map(|found| found.code.name).collect();
        assert_eq!(codes, ["merge-key"], "{text}");
        assert_eq!(
            node.unwrap().get("z").unwrap().to_json(),
            expected,
            "{text}"
        );
    };
    check(
        "a: &a {b: 1, c: 2}\nz: {<<: *a, c: 3}",
        json!({"b": 1, "c": 3}),
    );
    check(
        "a: &a {b: 1, c: 2}\nz: {c: 3, <<: *a}",
        json!({"b": 1, "c": 3}),
    );
    check(
        "a: &a {b: 1}\nb: &b {b: 2, c: 2}\nz: {<<: [*a, *b]}",
        json!({"b": 1, "c": 2}),
    );
    check("z: {<<: {d: {e: 1}}}", json!({"d": {"e": 1}}));
    // Nothing to merge: a key like any other.
    check("z: {<<: text}", json!({"<<": "text"}));
    assert_eq!(json_of("'<<': {a: 1}"), json!({"<<": {"a": 1}}));
}

/// RFC 8259 section 7 allows them unescaped; YAML 1.2.2 section 5.1 does not.
#[test]
fn control_characters_in_json_strings() {
    let text = "{\"a\u{7f}\": \"x\u{80}y\u{9f}\u{ffff}\", \"b\": \"\u{e000}\u{7f}\"}";
    let expected: Json = serde_json::from_str(text).unwrap();
    assert_eq!(json_of(text), expected);
    // Places are those of the text, not of what the parser was given.
    let (node, diagnostics) = load_all(text);
    let node = node.unwrap();
    for (key, expected) in [
        ("a\u{7f}", "\"x\u{80}y\u{9f}\u{ffff}\""),
        ("b", "\"\u{e000}\u{7f}\""),
    ] {
        let span = node.get(key).unwrap().span;
        assert_eq!(diagnostics.sources().slice(span), expected);
    }
}
