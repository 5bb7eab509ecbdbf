//! Segments of a path: split at real slashes first, decoded after, so that an encoded slash stays inside its segment.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use super::Part;

/// A segment of a request's path.
#[derive(Debug)]
pub(super) struct Segment<'a> {
    raw: &'a str,
    text: Cow<'a, str>,
}

impl<'a> Segment<'a> {
    /// Decodes a segment; `None` when it is not proper percent-encoded UTF-8.
    pub(super) fn read(raw: &'a str) -> Option<Self> {
        Some(Self {
            raw,
            text: decode(raw)?,
        })
    }

    /// As it is compared with literals.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// As it was sent: parameters are decoded by their style, which looks at delimiters first.
    pub(super) fn raw(&self) -> &'a str {
        self.raw
    }

    /// Matches a pattern of several parts and adds the raw values of its parameters to `captures`; nothing is added
    /// without a match. Of several ways to match, earlier parameters get as much as they can: `{name}.{ext}` splits
    /// at the last dot.
    ///
    /// Literals are placed from the end, each as far back as it goes: if there is any match, there is this one, so
    /// that no way has to be tried twice.
    pub(super) fn capture(&self, pattern: &[Part], captures: &mut Vec<&'a str>) -> bool {
        let kept = captures.len();
        let matched = self.place(pattern, captures).is_some();
        if matched {
            captures[kept..].reverse();
        } else {
            captures.truncate(kept);
        }
        matched
    }

    /// Captures from the last parameter to the first.
    fn place(&self, pattern: &[Part], captures: &mut Vec<&'a str>) -> Option<()> {
        let text: &str = &self.text;
        // Everything from `end` on is matched, but for a parameter that ends there when `open`.
        let mut end = text.len();
        let mut open = false;
        for (index, part) in pattern.iter().enumerate().rev() {
            match part {
                // The generator emits no parameters side by side: nothing tells where one ends.
                Part::Parameter(_) if open => return None,
                Part::Parameter(_) => open = true,
                Part::Literal(literal) if open => {
                    // At least one character is the parameter's.
                    let last = text[..end].char_indices().next_back()?.0;
                    let before = &text[..last];
                    let place = if index == 0 {
                        before.starts_with(literal).then_some(0)
                    } else {
                        before.rfind(literal)
                    }?;
                    captures.push(self.raw_range(place + literal.len(), end));
                    (end, open) = (place, false);
                }
                Part::Literal(literal) => end = text[..end].strip_suffix(literal)?.len(),
            }
        }
        match (open, end) {
            (false, 0) => Some(()),
            (true, 1..) => {
                captures.push(self.raw_range(0, end));
                Some(())
            }
            _ => None,
        }
    }

    /// The raw text of a range of the decoded text.
    fn raw_range(&self, start: usize, end: usize) -> &'a str {
        if matches!(self.text, Cow::Borrowed(_)) {
            return &self.raw[start..end];
        }
        &self.raw[self.raw_place(start)..self.raw_place(end)]
    }

    fn raw_place(&self, decoded: usize) -> usize {
        let mut place = 0;
        for _ in 0..decoded {
            place += if self.raw.as_bytes().get(place) == Some(&b'%') {
                3
            } else {
                1
            };
        }
        place
    }
}

/// Decodes percent-encoded text; `None` when an escape is broken or the result is not UTF-8.
pub(super) fn decode(raw: &str) -> Option<Cow<'_, str>> {
    if !raw.contains('%') {
        return Some(Cow::Borrowed(raw));
    }
    let escapes = raw.split('%').skip(1);
    let sound =
        |rest: &str| rest.len() >= 2 && rest.as_bytes()[..2].iter().all(u8::is_ascii_hexdigit);
    escapes
        .into_iter()
        .all(sound)
        .then(|| percent_decode_str(raw).decode_utf8().ok())
        .flatten()
}

/// Decodes a key or value of a query, where `+` is a space.
pub(super) fn decode_form(raw: &str) -> Option<Cow<'_, str>> {
    if !raw.contains('+') {
        return decode(raw);
    }
    let raw = raw.replace('+', " ");
    decode(&raw).map(|text| Cow::Owned(text.into_owned()))
}

#[cfg(test)]
mod tests {
    use super::Part::{Literal as L, Parameter as P};
    use super::*;

    #[test]
    fn partial_segments() {
        for (segment, pattern, expected) in [
            ("7:start", &[P("id"), L(":start")][..], Some(&["7"][..])),
            ("7%3Astart", &[P("id"), L(":start")], Some(&["7"])),
            (":start", &[P("id"), L(":start")], None),
            ("x", &[P("id")], Some(&["x"])),
            ("", &[P("id")], None),
            ("7:stop", &[P("id"), L(":start")], None),
            ("7:start:start", &[P("id"), L(":start")], Some(&["7:start"])),
            (
                "a.b.json",
                &[P("name"), L("."), P("ext")],
                Some(&["a.b", "json"]),
            ),
            ("a.", &[P("name"), L("."), P("ext")], None),
            (".a", &[P("name"), L("."), P("ext")], None),
            ("a.b.", &[P("name"), L("."), P("ext")], Some(&["a", "b."])),
            (
                "main...feature%2Fx",
                &[P("base"), L("..."), P("head")],
                Some(&["main", "feature%2Fx"]),
            ),
            ("v1-x", &[L("v"), P("n"), L("-"), P("m")], Some(&["1", "x"])),
            ("w1-x", &[L("v"), P("n"), L("-"), P("m")], None),
            ("v-x", &[L("v"), P("n"), L("-"), P("m")], None),
            (
                "%E4%B8%AD.%E6%96%87",
                &[P("a"), L("."), P("b")],
                Some(&["%E4%B8%AD", "%E6%96%87"]),
            ),
            ("prefix", &[L("prefix"), P("a")], None),
            ("prefix1", &[L("prefix"), P("a")], Some(&["1"])),
            ("é", &[P("a"), L("x")], None),
            ("éx", &[P("a"), L("x"), P("b")], None),
        ] {
            let segment = Segment::read(segment).unwrap();
            let mut captures = vec!["kept"];
            let matched = segment.capture(pattern, &mut captures);
            assert_eq!(
                matched.then_some(&captures[1..]),
                expected,
                "{segment:?} {pattern:?}"
            );
            assert_eq!(captures[0], "kept");
            assert!(matched || captures.len() == 1);
        }
    }

    /// Every match puts the segment together again, and a match is found whenever a plain search finds one.
    #[test]
    fn captures_and_literals_make_the_segment() {
        const PIECES: [&str; 8] = ["a", ".", ":", "%2E", "%C3%A9", "é", "..", "x"];
        const PATTERNS: [&[Part]; 6] = [
            &[P("a"), L("."), P("b")],
            &[P("a"), L(".."), P("b")],
            &[L("a"), P("a")],
            &[P("a"), L("x")],
            &[L("a"), P("a"), L("."), P("b"), L("x")],
            &[P("a"), L("."), P("b"), L(":"), P("c")],
        ];
        for number in 0..8_usize.pow(4) {
            let raw: String = (0..4)
                .map(|place| PIECES[number / 8_usize.pow(place) % 8])
                .collect();
            let segment = Segment::read(&raw).unwrap();
            for pattern in PATTERNS {
                let mut captures = Vec::new();
                let matched = segment.capture(pattern, &mut captures);
                assert_eq!(
                    matched,
                    searched(segment.text(), pattern),
                    "{raw} {pattern:?}"
                );
                let mut values = captures.iter().map(|raw| decode(raw).unwrap());
                let joined: String = pattern
                    .iter()
                    .filter_map(|part| match part {
                        L(text) => matched.then(|| (*text).into()),
                        P(_) => values.next(),
                    })
                    .collect();
                assert_eq!(
                    joined,
                    if matched { segment.text() } else { "" },
                    "{raw} {pattern:?}"
                );
            }
        }
    }

    fn searched(text: &str, pattern: &[Part]) -> bool {
        match pattern {
            [] => text.is_empty(),
            [L(literal), rest @ ..] => text
                .strip_prefix(literal)
                .is_some_and(|after| searched(after, rest)),
            [P(_), rest @ ..] => {
                text.char_indices()
                    .skip(1)
                    .any(|(at, _)| searched(&text[at..], rest))
                    || (!text.is_empty() && searched("", rest))
            }
        }
    }

    #[test]
    fn broken_escapes() {
        for raw in ["%", "%4", "%zz", "%ff", "a%+1"] {
            assert!(decode(raw).is_none(), "{raw}");
        }
        assert_eq!(decode_form("a+b%2B").unwrap(), "a b+");
    }
}
