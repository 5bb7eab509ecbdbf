//! Regular expressions: from the dialect of the documents to that of the emitted code.
//!
//! Documents write ECMA-262 expressions (JSON Schema 2020-12 section 6.4). Generated crates match
//! with `regex-lite`, which never backtracks. What the two share is translated; what only ECMA
//! has (look-around, back references, Unicode properties) is refused with the reason.

/// Translates an ECMA-262 pattern.
///
/// # Errors
/// Says what the pattern needs that cannot be matched without backtracking.
pub(crate) fn translate(pattern: &str) -> Result<String, String> {
    let mut out = String::with_capacity(pattern.len());
    let mut characters = pattern.chars().peekable();
    let mut in_class = false;
    while let Some(character) = characters.next() {
        match character {
            '\\' => escape(&mut characters, in_class, &mut out)?,
            '[' if in_class => out.push_str("\\["),
            '[' => {
                in_class = true;
                out.push('[');
                if characters.next_if_eq(&'^').is_some() {
                    if characters.next_if_eq(&']').is_some() {
                        out.pop();
                        out.push_str("(?s:.)");
                        in_class = false;
                        continue;
                    }
                    out.push('^');
                }
                if characters.peek() == Some(&']') {
                    return Err("the class `[]` matches nothing".to_owned());
                }
            }
            ']' if in_class => {
                in_class = false;
                out.push(']');
            }
            '&' | '~' | '-' if in_class && characters.peek() == Some(&character) => {
                out.push('\\');
                out.push(character);
            }
            '(' if !in_class && characters.peek() == Some(&'?') => {
                characters.next();
                out.push_str("(?");
                match characters.peek() {
                    Some('=' | '!') => return Err("look-ahead".to_owned()),
                    Some('<') => {
                        characters.next();
                        if matches!(characters.peek(), Some('=' | '!')) {
                            return Err("look-behind".to_owned());
                        }
                        out.push('<');
                    }
                    _ => {}
                }
            }
            '{' if !in_class && !is_quantifier(characters.clone()) => out.push_str("\\{"),
            '}' if !in_class && !closes_quantifier(&out) => out.push_str("\\}"),
            other => out.push(other),
        }
    }
    match regex_lite::Regex::new(&out) {
        Ok(_) => Ok(out),
        Err(error) => Err(error.to_string()),
    }
}

/// Whether a reason is that a right pattern cannot be matched, and not that it is wrong.
pub(crate) fn is_refused(reason: &str) -> bool {
    ["look-", "a back reference", "a Unicode", "the class"]
        .iter()
        .any(|start| reason.starts_with(start))
}

/// What is wrong with a pattern that cannot be translated.
pub(crate) fn objection(pattern: &str) -> &'static str {
    match translate(pattern) {
        Err(reason) if !is_refused(&reason) => "is not a regular expression",
        _ => "needs backtracking",
    }
}

/// Whether what follows an opening brace makes it a quantifier: `3}`, `3,}`, `3,5}`.
fn is_quantifier(rest: impl Iterator<Item = char>) -> bool {
    let inner: String = rest.take(24).take_while(|c| *c != '}').collect();
    let (least, most) = inner.split_once(',').unwrap_or((&inner, ""));
    !least.is_empty()
        && least.chars().all(|c| c.is_ascii_digit())
        && most.chars().all(|c| c.is_ascii_digit())
}

/// Whether a closing brace ends a quantifier that stands in `out`.
fn closes_quantifier(out: &str) -> bool {
    out.rfind('{').is_some_and(|open| {
        !out[..open].ends_with('\\')
            && out[open + 1..]
                .chars()
                .all(|c| c.is_ascii_digit() || c == ',')
            || out[..open].ends_with("\\x")
    })
}

/// What `\s` matches (ECMA-262, `CharacterClassEscape`): white space and line ends of Unicode.
const SPACE: &str =
    r"\x09-\x0d\x20\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}";

/// All other characters; a class inside a class is not known.
const NO_SPACE: &str = r"\x00-\x08\x0e-\x1f\x21-\x{9f}\x{a1}-\x{167f}\x{1681}-\x{1fff}\x{200b}-\x{2027}\x{202a}-\x{202e}\x{2030}-\x{205e}\x{2060}-\x{2fff}\x{3001}-\x{fefe}\x{ff00}-\x{10ffff}";

/// Translates the escape that begins behind a backslash.
fn escape(
    characters: &mut std::iter::Peekable<std::str::Chars<'_>>,
    in_class: bool,
    out: &mut String,
) -> Result<(), String> {
    let Some(escaped) = characters.next() else {
        return Err("a backslash ends the pattern".to_owned());
    };
    match escaped {
        's' if in_class => out.push_str(SPACE),
        'S' if in_class => out.push_str(NO_SPACE),
        's' => out.push_str(&format!("[{SPACE}]")),
        'S' => out.push_str(&format!("[^{SPACE}]")),
        'd' | 'D' | 'w' | 'W' | 'b' | 'B' | 'n' | 'r' | 't' | 'f' | 'v' | 'A' | 'z' => {
            out.push('\\');
            out.push(escaped);
        }
        'Z' => out.push_str("\\z"),
        '0' => out.push_str("\\x{0}"),
        '1'..='9' => return Err("a back reference".to_owned()),
        'k' => return Err("a back reference".to_owned()),
        'p' | 'P' => return Err("a Unicode property".to_owned()),
        'c' => match characters.next() {
            Some(letter) if letter.is_ascii_alphabetic() => {
                out.push_str(&format!("\\x{{{:x}}}", u32::from(letter) % 32));
            }
            _ => return Err("an unknown control escape".to_owned()),
        },
        'x' if characters.peek() == Some(&'{') => out.push_str("\\x"),
        'x' => push_scalar(out, digits(characters, 2)?)?,
        'u' if characters.peek() == Some(&'{') => out.push_str("\\u"),
        'u' => {
            let first = digits(characters, 4)?;
            if (0xd800..0xdc00).contains(&first) {
                let mut ahead = characters.clone();
                if (ahead.next(), ahead.next()) == (Some('\\'), Some('u')) {
                    let second = digits(&mut ahead, 4)?;
                    if (0xdc00..0xe000).contains(&second) {
                        *characters = ahead;
                        return push_scalar(
                            out,
                            0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00),
                        );
                    }
                }
                return Err("half of a surrogate pair".to_owned());
            }
            push_scalar(out, first)?;
        }
        letter if letter.is_alphanumeric() => out.push(letter),
        symbol if symbol.is_ascii() && symbol != '<' && symbol != '>' => {
            out.push('\\');
            out.push(symbol);
        }
        other => out.push(other),
    }
    Ok(())
}

/// Reads exactly `count` hexadecimal digits.
fn digits(characters: &mut impl Iterator<Item = char>, count: usize) -> Result<u32, String> {
    let text: String = characters.take(count).collect();
    if text.len() == count && text.chars().all(|c| c.is_ascii_hexdigit()) {
        u32::from_str_radix(&text, 16).map_err(|error| error.to_string())
    } else {
        Err("an incomplete hexadecimal escape".to_owned())
    }
}

/// Writes a code point as an escape.
fn push_scalar(out: &mut String, code: u32) -> Result<(), String> {
    if char::from_u32(code).is_none() {
        return Err("half of a surrogate pair".to_owned());
    }
    out.push_str(&format!("\\x{{{code:x}}}"));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::translate;

    #[test]
    fn what_both_dialects_have_is_translated() {
        for (ecma, matches, differs) in [
            ("^[a-zA-Z\\u4e00-\\u9fa5][\\w.-]{0,3}$", "镜a.-", "1abc"),
            ("^[^\\r<>]*$", "plain", "a<b"),
            ("^\\/v\\d+\\-x$", "/v12-x", "v12-x"),
            ("^a{b}$", "a{b}", "ab"),
            ("^a{2,3}$", "aaa", "a"),
            ("[[]", "[", "]"),
            ("^[^]$", "\n", ""),
            ("^\\uD83D\\uDE00$", "😀", "x"),
            ("^(?<year>\\d{4})$", "2026", "26"),
            ("^\\cJ$", "\n", "J"),
        ] {
            let translated = translate(ecma).unwrap_or_else(|error| panic!("{ecma}: {error}"));
            let regex = regex_lite::Regex::new(&translated).unwrap();
            assert!(
                regex.is_match(matches),
                "{ecma} → {translated} should match {matches}"
            );
            assert!(
                !regex.is_match(differs),
                "{ecma} → {translated} should not match {differs}"
            );
        }
    }

    #[test]
    fn what_needs_backtracking_is_refused() {
        for ecma in [
            "(?=a)", "(?!a)b", "(?<=a)b", "(a)\\1", "\\p{L}", "[]", "(", "\\u12", "\\",
        ] {
            assert!(translate(ecma).is_err(), "{ecma}");
        }
    }
}
