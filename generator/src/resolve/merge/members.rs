//! Members, items and alternatives, whose order matters.

use super::{AdditionalSchema, Effective, Group};
use crate::read::Node;
use crate::resolve::Resolver;

impl<'d> Resolver<'d> {
    /// Merges what the order of members matters for; bases come before what extends them.
    pub(super) fn merge_members(
        &mut self,
        node: &'d Node,
        outermost: bool,
        own: &[*const Node],
        merged: &mut Effective<'d>,
    ) {
        for (name, property) in node
            .get("properties")
            .map(Node::entries)
            .into_iter()
            .flatten()
        {
            merged.properties.entry(name).or_default().push(property);
        }
        // OpenAPI documents sometimes write `required: true` in a property; only lists count here.
        for name in node
            .get("required")
            .map(Node::as_array)
            .unwrap_or_default()
            .iter()
            .filter_map(Node::as_str)
        {
            merged.required.insert(name);
        }
        self.merge_additional(node, outermost, merged);
        for (pattern, schema) in node
            .get("patternProperties")
            .map(Node::entries)
            .into_iter()
            .flatten()
        {
            merged.patterns.push((pattern, schema));
        }
        match node.get("items") {
            Some(items) if items.as_bool() == Some(false) => merged.closed_items = true,
            Some(items) if items.is_array() => merged.prefix.extend(items.as_array()),
            Some(items) => merged.items.push(items),
            None => {}
        }
        merged.prefix.extend(
            node.get("prefixItems")
                .map(Node::as_array)
                .unwrap_or_default(),
        );
        self.merge_values(node, merged);
        for (key, exclusive) in [("oneOf", true), ("anyOf", false)] {
            let branches: Vec<&'d Node> = node
                .get(key)
                .map(Node::as_array)
                .unwrap_or_default()
                .iter()
                .collect();
            if branches.is_empty() {
                continue;
            }
            let lists_child = !outermost
                && branches.iter().any(|branch| {
                    self.followed(branch)
                        .is_some_and(|target| own.contains(&std::ptr::from_ref(target)))
                });
            if !lists_child {
                merged.groups.push(Group {
                    exclusive,
                    branches,
                });
            }
        }
        if outermost && merged.discriminator.is_none() {
            merged.discriminator = node.get("discriminator");
        }
        merged.limits.merge(node);
        self.report_unchecked(node, outermost);
    }

    fn merge_additional(&mut self, node: &'d Node, outermost: bool, merged: &mut Effective<'d>) {
        match node.get("unevaluatedProperties") {
            Some(said) if outermost => merged.unevaluated = Some(said),
            Some(_) => merged.closed_parts = true,
            None => {}
        }
        let Some(said) = node.get("additionalProperties") else {
            return;
        };
        let next = AdditionalSchema::of(said);
        merged.additional = match (merged.additional, next) {
            (AdditionalSchema::Refused, _) | (_, AdditionalSchema::Refused) if !outermost => {
                // A closed base would refuse what extends it; the field means an open one.
                if matches!(merged.additional, AdditionalSchema::Unsaid) {
                    AdditionalSchema::Unsaid
                } else {
                    merged.additional
                }
            }
            (_, AdditionalSchema::Refused) => AdditionalSchema::Refused,
            (AdditionalSchema::Typed(before), AdditionalSchema::Allowed) => {
                AdditionalSchema::Typed(before)
            }
            (_, next) => next,
        };
    }
}
