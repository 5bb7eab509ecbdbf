//! How much a difference matters: a law of relation and direction, not a table of cases.

mod page;
mod rules;

pub use page::page;
pub(crate) use rules::{RUST_ITEM, identifier, rust_item};
pub use rules::{Rule, explain, rules};

use super::contract::Flow;
use super::relation::{Leaf, Relation, Weight};

/// How much a change matters. The greater, the worse.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Nobody who kept to the old document notices.
    #[default]
    Info,
    /// Nothing that was promised is broken, but someone may count on it.
    Warning,
    /// Whether it breaks could not be decided; the message says why.
    Unknown,
    /// Something that the old document allowed or promised is gone.
    Breaking,
}

impl Level {
    /// All of them, the worst first.
    pub const ALL: [Self; 4] = [Self::Breaking, Self::Unknown, Self::Warning, Self::Info];

    /// The level of this word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.as_str() == word)
    }

    /// The word in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Unknown => "unknown",
            Self::Breaking => "breaking",
        }
    }

    /// What it says of messages on the wire.
    pub fn wire(self) -> &'static str {
        match self {
            Self::Info | Self::Warning => "compatible",
            Self::Unknown => "unknown",
            Self::Breaking => "breaking",
        }
    }
}

/// The law: who receives must go on accepting what was accepted; who sends must not begin to send what was never promised.
pub(crate) fn level(relation: Relation, flow: Flow) -> Level {
    match (relation, flow) {
        (Relation::Equal, _) => Level::Info,
        (Relation::Unknown, _) => Level::Unknown,
        (Relation::Incomparable, _)
        | (Relation::Narrower, Flow::ToServer)
        | (Relation::Wider, Flow::ToClient) => Level::Breaking,
        _ => Level::Info,
    }
}

/// The level of a difference between schemas.
pub(crate) fn level_of(leaf: &Leaf, flow: Flow) -> Level {
    match leaf.weight {
        Weight::Law => level(leaf.relation, flow),
        Weight::Note => Level::Info,
        Weight::Caution => Level::Warning,
        Weight::Open => match leaf.relation {
            Relation::Wider => Level::Warning,
            _ => Level::Info,
        },
    }
}
