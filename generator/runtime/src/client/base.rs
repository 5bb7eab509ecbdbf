//! The URL that targets are relative to, from a text in which values of the connection may be named.

use http::uri::{Authority, Parts, PathAndQuery, Scheme, Uri};

use crate::body::BoxError;

use super::BuildError;

/// Where requests go.
#[derive(Debug, Clone)]
pub(super) enum Address {
    /// To targets below this URL.
    Service(Base),
    /// To this URL as a whole; the query of a target is added to its own.
    Endpoint(Uri),
    /// Nowhere yet: each endpoint is said later.
    Open,
}

impl Address {
    /// Reads the URL of an endpoint.
    pub(super) fn endpoint(url: &str) -> Result<Self, BuildError> {
        let (scheme, authority, target) = absolute(url)?;
        let mut parts = Parts::default();
        parts.scheme = Some(scheme);
        parts.authority = Some(authority);
        parts.path_and_query = Some(target.unwrap_or_else(|| PathAndQuery::from_static("/")));
        let uri = Uri::from_parts(parts).map_err(|error| wrong(url, &error.to_string()))?;
        Ok(Self::Endpoint(uri))
    }

    /// The folder that relative URLs lead from; empty where there is none.
    pub(super) fn folder(&self) -> String {
        match self {
            Self::Service(base) => base.folder(),
            Self::Endpoint(url) => {
                let host = url.authority().map_or("", Authority::as_str);
                format!("{}://{host}/", url.scheme_str().unwrap_or_default())
            }
            Self::Open => String::new(),
        }
    }

    /// The absolute URI of a relative target.
    pub(super) fn join(&self, target: &Uri) -> Result<Uri, BoxError> {
        match self {
            Self::Service(base) => base.join(target),
            Self::Endpoint(url) => with_query(url, target.query()),
            Self::Open => Err("the sender has no URL: say one with `to`".into()),
        }
    }
}

/// A URL with further pairs in its query.
fn with_query(url: &Uri, query: Option<&str>) -> Result<Uri, BoxError> {
    let Some(query) = query.filter(|query| !query.is_empty()) else {
        return Ok(url.clone());
    };
    let text = match url.query() {
        None => format!("{}?{query}", url.path()),
        Some("") => format!("{}?{query}", url.path()),
        Some(own) => format!("{}?{own}&{query}", url.path()),
    };
    let mut parts = url.clone().into_parts();
    parts.path_and_query = Some(text.parse()?);
    Ok(Uri::from_parts(parts)?)
}

/// The URL that targets are relative to.
#[derive(Debug, Clone)]
pub(super) struct Base {
    scheme: Scheme,
    authority: Authority,
    /// Without a slash at its end.
    path: String,
}

impl Base {
    /// Reads `https://host/path`, in which `{name}` stands for a value.
    pub(super) fn read<'v>(
        template: &str,
        value: impl Fn(&str) -> Result<Option<&'v str>, BuildError>,
    ) -> Result<Self, BuildError> {
        let text = expand(template, value)?;
        let (scheme, authority, target) = absolute(&text)?;
        if target
            .as_ref()
            .is_some_and(|target| target.query().is_some())
        {
            return Err(wrong(&text, "it must not have a query"));
        }
        let path = target.map_or(String::new(), |target| {
            target.path().trim_end_matches('/').to_owned()
        });
        Ok(Self {
            scheme,
            authority,
            path,
        })
    }

    /// Scheme and host, with a slash.
    pub(super) fn origin(&self) -> String {
        format!("{}://{}/", self.scheme, self.authority)
    }

    /// The whole of it, as the folder that relative URLs lead from.
    pub(super) fn folder(&self) -> String {
        format!("{}://{}{}/", self.scheme, self.authority, self.path)
    }

    /// The absolute URI of a relative target.
    pub(super) fn join(&self, target: &Uri) -> Result<Uri, BoxError> {
        let target = target.path_and_query().map_or("/", PathAndQuery::as_str);
        let mut parts = Parts::default();
        parts.scheme = Some(self.scheme.clone());
        parts.authority = Some(self.authority.clone());
        parts.path_and_query = Some(match self.path.as_str() {
            "" => target.parse()?,
            path => format!("{path}{target}").parse()?,
        });
        Ok(Uri::from_parts(parts)?)
    }
}

/// The parts of a URL of a host.
fn absolute(text: &str) -> Result<(Scheme, Authority, Option<PathAndQuery>), BuildError> {
    let uri: Uri = text
        .parse()
        .map_err(|error: http::uri::InvalidUri| wrong(text, &error.to_string()))?;
    let parts = uri.into_parts();
    let (Some(scheme), Some(authority)) = (parts.scheme, parts.authority) else {
        return Err(wrong(
            text,
            "it must begin with https:// or http:// and a host",
        ));
    };
    if !matches!(scheme.as_str(), "http" | "https") {
        return Err(wrong(text, "it must begin with https:// or http://"));
    }
    if authority.as_str().contains('@') {
        let reason = String::from("credentials do not belong in a URL");
        return Err(BuildError::BaseUrl {
            url: String::from("(hidden)"),
            reason,
        });
    }
    Ok((scheme, authority, parts.path_and_query))
}

fn wrong(url: &str, reason: &str) -> BuildError {
    BuildError::BaseUrl {
        url: url.to_owned(),
        reason: reason.to_owned(),
    }
}

/// Puts values in for their names. A value that is a part of the host stays one: were a region to bring a slash, signed
/// requests would go to a host of its choice.
fn expand<'v>(
    template: &str,
    value: impl Fn(&str) -> Result<Option<&'v str>, BuildError>,
) -> Result<String, BuildError> {
    let wrong = |reason: String| self::wrong(template, &reason);
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after
            .split_once('}')
            .ok_or_else(|| wrong(String::from("a brace is not closed")))?;
        let value = value(name)?.ok_or_else(|| wrong(format!("the value `{name}` is missing")))?;
        text.push_str(before);
        let in_host = text
            .split_once("://")
            .is_some_and(|(_, rest)| !rest.contains('/'));
        let fits = |c: char| match in_host {
            true => c.is_ascii_alphanumeric() || "-._:[]".contains(c),
            false => !c.is_whitespace() && !"?#@\\".contains(c),
        };
        if !value.chars().all(fits) {
            return Err(wrong(format!(
                "the value of `{name}` does not belong there: {value:?}"
            )));
        }
        text.push_str(value);
        rest = after;
    }
    text.push_str(rest);
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls() {
        let values = [
            ("region", "eu-1"),
            ("port", "8443"),
            ("url", "https://x/a"),
            ("evil", "evil.example/"),
        ];
        let value = |name: &str| {
            let found = values.iter().find(|(known, _)| *known == name);
            Ok(found.map(|(_, value)| *value))
        };
        for (template, expected) in [
            ("https://h", Some("https://h/t?q=1")),
            ("https://h/", Some("https://h/t?q=1")),
            ("http://h:80/v1/", Some("http://h:80/v1/t?q=1")),
            (
                "https://ims.{region}.h:{port}/{region}",
                Some("https://ims.eu-1.h:8443/eu-1/t?q=1"),
            ),
            ("{url}/v1", Some("https://x/a/v1/t?q=1")),
            ("https://ims.{evil}.h", None),
            ("https://ims.{none}.h", None),
            ("https://ims.{region", None),
            ("https://h/v1?a=b", None),
            ("https://u:p@h", None),
            ("ftp://h", None),
            ("/v1", None),
            ("", None),
        ] {
            let uri = Base::read(template, value)
                .ok()
                .map(|base| base.join(&Uri::from_static("/t?q=1")).unwrap());
            assert_eq!(
                uri.map(|uri| uri.to_string()).as_deref(),
                expected,
                "{template}"
            );
        }
    }

    #[test]
    fn endpoints_are_called_as_they_are() {
        for (url, target, expected) in [
            ("https://h/hook?k=1", "/", Some("https://h/hook?k=1")),
            (
                "https://h/hook/?k=1",
                "/?a=b",
                Some("https://h/hook/?k=1&a=b"),
            ),
            ("https://h/%7Bx%7D", "/?a=b", Some("https://h/%7Bx%7D?a=b")),
            ("https://h:8443", "/", Some("https://h:8443/")),
            ("https://h/a?", "/?a=b", Some("https://h/a?a=b")),
            ("/hook", "/", None),
            ("file:///etc/passwd", "/", None),
            ("https://u:p@h/", "/", None),
            ("", "/", None),
        ] {
            let uri = Address::endpoint(url)
                .ok()
                .map(|address| address.join(&target.parse().unwrap()).unwrap());
            assert_eq!(uri.map(|uri| uri.to_string()).as_deref(), expected, "{url}");
        }
        assert!(Address::Open.join(&Uri::from_static("/")).is_err());
    }
}
