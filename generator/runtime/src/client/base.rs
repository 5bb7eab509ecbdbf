//! The URL that targets are relative to, from a text in which values of the connection may be named.

use http::uri::{Authority, Parts, PathAndQuery, Scheme, Uri};

use crate::body::BoxError;

use super::BuildError;

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
        let wrong = |reason: &str| BuildError::BaseUrl {
            url: text.clone(),
            reason: reason.to_owned(),
        };
        let uri: Uri = text.parse().map_err(|error| wrong(&format!("{error}")))?;
        let parts = uri.into_parts();
        let (Some(scheme), Some(authority)) = (parts.scheme, parts.authority) else {
            return Err(wrong("it must begin with https:// or http:// and a host"));
        };
        if !matches!(scheme.as_str(), "http" | "https") {
            return Err(wrong("it must begin with https:// or http://"));
        }
        if authority.as_str().contains('@') {
            let reason = String::from("credentials do not belong in a URL");
            return Err(BuildError::BaseUrl {
                url: String::from("(hidden)"),
                reason,
            });
        }
        let target = parts.path_and_query;
        if target
            .as_ref()
            .is_some_and(|target| target.query().is_some())
        {
            return Err(wrong("it must not have a query"));
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

/// Puts values in for their names. A value that is a part of the host stays one: were a region to bring a slash, signed
/// requests would go to a host of its choice.
fn expand<'v>(
    template: &str,
    value: impl Fn(&str) -> Result<Option<&'v str>, BuildError>,
) -> Result<String, BuildError> {
    let wrong = |reason: String| BuildError::BaseUrl {
        url: template.to_owned(),
        reason,
    };
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
}
