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
//!     .reading("$request.body#/url", at(&body, "/url"))
//!     .literal("&id=")
//!     .reading("$request.body#/id", at(&body, "/id"))
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

/// What an expression gives: a JSON value, never null.
#[derive(Clone, Debug, PartialEq)]
pub struct Value(serde_json::Value);

/// A parameter or header as a value; nothing when it is absent.
pub fn value<T: Serialize + ?Sized>(value: &T) -> Option<Value> {
    at(value, "")
}

/// What a JSON pointer (RFC 6901) leads to in a body; nothing when there is none, or null.
pub fn at<T: Serialize + ?Sized>(body: &T, pointer: &str) -> Option<Value> {
    let mut body = serde_json::to_value(body).ok()?;
    let found = match pointer {
        "" => body,
        pointer => body.pointer_mut(pointer)?.take(),
    };
    (!found.is_null()).then_some(Value(found))
}

impl Value {
    /// As text: strings as they are, numbers and truth values as JSON writes them; lists and objects have none.
    fn text(&self) -> Option<String> {
        match &self.0 {
            serde_json::Value::String(text) => Some(text.clone()),
            serde_json::Value::Number(number) => Some(number.to_string()),
            serde_json::Value::Bool(value) => Some(value.to_string()),
            _ => None,
        }
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
    pub fn reading(mut self, expression: &'static str, value: Option<Value>) -> Self {
        let text = match value {
            None => Err(Unresolved::Absent { expression }),
            Some(value) => value.text().ok_or(Unresolved::NotText { expression }),
        };
        match text {
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
                .map(|text| Some(Value(serde_json::Value::String(text)))),
        }
    }
}

/// The value of an expression on its way to an input.
#[derive(Clone, Debug)]
pub struct Reading {
    expression: &'static str,
    value: Result<Option<Value>, Unresolved>,
}

/// A fixed value, as JSON.
#[must_use]
pub fn constant(json: &'static str) -> Reading {
    Reading {
        expression: json,
        value: Ok(serde_json::from_str(json).ok().map(Value)),
    }
}

impl Reading {
    /// The value of an expression.
    #[must_use]
    pub fn new(expression: &'static str, value: Option<Value>) -> Self {
        Self {
            expression,
            value: Ok(value),
        }
    }

    /// As an input that must be there. Text that says a number or truth value becomes one where the input wants it, and
    /// the other way round: what is a number in a body is text in a path.
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
            Ok(Some(Value(value))) => value,
            Ok(None) | Err(Unresolved::Absent { .. }) => return Ok(None),
            Err(failed) => return Err(failed),
        };
        let other = match &value {
            serde_json::Value::String(text) => serde_json::from_str(text)
                .ok()
                .filter(|value: &serde_json::Value| value.is_number() || value.is_boolean()),
            serde_json::Value::Number(number) => Some(number.to_string().into()),
            serde_json::Value::Bool(value) => Some(value.to_string().into()),
            _ => None,
        };
        let read = T::deserialize(value).or_else(|error| match other.map(T::deserialize) {
            Some(Ok(value)) => Ok(value),
            _ => Err(error),
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Reading, Template, Unresolved, at, constant, value};

    #[test]
    fn pointers_lead_to_values() {
        let body = json!({"a": {"b/c": [1, "x"]}, "n": null, "t": true});
        for (pointer, expected) in [
            ("/a/b~1c/0", Some(json!(1))),
            ("/a/b~1c/1", Some(json!("x"))),
            ("/t", Some(json!(true))),
            ("/n", None),
            ("/none", None),
            ("/a/b~1c/2", None),
            ("", Some(body.clone())),
        ] {
            let found = at(&body, pointer).map(|value| value.0);
            assert_eq!(found, expected, "{pointer}");
        }
        assert_eq!(value(&None::<String>), None);
        assert_eq!(value("a").map(|value| value.0), Some(json!("a")));
    }

    #[test]
    fn urls_are_taken_as_they_are_and_parts_of_them_stay_parts() {
        let base = || value("https://h/a?b=c%2Fd");
        let check = |template: Template, expected: &str| {
            assert_eq!(template.finish().as_deref(), Ok(expected));
        };
        check(Template::url().reading("$a", base()), "https://h/a?b=c%2Fd");
        check(
            Template::url()
                .reading("$a", base())
                .literal("&d=")
                .reading("$d", value("x&y=z é")),
            "https://h/a?b=c%2Fd&d=x%26y%3Dz%20%C3%A9",
        );
        check(
            Template::url()
                .literal("https://h/")
                .reading("$a", value("../b"))
                .literal("/c"),
            "https://h/..%2Fb/c",
        );
        check(
            Template::url()
                .literal("https://h/")
                .reading("$n", value(&7))
                .reading("$t", value(&true)),
            "https://h/7true",
        );
        check(
            Template::text().literal("a ").reading("$b", value("b/c")),
            "a b/c",
        );
    }

    #[test]
    fn what_has_no_text_is_told() {
        let list = value(&json!([1]));
        assert_eq!(
            Template::url()
                .reading("$request.body#/a", None)
                .reading("$b", list.clone())
                .finish(),
            Err(Unresolved::Absent {
                expression: "$request.body#/a"
            })
        );
        assert_eq!(
            Template::url().reading("$b", list).finish(),
            Err(Unresolved::NotText { expression: "$b" })
        );
    }

    #[test]
    fn inputs_get_the_type_they_want() {
        let reading = |json: serde_json::Value| Reading::new("$x", value(&json));
        assert_eq!(reading(json!(7)).read::<u8>(), Ok(7));
        assert_eq!(reading(json!("7")).read::<u8>(), Ok(7));
        assert_eq!(reading(json!(7)).read::<String>(), Ok("7".to_owned()));
        assert_eq!(reading(json!("true")).read::<bool>(), Ok(true));
        assert_eq!(reading(json!("7")).read::<String>(), Ok("7".to_owned()));
        assert_eq!(reading(json!([1, 2])).read::<Vec<i32>>(), Ok(vec![1, 2]));
        assert!(matches!(
            reading(json!("x")).read::<u8>(),
            Err(Unresolved::Mismatch {
                expression: "$x",
                ..
            })
        ));
        assert_eq!(
            Reading::new("$x", None).read::<u8>(),
            Err(Unresolved::Absent { expression: "$x" })
        );
        assert_eq!(Reading::new("$x", None).read_optional::<u8>(), Ok(None));
        assert_eq!(constant("{\"a\":1}").read(), Ok(json!({"a": 1})));
        let text = Template::text().literal("a").reading("$x", value("b"));
        assert_eq!(text.into_reading().read::<String>(), Ok("ab".to_owned()));
    }
}
