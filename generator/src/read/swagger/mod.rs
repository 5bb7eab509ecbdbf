//! Swagger 2.0 → OpenAPI 3.0: trees of checked documents are written anew, so that later stages know of 3.x only.
//!
//! In: a document whose files are checked and mended, and what each object in them was checked as. Out: the same document
//! with trees of OpenAPI 3.0 in place of those of Swagger 2.0. New nodes keep the places of what they are made of; the trees as
//! they were written stay beside the new ones, for JSON pointers. What cannot be said in 3.0 is a diagnostic.
//!
//! The root file gets the structure of a 3.0 document. In other files, values stay where they are and are translated there.
//! Parameters in bodies and forms become part of the operations that use them.

mod bodies;
mod forms;
mod lists;
mod media;
mod operations;
mod parameters;
mod references;
mod responses;
mod root;
mod schemas;
mod security;
mod servers;
mod tree;

use std::collections::HashSet;

use super::check::Seen;
use super::document::file_index;
use super::grammar::Kind;
use super::{Document, Member, Node, Object, Value, Version};
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Severity, Span, codes};

/// Translates the files of a document that are written in Swagger 2.0. At most `budget` values are made: few parameters and
/// media types can ask for very many.
pub(super) fn translate(
    document: &mut Document,
    seen: &Seen,
    budget: usize,
    diagnostics: &mut Diagnostics,
) {
    let is_old = |index: &usize| document.files[*index].version == Some(Version::V2_0);
    let old: Vec<usize> = (0..document.files.len()).filter(is_old).collect();
    if old.is_empty() {
        return;
    }
    let mut translation = Translation {
        document,
        seen,
        budget,
        told: HashSet::new(),
        diagnostics,
    };
    let translated: Vec<(usize, Node)> = old
        .into_iter()
        .map(|index| {
            let root = &translation.document.files[index].root;
            match index {
                0 => (index, translation.root(root)),
                _ => (index, translation.inside(root)),
            }
        })
        .collect();
    for file in &translation.document.files {
        if file.version != Some(Version::V2_0) {
            translation.foreign(&file.root);
        }
    }
    if translation.budget == 0 {
        let message = "the document in the form of OpenAPI 3 would hold too many values";
        diagnostics.push(Diagnostic::new(&codes::TOO_MANY_VALUES, message));
    }
    for (index, root) in translated {
        let file = &mut document.files[index];
        file.written = Some(std::mem::replace(&mut file.root, root));
    }
    references::lead(document, seen);
    if document.version == Version::V2_0 {
        document.version = Version::V3_0;
    }
}

struct Translation<'d, 'r> {
    document: &'d Document,
    /// What each object was checked as, by its place.
    seen: &'d Seen,
    budget: usize,
    /// Places of what was said: copies are not told of again.
    told: HashSet<(Span, &'static str)>,
    diagnostics: &'r mut Diagnostics,
}

impl<'d> Translation<'d, '_> {
    /// A value, by what it was checked as.
    fn node(&mut self, node: &'d Node) -> Node {
        let (Value::Object(object), Some(kind)) = (&node.value, self.kind(node)) else {
            return self.inside(node);
        };
        if kind != Kind::Schema && object.contains_key("$ref") {
            return self.inside(node);
        }
        match kind {
            Kind::Schema => self.schema(node, object, false),
            Kind::PathItem => self.path_item(node, object),
            Kind::Operation => self.operation(node, object, &[]),
            Kind::Parameter => self.parameter(node, object),
            Kind::Header => self.header(node, object),
            Kind::Items => self.items(node, object),
            Kind::Response => self.response_at_home(node, object),
            Kind::SecurityScheme => self.security_scheme(node, object),
            _ => self.inside(node),
        }
    }

    /// A value that stays as it is, with what is in it translated.
    fn inside(&mut self, node: &'d Node) -> Node {
        let value = match &node.value {
            _ if !self.spend(1) => Value::Null,
            Value::Array(items) => Value::Array(items.iter().map(|item| self.node(item)).collect()),
            Value::Object(object) => {
                let members = object.0.iter().map(|(key, member)| {
                    let node = self.node(&member.node);
                    let key_span = member.key;
                    (
                        key.clone(),
                        Member {
                            key: key_span,
                            node,
                        },
                    )
                });
                Value::Object(Object(members.collect()))
            }
            value => value.clone(),
        };
        Node {
            value,
            span: node.span,
        }
    }

    /// Counts values that are made or looked at; whether there may be more.
    fn spend(&mut self, values: usize) -> bool {
        self.budget = self.budget.saturating_sub(values);
        self.budget > 0
    }

    fn kind(&self, node: &Node) -> Option<Kind> {
        self.seen.get(&node.span).copied()
    }

    /// The file that a value stands in, by the root of its tree.
    fn root_of(&self, node: &Node) -> &'d Node {
        let Document {
            files, overlays, ..
        } = self.document;
        let index = file_index(files, overlays, node.span.file).unwrap_or_default();
        &files[index].root
    }

    fn tell(
        &mut self,
        code: &'static Code,
        severity: Severity,
        span: Span,
        message: impl Into<String>,
        help: &str,
    ) {
        if self.told.insert((span, code.name)) {
            let diagnostic = Diagnostic::new(code, message).at(span).severity(severity);
            self.diagnostics.push(diagnostic.help(help));
        }
    }
}

/// The text of a member.
fn said<'n>(object: &'n Object, key: &str) -> Option<&'n str> {
    object.get(key).and_then(Node::as_str)
}
