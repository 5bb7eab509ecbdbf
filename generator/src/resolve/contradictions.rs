//! Says where the parts of a schema contradict each other, so that what one of them says comes to nothing.
//!
//! Comes in: effective schemas. Goes out: findings. What is made of such schemas is decided elsewhere.

use super::Resolver;
use super::merge::{Effective, JsonType};
use crate::diagnostics::codes;
use crate::read::Node;

impl<'d> Resolver<'d> {
    pub(super) fn report_contradictions(&mut self, merged: &Effective<'d>) {
        let Some(first) = merged.nodes.first() else {
            return;
        };
        let refused = |node: &&'d Node| node.as_bool() == Some(false);
        if merged.never || merged.values.as_ref().is_some_and(Vec::is_empty) {
            // `false` says what it means.
            if !merged.nodes.iter().any(refused) {
                self.report(
                    &codes::UNSATISFIABLE_SCHEMA,
                    first,
                    "no value satisfies this schema; there is nothing to send or read".to_owned(),
                );
            }
            return;
        }
        let Some(types) = &merged.types else { return };
        let idle = [
            ("properties", JsonType::Object, merged.properties.is_empty()),
            ("items", JsonType::Array, merged.items.is_empty()),
        ];
        for (key, ty, unsaid) in idle {
            if unsaid || types.contains(&ty) {
                continue;
            }
            let place = merged.nodes.iter().find_map(|node| node.get(key));
            self.report(
                &codes::KEYWORD_WITHOUT_EFFECT,
                place.unwrap_or(first),
                format!(
                    "`{key}` has no effect here: the `type` allows no {}",
                    match ty {
                        JsonType::Array => "list",
                        _ => "object",
                    }
                ),
            );
        }
    }
}
