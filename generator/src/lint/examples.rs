//! Examples, defaults and listed values that are no values of their schemas, asked of a JSON Schema validator.

use std::collections::HashSet;

use super::{Lint, Seen};
use crate::diagnostics::{Diagnostic, Diagnostics, Span, codes};
use crate::diff::Examiner;
use crate::read::{Kind, Node};

/// Longer lists are not looked at value by value.
const MOST_VALUES: usize = 200;

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
                        format!("the example does not match its schema: {objection}"),
                    );
                }
            }
        }
        self.defaults(seen, &examiner);
    }

    /// Defaults and the values of an `enum`, unless it was said already what is wrong with them.
    fn defaults(&mut self, seen: &Seen<'d>, examiner: &Examiner<'d>) {
        let of = |code: &'static str, diagnostics: &Diagnostics| -> HashSet<Span> {
            let told = diagnostics.iter().filter(|found| found.code.name == code);
            told.filter_map(|found| found.span).collect()
        };
        let mut judged = of(codes::INVALID_DEFAULT.name, self.diagnostics);
        let mismatched = of(codes::ENUM_TYPE_MISMATCH.name, self.diagnostics);
        for schema in seen.of(Kind::Schema) {
            if let Some(default) = schema.get("default")
                && judged.insert(default.span)
                && let Some(objection) = examiner.objection(schema, default)
            {
                let message = format!("the default does not match its schema: {objection}");
                let diagnostic = Diagnostic::new(&codes::INVALID_DEFAULT, message).at(default);
                self.say_with(diagnostic.help("correct the default, or the schema"));
            }
            let values = schema.get("enum").map(Node::as_array).unwrap_or_default();
            let told = |span: Span| {
                mismatched.iter().any(|told| {
                    told.file == span.file && told.start >= span.start && told.end <= span.end
                })
            };
            if told(schema.span) || values.len() > MOST_VALUES {
                continue;
            }
            let wrong = values.iter().find_map(|value| {
                examiner.objection(schema, value)?;
                judged.insert(value.span).then_some(value)
            });
            if let Some(value) = wrong {
                let json = value.to_json();
                let message =
                    format!("the value `{json}` of `enum` is excluded by the keywords beside it");
                let help = match value.is_null() {
                    true => {
                        "allow null beside it: `type: [string, 'null']` from 3.1 on, `nullable: true` in 3.0"
                    }
                    false => "correct the value, or the `type` and limits beside it",
                };
                let diagnostic = Diagnostic::new(&codes::ENUM_TYPE_MISMATCH, message).at(value);
                self.say_with(diagnostic.help(help));
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
