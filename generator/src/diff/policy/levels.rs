//! Levels of a project's own: by id, by operation, by document, and by axis.
//!
//! On the wire an entry gives a level; at the crate it gives a release.

use super::{known, list, load, text, wrong};
use crate::diagnostics::Diagnostics;
use crate::diff::report::{Change, Judged, Report};
use crate::diff::rust::{ItemChange, Rust, Semver};
use crate::diff::verdict::{Level, rules};
use crate::read::{Node, matches};
use crate::render::items::Feature;

/// Policies that are there already, each written as a project would write it.
const PRESETS: [(&str, &str); 2] = [
    ("strict", include_str!("presets/strict.yaml")),
    (
        "tolerant-client",
        include_str!("presets/tolerant-client.yaml"),
    ),
];

/// The keys of an entry.
const KEYS: [&str; 8] = [
    "level",
    "axis",
    "was",
    "id",
    "operation",
    "document",
    "item",
    "reason",
];

/// What `diff.yaml` says.
#[derive(Clone, Debug, Default)]
pub struct Levels(Vec<Entry>);

#[derive(Clone, Debug)]
struct Entry {
    verdict: Verdict,
    id: Option<String>,
    operation: Option<String>,
    document: Option<String>,
    reason: String,
    /// `file:line`.
    place: String,
}

/// What is judged, and how.
#[derive(Clone, Debug)]
enum Verdict {
    Wire {
        was: Option<Level>,
        level: Level,
    },
    /// At both ends of the crate, or at one.
    Crate {
        end: Option<Feature>,
        was: Option<Semver>,
        release: Semver,
        item: Option<String>,
    },
}

impl Levels {
    /// Reads the text of a file of this name. What is wrong is in `diagnostics`, each with its place.
    pub fn parse(name: &str, source: &str, diagnostics: &mut Diagnostics) -> Self {
        let Some(root) = load(name, source, diagnostics) else {
            return Self::default();
        };
        known(&root, &["preset", "levels"], diagnostics);
        let mut levels = match text(&root, "preset", diagnostics) {
            None => Vec::new(),
            Some(word) => match PRESETS.iter().find(|(known, _)| *known == word) {
                Some((known, source)) => {
                    let name = format!("preset {known}");
                    Self::parse(&name, source, diagnostics).0
                }
                None => {
                    let names = PRESETS.map(|(name, _)| name).join("` and `");
                    let message = format!("`{word}` is no preset; there are `{names}`");
                    wrong(root.get("preset").unwrap_or(&root), message, diagnostics);
                    Vec::new()
                }
            },
        };
        let ids: Vec<String> = rules().into_iter().map(|rule| rule.id).collect();
        for node in list(&root, "levels", diagnostics) {
            levels.extend(Entry::parse(node, name, &ids, diagnostics));
        }
        Self(levels)
    }

    /// Gives the changes these levels, and their items these releases. Of several entries that fit, the last decides; of a
    /// change that reaches several operations, the one where it is worst.
    pub fn apply(&self, report: &mut Report) {
        for change in &mut report.changes {
            self.judge(change);
            let items = std::mem::take(&mut change.rust);
            let items = items.into_iter().flat_map(|item| {
                let fits = |entry: &Entry| {
                    let mut operations = operations(change).iter();
                    operations.any(|operation| entry.fits(change, operation))
                };
                self.released(item, fits)
            });
            change.rust = items.collect();
        }
        if let Some(rust) = &mut report.rust {
            let apart = std::mem::take(&mut rust.apart);
            let apart = apart.into_iter().flat_map(|apart| {
                // No change is behind it, so it has no id and no operation.
                let fits = |entry: &Entry| {
                    entry.id.is_none()
                        && entry.operation.is_none()
                        && pattern(&entry.document, &apart.document, Some('/'))
                };
                let judged = self.released(apart.change.clone(), fits);
                let parts = judged.into_iter().map(|change| crate::diff::Apart {
                    change,
                    ..apart.clone()
                });
                parts.collect::<Vec<_>>()
            });
            rust.apart = apart.collect();
            let items = report.changes.iter().flat_map(|change| &change.rust);
            let items: Vec<&ItemChange> = items
                .chain(rust.apart.iter().map(|apart| &apart.change))
                .collect();
            let client = needed(rust.client, Feature::Client, &items);
            let server = needed(rust.server, Feature::Server, &items);
            *rust = Rust {
                client,
                server,
                apart: std::mem::take(&mut rust.apart),
            };
        }
        report.sort();
    }

    fn judge(&self, change: &mut Change) {
        let judged = operations(change).iter().map(|operation| {
            let entry = self.0.iter().rev().find_map(|entry| match entry.verdict {
                Verdict::Wire { was, level }
                    if was.is_none_or(|was| was == change.level)
                        && entry.fits(change, operation) =>
                {
                    Some((level, entry))
                }
                _ => None,
            });
            (entry.map_or(change.level, |(level, _)| level), entry)
        });
        if let Some((level, Some((_, entry)))) = judged.max_by_key(|(level, _)| *level)
            && level != change.level
        {
            change.policy = Some(Judged {
                was: change.level,
                reason: entry.reason.clone(),
                place: entry.place.clone(),
            });
            change.level = level;
        }
    }

    /// The item with the releases of the entries that fit; in two parts where they differ at the ends.
    fn released(&self, item: ItemChange, fits: impl Fn(&Entry) -> bool) -> Vec<ItemChange> {
        let fitting: Vec<&Entry> = self.0.iter().filter(|entry| fits(entry)).collect();
        let at = |end: Feature| {
            let last = fitting.iter().rev().find_map(|entry| match &entry.verdict {
                Verdict::Crate {
                    end: own,
                    was,
                    release,
                    item: path,
                } => {
                    let holds = own.is_none_or(|own| own == end)
                        && was.is_none_or(|was| was == item.semver)
                        && pattern(path, &item.item, None);
                    holds.then_some(*release)
                }
                Verdict::Wire { .. } => None,
            });
            last.unwrap_or(item.semver)
        };
        let judged = |feature: Option<Feature>, semver: Semver| ItemChange {
            feature,
            semver,
            was: (semver != item.semver).then_some(item.semver),
            ..item.clone()
        };
        let ends: Vec<Feature> = item.crates().collect();
        match ends[..] {
            [client, server] if at(client) != at(server) => vec![
                judged(Some(client), at(client)),
                judged(Some(server), at(server)),
            ],
            [end, ..] => vec![judged(item.feature, at(end))],
            [] => vec![item],
        }
    }
}

/// The operations that a change reaches; one without a name where it belongs to none.
fn operations(change: &Change) -> &[String] {
    match change.affects.is_empty() {
        true => std::slice::from_ref(&change.operation),
        false => &change.affects,
    }
}

/// The release that an end needs for these items; without one, no program notices.
fn needed(was: Option<Semver>, end: Feature, items: &[&ItemChange]) -> Option<Semver> {
    let own = items
        .iter()
        .filter(|item| item.crates().any(|one| one == end));
    was.map(|_| own.map(|item| item.semver).max().unwrap_or(Semver::Patch))
}

fn pattern(pattern: &Option<String>, text: &str, separator: Option<char>) -> bool {
    let pattern = pattern.as_ref();
    pattern.is_none_or(|pattern| matches(pattern, text, separator))
}

impl Entry {
    fn parse(
        node: &Node,
        file: &str,
        ids: &[String],
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        known(node, &KEYS, diagnostics);
        let mut part = |key| text(node, key, diagnostics).map(str::to_owned);
        let [level, axis, was, id, operation, document, item, reason] = KEYS.map(&mut part);
        let mut say = |key: &str, message: String| {
            wrong(node.get(key).unwrap_or(node), message, diagnostics);
        };
        if let Some(pattern) = &id
            && !ids.iter().any(|id| matches(pattern, id, None))
        {
            let message =
                format!("no change has an id like `{pattern}`; `diff --list-rules` lists them all");
            say("id", message);
        }
        let end = match axis.as_deref() {
            None | Some("wire") => None,
            Some("rust") => Some(None),
            Some("client") => Some(Some(Feature::Client)),
            Some("server") => Some(Some(Feature::Server)),
            Some(_) => {
                let message = "`axis` is `wire`, `rust`, `client` or `server`";
                say("axis", message.to_owned());
                return None;
            }
        };
        let verdict = match end {
            None => {
                if item.is_some() {
                    let message = "`item` is for `axis: rust`, `client` or `server`";
                    say("item", message.to_owned());
                }
                let mut named = |key: &str, word: Option<String>| {
                    let level = word.as_deref().and_then(Level::named);
                    if level.is_none() && (word.is_some() || key == "level") {
                        let words = "`breaking`, `unknown`, `warning` or `info`";
                        say(key, format!("`{key}` is {words}"));
                    }
                    level
                };
                let was = named("was", was);
                Verdict::Wire {
                    was,
                    level: named("level", level)?,
                }
            }
            Some(end) => {
                let mut named = |key: &str, word: Option<String>| {
                    let release = word.as_deref().and_then(Semver::named);
                    if release.is_none() && (word.is_some() || key == "level") {
                        let words = "`major`, `minor` or `patch` on this axis";
                        say(key, format!("`{key}` is {words}"));
                    }
                    release
                };
                let was = named("was", was);
                Verdict::Crate {
                    end,
                    was,
                    release: named("level", level)?,
                    item,
                }
            }
        };
        let line = diagnostics.sources().position(node.span);
        Some(Self {
            verdict,
            id,
            operation,
            document,
            reason: reason.unwrap_or_default(),
            place: format!("{file}:{}", line.map_or(1, |position| position.line)),
        })
    }

    fn fits(&self, change: &Change, operation: &str) -> bool {
        pattern(&self.id, &change.id, None)
            && pattern(&self.operation, operation, Some('/'))
            && pattern(&self.document, &change.document, Some('/'))
    }
}
