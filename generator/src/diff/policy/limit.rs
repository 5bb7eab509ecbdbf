//! What makes a run fail: a level of changes, or a release that items of the crate ask for.

use crate::diff::report::{Change, Report};
use crate::diff::rust::{Apart, ItemChange, Semver};
use crate::diff::verdict::Level;
use crate::render::items::Feature;

/// A limit that nothing may reach without an approval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// A change of this level, or a worse one.
    Level(Level),
    /// An item that asks for this release, or a greater one, at one end of the crate or (`None`) at any.
    Release(Option<Feature>, Semver),
}

impl Limit {
    /// Whether a change reaches the limit, whoever approved it.
    pub fn holds_of(self, change: &Change) -> bool {
        match self {
            Self::Level(level) => change.level >= level,
            Self::Release(..) => change.rust.iter().any(|item| self.holds_of_item(item)),
        }
    }

    /// Whether an item reaches it.
    pub fn holds_of_item(self, item: &ItemChange) -> bool {
        match self {
            Self::Level(_) => false,
            Self::Release(end, semver) => {
                item.semver >= semver && end.is_none_or(|end| item.crates().any(|one| one == end))
            }
        }
    }

    /// Whether an item with no change of messages behind it reaches it.
    pub fn holds_of_apart(self, apart: &Apart) -> bool {
        self.holds_of_item(&apart.change)
    }
}

impl Report {
    /// Whether something that nobody approved reaches one of the limits.
    pub fn reaches(&self, limits: &[Limit]) -> bool {
        let changes = self.changes.iter();
        let mut open = changes.filter(|change| change.approval.is_none());
        let apart = self.rust.iter().flat_map(|rust| &rust.apart);
        let mut open_apart = apart.filter(|apart| apart.approval.is_none());
        open.any(|change| limits.iter().any(|limit| limit.holds_of(change)))
            || open_apart.any(|apart| limits.iter().any(|limit| limit.holds_of_apart(apart)))
    }
}
