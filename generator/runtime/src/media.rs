//! Media types (RFC 9110 §8.3) as far as choosing a decoder needs them: does this `Content-Type` fall under what the
//! document declares, and which of the declared types does an `Accept` header allow.

#[cfg(any(feature = "client", feature = "server"))]
use http::HeaderValue;

/// The essence of a media type (`type/subtype` without parameters), borrowed from its text.
///
/// Comparison ignores case (RFC 9110 §8.3.1) and parameters: `application/json;charset=utf-8` is `application/json`.
#[derive(Debug, Clone, Copy)]
pub struct MediaType<'a> {
    kind: &'a str,
    subtype: &'a str,
}

impl<'a> MediaType<'a> {
    /// Reads the essence of `text`; `None` when it is not `type/subtype`.
    #[must_use]
    pub fn parse(text: &'a str) -> Option<Self> {
        let essence = text.split(';').next().unwrap_or_default().trim();
        let (kind, subtype) = essence.split_once('/')?;
        let token = |part: &str| !part.is_empty() && part.bytes().all(is_token);
        (token(kind) && token(subtype)).then_some(Self { kind, subtype })
    }

    /// Whether this type falls under `range`: the same type, `type/*`, `*/*`, or a suffix range such as
    /// `application/*+json`.
    #[must_use]
    pub fn is(self, range: &str) -> bool {
        let Some(range) = MediaType::parse(range) else {
            return false;
        };
        let same_kind = range.kind == "*" || range.kind.eq_ignore_ascii_case(self.kind);
        same_kind
            && (range.subtype == "*"
                || range.subtype.eq_ignore_ascii_case(self.subtype)
                || range.subtype.strip_prefix("*+").is_some_and(|suffix| {
                    self.suffix()
                        .is_some_and(|own| own.eq_ignore_ascii_case(suffix))
                }))
    }

    /// Whether the content is JSON text: `application/json`, `text/json` or any `+json` (RFC 6839 §3.1).
    #[must_use]
    pub fn is_json(self) -> bool {
        self.subtype.eq_ignore_ascii_case("json")
            || self
                .suffix()
                .is_some_and(|suffix| suffix.eq_ignore_ascii_case("json"))
    }

    #[cfg(any(feature = "client", feature = "server"))]
    fn is_open(self) -> bool {
        self.kind == "*" || self.subtype.starts_with('*')
    }

    fn suffix(self) -> Option<&'a str> {
        self.subtype.rsplit_once('+').map(|(_, suffix)| suffix)
    }
}

/// Whether a message labelled `actual` can be read as the documented type `range`. Any two JSON types are
/// interchangeable for a reader: services answer `application/problem+json` where `application/json` is documented.
#[must_use]
pub fn matches(actual: &str, range: &str) -> bool {
    let Some(actual) = MediaType::parse(actual) else {
        return false;
    };
    actual.is(range)
        || (actual.is_json() && MediaType::parse(range).is_some_and(MediaType::is_json))
}

/// Which of the documented types `ranges` a message labelled `actual` has: the closest one, and the first of equals.
/// Parameters count where both sides have them: `application/json;version=2` is not `application/json;version=1`.
#[must_use]
pub fn closest(actual: &str, ranges: &[&str]) -> Option<usize> {
    let mut best: Option<(usize, (u8, usize))> = None;
    for (index, range) in ranges.iter().enumerate() {
        if let Some(fit) = fit(actual, range)
            && best.is_none_or(|(_, closest)| fit > closest)
        {
            best = Some((index, fit));
        }
    }
    best.map(|(index, _)| index)
}

/// How close a label comes to a documented type: by its essence, then by how many parameters are the same.
fn fit(actual: &str, range: &str) -> Option<(u8, usize)> {
    if !matches(actual, range) {
        return None;
    }
    let (own, documented) = (MediaType::parse(actual)?, MediaType::parse(range)?);
    let essence = match (documented.kind, documented.subtype) {
        ("*", _) => 0,
        _ if !own.is(range) => 1,
        (_, subtype) if subtype.starts_with('*') => 2,
        _ => 3,
    };
    let mut same = 0;
    for (name, value) in parameters(range) {
        let own = parameters(actual).find(|(own, _)| own.eq_ignore_ascii_case(name));
        match own {
            Some((_, own)) if own.eq_ignore_ascii_case(value) => same += 1,
            Some(_) => return None,
            None => {}
        }
    }
    Some((essence, same))
}

/// The parameters that tell one type from another; the encoding of its text does not.
fn parameters(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let pairs = text.split(';').skip(1);
    pairs
        .filter_map(|parameter| parameter.split_once('='))
        .map(|(name, value)| (name.trim(), value.trim().trim_matches('"')))
        .filter(|(name, _)| {
            let apart = ["charset", "boundary", "q"];
            !apart.iter().any(|other| name.eq_ignore_ascii_case(other))
        })
}

/// The label of a body that is documented as `range`, and calls itself `own`.
///
/// # Errors
/// When the document leaves the type open and the body does not close it.
#[cfg(any(feature = "client", feature = "server"))]
pub(crate) fn label(range: &'static str, own: Option<&str>) -> Result<HeaderValue, &'static str> {
    let Some(open) = MediaType::parse(range).filter(|range| range.is_open()) else {
        return Ok(HeaderValue::from_static(range));
    };
    match own {
        Some(own) if matches(own, range) => {
            HeaderValue::from_str(own).map_err(|_| "has a media type that a header cannot hold")
        }
        Some(_) => Err("has another media type than the document allows"),
        None if open.kind == "*" || open.kind == "application" => {
            Ok(HeaderValue::from_static("application/octet-stream"))
        }
        None => Err("must say its media type, which the document leaves open"),
    }
}

/// Which of `offered` the value of an `Accept` header likes best (RFC 9110 §12.5.1): the index of the first one with
/// the greatest weight. `None` when all of them are refused.
#[must_use]
pub fn negotiate(accept: &str, offered: &[&str]) -> Option<usize> {
    let mut best: Option<(usize, u16)> = None;
    for (index, offer) in offered.iter().enumerate() {
        let weight = weight(accept, offer);
        if weight > 0 && best.is_none_or(|(_, heaviest)| weight > heaviest) {
            best = Some((index, weight));
        }
    }
    best.map(|(index, _)| index)
}

/// The weight, in thousandths, that `accept` gives to `offer`; the most specific range decides.
fn weight(accept: &str, offer: &str) -> u16 {
    let Some(offer) = MediaType::parse(offer) else {
        return 1000;
    };
    let mut found = (0, 0);
    for element in accept.split(',') {
        let Some(range) = MediaType::parse(element) else {
            continue;
        };
        // Either side may be the wider one: a document can offer `image/*`.
        let covered = offer.is(element)
            || (offer.subtype == "*"
                && (offer.kind == "*" || range.kind.eq_ignore_ascii_case(offer.kind)));
        let specific = match (range.kind, range.subtype) {
            ("*", _) => 1,
            (_, "*") => 2,
            _ => 3,
        };
        if covered && specific > found.0 {
            found = (specific, quality(element));
        }
    }
    found.1
}

/// The `q` parameter in thousandths; 1000 when there is none or it is not a number.
fn quality(element: &str) -> u16 {
    element
        .split(';')
        .skip(1)
        .filter_map(|parameter| parameter.split_once('='))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case("q"))
        .and_then(|(_, value)| value.trim().parse::<f32>().ok())
        .map_or(1000, |quality| (quality.clamp(0.0, 1.0) * 1000.0) as u16)
}

/// RFC 9110 §5.6.2, `tchar`.
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matching() {
        for (actual, range, expected) in [
            ("application/json", "application/json", true),
            ("application/json;charset=utf-8", "application/json", true),
            (
                "Application/JSON ; charset=\"utf-8\"",
                "application/json",
                true,
            ),
            ("application/problem+json", "application/json", true),
            ("application/vnd.api+json", "application/*+json", true),
            ("application/xml", "application/*+json", false),
            ("application/xml", "application/json", false),
            ("image/png", "image/*", true),
            ("image/png", "*/*", true),
            ("text/plain", "image/*", false),
            ("nonsense", "*/*", false),
            ("", "*/*", false),
        ] {
            assert_eq!(matches(actual, range), expected, "{actual} as {range}");
        }
    }

    #[test]
    fn closeness() {
        for (actual, ranges, expected) in [
            (
                "application/json",
                &["*/*", "application/json"][..],
                Some(1),
            ),
            (
                "application/problem+json",
                &["*/*", "application/json"],
                Some(1),
            ),
            (
                "application/vnd.b+json",
                &["application/vnd.a+json", "application/vnd.b+json"],
                Some(1),
            ),
            (
                "application/json;version=2",
                &[
                    "application/json;version=1",
                    "application/json; version=\"2\"",
                ],
                Some(1),
            ),
            (
                "application/json;version=3",
                &["application/json;version=1", "application/json;version=2"],
                None,
            ),
            (
                "application/json; charset=latin1",
                &["application/json;charset=utf-8"],
                Some(0),
            ),
            (
                "application/json",
                &["application/json;version=1", "application/json"],
                Some(0),
            ),
            ("image/png", &["*/*", "image/*", "text/*"], Some(1)),
            ("audio/ogg", &["image/*"], None),
        ] {
            assert_eq!(closest(actual, ranges), expected, "{actual} in {ranges:?}");
        }
    }

    #[cfg(any(feature = "client", feature = "server"))]
    #[test]
    fn labels() {
        for (range, own, expected) in [
            ("image/png", Some("image/jpeg"), Ok("image/png")),
            ("image/*", Some("image/jpeg"), Ok("image/jpeg")),
            ("*/*", Some("a/b; c=d"), Ok("a/b; c=d")),
            ("*/*", None, Ok("application/octet-stream")),
            ("image/*", None, Err(())),
            ("image/*", Some("text/plain"), Err(())),
            ("*/*", Some("a/b\n"), Err(())),
        ] {
            let found = label(range, own).map_err(|_| ());
            assert_eq!(
                found,
                expected.map(HeaderValue::from_static),
                "{range} {own:?}"
            );
        }
    }

    #[test]
    fn negotiation() {
        for (accept, offered, expected) in [
            ("*/*", &["application/json"][..], Some(0)),
            ("text/html", &["application/json"], None),
            (
                "text/html, application/*;q=0.5",
                &["application/json", "text/html"],
                Some(1),
            ),
            ("application/json;q=0, */*", &["application/json"], None),
            (
                "application/json;q=0, */*",
                &["application/json", "text/plain"],
                Some(1),
            ),
            (
                "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2",
                &["application/json"],
                Some(0),
            ),
            ("image/png", &["image/*"], Some(0)),
        ] {
            assert_eq!(negotiate(accept, offered), expected, "{accept}");
        }
    }
}
