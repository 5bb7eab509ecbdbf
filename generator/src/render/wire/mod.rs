//! What types look like on the wire, away from the types that people read.
//!
//! Comes in: the types of an API. Goes out: the module `wire` with how they are read and written
//! (`wire/types.rs`) and what is checked (`wire/validate.rs`); and how operations travel
//! (`wire/parameters.rs`, `wire/forms.rs`, `wire/client.rs`, `wire/server.rs`, `wire/xml.rs`).

pub(crate) mod access;
pub(crate) mod agreement;
pub(crate) mod client;
pub(crate) mod expressions;
pub(crate) mod forms;
mod names;
pub(crate) mod parameters;
pub(crate) mod places;
pub(crate) mod server;
pub mod types;
pub mod validate;
pub(crate) mod xml;
