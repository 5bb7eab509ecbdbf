//! Media types (RFC 9110 §8.3) as far as choosing a decoder needs them: does this `Content-Type` fall under what the
//! document declares, and which of the declared types does an `Accept` header allow.

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
