//! Text of a document as terminals and reviewers may see it: nothing in it moves the cursor, changes what is around it, or
//! begins a line of its own.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Whether a character has an effect instead of a shape: control characters, those that change the direction of writing
/// (UAX #9 section 2) or end a line, and those that are not seen at all.
fn acts(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
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

/// The text with a sign in the place of each character that acts and is not of ASCII.
pub(super) fn shaped(text: &str) -> Cow<'_, str> {
    let acts = |character: char| acts(character) && !character.is_ascii();
    replaced(text, acts, |_, out| out.push('\u{fffd}'))
}

/// JSON in which strings hold none of these characters, nor a command of a workflow, but as escapes of JSON.
pub fn visible_json(text: &str) -> Cow<'_, str> {
    let acts = |character| acts(character) && !matches!(character, '\n' | '\t');
    let text = replaced(text, acts, |character, out| {
        for unit in character.encode_utf16(&mut [0; 2]) {
            let _ = write!(out, "\\u{unit:04x}");
        }
    });
    match text.contains(COMMAND) {
        // Outside of strings there is no such sign.
        true => Cow::Owned(text.replace(COMMAND, "##\\u005b")),
        false => text,
    }
}

/// What begins a command anywhere in a line of a workflow's log: the older of two forms, which runners of GitHub and Azure
/// still follow. Lines that begin with two colons are the other.
const COMMAND: &str = "##[";

/// The text without commands for whoever runs a workflow and reads its log: they could set variables and hide lines.
pub fn uncommanding(text: &str) -> Cow<'_, str> {
    // The name of a command follows at once; excerpts have lines with `:::` before the name of a file.
    let commands = |line: &str| {
        let name = line.trim_start().strip_prefix("::");
        name.is_some_and(|name| !name.starts_with([':', ' ']))
    };
    if !text.contains(COMMAND) && !text.lines().any(commands) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for line in text.split_inclusive('\n') {
        let line = line.replace(COMMAND, "##\\u{5b}");
        match commands(&line) {
            true => out.push_str(&line.replacen(':', "\\u{3a}", 1)),
            false => out.push_str(&line),
        }
    }
    Cow::Owned(out)
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
        assert_eq!(
            visible_json("\"\u{9b}\u{202e}\u{e0041}##[\""),
            "\"\\u009b\\u202e\\udb40\\udc41##\\u005b\""
        );
        let text = "a ::b\n ::error::x\n##[add-mask]x";
        assert_eq!(
            uncommanding(text),
            "a ::b\n \\u{3a}:error::x\n##\\u{5b}add-mask]x"
        );
        assert!(matches!(uncommanding("a::b\n# [c]"), Cow::Borrowed(_)));
        assert!(matches!(visible("plain é"), Cow::Borrowed(_)));
    }
}
