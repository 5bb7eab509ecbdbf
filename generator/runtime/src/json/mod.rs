//! Reading and writing JSON for types whose serde implementations are emitted.
//!
//! In: bytes, text or any serde deserialiser. Out: values, or everything that is wrong with the input, each with its JSON pointer.
//! The first read streams; only input that fails it is buffered and read once more, to find all that is wrong. Knows nothing of HTTP
//! and of no particular API.
//!
//! ```
//! use std::collections::BTreeMap;
//!
//! use generator_runtime::json::{self, FromObject, Key, Object, ObjectWriter};
//! use serde::de::{Deserialize, Deserializer, MapAccess};
//! use serde::ser::{Serialize, Serializer};
//!
//! struct Job {
//!     job_id: String,
//!     status: Option<String>,
//!     end_time: Option<Option<i64>>,
//!     additional: BTreeMap<String, i64>,
//! }
//!
//! impl FromObject for Job {
//!     const NAME: &'static str = "Job";
//!     const MEMBERS: &'static [&'static str] = &["job_id", "status", "end_time"];
//!
//!     fn read<'de, A: MapAccess<'de>>(mut object: Object<'de, A>) -> Result<Self, A::Error> {
//!         let mut job_id = None;
//!         let mut status = None;
//!         let mut end_time = None;
//!         let mut additional = BTreeMap::new();
//!         while let Some(key) = object.key()? {
//!             match key {
//!                 Key::Known(0) => object.read(&mut job_id)?,
//!                 Key::Known(1) => object.read_optional(&mut status)?,
//!                 Key::Known(2) => object.read(&mut end_time)?,
//!                 Key::Known(_) => object.skip()?,
//!                 Key::Other(name) => object.other(name, &mut additional)?,
//!             }
//!         }
//!         object.finish(&[0])?;
//!         Ok(Job { job_id: json::required(job_id)?, status, end_time, additional })
//!     }
//! }
//!
//! impl<'de> Deserialize<'de> for Job {
//!     fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
//!         json::object(deserializer)
//!     }
//! }
//!
//! impl Serialize for Job {
//!     fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
//!         let mut object = ObjectWriter::new(serializer)?;
//!         object.member("job_id", &self.job_id)?;
//!         object.optional("status", &self.status)?;
//!         object.optional("end_time", &self.end_time)?;
//!         object.additional(&self.additional)?;
//!         object.end()
//!     }
//! }
//!
//! let text = r#"{"job_id":"1","end_time":null,"more":5}"#;
//! let job: Job = json::from_str(text)?;
//! assert_eq!(json::to_string(&job)?, text);
//!
//! let violations = json::from_str::<Job>(r#"{"status": 12, "more": "x"}"#).err().unwrap_or_default();
//! assert_eq!(
//!     violations.to_string(),
//!     "/status: expected a string, found 12; /more: expected an integer, found \"x\"; /job_id: is required"
//! );
//! # Ok::<(), generator_runtime::validate::Violations>(())
//! ```

mod buffered;
mod compare;
mod context;
mod failure;
mod level;
mod object;
mod read;
#[cfg(test)]
mod samples;
mod scalar;
mod seen;
mod subset;
#[cfg(test)]
mod tests;
mod tree;
mod union;
mod writer;

pub use buffered::{Buffered, buffer};
pub use object::{FromObject, Key, Object, object, required};
pub use read::{from_slice, from_str, from_value, to_string, to_vec};
pub use scalar::{integer, not_one_of, string, unrecognized};
pub use subset::Subset;
pub use union::{Trial, retagged, tag, variant};
pub use writer::{ObjectWriter, Parts, without};

pub(crate) use compare::canonical;
#[cfg(any(feature = "client", feature = "server"))]
pub(crate) use read::from_text;
pub(crate) use read::from_text_value;
pub(crate) use scalar::expect_format;
