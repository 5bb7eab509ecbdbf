//! From one page to the next: by a token of the answer, or by counting.

use std::collections::HashSet;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::client::Excerpt;
use crate::validate::Violations;

/// What is known of the pages so far. Emitted operations ask it for the value that chooses the next page.
#[derive(Debug, Default)]
pub struct Turn {
    /// Items on the page that arrived last.
    count: u64,
    /// Items on all pages so far.
    seen: u64,
    tokens: HashSet<String>,
    mistake: Option<Violations>,
}

impl Turn {
    /// The value that chooses the next page, from the token of this one. No token, or an empty one, ends the list; one
    /// that came before would never end.
    pub fn token<T: Serialize, P: DeserializeOwned>(&mut self, token: Option<&T>) -> Option<P> {
        let token = serde_json::to_value(token).unwrap_or_default();
        if token.is_null() || token == "" {
            return None;
        }
        if !self.tokens.insert(token.to_string()) {
            let message = format!("leads back to a page that was seen before: {token}");
            self.mistake = Some(Violations::one("", "token", message));
            return None;
        }
        self.value(&token)
    }

    /// The number of the next page, from that of this one; the first is 1. A page without items ends the list, and so
    /// does one with which as many items as `total` have been seen.
    pub fn number<P: Serialize + DeserializeOwned, T: Serialize>(
        &mut self,
        current: Option<&P>,
        total: Option<&T>,
    ) -> Option<P> {
        let current = as_number(current).unwrap_or(1);
        // Whoever begins in the middle has not seen the pages before; they were as long as this one.
        if self.seen == self.count {
            self.seen = self.count.saturating_mul(current.max(1));
        }
        if self.count == 0 || as_number(total).is_some_and(|total| self.seen >= total) {
            return None;
        }
        self.value(&Value::from(current.saturating_add(1)))
    }

    pub(super) fn arrive(&mut self, count: usize) {
        self.count = count as u64;
        self.seen = self.seen.saturating_add(self.count);
    }

    /// What is wrong with the answer, if anything is.
    pub(super) fn mistake(&mut self) -> Option<Violations> {
        self.mistake.take()
    }

    fn value<P: DeserializeOwned>(&mut self, value: &Value) -> Option<P> {
        match Excerpt::of(value).at("") {
            Ok(value) => Some(value),
            Err(violations) => {
                self.mistake = Some(violations);
                None
            }
        }
    }
}

/// Numbers in parameters can be texts.
fn as_number<T: Serialize>(value: Option<&T>) -> Option<u64> {
    Excerpt::of(&value).at("").ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_end_the_list_or_repeat() {
        let mut turn = Turn::default();
        assert_eq!(turn.token(Some(&"a")), Some("a".to_owned()));
        assert_eq!(turn.token(Some(&7)), Some("7".to_owned()));
        assert_eq!(turn.token::<_, String>(Some(&"")), None);
        assert_eq!(turn.token::<String, String>(None), None);
        assert_eq!(turn.mistake(), None);
        assert_eq!(turn.token::<_, String>(Some(&"a")), None);
        assert!(turn.mistake().is_some());
        assert_eq!(turn.token::<_, u8>(Some(&"x")), None);
        assert!(turn.mistake().is_some(), "a token that fits no parameter");
    }

    #[test]
    fn numbers_count_up_to_the_total() {
        // Items per page, the page to begin with, the total, the pages that follow.
        for (counts, first, total, expected) in [
            (&[20, 20, 5][..], None, Some(45), &[2, 3][..]),
            (&[20, 20], None, Some(40), &[2]),
            (&[20, 20, 0], None, None, &[2, 3]),
            (&[0], None, None, &[]),
            (&[20, 5], Some(2), Some(45), &[3]),
        ] {
            let mut turn = Turn::default();
            let mut number: Option<i32> = first;
            let mut numbers = Vec::new();
            for count in counts {
                turn.arrive(*count);
                match turn.number(number.as_ref(), total.as_ref()) {
                    Some(next) => numbers.push(next),
                    None => break,
                }
                number = numbers.last().copied();
            }
            assert_eq!(numbers, expected, "{counts:?}");
        }
    }
}
