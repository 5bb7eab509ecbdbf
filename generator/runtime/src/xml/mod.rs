//! XML bodies of types that are described for JSON.
//!
//! In: bytes, or a value that serialises; and a [`Node`], the description of how the JSON form of a type stands in XML
//! (OpenAPI 3.2 section 4.24, XML Object). Out: a value, or everything that is wrong with the input, each at its JSON pointer;
//! or the text of a document. The types' own `Serialize` and `Deserialize` are used, so nothing is emitted but descriptions. Knows
//! nothing of HTTP and of no particular API.
//!
//! Documents come from strangers: the five built-in entities and character references are all that is resolved, a document type
//! is refused, depth and number of nodes are bounded.
//!
//! ```
//! use generator_runtime::xml::{self, Member, Node, Object, Shape};
//! use serde_json::{Value, json};
//!
//! static PET: Object = Object::new(&[
//!     Member::new("id", Node::attribute("id", Shape::Number)),
//!     Member::new("name", Node::element("name", Shape::Text)),
//!     Member::new("tags", Node::element("tags", Shape::List(&Node::element("tag", Shape::Text)))),
//! ]);
//! static ROOT: Node = Node::element("pet", Shape::Object(&PET));
//!
//! let text = r#"<?xml version="1.0" encoding="UTF-8"?><pet id="1"><name>Rex &amp; co</name><tags><tag>a</tag><tag>b</tag></tags></pet>"#;
//! let value: Value = xml::from_slice(text.as_bytes(), &ROOT)?;
//! assert_eq!(value, json!({"id": 1, "name": "Rex & co", "tags": ["a", "b"]}));
//! assert_eq!(xml::to_string(&value, &ROOT)?, text);
//! # Ok::<(), generator_runtime::validate::Violations>(())
//! ```

mod choice;
mod escape;
mod read;
mod scope;
mod shape;
#[cfg(test)]
mod tests;
mod tree;
mod write;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::json;
use crate::validate::Violations;

pub use shape::{Member, Node, Object, Shape};

/// Reads a value from an XML document with the root element that `root` describes.
///
/// # Errors
/// A single violation of `xml` when the bytes are no document that is taken: not well-formed, not UTF-8, with a document type, too
/// deep, with another root element. Else everything that is wrong with the content as a `T`.
pub fn from_slice<T: DeserializeOwned>(bytes: &[u8], root: &Node) -> Result<T, Violations> {
    let document = tree::parse(bytes).map_err(|message| Violations::one("", "xml", message))?;
    json::from_value(&read::document(&document, root)?)
}

/// Writes a value as an XML document with the root element that `root` describes.
///
/// # Errors
/// What of the value has no XML form: characters that XML does not have, member names that are no names of elements.
pub fn to_string<T: Serialize + ?Sized>(value: &T, root: &Node) -> Result<String, Violations> {
    let value = serde_json::to_value(value)
        .map_err(|error| Violations::one("", "json", error.to_string()))?;
    write::document(&value, root)
}
