//! Documents with mistakes: each is said once, at its place, and what is harmless is mended.
//! Long because each case is written out.

use generator::diagnostics::{Diagnostics, codes};
use generator::read::{ReadOptions, Version, read_openapi};

use crate::{lines, read_with_findings, with_schemas};

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
        - in: query
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
    // The name of a type, taken for YAML's null.
    check(
        "3.1",
        "A: {type: [string, null]}",
        &["warning wrong-type 5:24"],
    );
    check("3.1", "A: {type: null}", &["warning wrong-type 5:15"]);
    check("3.0", "A: {type: null}", &["warning wrong-type 5:15"]);
    check("3.1", "A: {type: [[string]]}", &["error wrong-type 5:16"]);
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
    check("3.0", "A: {enum: []}", &["warning wrong-value 5:15"]);
    // Mistakes that leave nothing to work with.
    check("3.0", "A: text", &["error wrong-type 5:8"]);
    check("3.0", "A: {properties: [a]}", &["error wrong-type 5:21"]);
    check("3.0", "A: {maxLength: -1}", &["error wrong-type 5:20"]);
    check("3.0", "A: {maxLength: 1.5}", &["error wrong-type 5:20"]);
    check("3.0", "A: {maxLength: 10.0}", &[]);
    check("3.0", "A: {allOf: text}", &["error wrong-type 5:16"]);
    check("3.0", "A: {$ref: 1}", &["error wrong-type 5:15"]);
    check("3.1", "A: {$id: 'https://example.com/a'}", &[]);
    check(
        "3.1",
        "A: {$dynamicRef: '#a'}",
        &["warning unsupported-dynamic-reference 5:22"],
    );
    for known in [
        "https://json-schema.org/draft/2020-12/schema",
        "http://json-schema.org/draft-07/schema#",
        "https://spec.openapis.org/oas/3.1/dialect/base",
    ] {
        check("3.1", &format!("A: {{$schema: '{known}'}}"), &[]);
    }
    check(
        "3.1",
        "A: {$schema: 'https://example.com/own'}",
        &["warning unknown-dialect 5:18"],
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
    // References that the specification does not know lead on all the same.
    check(
        "{$ref: '#/components/x-any'}\ncomponents: {x-any: {operationId: 1}}",
        &[
            "warning misplaced-reference 5:10",
            "warning missing-key 6:21",
            "warning wrong-type 6:35",
        ],
    );
    check(
        "{responses: {$ref: '#/components/x-any'}}\ncomponents: {x-any: {}}",
        &["warning misplaced-reference 5:22"],
    );
    check(
        "{responses: {4xx: {description: e}}}",
        &["warning malformed-status 5:23"],
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
    check(
        "{responses: {$ref: '#/x'}}",
        &[
            "warning misplaced-reference 5:22",
            "error unresolved-reference 5:29",
        ],
    );
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
        "{type: oauth2, flows: {implicit: {authorizationUrl: a, scopes: {read: null}}}}",
        &["warning wrong-type 5:76"],
    );
    check(
        "{type: oauth2, flows: {password: {scopes: {}}}}",
        &["warning missing-key 5:39"],
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
    let text = "openapi: 3.0.0\ninfo: {title: t, version: '1', contact: me}\npaths: {}\ntags: [a, {name: b, externalDocs: 1}, null, {name: c}]\ncomponents: {examples: {A: text, B: {value: 1}}}\n";
    let (document, diagnostics) = read_with_findings(text);
    assert_eq!(
        lines(&diagnostics),
        [
            "warning wrong-type 2:41",
            "warning wrong-type 4:8",
            "warning wrong-type 4:35",
            "warning wrong-type 4:39",
            "warning wrong-type 5:28",
        ]
    );
    let expected = serde_json::json!({
        "openapi": "3.0.0",
        "info": {"title": "t", "version": "1"},
        "paths": {},
        "tags": [{"name": "b"}, {"name": "c"}],
        "components": {"examples": {"B": {"value": 1}}},
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
