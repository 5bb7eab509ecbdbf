//! Rules: what a schema demands that neither its type nor a constraint of one value expresses.
//!
//! Comes in: an effective schema. Goes out: one schema of the keywords in question, in which every
//! reference is replaced by what it points to, `null` and limits are spelled as in JSON Schema
//! 2020-12, and patterns are translated. What cannot be put like this is said not to be checked.

mod alternatives;
mod collection;
mod conversion;
mod members;

use serde_json::{Map, Value as Json};

use super::Resolver;
use super::merge::Effective;
use crate::model::Type;

/// Keywords about one value that a type without constraints leaves open.
const LIMITS: &[&str] = &[
    "minLength",
    "maxLength",
    "pattern",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
];

impl<'d> Resolver<'d> {
    /// The rules of an effective schema that became `ty` (`None` for a type with a name).
    pub(crate) fn rules(&mut self, merged: &Effective<'d>, ty: Option<&Type>) -> Option<Json> {
        // Of all other types they are the same, and an object asks for them before it has a type.
        let shared = !matches!(ty, Some(Type::Any | Type::Tuple(..)));
        if let Some(known) = merged.rules.get().filter(|_| shared) {
            return known.clone();
        }
        let mut rules = Vec::new();
        self.collect_rules(merged, ty, 0, &mut rules);
        let rules = match rules.len() {
            0 | 1 => rules.pop(),
            _ => Some(Json::from(Map::from_iter([(
                "allOf".to_owned(),
                Json::Array(rules),
            )]))),
        };
        if shared {
            // Nobody has set it meanwhile.
            let _ = merged.rules.set(rules.clone());
        }
        rules
    }
}
