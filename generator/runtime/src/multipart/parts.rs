//! Parts that no document describes.

use super::{FilePart, Form, Reader, Writer};

/// The parts of a multipart body in their order, with their names. A part without a name has an empty one.
#[derive(Debug, Default)]
pub struct Parts(pub Vec<(String, FilePart)>);

impl Parts {
    /// No parts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a part. Without a file name it is sent as a plain field.
    #[must_use]
    pub fn part(mut self, name: impl Into<String>, part: impl Into<FilePart>) -> Self {
        self.0.push((name.into(), part.into()));
        self
    }
}

impl IntoIterator for Parts {
    type Item = (String, FilePart);
    type IntoIter = std::vec::IntoIter<(String, FilePart)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl Form for Parts {
    fn write(&mut self, parts: &mut Writer) {
        parts.others(self);
    }

    fn read(parts: &mut Reader) -> Option<Self> {
        Some(parts.others())
    }
}
