//! Multipart bodies (RFC 2046 section 5.1), above all `multipart/form-data` (RFC 7578).
//!
//! In: a [`Form`], which writes its parts to a [`Writer`] and takes them from a [`Reader`]. Out: a body with its content
//! type, or what is wrong with one. Files are written as streams where they are streams. What is read is in memory, bounded
//! by whoever read the body, and shared by the parts. The names of parts are texts here; what they mean is the form's.

mod chain;
mod disposition;
mod part;
mod parts;
mod read;
mod split;
#[cfg(test)]
mod tests;
mod write;

use bytes::Bytes;

pub use part::FilePart;
pub use parts::Parts;
pub use read::{PartReader, Reader};
pub use write::{PartWriter, Writer};

use crate::body::Body;
use crate::validate::Violations;

/// What a multipart body holds.
pub trait Form: Sized {
    /// Writes the parts. Called once: the contents of files leave the form.
    fn write(&mut self, parts: &mut Writer);

    /// Takes the parts; `None` when one that is required is missing or wrong, which the reader has noted.
    fn read(parts: &mut Reader) -> Option<Self>;
}

/// The content type, with a boundary of its own, and the body of a form.
///
/// # Errors
/// Parts that cannot be written, at their names.
pub fn write<F: Form>(
    media_type: &str,
    form: &mut F,
) -> Result<(http::HeaderValue, Body), Violations> {
    let mut writer = Writer::default();
    form.write(&mut writer);
    writer.finish(media_type)
}

/// A form from a body of this content type.
///
/// # Errors
/// When it cannot be taken apart, and everything that is wrong with its parts, at their names.
pub fn read<F: Form>(content_type: &str, body: &Bytes) -> Result<F, Violations> {
    let mut reader = Reader::new(content_type, body)?;
    let form = F::read(&mut reader);
    reader.finish()?;
    form.ok_or_else(|| Violations::one("", "required", "lacks a required part"))
}
