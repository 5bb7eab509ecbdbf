//! Generates Rust crates from `OpenAPI` documents.

pub mod model;
pub mod render;
