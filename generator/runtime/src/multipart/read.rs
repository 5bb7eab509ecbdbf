//! A body to parts of documented types.

use bytes::Bytes;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::split::{Piece, split};
use super::{FilePart, Parts};
use crate::json;
use crate::params::{Inputs, Param};
use crate::validate::{Violations, push_token};

/// The parts of a body while they are read. What is wrong is collected.
#[derive(Debug)]
pub struct Reader {
    pieces: Vec<Piece>,
    /// Names that the form knows.
    known: Vec<&'static str>,
    violations: Violations,
}

/// The parts of one name.
#[derive(Debug)]
pub struct PartReader<'a> {
    reader: &'a mut Reader,
    name: &'static str,
}

impl Reader {
    pub(super) fn new(content_type: &str, body: &Bytes) -> Result<Self, Violations> {
        let pieces =
            split(content_type, body).map_err(|why| Violations::one("", "multipart", why))?;
        Ok(Self {
            pieces,
            known: Vec::new(),
            violations: Violations::default(),
        })
    }

    /// The parts of a name.
    pub fn part(&mut self, name: &'static str) -> PartReader<'_> {
        self.known.push(name);
        PartReader { reader: self, name }
    }

    /// The parts of a name that must occur.
    pub fn required(&mut self, name: &'static str) -> PartReader<'_> {
        let mut part = self.part(name);
        if part.pieces().next().is_none() {
            part.fail(Violations::one("", "required", "is required"));
        }
        part
    }

    /// The parts whose names nobody has asked for so far.
    pub fn others(&mut self) -> Parts {
        let known = std::mem::take(&mut self.known);
        let is_known = |piece: &Piece| {
            let name = piece.name.as_deref().unwrap_or_default();
            known.contains(&name)
        };
        let others = self.pieces.extract_if(.., |piece| !is_known(piece));
        let parts = others.map(|piece| (piece.name.unwrap_or_default(), piece.file));
        Parts(parts.collect())
    }

    pub(super) fn finish(self) -> Result<(), Violations> {
        self.violations.into_result()
    }
}

impl PartReader<'_> {
    /// A documented header of the first part; `None` when it is not there, or is wrong, which is noted.
    #[must_use]
    pub fn header<T: DeserializeOwned>(self, param: &Param) -> Option<T> {
        self.inputs(|inputs| inputs.optional(param))
    }

    /// A documented header of the first part, which must be there if the part is.
    #[must_use]
    pub fn required_header<T: DeserializeOwned>(self, param: &Param) -> Option<T> {
        self.inputs(|inputs| inputs.required(param))
    }

    fn inputs<T>(mut self, read: impl FnOnce(&mut Inputs<'_>) -> Option<T>) -> Option<T> {
        let headers = &self.pieces().next()?.file.headers;
        let mut inputs = Inputs::new(&[], None, headers);
        let value = read(&mut inputs);
        if let Err(violations) = inputs.finish() {
            self.fail(violations);
        }
        value
    }

    /// One value, as text.
    #[must_use]
    pub fn text<T: DeserializeOwned>(self) -> Option<T> {
        self.value(|content| json::from_text_value(text(content)?))
    }

    /// All values, as the items of a list.
    #[must_use]
    pub fn texts<T: DeserializeOwned>(mut self) -> Option<T> {
        let texts: Result<Vec<Value>, _> =
            self.pieces().map(|piece| text(&piece.content)).collect();
        match texts {
            Ok(texts) if texts.is_empty() => None,
            Ok(texts) => self.settle(json::from_text_value(texts.into())),
            Err(violations) => self.settle(Err(violations)),
        }
    }

    /// One value, as JSON.
    #[must_use]
    pub fn json<T: DeserializeOwned>(self) -> Option<T> {
        self.value(json::from_slice)
    }

    /// All values, each as JSON.
    #[must_use]
    pub fn each_json<T: DeserializeOwned>(mut self) -> Option<Vec<T>> {
        let values = self.pieces().map(|piece| json::from_slice(&piece.content));
        let values = values.collect::<Result<Vec<T>, Violations>>();
        self.settle(values).filter(|values| !values.is_empty())
    }

    /// One file.
    #[must_use]
    pub fn file(mut self) -> Option<FilePart> {
        self.single();
        self.files()?.into_iter().next()
    }

    /// All files.
    #[must_use]
    pub fn files(self) -> Option<Vec<FilePart>> {
        let pieces = self.reader.pieces.iter_mut();
        let pieces = pieces.filter(|piece| piece.name.as_deref() == Some(self.name));
        let files: Vec<_> = pieces
            .map(|piece| std::mem::take(&mut piece.file))
            .collect();
        Some(files).filter(|files| !files.is_empty())
    }

    fn pieces(&self) -> impl Iterator<Item = &Piece> {
        let pieces = self.reader.pieces.iter();
        pieces.filter(|piece| piece.name.as_deref() == Some(self.name))
    }

    /// The content of the first part. That there are more is noted.
    fn single(&mut self) -> Option<Bytes> {
        let count = self.pieces().count();
        if count > 1 {
            let message = format!("is given {count} times");
            self.fail(Violations::one("", "type", message));
        }
        self.pieces().next().map(|piece| piece.content.clone())
    }

    fn value<T>(mut self, read: impl FnOnce(&[u8]) -> Result<T, Violations>) -> Option<T> {
        let content = self.single()?;
        self.settle(read(&content))
    }

    fn settle<T>(&mut self, read: Result<T, Violations>) -> Option<T> {
        read.map_err(|violations| self.fail(violations)).ok()
    }

    fn fail(&mut self, violations: Violations) {
        let mut pointer = String::new();
        push_token(&mut pointer, self.name);
        self.reader.violations.extend(violations.within(&pointer));
    }
}

fn text(content: &[u8]) -> Result<Value, Violations> {
    match std::str::from_utf8(content) {
        Ok(text) => Ok(Value::String(text.to_owned())),
        Err(_) => Err(Violations::one("", "type", "is not UTF-8")),
    }
}
