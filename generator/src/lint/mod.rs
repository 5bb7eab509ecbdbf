//! What generates badly: documents that are right, and yet make crates that are hard to use, to change or to trust.
//!
//! In: a checked document and what it was understood to say. Out: findings, each with a code of its own. Nothing here stops a
//! run by itself, and nothing here knows how Rust is written.

mod answers;
mod components;
mod credentials;
mod discriminators;
#[cfg(feature = "diff")]
mod examples;
mod names;
mod operations;
mod schemas;
mod scopes;
mod unions;

use crate::diagnostics::{Code, Diagnostic, Diagnostics, Span};
use crate::model::Api;
use crate::read::{Document, Kind, Node, operations as operations_of, visit};

/// Adds what there is to say about a document that was read, and of which `api` was understood.
pub fn lint(document: &Document, api: &Api, diagnostics: &mut Diagnostics) {
    let mut lint = Lint {
        document,
        diagnostics,
    };
    lint.components();
    lint.operations();
    lint.names(api);
    lint.unions(api);
    let mut seen = Seen::default();
    visit(document, |kind, node| seen.push(kind, node));
    lint.credentials(&seen);
    lint.schemas(api, &seen);
    lint.required(&seen);
    lint.discriminators(&seen);
    lint.scopes();
    #[cfg(feature = "diff")]
    lint.examples(&seen);
}

/// What the rules share.
struct Lint<'d, 'r> {
    document: &'d Document,
    diagnostics: &'r mut Diagnostics,
}

/// The objects of a document, by kind, in document order.
#[derive(Default)]
struct Seen<'d> {
    objects: Vec<(Kind, &'d Node)>,
}

impl<'d> Seen<'d> {
    fn push(&mut self, kind: Kind, node: &'d Node) {
        self.objects.push((kind, node));
    }

    fn of(&self, kind: Kind) -> impl Iterator<Item = &'d Node> {
        let objects = self.objects.iter();
        objects.filter_map(move |(of, node)| (*of == kind).then_some(*node))
    }
}

impl<'d> Lint<'d, '_> {
    fn say(&mut self, code: &'static Code, at: impl Into<Span>, message: impl Into<String>) {
        self.diagnostics.report(code, at, message);
    }

    fn say_with(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Path items below a key of the document, with the key.
    fn items(&self, section: &str) -> Vec<(&'d str, &'d Node)> {
        let items = self.document.root().get(section);
        let items = items.map(Node::entries).into_iter().flatten();
        items
            .filter_map(|(name, item)| Some((name, self.document.follow(item)?)))
            .collect()
    }

    /// The operations of the API: path, method in upper case, operation.
    fn calls(&self) -> Vec<(&'d str, String, &'d Node)> {
        let items = self.items("paths").into_iter();
        items
            .flat_map(|(path, item)| {
                operations_of(item)
                    .map(move |(method, node)| (path, method.to_ascii_uppercase(), node))
            })
            .collect()
    }
}
