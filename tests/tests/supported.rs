//! `SUPPORTED.md` says of every field what becomes of it. Here is what keeps the page true.

use std::collections::BTreeSet;

use generator::diagnostics::{Diagnostics, codes};
use generator::read::{self, KnownField, ReadOptions, Version, known_fields};
use generator::resolve;
use tests::fixtures::checkout;

/// One row of the page.
#[derive(Debug)]
struct Row {
    object: String,
    field: String,
    versions: String,
    mark: String,
    codes: Vec<String>,
}

fn rows() -> Vec<Row> {
    let page = std::fs::read_to_string(checkout().join("SUPPORTED.md")).expect("the page is there");
    let mut object = String::new();
    let mut rows = Vec::new();
    for line in page.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            object = title.to_owned();
        }
        let Some(row) = line.strip_prefix("| `") else {
            continue;
        };
        let cells: Vec<&str> = row
            .trim_end_matches('|')
            .split(" |")
            .map(str::trim)
            .collect();
        assert_eq!(cells.len(), 5, "{line}");
        rows.push(Row {
            object: object.clone(),
            field: cells[0].trim_matches('`').to_owned(),
            versions: cells[1].to_owned(),
            mark: cells[2].to_owned(),
            codes: cells[4]
                .split('`')
                .skip(1)
                .step_by(2)
                .map(str::to_owned)
                .collect(),
        });
    }
    rows
}

fn versions(field: &KnownField) -> &'static str {
    match (field.since, field.until) {
        (Version::V2_0, Version::V3_2) => "all",
        (Version::V2_0, _) => "2.0",
        (Version::V3_0, Version::V3_2) => "3.0 on",
        (Version::V3_0, _) => "3.0",
        (Version::V3_1, _) => "3.1 on",
        (Version::V3_2, _) => "3.2",
    }
}

#[test]
fn every_field_has_one_row() {
    let known: Vec<String> = known_fields()
        .map(|field| format!("{} {} {}", field.object, field.name, versions(&field)))
        .collect();
    let listed: Vec<String> = rows()
        .iter()
        .map(|row| format!("{} {} {}", row.object, row.field, row.versions))
        .collect();
    for row in &known {
        assert!(listed.contains(row), "SUPPORTED.md lacks `{row}`");
    }
    for (index, row) in listed.iter().enumerate() {
        assert!(known.contains(row), "SUPPORTED.md invents `{row}`");
        assert!(
            !listed[..index].contains(row),
            "SUPPORTED.md says `{row}` twice"
        );
    }
}

#[test]
fn rows_are_well_formed() {
    for row in rows() {
        assert!(["✓", "◐", "✗", "–"].contains(&row.mark.as_str()), "{row:?}");
        let gap = ["◐", "✗"].contains(&row.mark.as_str());
        assert!(!gap || !row.codes.is_empty(), "who says {row:?}?");
        for code in &row.codes {
            assert!(
                codes::find(code).is_some(),
                "no code is called `{code}`: {row:?}"
            );
        }
    }
}

/// Codes of the findings on a document: its paths and components, the rest being ordinary.
fn findings(document: &str) -> BTreeSet<&'static str> {
    let version = match document.contains("definitions") {
        true => "swagger: '2.0'",
        false => "openapi: 3.2.0",
    };
    let text = format!("{version}\ninfo: {{title: T, version: '1'}}\n{document}");
    let mut diagnostics = Diagnostics::new();
    if let Some(read) = read::read_text("t.yaml", text, &ReadOptions::default(), &mut diagnostics) {
        resolve::resolve(&read, "t", &mut diagnostics);
    }
    diagnostics.finish();
    diagnostics
        .iter()
        .map(|finding| finding.code.name)
        .collect()
}

fn operation(inside: &str) -> String {
    format!(
        "paths: {{/a: {{post: {{operationId: a, responses: {{'200': {{description: ok}}}}, {inside}}}}}}}"
    )
}

fn body(media_type: &str, entry: &str) -> String {
    operation(&format!(
        "requestBody: {{content: {{{media_type}: {{{entry}}}}}}}"
    ))
}

fn schema(inside: &str) -> String {
    format!("components: {{schemas: {{S: {{{inside}}}}}}}")
}

fn scheme(inside: &str) -> String {
    format!("components: {{securitySchemes: {{s: {{{inside}}}}}}}")
}

/// A document for every code that says a gap.
fn cases() -> Vec<(&'static str, String)> {
    let linked = |link: &str| {
        format!(
            "paths: {{/a: {{post: {{operationId: a, requestBody: {{content: {{application/octet-stream: {{}}}}}}, responses: {{'200': {{description: ok, links: {{l: {{{link}}}}}}}}}}}}}}}"
        )
    };
    let group = "oneOf: [{type: string}, {type: integer}], properties: {a: {type: string}}";
    vec![
        (
            "swagger-not-kept",
            "definitions: {}\nhost: a.example.com\nschemes: [wss]\npaths: {}".to_owned(),
        ),
        (
            "unsupported-collection-format",
            format!(
                "definitions: {{}}\n{}",
                operation(
                    "parameters: [{name: a, in: query, type: array, collectionFormat: tsv, items: {type: string}}]"
                )
            ),
        ),
        (
            "unknown-link-target",
            linked("operationRef: 'https://example.org/b.json#/paths/~1b/get'"),
        ),
        (
            "unusable-expression",
            linked("operationId: a, requestBody: $url"),
        ),
        (
            "link-server",
            linked("operationId: a, server: {url: 'https://example.org'}"),
        ),
        (
            "unsupported-querystring",
            operation("parameters: [{name: q, in: querystring, schema: {type: string}}]"),
        ),
        (
            "querystring-beside-query",
            operation(
                "parameters: [{name: q, in: querystring, content: {text/plain: {schema: {type: string}}}}, {name: p, in: query, schema: {type: string}}]",
            ),
        ),
        (
            "parameter-content",
            operation(
                "parameters: [{name: q, in: query, content: {text/csv: {schema: {type: array}}}}]",
            ),
        ),
        (
            "empty-value",
            operation(
                "parameters: [{name: q, in: query, allowEmptyValue: true, schema: {type: integer}}]",
            ),
        ),
        (
            "form-content",
            body(
                "application/x-www-form-urlencoded",
                "schema: {properties: {a: {type: object, properties: {b: {type: string}}}}}, encoding: {a: {contentType: application/xml}}",
            ),
        ),
        (
            "untyped-multipart",
            body("multipart/mixed", "schema: {type: object}"),
        ),
        (
            "multipart-alternatives",
            body(
                "multipart/form-data",
                "schema: {oneOf: [{properties: {a: {}}}, {properties: {b: {}}}]}",
            ),
        ),
        (
            "untyped-part",
            body(
                "multipart/form-data",
                "schema: {properties: {a: {type: object}}}, encoding: {a: {contentType: application/xml}}",
            ),
        ),
        (
            "part-style",
            body(
                "multipart/form-data",
                "schema: {properties: {a: {type: object}}}, encoding: {a: {style: deepObject}}",
            ),
        ),
        ("xml-as-text", body("application/xml", "schema: {}")),
        (
            "xml-root-name",
            body("application/xml", "schema: {type: object}"),
        ),
        (
            "xml-misused",
            body(
                "application/xml",
                "schema: {type: object, xml: {name: a, wrapped: true}}",
            ),
        ),
        (
            "text-body-schema",
            body("text/plain", "schema: {type: object}"),
        ),
        (
            "bytes-body-schema",
            body("application/octet-stream", "schema: {type: object}"),
        ),
        ("unsupported-composition", schema(group)),
        (
            "unchecked-keyword",
            schema("type: object, contentSchema: {type: string}"),
        ),
        (
            "unchecked-pattern",
            schema("type: string, pattern: '(a)\\1'"),
        ),
        (
            "unknown-dialect",
            schema("$schema: 'https://example.org/dialect', type: string"),
        ),
        (
            "unsupported-schema-id",
            schema("$id: 'https://example.org/s', items: {$ref: '#/components/schemas/S'}"),
        ),
        (
            "unsupported-dynamic-reference",
            schema("$dynamicRef: '#nowhere', type: string"),
        ),
        (
            "unsupported-security-scheme",
            scheme("type: http, scheme: digest"),
        ),
        (
            "implicit-flow",
            scheme(
                "type: oauth2, flows: {implicit: {authorizationUrl: 'https://example.org', scopes: {}}}",
            ),
        ),
        (
            "unsupported-signature",
            scheme(
                "type: apiKey, in: header, name: Authorization, x-signature: {algorithm: ROT13}",
            ),
        ),
    ]
}

#[test]
fn gaps_are_said() {
    let cases = cases();
    for (code, document) in &cases {
        let found = findings(document);
        assert!(
            found.contains(code),
            "{code} is not among {found:?} of\n{document}"
        );
    }
    for row in rows()
        .iter()
        .filter(|row| ["◐", "✗"].contains(&row.mark.as_str()))
    {
        for code in &row.codes {
            assert!(
                cases.iter().any(|(known, _)| known == code),
                "no case for `{code}`: {row:?}"
            );
        }
    }
}

/// Each keyword that is said not to be checked is said by itself.
#[test]
fn unchecked_keywords_are_said() {
    for row in rows()
        .iter()
        .filter(|row| row.codes.iter().any(|code| code == "unchecked-keyword"))
    {
        let value = match row.field.as_str() {
            "additionalProperties" => "false, allOf: [{properties: {a: {type: string}}}]",
            "contentEncoding" => "base32",
            "oneOf" => "[{properties: {a: {}}}, {properties: {b: {}}}]",
            "required" => "[a], anyOf: [{properties: {a: {}}}, {properties: {b: {}}}]",
            _ => "{type: string}",
        };
        let ty = if row.field == "contentEncoding" {
            "string"
        } else {
            "object"
        };
        let document = schema(&format!("type: {ty}, {}: {value}", row.field));
        let found = findings(&document);
        assert!(found.contains("unchecked-keyword"), "{found:?}: {document}");
    }
}
