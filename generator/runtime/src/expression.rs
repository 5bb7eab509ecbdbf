//! The values of runtime expressions (`OpenAPI` 3.1.1 section 4.8.20.4): where a callback goes, and what a link takes from
//! a call for the next one.
//!
//! In: parts of messages that emitted code has chosen, since it knows where an expression leads. Out: text, or typed
//! inputs; or which expression has no value. It reads no expressions.
//!
//! ```
//! use generator_runtime::expression::{Template, at};
//!
//! let body = serde_json::json!({"url": "https://subscriber.example/hook?key=1", "id": "a/b"});
//! let url = Template::url()
//!     .reading(at("$request.body#/url", &body))
//!     .literal("&id=")
//!     .reading(at("$request.body#/id", &body))
//!     .finish()?;
//! assert_eq!(url, "https://subscriber.example/hook?key=1&id=a%2Fb");
//! # Ok::<(), generator_runtime::expression::Unresolved>(())
//! ```

use std::error::Error as StdError;
use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// All but the unreserved characters of RFC 3986 section 2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// What an expression gives.
#[derive(Clone, Debug)]
pub struct Reading {
    expression: &'static str,
    /// Never null; nothing where the message has nothing.
    value: Result<Option<serde_json::Value>, Unresolved>,
}

/// The value of an expression for a parameter or header, which may be absent.
pub fn value<T: Serialize + ?Sized>(expression: &'static str, value: &T) -> Reading {
    reading(expression, serde_json::to_value(value).ok())
}

/// The value of an expression for a body: what the JSON pointer (RFC 6901) behind its `#` leads to; all of it where there
/// is none.
pub fn at<T: Serialize + ?Sized>(expression: &'static str, body: &T) -> Reading {
    let pointer = expression
        .split_once('#')
        .map_or("", |(_, pointer)| pointer);
    let body = serde_json::to_value(body).ok();
    let found = body.and_then(|mut body| match pointer {
        "" => Some(body),
        pointer => body.pointer_mut(pointer).map(serde_json::Value::take),
    });
    reading(expression, found)
}

/// An expression without a value.
#[must_use]
pub fn absent(expression: &'static str) -> Reading {
    reading(expression, None)
}

/// A fixed value in place of an expression, as JSON.
#[must_use]
pub fn constant(json: &'static str) -> Reading {
    reading(json, serde_json::from_str(json).ok())
}

fn reading(expression: &'static str, value: Option<serde_json::Value>) -> Reading {
    Reading {
        expression,
        value: Ok(value.filter(|value| !value.is_null())),
    }
}

/// Why an expression gives nothing that can be used.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unresolved {
    /// The message does not have what the expression speaks of.
    Absent {
        /// The expression as the document has it.
        expression: &'static str,
    },
    /// The message has a list or an object where text is needed.
    NotText {
        /// The expression as the document has it.
        expression: &'static str,
    },
    /// The value is not of the type of the input that it is for.
    Mismatch {
        /// The expression as the document has it; empty for a text of several.
        expression: &'static str,
        /// What is wrong with the value.
        reason: String,
    },
}

impl fmt::Display for Unresolved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent { expression } => write!(f, "{expression} has no value"),
            Self::NotText { expression } => write!(f, "the value of {expression} is no text"),
            Self::Mismatch { expression, reason } => {
                write!(f, "the value of {expression} does not fit: {reason}")
            }
        }
    }
}

impl StdError for Unresolved {}

/// A text with expressions in it, while it is made.
#[derive(Clone, Debug)]
pub struct Template {
    is_url: bool,
    text: String,
    failed: Option<Unresolved>,
}

impl Template {
    /// A URL: an expression that begins it is taken as it is, since it is a URL itself; the values of others are parts
    /// of one, and are percent-encoded so that they stay that.
    #[must_use]
    pub fn url() -> Self {
        Self {
            is_url: true,
            text: String::new(),
            failed: None,
        }
    }

    /// Any other text: values are taken as they are.
    #[must_use]
    pub fn text() -> Self {
        Self {
            is_url: false,
            ..Self::url()
        }
    }

    /// Adds fixed text.
    #[must_use]
    pub fn literal(mut self, text: &str) -> Self {
        self.text.push_str(text);
        self
    }

    /// Adds the value of an expression.
    #[must_use]
    pub fn reading(mut self, reading: Reading) -> Self {
        match reading.text() {
            Ok(text) if self.is_url && !self.text.is_empty() => {
                self.text.extend(utf8_percent_encode(&text, RESERVED));
            }
            Ok(text) => self.text.push_str(&text),
            Err(failed) => {
                self.failed.get_or_insert(failed);
            }
        }
        self
    }

    /// The text.
    ///
    /// # Errors
    /// The first expression that has no text.
    pub fn finish(self) -> Result<String, Unresolved> {
        match self.failed {
            None => Ok(self.text),
            Some(failed) => Err(failed),
        }
    }

    /// The text, as the value of an input.
    #[must_use]
    pub fn into_reading(self) -> Reading {
        Reading {
            expression: "",
            value: self
                .finish()
                .map(|text| Some(serde_json::Value::String(text))),
        }
    }
}

impl Reading {
    /// As text: strings as they are, numbers and truth values as JSON writes them; lists and objects have none.
    fn text(self) -> Result<String, Unresolved> {
        let expression = self.expression;
        match self.value? {
            None => Err(Unresolved::Absent { expression }),
            Some(serde_json::Value::String(text)) => Ok(text),
            Some(value) if value.is_number() || value.is_boolean() => Ok(value.to_string()),
            Some(_) => Err(Unresolved::NotText { expression }),
        }
    }

    /// As an input that must be there. Text that says a number or truth value becomes one where the input wants it, and
    /// the other way round: what is a number in a body is text in a path. One value becomes a list of one where the input
    /// wants a list, which is written the same in a query.
    ///
    /// # Errors
    /// When there is no value, or it is not of the type.
    pub fn read<T: DeserializeOwned>(self) -> Result<T, Unresolved> {
        let expression = self.expression;
        self.read_optional()?
            .ok_or(Unresolved::Absent { expression })
    }

    /// As [`read`](Self::read), for an input that may be left out: without a value it is
    /// (`OpenAPI` 3.1.1 section 4.8.20).
    ///
    /// # Errors
    /// When the value is not of the type.
    pub fn read_optional<T: DeserializeOwned>(self) -> Result<Option<T>, Unresolved> {
        let expression = self.expression;
        let value = match self.value {
            Ok(Some(value)) => value,
            Ok(None) | Err(Unresolved::Absent { .. }) => return Ok(None),
            Err(failed) => return Err(failed),
        };
        let read = T::deserialize(value.clone()).or_else(|error| {
            let found = others(value).find_map(|other| T::deserialize(other).ok());
            found.ok_or(error)
        });
        match read {
            Ok(value) => Ok(Some(value)),
            Err(error) => Err(Unresolved::Mismatch {
                expression,
                reason: error.to_string(),
            }),
        }
    }
}

/// What a value may be where it is not wanted as it is.
fn others(value: serde_json::Value) -> impl Iterator<Item = serde_json::Value> {
    let scalar = match &value {
        serde_json::Value::String(text) => serde_json::from_str(text)
            .ok()
            .filter(|value: &serde_json::Value| value.is_number() || value.is_boolean()),
        serde_json::Value::Number(_) | serde_json::Value::Bool(_) => Some(value.to_string().into()),
        _ => None,
    };
    let lists = [Some(value), scalar.clone()].into_iter().flatten();
    let lists = lists.filter(|value| !value.is_array());
    scalar
        .into_iter()
        .chain(lists.map(|value| serde_json::Value::Array(vec![value])))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Template, Unresolved, absent, at, constant, value};

    #[test]
    fn pointers_lead_to_values() {
        let body = json!({"a": {"b/c": [1, "x"]}, "n": null, "t": true});
        for (expression, expected) in [
            ("$request.body#/a/b~1c/0", Some(json!(1))),
            ("$request.body#/a/b~1c/1", Some(json!("x"))),
            ("$request.body#/t", Some(json!(true))),
            ("$request.body#/n", None),
            ("$request.body#/none", None),
            ("$request.body#/a/b~1c/2", None),
            ("$request.body", Some(body.clone())),
        ] {
            let found = at(expression, &body).read_optional::<serde_json::Value>();
            assert_eq!(found, Ok(expected), "{expression}");
        }
        assert_eq!(
            value("$x", &None::<String>).read_optional::<String>(),
            Ok(None)
        );
    }

    #[test]
    fn urls_are_taken_as_they_are_and_parts_of_them_stay_parts() {
        let base = || value("$a", "https://h/a?b=c%2Fd");
        let check = |template: Template, expected: &str| {
            assert_eq!(template.finish().as_deref(), Ok(expected));
        };
        let url = Template::url;
        check(url().reading(base()), "https://h/a?b=c%2Fd");
        let parts = url().reading(base()).literal("&d=");
        check(
            parts.reading(value("$d", "x&y=z é")),
            "https://h/a?b=c%2Fd&d=x%26y%3Dz%20%C3%A9",
        );
        let parts = url().literal("https://h/");
        check(
            parts.clone().reading(value("$a", "../b")).literal("/c"),
            "https://h/..%2Fb/c",
        );
        check(
            parts.reading(value("$n", &7)).reading(value("$t", &true)),
            "https://h/7true",
        );
        check(
            Template::text().literal("a ").reading(value("$b", "b/c")),
            "a b/c",
        );
    }

    #[test]
    fn what_has_no_text_is_told() {
        let list = value("$b", &[1]);
        let first = Template::url().reading(absent("$request.body#/a"));
        assert_eq!(
            first.reading(list.clone()).finish(),
            Err(Unresolved::Absent {
                expression: "$request.body#/a"
            })
        );
        assert_eq!(
            Template::url().reading(list).finish(),
            Err(Unresolved::NotText { expression: "$b" })
        );
    }

    #[test]
    fn inputs_get_the_type_they_want() {
        let reading = |json: serde_json::Value| value("$x", &json);
        assert_eq!(reading(json!(7)).read::<u8>(), Ok(7));
        assert_eq!(reading(json!("7")).read::<u8>(), Ok(7));
        assert_eq!(reading(json!(7)).read::<String>(), Ok("7".to_owned()));
        assert_eq!(reading(json!("true")).read::<bool>(), Ok(true));
        assert_eq!(reading(json!("7")).read::<String>(), Ok("7".to_owned()));
        assert_eq!(reading(json!([1, 2])).read::<Vec<i32>>(), Ok(vec![1, 2]));
        assert_eq!(
            reading(json!("a")).read::<Vec<String>>(),
            Ok(vec!["a".to_owned()])
        );
        assert_eq!(reading(json!("7")).read::<Vec<u8>>(), Ok(vec![7]));
        assert!(matches!(
            reading(json!("x")).read::<u8>(),
            Err(Unresolved::Mismatch {
                expression: "$x",
                ..
            })
        ));
        assert_eq!(
            absent("$x").read::<u8>(),
            Err(Unresolved::Absent { expression: "$x" })
        );
        assert_eq!(absent("$x").read_optional::<u8>(), Ok(None));
        assert_eq!(constant("{\"a\":1}").read(), Ok(json!({"a": 1})));
        let text = Template::text().literal("a").reading(value("$x", "b"));
        assert_eq!(text.into_reading().read::<String>(), Ok("ab".to_owned()));
    }
}
