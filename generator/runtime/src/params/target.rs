//! Builds the head of a request: path, query, headers, cookies.

use http::header::{COOKIE, HeaderMap, HeaderName, HeaderValue};
use http::uri::Uri;
use serde::ser::Serialize;

use super::encode;
use super::form;
use super::param::{Content, Param, Place};
use super::percent;
use super::tree::Tree;
use crate::validate::Violations;

/// The head of a request while it is built. Path literals and path parameters come in the order of the path; what cannot be written is
/// reported by [`finish`](Self::finish), all at once.
#[derive(Debug, Default)]
pub struct Target {
    path: String,
    query: String,
    headers: HeaderMap,
    cookies: String,
    /// The path parameters of the segment being built.
    segment: Vec<&'static str>,
    violations: Violations,
}

impl Target {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds fixed text of the path.
    pub fn literal(&mut self, text: &str) -> &mut Self {
        for (index, part) in text.split('/').enumerate() {
            if index > 0 {
                self.end_segment();
                self.path.push('/');
            }
            self.path.push_str(&percent::encode_literal(part));
        }
        self
    }

    /// Adds a fixed pair of the query.
    pub fn fixed(&mut self, name: &str, value: &str) -> &mut Self {
        self.pair(&percent::encode(name), &percent::encode(value));
        self
    }

    /// Adds a parameter at its place. `None` and null add nothing, and so do lists and objects without parts (RFC 6570 section 2.3).
    pub fn set<T: Serialize + ?Sized>(&mut self, param: &Param, value: &T) -> &mut Self {
        let tree = match param.content {
            None => Tree::of(value).map_err(|error| error.0),
            Some(Content::Json) => as_json(value),
            Some(Content::Form) => as_form(value),
        };
        if let Err(message) = tree.and_then(|tree| self.write(param, &tree)) {
            self.fail(param, message);
        }
        self
    }

    /// The path and query, and the headers.
    ///
    /// # Errors
    /// What could not be written: values that the style cannot say, or that a path or header cannot hold.
    pub fn finish(mut self) -> Result<(Uri, HeaderMap), Violations> {
        self.end_segment();
        if !self.cookies.is_empty() {
            match HeaderValue::from_bytes(self.cookies.as_bytes()) {
                Ok(value) => drop(self.headers.insert(COOKIE, value)),
                Err(_) => self.violations.extend(Violations::one(
                    "/cookie",
                    "style",
                    "has characters that a cookie cannot hold",
                )),
            }
        }
        self.violations.into_result()?;
        let mut uri = if self.path.is_empty() {
            String::from("/")
        } else {
            self.path
        };
        if !self.query.is_empty() {
            uri.push('?');
            uri.push_str(&self.query);
        }
        let uri = Uri::try_from(uri).map_err(|error| {
            Violations::one(
                "/path",
                "style",
                format!("makes no request target: {error}"),
            )
        })?;
        Ok((uri, self.headers))
    }

    fn write(&mut self, param: &Param, tree: &Tree) -> Result<(), String> {
        match param.place {
            Place::Path => {
                let text = encode::path(param, tree)?;
                if text.is_empty() {
                    return Err(String::from("must not be empty in a path"));
                }
                self.path.push_str(&text);
                self.segment.push(param.name);
            }
            _ if tree.is_empty() => {
                // Nothing is written of it (RFC 6570 section 2.3), which nobody could tell from its absence.
                if param.required && *tree != Tree::Nothing {
                    return Err(String::from("must not be empty, since it must be there"));
                }
            }
            Place::Query => {
                for (name, value) in encode::query(param, tree)? {
                    self.pair(&name, &value);
                }
            }
            Place::QueryString => {
                let Tree::Scalar(text) = tree else {
                    return Err(String::from("has no text to be the whole query"));
                };
                let separator = if self.query.is_empty() { "" } else { "&" };
                match param.content {
                    Some(Content::Form) => self.query.extend([separator, text]),
                    _ => self.query.extend([separator, &percent::encode(text)]),
                }
            }
            Place::Header => {
                let name = HeaderName::try_from(param.name)
                    .map_err(|_| String::from("is no name of a header"))?;
                let value = HeaderValue::try_from(encode::header(param, tree)?)
                    .map_err(|_| String::from("has characters that a header cannot hold"))?;
                self.headers.append(name, value);
            }
            Place::Cookie => {
                for (name, value) in encode::query(param, tree)? {
                    cookie(&name, &value)?;
                    let separator = if self.cookies.is_empty() { "" } else { "; " };
                    self.cookies.extend([separator, &name, "=", &value]);
                }
            }
        }
        Ok(())
    }

    fn pair(&mut self, name: &str, value: &str) {
        let separator = if self.query.is_empty() { "" } else { "&" };
        self.query.extend([separator, name, "=", value]);
    }

    /// A segment `.` or `..` would name another path, percent-encoded or not: URL libraries resolve both (WHATWG URL, path state).
    fn end_segment(&mut self) {
        let segment = self.path.rsplit('/').next().unwrap_or_default();
        let is_dots = matches!(
            segment.to_ascii_lowercase().replace("%2e", ".").as_str(),
            "." | ".."
        );
        for name in std::mem::take(&mut self.segment) {
            if is_dots {
                self.violations.extend(Violations::one(
                    Param::path(name).pointer(),
                    "style",
                    "must not make a path segment of dots alone",
                ));
            }
        }
    }

    fn fail(&mut self, param: &Param, message: String) {
        self.violations
            .extend(Violations::one(param.pointer(), "style", message));
    }
}

/// Refuses what would be read as another cookie. Names are tokens (RFC 6265 section 4.1.1); in values readers trim spaces and quotes.
fn cookie(name: &str, value: &str) -> Result<(), String> {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if name.is_empty() || !name.bytes().all(is_token) {
        return Err(format!("has the name {name:?}, which a cookie cannot have"));
    }
    if value.contains([';', '\r', '\n', '\0']) || value.trim() != value || value.starts_with('"') {
        return Err(String::from("has characters that a cookie cannot hold"));
    }
    Ok(())
}

/// The text of a form as the scalar that it is to the style; absent when null.
fn as_form<T: Serialize + ?Sized>(value: &T) -> Result<Tree, String> {
    if Tree::of(value).map_err(|error| error.0)? == Tree::Nothing {
        return Ok(Tree::Nothing);
    }
    form::encode(value)
        .map(Tree::Scalar)
        .map_err(|violations| violations.to_string())
}

/// JSON text as the scalar that it is to the style; absent when null.
fn as_json<T: Serialize + ?Sized>(value: &T) -> Result<Tree, String> {
    match serde_json::to_string(value) {
        Ok(text) if text == "null" => Ok(Tree::Nothing),
        Ok(text) => Ok(Tree::Scalar(text)),
        Err(error) => Err(error.to_string()),
    }
}
