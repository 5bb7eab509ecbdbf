//! Control characters that JSON strings may hold as they are and that YAML forbids in a stream, such as U+007F (RFC 8259
//! section 7; YAML 1.2.2 section 5.1). The parser gets stand-ins from the private use area; here is the way back.

use std::borrow::Cow;
use std::collections::HashMap;

/// The characters that were exchanged in a text.
#[derive(Debug, Default)]
pub(super) struct Controls {
    originals: HashMap<char, char>,
    /// For each stand-in, where it ends in the exchanged text, and by how many bytes that is ahead from there on.
    shifts: Vec<(usize, usize)>,
}

/// Whether JSON allows a character in a string that YAML does not.
fn is_exchanged(character: char) -> bool {
    matches!(
        character,
        '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}'
    )
}

impl Controls {
    /// The text as the parser takes it; the text itself when it holds no such character, or no stand-in is left.
    pub(super) fn exchange(text: &str) -> (Cow<'_, str>, Self) {
        let mut controls = Self::default();
        if !text.chars().any(is_exchanged) {
            return (Cow::Borrowed(text), controls);
        }
        let mut free = ('\u{e000}'..='\u{f8ff}').filter(|stand_in| !text.contains(*stand_in));
        let mut stand_ins: HashMap<char, char> = HashMap::new();
        let mut exchanged = String::with_capacity(text.len() + 16);
        let mut ahead = 0;
        for character in text.chars() {
            if !is_exchanged(character) {
                exchanged.push(character);
                continue;
            }
            let stand_in = match stand_ins.get(&character) {
                Some(stand_in) => *stand_in,
                None => {
                    let Some(stand_in) = free.next() else {
                        return (Cow::Borrowed(text), Self::default());
                    };
                    stand_ins.insert(character, stand_in);
                    stand_in
                }
            };
            exchanged.push(stand_in);
            ahead += stand_in.len_utf8() - character.len_utf8();
            controls.shifts.push((exchanged.len(), ahead));
        }
        controls.originals = stand_ins
            .into_iter()
            .map(|(original, stand_in)| (stand_in, original))
            .collect();
        (Cow::Owned(exchanged), controls)
    }

    /// The offset in the text itself.
    pub(super) fn offset(&self, exchanged: usize) -> usize {
        let before = self.shifts.partition_point(|(end, _)| *end <= exchanged);
        let ahead = before.checked_sub(1).map_or(0, |last| self.shifts[last].1);
        exchanged - ahead
    }

    /// The first exchanged character of a text, as it was.
    pub(super) fn first(&self, text: &str) -> Option<char> {
        if self.originals.is_empty() {
            return None;
        }
        text.chars().find_map(|c| self.originals.get(&c).copied())
    }

    /// A text with the characters that it had.
    pub(super) fn restore<'t>(&self, text: Cow<'t, str>) -> Cow<'t, str> {
        if self.first(&text).is_none() {
            return text;
        }
        let original = |character| self.originals.get(&character).copied();
        text.chars().map(|c| original(c).unwrap_or(c)).collect()
    }
}
