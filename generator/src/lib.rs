//! Generates Rust crates from `OpenAPI` documents.
//!
//! Data flows one way: [`read`] makes a checked tree of a document, [`resolve`] makes of it what
//! the API is (the [`model`]), [`render`] makes Rust source of that, and [`mod@write`] puts it on
//! disk. [`diagnostics`] collects what there is to say on the way. [`Generator`] is all of it.

pub mod diagnostics;
#[cfg(feature = "diff")]
pub mod diff;
mod generator;
pub mod lint;
pub mod model;
mod place;
pub mod read;
pub mod render;
pub mod resolve;
pub mod settings;
mod suggest;
mod workspace;
pub mod write;

pub use generator::{Crate, Error, Generated, Generator};
pub use render::Part;
