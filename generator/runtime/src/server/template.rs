//! The shape of refusals: the API's own where its document describes one, else problem details (RFC 9457).

use http::header::{CONTENT_TYPE, HeaderName};
use http::{HeaderValue, Response, StatusCode};
use serde_json::{Map, Value, json};

use crate::body::Body;

use super::segment::decode_form;
use super::{Kind, Rejection};

/// The response to refusals of one kind, emitted from a document's error responses.
///
/// Texts in the body may hold placeholders: `{message}` (what is wrong, in full), `{detail}` (the particulars alone),
/// `{request_id}`, `{status}`, `{query.NAME}` (the request's own query parameter) and `{region}` (in the scope of the
/// signature that came with the request, right or wrong). A text that is `{status}` and nothing else becomes the number.
/// What is not there becomes nothing, and white space that is then at the end goes, too.
#[derive(Debug, Clone, Copy)]
pub struct RejectionTemplate {
    /// The kind it is for; `None` for all that have no template of their own.
    pub kind: Option<Kind>,
    /// The status, where it is not the kind's.
    pub status: Option<u16>,
    /// Headers; values may hold placeholders. `application/json` when no content type is among them.
    pub headers: &'static [(&'static str, &'static str)],
    /// JSON text; `null` for no body.
    pub body: &'static str,
}

/// A template with its body read.
#[derive(Debug, Clone)]
pub(super) struct Template {
    source: RejectionTemplate,
    body: Value,
}

impl Template {
    /// Reads templates. One whose body is no JSON is left out: the default shape is used instead.
    pub(super) fn read(templates: &[RejectionTemplate]) -> Vec<Self> {
        templates
            .iter()
            .filter_map(|source| {
                Some(Self {
                    source: *source,
                    body: serde_json::from_str(source.body).ok()?,
                })
            })
            .collect()
    }

    /// Whether the template looks at the request's signature.
    pub(super) fn names_region(&self) -> bool {
        let mut texts = self
            .source
            .headers
            .iter()
            .map(|(_, value)| *value)
            .chain([self.source.body]);
        texts.any(|text| text.contains("{region}"))
    }
}

/// What templates can refer to besides the refusal.
#[derive(Debug, Clone, Copy)]
pub(super) struct Facts<'a> {
    pub(super) request_id: &'a str,
    pub(super) query: &'a str,
    pub(super) region: &'a str,
}

/// Writes a refusal.
pub(super) fn respond(
    rejection: &Rejection,
    templates: &[Template],
    facts: Facts<'_>,
) -> Response<Body> {
    let template = templates
        .iter()
        .find(|template| template.source.kind == Some(rejection.kind))
        .or_else(|| {
            templates
                .iter()
                .find(|template| template.source.kind.is_none())
        });
    let own = template.and_then(|template| StatusCode::from_u16(template.source.status?).ok());
    let status = rejection.status.or(own).unwrap_or(rejection.kind.status());
    let values = Values {
        rejection,
        status,
        facts,
    };
    let (media_type, body) = match template {
        Some(template) => ("application/json", fill(&template.body, &values)),
        None => ("application/problem+json", problem(rejection, status)),
    };
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    if !body.is_null() {
        *response.body_mut() = body.to_string().into();
        response
            .headers_mut()
            .insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    }
    let headers = response.headers_mut();
    for (name, value) in template.map_or(&[][..], |template| template.source.headers) {
        let value = HeaderValue::from_str(&fill_text(value, &values));
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), value) {
            headers.insert(name, value);
        }
    }
    for (name, value) in &rejection.headers {
        headers.append(name.clone(), value.clone());
    }
    response
}

/// RFC 9457 §3, with `errors` as in its example.
fn problem(rejection: &Rejection, status: StatusCode) -> Value {
    let mut problem = json!({
        "title": status.canonical_reason().unwrap_or("Error"),
        "status": status.as_u16(),
        "detail": rejection.to_string(),
    });
    if !rejection.violations.is_empty() {
        problem["errors"] = serde_json::to_value(&rejection.violations).unwrap_or_default();
    }
    problem
}

struct Values<'a> {
    rejection: &'a Rejection,
    status: StatusCode,
    facts: Facts<'a>,
}

impl Values<'_> {
    fn get(&self, name: &str) -> Option<String> {
        Some(match name {
            "message" => self.rejection.to_string(),
            "detail" => self.rejection.particulars(),
            "request_id" => self.facts.request_id.to_owned(),
            "status" => self.status.as_u16().to_string(),
            "region" => self.facts.region.to_owned(),
            other => {
                let name = other.strip_prefix("query.")?;
                let mut pairs = self
                    .facts
                    .query
                    .split('&')
                    .map(|pair| pair.split_once('=').unwrap_or((pair, "")));
                let found = pairs.find(|(key, _)| decode_form(key).is_some_and(|key| key == name));
                found
                    .and_then(|(_, value)| decode_form(value))
                    .unwrap_or_default()
                    .into_owned()
            }
        })
    }
}

fn fill(template: &Value, values: &Values<'_>) -> Value {
    match template {
        Value::String(text) if text == "{status}" => values.status.as_u16().into(),
        Value::String(text) => Value::String(fill_text(text, values)),
        Value::Array(items) => items.iter().map(|item| fill(item, values)).collect(),
        Value::Object(members) => {
            let members = members
                .iter()
                .map(|(name, value)| (name.clone(), fill(value, values)));
            Value::Object(members.collect::<Map<_, _>>())
        }
        other => other.clone(),
    }
}

/// Braces around anything but a placeholder's name stay. What is filled in is not looked at again.
fn fill_text(text: &str, values: &Values<'_>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        let (before, from) = rest.split_at(start);
        filled.push_str(before);
        match from
            .find('}')
            .and_then(|end| Some((values.get(&from[1..end])?, &from[end + 1..])))
        {
            Some((value, after)) => {
                filled.push_str(&value);
                rest = after;
            }
            None => {
                filled.push('{');
                rest = &from[1..];
            }
        }
    }
    filled.push_str(rest);
    if rest.is_empty() {
        filled.truncate(filled.trim_end().len());
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::Violations;

    async fn read(response: Response<Body>) -> (u16, Value) {
        let status = response.status().as_u16();
        let body = response.into_body().bytes(10_000).await.unwrap();
        (status, serde_json::from_slice(&body).unwrap())
    }

    const FACTS: Facts<'_> = Facts {
        region: "cn-1",
        request_id: "r-1",
        query: "Action=Copy%20It&Version=2020-04-01",
    };

    #[tokio::test]
    async fn default_is_problem_details() {
        let rejection = Rejection::from(Violations::one(
            "/query/limit",
            "type",
            "expected an integer",
        ));
        let (status, body) = read(respond(&rejection, &[], FACTS)).await;
        assert_eq!(status, 400);
        assert_eq!(body["title"], "Bad Request");
        assert_eq!(
            body["detail"],
            "the request is invalid: /query/limit: expected an integer"
        );
        assert_eq!(body["errors"][0]["pointer"], "#/query/limit");
    }

    #[tokio::test]
    async fn template_placeholders() {
        let templates = Template::read(&[
            RejectionTemplate {
                kind: Some(Kind::NotFound),
                status: Some(400),
                headers: &[],
                body: r#"{"a":["{status}","x{status}{","{query.None}"]}"#,
            },
            RejectionTemplate {
                kind: None,
                status: None,
                headers: &[("x-a", "b")],
                body: r#"{"Id":"{request_id}","Action":"{query.Action}","m":"{message}|{detail}","{status}":1,"u":"{unknown}"}"#,
            },
        ]);
        let (status, body) = read(respond(&Rejection::not_found(), &templates, FACTS)).await;
        assert_eq!((status, body), (400, json!({"a": [400, "x400{", ""]})));
        let rejection = Rejection::new(Kind::Forbidden, "{status} \"quoted\"");
        let (status, body) = read(respond(&rejection, &templates, FACTS)).await;
        assert_eq!(status, 403);
        let message =
            "the caller is not allowed to do this: {status} \"quoted\"|{status} \"quoted\"";
        assert_eq!(
            body,
            json!({"Id": "r-1", "Action": "Copy It", "m": message, "{status}": 1, "u": "{unknown}"})
        );
    }
}
