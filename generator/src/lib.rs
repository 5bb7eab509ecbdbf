//! Generates Rust crates from `OpenAPI` documents.

pub mod diagnostics;
pub mod model;
pub mod read;
pub mod resolve;
