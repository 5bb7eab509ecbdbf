//! What crates generated from `OpenAPI` documents share.
//!
//! | feature | brings |
//! |---|---|
//! | – | messages on the wire: [`json`], [`values`], [`params`], [`validate`], [`body`], [`media`], [`multipart`], [`stream`]; [`error`]; [`expression`]; [`signing`] |
//! | `client` | the call core, over any transport |
//! | `reqwest` | `client` with a default transport |
//! | `server` | the router, with limits, authentication and refusals |
//! | `tracing` | a span per call and per request |
//! | `pattern` | regular expressions that cannot be plain Rust |
//! | `xml` | typed XML bodies: `xml` |

pub mod body;
#[cfg(feature = "client")]
pub mod client;
pub mod credentials;
pub mod error;
pub mod expression;
pub mod json;
pub mod media;
pub mod multipart;
pub mod params;
pub mod security;
#[cfg(feature = "server")]
pub mod server;
pub mod signing;
pub mod stream;
pub mod validate;
pub mod values;
#[cfg(feature = "xml")]
pub mod xml;
