//! Whether the version of a document tells what its changes break.
//!
//! This is about all changes at once and after their levels are settled, so it is asked apart from the comparison.

use super::changes::{Change, Changes, Severity, Source};
use super::rules;
use crate::read::{Document, Node};

/// A semantic version (Semantic Versioning 2.0.0) as far as order needs it: the numbers, and whether it is a release.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Version {
    numbers: [u64; 3],
    release: bool,
}

impl Version {
    fn parse(text: &str) -> Option<Self> {
        let text = text.strip_prefix('v').unwrap_or(text);
        let text = text.split('+').next().unwrap_or(text);
        let (core, release) = match text.split_once('-') {
            Some((core, label)) if !label.is_empty() => (core, false),
            Some(_) => return None,
            None => (text, true),
        };
        let mut numbers = [0; 3];
        let mut parts = core.split('.');
        for number in &mut numbers {
            let part = parts.next()?;
            let plain = part.bytes().all(|byte| byte.is_ascii_digit());
            let leading = part.len() > 1 && part.starts_with('0');
            *number = part.parse().ok().filter(|_| plain && !leading)?;
        }
        parts.next().is_none().then_some(Self { numbers, release })
    }

    /// The part that changes when something breaks: the first number that is not 0, and those before it.
    fn line(self) -> [u64; 2] {
        match self.numbers {
            [0, minor, _] => [0, minor],
            [major, ..] => [major, 0],
        }
    }
}

fn version(document: &Document) -> Option<(&Node, &str)> {
    let node = document.root().get("info")?.get("version")?;
    Some((node, node.as_str()?))
}

/// The rule that a version breaks which does not tell of the errors among the changes. Nothing is said of versions that are
/// not semantic ones.
pub fn versioning(old: &Document, new: &Document, changes: &Changes) -> Option<Change> {
    if changes.count(Severity::Error) == 0 {
        return None;
    }
    let ((was, before), (is, after)) = (version(old)?, version(new)?);
    let (from, to) = (Version::parse(before)?, Version::parse(after)?);
    let (id, text) = if before == after {
        (
            "api-version-not-bumped",
            format!("something breaks, and the version is still {after}"),
        )
    } else if to < from {
        (
            "api-version-decreased",
            format!("something breaks, and the version went down from {before} to {after}"),
        )
    } else if from.line() == to.line() {
        (
            "api-major-version-not-bumped",
            format!("something breaks, and the version only went from {before} to {after}"),
        )
    } else {
        return None;
    };
    Some(Change {
        id: id.to_owned(),
        level: rules::level(id)?,
        operation: String::new(),
        operation_id: String::new(),
        path: String::new(),
        section: "info",
        text,
        old: Source::of(old, was),
        new: Source::of(new, is),
    })
}
