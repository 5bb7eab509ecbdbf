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

use std::thread;

use super::report::Report;
use crate::diagnostics::{Diagnostics, codes};
use crate::read::{Document, Node, Pointer};
use crate::render::items::{self, Feature, Item};
use crate::render::{Part, Parts};
use crate::resolve;

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
    /// The rule of Cargo's that says so.
    pub reason: &'static str,
    /// The feature that the item needs; those of both ends need none.
    pub feature: Option<Feature>,
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

    /// Takes in what changes of another crate.
    pub(super) fn join(&mut self, other: Self) {
        self.client = self.client.max(other.client);
        self.server = self.server.max(other.server);
        self.apart.extend(other.apart);
    }
}

/// Adds to a report what its changes change in the generated crate; nothing where one of the documents is too complex to
/// generate a crate of it.
pub fn add_rust(report: &mut Report, old: &Document, new: &Document) {
    let (old_items, new_items) = thread::scope(|scope| {
        let before = scope.spawn(|| items_of(old));
        let after = items_of(new);
        (before.join(), after)
    });
    let old_items = match old_items {
        Ok(items) => items,
        Err(panic) => std::panic::resume_unwind(panic),
    };
    let (Some(old_items), Some(new_items)) = (old_items, new_items) else {
        return;
    };
    let differences = compare::compare(&old_items, &new_items);
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
    report.rust = Some(rust);
}

fn items_of(document: &Document) -> Option<Vec<Item>> {
    let mut diagnostics = Diagnostics::new();
    let api = resolve::resolve(document, "api", &mut diagnostics);
    let whole = diagnostics.count(&codes::TOO_COMPLEX) == 0;
    whole.then(|| items::of(&api, Parts::only(&[Part::Client, Part::Server])))
}

/// The node at a pointer of a document.
fn node<'d>(document: &'d Document, pointer: &str) -> Option<&'d Node> {
    document.root().descend(&Pointer::parse(pointer)?)
}
