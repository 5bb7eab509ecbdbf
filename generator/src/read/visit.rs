//! Every object of a document with what it is.
//!
//! In: a checked document. Out: its objects, by the grammar table, references followed; each once. What is wrong with them has been
//! said by the check, so what does not fit the table is passed over.

use std::collections::HashSet;

use super::grammar::{Kind, Rest, Shape};
use super::{Document, Node, Value};

/// Calls `see` for every object of the document that has a place in the grammar.
pub(crate) fn visit<'d>(document: &'d Document, mut see: impl FnMut(Kind, &'d Node)) {
    let mut seen = HashSet::new();
    let mut queue = vec![(Shape::Object(Kind::OpenApi), document.root())];
    // Last in, first out: what is put on the queue goes there from its end.
    while let Some((shape, node)) = queue.pop() {
        let from = queue.len();
        match (shape, &node.value) {
            (Shape::List(items), Value::Array(list)) => {
                queue.extend(list.iter().map(|item| (*items, item)));
            }
            (Shape::Map(values), Value::Object(object)) => {
                queue.extend(object.entries().map(|(_, value)| (*values, value)));
            }
            (Shape::Object(kind) | Shape::OrReference(kind), Value::Object(object)) => {
                if !seen.insert((kind, std::ptr::from_ref(node))) {
                    continue;
                }
                if let Some((target, _)) = document.reference(node) {
                    queue.push((shape, target));
                    if kind != Kind::Schema && kind != Kind::PathItem {
                        continue;
                    }
                }
                see(kind, node);
                let grammar = kind.grammar();
                queue.extend(object.entries().filter_map(|(key, value)| {
                    let rest = match grammar.rest {
                        _ if key.starts_with("x-")
                            && grammar.field(key, document.version()).is_none() =>
                        {
                            None
                        }
                        Rest::Paths(shape) | Rest::Statuses(shape) | Rest::Any(shape) => {
                            Some(shape)
                        }
                        Rest::None => None,
                    };
                    let shape = grammar
                        .field(key, document.version())
                        .map(|field| field.shape)
                        .or(rest)?;
                    Some((shape, value))
                }));
            }
            (Shape::Schema | Shape::SchemaOrBool, Value::Object(_)) => {
                queue.push((Shape::Object(Kind::Schema), node));
            }
            _ => {}
        }
        queue[from..].reverse();
    }
}
