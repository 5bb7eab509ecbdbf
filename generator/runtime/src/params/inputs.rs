//! Reads parameters out of a request.

use http::header::{COOKIE, HeaderMap};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::decode::{self, Pair};
use super::form;
use super::param::{Content, Param, Place, Shape};
use crate::json;
use crate::validate::Violations;

/// The parameters of a request while they are read. What is wrong is collected, and [`finish`](Self::finish) tells.
#[derive(Debug)]
pub struct Inputs<'a> {
    captures: &'a [(&'static str, String)],
    query: Vec<Pair>,
    query_string: Option<&'a str>,
    headers: &'a HeaderMap,
    cookies: Vec<Pair>,
    violations: Violations,
}

impl<'a> Inputs<'a> {
    /// The parameters of a request. `captures` are the path parameters by name as they came, percent-encoded; `query` is what follows the `?`.
    #[must_use]
    pub fn new(
        captures: &'a [(&'static str, String)],
        query: Option<&'a str>,
        headers: &'a HeaderMap,
    ) -> Self {
        let mut violations = Violations::default();
        let query_string = query.filter(|query| !query.is_empty());
        let query = decode::pairs(query.unwrap_or_default()).unwrap_or_else(|message| {
            violations.extend(Violations::one("/query", "style", message));
            Vec::new()
        });
        Self {
            captures,
            query,
            query_string,
            headers,
            cookies: cookies(headers),
            violations,
        }
    }

    /// A parameter that must be there; `None` when it is not or is wrong, which is noted.
    pub fn required<T: DeserializeOwned>(&mut self, param: &Param) -> Option<T> {
        match self.find(param) {
            Ok(Some(found)) => self.read(param, found),
            Ok(None) => {
                self.violations
                    .extend(Violations::one(param.pointer(), "required", "is required"));
                None
            }
            Err(message) => self.fail(param, message),
        }
    }

    /// A parameter that may be there; `None` when it is not, or is wrong, which is noted.
    pub fn optional<T: DeserializeOwned>(&mut self, param: &Param) -> Option<T> {
        match self.find(param) {
            Ok(found) => found.and_then(|found| self.read(param, found)),
            Err(message) => self.fail(param, message),
        }
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// Everything that was wrong.
    pub fn finish(self) -> Result<(), Violations> {
        self.violations.into_result()
    }

    fn find(&mut self, param: &Param) -> Result<Option<Value>, String> {
        // Text of a media type is one scalar to the style around it.
        let param = &if param.content.is_some() {
            Param {
                shape: Shape::Scalar,
                ..*param
            }
        } else {
            *param
        };
        match param.place {
            Place::Path => match self.captures.iter().find(|(name, _)| *name == param.name) {
                Some((_, text)) => decode::path(param, text).map(Some),
                None => Ok(None),
            },
            Place::Query => {
                let found = decode::query(param, &mut self.query)?;
                Ok(found.filter(|found| !(param.allow_empty && is_blank(found))))
            }
            Place::QueryString => match self.query_string {
                // The text of a form is its own encoding.
                Some(text) if param.content == Some(Content::Form) => {
                    Ok(Some(Value::String(text.to_owned())))
                }
                Some(text) => decode::text(text).map(Value::String).map(Some),
                None => Ok(None),
            },
            Place::Cookie => decode::query(param, &mut self.cookies),
            Place::Header => match header(self.headers, param.name)? {
                Some(text) => decode::header(param, &text).map(Some),
                None => Ok(None),
            },
        }
    }

    fn read<T: DeserializeOwned>(&mut self, param: &Param, found: Value) -> Option<T> {
        let result = match found {
            Value::String(text) if param.content == Some(Content::Json) => json::from_str(&text),
            Value::String(text) if param.content == Some(Content::Form) => {
                form::decode(text.as_bytes())
            }
            found => json::from_text_value(found),
        };
        result
            .map_err(|violations| self.violations.extend(violations.within(&param.pointer())))
            .ok()
    }

    fn fail<T>(&mut self, param: &Param, message: String) -> Option<T> {
        self.violations
            .extend(Violations::one(param.pointer(), "style", message));
        None
    }
}

/// Takes a required parameter out of its slot, behind [`Inputs::finish`] that made sure of it.
///
/// # Errors
/// When the slot is empty.
pub fn given<T>(slot: Option<T>) -> Result<T, Violations> {
    slot.ok_or_else(|| Violations::one("", "required", "lacks a required parameter"))
}

/// Whether a parameter came without a value.
fn is_blank(found: &Value) -> bool {
    match found {
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.len() == 1 && items.iter().all(is_blank),
        _ => false,
    }
}

/// The text of a header; several fields of a name are one list (RFC 9110 section 5.2).
fn header(headers: &HeaderMap, name: &str) -> Result<Option<String>, String> {
    let mut text: Option<String> = None;
    for value in headers.get_all(name) {
        let value =
            std::str::from_utf8(value.as_bytes()).map_err(|_| String::from("is not UTF-8"))?;
        match &mut text {
            Some(text) => text.extend([", ", value]),
            None => text = Some(value.to_owned()),
        }
    }
    Ok(text)
}

/// The pairs of all `Cookie` headers (RFC 6265 section 4.2).
fn cookies(headers: &HeaderMap) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for header in headers.get_all(COOKIE) {
        let text = String::from_utf8_lossy(header.as_bytes());
        for (name, value) in text
            .split(';')
            .filter_map(|part| part.trim().split_once('='))
        {
            let value = value
                .strip_prefix('"')
                .and_then(|value| value.strip_suffix('"'))
                .unwrap_or(value);
            pairs.push(Pair {
                name: name.to_owned(),
                value: value.to_owned(),
                claimed: false,
            });
        }
    }
    pairs
}
