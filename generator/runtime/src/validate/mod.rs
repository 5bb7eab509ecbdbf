//! Constraints that a type cannot express: lengths, ranges, patterns.
//!
//! In: values of emitted types. Out: every violated constraint with its JSON pointer and JSON Schema keyword. The rules are JSON Schema's
//! (2020-12 validation, section 6), which `OpenAPI` uses.

mod check;
mod multiple;
#[cfg(feature = "pattern")]
mod pattern;
#[cfg(test)]
mod tests;
mod violation;

pub use check::{At, Check, Validate, validate};
#[cfg(feature = "pattern")]
pub use pattern::Pattern;
pub use violation::{Violation, Violations};

pub(crate) use violation::push_token;
