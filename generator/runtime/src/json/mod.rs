//! Reading and writing JSON for types whose serde implementations are emitted.
//!
//! In: bytes, text or any serde deserialiser. Out: values, or everything that is wrong with the input, each with its JSON pointer.
//! The first read streams; only input that fails it is buffered and read once more, to find all that is wrong. Knows nothing of HTTP
//! and of no particular API.

mod buffered;
mod compare;
mod context;
mod failure;
mod level;
mod object;
mod read;
#[cfg(test)]
mod samples;
mod scalar;
mod seen;
mod subset;
#[cfg(test)]
mod tests;
mod tree;
mod union;
mod writer;

pub use buffered::{Buffered, buffer};
pub use object::{FromObject, Key, Object, object, required};
pub use read::{from_slice, from_str, from_value, to_string, to_vec};
pub use scalar::{integer, not_one_of, string, unrecognized};
pub use subset::Subset;
pub use union::{Trial, tag, variant};
pub use writer::{ObjectWriter, Parts, without};

pub(crate) use compare::canonical;
pub(crate) use read::from_text_value;
pub(crate) use scalar::expect_format;
