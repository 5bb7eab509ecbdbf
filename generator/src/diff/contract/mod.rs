//! A document → what its API promises on the wire, in a normal form.
//!
//! In: a checked document. Out: operations with everything that applies to them, whatever place of the document says so, and schemas
//! in normal form, each fact with its place. Two documents that promise the same have equal contracts.

pub(crate) mod api;
pub(crate) mod canonical;
pub(crate) mod contents;
pub(crate) mod decimal;
mod flow;
pub(crate) mod format;
mod keyword;
pub(crate) mod merge;
pub(crate) mod operations;
pub(crate) mod schema;
mod schemas;
mod security;
mod servers;

pub(crate) use canonical::canonical;
pub(crate) use decimal::Decimal;
pub(crate) use flow::{Flow, Medium};
pub(crate) use keyword::Keyword;
pub(crate) use schemas::Schemas;
