//! What is wrong with a value, and where.
//!
//! In: findings of reading (wrong type, missing member) and of checking (constraints). Out: one list that prints as text and as
//! the `errors` member of an RFC 9457 problem. Knows nothing of HTTP.

use std::fmt;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// One thing that is wrong with a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// JSON pointer (RFC 6901) of the place; empty for the whole value. Parameters are at `/path/…`, `/query/…`, `/header/…` and `/cookie/…`.
    pub pointer: String,
    /// What is wrong, as the end of a sentence that begins with the place: `is required`, `expected a string, found 12`.
    pub message: String,
    /// The JSON Schema keyword that is violated, such as `required` or `maxLength`; `json` for text that is no JSON.
    pub keyword: &'static str,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.pointer.is_empty() {
            f.write_str(&self.message)
        } else {
            write!(f, "{}: {}", self.pointer, self.message)
        }
    }
}

/// What a URI fragment may not hold literally (RFC 3986 section 3.5).
const FRAGMENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// As an element of `errors` in the example of RFC 9457 section 3: `{"detail": "…", "pointer": "#/…"}`, with the keyword beside.
impl Serialize for Violation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("detail", &self.message)?;
        map.serialize_entry(
            "pointer",
            &format_args!("#{}", utf8_percent_encode(&self.pointer, FRAGMENT)),
        )?;
        map.serialize_entry("keyword", self.keyword)?;
        map.end()
    }
}

/// Everything that is wrong with a value; never empty when it is returned as an error.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Violations(pub Vec<Violation>);

impl Violations {
    /// A single violation.
    #[must_use]
    pub fn one(
        pointer: impl Into<String>,
        keyword: &'static str,
        message: impl Into<String>,
    ) -> Self {
        Self(vec![Violation {
            pointer: pointer.into(),
            message: message.into(),
            keyword,
        }])
    }

    /// The same violations inside a bigger value: each pointer gets `prefix` (itself a JSON pointer, such as `/body`) in front.
    #[must_use]
    pub fn within(mut self, prefix: &str) -> Self {
        for violation in &mut self.0 {
            violation.pointer.insert_str(0, prefix);
        }
        self
    }

    /// Adds the violations of another part of the same value.
    pub fn extend(&mut self, other: Violations) {
        self.0.extend(other.0);
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The violations in the order they were found.
    pub fn iter(&self) -> std::slice::Iter<'_, Violation> {
        self.0.iter()
    }

    /// `Ok` when nothing is wrong.
    ///
    /// # Errors
    /// The violations themselves, when there are any.
    pub fn into_result(self) -> Result<(), Violations> {
        if self.0.is_empty() { Ok(()) } else { Err(self) }
    }
}

impl<'a> IntoIterator for &'a Violations {
    type Item = &'a Violation;
    type IntoIter = std::slice::Iter<'a, Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("; ")?;
            }
            violation.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Violations {}

/// The list for `errors` in `application/problem+json` (RFC 9457).
impl Serialize for Violations {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(&self.0)
    }
}

/// Appends `/` and the token, escaped as RFC 6901 section 3 says.
pub(crate) fn push_token(pointer: &mut String, token: &str) {
    pointer.push('/');
    escape(pointer, token);
}

/// Appends the token without the slash.
pub(super) fn escape(pointer: &mut String, token: &str) {
    for character in token.chars() {
        match character {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_and_serialises() {
        let mut pointer = String::new();
        push_token(&mut pointer, "a/b~c d");
        let mut violations = Violations::one(pointer, "required", "is required");
        violations.extend(Violations::one("", "type", "expected an object, found 1"));
        assert_eq!(
            violations.to_string(),
            "/a~1b~0c d: is required; expected an object, found 1"
        );
        let json = serde_json::to_value(violations.within("/body")).unwrap();
        assert_eq!(
            json,
            serde_json::json!([
                {"detail": "is required", "pointer": "#/body/a~1b~0c%20d", "keyword": "required"},
                {"detail": "expected an object, found 1", "pointer": "#/body", "keyword": "type"},
            ])
        );
    }
}
