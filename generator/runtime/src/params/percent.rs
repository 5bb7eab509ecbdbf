//! Percent-encoding.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::param::Place;

/// All but the unreserved characters of RFC 3986 section 2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// What a path may not hold literally, besides `%`.
const PATH: &AsciiSet = &RESERVED
    .remove(b'/')
    .remove(b':')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// What a path parameter with `allowReserved` may not hold: what would end its segment, or the path.
const PATH_RESERVED: &AsciiSet = &PATH.add(b'/');

/// What a query parameter with `allowReserved` may not hold: what RFC 3986 does not allow in a query, what would end the parameter, and `+`, which
/// is read as a space.
const QUERY_RESERVED: &AsciiSet = &PATH.add(b'&').add(b'+').remove(b'?');

/// Encodes everything but the unreserved characters.
pub(super) fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// Encodes what the place does not allow, and leaves percent-encoded bytes as they are (RFC 6570 section 3.2.3).
pub(super) fn encode_reserved(text: &str, place: Place) -> String {
    keep_triplets(
        text,
        if place == Place::Path {
            PATH_RESERVED
        } else {
            QUERY_RESERVED
        },
    )
}

/// Encodes the fixed text of a path template, which may be percent-encoded already.
pub(super) fn encode_literal(text: &str) -> String {
    keep_triplets(text, PATH)
}

fn keep_triplets(text: &str, set: &'static AsciiSet) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        out.extend(utf8_percent_encode(&rest[..at], set));
        let is_triplet = rest
            .as_bytes()
            .get(at + 1..at + 3)
            .is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit));
        out.push_str(if is_triplet { "%" } else { "%25" });
        rest = &rest[at + 1..];
    }
    out.extend(utf8_percent_encode(rest, set));
    out
}

/// Decodes; an error when an escape is broken, or the bytes are no UTF-8.
pub(super) fn decode(text: &str) -> Result<Cow<'_, str>, String> {
    let is_whole = |rest: &str| {
        let digits = rest.as_bytes().get(..2);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    if !text.split('%').skip(1).all(is_whole) {
        return Err(String::from("has a percent sign that is not encoded"));
    }
    percent_decode_str(text)
        .decode_utf8()
        .map_err(|_| String::from("is not UTF-8"))
}

/// Decodes what stands in a query or form, where `+` is a space.
pub(super) fn decode_query(text: &str) -> Result<String, String> {
    decode(&text.replace('+', " ")).map(Cow::into_owned)
}
