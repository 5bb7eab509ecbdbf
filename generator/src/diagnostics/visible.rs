//! Text of a document as terminals and reviewers may see it: nothing in it moves the cursor, changes what is around it, or
//! begins a line of its own.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Whether a character has an effect instead of a shape: control characters, and those that change the direction of
/// writing (UAX #9 section 2) or end a line.
fn acts(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
        )
}

/// The text in one line, with escapes as Rust writes them in the place of characters that act.
pub fn visible(text: &str) -> Cow<'_, str> {
    replaced(text, acts, |character, out| {
        out.extend(character.escape_default());
    })
}

/// The same, with line breaks and tabs as they are.
pub fn visible_lines(text: &str) -> Cow<'_, str> {
    let acts = |character| acts(character) && !matches!(character, '\n' | '\t');
    replaced(text, acts, |character, out| {
        out.extend(character.escape_default());
    })
}

/// JSON in which strings hold none of these characters but as escapes of JSON.
pub fn visible_json(text: &str) -> Cow<'_, str> {
    let acts = |character| acts(character) && !matches!(character, '\n' | '\t');
    replaced(text, acts, |character, out| {
        // All of them are below U+10000.
        let _ = write!(out, "\\u{:04x}", u32::from(character));
    })
}

fn replaced(
    text: &str,
    acts: impl Fn(char) -> bool,
    replace: impl Fn(char, &mut String),
) -> Cow<'_, str> {
    if !text.chars().any(&acts) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match acts(character) {
            true => replace(character, &mut out),
            false => out.push(character),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_act_are_shown() {
        let text = "a\u{1b}[31m\n\t\r\u{9b}\u{202e}é";
        assert_eq!(visible(text), "a\\u{1b}[31m\\n\\t\\r\\u{9b}\\u{202e}é");
        assert_eq!(visible_lines(text), "a\\u{1b}[31m\n\t\\r\\u{9b}\\u{202e}é");
        assert_eq!(visible_json("\"\u{9b}\u{202e}\""), "\"\\u009b\\u202e\"");
        assert!(matches!(visible("plain é"), Cow::Borrowed(_)));
    }
}
