//! Parameters on the wire: every style, place and shape of `OpenAPI` 3.0 to 3.2, in both directions.
//!
//! In: values of emitted types and [`Param`]s that say how they are written; or a path, query and headers that came in. Out: the head of a
//! request; or values, with everything that is wrong about them. Writing follows RFC 6570 as `OpenAPI` 3.1.1 (section 4.8.12) applies it,
//! reading is its inverse. Knows nothing of transports and routes.
//!
//! ```
//! use generator_runtime::params::{Inputs, Param, Target, given};
//!
//! const IMAGE_ID: Param = Param::path("image_id");
//! const STATUS: Param = Param::query("status").array().explode(false);
//!
//! // The client writes.
//! let mut target = Target::new();
//! target.literal("/v1/images/").set(&IMAGE_ID, "a/b").literal("/jobs").set(&STATUS, &["x", "y,z"]);
//! let (uri, _headers) = target.finish()?;
//! assert_eq!(uri, "/v1/images/a%2Fb/jobs?status=x,y%2Cz");
//!
//! // The server reads.
//! let headers = http::HeaderMap::new();
//! let captures = [("image_id", String::from("a%2Fb"))];
//! let mut inputs = Inputs::new(&captures, uri.query(), &headers);
//! let image_id = inputs.required::<String>(&IMAGE_ID);
//! let status = inputs.optional::<Vec<String>>(&STATUS);
//! inputs.finish()?;
//! assert_eq!(given(image_id)?, "a/b");
//! assert_eq!(status.unwrap_or_default(), ["x", "y,z"]);
//! # Ok::<(), generator_runtime::validate::Violations>(())
//! ```

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
pub use param::{Content, Param, Place, Shape, Style};
pub use target::Target;

#[cfg(any(feature = "client", feature = "server"))]
pub(crate) use tree::text;
pub(crate) use tree::texts;
