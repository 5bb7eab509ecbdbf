//! Parameters on the wire: every style, place and shape of `OpenAPI` 3.0 to 3.2, in both directions.
//!
//! In: values of emitted types and [`Param`]s that say how they are written; or a path, query and headers that came in. Out: the head of a
//! request; or values, with everything that is wrong about them. Writing follows RFC 6570 as `OpenAPI` 3.1.1 (section 4.8.12) applies it,
//! reading is its inverse. Knows nothing of transports and routes.

mod decode;
mod encode;
pub mod form;
mod inputs;
mod nested;
mod param;
mod percent;
mod target;
#[cfg(test)]
mod tests;
mod tree;

pub use inputs::{Inputs, given};
pub use param::{Param, Place, Shape, Style};
pub use target::Target;
