//! Parts to a body.

use std::hash::{BuildHasher, RandomState};

use http::{HeaderMap, HeaderValue, header};
use serde::Serialize;

use super::chain::Chain;
use super::disposition::escaped;
use super::{FilePart, Parts};
use crate::body::Body;
use crate::json;
use crate::params::{Param, Target, texts};
use crate::validate::{Violations, push_token};

/// What every part of a form without a media type of its own is sent as.
const BYTES: &str = "application/octet-stream";

/// Collects the parts of a body. What cannot be written is told at its end, all at once.
#[derive(Debug, Default)]
pub struct Writer {
    parts: Vec<(String, FilePart)>,
    violations: Violations,
}

/// Writes the parts of one name.
#[derive(Debug)]
pub struct PartWriter<'a> {
    writer: &'a mut Writer,
    name: &'static str,
    content_type: Option<&'static str>,
    headers: HeaderMap,
}

impl Writer {
    /// Begins a part.
    pub fn part(&mut self, name: &'static str) -> PartWriter<'_> {
        PartWriter {
            writer: self,
            name,
            content_type: None,
            headers: HeaderMap::new(),
        }
    }

    /// Adds parts as they are; their contents leave them.
    pub fn others(&mut self, parts: &mut Parts) {
        self.parts.append(&mut parts.0);
    }

    fn fail(&mut self, name: &str, violations: Violations) {
        let mut pointer = String::new();
        push_token(&mut pointer, name);
        self.violations.extend(violations.within(&pointer));
    }

    pub(super) fn finish(mut self, media_type: &str) -> Result<(HeaderValue, Body), Violations> {
        let boundary = boundary();
        let is_form = media_type
            .split(';')
            .next()
            .is_some_and(|essence| essence.trim().eq_ignore_ascii_case("multipart/form-data"));
        let mut chain = Chain::default();
        for (name, part) in std::mem::take(&mut self.parts) {
            let types = part.content_type.as_deref();
            if types.is_some_and(|text| HeaderValue::from_str(text).is_err()) {
                let wrong = Violations::one("", "type", "has no proper media type");
                self.fail(&name, wrong);
                continue;
            }
            chain.bytes(format!("--{boundary}\r\n").as_bytes());
            head(&mut chain, &name, &part, is_form);
            chain.body(part.body);
            chain.bytes(b"\r\n");
        }
        self.violations.into_result()?;
        chain.bytes(format!("--{boundary}--\r\n").as_bytes());
        // A boundary in the document is no boundary of this body.
        let mut content_type = String::new();
        for parameter in media_type.split(';').map(str::trim) {
            if !parameter.to_ascii_lowercase().starts_with("boundary=") && !parameter.is_empty() {
                content_type.extend([parameter, "; "]);
            }
        }
        content_type.extend(["boundary=", &boundary]);
        let content_type = HeaderValue::try_from(content_type)
            .map_err(|_| Violations::one("", "type", "has no proper media type"))?;
        Ok((content_type, chain.finish()))
    }
}

/// The headers of a part, and the empty line behind them.
fn head(chain: &mut Chain, name: &str, part: &FilePart, is_form: bool) {
    let known = part.headers.contains_key(header::CONTENT_DISPOSITION);
    let kind = if is_form { "form-data" } else { "attachment" };
    if !known && (is_form || !name.is_empty() || part.file_name.is_some()) {
        let mut line = format!("Content-Disposition: {kind}");
        if is_form || !name.is_empty() {
            line.extend(["; name=\"", &escaped(name), "\""]);
        }
        if let Some(file_name) = &part.file_name {
            line.extend(["; filename=\"", &escaped(file_name), "\""]);
        }
        line.push_str("\r\n");
        chain.bytes(line.as_bytes());
    }
    if let Some(content_type) = &part.content_type {
        chain.bytes(format!("Content-Type: {content_type}\r\n").as_bytes());
    }
    for (name, value) in &part.headers {
        if name != header::CONTENT_TYPE {
            chain.bytes(format!("{name}: ").as_bytes());
            chain.bytes(value.as_bytes());
            chain.bytes(b"\r\n");
        }
    }
    chain.bytes(b"\r\n");
}

impl PartWriter<'_> {
    /// Sets the media type, unless a file brings its own.
    #[must_use]
    pub fn content_type(mut self, media_type: &'static str) -> Self {
        self.content_type = Some(media_type);
        self
    }

    /// Adds a documented header; none when the value is `None`.
    #[must_use]
    pub fn header<T: Serialize + ?Sized>(mut self, param: &Param, value: &T) -> Self {
        let mut target = Target::new();
        target.set(param, value);
        match target.finish() {
            Ok((_, headers)) => self.headers.extend(headers),
            Err(violations) => self.writer.fail(self.name, violations),
        }
        self
    }

    /// Writes a value as text, the items of a list as parts of their own; nothing for `None`.
    pub fn text<T: Serialize + ?Sized>(mut self, value: &T) {
        match texts(value) {
            Ok(texts) => texts.into_iter().for_each(|text| self.push(text)),
            Err(message) => {
                let wrong = Violations::one("", "style", message);
                self.writer.fail(self.name, wrong);
            }
        }
    }

    /// Writes a value as JSON; nothing for `None`.
    pub fn json<T: Serialize + ?Sized>(self, value: &T) {
        self.json_values(json::to_string(value).map(|text| vec![text]));
    }

    /// Writes the items of a list as JSON, in parts of their own; nothing for `None`.
    pub fn each_json<'v, T: Serialize + 'v>(self, values: impl IntoIterator<Item = &'v T>) {
        self.json_values(values.into_iter().map(json::to_string).collect());
    }

    fn json_values(mut self, texts: Result<Vec<String>, Violations>) {
        self.content_type.get_or_insert("application/json");
        match texts {
            Ok(texts) => {
                let texts = texts.into_iter().filter(|text| text != "null");
                texts.for_each(|text| self.push(text));
            }
            Err(violations) => self.writer.fail(self.name, violations),
        }
    }

    /// Writes files; their contents leave them.
    pub fn files<'f>(self, files: impl IntoIterator<Item = &'f mut FilePart>) {
        for file in files {
            let mut file = std::mem::take(file);
            file.file_name.get_or_insert_with(|| self.name.to_owned());
            file.content_type
                .get_or_insert_with(|| self.content_type.unwrap_or(BYTES).to_owned());
            let headers = self.headers.iter();
            file.headers
                .extend(headers.map(|(name, value)| (name.clone(), value.clone())));
            self.writer.parts.push((self.name.to_owned(), file));
        }
    }

    fn push(&mut self, text: String) {
        let part = FilePart {
            file_name: None,
            content_type: self.content_type.map(str::to_owned),
            headers: self.headers.clone(),
            body: text.into(),
        };
        self.writer.parts.push((self.name.to_owned(), part));
    }
}

/// 128 bits that no content holds by chance: keyed hashes, whose keys the standard library seeds from the operating
/// system's randomness.
fn boundary() -> String {
    let half = || u128::from(RandomState::new().hash_one("boundary"));
    format!("{:032x}", half() << 64 | half())
}
