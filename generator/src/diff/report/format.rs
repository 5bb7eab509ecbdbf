//! The forms of a report. All of them depend on the report alone.

use super::Report;
use crate::diagnostics::{uncommanding, visible_json, visible_lines};

/// The JSON Schema (2020-12) of the report as JSON.
pub const SCHEMA: &str = include_str!("schema.json");

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people at a terminal: excerpts of both sides.
    Text {
        /// Whether to use terminal colours.
        colour: bool,
    },
    /// For a comment on a pull request.
    Markdown,
    /// One JSON object; [`SCHEMA`] describes it.
    Json,
    /// Workflow commands that GitHub shows beside the lines of a change.
    Github,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// JUnit's XML: what breaks is a failed test.
    Junit,
    /// One page without scripts that needs no network.
    Html,
}

impl Report {
    /// The report in a form; ends with a line break unless it is empty.
    pub fn render(&self, format: Format) -> String {
        let text = match format {
            // Has colours, and sees to its texts itself.
            Format::Text { colour } => return uncommanding(&self.to_text(colour)).into_owned(),
            Format::Json => return visible_json(&format!("{:#}\n", self.to_json())).into_owned(),
            Format::Sarif => return visible_json(&format!("{:#}\n", self.to_sarif())).into_owned(),
            Format::Markdown => self.to_markdown(),
            Format::Github => self.to_annotations(),
            // No command to whoever shows it in a log; what is markup has no such sign.
            Format::Junit => self.to_junit().replace("##[", "##&#91;"),
            Format::Html => self.to_html().replace("##[", "##&#91;"),
        };
        visible_lines(&text).into_owned()
    }

    /// `2 breaking (1 approved), 0 undecided, 4 compatible (1 to look at)`.
    pub(super) fn verdict(&self) -> String {
        use super::Level;
        let count = |level| self.count(level);
        let approved = match self.approved() {
            0 => String::new(),
            approved => format!(", {approved} approved"),
        };
        format!(
            "{} breaking, {} undecided, {} compatible ({} to look at){approved}",
            count(Level::Breaking),
            count(Level::Unknown),
            count(Level::Info) + count(Level::Warning),
            count(Level::Warning),
        )
    }
}
