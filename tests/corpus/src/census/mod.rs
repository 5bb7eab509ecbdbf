//! The census: everything that a document says is counted, and found again in what was understood of it, or in a finding.
//!
//! Comes in: a document. Goes out: how much was counted, and what is in neither. It walks the tree of the document by itself and
//! shares no code with the stage that it judges: only references are followed by the reader's means.

mod components;
mod members;
mod operations;
mod schemas;

use std::collections::HashSet;
use std::path::Path;

use generator::Generator;
use generator::diagnostics::Diagnostics;
use generator::model::{Api, Type};
use generator::read::{self, Document, Node, ReadOptions};

/// What a census says.
#[derive(Clone, Debug, Default)]
pub struct Census {
    /// How much there was to find.
    pub counted: usize,
    /// What was found nowhere: its kind, its name and its place.
    pub lost: Vec<String>,
}

/// Takes the census of one document. One that is refused as a whole has told why, so nothing of it is lost.
#[must_use]
pub fn take(path: &Path) -> Census {
    let mut diagnostics = Diagnostics::new();
    let understood = Generator::new().understand(path, &mut diagnostics);
    let document = read::read(path, &ReadOptions::default(), &mut Diagnostics::new());
    match (understood, document) {
        (Some((api, _)), Some(document)) => compare(&document, &api, &diagnostics),
        _ => Census::default(),
    }
}

/// Finds what is in a document in what was understood of it, or in a finding.
#[must_use]
pub fn compare(document: &Document, api: &Api, diagnostics: &Diagnostics) -> Census {
    let mut walk = Walk {
        told: diagnostics
            .iter()
            .map(|found| found.pointer.clone())
            .collect(),
        full: diagnostics
            .iter()
            .any(|found| diagnostics.is_full(found.code, found.severity)),
        document,
        api,
        census: Census::default(),
    };
    walk.components();
    walk.operations();
    walk.census
}

struct Walk<'a> {
    document: &'a Document,
    api: &'a Api,
    /// Pointers of all findings.
    told: HashSet<String>,
    /// Findings of some code are so many that not all of them were kept, so what is missing cannot be told.
    full: bool,
    census: Census,
}

impl<'a> Walk<'a> {
    /// Counts one thing, which is in the model, or a finding is about it or about what it is part of. `near` are other places
    /// where a finding would speak of it.
    fn count(&mut self, kind: &str, name: &str, node: &Node, near: &[&Node], found: bool) {
        self.census.counted += 1;
        if found || self.full {
            return;
        }
        let place = self.document.pointer_of(node);
        // What is wrong with a thing as a whole is told at the key that makes it so.
        let keys = ["/properties", "/items", "/in"];
        let told = keys
            .iter()
            .any(|key| self.told.contains(&format!("{place}{key}")))
            || self.is_told(&place)
            || near
                .iter()
                .any(|near| self.is_told(&self.document.pointer_of(near)));
        if !told {
            self.census.lost.push(format!("{kind} `{name}` at {place}"));
        }
    }

    /// Whether a finding is about this place or one above it. The document as a whole and its largest parts are above everything.
    fn is_told(&self, place: &str) -> bool {
        let mut place = place;
        while place.matches('/').count() > 1 {
            if self.told.contains(place) {
                return true;
            }
            place = place.rsplit_once('/').map_or("", |(above, _)| above);
        }
        ["/webhooks", "/x-webhooks"].contains(&place) && self.told.contains(place)
    }

    /// Whether a finding is about something inside of a schema: what stands in the way of an XML body is told where it is.
    fn is_told_within(&self, schema: &'a Node) -> bool {
        let Some(target) = self.follow(schema) else {
            return false;
        };
        let place = self.document.pointer_of(target);
        self.told.iter().any(|told| told.starts_with(&place))
    }

    fn follow(&self, node: &'a Node) -> Option<&'a Node> {
        self.document.follow(node)
    }

    /// The type without what surrounds it.
    fn inner(ty: &Type) -> &Type {
        match ty {
            Type::Nullable(inner) => Self::inner(inner),
            other => other,
        }
    }
}
