//! Why a buffered value could not be read, in words for the person who sent it.

use std::fmt;

use serde::de::{self, Expected, Unexpected};

use super::context;
use crate::validate::{Violation, push_token};

/// Longest piece of the received value that is quoted back, in characters.
const LONGEST_QUOTE: usize = 40;

/// Longest reason that is given for one alternative, in characters.
const LONGEST_REASON: usize = 200;

/// Why reading failed: what [`Tree`](super::tree::Tree) gives as its error.
#[derive(Debug)]
pub(crate) struct Failure {
    /// Where, seen from the value that was asked for.
    pub(super) pointer: String,
    pub(super) message: String,
    pub(super) keyword: &'static str,
}

impl Failure {
    pub(super) fn new(keyword: &'static str, message: impl Into<String>) -> Self {
        Self {
            pointer: String::new(),
            message: message.into(),
            keyword,
        }
    }

    /// The same failure seen from one level further out.
    pub(super) fn under(mut self, token: &str) -> Self {
        let inner = std::mem::take(&mut self.pointer);
        push_token(&mut self.pointer, token);
        self.pointer.push_str(&inner);
        self
    }

    pub(super) fn into_violation(self) -> Violation {
        Violation {
            pointer: self.pointer,
            message: self.message,
            keyword: self.keyword,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.pointer.is_empty() {
            f.write_str(&self.message)
        } else {
            write!(f, "{}: {}", self.pointer, self.message)
        }
    }
}

impl std::error::Error for Failure {}

impl de::Error for Failure {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new("type", message.to_string())
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(
            "type",
            format!(
                "expected {}, found {}",
                kind(&expected.to_string()),
                quote(found)
            ),
        )
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(
            "format",
            format!(
                "expected {}, found {}",
                exact(&expected.to_string()),
                quote(found)
            ),
        )
    }

    fn invalid_length(length: usize, expected: &dyn Expected) -> Self {
        Self::new(
            "type",
            format!("expected {expected}, found {length} elements"),
        )
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        Self::new("enum", not_one_of(variant, expected))
    }

    fn unknown_field(field: &str, _expected: &'static [&'static str]) -> Self {
        Self::new(
            "additionalProperties",
            format!("has no member `{}`", shorten(field, LONGEST_QUOTE)),
        )
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new("required", format!("`{field}` is required"))
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::new("json", format!("has the member `{field}` twice"))
    }
}

/// Why none of several alternatives fits. Each reason is cut, for alternatives may hold alternatives.
pub(super) fn none_matches(failures: &[Failure]) -> String {
    if context::is_exhausted() {
        return String::from("has too many ways to be read");
    }
    let mut text = String::from("matches none of the alternatives");
    for (index, failure) in failures.iter().enumerate() {
        let reason = shorten(&failure.to_string(), LONGEST_REASON);
        text.push_str(if index == 0 { ": " } else { "; " });
        text.push_str(&format!("({}) {reason}", index + 1));
    }
    text
}

/// `expected one of …, found …`.
pub(super) fn not_one_of(found: &str, expected: &[&str]) -> String {
    let mut text = String::from(if expected.len() == 1 {
        "expected "
    } else {
        "expected one of "
    });
    for (index, value) in expected.iter().enumerate() {
        if index == 20 {
            text.push_str(", …");
            break;
        }
        text.push_str(if index > 0 { ", `" } else { "`" });
        text.push_str(value);
        text.push('`');
    }
    text.push_str(", found `");
    text.push_str(&shorten(found, LONGEST_QUOTE));
    text.push('`');
    text
}

/// The kind of value in JSON's words; serde says `i64`, `a sequence`, `a map`.
fn kind(expected: &str) -> &str {
    match expected {
        "i8" | "i16" | "i32" | "i64" | "i128" | "u8" | "u16" | "u32" | "u64" | "u128" | "isize"
        | "usize" => "an integer",
        "f32" | "f64" => "a number",
        "a sequence" => "an array",
        "a map" => "an object",
        "unit" => "null",
        other => other,
    }
}

/// The range as well, for values of the right kind that do not fit.
fn exact(expected: &str) -> &str {
    match expected {
        "i8" => "an integer from -128 to 127",
        "i16" => "an integer from -32768 to 32767",
        "i32" => "an integer of at most 32 bits",
        "i64" | "isize" => "an integer of at most 64 bits",
        "u8" => "an integer from 0 to 255",
        "u16" => "an integer from 0 to 65535",
        "u32" => "an integer of at most 32 bits that is not negative",
        "u64" | "usize" => "an integer of at most 64 bits that is not negative",
        other => kind(other),
    }
}

fn quote(found: Unexpected<'_>) -> String {
    match found {
        Unexpected::Bool(value) => value.to_string(),
        Unexpected::Unsigned(value) => value.to_string(),
        Unexpected::Signed(value) => value.to_string(),
        Unexpected::Float(value) => value.to_string(),
        Unexpected::Str("") => String::from("an empty text"),
        Unexpected::Str(value) => format!("{:?}", shorten(value, LONGEST_QUOTE)),
        Unexpected::Unit | Unexpected::Option => String::from("null"),
        Unexpected::Seq => String::from("an array"),
        Unexpected::Map => String::from("an object"),
        other => other.to_string(),
    }
}

fn shorten(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
