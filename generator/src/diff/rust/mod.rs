//! What a change of the document changes in the generated crate.
//!
//! In: both documents and the changes between them. Out: per change the public items that it adds, removes or changes,
//! each with the release that [Cargo's rules](https://doc.rust-lang.org/cargo/reference/semver.html) ask for. Items come
//! from [`render::items`](crate::render::items); they are compared by `compare` and judged by `law`, and `join` looks for
//! the edit behind each. How a report is shown is not known here.
//!
//! What of an item changes without its declaration is not told: what is sent and checked is what the other verdict
//! is about. Message types hold plain data alone, so they are `Send` and `Sync` whatever the document says.

mod compare;
mod join;
mod law;
#[cfg(test)]
mod tests;

use std::thread;

use super::report::{Approval, Place, Report, bare, digest};
use super::verdict::RUST_ITEM;
use crate::diagnostics::{Diagnostics, codes};
use crate::read::{Document, Node, Pointer};
use crate::render::Parts;
use crate::render::items::{self, Differing, Feature};
use crate::resolve;

use compare::Difference;
use join::join;

/// The release that a change of a crate asks for. The greater, the worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Semver {
    /// No program notices at compile time.
    Patch,
    /// There is more than before.
    Minor,
    /// Programs may not compile any more.
    Major,
}

impl Semver {
    /// The release of this word.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        let all = [Self::Patch, Self::Minor, Self::Major];
        all.into_iter().find(|semver| semver.as_str() == word)
    }

    /// The word in reports.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// A public item that changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemChange {
    /// Path of the item in the crate: `types::Image.name`.
    pub item: String,
    /// What becomes of it: `added`, `removed`, or what it was and what it is.
    pub change: String,
    /// The release that it asks for.
    pub semver: Semver,
    /// The release that Cargo's rules ask for, where a policy says otherwise.
    pub was: Option<Semver>,
    /// The rule of Cargo's that says so.
    pub reason: &'static str,
    /// The feature that the item needs; those of both ends need none.
    pub feature: Option<Feature>,
}

impl Apart {
    /// Sixteen hexadecimal digits of the item and of what becomes of it; equal in every run.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        digest(&[
            RUST_ITEM.as_bytes(),
            self.change.item.as_bytes(),
            self.change.change.as_bytes(),
        ])
    }
}

impl ItemChange {
    /// The ends that it concerns.
    pub fn crates(&self) -> impl Iterator<Item = Feature> {
        let feature = self.feature;
        [Feature::Client, Feature::Server]
            .into_iter()
            .filter(move |end| feature.is_none_or(|feature| feature == *end))
    }
}

/// An item that changes by an edit that says nothing about messages, such as the name of a schema, or by none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Apart {
    /// The change.
    pub change: ItemChange,
    /// JSON pointer of the first difference at the place in the old document that the item comes from.
    pub edit: Option<String>,
    /// That place in the new document, or the beginning of it where there is none.
    pub place: Option<Place>,
    /// The document, as [`Change::document`](super::Change::document).
    pub document: String,
    /// Who let it pass.
    pub approval: Option<Approval>,
}

/// What of the crate changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rust {
    /// The release that users of the client need; `None` when nothing differs.
    pub client: Option<Semver>,
    /// The release that servers need; `None` when nothing differs.
    pub server: Option<Semver>,
    /// Changes of items with no change of messages behind them.
    pub apart: Vec<Apart>,
}

impl Rust {
    /// The release that the crate needs as a whole.
    #[must_use]
    pub fn semver(&self) -> Option<Semver> {
        self.client.max(self.server)
    }

    /// Takes in what changes of the crate of a document.
    pub(super) fn join(&mut self, other: Self, document: &str) {
        self.client = self.client.max(other.client);
        self.server = self.server.max(other.server);
        self.apart
            .extend(other.apart.into_iter().map(|apart| Apart {
                document: document.to_owned(),
                ..apart
            }));
    }
}

/// Adds to a report what its changes change in the generated crate; nothing where one of the documents is too complex to
/// generate a crate of it.
pub fn add_rust(report: &mut Report, old: &Document, new: &Document) {
    let parts = Parts::default();
    if let Some(differences) = differences((old, parts), (new, parts)) {
        add(report, differences, old, new);
    }
}

/// What differs between the public items of the crates of two documents, each with the parts that it has. Only the items of
/// what differs in the models are made: making all of them takes several times as long as all else. Nothing where one of
/// the documents is too complex to generate a crate of it.
pub(super) fn differences(
    (old, old_parts): (&Document, Parts),
    (new, new_parts): (&Document, Parts),
) -> Option<Vec<Difference>> {
    let model = |document| {
        let mut diagnostics = Diagnostics::new();
        let api = resolve::resolve(document, "api", &mut diagnostics);
        (diagnostics.count(&codes::TOO_COMPLEX) == 0).then_some(api)
    };
    let (old, new) = both(|| model(old), || model(new));
    let (old, new) = (old?, new?);
    // Parts that came or went differ in what the models say nothing of.
    let differing = match old_parts == new_parts {
        true => Differing::between(&old, &new),
        false => None,
    };
    let items = |api, parts| items::of_those(api, parts, differing.as_ref());
    let (old, new) = both(|| items(&old, old_parts), || items(&new, new_parts));
    Some(compare::compare(&old, &new))
}

/// Adds what differs to a report.
pub(super) fn add(
    report: &mut Report,
    differences: Vec<Difference>,
    old: &Document,
    new: &Document,
) {
    let least = (!report.changes.is_empty()).then_some(Semver::Patch);
    let mut rust = Rust {
        client: least,
        server: least,
        apart: Vec::new(),
    };
    for difference in &differences {
        for end in difference.change.crates() {
            let verdict = match end {
                Feature::Client => &mut rust.client,
                Feature::Server => &mut rust.server,
            };
            *verdict = (*verdict).max(Some(difference.change.semver));
        }
    }
    rust.apart = join(report, differences, old, new);
    for apart in &mut rust.apart {
        let edit = apart.edit.as_deref();
        let at = edit.and_then(|edit| node(new, edit));
        apart.place = bare(new, at.unwrap_or(new.root()).span);
    }
    report.rust = Some(rust);
}

/// Does two things at once.
pub(super) fn both<A, B: Send>(
    one: impl FnOnce() -> A,
    other: impl FnOnce() -> B + Send,
) -> (A, B) {
    thread::scope(|scope| {
        let other = scope.spawn(other);
        let one = one();
        match other.join() {
            Ok(other) => (one, other),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

/// The node at a pointer of a document.
fn node<'d>(document: &'d Document, pointer: &str) -> Option<&'d Node> {
    document.root().descend(&Pointer::parse(pointer)?)
}
