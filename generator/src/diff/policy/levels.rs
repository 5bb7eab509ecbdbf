//! Levels of a project's own: by id, by operation, by document.

use super::{entries, known, load, text, wrong};
use crate::diagnostics::Diagnostics;
use crate::diff::report::{Change, Judged, Report};
use crate::diff::verdict::{Level, rules};
use crate::read::matches;

/// What `diff.yaml` says.
#[derive(Clone, Debug, Default)]
pub struct Levels(Vec<Entry>);

#[derive(Clone, Debug)]
struct Entry {
    level: Level,
    id: Option<String>,
    operation: Option<String>,
    document: Option<String>,
    reason: String,
    /// `file:line`.
    place: String,
}

impl Levels {
    /// Reads the text of a file of this name. What is wrong is in `diagnostics`, each with its place.
    pub fn parse(name: &str, source: &str, diagnostics: &mut Diagnostics) -> Self {
        let Some(root) = load(name, source, diagnostics) else {
            return Self::default();
        };
        let ids: Vec<String> = rules().into_iter().map(|rule| rule.id).collect();
        let mut levels = Vec::new();
        for node in entries(&root, "levels", diagnostics) {
            known(
                node,
                &["level", "id", "operation", "document", "reason"],
                diagnostics,
            );
            let mut part = |key| text(node, key, diagnostics).map(str::to_owned);
            let (id, operation, document) = (part("id"), part("operation"), part("document"));
            let (reason, word) = (part("reason").unwrap_or_default(), part("level"));
            if let Some(pattern) = &id
                && !ids.iter().any(|id| matches(pattern, id, None))
            {
                let message = format!(
                    "no change has an id like `{pattern}`; `diff --list-rules` lists them all"
                );
                wrong(node.get("id").unwrap_or(node), message, diagnostics);
            }
            let Some(level) = word.as_deref().and_then(Level::named) else {
                let message = "`level` is `breaking`, `unknown`, `warning` or `info`".to_owned();
                wrong(node.get("level").unwrap_or(node), message, diagnostics);
                continue;
            };
            let line = diagnostics.sources().position(node.span);
            levels.push(Entry {
                level,
                id,
                operation,
                document,
                reason,
                place: format!("{name}:{}", line.map_or(1, |position| position.line)),
            });
        }
        Self(levels)
    }

    /// Gives the changes these levels. Of several entries that fit, the last decides; of a change that reaches several
    /// operations, the one where it is worst.
    pub fn apply(&self, report: &mut Report) {
        for change in &mut report.changes {
            let everywhere = [change.operation.clone()];
            let operations = match change.affects.is_empty() {
                true => &everywhere[..],
                false => &change.affects[..],
            };
            let judged = operations.iter().map(|operation| {
                let entry = self.0.iter().rfind(|entry| entry.fits(change, operation));
                (entry.map_or(change.level, |entry| entry.level), entry)
            });
            if let Some((level, entry)) = judged.max_by_key(|(level, _)| *level)
                && let Some(entry) = entry.filter(|_| level != change.level)
            {
                change.policy = Some(Judged {
                    was: change.level,
                    reason: entry.reason.clone(),
                    place: entry.place.clone(),
                });
                change.level = level;
            }
        }
        report.sort();
    }
}

impl Entry {
    fn fits(&self, change: &Change, operation: &str) -> bool {
        let fits = |pattern: &Option<String>, text: &str, separator| {
            let pattern = pattern.as_ref();
            pattern.is_none_or(|pattern| matches(pattern, text, separator))
        };
        fits(&self.id, &change.id, None)
            && fits(&self.operation, operation, Some('/'))
            && fits(&self.document, &change.document, Some('/'))
    }
}
