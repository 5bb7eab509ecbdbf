//! Path keys: segments, parameters inside them, and query pairs that tell operations apart.

use percent_encoding::percent_decode_str;

/// A path key, taken apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct PathKey {
    pub(crate) segments: Vec<Vec<Piece>>,
    pub(crate) query: Vec<(String, String)>,
    /// Query pairs whose value is a parameter: `?x={x}`.
    pub(crate) query_parameters: Vec<(String, String)>,
    /// A fragment that holds no pairs; it never travels.
    pub(crate) fragment: Option<String>,
}

/// A piece of a segment.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Piece {
    Literal(String),
    Parameter(String),
}

/// Takes a path key apart.
///
/// # Errors
/// Says what is wrong with the template.
pub(crate) fn parse(key: &str) -> Result<PathKey, String> {
    let mut parsed = PathKey::default();
    let (path, rest) = match key.find(['?', '#']) {
        Some(at) => (&key[..at], Some((&key[at..=at], &key[at + 1..]))),
        None => (key, None),
    };
    for segment in path.strip_prefix('/').unwrap_or(path).split('/') {
        parsed.segments.push(pieces(segment)?);
    }
    let names: Vec<&str> = parsed.parameter_names().collect();
    let again = (0..names.len()).find(|at| names[..*at].contains(&names[*at]));
    if let Some(at) = again {
        return Err(format!("`{{{}}}` appears in it twice", names[at]));
    }
    if let Some((mark, text)) = rest {
        let (pairs, fragment) = match (mark, text.split_once('#')) {
            ("?", Some((pairs, fragment))) => (pairs, Some(fragment)),
            ("#", _) if !text.contains('=') => ("", Some(text)),
            _ => (text, None),
        };
        parsed.fragment = fragment
            .filter(|fragment| !fragment.is_empty())
            .map(str::to_owned);
        for pair in pairs.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            match value
                .strip_prefix('{')
                .and_then(|value| value.strip_suffix('}'))
            {
                Some(parameter) => parsed
                    .query_parameters
                    .push((decode(name), parameter.to_owned())),
                None => parsed.query.push((decode(name), decode(value))),
            }
        }
    }
    Ok(parsed)
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

fn pieces(segment: &str) -> Result<Vec<Piece>, String> {
    let mut pieces = Vec::new();
    let mut rest = segment;
    while let Some(open) = rest.find('{') {
        if open > 0 {
            pieces.push(Piece::Literal(decode(&rest[..open])));
        }
        let Some(length) = rest[open..].find('}') else {
            return Err("a brace is opened and never closed".to_owned());
        };
        let name = &rest[open + 1..open + length];
        if name.is_empty() {
            return Err("the parameter between the braces has no name".to_owned());
        }
        pieces.push(Piece::Parameter(
            name.trim_start_matches('+')
                .trim_end_matches('*')
                .to_owned(),
        ));
        rest = &rest[open + length + 1..];
    }
    if rest.contains('}') {
        return Err("a brace is closed that was never opened".to_owned());
    }
    if !rest.is_empty() {
        pieces.push(Piece::Literal(decode(rest)));
    }
    Ok(pieces)
}

#[cfg(test)]
mod tests {
    use super::{Piece, parse};

    fn literal(text: &str) -> Piece {
        Piece::Literal(text.to_owned())
    }

    fn parameter(name: &str) -> Piece {
        Piece::Parameter(name.to_owned())
    }

    #[test]
    fn segments_may_hold_several_parameters() {
        let parsed = parse("/v1/{name}.{ext}/images%3Acopy/{id}:start/").unwrap();
        assert_eq!(
            parsed.segments,
            [
                vec![literal("v1")],
                vec![parameter("name"), literal("."), parameter("ext")],
                vec![literal("images:copy")],
                vec![parameter("id"), literal(":start")],
                vec![],
            ]
        );
    }

    #[test]
    fn fixed_pairs_come_from_query_or_fragment() {
        let pairs = vec![
            ("Action".to_owned(), "Copy".to_owned()),
            ("Version".to_owned(), "1".to_owned()),
        ];
        assert_eq!(parse("/?Action=Copy&Version=1").unwrap().query, pairs);
        assert_eq!(parse("/#Action=Copy&Version=1").unwrap().query, pairs);
        assert_eq!(parse("/a#copy").unwrap().fragment.as_deref(), Some("copy"));
        assert_eq!(
            parse("/a?x={y}").unwrap().query_parameters,
            [("x".to_owned(), "y".to_owned())]
        );
    }

    #[test]
    fn broken_templates_are_refused() {
        for key in ["/{a", "/a}", "/{}", "/{a}/{a}"] {
            assert!(parse(key).is_err(), "{key}");
        }
    }
}
