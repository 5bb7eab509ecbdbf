//! JSON text to values and back: the entry points.

use serde::de::DeserializeOwned;
use serde::ser::Serialize;
use serde_json::Value;

use super::buffered::{Buffered, Node, buffer};
use super::compare::nodes;
use super::context::{self, Context, Mode};
use super::tree::Tree;
use crate::validate::Violations;

/// Reads a value from JSON text.
///
/// # Errors
/// Everything that is wrong with the text as a `T`: missing members, wrong types, unknown members of closed objects, each at its JSON
/// pointer; at most one hundred. A single violation when the text is no JSON, is nested deeper than 128 levels, or has something behind the value.
pub fn from_slice<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Violations> {
    serde_json::from_slice(bytes).or_else(|first| {
        let mut json = serde_json::Deserializer::from_slice(bytes);
        again(
            buffer(&mut json).and_then(|value| json.end().map(|()| value)),
            &first,
        )
    })
}

/// Reads a value from JSON text; as [`from_slice`].
///
/// # Errors
/// As [`from_slice`].
pub fn from_str<T: DeserializeOwned>(text: &str) -> Result<T, Violations> {
    from_slice(text.as_bytes())
}

/// Reads a value from JSON that is already in memory.
///
/// # Errors
/// Everything that is wrong with `value` as a `T`.
pub fn from_value<T: DeserializeOwned>(value: &Value) -> Result<T, Violations> {
    collect(&Node::from(value.clone()), false)
}

/// Reads a value from a tree of text scalars, which are converted to what `T` asks for.
pub(crate) fn from_text_value<T: DeserializeOwned>(value: Value) -> Result<T, Violations> {
    collect(&Node::from(value), true)
}

/// Reads a value from text: the text itself, or the number or boolean that it says.
#[cfg(any(feature = "client", feature = "server"))]
pub(crate) fn from_text<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Violations> {
    let text =
        std::str::from_utf8(bytes).map_err(|_| Violations::one("", "type", "is not UTF-8"))?;
    from_text_value(Value::String(text.to_owned()))
}

/// The second read of input that failed the first. It can succeed: it takes `1.0` for an integer.
fn again<T: DeserializeOwned>(
    value: serde_json::Result<Buffered>,
    first: &serde_json::Error,
) -> Result<T, Violations> {
    match value {
        Ok(value) => collect(&value.0, false).map_err(|violations| {
            if violations.is_empty() {
                Violations::one("", "json", first.to_string())
            } else {
                violations
            }
        }),
        Err(error) if error.is_eof() && error.line() == 1 && error.column() == 0 => {
            Err(Violations::one("", "json", "expected JSON, found nothing"))
        }
        Err(error) => Err(Violations::one("", "json", error.to_string())),
    }
}

fn collect<T: DeserializeOwned>(value: &Node, text: bool) -> Result<T, Violations> {
    let run = context::enter(Context::new(Mode::Collect, text, budget(value)));
    let mut result = T::deserialize(Tree(value));
    let failed = result.is_err();
    while result.is_err() && context::with(|context| context.goes_on()) == Some(true) {
        result = T::deserialize(Tree(value));
    }
    let context = run.finish();
    match result {
        Ok(value) if !failed => Ok(value),
        result => {
            let mut violations = Violations(
                context
                    .map(|context| context.violations)
                    .unwrap_or_default(),
            );
            if let (true, Err(failure)) = (violations.is_empty(), result) {
                violations.0.push(failure.into_violation());
            }
            Err(violations)
        }
    }
}

/// Steps that reading `value` may take. Unions take a few per alternative; this leaves room for what documents really have.
pub(super) fn budget(value: &Node) -> usize {
    10_000 + 50 * nodes(value)
}

/// Writes a value as JSON text.
///
/// # Errors
/// A violation when the value has no JSON form, such as a number that is not finite inside a map key; emitted types always have one.
pub fn to_vec<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, Violations> {
    serde_json::to_vec(value).map_err(|error| Violations::one("", "json", error.to_string()))
}

/// Writes a value as JSON text; as [`to_vec`].
///
/// # Errors
/// As [`to_vec`].
pub fn to_string<T: Serialize + ?Sized>(value: &T) -> Result<String, Violations> {
    serde_json::to_string(value).map_err(|error| Violations::one("", "json", error.to_string()))
}
