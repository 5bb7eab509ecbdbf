//! `unevaluatedProperties` where it says no more than `additionalProperties`.

use super::{AdditionalSchema, Effective};
use crate::read::Node;

fn speaks_of_others(node: &Node) -> bool {
    ["additionalProperties", "unevaluatedProperties"]
        .iter()
        .any(|key| node.get(key).is_some())
}

/// Where no alternative decides which members there are, what is not evaluated is what has no
/// property.
pub(super) fn settle_unevaluated(merged: &mut Effective<'_>) {
    let Some(said) = merged.unevaluated else {
        return;
    };
    let conditional = ["if", "dependentSchemas", "not"];
    let depends = !merged.groups.is_empty()
        || merged
            .nodes
            .iter()
            .any(|node| conditional.iter().any(|key| node.get(key).is_some()))
        || merged
            .nodes
            .iter()
            .filter(|node| speaks_of_others(node))
            .count()
            > 1;
    if !depends {
        merged.unevaluated = None;
        if matches!(merged.additional, AdditionalSchema::Unsaid) {
            merged.additional = AdditionalSchema::of(said);
        }
    }
}
