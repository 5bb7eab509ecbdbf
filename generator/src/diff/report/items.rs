//! Items of the generated crate, in the words that all forms share.

use super::super::rust::{ItemChange, Semver};
use super::{Apart, Report};

/// So much is shown of what becomes of an item in one line.
const CHANGE: usize = 140;

/// `client`, `server`, or `client+server` for what both ends share.
pub(super) fn ends(item: &ItemChange) -> &'static str {
    item.feature.map_or("client+server", |end| end.as_str())
}

/// What an item was and what it is, where its declaration changed.
pub(super) fn sides(item: &ItemChange) -> Option<(&str, &str)> {
    let text = item.change.strip_prefix('`')?.strip_suffix('`')?;
    text.split_once("` became `")
}

/// What an item that was added is declared as.
pub(super) fn added(item: &ItemChange) -> Option<&str> {
    let rest = item.change.strip_prefix("added")?;
    Some(rest.trim_start_matches(':').trim())
}

/// An item in one line: end, release, path, what becomes of it.
pub(super) fn line(item: &ItemChange) -> String {
    let change = super::place::cut(&item.change, CHANGE);
    let was = item.was.map(|was| format!(" ({} by itself)", was.as_str()));
    let (ends, semver, was) = (ends(item), item.semver.as_str(), was.unwrap_or_default());
    format!("{ends} {semver}{was}: {} {change}", item.item)
}

/// An item that no change of messages is behind, in one line.
pub(super) fn apart_line(apart: &Apart) -> String {
    let edit = apart.edit.as_deref().map(|edit| format!("  (at {edit})"));
    let approved = apart.approval.as_ref();
    let approved = approved.map(|approval| format!("  (approved: {})", approval.reason));
    format!(
        "{}{}{}",
        line(&apart.change),
        edit.unwrap_or_default(),
        approved.unwrap_or_default()
    )
}

/// Its words, or `none`.
pub(super) fn word(semver: Option<Semver>) -> &'static str {
    semver.map_or("none", Semver::as_str)
}

impl Report {
    /// Which release the crate needs: `major release (client major, server minor)`. Nothing when that was not asked.
    pub(super) fn release(&self) -> Option<String> {
        let rust = self.rust.as_ref()?;
        Some(match rust.semver() {
            None => "no release needed".to_owned(),
            Some(semver) => format!(
                "{} release (client {}, server {})",
                semver.as_str(),
                word(rust.client),
                word(rust.server),
            ),
        })
    }

    /// Items with no change of messages behind them.
    pub(super) fn apart(&self) -> &[Apart] {
        self.rust.as_ref().map_or(&[], |rust| &rust.apart)
    }
}
