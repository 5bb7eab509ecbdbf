//! Differences → changes for a reviewer: one edit once, each with its proof.

mod collect;
mod fingerprint;
mod format;
mod github;
mod html;
mod items;
mod json;
mod junit;
mod markdown;
mod place;
mod sarif;
mod set;
mod text;

use serde_json::Value as Json;

use super::rust::{Apart, ItemChange, Rust};
use super::verdict::Level;

pub(crate) use collect::collect;
pub(super) use fingerprint::digest;
pub use format::{Format, SCHEMA};
pub use place::Place;
pub(super) use place::bare;

/// The way of the messages that a change is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// To the API.
    Request,
    /// From the API.
    Response,
    /// Neither.
    #[default]
    None,
}

impl Direction {
    /// The word in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
            Self::None => "none",
        }
    }
}

/// One change.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Change {
    /// The id of its [`Rule`](super::Rule).
    pub id: String,
    /// How much it matters.
    pub level: Level,
    /// How much it matters by itself, where a policy says otherwise.
    pub policy: Option<Judged>,
    /// Who let it pass; it is no reason to fail then.
    pub approval: Option<Approval>,
    /// Sixteen hexadecimal digits of the id, the places and the values; equal in every run.
    pub fingerprint: String,
    /// The document it is in: its path in the compared folder, or its name. Who compares single documents may leave it empty.
    pub document: String,
    /// The first operation it reaches, as `POST /things`; empty where it belongs to none.
    pub operation: String,
    /// Where in the messages of that operation: media type, then members.
    pub path: String,
    /// The way of those messages.
    pub direction: Direction,
    /// Its place in the old document.
    pub old: Option<Place>,
    /// Its place in the new document.
    pub new: Option<Place>,
    /// Where it was, or would be, in the new document: what is left around something removed.
    pub near: Option<Place>,
    /// What changed, for people.
    pub message: String,
    /// What one document accepts and the other does not.
    pub witness: Option<Json>,
    /// Every operation it reaches, in document order.
    pub affects: Vec<String>,
    /// The public items of the generated crate that it changes; see [`add_rust`](super::add_rust).
    pub rust: Vec<ItemChange>,
}

/// What a policy made of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The level without the policy.
    pub was: Level,
    /// Why, in the words of the policy; may be empty.
    pub reason: String,
    /// `file:line` of the rule that decided.
    pub place: String,
}

/// An approval of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// Why it may pass.
    pub reason: String,
    /// The last day, as `2026-12-31`.
    pub until: Option<String>,
}

impl Change {
    /// What it says of messages on the wire, whatever a policy makes of it.
    pub fn wire(&self) -> &'static str {
        let judged = self.policy.as_ref();
        judged.map_or(self.level, |judged| judged.was).wire()
    }

    /// The place to look at: in the new document, or what is left around it there, or in the old one.
    fn shown(&self) -> Option<&Place> {
        self.new
            .as_ref()
            .or(self.near.as_ref())
            .or(self.old.as_ref())
    }
}

/// What two documents differ in.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The name of the old document.
    pub old: String,
    /// The name of the new document.
    pub new: String,
    /// The worst first, then in the order of the documents.
    pub changes: Vec<Change>,
    /// What becomes of the generated crate; `None` when that was not asked.
    pub rust: Option<Rust>,
}

impl Report {
    /// Whether a change that nobody approved has one of these levels.
    pub fn has(&self, levels: &[Level]) -> bool {
        self.changes
            .iter()
            .any(|change| change.approval.is_none() && levels.contains(&change.level))
    }

    /// How many changes are approved.
    pub fn approved(&self) -> usize {
        let approved = |change: &&Change| change.approval.is_some();
        self.changes.iter().filter(approved).count()
    }

    /// How many changes have this level.
    pub fn count(&self, level: Level) -> usize {
        self.changes
            .iter()
            .filter(|change| change.level == level)
            .count()
    }
}
