//! What a document may cost: few schemas that refer to one another can stand for very many.
//!
//! Comes in: what is about to be looked at or made. Goes out: whether there is anything left for it. When there is not,
//! that is an error, and what remains of the document is resolved to next to nothing.

use super::Resolver;
use crate::diagnostics::codes;
use crate::model::Json;
use crate::read::{Node, Object};

/// Schemas that are looked at while others are merged with what `$ref` and `allOf` lead to, each as often as it takes part.
/// Of the real documents that were measured, one of 4 MB needs the most: 180,000. Large schemas count more than once.
const STEPS: usize = 1_000_000;

/// Types of one API. The largest real API that is known has some ten thousand.
const TYPES: usize = 200_000;

/// Members and listed values of all types, each as often as a type has it; those of defaults and alternatives, too.
const PARTS: usize = 200_000;

/// Members of one type: it cannot be divided, and each takes some 25 KB while it becomes Rust.
const MEMBERS: usize = 20_000;

/// Listed values of one type, of which each takes less.
const VALUES: usize = 50_000;

/// Operations of one API: each has files and types of its own.
const OPERATIONS: usize = 40_000;

/// Keywords whose values may be long.
const LISTS: [&str; 7] = [
    "properties",
    "required",
    "enum",
    "allOf",
    "oneOf",
    "anyOf",
    "patternProperties",
];

/// So many entries of such a value take about as long as a schema object without any.
const PER_STEP: usize = 32;

fn length(node: &Node) -> usize {
    node.as_array().len() + node.as_object().map_or(0, Object::len)
}

/// The values within a value.
fn values_in(value: &Json) -> usize {
    match value {
        Json::Array(items) => items.iter().map(|item| 1 + values_in(item)).sum(),
        Json::Object(members) => members.values().map(|member| 1 + values_in(member)).sum(),
        _ => 0,
    }
}

/// What was spent so far.
#[derive(Debug, Default)]
pub(super) struct Effort {
    steps: usize,
    parts: usize,
    operations: usize,
    exhausted: bool,
}

impl<'d> Resolver<'d> {
    /// Counts the members that a type is about to get; says whether it may have them.
    pub(super) fn spend_members(&mut self, count: usize, nodes: &[&'d Node]) -> bool {
        self.spend_parts(count, MEMBERS, "members", nodes)
    }

    /// The same for the values that it lists.
    pub(super) fn spend_values(&mut self, count: usize, nodes: &[&'d Node]) -> bool {
        self.spend_parts(count, VALUES, "values", nodes)
    }

    /// Counts an operation; says whether there may be one more.
    pub(super) fn spend_operation(&mut self, node: &'d Node) -> bool {
        self.effort.operations += 1;
        self.spend(0, &[node])
    }

    /// Counts what merging a schema object takes; says whether it may be merged.
    pub(super) fn spend_merge(&mut self, node: &'d Node, nodes: &[&'d Node]) -> bool {
        let lengths = LISTS.iter().filter_map(|key| Some(length(node.get(key)?)));
        self.spend(1 + lengths.sum::<usize>() / PER_STEP, nodes)
    }

    /// The same for a default, which every place that has it keeps for itself.
    pub(super) fn spend_default(&mut self, default: &Json, nodes: &[&'d Node]) -> bool {
        self.spend_parts(values_in(default), VALUES, "values in a default", nodes)
    }

    fn spend_parts(&mut self, count: usize, most: usize, noun: &str, nodes: &[&'d Node]) -> bool {
        if count > most && !self.effort.exhausted {
            let message = format!("a type has more than {most} {noun}");
            self.exhaust(message, nodes);
        }
        self.effort.parts += count;
        self.spend(0, nodes)
    }

    fn exhaust(&mut self, message: String, nodes: &[&'d Node]) {
        self.effort.exhausted = true;
        if let Some(node) = nodes.first() {
            self.report(&codes::TOO_COMPLEX, node, message);
        }
    }

    /// Counts steps of work on behalf of these schemas; says whether they may be done.
    pub(super) fn spend(&mut self, steps: usize, nodes: &[&'d Node]) -> bool {
        self.effort.steps += steps;
        if self.effort.exhausted {
            return false;
        }
        let message = if self.effort.steps > STEPS {
            format!("the schemas of the document lead to one another in more than {STEPS} ways")
        } else if self.types.len() > TYPES {
            format!("the document asks for more than {TYPES} types")
        } else if self.effort.parts > PARTS {
            format!("the types of the document have more than {PARTS} members and values")
        } else if self.effort.operations > OPERATIONS {
            format!("the document has more than {OPERATIONS} operations")
        } else {
            return true;
        };
        self.exhaust(message, nodes);
        false
    }
}
