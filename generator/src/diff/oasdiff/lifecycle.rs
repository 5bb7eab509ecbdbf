//! Stability, deprecation and sunset: what a document says of the future of its parts.

use super::date::Date;
use super::walk::Walk;
use crate::read::Node;

const STABILITY: &str = "x-stability-level";
const SUNSET: &str = "x-sunset";

/// How far an operation may be relied upon (`x-stability-level`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stability {
    /// May change at any time.
    Draft,
    /// May change.
    Alpha,
    /// Changes with notice.
    Beta,
    /// Does not break. What is not said is stable.
    Stable,
}

impl Stability {
    /// Reads `draft`, `alpha`, `beta` or `stable`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "draft" => Some(Self::Draft),
            "alpha" => Some(Self::Alpha),
            "beta" => Some(Self::Beta),
            "stable" => Some(Self::Stable),
            _ => None,
        }
    }
}

/// The stability of an operation or property; nothing where it is none of the four words.
pub(super) fn stability(node: &Node) -> Option<Stability> {
    match node.get(STABILITY) {
        None => Some(Stability::Stable),
        Some(level) if level.is_null() => Some(Stability::Stable),
        Some(level) => Stability::parse(level.as_str()?),
    }
}

/// What is said of the end of something.
pub(super) enum Sunset {
    Missing,
    Unreadable,
    On(Date),
}

pub(super) fn sunset(node: &Node) -> Sunset {
    match node.get(SUNSET) {
        None => Sunset::Missing,
        Some(value) => value
            .as_str()
            .and_then(Date::parse)
            .map_or(Sunset::Unreadable, Sunset::On),
    }
}

pub(super) fn deprecated(node: &Node) -> bool {
    node.get("deprecated")
        .and_then(Node::as_bool)
        .unwrap_or(false)
}

/// The ids that the deprecation of one kind of thing is reported with.
pub(super) struct Words {
    pub(super) reactivated: &'static str,
    pub(super) missing: &'static str,
    pub(super) unreadable: &'static str,
    pub(super) too_small: &'static str,
    pub(super) deprecated: &'static str,
    pub(super) with_sunset: &'static str,
    /// A sunset that was moved; empty where that is not looked at.
    pub(super) deleted: &'static str,
    pub(super) changed_unreadable: &'static str,
    pub(super) changed_too_small: &'static str,
}

pub(super) const OPERATION: Words = Words {
    reactivated: "endpoint-reactivated",
    missing: "api-deprecated-sunset-missing",
    unreadable: "api-deprecated-sunset-parse",
    too_small: "api-sunset-date-too-small",
    deprecated: "endpoint-deprecated",
    with_sunset: "endpoint-deprecated-with-sunset",
    deleted: "sunset-deleted",
    changed_unreadable: "api-path-sunset-parse",
    changed_too_small: "api-sunset-date-changed-too-small",
};

pub(super) const PARAMETER: Words = Words {
    reactivated: "request-parameter-reactivated",
    missing: "request-parameter-deprecated-sunset-missing",
    unreadable: "request-parameter-sunset-parse",
    too_small: "request-parameter-sunset-date-too-small",
    deprecated: "request-parameter-deprecated",
    with_sunset: "request-parameter-deprecated",
    deleted: "request-parameter-sunset-deleted",
    changed_unreadable: "request-parameter-sunset-parse",
    changed_too_small: "request-parameter-sunset-date-changed-too-small",
};

/// The ids for properties at a position.
pub(super) fn property(request: bool) -> Words {
    macro_rules! words {
        ($position:literal) => {
            Words {
                reactivated: concat!($position, "-reactivated"),
                missing: concat!($position, "-deprecated-sunset-missing"),
                unreadable: concat!($position, "-deprecated-sunset-invalid"),
                too_small: concat!($position, "-sunset-date-too-small"),
                deprecated: concat!($position, "-deprecated"),
                with_sunset: concat!($position, "-deprecated-with-sunset"),
                deleted: "",
                changed_unreadable: "",
                changed_too_small: "",
            }
        };
    }
    match request {
        true => words!("request-property"),
        false => words!("response-property"),
    }
}

impl<'d> Walk<'d> {
    /// What became of the deprecation and the sunset of something: ids, and what to say behind what it is.
    pub(super) fn deprecation(
        &self,
        words: &Words,
        old: &'d Node,
        new: &'d Node,
    ) -> Vec<(&'static str, String)> {
        let mut said = Vec::new();
        let (was, is) = (deprecated(old), deprecated(new));
        if was && !is {
            said.push((words.reactivated, "is no longer deprecated".to_owned()));
        }
        let Some(stability) = self.operation.stability.filter(|_| is) else {
            return said;
        };
        let days = i64::from(match stability {
            Stability::Draft | Stability::Alpha => 0,
            Stability::Beta => self.options.deprecation_days_beta,
            Stability::Stable => self.options.deprecation_days_stable,
        });
        let near = |date: &Date| date.days_since(self.options.today) < days;
        if !was {
            let (id, text) = match sunset(new) {
                Sunset::Missing if days > 0 => (words.missing, "without a sunset".to_owned()),
                Sunset::Missing => (words.deprecated, "without a sunset".to_owned()),
                Sunset::Unreadable => {
                    (words.unreadable, "with a sunset that is no date".to_owned())
                }
                Sunset::On(date) if near(&date) => (
                    words.too_small,
                    format!("with sunset {date}, which is less than {days} days away"),
                ),
                Sunset::On(date) => (words.with_sunset, format!("with sunset {date}")),
            };
            said.push((id, format!("was deprecated {text}")));
        }
        if words.deleted.is_empty()
            || old.get(SUNSET) == new.get(SUNSET)
            || old.get(SUNSET).is_none()
        {
            return said;
        }
        match (sunset(old), sunset(new)) {
            (_, Sunset::Missing) => said.push((words.deleted, "has lost its sunset".to_owned())),
            (Sunset::Unreadable, _) | (_, Sunset::Unreadable) => {
                let text = "has or had a sunset that is no date".to_owned();
                said.push((words.changed_unreadable, text));
            }
            (Sunset::On(before), Sunset::On(after)) if before > after && near(&after) => {
                let text = format!(
                    "had sunset {before} and has {after}, which is less than {days} days away"
                );
                said.push((words.changed_too_small, text));
            }
            _ => {}
        }
        said
    }
}
