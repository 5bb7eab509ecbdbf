//! Examples that are no values of their schemas, asked of a JSON Schema validator.

use std::collections::HashSet;

use super::{Lint, Seen};
use crate::diagnostics::{Span, codes};
use crate::diff::Examiner;
use crate::read::{Kind, Node};

impl<'d> Lint<'d, '_> {
    pub(super) fn examples(&mut self, seen: &Seen<'d>) {
        let examiner = Examiner::new(self.document);
        let mut judged: HashSet<Span> = HashSet::new();
        for (kind, node) in &seen.objects {
            let schema = match kind {
                Kind::Schema => Some(*node),
                Kind::Parameter | Kind::Header | Kind::MediaType => node.get("schema"),
                _ => None,
            };
            let Some(schema) = schema else { continue };
            for example in self.examples_at(*kind, node) {
                // One that is shared by references is judged where it is first used.
                if !judged.insert(example.span) {
                    continue;
                }
                if let Some(objection) = examiner.objection(schema, example) {
                    self.say(
                        &codes::EXAMPLE_MISMATCH,
                        example,
                        format!("the example is no value of its schema: {objection}"),
                    );
                }
            }
        }
    }

    fn examples_at(&self, kind: Kind, node: &'d Node) -> Vec<&'d Node> {
        let mut found: Vec<&'d Node> = node.get("example").into_iter().collect();
        match (kind, node.get("examples")) {
            (Kind::Schema, Some(examples)) => found.extend(examples.as_array()),
            (_, Some(examples)) => found.extend(examples.entries().filter_map(|(_, example)| {
                let example = self.document.follow(example)?;
                example.get("dataValue").or_else(|| example.get("value"))
            })),
            _ => {}
        }
        found
    }
}
