//! `allOf` and `$ref`: from the schema objects that hold at once to one effective schema.
//!
//! Comes in: schema nodes that a value must satisfy together. Goes out: [`Effective`], in which
//! every keyword stands once and both spellings of a keyword (3.0 and 3.1) mean the same. It
//! decides nothing about Rust types. Diamonds are visited once and cycles end, so the work is
//! linear in the number of schema objects.

mod annotations;
mod effective;
mod members;
mod types;
mod unevaluated;
mod values;

use std::collections::HashSet;

pub(crate) use effective::{AdditionalSchema, Effective, Group, JsonType};
use unevaluated::settle_unevaluated;

use super::Resolver;
use crate::diagnostics::codes;
use crate::read::Node;

enum Step<'d> {
    Enter { node: &'d Node, outermost: bool },
    Exit { node: &'d Node, outermost: bool },
}

impl<'d> Resolver<'d> {
    /// Merges schemas that hold at once.
    pub(crate) fn effective(&mut self, nodes: &[&'d Node]) -> Effective<'d> {
        let mut merged = Effective::default();
        let own: Vec<*const Node> = nodes
            .iter()
            .filter_map(|node| self.followed(node))
            .map(std::ptr::from_ref)
            .collect();
        let mut typed = 0_usize;
        let mut typed_with_null = 0_usize;
        let mut seen: HashSet<*const Node> = HashSet::new();
        let mut open: Vec<&'d Node> = Vec::new();
        let mut steps: Vec<Step<'d>> = nodes
            .iter()
            .rev()
            .map(|node| Step::Enter {
                node,
                outermost: true,
            })
            .collect();
        while let Some(step) = steps.pop() {
            let may = match &step {
                Step::Enter { node, .. } => self.spend_merge(node, nodes),
                Step::Exit { .. } => self.spend(1, nodes),
            };
            if !may {
                break;
            }
            let (node, outermost) = match step {
                Step::Exit { node, outermost } => {
                    open.pop();
                    self.merge_members(node, outermost, &own, &mut merged);
                    continue;
                }
                Step::Enter { node, outermost } => (node, outermost),
            };
            let identity = std::ptr::from_ref(node);
            if !seen.insert(identity) {
                // Nothing but references in a circle is said when they are followed.
                let start = open.iter().position(|known| std::ptr::eq(*known, node));
                if start.is_some_and(|start| {
                    let mut circle = open[start..].iter();
                    circle.any(|node| node.get("allOf").is_some())
                }) {
                    self.report(
                        &codes::COMPOSITION_CYCLE,
                        node,
                        "`allOf` leads back to this schema".to_owned(),
                    );
                }
                continue;
            }
            open.push(node);
            merged.nodes.push(node);
            if node.as_bool() == Some(false) {
                merged.never = true;
            }
            self.merge_type(
                node,
                outermost,
                &mut merged,
                &mut typed,
                &mut typed_with_null,
            );
            self.merge_annotations(node, outermost, &mut merged);
            steps.push(Step::Exit { node, outermost });
            for member in node
                .get("allOf")
                .map(Node::as_array)
                .unwrap_or_default()
                .iter()
                .rev()
            {
                steps.push(Step::Enter {
                    node: member,
                    outermost: false,
                });
            }
            if node.get("$ref").is_some()
                && let Some((target, _)) = self.document.reference(node)
            {
                let alone = outermost && node.entries().count() == 1;
                steps.push(Step::Enter {
                    node: target,
                    outermost: alone,
                });
            }
        }
        if typed > 0 && typed == typed_with_null {
            merged.nullable = true;
        }
        if merged.types.as_ref().is_some_and(Vec::is_empty) && !merged.only_null {
            merged.never = true;
        }
        settle_unevaluated(&mut merged);
        merged
    }
}
