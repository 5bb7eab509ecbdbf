//! What crates generated from `OpenAPI` documents share.

pub mod body;
#[cfg(feature = "client")]
pub mod client;
pub mod credentials;
pub mod error;
pub mod json;
pub mod media;
pub mod params;
pub mod security;
#[cfg(feature = "server")]
pub mod server;
pub mod signing;
pub mod validate;
pub mod values;
