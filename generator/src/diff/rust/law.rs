//! Which release a difference of items asks for.
//!
//! The rules are those of [Cargo](https://doc.rust-lang.org/cargo/reference/semver.html); each verdict names its rule. What
//! Cargo leaves open is decided here: the value of a constant is minor, as programs compile but may compute something else.

use super::Semver::{self, Major, Minor, Patch};
use super::compare::shown;
use crate::render::items::{Item, Kind};

/// A release, and the rule that asks for it.
pub(super) type Verdict = (Semver, &'static str);

pub(super) const REMOVED: Verdict = (Major, "a public item was removed");
pub(super) const RENAMED: Verdict = (Major, "a public item was renamed");
pub(super) const KEPT: Verdict = (
    Minor,
    "a public item was renamed, and its old name is an alias",
);

/// An item that is new. `open` is whether the type that it is a part of is `#[non_exhaustive]`.
pub(super) fn added(item: &Item, open: Option<bool>) -> Verdict {
    match (item.kind, open) {
        (Kind::Field, Some(false)) => (Major, "a field was added to what is exhaustive"),
        (Kind::Field, _) => (Minor, "a field was added to a #[non_exhaustive] struct"),
        (Kind::Variant, Some(false)) => (Major, "a variant was added to an exhaustive enum"),
        (Kind::Variant, _) => (Minor, "a variant was added to a #[non_exhaustive] enum"),
        (Kind::TraitMethod, _) if item.provided => {
            (Minor, "a method with a default body was added to a trait")
        }
        (Kind::TraitMethod, _) => (Major, "a method without a body was added to a trait"),
        _ => (Minor, "a public item was added"),
    }
}

/// What differs between two items with the same path.
pub(super) fn changed(old: &Item, new: &Item) -> Vec<(String, Verdict)> {
    if old.kind != new.kind {
        let text = format!("{} became {}", noun(old.kind), noun(new.kind));
        return vec![(text, (Major, "the kind of a public item changed"))];
    }
    let mut found = Vec::new();
    if old.meaning != new.meaning {
        // An alias of the same name that stands for something else shows in the meaning alone.
        let is_told = shown(old) != shown(new);
        let text = |item: &Item| {
            let text = if is_told {
                shown(item)
            } else {
                item.meaning.clone()
            };
            text.trim_start_matches(": ").trim().to_owned()
        };
        let reason = match old.kind {
            Kind::Field => "the type of a public field changed",
            Kind::Variant => "what a variant holds changed",
            Kind::Alias => "the type behind an alias changed",
            Kind::Constant => "the type of a constant changed",
            Kind::Function | Kind::Method => "the signature of a function changed",
            Kind::TraitMethod => "the signature of a method of a trait changed",
            Kind::Trait => "the bounds of a trait changed",
            Kind::Implementation => "what an implementation says changed",
            Kind::Struct | Kind::Enum => "the shape of a type changed",
        };
        let change = format!("`{}` became `{}`", text(old), text(new));
        found.push((change, (Major, reason)));
    } else if old.value != new.value {
        let text = |item: &Item| item.value.clone().unwrap_or_default();
        let change = format!("`{}` became `{}`", text(old), text(new));
        found.push((change, (Minor, "the value of a constant changed")));
    }
    if old.feature != new.feature {
        let change = "needs another feature".to_owned();
        found.push((change, (Major, "an item moved to another feature")));
    }
    if old.non_exhaustive != new.non_exhaustive {
        found.push(match new.non_exhaustive {
            true => (
                "became #[non_exhaustive]".to_owned(),
                (Major, "#[non_exhaustive] was added"),
            ),
            false => (
                "is exhaustive now".to_owned(),
                (Minor, "#[non_exhaustive] was removed"),
            ),
        });
    }
    if old.deprecated != new.deprecated {
        found.push(match new.deprecated {
            true => (
                "is deprecated now".to_owned(),
                (Minor, "an item was deprecated"),
            ),
            false => (
                "is no longer deprecated".to_owned(),
                (Patch, "an item is no longer deprecated"),
            ),
        });
    }
    if old.provided != new.provided {
        found.push(match new.provided {
            true => (
                "has a default body now".to_owned(),
                (Minor, "a method of a trait got a default body"),
            ),
            false => (
                "has no default body any more".to_owned(),
                (Major, "a method of a trait lost its default body"),
            ),
        });
    }
    let without = |one: &Item, other: &Item| -> Vec<String> {
        let traits = one
            .traits
            .iter()
            .filter(|name| !other.traits.contains(name));
        traits.cloned().collect()
    };
    let (lost, gained) = (without(old, new), without(new, old));
    if !lost.is_empty() {
        let change = format!("lost {}", lost.join(", "));
        found.push((change, (Major, "an implementation of a trait was removed")));
    }
    if !gained.is_empty() {
        let change = format!("got {}", gained.join(", "));
        found.push((change, (Minor, "a trait was implemented")));
    }
    found
}

fn noun(kind: Kind) -> &'static str {
    match kind {
        Kind::Struct => "a struct",
        Kind::Field => "a field",
        Kind::Enum => "an enum",
        Kind::Variant => "a variant",
        Kind::Alias => "an alias",
        Kind::Constant => "a constant",
        Kind::Function => "a function",
        Kind::Method => "a method",
        Kind::Trait => "a trait",
        Kind::TraitMethod => "a method of a trait",
        Kind::Implementation => "an implementation",
    }
}
