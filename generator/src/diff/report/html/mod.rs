//! The report as one page for a browser, which needs nothing but itself: its style and its one script stand in it, and its
//! policy lets nothing else run or be fetched. Text of documents is escaped by the template and never becomes markup.
//!
//! Without scripts all of it can be read; the script filters, and moves with keys.

mod excerpt;

use askama::Template;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use indexmap::IndexSet;
use sha2::{Digest as _, Sha256};

use super::super::rust::{ItemChange, Rust, Semver};
use super::super::verdict::{Level, Rule, rules};
use super::items::{added, ends, sides, word};
use super::text::quoted;
use super::{Apart, Change, Direction, Report};
use excerpt::{Excerpt, excerpts};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
/// So many items are shown before the rest is folded.
const ITEMS: usize = 8;

#[derive(Template)]
#[template(path = "diff.html")]
struct Page<'a> {
    report: &'a Report,
    style: &'static str,
    script: &'static str,
    /// The hash by which the page's policy knows its script.
    allowed: String,
    verdict: String,
    headline: String,
    state: &'static str,
    ends: Vec<(&'static str, &'static str)>,
    needed: &'static str,
    groups: Vec<Group<'a>>,
    apart: Vec<Item<'a>>,
    operations: IndexSet<&'a str>,
    documents: IndexSet<&'a str>,
}

/// The changes of a level.
struct Group<'a> {
    name: &'static str,
    title: &'static str,
    says: &'static str,
    changes: Vec<Shown<'a>>,
}

struct Shown<'a> {
    change: &'a Change,
    rule: Option<&'a Rule>,
    title: Vec<(bool, &'a str)>,
    excerpts: Vec<Excerpt<'a>>,
    witness: Option<Witness<'a>>,
    items: Vec<Item<'a>>,
    more: Vec<Item<'a>>,
    /// What filters look for: numbers of operations and the document, and the axes.
    operations: String,
    document: usize,
    axes: String,
}

/// A message or value that one side accepts and the other refuses.
struct Witness<'a> {
    accepted_by: &'a str,
    refused_by: &'a str,
    stands_in: &'a str,
    value: String,
}

struct Item<'a> {
    item: &'a ItemChange,
    semver: &'static str,
    ends: &'static str,
    was: Option<&'static str>,
    sides: Option<(&'a str, &'a str)>,
    added: Option<&'a str>,
    apart: Option<&'a Apart>,
}

impl<'a> Item<'a> {
    fn of(item: &'a ItemChange) -> Self {
        Self {
            item,
            semver: item.semver.as_str(),
            ends: ends(item),
            was: item.was.map(Semver::as_str),
            sides: sides(item),
            added: added(item),
            apart: None,
        }
    }
}

impl Report {
    pub(super) fn to_html(&self) -> String {
        let known = rules();
        let mut operations = IndexSet::new();
        let mut documents = IndexSet::new();
        let mut shown: Vec<Shown<'_>> = Vec::with_capacity(self.changes.len());
        for change in &self.changes {
            let reached = change.affects.iter();
            let reached = reached.map(|operation| operations.insert_full(operation.as_str()).0);
            let numbers: Vec<String> = reached.map(|number| number.to_string()).collect();
            let mut items: Vec<Item<'_>> = change.rust.iter().map(Item::of).collect();
            items.sort_by_key(|item| std::cmp::Reverse(item.item.semver));
            shown.push(Shown {
                change,
                rule: known.iter().find(|rule| rule.id == change.id),
                title: quoted(&change.message),
                excerpts: excerpts(change),
                witness: change.witness.as_ref().map(witness),
                more: items.split_off(items.len().min(ITEMS)),
                items,
                operations: numbers.join(" "),
                document: documents.insert_full(change.document.as_str()).0,
                axes: axes(change),
            });
        }
        let mut groups = Vec::from(Level::ALL.map(Group::of));
        for shown in shown {
            let level = shown.change.level;
            let at = Level::ALL.iter().position(|one| *one == level);
            groups[at.unwrap_or(0)].changes.push(shown);
        }
        let rust = self.rust.as_ref();
        let state = match () {
            () if self.has(&[Level::Breaking]) => "breaking",
            () if self.has(&[Level::Unknown]) => "unknown",
            () => "fine",
        };
        let page = Page {
            report: self,
            style: STYLE,
            script: SCRIPT,
            allowed: STANDARD.encode(Sha256::digest(SCRIPT)),
            verdict: self.verdict(),
            headline: self.headline(),
            state,
            needed: word(rust.and_then(Rust::semver)),
            ends: rust.map_or(Vec::new(), |rust| {
                vec![("client", word(rust.client)), ("server", word(rust.server))]
            }),
            groups,
            apart: self.apart().iter().map(of_apart).collect(),
            operations,
            documents,
        };
        // Writing to memory fails only where a value's own display does, and none does.
        page.render().unwrap_or_default()
    }

    /// The answer in a sentence.
    fn headline(&self) -> String {
        let open = |level: Level| {
            let changes = self.changes.iter();
            let open = changes.filter(|one| one.level == level && one.approval.is_none());
            open.count()
        };
        let (breaking, unknown) = (open(Level::Breaking), open(Level::Unknown));
        let plural = |count: usize, one: &str, many: &str| match count {
            1 => format!("1 change {one}"),
            count => format!("{count} changes {many}"),
        };
        match (breaking, unknown) {
            (0, 0) if self.changes.is_empty() => "Both promise the same".to_owned(),
            (0, 0) if self.approved() > 0 => "Nothing breaks that is not approved".to_owned(),
            (0, 0) => "Nothing breaks".to_owned(),
            (0, unknown) => plural(unknown, "may break callers", "may break callers"),
            (breaking, _) => plural(breaking, "breaks callers", "break callers"),
        }
    }
}

impl Group<'_> {
    fn of(level: Level) -> Self {
        let (title, says) = match level {
            Level::Breaking => (
                "Breaking",
                "Something that was allowed or promised is gone.",
            ),
            Level::Unknown => ("Undecided", "Whether it breaks could not be decided."),
            Level::Warning => (
                "To look at",
                "No promise is broken, but someone may count on it.",
            ),
            Level::Info => ("Harmless", "Who kept to the old document does not notice."),
        };
        Self {
            name: level.as_str(),
            title,
            says,
            changes: Vec::new(),
        }
    }
}

fn of_apart(apart: &Apart) -> Item<'_> {
    Item {
        apart: Some(apart),
        ..Item::of(&apart.change)
    }
}

/// The axes that a change is on: the way of its messages, and the ends of the crate with the release.
fn axes(change: &Change) -> String {
    let mut axes: IndexSet<String> = IndexSet::new();
    if change.direction != Direction::None {
        axes.insert(change.direction.as_str().to_owned());
    }
    for item in &change.rust {
        for end in item.crates() {
            axes.insert(end.as_str().to_owned());
            if item.semver == Semver::Major {
                axes.insert("major".to_owned());
            }
        }
    }
    let axes: Vec<String> = axes.into_iter().collect();
    axes.join(" ")
}

fn witness(json: &serde_json::Value) -> Witness<'_> {
    let text = |key: &str| json[key].as_str().unwrap_or_default();
    let value = match json.get("value") {
        Some(value) => value.clone(),
        None => {
            let parts = json.as_object().into_iter().flatten();
            let parts =
                parts.filter(|(key, _)| !["acceptedBy", "refusedBy", "in"].contains(&&***key));
            parts
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect()
        }
    };
    Witness {
        accepted_by: text("acceptedBy"),
        refused_by: text("refusedBy"),
        stands_in: text("in"),
        value: format!("{value:#}"),
    }
}
