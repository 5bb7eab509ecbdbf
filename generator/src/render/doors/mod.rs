//! The only three ways in which text of a document enters Rust source.
//!
//! Comes in: any text at all. Goes out: an [identifier](ident()), a [`literal`] or a
//! [doc comment](Doc), harmless whatever the text was. Must not know what the text stands for.

pub mod commonmark;
mod doc;
mod ident;
pub mod literal;

pub use doc::{Doc, code, doc};
pub use ident::ident;
