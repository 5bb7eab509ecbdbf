//! JSON pointers (RFC 6901), as plain text and in URI fragments.

use std::borrow::Cow;
use std::fmt;

use percent_encoding::percent_decode_str;

/// A JSON pointer as its unescaped tokens.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Pointer(pub Vec<String>);

impl Pointer {
    /// Reads a pointer: empty, or tokens that each begin with `/`.
    pub fn parse(text: &str) -> Option<Self> {
        if text.is_empty() {
            return Some(Self::default());
        }
        let tokens = text
            .strip_prefix('/')?
            .split('/')
            .map(|token| unescape(token).into_owned());
        Some(Self(tokens.collect()))
    }

    /// Reads the fragment of a URI reference (RFC 6901 section 6): percent-decoded first, then split.
    pub(super) fn parse_fragment(fragment: &str) -> Option<Self> {
        Self::parse(&percent_decode_str(fragment).decode_utf8().ok()?)
    }

    /// The last token.
    pub fn last(&self) -> Option<&str> {
        self.0.last().map(String::as_str)
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|token| write!(formatter, "/{}", escape(token)))
    }
}

fn unescape(token: &str) -> Cow<'_, str> {
    if token.contains('~') {
        token.replace("~1", "/").replace("~0", "~").into()
    } else {
        token.into()
    }
}

/// Escapes one token.
pub(super) fn escape(token: &str) -> Cow<'_, str> {
    if token.contains(['~', '/']) {
        token.replace('~', "~0").replace('/', "~1").into()
    } else {
        token.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens() {
        let check = |fragment: &str, tokens: &[&str]| {
            let pointer = Pointer::parse_fragment(fragment).unwrap();
            assert_eq!(pointer.0, tokens, "{fragment}");
        };
        check("", &[]);
        check("/", &[""]);
        check("/paths/~1a~1%7Bid%7D/get", &["paths", "/a/{id}", "get"]);
        check("/a~01", &["a~1"]);
        check("/%E5%90%8D", &["名"]);
        check("/a%2Fb", &["a", "b"]);
        assert_eq!(Pointer::parse_fragment("anchor"), None);
        assert_eq!(
            Pointer(vec!["a/b".into(), "~".into()]).to_string(),
            "/a~1b/~0"
        );
    }
}
