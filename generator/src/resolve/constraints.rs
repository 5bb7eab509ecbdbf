//! Constraints: which of the keywords count for a type, and what is said of those that cannot be
//! checked.

use super::Resolver;
use super::merge::{Effective, JsonType};
use crate::diagnostics::{Diagnostic, codes};
use crate::model::{Constraints, StringFormat};

impl<'d> Resolver<'d> {
    /// The constraints that count for a type.
    pub(crate) fn constraints(&mut self, ty: JsonType, merged: &Effective<'d>) -> Constraints {
        let limits = &merged.limits;
        let mut constraints = Constraints::default();
        match ty {
            JsonType::Boolean => {}
            JsonType::Integer | JsonType::Number => {
                if let Some(bound) = &limits.minimum {
                    constraints.minimum = Some(bound.value.clone());
                    constraints.exclusive_minimum = bound.exclusive;
                }
                if let Some(bound) = &limits.maximum {
                    constraints.maximum = Some(bound.value.clone());
                    constraints.exclusive_maximum = bound.exclusive;
                }
                constraints.multiple_of = limits.multiples.first().cloned();
            }
            JsonType::String => {
                constraints.min_length = limits.min_length.filter(|least| *least > 0);
                constraints.max_length = limits.max_length;
                constraints.format = match merged.format.as_deref() {
                    Some("email") => Some(StringFormat::Email),
                    Some("hostname") => Some(StringFormat::Hostname),
                    _ => None,
                };
                // Further ones are rules.
                if let Some(pattern) = limits.patterns.first() {
                    constraints.pattern = self.pattern(pattern, merged);
                }
            }
            JsonType::Array => {
                constraints.min_items = limits.min_items.filter(|least| *least > 0);
                constraints.max_items = limits.max_items;
                constraints.unique_items = limits.unique_items;
            }
            JsonType::Object => {
                constraints.min_properties = limits.min_properties.filter(|least| *least > 0);
                constraints.max_properties = limits.max_properties;
            }
        }
        constraints
    }

    pub(crate) fn pattern(&mut self, pattern: &str, merged: &Effective<'d>) -> Option<String> {
        match super::pattern::translate(pattern) {
            Ok(translated) => Some(translated),
            Err(reason) => {
                if let Some(node) = merged.nodes.first() {
                    let reason = reason.lines().last().unwrap_or_default();
                    let reason = reason.trim_start_matches("error: ");
                    let message = format!("the pattern `{pattern}` is not checked: {reason}");
                    let mut places = merged.nodes.iter().filter_map(|node| node.get("pattern"));
                    let place = places.find(|place| place.as_str() == Some(pattern));
                    let place = place.unwrap_or(node).span;
                    let mut diagnostic =
                        Diagnostic::new(&codes::UNCHECKED_PATTERN, message).at(place);
                    if !super::pattern::is_refused(reason) {
                        diagnostic = diagnostic
                            .help("correct the pattern: it is not a regular expression (ECMA-262)");
                    }
                    self.diagnostics.push(diagnostic);
                }
                None
            }
        }
    }
}
