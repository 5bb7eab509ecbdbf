//! What formats say: ranges of numbers, texts with a known grammar, mere hints.
//!
//! Sources: the OpenAPI format registry and JSON Schema 2020-12 Validation section 7.3.

use super::decimal::Decimal;
use super::schema::Bound;

/// The least and the greatest number of a numeric format.
pub(crate) fn range(format: &str) -> Option<(Bound, Bound)> {
    let whole = |least: i128, most: i128| {
        Some((
            inclusive(Decimal::whole(least)),
            inclusive(Decimal::whole(most)),
        ))
    };
    match format {
        "int8" => whole(i8::MIN.into(), i8::MAX.into()),
        "int16" => whole(i16::MIN.into(), i16::MAX.into()),
        "int32" => whole(i32::MIN.into(), i32::MAX.into()),
        "int64" => whole(i64::MIN.into(), i64::MAX.into()),
        "uint8" => whole(0, u8::MAX.into()),
        "uint16" => whole(0, u16::MAX.into()),
        "uint32" => whole(0, u32::MAX.into()),
        "uint64" => whole(0, u64::MAX.into()),
        "float" => floating(f64::from(f32::MAX)),
        "double" => floating(f64::MAX),
        _ => None,
    }
}

fn inclusive(value: Decimal) -> Bound {
    Bound {
        value,
        exclusive: false,
    }
}

fn floating(most: f64) -> Option<(Bound, Bound)> {
    Some((
        inclusive(Decimal::Near(-most)),
        inclusive(Decimal::Near(most)),
    ))
}

/// A text of this format, for formats with a grammar that is checked. The second one is unlike the first.
pub(crate) fn samples(format: &str) -> &'static [&'static str] {
    match format {
        "date" => &["2026-01-31", "1999-12-01"],
        "date-time" => &["2026-01-31T12:30:00Z", "1999-12-01T00:00:00.5+02:00"],
        "time" => &["12:30:00Z", "00:00:00+02:00"],
        "duration" => &["P1D", "PT5M"],
        "email" => &["a@example.com", "b.c@example.org"],
        "idn-email" => &["a@example.com", "ä@example.com"],
        "hostname" => &["example.com", "a.b"],
        "idn-hostname" => &["example.com", "bücher.example"],
        "ipv4" => &["192.0.2.1", "198.51.100.7"],
        "ipv6" => &["2001:db8::1", "::1"],
        "uri" => &["https://example.com/a", "urn:a:b"],
        "uri-reference" => &["/a/b", "https://example.com/a"],
        "iri" => &["https://example.com/ä", "https://example.com/a"],
        "iri-reference" => &["/ä", "/a"],
        "uri-template" => &["/a/{b}", "/a"],
        "uuid" => &[
            "123e4567-e89b-12d3-a456-426614174000",
            "00000000-0000-4000-8000-000000000000",
        ],
        "json-pointer" => &["/a", ""],
        "relative-json-pointer" => &["0", "1/a"],
        "regex" => &["^a$", "b+"],
        "byte" => &["YWJj", "QQ=="],
        _ => &[],
    }
}

/// Formats that only hint at a use: every text has them.
pub(crate) fn is_hint(format: &str) -> bool {
    matches!(
        format,
        "password" | "binary" | "commonmark" | "html" | "multiline" | "markdown"
    )
}

/// Whether every text of the first format has the second.
pub(crate) fn is_within(inner: &str, outer: &str) -> bool {
    matches!(
        (inner, outer),
        ("email", "idn-email")
            | ("hostname", "idn-hostname")
            | ("uri", "uri-reference" | "iri" | "iri-reference")
            | ("iri", "iri-reference")
            | ("uri-reference", "iri-reference")
    )
}
