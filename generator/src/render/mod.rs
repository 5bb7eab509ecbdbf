//! Model → Rust source, in memory.
//!
//! Comes in: an [`Api`](crate::model::Api). Goes out: the files of a crate. This is the only
//! stage that knows Rust; it must not look at a document, nor touch the disk.

pub mod doors;
pub mod expression;
pub mod facts;
pub mod family;
pub mod format;
pub mod mention;
pub mod types;
pub mod wire;

/// A file of a generated crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Path inside the crate, `src/types.rs`.
    pub path: String,
    /// What it holds.
    pub text: String,
}
