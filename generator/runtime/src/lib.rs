//! What crates generated from `OpenAPI` documents share.

pub mod json;
pub mod params;
pub mod validate;
pub mod values;
