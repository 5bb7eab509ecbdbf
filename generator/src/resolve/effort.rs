//! What a document may cost: few schemas that refer to one another can stand for very many.
//!
//! Comes in: what is about to be looked at or made. Goes out: whether there is anything left for it. When there is not,
//! that is an error, and what remains of the document is resolved to next to nothing.

use super::Resolver;
use crate::diagnostics::codes;
use crate::read::Node;

/// Schemas that are looked at while others are merged with what `$ref` and `allOf` lead to, each as often as it takes part.
/// Of the real documents that were measured, one of 4 MB needs the most: 180,000.
const STEPS: usize = 5_000_000;

/// Types of one API, their members and listed values, and operations. The largest real API that is known has some ten thousand types.
const TYPES: usize = 200_000;

/// What an operation counts for among these: it has types, files and methods of its own.
pub(super) const OPERATION: usize = 5;

/// What was spent so far.
#[derive(Debug, Default)]
pub(super) struct Effort {
    steps: usize,
    members: usize,
    exhausted: bool,
}

impl<'d> Resolver<'d> {
    /// Counts members or values that a type is about to get; says whether it may have them.
    pub(super) fn spend_members(&mut self, members: usize, nodes: &[&'d Node]) -> bool {
        self.effort.members += members;
        self.spend(0, nodes)
    }

    /// Counts steps of work on behalf of these schemas; says whether they may be done.
    pub(super) fn spend(&mut self, steps: usize, nodes: &[&'d Node]) -> bool {
        self.effort.steps += steps;
        if self.effort.exhausted {
            return false;
        }
        let message = if self.effort.steps > STEPS {
            format!("the schemas of the document lead to one another in more than {STEPS} ways")
        } else if self.types.len() + self.effort.members > TYPES {
            format!("the document asks for more than {TYPES} types, members, values and operations")
        } else {
            return true;
        };
        self.effort.exhausted = true;
        if let Some(node) = nodes.first() {
            self.report(&codes::TOO_COMPLEX, node, message);
        }
        false
    }
}
