//! The report as one page for a browser. Filters are style sheets, so that it works without scripts, from a file, offline.

use askama::Template;

use super::super::verdict::{Level, Rule, rules};
use super::{Change, Place, Report};

#[derive(Template)]
#[template(path = "diff.html")]
struct Page<'a> {
    report: &'a Report,
    verdict: String,
    state: &'static str,
    levels: Vec<Count>,
    changes: Vec<Shown<'a>>,
}

/// A level and how often it occurs.
struct Count {
    name: &'static str,
    title: &'static str,
    count: usize,
}

struct Shown<'a> {
    change: &'a Change,
    rule: Option<&'a Rule>,
    sides: Vec<Side<'a>>,
    witness: Option<String>,
}

/// The lines around a place, and the part of them that counts.
struct Side<'a> {
    title: &'static str,
    place: &'a Place,
    before: &'a str,
    marked: &'a str,
    after: &'a str,
}

impl<'a> Side<'a> {
    fn new(title: &'static str, place: &'a Place) -> Self {
        let excerpt = &place.excerpt;
        let text = excerpt.text.as_str();
        let (before, rest) = text.split_at_checked(excerpt.start).unwrap_or((text, ""));
        let length = excerpt.end.saturating_sub(excerpt.start);
        let (marked, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        Self {
            title,
            place,
            before,
            marked,
            after,
        }
    }
}

impl Report {
    pub(super) fn to_html(&self) -> String {
        let known = rules();
        let changes = self.changes.iter().map(|change| {
            let near = change.near.as_ref().filter(|_| change.new.is_none());
            let sides = [
                (change.old.as_ref(), "before"),
                (change.new.as_ref(), "after"),
                (near, "after: what is left around it"),
            ];
            Shown {
                change,
                rule: known.iter().find(|rule| rule.id == change.id),
                sides: sides
                    .into_iter()
                    .filter_map(|(place, title)| Some(Side::new(title, place?)))
                    .collect(),
                witness: change.witness.as_ref().map(|json| format!("{json:#}")),
            }
        });
        let level = |level: Level| Count {
            name: level.as_str(),
            title: match level {
                Level::Breaking => "Breaking",
                Level::Unknown => "Undecided",
                Level::Warning => "To look at",
                Level::Info => "Harmless",
            },
            count: self.count(level),
        };
        let state = match () {
            () if self.has(&[Level::Breaking]) => "breaking",
            () if self.has(&[Level::Unknown]) => "unknown",
            () => "fine",
        };
        let page = Page {
            report: self,
            verdict: self.verdict(),
            state,
            levels: Level::ALL.map(level).into(),
            changes: changes.collect(),
        };
        // Writing to memory fails only where a value's own display does, and none does.
        page.render().unwrap_or_default()
    }
}
