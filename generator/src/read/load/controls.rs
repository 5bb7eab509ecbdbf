//! Lets control characters beyond ASCII through the parser.
//!
//! JSON may hold U+0080 to U+009F as they are (RFC 8259 section 7); YAML may not (section 5.1), and the parser is one of YAML. Text
//! that was decoded wrongly once is full of them. Other characters of the same length, which the text does not have, stand for
//! them while it is parsed, so that every place stays where it is.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// A text without such characters, and what stands for which.
pub(super) struct StandIns {
    text: String,
    originals: HashMap<char, char>,
}

impl StandIns {
    /// Nothing when the text has no such characters, or too many others to choose from.
    pub(super) fn of(text: &str) -> Option<Self> {
        let controls: HashSet<char> = text.chars().filter(|c| is_control(*c)).collect();
        if controls.is_empty() {
            return None;
        }
        let used: HashSet<char> = text.chars().filter(|c| c.len_utf8() == 2).collect();
        let mut free = ('\u{100}'..='\u{7ff}').filter(|c| !used.contains(c));
        let mut stand_ins = HashMap::new();
        for control in controls {
            stand_ins.insert(control, free.next()?);
        }
        let replaced = |c: char| stand_ins.get(&c).copied().unwrap_or(c);
        Some(Self {
            text: text.chars().map(replaced).collect(),
            originals: stand_ins.iter().map(|(from, to)| (*to, *from)).collect(),
        })
    }

    /// The text to parse.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Puts the characters back into a value.
    pub(super) fn restore(&self, value: &mut Cow<'_, str>) {
        if value.chars().any(|c| self.originals.contains_key(&c)) {
            let original = |c: char| self.originals.get(&c).copied().unwrap_or(c);
            *value = Cow::Owned(value.chars().map(original).collect());
        }
    }
}

/// U+0085 ends lines in YAML 1.1 and is let through by YAML 1.2.
fn is_control(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{9f}') && c != '\u{85}'
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::StandIns;

    #[test]
    fn stand_ins_keep_places_and_come_back() {
        assert!(StandIns::of("caf\u{e9} \u{85}").is_none());
        let text = "a\u{80}b\u{99}c\u{100}";
        let stand_ins = StandIns::of(text).unwrap();
        assert_eq!(stand_ins.text().len(), text.len());
        assert!(!stand_ins.text().contains(['\u{80}', '\u{99}']));
        let mut value = Cow::Borrowed(stand_ins.text());
        stand_ins.restore(&mut value);
        assert_eq!(value, text);
    }
}
