//! Strings and integers for emitted enumerations.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, Visitor};

use super::context;
use super::failure;

/// Reads a string, borrowed where the input allows.
///
/// # Errors
/// When the value is no string.
pub fn string<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Cow<'de, str>, D::Error> {
    struct Text;
    impl<'de> Visitor<'de> for Text {
        type Value = Cow<'de, str>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a string")
        }

        fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
            Ok(Cow::Borrowed(text))
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
            Ok(Cow::Owned(text.to_owned()))
        }

        fn visit_string<E: Error>(self, text: String) -> Result<Self::Value, E> {
            Ok(Cow::Owned(text))
        }
    }
    deserializer.deserialize_str(Text)
}

/// Reads an integer of up to 64 bits.
///
/// # Errors
/// When the value is no integer or does not fit.
pub fn integer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    i64::deserialize(deserializer)
}

/// The error about a value outside a closed enumeration; `expected` are its values as text.
#[must_use]
pub fn not_one_of<E: Error>(found: impl fmt::Display, expected: &'static [&'static str]) -> E {
    let found = found.to_string();
    if context::mode().is_some() {
        E::unknown_variant(&found, expected)
    } else {
        E::custom(failure::not_one_of(&found, expected))
    }
}

/// Passes on a value that the document does not name but the type keeps. Where alternatives are tried, one that names the value is preferred.
pub fn unrecognized<T>(value: T) -> T {
    context::with(|context| context.mismatches += 1);
    value
}

/// Where alternatives are tried, an alternative whose format the text has is preferred.
pub(crate) fn expect_format(is_valid: impl FnOnce() -> bool) {
    if context::mode().is_some() && !is_valid() {
        context::with(|context| context.mismatches += 1);
    }
}
