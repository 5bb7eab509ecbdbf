//! Uniform resource identifiers.

use super::host::{is_ipv6, is_ipvfuture};
use super::text::text_value;

text_value! {
    /// A URI with a scheme, as RFC 3986 section 3 has it: `https://example.com/a?b#c`.
    Uri, "uri", is_uri
}

/// Whether the text is a URI with a scheme (RFC 3986 section 3).
#[must_use]
pub fn is_uri(text: &str) -> bool {
    match text.split_once(':') {
        Some((scheme, rest)) => is_scheme(scheme) && is_relative(rest),
        None => false,
    }
}

/// Whether the text is a URI or a relative reference (RFC 3986 section 4.1).
#[must_use]
pub fn is_uri_reference(text: &str) -> bool {
    let first = text.find(['/', '?', '#']).map_or(text, |end| &text[..end]);
    is_uri(text) || (!first.contains(':') && is_relative(text))
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|character: char| character.is_ascii_alphabetic())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

/// Authority, path, query and fragment.
fn is_relative(text: &str) -> bool {
    let (text, fragment) = text.split_once('#').unwrap_or((text, ""));
    let (hierarchy, query) = text.split_once('?').unwrap_or((text, ""));
    let path = match hierarchy.strip_prefix("//") {
        Some(rest) => {
            let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            if !is_authority(authority) {
                return false;
            }
            path
        }
        None => hierarchy,
    };
    consists_of(path, b":@/") && consists_of(query, b":@/?") && consists_of(fragment, b":@/?")
}

fn is_authority(text: &str) -> bool {
    let (user, host) = text.rsplit_once('@').unwrap_or(("", text));
    let (host, port) = match host.strip_prefix('[') {
        Some(literal) => {
            let Some((address, port)) = literal.split_once(']') else {
                return false;
            };
            if !is_ipv6(address) && !is_ipvfuture(address) {
                return false;
            }
            (
                "",
                port.strip_prefix(':')
                    .unwrap_or(if port.is_empty() { "" } else { "x" }),
            )
        }
        None => host.split_once(':').unwrap_or((host, "")),
    };
    consists_of(user, b":")
        && consists_of(host, b"")
        && port.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether the text has only unreserved characters, sub-delimiters, percent-encoded bytes and those of `more`.
fn consists_of(text: &str, more: &[u8]) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().all(|(index, byte)| match byte {
        b'%' => bytes
            .get(index + 1..index + 3)
            .is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit)),
        _ => {
            byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=".contains(byte) || more.contains(byte)
        }
    })
}
