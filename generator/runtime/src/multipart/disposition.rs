//! `Content-Disposition` of parts, and parameters of headers.

use percent_encoding::percent_decode_str;

/// What the header of a part says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Disposition {
    pub(super) name: Option<String>,
    pub(super) file_name: Option<String>,
}

impl Disposition {
    /// Reads the value of the header. An extended parameter (RFC 8187) comes before a plain one, as elsewhere in HTTP.
    pub(super) fn read(value: &str) -> Self {
        let mut found = Self::default();
        let mut extended = None;
        for (name, value) in parameters(value) {
            if name.eq_ignore_ascii_case("name") {
                found.name = Some(unescaped(&value));
            } else if name.eq_ignore_ascii_case("filename") {
                found.file_name = Some(unescaped(&value));
            } else if name.eq_ignore_ascii_case("filename*") {
                extended = self::extended(&value);
            }
        }
        found.file_name = extended.or(found.file_name);
        found
    }
}

/// A value as browsers write it (WHATWG HTML, "multipart/form-data encoding algorithm"): the three characters that would
/// end it are percent-encoded. Backslashes stay as they are, but where readers of quoted strings (RFC 9110 section 5.6.4)
/// would take them for escapes: at the end, and before another.
pub(super) fn escaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut characters = value.chars().peekable();
    let mut doubled = false;
    while let Some(character) = characters.next() {
        match character {
            '"' => out.push_str("%22"),
            '\r' => out.push_str("%0D"),
            '\n' => out.push_str("%0A"),
            '\\' => {
                // All of a run, or none.
                doubled |= matches!(characters.peek(), None | Some('\\'));
                out.push_str(if doubled { "\\\\" } else { "\\" });
                continue;
            }
            other => out.push(other),
        }
        doubled = false;
    }
    out
}

fn unescaped(value: &str) -> String {
    value
        .replace("%22", "\"")
        .replace("%0D", "\r")
        .replace("%0A", "\n")
}

/// `UTF-8'en'%e2%82%ac`.
fn extended(value: &str) -> Option<String> {
    let (charset, rest) = value.split_once('\'')?;
    let (_, encoded) = rest.split_once('\'')?;
    if !charset.eq_ignore_ascii_case("utf-8") {
        return None;
    }
    percent_decode_str(encoded)
        .decode_utf8()
        .ok()
        .map(std::borrow::Cow::into_owned)
}

/// A parameter of a header's value.
pub(super) fn parameter(value: &str, wanted: &str) -> Option<String> {
    parameters(value)
        .into_iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(wanted))
        .map(|(_, value)| value)
}

/// The parameters behind the first `;`.
fn parameters(value: &str) -> Vec<(&str, String)> {
    let mut found = Vec::new();
    let mut rest = value.split_once(';').map_or("", |(_, rest)| rest);
    while let Some((name, behind)) = rest.split_once('=') {
        // A parameter without a value may stand before this one.
        let name = name.rsplit(';').next().unwrap_or(name).trim();
        let behind = behind.trim_start();
        let (value, next) = match behind.strip_prefix('"') {
            Some(quoted) => self::quoted(quoted),
            None => {
                let end = behind.find(';').unwrap_or(behind.len());
                (behind[..end].trim().to_owned(), &behind[end..])
            }
        };
        found.push((name, value));
        rest = next.split_once(';').map_or("", |(_, rest)| rest);
    }
    found
}

/// A quoted string from behind its first quote, and what follows it. A backslash escapes only what it must: browsers
/// once sent paths like `C:\file` as they were.
fn quoted(text: &str) -> (String, &str) {
    let mut value = String::new();
    let mut characters = text.char_indices().peekable();
    while let Some((index, character)) = characters.next() {
        match character {
            '"' => return (value, &text[index + 1..]),
            '\\' => {
                let escaped = characters.next_if(|(_, next)| matches!(next, '"' | '\\'));
                value.push(escaped.map_or('\\', |(_, next)| next));
            }
            other => value.push(other),
        }
    }
    (value, "")
}

#[cfg(test)]
mod tests {
    use super::{Disposition, escaped, parameter};

    #[test]
    fn dispositions() {
        for (text, name, file_name) in [
            ("form-data; name=\"a\"", Some("a"), None),
            (
                "form-data;name=a ; filename=b.txt",
                Some("a"),
                Some("b.txt"),
            ),
            (
                "form-data; NAME=\"a;b=c\"; filename=\"x\"",
                Some("a;b=c"),
                Some("x"),
            ),
            ("form-data; name=\"a%22%0D%0A\"", Some("a\"\r\n"), None),
            (
                "form-data; name=\"a\\\"b\\\\c\\d\"",
                Some("a\"b\\c\\d"),
                None,
            ),
            ("form-data; name=\"a", Some("a"), None),
            ("form-data; flag; name=a", Some("a"), None),
            (
                "attachment; filename=\"e.txt\"; filename*=UTF-8''%e2%82%ac.txt",
                None,
                Some("€.txt"),
            ),
            ("form-data; name=\"镜\"", Some("镜"), None),
            ("form-data", None, None),
            ("", None, None),
            ("=;=;\"", None, None),
        ] {
            let found = Disposition::read(text);
            assert_eq!(found.name.as_deref(), name, "{text}");
            assert_eq!(found.file_name.as_deref(), file_name, "{text}");
        }
    }

    #[test]
    fn names_survive() {
        for name in [
            "a", "a\"b", "a\r\nb", "ü 镜", "", "C:\\a", "a\\", "a\\\\b", "\\\\\"\\",
        ] {
            let text = format!("form-data; name=\"{}\"", escaped(name));
            assert_eq!(Disposition::read(&text).name.as_deref(), Some(name));
        }
    }

    #[test]
    fn boundaries() {
        for (text, expected) in [
            ("multipart/form-data; boundary=abc", Some("abc")),
            (
                "multipart/form-data;charset=utf-8;Boundary=\"a b\"",
                Some("a b"),
            ),
            ("multipart/form-data", None),
        ] {
            assert_eq!(parameter(text, "boundary").as_deref(), expected, "{text}");
        }
    }
}
