//! Constraints that a type cannot express: lengths, ranges, patterns.
//!
//! In: values of emitted types. Out: every violated constraint with its JSON pointer and JSON Schema keyword. The rules are JSON Schema's
//! (2020-12 validation, section 6), which `OpenAPI` uses.
//!
//! ```
//! use generator_runtime::validate::{Check, Validate, validate};
//!
//! struct Disk {
//!     size: i64,
//! }
//!
//! struct Server {
//!     name: String,
//!     disks: Vec<Disk>,
//! }
//!
//! impl Validate for Disk {
//!     fn validate(&self, check: &mut Check) {
//!         check.at("size").integer(self.size, 1..=1024).multiple_of_integer(self.size, 10);
//!     }
//! }
//!
//! impl Validate for Server {
//!     fn validate(&self, check: &mut Check) {
//!         check.at("name").length(&self.name, 1..=64);
//!         check.at("disks").items(self.disks.len(), ..=8);
//!         self.disks.validate(&mut check.at("disks"));
//!     }
//! }
//!
//! let server = Server { name: String::new(), disks: vec![Disk { size: 10 }, Disk { size: 2000 }] };
//! assert_eq!(
//!     validate(&server).unwrap_err().to_string(),
//!     "/name: must have at least 1 character, has 0; /disks/1/size: must be at most 1024, is 2000"
//! );
//! ```

mod any_of;
mod check;
mod multiple;
#[cfg(feature = "pattern")]
mod pattern;
#[cfg(feature = "pattern")]
mod rules;
#[cfg(test)]
mod tests;
mod violation;

pub use any_of::AnyOf;
pub use check::{At, Check, Direction, Validate, validate, validate_in};
#[cfg(feature = "pattern")]
pub use pattern::Pattern;
#[cfg(feature = "pattern")]
pub use rules::Rules;
pub use violation::{Violation, Violations};

pub(crate) use violation::push_token;
