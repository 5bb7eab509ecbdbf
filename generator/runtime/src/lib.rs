//! What crates generated from `OpenAPI` documents share.

pub mod credentials;
pub mod signing;
