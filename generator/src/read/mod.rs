//! Text → document: the first stage.
//!
//! In: the path or the text of an `OpenAPI` document in YAML or JSON. Out: a [`Document`]: the tree of its values with their places,
//! checked against the grammar of its version, and the files its references need. Only Swagger 2.0 is converted; nothing is
//! dropped. What cannot be used is said in diagnostics, all of them in one run. This stage must not know what the values are used for.

mod check;
mod document;
mod expansion;
mod files;
mod grammar;
mod load;
mod members;
mod node;
mod number;
mod overlay;
mod path_items;
mod pointer;
mod reader;
mod references;
mod repair;
mod resources;
mod scalar;
mod select;
mod swagger;
mod version;
mod visit;

pub use document::{Document, read, read_openapi, read_text, read_with};
pub use files::{Limits, ReadOptions, read_bytes};
pub(crate) use grammar::Kind;
pub use grammar::{KnownField, known_fields};
pub use load::load;
pub use node::{Member, Node, Object, Value};
pub use number::Number;
pub use pointer::Pointer;
pub use select::Selector;
#[cfg(feature = "diff")]
pub(crate) use select::matches;
pub(crate) use select::{operations, unreached};
pub use version::Version;
pub(crate) use visit::visit;
