//! One action: what it selects, and what it does there.

use super::merge::{count, fits, merge};
use super::{Target, Token, descend};
use crate::diagnostics::codes;
use crate::read::{Node, Value};

const KEYS: &[&str] = &["target", "description", "update", "copy", "remove"];

impl Target<'_> {
    pub(super) fn action(&mut self, action: &Node) {
        if !action.is_object() {
            let message = format!("an action is an object, found {}", action.value.kind());
            return self.say(&codes::MALFORMED_OVERLAY, action, message);
        }
        self.keys(action, "an action", KEYS);
        let Some(target) = action.get("target") else {
            let message = "an action lacks `target`".to_owned();
            return self.say(&codes::MALFORMED_OVERLAY, super::head(action), message);
        };
        let Some(places) = self.select(target) else {
            return;
        };
        let remove = match action.get("remove").map(|node| (node, &node.value)) {
            None => false,
            Some((_, Value::Bool(remove))) => *remove,
            Some((node, other)) => {
                let message = format!("`remove` is a boolean, found {}", other.kind());
                return self.say(&codes::MALFORMED_OVERLAY, node, message);
            }
        };
        let (update, copy) = (action.get("update"), action.get("copy"));
        if remove {
            for (key, node) in [("update", update), ("copy", copy)] {
                if let Some(node) = node {
                    let message = format!("`{key}` has no effect where `remove` is true");
                    self.warn(&codes::MALFORMED_OVERLAY, node, message);
                }
            }
        } else if update.is_some() && copy.is_some() {
            let message = "`update` and `copy` exclude each other; the action does nothing";
            return self.say(&codes::MALFORMED_OVERLAY, action, message.to_owned());
        } else if update.is_none() && copy.is_none() {
            let message = "an action has `update`, `copy` or `remove: true`; this one does nothing";
            return self.warn(&codes::MALFORMED_OVERLAY, target, message.to_owned());
        }
        if places.is_empty() {
            let text = target.as_str().unwrap_or_default();
            let message = format!("`{text}` selects nothing in the document");
            return self.say(&codes::UNMATCHED_TARGET, target, message);
        }
        match (remove, update, copy) {
            (true, ..) => self.remove(target, places),
            (false, Some(update), _) => self.update(target, &places, update),
            (false, None, Some(copy)) => {
                if let Some(source) = self.source(copy) {
                    self.update(target, &places, &source);
                }
            }
            (false, None, None) => {}
        }
    }

    fn remove(&mut self, target: &Node, mut places: Vec<Vec<Token>>) {
        // From behind and from the inside, so that nothing has moved when its turn comes.
        places.sort();
        for mut place in places.into_iter().rev() {
            let Some(last) = place.pop() else {
                let message = "the document itself cannot be removed".to_owned();
                return self.say(&codes::MALFORMED_OVERLAY, target, message);
            };
            self.json = None;
            match (descend(self.root, &place).map(|node| &mut node.value), last) {
                (Some(Value::Object(object)), Token::Name(name)) => {
                    object.0.shift_remove(&name);
                }
                (Some(Value::Array(items)), Token::Index(index)) if index < items.len() => {
                    items.remove(index);
                }
                _ => {}
            }
        }
    }

    fn update(&mut self, target: &Node, places: &[Vec<Token>], update: &Node) {
        let size = count(update).saturating_mul(places.len());
        let Some(budget) = self.budget.checked_sub(size) else {
            let message = "the overlay makes the document larger than the limit".to_owned();
            return self.say(&codes::TOO_MANY_VALUES, target, message);
        };
        self.budget = budget;
        for place in places {
            let Some(node) = descend(self.root, place) else {
                continue;
            };
            self.json = None;
            let fitting = fits(node, update);
            let conflict = match (&mut node.value, &update.value) {
                (Value::Array(items), Value::Array(more)) => {
                    items.extend(more.iter().cloned());
                    None
                }
                (Value::Array(items), _) => {
                    items.push(update.clone());
                    None
                }
                _ if fitting => merge(node, update),
                _ => Some(update.span),
            };
            if let Some(at) = conflict {
                let message = format!(
                    "the value cannot be merged into {} at `{}`",
                    node.value.kind(),
                    shown(place)
                );
                return self.say(&codes::MALFORMED_OVERLAY, at, message);
            }
        }
    }

    /// The one value that `copy` selects.
    fn source(&mut self, copy: &Node) -> Option<Node> {
        let places = self.select(copy)?;
        let [place] = places.as_slice() else {
            let message = format!("`copy` selects one value, found {}", places.len());
            self.say(&codes::MALFORMED_OVERLAY, copy, message);
            return None;
        };
        descend(self.root, place).cloned()
    }
}

fn shown(place: &[Token]) -> String {
    let tokens = place.iter().map(|token| match token {
        Token::Index(index) => index.to_string(),
        Token::Name(name) => name.clone(),
    });
    crate::read::Pointer(tokens.collect()).to_string()
}
