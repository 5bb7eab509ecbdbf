//! Documents with mistakes: each is said once, at its place, and what is harmless is mended.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use generator::diagnostics::{Diagnostics, Format, Severity, codes, render};
use generator::read::{Document, ReadOptions, Version, read_openapi, read_text};

fn read_with_findings(text: &str) -> (Option<Document>, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let document = read_text("test.yaml", text, &ReadOptions::default(), &mut diagnostics);
    diagnostics.finish();
    (document, diagnostics)
}

/// `error unknown-key 3:5`, one a finding.
fn lines(diagnostics: &Diagnostics) -> Vec<String> {
    diagnostics
        .iter()
        .map(|found| {
            let place = found
                .span
                .and_then(|span| diagnostics.sources().position(span));
            let place = place.map_or(String::new(), |position| {
                format!(" {}:{}", position.line, position.column)
            });
            format!("{} {}{place}", found.severity, found.code)
        })
        .collect()
}

/// A document of this version whose schemas, from line 5 column 5 on, are these.
fn with_schemas(version: &str, schemas: &str) -> String {
    let schemas: String = schemas
        .lines()
        .map(|line| format!("    {line}\n"))
        .collect();
    format!(
        "openapi: {version}.0\ninfo: {{title: t, version: '1'}}\npaths: {{}}\ncomponents: {{schemas: {{\n{schemas}}}}}\n"
    )
}

#[test]
fn twelve_mistakes_are_twelve_findings() {
    let text = r##"openapi: 3.0.3
info:
  title: Things
  version: 1.10
  descripton: typo
paths:
  /things/{id}:
    get:
      operationId: getThing
      parameters:
        - in: path
          schema: {type: strng}
        - $ref: '#/components/parameters/Limt'
      deprecated: "true"
      responses:
        200:
          description: ok
          content:
            application/json:
              schema: {$ref: 'https://example.com/thing.json'}
components:
  parameters:
    Limit: {name: limit, in: query, schema: {type: integer, maximum: [1]}}
  schemas:
    A: {$ref: '#/components/schemas/B'}
    B: {$ref: '#/components/schemas/A'}
    C: {type: object, properties: {a: {type: string, required: true}}}
    D:
      type: object
      type: string
    E: {type: object, patternProperties: {}}
"##;
    let (document, diagnostics) = read_with_findings(text);
    assert_eq!(
        lines(&diagnostics),
        [
            "warning wrong-type 4:12",
            "warning unknown-key 5:3",
            "error missing-key 11:11",
            "warning wrong-value 12:26",
            "error unresolved-reference 13:17",
            "warning wrong-type 14:19",
            "error remote-reference 20:30",
            "error wrong-type 23:70",
            "error reference-cycle 25:15",
            "warning wrong-type 27:64",
            "error duplicate-key 30:7",
            "warning other-version-key 31:23",
        ]
    );
    let pointers: Vec<_> = diagnostics
        .iter()
        .map(|found| found.pointer.as_str())
        .collect();
    assert_eq!(pointers[2], "/paths/~1things~1{id}/get/parameters/0");
    assert_eq!(pointers[10], "/components/schemas/D");
    assert_eq!(
        diagnostics.iter().nth(4).unwrap().help.as_deref(),
        Some("did you mean `Limit`?")
    );

    // The document is there all the same, mended.
    let document = document.unwrap();
    let root = document.root();
    assert_eq!(root.at("/info/version").unwrap().as_str(), Some("1.10"));
    assert_eq!(
        root.at("/paths/~1things~1{id}/get/deprecated")
            .unwrap()
            .as_bool(),
        Some(true)
    );
    assert!(
        root.at("/components/schemas/C/properties/a/required")
            .is_none()
    );
    assert!(
        document
            .follow(root.at("/components/schemas/A").unwrap())
            .is_none()
    );
}

#[test]
fn versions() {
    let check = |line: &str, version: Option<Version>, expected: &[&str]| {
        let (document, diagnostics) = read_with_findings(&format!(
            "{line}\ninfo: {{title: t, version: '1'}}\npaths: {{}}\n"
        ));
        assert_eq!(
            document.map(|document| document.version()),
            version,
            "{line}"
        );
        assert_eq!(lines(&diagnostics), expected, "{line}");
    };
    check("openapi: 3.0.3", Some(Version::V3_0), &[]);
    check("openapi: 3.1.0", Some(Version::V3_1), &[]);
    check("openapi: '3.2.0'", Some(Version::V3_2), &[]);
    check(
        "openapi: 3.7.1",
        Some(Version::V3_2),
        &["warning unknown-version 1:10"],
    );
    check(
        "openapi: 3.1",
        Some(Version::V3_1),
        &["warning wrong-type 1:10"],
    );
    check("openapi: 4.0.0", None, &["error unsupported-version 1:10"]);
    check("openapi: [3]", None, &["error unsupported-version 1:10"]);
    check("swagger: '2.0'", None, &["error unsupported-version 1:10"]);
    check("asyncapi: 3.0.0", None, &["error unsupported-version 1:1"]);
    let (document, diagnostics) = read_with_findings("[1]");
    assert!(document.is_none());
    assert_eq!(lines(&diagnostics), ["error wrong-type 1:1"]);
}

#[test]
fn schemas() {
    let check = |version: &str, schema: &str, expected: &[&str]| {
        let (document, diagnostics) = read_with_findings(&with_schemas(version, schema));
        assert!(document.is_some());
        assert_eq!(lines(&diagnostics), expected, "{version} {schema}");
    };
    // Spellings of the other version are used, with a word about it.
    check(
        "3.1",
        "A: {type: string, nullable: true}",
        &["warning other-version-key 5:23"],
    );
    check("3.0", "A: {type: string, nullable: true}", &[]);
    check(
        "3.0",
        "A: {type: [string, 'null']}",
        &["warning other-version-key 5:15"],
    );
    check("3.1", "A: {type: [string, 'null']}", &[]);
    check("3.0", "A: {const: 1}", &["warning other-version-key 5:9"]);
    check(
        "3.0",
        "A: {examples: [1]}",
        &["warning other-version-key 5:9"],
    );
    check("3.0", "A: true", &["warning other-version-key 5:8"]);
    check("3.1", "A: true", &[]);
    check("3.0", "A: {additionalProperties: false}", &[]);
    check(
        "3.0",
        "A: {exclusiveMinimum: 1}",
        &["warning other-version-key 5:27"],
    );
    check(
        "3.1",
        "A: {exclusiveMinimum: true}",
        &["warning other-version-key 5:27"],
    );
    check(
        "3.0",
        "A: {$ref: '#/components/schemas/B', nullable: true}, B: {}",
        &["warning other-version-key 5:41"],
    );
    check(
        "3.0",
        "A: {$ref: '#/components/schemas/B', description: x}, B: {}",
        &["info other-version-key 5:41"],
    );
    check(
        "3.1",
        "A: {$ref: '#/components/schemas/B', description: x}, B: {}",
        &[],
    );
    // Harmless mistakes.
    check(
        "3.0",
        "A: {description: 1, example: [x], title: null, x-any: thing}",
        &["warning wrong-type 5:22", "warning wrong-type 5:46"],
    );
    check(
        "3.0",
        "A: {maxLength: '10', properties: [], required: a}",
        &[
            "warning wrong-type 5:20",
            "warning wrong-type 5:38",
            "warning wrong-type 5:52",
        ],
    );
    check(
        "3.0",
        "A: {properties: {a: null}}",
        &["warning wrong-type 5:25"],
    );
    check("3.0", "A: {patern: x}", &["warning unknown-key 5:9"]);
    check(
        "3.0",
        "A: {externalDocs: text}",
        &["warning wrong-type 5:23"],
    );
    check(
        "3.0",
        "A: {discriminator: {}}",
        &["warning missing-key 5:24"],
    );
    // Mistakes that leave nothing to work with.
    check("3.0", "A: text", &["error wrong-type 5:8"]);
    check("3.0", "A: {properties: [a]}", &["error wrong-type 5:21"]);
    check("3.0", "A: {maxLength: -1}", &["error wrong-type 5:20"]);
    check("3.0", "A: {maxLength: 1.5}", &["error wrong-type 5:20"]);
    check("3.0", "A: {maxLength: 10.0}", &[]);
    check("3.0", "A: {allOf: {}}", &["error wrong-type 5:16"]);
    check("3.0", "A: {$ref: 1}", &["error wrong-type 5:15"]);
    check(
        "3.1",
        "A: {$id: 'https://example.com/a'}",
        &["warning unsupported-schema-id 5:9"],
    );
    check(
        "3.1",
        "A: {$dynamicRef: '#a'}",
        &["warning unsupported-dynamic-reference 5:9"],
    );
    // Values are nobody's grammar.
    check(
        "3.0",
        "A: {example: {$ref: '#/nowhere', patern: 1}, default: {$ref: x}, enum: [{$ref: y}], x-a: {$ref: z}}",
        &[],
    );
    check(
        "3.0",
        "A: {properties: {$ref: {type: string}, patern: {}}}",
        &[],
    );
}

#[test]
fn operations() {
    let check = |operation: &str, expected: &[&str]| {
        let text = format!(
            "openapi: 3.0.0\ninfo: {{title: t, version: '1'}}\npaths:\n  /a:\n    get: {operation}\n"
        );
        let (_, diagnostics) = read_with_findings(&text);
        assert_eq!(lines(&diagnostics), expected, "{operation}");
    };
    check(
        "{responses: {200: {description: ok}, default: {description: d}, 5XX: {description: e}}}",
        &[],
    );
    check("{}", &["warning missing-key 5:10"]);
    check("{responses: null}", &["warning missing-key 5:10"]);
    check("{responses: {200: {}}}", &["warning missing-key 5:28"]);
    check(
        "{responses: {4xx: {description: e}}}",
        &["warning wrong-value 5:23"],
    );
    check(
        "{responses: {}, parameters: [{name: a, schema: {}}]}",
        &["error missing-key 5:39"],
    );
    check(
        "{responses: {}, parameters: [{name: a, in: body, schema: {}}]}",
        &["warning wrong-value 5:53"],
    );
    check(
        "{responses: {}, parameters: [{name: a, in: query}]}",
        &["warning missing-key 5:39"],
    );
    check(
        "{responses: {}, parameters: {a: b}}",
        &["error wrong-type 5:38"],
    );
    check(
        "{responses: {}, security: {key: []}}",
        &["warning wrong-type 5:36"],
    );
    check("{responses: {}, tags: [1]}", &["warning wrong-type 5:33"]);
    check(
        "{responses: {}, requestBody: {content: {a/b: null}}}",
        &["warning wrong-type 5:55"],
    );
    check("{responses: {$ref: '#/x'}}", &["error unknown-key 5:23"]);
    check(
        "{responses: {200: {description: d, content: {a/b: {$ref: '#/x-media'}}}}}",
        &[
            "warning other-version-key 5:60",
            "error unresolved-reference 5:67",
        ],
    );
    check(
        "{responses: {200: {$ref: '#/components/responses/R', content: {}}}}",
        &[
            "error unresolved-reference 5:35",
            "warning reference-siblings 5:63",
        ],
    );
}

#[test]
fn security_schemes() {
    let check = |scheme: &str, expected: &[&str]| {
        let text = format!(
            "openapi: 3.0.0\ninfo: {{title: t, version: '1'}}\npaths: {{}}\ncomponents: {{securitySchemes: {{\n  a: {scheme}}}}}\n"
        );
        let (_, diagnostics) = read_with_findings(&text);
        assert_eq!(lines(&diagnostics), expected, "{scheme}");
    };
    check("{type: http, scheme: bearer}", &[]);
    check("{type: http}", &["error missing-key 5:6"]);
    check("{type: apiKey, name: k}", &["error missing-key 5:6"]);
    check("{scheme: bearer}", &["error missing-key 5:6"]);
    check(
        "{type: apikey, name: k, in: header}",
        &["warning wrong-value 5:13"],
    );
    check(
        "{type: oauth2, flows: {implicit: {scopes: {read: null}}}}",
        &["warning wrong-type 5:55"],
    );
}

#[test]
fn references_lead_to_values() {
    let text = with_schemas(
        "3.1",
        "A: {$ref: '#/components/schemas/B'},\nB: {$ref: '#/components/schemas/C~1d%20e'},\n'C/d e': {type: string},\nF: {$ref: '#inner'},\nG: {properties: {x: {$anchor: inner, type: integer}}},\nH: {oneOf: [{$ref: '#/components/schemas/A'}], discriminator: {propertyName: k, mapping: {a: A, b: '#/components/schemas/B', c: Nowhere}}}",
    );
    let (document, diagnostics) = read_with_findings(&text);
    assert_eq!(lines(&diagnostics), ["warning unresolved-mapping 10:133"]);
    let document = document.unwrap();
    let schema = |name: &str| {
        document
            .root()
            .at(&format!("/components/schemas/{name}"))
            .unwrap()
    };
    let end = document.follow(schema("A")).unwrap();
    assert_eq!(end.get("type").unwrap().as_str(), Some("string"));
    assert_eq!(document.pointer_of(end), "/components/schemas/C~1d e");
    assert_eq!(document.reference(schema("A")).unwrap().1, "B");
    assert_eq!(document.reference(schema("B")).unwrap().1, "C/d e");
    let (inner, name) = document.reference(schema("F")).unwrap();
    assert_eq!(
        (inner.get("type").unwrap().as_str(), name.as_str()),
        (Some("integer"), "inner")
    );
    assert!(std::ptr::eq(
        document.follow(schema("G")).unwrap(),
        schema("G")
    ));
    assert!(document.reference(schema("G")).is_none());
}

#[test]
fn references_that_lead_nowhere() {
    let check = |reference: &str, expected: &str, help: Option<&str>| {
        let (document, diagnostics) = read_with_findings(&with_schemas(
            "3.1",
            &format!("Thing: {{}},\nA: {{$ref: '{reference}'}}"),
        ));
        assert_eq!(
            lines(&diagnostics),
            [format!("{expected} 6:15")],
            "{reference}"
        );
        assert_eq!(
            diagnostics.iter().next().unwrap().help.as_deref(),
            help,
            "{reference}"
        );
        let document = document.unwrap();
        assert!(
            document
                .follow(document.root().at("/components/schemas/A").unwrap())
                .is_none()
        );
    };
    check(
        "#/components/schemas/Thng",
        "error unresolved-reference",
        Some("did you mean `Thing`?"),
    );
    check(
        "#/component/schemas/Thing",
        "error unresolved-reference",
        Some("did you mean `components`?"),
    );
    check(
        "#/components/schemas/Quite/different",
        "error unresolved-reference",
        None,
    );
    check("#nowhere", "error unresolved-reference", None);
    check("other.yaml", "error unresolved-reference", None);
    check("../other.yaml", "error reference-outside-root", None);
    check("/etc/passwd", "error reference-outside-root", None);
    check("http://example.com/#/a", "error remote-reference", None);
    check("file:///etc/passwd", "error remote-reference", None);
    check("#/%FF", "error unresolved-reference", None);
    check("#/components/schemas/A", "error reference-cycle", None);
}

#[test]
fn references_to_another_kind() {
    let text = "openapi: 3.0.0\ninfo: {title: t, version: '1'}\npaths: {}\ncomponents:\n  parameters:\n    P: {name: p, in: query, schema: {}}\n    Q: {$ref: '#/components/schemas/S'}\n  headers:\n    H: {$ref: '#/components/parameters/P'}\n  schemas:\n    S: {type: string}\n";
    let (_, diagnostics) = read_with_findings(text);
    assert_eq!(
        lines(&diagnostics),
        ["error reference-kind 7:15", "warning reference-kind 9:15"]
    );
}

#[test]
fn targets_outside_of_the_grammar_are_checked_too() {
    let text = format!(
        "{}x-parts:\n  S: {{type: string, patern: a}}\n",
        with_schemas("3.1", "A: {$ref: '#/x-parts/S'}")
    );
    let (_, diagnostics) = read_with_findings(&text);
    assert_eq!(lines(&diagnostics), ["warning unknown-key 8:21"]);
}

#[test]
fn long_chains_of_references() {
    const LENGTH: usize = 10_000;
    let mut schemas: String = (0..LENGTH)
        .map(|at| format!("S{at}: {{$ref: '#/components/schemas/S{}'}},\n", at + 1))
        .collect();
    schemas += &format!("S{LENGTH}: {{type: string}}");
    let (document, diagnostics) = read_with_findings(&with_schemas("3.1", &schemas));
    assert_eq!(lines(&diagnostics), Vec::<String>::new());
    let document = document.unwrap();
    let end = document
        .follow(document.root().at("/components/schemas/S0").unwrap())
        .unwrap();
    assert_eq!(
        document.pointer_of(end),
        format!("/components/schemas/S{LENGTH}")
    );

    let circle = schemas.replace("{type: string}", "{$ref: '#/components/schemas/S5000'}");
    let (document, diagnostics) = read_with_findings(&with_schemas("3.1", &circle));
    assert_eq!(lines(&diagnostics), ["error reference-cycle 5005:19"]);
    let document = document.unwrap();
    assert!(
        document
            .follow(document.root().at("/components/schemas/S0").unwrap())
            .is_none()
    );
}

#[test]
fn mistakes_behind_an_alias_are_said_once_and_mended_everywhere() {
    let (document, diagnostics) =
        read_with_findings(&with_schemas("3.1", "A: &a {title: 1},\nB: *a"));
    assert_eq!(lines(&diagnostics), ["warning wrong-type 5:19"]);
    let document = document.unwrap();
    for name in ["A", "B"] {
        assert_eq!(
            document
                .root()
                .at(&format!("/components/schemas/{name}/title"))
                .unwrap()
                .as_str(),
            Some("1")
        );
    }
}

#[test]
fn what_is_for_readers_only_is_left_out_when_it_is_wrong() {
    let text = "openapi: 3.0.0\ninfo: {title: t, version: '1', contact: me}\npaths: {}\ntags: [a, {name: b, externalDocs: 1}, null, {name: c}]\n";
    let (document, diagnostics) = read_with_findings(text);
    assert_eq!(
        lines(&diagnostics),
        [
            "warning wrong-type 2:41",
            "warning wrong-type 4:8",
            "warning wrong-type 4:35",
            "warning wrong-type 4:39",
        ]
    );
    let expected = serde_json::json!({
        "openapi": "3.0.0",
        "info": {"title": "t", "version": "1"},
        "paths": {},
        "tags": [{"name": "b"}, {"name": "c"}],
    });
    assert_eq!(document.unwrap().root().to_json(), expected);
}

#[test]
fn nesting_up_to_the_limit_is_walked() {
    // The root, `components`, `schemas` and the innermost schema are four of the 256 levels.
    let nested =
        |levels: usize| format!("A: {}{{}}{}", "{items: ".repeat(levels), "}".repeat(levels));
    let (document, diagnostics) = read_with_findings(&with_schemas("3.1", &nested(252)));
    assert_eq!(lines(&diagnostics), Vec::<String>::new());
    let document = document.unwrap();
    assert_eq!(document.root().clone(), *document.root());
    assert!(document.root().to_json().is_object());
    let (document, diagnostics) = read_with_findings(&with_schemas("3.1", &nested(253)));
    assert!(document.is_none());
    assert_eq!(diagnostics.count(&codes::NESTING_TOO_DEEP), 1);
}

#[test]
fn documents_made_by_programs() {
    let openapi: openapiv3::OpenAPI = serde_json::from_value(serde_json::json!({
        "openapi": "3.0.3",
        "info": {"title": "Made", "version": "1"},
        "paths": {"/a": {"get": {"responses": {"200": {"description": "ok"}}}}},
    }))
    .unwrap();
    let mut diagnostics = Diagnostics::new();
    let document = read_openapi(&openapi, &ReadOptions::default(), &mut diagnostics).unwrap();
    assert!(diagnostics.is_empty());
    assert_eq!(
        document.root().at("/info/title").unwrap().as_str(),
        Some("Made")
    );
    assert!(document.root().at("/paths/~1a/get/responses/200").is_some());
}

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
        "::warning file=test.yaml,line=2,col=33,title=unknown-key::`titel` is not a key of an info object. did you mean `title`?\n"
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
    assert!(text.contains("30 more of unknown-key"), "{text}");
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
