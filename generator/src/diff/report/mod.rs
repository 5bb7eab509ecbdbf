//! Differences → changes for a reviewer: one edit once, each with its proof.

mod collect;
mod json;
mod text;

use serde_json::Value as Json;

use super::rust::{ItemChange, Rust};
use super::verdict::Level;

pub(crate) use collect::collect;

/// Where something stands, for a reader.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file as it was given.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// JSON pointer (RFC 6901) inside the file.
    pub pointer: String,
}

/// The way of the messages that a change is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// To the API.
    Request,
    /// From the API.
    Response,
    /// Neither.
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
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The id of its [`Rule`](super::Rule).
    pub id: String,
    /// How much it matters.
    pub level: Level,
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
    /// What changed, for people.
    pub message: String,
    /// What one document accepts and the other does not.
    pub witness: Option<Json>,
    /// Every operation it reaches, in document order.
    pub affects: Vec<String>,
    /// The public items of the generated crate that it changes; see [`add_rust`](super::add_rust).
    pub rust: Vec<ItemChange>,
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
    /// How many changes have this level.
    pub fn count(&self, level: Level) -> usize {
        self.changes
            .iter()
            .filter(|change| change.level == level)
            .count()
    }
}
