//! One difference between two schemas.

use super::super::contract::schema::SchemaId;
use super::super::contract::{Keyword, Medium};
use crate::diagnostics::Span;

/// How what the new schema accepts relates to what the old one does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Relation {
    /// The same values.
    Equal,
    /// Fewer values.
    Narrower,
    /// More values.
    Wider,
    /// Some are gone and some have come.
    Incomparable,
    /// It could not be decided.
    Unknown,
}

impl Relation {
    /// What two differences come to together.
    pub(crate) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Equal, one) | (one, Self::Equal) => one,
            (left, right) if left == right => left,
            (Self::Incomparable, _) | (_, Self::Incomparable) => Self::Incomparable,
            (Self::Unknown, _) | (_, Self::Unknown) => Self::Unknown,
            _ => Self::Incomparable,
        }
    }

    /// With old and new exchanged.
    pub(crate) fn mirrored(self) -> Self {
        match self {
            Self::Narrower => Self::Wider,
            Self::Wider => Self::Narrower,
            other => other,
        }
    }

    /// From what is gone and what has come.
    pub(crate) fn of(gone: bool, come: bool) -> Self {
        match (gone, come) {
            (false, false) => Self::Equal,
            (true, false) => Self::Narrower,
            (false, true) => Self::Wider,
            (true, true) => Self::Incomparable,
        }
    }
}

/// How a difference is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Weight {
    /// By the law of relation and direction.
    Law,
    /// A declared property where undeclared ones are allowed: nobody counts on what an undeclared member holds.
    Open,
    /// Worth knowing.
    Note,
    /// Worth a look by a person.
    Caution,
}

/// One step from a schema to one below it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Step {
    Property(String),
    Additional,
    Pattern(String),
    Name,
    Item,
    Prefix(usize),
    /// One alternative of each side.
    Alternative(SchemaId, SchemaId),
    Dependent(String),
}

impl Step {
    /// How values are written where the step leads.
    pub(crate) fn medium(&self, medium: Medium) -> Medium {
        match self {
            Self::Property(_) | Self::Additional | Self::Pattern(_) => medium.member(),
            Self::Item | Self::Prefix(_) => medium.item(),
            Self::Name => Medium::Json,
            Self::Alternative(..) | Self::Dependent(_) => medium,
        }
    }
}

/// One difference.
#[derive(Clone, Debug)]
pub(crate) struct Leaf {
    pub(crate) keyword: Keyword,
    pub(crate) relation: Relation,
    pub(crate) weight: Weight,
    pub(crate) old: Option<Span>,
    pub(crate) new: Option<Span>,
    /// Whether the old and the new document say it at all, or only its surroundings are known.
    pub(crate) said: (bool, bool),
    /// The alternative it is about, if that is in the old document.
    pub(crate) old_alternative: Option<SchemaId>,
    /// The alternative it is about, if that is in the new document.
    pub(crate) new_alternative: Option<SchemaId>,
    /// The property it is about.
    pub(crate) name: Option<String>,
    /// What changed, for people.
    pub(crate) note: String,
}

impl Leaf {
    /// The places that tell one edit from another. Where one side does not say it, its place is only where it would stand, which
    /// is another one for every schema that the edit reaches.
    pub(crate) fn edit(&self) -> (Option<Span>, Option<Span>) {
        let (left, right) = (
            self.old.filter(|_| self.said.0),
            self.new.filter(|_| self.said.1),
        );
        if (left, right) == (None, None) {
            (self.old, self.new)
        } else {
            (left, right)
        }
    }
}
