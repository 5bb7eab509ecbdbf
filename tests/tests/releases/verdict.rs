//! What `diff` says of the items of a crate, and whether it says what the compiler and others say.

use std::collections::BTreeSet;

use generator::diagnostics::Diagnostics;
use generator::diff::{ItemChange, Report, Rust, Semver, add_rust, compare};
use generator::read::{Document, ReadOptions, read_text};
use generator::render::items::Feature;
use serde_json::Value;

use crate::consumer::{Claim, plain};

/// The verdict of a pair.
pub(crate) struct Verdict {
    pub(crate) changes: Vec<ItemChange>,
    pub(crate) rust: Rust,
}

impl Verdict {
    pub(crate) fn of(old: &Value, new: &Value) -> Self {
        let (old, new) = (document(old), document(new));
        let mut report: Report = compare(&old, &new);
        add_rust(&mut report, &old, &new);
        let rust = report.rust.unwrap();
        let joined = report.changes.into_iter().flat_map(|change| change.rust);
        let apart = rust.apart.iter().map(|apart| apart.change.clone());
        Self {
            changes: joined.chain(apart).collect(),
            rust,
        }
    }

    fn majors(&self) -> impl Iterator<Item = &ItemChange> {
        self.changes
            .iter()
            .filter(|change| change.semver == Semver::Major)
    }

    /// The change that foresees that a claim does not compile any more; `lost` is whether a name is not found.
    pub(crate) fn foresees(&self, claim: &Claim, lost: bool) -> Option<&ItemChange> {
        let own = |change: &&ItemChange| is_about(change, claim);
        let whole = |change: &&ItemChange| {
            (is_gone(change) || is_of_kind(change)) && is_part(&claim.item, &change.item)
        };
        let mentioned = |change: &&ItemChange| {
            let name = change.item.rsplit(['.', ':']).next().unwrap_or_default();
            let mut words = claim
                .line
                .split(|c: char| !(c.is_alphanumeric() || c == '_'));
            lost && is_gone(change) && words.any(|word| word == name)
        };
        self.majors()
            .find(own)
            .or_else(|| self.majors().find(whole))
            .or_else(|| self.majors().find(mentioned))
    }

    /// The changes that ask for a new major version though every claim about them still compiles.
    pub(crate) fn unproved(&self, broken: &[&Claim]) -> Vec<&ItemChange> {
        let is_proved = |change: &&ItemChange| {
            broken.iter().any(|claim| {
                is_about(change, claim)
                    || (is_of_kind(change) && is_part(&claim.item, &change.item))
            })
        };
        // A type that became an alias still has its name; what mentions it changes with it.
        let aliases: Vec<&str> = self
            .majors()
            .filter(|change| is_of_kind(change) && is_proved(change))
            .filter_map(|change| change.item.rsplit(':').next())
            .collect();
        let follows = |change: &&ItemChange| {
            let before = change.change.split(" became ").next().unwrap_or_default();
            let words = words(before);
            aliases.iter().any(|alias| words.contains(alias))
        };
        self.majors()
            .filter(|change| !is_proved(change) && !follows(change) && !is_generalised(change))
            .collect()
    }

    /// Whether a side needs a new major version.
    pub(crate) fn is_major(&self, feature: Feature) -> bool {
        let semver = match feature {
            Feature::Client => self.rust.client,
            Feature::Server => self.rust.server,
        };
        semver == Some(Semver::Major)
    }

    /// Whether what a line of a linter names is among what changes, at this level at least. What goes with an item that is
    /// gone is named by it.
    pub(crate) fn names(&self, line: &str, level: Semver, claims: &[Claim]) -> bool {
        let words = words(line);
        if let Some(module) = line.strip_prefix("mod api::") {
            let inside = format!("{module}::");
            let mut gone = self.changes.iter().filter(|change| is_gone(change));
            return gone.any(|change| change.item.starts_with(&inside));
        }
        let is_meant = |item: &str, alone: bool| {
            let parts = parts(item);
            let mut ends = parts.iter().rev();
            ends.next().is_some_and(|last| words.contains(&**last))
                && ends
                    .next()
                    .is_none_or(|above| alone || words.contains(&**above))
        };
        let mut worse = self.changes.iter().filter(|change| change.semver >= level);
        worse.any(|change| {
            let gone = is_gone(change) || is_of_kind(change);
            let alone =
                gone || change.change.starts_with("lost") || change.change.contains("exhaustive");
            let mut with_it = claims
                .iter()
                .filter(|claim| is_part(&claim.item, &change.item));
            is_meant(&change.item, alone)
                || (gone && with_it.any(|claim| is_meant(&claim.item, false)))
        })
    }
}

/// Types and members of a path, without modules and arguments.
fn parts(item: &str) -> Vec<String> {
    let item = item.split(": ").next().unwrap_or_default();
    let mut depth = 0_usize;
    let mut plain = String::new();
    for c in item.chars() {
        depth += usize::from(c == '<');
        plain.extend((depth == 0).then_some(c));
        depth -= usize::from(c == '>');
    }
    let words = plain.split(|c: char| !(c.is_alphanumeric() || c == '_'));
    let modules = [
        "types",
        "operations",
        "client",
        "server",
        "webhooks",
        "callbacks",
    ];
    words
        .filter(|word| !word.is_empty() && !modules.contains(word))
        .map(str::to_owned)
        .collect()
}

fn words(line: &str) -> BTreeSet<&str> {
    line.split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .collect()
}

/// Whether a change says that an item is gone under its path.
fn is_gone(change: &ItemChange) -> bool {
    change.change == "removed" || change.change.starts_with("renamed to ")
}

/// Whether a change says that an item is another kind of item now.
fn is_of_kind(change: &ItemChange) -> bool {
    change.reason == "the kind of a public item changed"
}

/// Whether an argument may be of more types than before: the old one is among them, but the compiler may no longer find
/// the type of what is passed.
fn is_generalised(change: &ItemChange) -> bool {
    let halves = change.change.split_once(" became ");
    halves.is_some_and(|(before, after)| {
        after.contains("impl Into<") && !before.contains("impl Into<")
    })
}

fn is_part(item: &str, whole: &str) -> bool {
    let rest = item.strip_prefix(whole);
    rest.is_some_and(|rest| rest.starts_with(['.', ':'])) || item.contains(&format!("<{whole}>"))
}

/// Whether a claim is about the very item that changes.
fn is_about(change: &ItemChange, claim: &Claim) -> bool {
    if claim.is_module {
        return is_gone(change) && change.item.starts_with(&format!("{}::", claim.item));
    }
    let (ty, implemented) = match claim.item.split_once(": ") {
        Some((ty, implemented)) => (ty, Some(implemented)),
        None => (&*claim.item, None),
    };
    let changed = match change.item.split_once(": ") {
        Some((ty, implemented)) => (ty, Some(plain(implemented))),
        None => (&*change.item, None),
    };
    if changed == (ty, implemented.map(str::to_owned)) {
        return true;
    }
    if changed.1.is_some() {
        return false;
    }
    // Derived traits, and what is new in something that programs must name in full.
    let lost = change.change.strip_prefix("lost ");
    let derived = lost.is_some_and(|lost| {
        let names: Vec<&str> = lost.split(", ").collect();
        changed.0 == ty
            && implemented
                .is_some_and(|name| names.contains(&name.split('<').next().unwrap_or_default()))
    });
    let grown = change.change.starts_with("added")
        && implemented.is_none()
        && change
            .item
            .rsplit_once(['.', ':'])
            .is_some_and(|(above, _)| above.trim_end_matches(':') == ty);
    derived || grown
}

fn document(value: &Value) -> Document {
    let text = value.to_string();
    read_text(
        "api.json",
        &text,
        &ReadOptions::default(),
        &mut Diagnostics::new(),
    )
    .unwrap()
}
