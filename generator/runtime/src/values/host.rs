//! Names and addresses of hosts, and of people there.

use std::net::{Ipv4Addr, Ipv6Addr};

/// Whether the text is a host name (RFC 1123 section 2.1): labels of letters, digits and inner hyphens, at most 63 characters each and 253 together.
#[must_use]
pub fn is_hostname(text: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.len() <= 253 && text.split('.').all(is_label)
}

/// Whether the text is an IPv4 address in dotted decimal (RFC 2673 section 3.2).
#[must_use]
pub fn is_ipv4(text: &str) -> bool {
    text.parse::<Ipv4Addr>().is_ok()
}

/// Whether the text is an IPv6 address (RFC 4291 section 2.2), without a zone.
#[must_use]
pub fn is_ipv6(text: &str) -> bool {
    text.parse::<Ipv6Addr>().is_ok()
}

/// `IPvFuture` of RFC 3986 section 3.2.2.
pub(super) fn is_ipvfuture(text: &str) -> bool {
    text.strip_prefix(['v', 'V'])
        .and_then(|rest| rest.split_once('.'))
        .is_some_and(|(version, address)| {
            !version.is_empty()
                && version.bytes().all(|byte| byte.is_ascii_hexdigit())
                && !address.is_empty()
                && address
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:".contains(&byte))
        })
}

/// Whether the text is a mailbox address (RFC 5321 section 4.1.2): a dotted or quoted local part of ASCII, and a host name or address literal.
#[must_use]
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let is_atom = |atom: &str| {
        !atom.is_empty()
            && atom
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte))
    };
    let is_local = match local
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
    {
        Some(quoted) => is_quoted(quoted),
        None => local.split('.').all(is_atom),
    };
    let is_domain = match domain
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    {
        Some(literal) => literal
            .strip_prefix("IPv6:")
            .map_or_else(|| is_ipv4(literal), is_ipv6),
        None => is_hostname(domain),
    };
    is_local && is_domain && local.len() <= 64
}

/// Printable ASCII in which quotes and backslashes follow a backslash.
fn is_quoted(text: &str) -> bool {
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let byte = if byte == b'\\' {
            bytes.next().unwrap_or(0)
        } else if byte == b'"' {
            0
        } else {
            byte
        };
        if !(b' '..=b'~').contains(&byte) {
            return false;
        }
    }
    true
}
