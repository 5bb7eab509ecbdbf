//! What `lint` says of documents that are right and generate badly: each rule where it applies, and nothing of a good document.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use generator::Generator;
use generator::diagnostics::Diagnostics;

/// Nothing is to be said of it. Cases replace a piece of it.
const GOOD: &str = r#"openapi: 3.1.0
info: {title: Things, version: 1.0.0}
servers: [{url: https://things.example}]
security: [{key: []}]
tags: [{name: things}]
paths:
  /things:
    post:
      operationId: createThing
      summary: Makes a thing.
      tags: [things]
      parameters:
        - {name: dry_run, in: query, schema: {type: boolean}}
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Thing'}
      responses:
        '201': {description: Made., content: {application/json: {schema: {$ref: '#/components/schemas/Answer'}}}}
        default: {description: Failed.}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
  schemas:
    Thing:
      type: object
      properties:
        name: {type: string, example: a}
        password: {type: string, format: password}
        colours: {type: array, maxItems: 3, items: {type: string}}
    Answer:
      oneOf: [{$ref: '#/components/schemas/Yes'}, {$ref: '#/components/schemas/No'}]
    'Yes': {type: object, required: [kind], properties: {kind: {const: 'yes'}}}
    'No': {type: object, required: [kind], properties: {kind: {const: 'no'}}}
"#;

/// The findings on a document: code and line.
fn findings(name: &str, text: &str) -> Vec<(&'static str, usize)> {
    let folder = std::env::temp_dir().join(format!("generator-lint-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let document = folder.join("document.yaml");
    std::fs::write(&document, text).unwrap();
    let mut diagnostics = Diagnostics::new();
    Generator::new().lint(&document, &mut diagnostics);
    diagnostics.finish();
    std::fs::remove_dir_all(&folder).unwrap();
    let sources = diagnostics.sources();
    let place = |finding: &generator::diagnostics::Diagnostic| {
        let span = finding
            .span
            .unwrap_or_else(|| panic!("{name}: no place: {finding:?}"));
        assert!(
            !finding.pointer.is_empty() || span.start == 0,
            "{name}: no pointer: {finding:?}"
        );
        sources.position(span).unwrap().line
    };
    diagnostics
        .iter()
        .map(|finding| (finding.code.name, place(finding)))
        .collect()
}

#[test]
fn each_rule_speaks_where_it_applies() {
    // Code, what stands in the good document, what stands there instead, the piece that the finding points at.
    for (code, piece, instead, place) in [
        (
            "unused-component",
            "    'No':",
            "    Unused: {type: string}\n    'No':",
            "Unused",
        ),
        (
            "unused-component",
            "    key: {",
            "    other: {type: http, scheme: basic}\n    key: {",
            "other",
        ),
        (
            "name-collision",
            "name: {type: string, example: a}",
            "na-me: {type: string}\n        na_me: {type: string}",
            "na_me:",
        ),
        (
            "name-collision",
            "    'No':",
            "    thing: {type: object, properties: {a: {$ref: '#/components/schemas/Thing'}}}\n    'No':",
            "thing: {type: object",
        ),
        (
            "name-collision",
            "name: {type: string, example: a}",
            "name: {enum: [a+, a plus]}",
            "enum",
        ),
        (
            "name-collision",
            "  /things:\n",
            "  /other:\n    get:\n      operationId: create_thing\n      summary: Others.\n      tags: [things]\n      responses: {'204': {description: Done.}, default: {description: Failed.}}\n  /things:\n",
            "operationId: createThing",
        ),
        (
            "invalid-default",
            "name: {type: string, example: a}",
            "name: {type: string, maxLength: 2, default: long}",
            "default: long",
        ),
        (
            "enum-type-mismatch",
            "name: {type: string, example: a}",
            "name: {type: string, maxLength: 2, enum: [a, long]}",
            "enum",
        ),
        (
            "required-without-property",
            "name: {type: string, example: a}",
            "inner: {type: object, required: [nmae], properties: {name: {type: string}}}",
            "nmae",
        ),
        (
            "discriminator-mismatch",
            "oneOf: [{$ref: '#/components/schemas/Yes'}, {$ref: '#/components/schemas/No'}]",
            "oneOf: [{$ref: '#/components/schemas/Yes'}, {$ref: '#/components/schemas/No'}]\n      discriminator: {propertyName: knid}",
            "knid",
        ),
        (
            "discriminator-mismatch",
            "oneOf: [{$ref: '#/components/schemas/Yes'}, {$ref: '#/components/schemas/No'}]",
            "oneOf: [{$ref: '#/components/schemas/Yes'}, {$ref: '#/components/schemas/No'}]\n      discriminator: {propertyName: kind, mapping: {thing: Thing}}",
            "mapping",
        ),
        (
            "ambiguous-union",
            "{const: 'no'}",
            "{type: string}",
            "oneOf:",
        ),
        ("unbounded-array", "maxItems: 3, ", "", "colours"),
        (
            "bare-list",
            "schema: {$ref: '#/components/schemas/Answer'}",
            "schema: {type: array, items: {$ref: '#/components/schemas/Answer'}}",
            "type: array, items: {$ref",
        ),
        (
            "untyped-value",
            "name: {type: string, example: a}",
            "name: {description: Which?}",
            "Which",
        ),
        (
            "untyped-value",
            "schema: {$ref: '#/components/schemas/Answer'}",
            "schema: {description: Which?}",
            "Which",
        ),
        (
            "missing-success-response",
            "'201': {description: Made., content: {application/json: {schema: {$ref: '#/components/schemas/Answer'}}}}\n        default",
            "'401'",
            "responses",
        ),
        (
            "missing-error-response",
            "        default: {description: Failed.}\n",
            "",
            "responses",
        ),
        (
            "undocumented-operation",
            "      summary: Makes a thing.\n",
            "",
            "operationId",
        ),
        (
            "undeclared-tag",
            "tags: [things]\n      p",
            "tags: [thing]\n      p",
            "[thing]",
        ),
        (
            "body-without-meaning",
            "    post:",
            "    delete:",
            "requestBody",
        ),
        (
            "optional-body",
            "        required: true\n",
            "",
            "requestBody",
        ),
        (
            "open-operation",
            "security: [{key: []}]",
            "security: [{}]",
            "security",
        ),
        (
            "secret-in-url",
            "in: header, name: X-Key",
            "in: query, name: key",
            "in: query, name: key",
        ),
        (
            "secret-in-url",
            "name: dry_run",
            "name: access_token",
            "access_token",
        ),
        ("unmarked-secret", ", format: password", "", "password"),
        ("plain-http", "https://", "http://", "http://"),
        ("example-mismatch", "example: a", "example: 1", "example: 1"),
        (
            "example-mismatch",
            "schema: {type: boolean}",
            "schema: {type: boolean}, examples: {no: {value: never}}",
            "never",
        ),
    ] {
        assert!(GOOD.contains(piece), "{piece}");
        let text = GOOD.replacen(piece, instead, 1);
        let at = text
            .find(place)
            .unwrap_or_else(|| panic!("{code}: {place}"));
        let line = text[..at].matches('\n').count() + 1;
        let found = findings(code, &text);
        assert!(
            found.contains(&(code, line)),
            "{code} at line {line}: {found:?}"
        );
        let others: Vec<_> = found
            .iter()
            // An answer that nobody refers to any more is unused, and alternatives that are alike are more than one.
            .filter(|(name, _)| ![code, "unused-component", "unchecked-keyword"].contains(name))
            .collect();
        assert!(others.is_empty(), "{code}: {others:?}");
    }
}

#[test]
fn nothing_is_said_of_a_good_document() {
    assert_eq!(findings("good", GOOD), []);
}
