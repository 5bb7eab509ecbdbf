//! Where references lead, and what is said when they lead nowhere.

use generator::diagnostics::codes;

use crate::{lines, read_with_findings, with_schemas};

#[test]
fn references_lead_to_values() {
    let text = with_schemas(
        "3.1",
        "A: {$ref: '#/components/schemas/B'},\nB: {$ref: '#/components/schemas/C~1d%20e'},\n'C/d e': {type: string},\nF: {$ref: '#inner'},\nG: {properties: {x: {$anchor: inner, type: integer}}},\nH: {oneOf: [{$ref: '#/components/schemas/A'}], discriminator: {propertyName: k, mapping: {a: A, b: '#/components/schemas/B', c: Nowhere}}}",
    );
    let (document, diagnostics) = read_with_findings(&text);
    // The name of one component is none that OpenAPI allows.
    assert_eq!(
        lines(&diagnostics),
        [
            "warning wrong-value 7:5",
            "warning unresolved-mapping 10:133"
        ]
    );
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
        Some(
            "correct the reference, or add `Quite` to `/components/schemas`; an overlay can do so without a change of the file",
        ),
    );
    check("#nowhere", "error unresolved-reference", None);
    check("other.yaml", "error unresolved-reference", None);
    let outside = Some("move the file below that folder, or allow it with `--allow-outside-root`");
    check("../other.yaml", "error reference-outside-root", outside);
    check("/etc/passwd", "error reference-outside-root", outside);
    check(
        "/components/schemas/Thing",
        "error reference-outside-root",
        Some(
            "did you mean `#/components/schemas/Thing`? A reference into this file begins with `#`",
        ),
    );
    check(
        "Thing",
        "error unresolved-reference",
        Some("did you mean `#/components/schemas/Thing`?"),
    );
    check("http://example.com/#/a", "error remote-reference", None);
    check(
        "file:///etc/passwd",
        "error remote-reference",
        Some("write a path relative to this file, such as `./schemas.yaml#/Name`"),
    );
    check("#/%FF", "error unresolved-reference", None);
    check("#/components/schemas/A", "error reference-cycle", None);
}

#[test]
fn what_leads_nowhere_is_said_once() {
    let text = with_schemas(
        "3.1",
        "A: {$ref: '#/components/schemas/Gone'},\nB: {$ref: '#/components/schemas/Gone'},\nC: {$ref: '#/components/schemas/Reply'}",
    )
    .replace("components: {", "components: {responses: {Reply: {description: d}}, ");
    let (_, diagnostics) = read_with_findings(&text);
    let helps: Vec<_> = diagnostics
        .iter()
        .map(|found| found.help.as_deref().unwrap())
        .collect();
    assert_eq!(
        lines(&diagnostics),
        [
            "error unresolved-reference 5:15",
            "error unresolved-reference 7:15"
        ]
    );
    assert_eq!(
        helps,
        [
            "correct the reference, or add `Gone` to `/components/schemas`; an overlay can do so without a change of the file; 1 more in this file",
            "did you mean `#/components/responses/Reply`?",
        ]
    );
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
    // Told once, where the way becomes too long.
    assert_eq!(lines(&diagnostics).len(), 1);
    assert_eq!(diagnostics.count(&codes::REFERENCE_CHAIN), 1);
    let document = document.unwrap();
    let end = |start: usize| {
        let start = format!("/components/schemas/S{start}");
        let end = document.follow(document.root().at(&start).unwrap());
        end.map(|end| document.pointer_of(end))
    };
    let last = format!("/components/schemas/S{LENGTH}");
    assert_eq!(end(LENGTH - 100), Some(last));
    assert_eq!(end(LENGTH - 101), None);
    assert_eq!(end(0), None);

    let circle = schemas.replace("{type: string}", "{$ref: '#/components/schemas/S5000'}");
    let (_, diagnostics) = read_with_findings(&with_schemas("3.1", &circle));
    assert_eq!(lines(&diagnostics), ["error reference-cycle 5005:19"]);
}
