//! Where an API puts the code, the message and the id of a failed request: pointers, emitted once per document.

use std::borrow::Cow;
use std::fmt;

use http::HeaderMap;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

/// Where to look in a failed reply. Each list is tried in order; the first that holds a text
/// wins, for codes and ids also the first number.
#[derive(Debug, Clone, Copy)]
pub struct ErrorDetails {
    /// JSON pointers (RFC 6901) of the error code.
    pub code: &'static [&'static str],
    /// JSON pointers of the text for people.
    pub message: &'static [&'static str],
    /// Response headers with the request's id.
    pub request_id_header: &'static [&'static str],
    /// JSON pointers of the request's id, tried after the headers.
    pub request_id: &'static [&'static str],
    /// A pointer that marks a reply as failed whatever its status: some services answer 200 with an error inside.
    pub present: Option<&'static str>,
}

impl ErrorDetails {
    /// What is tried when a document does not say: the members that error bodies commonly have, and those of
    /// RFC 9457.
    pub const COMMON: Self = Self {
        code: &[
            "/error/code",
            "/code",
            "/error_code",
            "/errorCode",
            "/type",
            "/error",
        ],
        message: &[
            "/error/message",
            "/message",
            "/error_msg",
            "/errorMsg",
            "/detail",
            "/title",
            "/error_description",
        ],
        request_id_header: &["x-request-id", "request-id"],
        request_id: &["/request_id", "/requestId"],
        present: None,
    };

    /// What the reply says, found by these pointers.
    #[must_use]
    pub fn find(&self, headers: &HeaderMap, body: &[u8]) -> Found {
        let json: Option<Value> = serde_json::from_slice(body).ok();
        let at = |pointers: &[&str], read: fn(&Value) -> Option<String>| {
            let json = json.as_ref()?;
            pointers
                .iter()
                .find_map(|pointer| json.pointer(pointer).and_then(read))
        };
        let header = self
            .request_id_header
            .iter()
            .find_map(|name| headers.get(*name)?.to_str().ok().map(str::to_owned));
        Found {
            code: at(self.code, text_or_number),
            message: at(self.message, text),
            request_id: header.or_else(|| at(self.request_id, text_or_number)),
        }
    }

    /// Whether `body` carries the mark of a failed reply.
    #[must_use]
    pub fn marks(&self, body: &[u8]) -> bool {
        self.present.is_some_and(|pointer| {
            let tokens: Vec<_> = pointer
                .split('/')
                .skip(1)
                .map(|token| token.replace("~1", "/").replace("~0", "~"))
                .collect();
            let mut json = serde_json::Deserializer::from_slice(body);
            Present(&tokens).deserialize(&mut json).unwrap_or(false)
        })
    }
}

impl Default for ErrorDetails {
    fn default() -> Self {
        Self::COMMON
    }
}

/// Looks for a value that is not null under nested members, and builds nothing: every successful reply is looked at.
struct Present<'a>(&'a [String]);

impl<'de> DeserializeSeed<'de> for Present<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        if self.0.is_empty() {
            return Option::<IgnoredAny>::deserialize(deserializer).map(|value| value.is_some());
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Present<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<bool, A::Error> {
        let mut present = false;
        while let Some(key) = map.next_key::<Cow<'_, str>>()? {
            match self.0.split_first() {
                Some((token, rest)) if *token == key => {
                    present |= map.next_value_seed(Present(rest))?
                }
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(present)
    }
}

/// What a failed reply says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Found {
    /// The service's own code.
    pub code: Option<String>,
    /// The text for people.
    pub message: Option<String>,
    /// The request's id.
    pub request_id: Option<String>,
}

fn text(value: &Value) -> Option<String> {
    value
        .as_str()
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

/// Codes are integers as often as texts.
fn text_or_number(value: &Value) -> Option<String> {
    value
        .as_number()
        .map(ToString::to_string)
        .or_else(|| text(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLOUD: ErrorDetails = ErrorDetails {
        code: &["/error/code", "/error_code"],
        message: &["/error/message", "/error_msg"],
        request_id_header: &["x-request-id"],
        request_id: &["/request_id"],
        present: Some("/ResponseMetadata/Error"),
    };

    #[test]
    fn code_and_message_are_found() {
        for (body, code, message) in [
            (
                r#"{"error":{"code":"IMG.0027","message":"no image"}}"#,
                Some("IMG.0027"),
                Some("no image"),
            ),
            (
                r#"{"error":{"code":401,"message":"who"}}"#,
                Some("401"),
                Some("who"),
            ),
            (
                r#"{"error_code":"APIGW.0301","error_msg":"bad"}"#,
                Some("APIGW.0301"),
                Some("bad"),
            ),
            (r#"{"error":{"code":null,"message":""}}"#, None, None),
            ("<html>", None, None),
            ("", None, None),
        ] {
            let found = CLOUD.find(&HeaderMap::new(), body.as_bytes());
            assert_eq!(
                (found.code.as_deref(), found.message.as_deref()),
                (code, message),
                "{body}"
            );
        }
    }

    #[test]
    fn request_id_header_comes_before_the_body() {
        let mut headers = HeaderMap::new();
        let body = br#"{"request_id":"from-body"}"#;
        assert_eq!(
            CLOUD.find(&headers, body).request_id.as_deref(),
            Some("from-body")
        );
        headers.insert(
            "x-request-id",
            http::HeaderValue::from_static("from-header"),
        );
        assert_eq!(
            CLOUD.find(&headers, body).request_id.as_deref(),
            Some("from-header")
        );
    }

    #[test]
    fn failure_inside_a_success() {
        assert!(CLOUD.marks(br#"{"ResponseMetadata":{"Error":{"Code":"X"}}}"#));
        assert!(!CLOUD.marks(br#"{"ResponseMetadata":{"Error":null}}"#));
        assert!(!CLOUD.marks(br#"{"ResponseMetadata":{}}"#));
    }
}
