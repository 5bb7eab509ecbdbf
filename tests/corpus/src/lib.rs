//! Proof over folders of real documents: that crates are made of them, that those compile, and that nothing of a document is lost.
//!
//! Comes in: a folder of documents. Goes out: a table, and whether it is as expected. The documents themselves are others', and
//! stay outside of the repository.

pub mod census;
pub mod compile;
pub mod gaps;
pub mod sweep;
