//! Canonical requests: the text that both sides derive from a request and whose hash is signed.
//!
//! Comes in: request head, body hash, and a scheme's [`Reading`] of paths, queries and header values. Goes out: the
//! canonical bytes. Holds the building blocks that several schemes share; knows no key and no scheme by name.
//! All schemes here lay the text out alike: method, path, query, headers, names of headers, body hash.

use http::header::{HOST, HeaderName};
use http::request::Parts;
use http::{HeaderMap, Uri};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode, percent_encode};
use sha2::{Digest, Sha256};
use std::borrow::Cow;

/// How one signer reads a request. Vendors' own SDKs differ here, so a scheme may have several.
pub(super) struct Reading {
    /// Raw path of the target to canonical path.
    pub(super) path: fn(&str) -> String,
    /// Raw query (without `?`) to canonical query.
    pub(super) query: fn(&str) -> String,
    /// Header value as received to canonical value.
    pub(super) value: fn(&[u8]) -> Cow<'_, [u8]>,
    /// Whether `:80` and `:443` are cut off the host, whatever the URL's scheme.
    pub(super) cuts_default_port: bool,
}

impl Reading {
    /// Whether it signs every part of a target's query. Some leave out all but one value of a key, or what has no `=`.
    pub(super) fn covers(&self, target: &Uri) -> bool {
        let count = |query: &str| query.split('&').filter(|part| !part.is_empty()).count();
        let query = target.query().unwrap_or_default();
        count(query) == count(&(self.query)(query))
    }
}

/// What the last line says of the body, and whether the query has its own line.
#[derive(PartialEq, Eq)]
pub(super) struct Content {
    pub(super) payload: String,
    pub(super) signs_query: bool,
}

impl Content {
    /// The usual content: SHA-256 of the body.
    pub(super) fn hashed(body: &[u8]) -> Self {
        Self {
            payload: sha256_hex(body),
            signs_query: true,
        }
    }
}

/// The canonical bytes of a request, or the name of a header to be signed that the request does not have.
pub(super) fn request(
    reading: &Reading,
    parts: &Parts,
    names: &[HeaderName],
    content: &Content,
) -> Result<Vec<u8>, HeaderName> {
    let query = parts
        .uri
        .query()
        .filter(|_| content.signs_query)
        .unwrap_or_default();
    let mut text = Vec::with_capacity(512);
    for line in [
        parts.method.as_str(),
        &(reading.path)(parts.uri.path()),
        &(reading.query)(query),
    ] {
        text.extend_from_slice(line.as_bytes());
        text.push(b'\n');
    }
    for name in names {
        text.extend_from_slice(name.as_str().as_bytes());
        text.push(b':');
        if name == HOST {
            let host = host(parts).ok_or(HOST)?;
            text.extend_from_slice(if reading.cuts_default_port {
                without_default_port(&host)
            } else {
                &host
            });
        } else {
            let value = joined(&parts.headers, name).ok_or_else(|| name.clone())?;
            text.extend_from_slice(&(reading.value)(&value));
        }
        text.push(b'\n');
    }
    text.push(b'\n');
    text.extend_from_slice(joined_names(names).as_bytes());
    text.push(b'\n');
    text.extend_from_slice(content.payload.as_bytes());
    Ok(text)
}

/// Names of headers as all schemes list them: `a;b;c`.
pub(super) fn joined_names(names: &[HeaderName]) -> String {
    names
        .iter()
        .map(HeaderName::as_str)
        .collect::<Vec<_>>()
        .join(";")
}

/// All values of a header, joined with `,` as HTTP allows (RFC 9110 §5.3).
fn joined<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<Cow<'a, [u8]>> {
    let mut values = headers.get_all(name).iter();
    let first = values.next()?.as_bytes();
    Some(values.fold(Cow::Borrowed(first), |mut all, next| {
        all.to_mut().push(b',');
        all.to_mut().extend_from_slice(next.as_bytes());
        all
    }))
}

/// The `Host` header, or the authority of the target where HTTP/2 has carried it there.
pub(super) fn host(parts: &Parts) -> Option<Cow<'_, [u8]>> {
    joined(&parts.headers, &HOST).or_else(|| {
        let authority = parts.uri.authority()?.as_str();
        Some(
            authority
                .rsplit_once('@')
                .map_or(authority, |(_, host)| host)
                .as_bytes()
                .into(),
        )
    })
}

fn without_default_port(host: &[u8]) -> &[u8] {
    host.strip_suffix(b":80")
        .or_else(|| host.strip_suffix(b":443"))
        .unwrap_or(host)
}

/// Lower-case hexadecimal SHA-256.
pub(super) fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Lower-case hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)]))
        .collect()
}

/// Everything but RFC 3986's unreserved characters.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');
const RESERVED_BUT_SLASH: &AsciiSet = &RESERVED.remove(b'/');

/// Percent-encodes all but unreserved characters, `/` included.
pub(super) fn encode(bytes: &[u8]) -> String {
    percent_encode(bytes, RESERVED).to_string()
}

/// Percent-encodes all but unreserved characters and `/`.
pub(super) fn encode_path(bytes: &[u8]) -> String {
    percent_encode(bytes, RESERVED_BUT_SLASH).to_string()
}

/// Undoes percent-encoding once; what is not a valid escape stays. Bytes are kept even when they are not UTF-8, so that
/// two different targets never read alike.
pub(super) fn decode(text: &str) -> Vec<u8> {
    percent_decode(text.as_bytes()).collect()
}

/// [`decode`] for forms: `+` is a space.
pub(super) fn decode_form(text: &str) -> Vec<u8> {
    percent_decode(text.replace('+', " ").as_bytes()).collect()
}

/// The decoded pairs of a query, in order; a part without `=` has an empty value, empty parts do not count.
pub(super) fn pairs(query: &str) -> impl Iterator<Item = (Vec<u8>, Vec<u8>)> {
    query
        .split('&')
        .filter(|part| !part.is_empty())
        .map(|part| {
            let (key, value) = part.split_once('=').unwrap_or((part, ""));
            (decode_form(key), decode_form(value))
        })
}

/// Writes decoded pairs as `k=v&k=v`, encoded.
pub(super) fn write_query(pairs: impl IntoIterator<Item = (Vec<u8>, Vec<u8>)>) -> String {
    join_pairs(
        pairs
            .into_iter()
            .map(|(key, value)| (encode(&key), encode(&value))),
    )
}

/// Writes encoded pairs as `k=v&k=v`.
pub(super) fn join_pairs(pairs: impl IntoIterator<Item = (String, String)>) -> String {
    pairs
        .into_iter()
        .map(|(key, value)| format!("{key}={value}"))
        .collect::<Vec<_>>()
        .join("&")
}

/// Cuts spaces and tabs off both ends.
pub(super) fn trimmed(value: &[u8]) -> Cow<'_, [u8]> {
    Cow::Borrowed(value.trim_ascii())
}

/// Leaves the value as it is.
pub(super) fn untouched(value: &[u8]) -> Cow<'_, [u8]> {
    Cow::Borrowed(value)
}

/// Makes every run of white space one space.
pub(super) fn collapsed(value: &[u8]) -> Cow<'_, [u8]> {
    let mut kept: Vec<u8> = Vec::with_capacity(value.len());
    for &byte in value {
        if !byte.is_ascii_whitespace() {
            kept.push(byte);
        } else if kept.last() != Some(&b' ') {
            kept.push(b' ');
        }
    }
    kept.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signing_encodes_all_but_unreserved_characters() {
        assert_eq!(
            encode("aZ09-_.~ /:+%镜".as_bytes()),
            "aZ09-_.~%20%2F%3A%2B%25%E9%95%9C"
        );
        assert_eq!(encode_path(b"/a b/c:d"), "/a%20b/c%3Ad");
    }

    #[test]
    fn signing_decodes_what_is_an_escape_and_keeps_the_rest() {
        let check = |text: &str, plain: &[u8], form: &[u8]| {
            assert_eq!(decode(text), plain, "{text}");
            assert_eq!(decode_form(text), form, "{text}");
        };
        check("a+b%2Bc%2f", b"a+b+c/", b"a b+c/");
        check("%2/%zz%", b"%2/%zz%", b"%2/%zz%");
        check("%ff%FE", b"\xff\xfe", b"\xff\xfe");
    }

    #[test]
    fn signing_reads_queries_as_pairs() {
        let read = |query: &str| {
            pairs(query)
                .map(|(k, v)| format!("{}:{}", encode(&k), encode(&v)))
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(
            read("b=2&a=1&a=&c&&=d&e=f=g&h=i+j"),
            "b:2 a:1 a: c: :d e:f%3Dg h:i%20j"
        );
        assert_eq!(read(""), "");
    }

    #[test]
    fn signing_reads_header_values() {
        assert_eq!(&*trimmed(b" \t a  b "), b"a  b");
        assert_eq!(&*collapsed(b"  a \t b c "), b" a b c ");
        assert_eq!(&*untouched(b" a "), b" a ");
        assert_eq!(without_default_port(b"h:443"), b"h");
        assert_eq!(without_default_port(b"h:8443"), b"h:8443");
    }

    #[test]
    fn signing_writes_lower_case_hexadecimal() {
        assert_eq!(hex(&[0, 0x0f, 0xa0, 0xff]), "000fa0ff");
        assert_eq!(
            sha256_hex(b""),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
    }
}
