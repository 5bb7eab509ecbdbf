//! The report as a comment on a pull request, in GitHub's Markdown: the verdict, what breaks as a table, the rest folded.
//! What comes from documents never becomes markup, a link or a mention.

use super::super::verdict::Level;
use super::items::{added, ends, sides};
use super::text::quoted;
use super::text::reached;
use super::{Change, Place, Report};
use crate::diagnostics::visible_json;
use crate::diff::rust::ItemChange;

/// So many bytes are written: comments may have 65,536 characters. What is left to be told is counted.
const LONGEST: usize = 60_000;
/// So many changes of a level are shown.
const ROWS: usize = 60;
/// So many proofs are shown, and so much of each.
const PROOFS: usize = 20;
const PROOF: usize = 1000;
/// So many items of the crate are shown.
const ITEMS: usize = 100;
/// So long are values in cells, and declarations.
const VALUE: usize = 60;
const DECLARATION: usize = 160;

impl Report {
    pub(super) fn to_markdown(&self) -> String {
        let sign = match () {
            () if self.has(&[Level::Breaking]) => "❌",
            () if self.has(&[Level::Unknown, Level::Warning]) => "⚠️",
            () => "✅",
        };
        let mut out = format!("### {sign} API: {}\n\n", self.verdict());
        if self.old != self.new {
            out.push_str(&format!("{} → {}\n\n", code(&self.old), code(&self.new)));
        }
        if let Some(release) = self.release() {
            out.push_str(&format!("Generated crate: **{release}**\n\n"));
        }
        let of = |level| -> Vec<&Change> {
            let changes = self.changes.iter();
            changes.filter(|change| change.level == level).collect()
        };
        let breaking = of(Level::Breaking);
        if !breaking.is_empty() {
            table(&mut out, &breaking);
            proofs(&mut out, &breaking);
        }
        for (level, title) in [
            (Level::Unknown, "undecided"),
            (Level::Warning, "to look at"),
            (Level::Info, "harmless"),
        ] {
            let changes = of(level);
            if !changes.is_empty() {
                let count = changes.len();
                out.push_str(&format!("<details><summary>{count} {title}</summary>\n\n"));
                table(&mut out, &changes);
                out.push_str("</details>\n\n");
            }
        }
        self.items(&mut out);
        out.truncate(out.trim_end().len());
        out.push('\n');
        out
    }

    /// The items of the crate that change, the greatest release first.
    fn items(&self, out: &mut String) {
        let joined = self.changes.iter().flat_map(|change| {
            let id = change.id.as_str();
            change.rust.iter().map(move |item| (item, code(id)))
        });
        let apart = self.apart().iter().map(|apart| {
            let edit = apart.edit.as_deref().map(code).unwrap_or_default();
            let approved = apart.approval.as_ref();
            let approved = approved.map(|one| format!(" approved: {}", prose(&one.reason)));
            (
                &apart.change,
                format!("{edit}{}", approved.unwrap_or_default()),
            )
        });
        let mut rows: Vec<(&ItemChange, String)> = joined.chain(apart).collect();
        if rows.is_empty() {
            return;
        }
        rows.sort_by_key(|(item, _)| std::cmp::Reverse(item.semver));
        let count = rows.len();
        let noun = if count == 1 { "item" } else { "items" };
        out.push_str(&format!(
            "<details><summary>{count} public {noun} of the generated crate</summary>\n\n\
             | release | crate | item | change | by |\n|---|---|---|---|---|\n",
        ));
        let shown = rows.into_iter().take(ITEMS).map(|(item, by)| {
            let was = item
                .was
                .map(|was| format!("<br>{} by itself", was.as_str()));
            format!(
                "| {}{} | {} | {} | {} | {by} |\n",
                item.semver.as_str(),
                was.unwrap_or_default(),
                ends(item),
                code(&item.item),
                becomes(item),
            )
        });
        fill(out, shown, count);
        out.push_str("\n</details>\n\n");
    }
}

/// What becomes of an item.
fn becomes(item: &ItemChange) -> String {
    let declared = |text: &str| code(&super::place::cut(text, DECLARATION));
    match (sides(item), added(item)) {
        (Some((old, new)), _) => format!("{} → {}", declared(old), declared(new)),
        (None, Some(text)) => format!("added {}", declared(text)),
        (None, None) => prose(&item.change),
    }
}

/// Adds rows as long as there is room, and says how many are left.
fn fill(out: &mut String, rows: impl Iterator<Item = String>, count: usize) {
    let mut shown = 0;
    for row in rows {
        if out.len() + row.len() > LONGEST {
            break;
        }
        out.push_str(&row);
        shown += 1;
    }
    if shown < count {
        out.push_str(&format!("\n… and {} more\n", count - shown));
    }
}

fn table(out: &mut String, changes: &[&Change]) {
    out.push_str("| change | where | before | after |\n|---|---|---|---|\n");
    let rows = changes.iter().take(ROWS).map(|change| {
        let value = |place: &Option<Place>, without: &str| match place {
            Some(place) if !change.id.ends_with(without) => code(&brief(&place.value)),
            _ => "–".to_owned(),
        };
        let mut what = format!("{}<br>{}", prose(&change.message), code(&change.id));
        if let Some(semver) = change.rust.iter().map(|item| item.semver).max() {
            let (count, semver) = (change.rust.len(), semver.as_str());
            let noun = if count == 1 { "item" } else { "items" };
            what.push_str(&format!("<br>{count} Rust {noun}: {semver}"));
        }
        if let Some(judged) = &change.policy {
            what.push_str(&format!(
                "<br>{} by itself: {} {}",
                judged.was.as_str(),
                code(&judged.place),
                prose(&judged.reason)
            ));
        }
        if let Some(approval) = &change.approval {
            what.push_str(&format!("<br>approved: {}", prose(&approval.reason)));
        }
        let mut place = match change.affects.is_empty() {
            true => String::new(),
            false => format!("{}<br>", code(&reached(change))),
        };
        if let Some(shown) = change.shown() {
            place.push_str(&code(&format!("{}:{}", shown.file, shown.line)));
        }
        format!(
            "| {what} | {place} | {} | {} |\n",
            value(&change.old, "-added"),
            value(&change.new, "-removed"),
        )
    });
    fill(out, rows, changes.len());
    out.push('\n');
}

fn proofs(out: &mut String, changes: &[&Change]) {
    let proved: Vec<_> = changes
        .iter()
        .filter_map(|change| Some((change, change.witness.as_ref()?)))
        .take(PROOFS)
        .collect();
    if proved.is_empty() || out.len() + PROOF > LONGEST {
        return;
    }
    out.push_str("<details><summary>Proofs</summary>\n\n");
    for (change, witness) in proved {
        let text = super::place::cut(&visible_json(&format!("{witness:#}")), PROOF);
        // JSON holds no line that begins with a fence.
        let proof = format!("{}\n```json\n{text}\n```\n", prose(&change.message));
        if out.len() + proof.len() > LONGEST {
            break;
        }
        out.push_str(&proof);
    }
    out.push_str("</details>\n\n");
}

/// Text that is shown as it is.
fn prose(text: &str) -> String {
    let parts = quoted(text).into_iter();
    let parts = parts.map(|(is_code, part)| match is_code {
        true => code(part),
        false => escape(part),
    });
    parts.collect()
}

/// A value as far as a cell holds it: an object or list that is long says less by its beginning than by its sign.
fn brief(value: &str) -> String {
    match value.chars().next() {
        Some('{') if value.chars().count() > VALUE => "{…}".to_owned(),
        Some('[') if value.chars().count() > VALUE => "[…]".to_owned(),
        _ => super::place::cut(value, VALUE),
    }
}

/// Code: nothing in it becomes a mention, a link or a sign.
fn code(text: &str) -> String {
    match text {
        "" => String::new(),
        text => {
            // Addresses become links here, too.
            let text = plain(text).replace("://", "&#58;//");
            format!("<code>{}</code>", text.replace('@', "@<!-- -->"))
        }
    }
}

/// Prose: a comment breaks what would become a mention, an address or a sign.
fn escape(text: &str) -> String {
    let broken = plain(text)
        .replace('@', "@<!-- -->")
        .replace(':', ":<!-- -->");
    // A colon at the end of a word begins nothing.
    broken.replace(":<!-- --> ", ": ")
}

/// Everything that Markdown or HTML could read more into becomes a character reference.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\r' => out.push(' '),
            '.' if out.ends_with("www") => out.push_str("&#46;"),
            '&' | '<' | '>' | '"' | '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')'
            | '#' | '|' | '~' | '!' | '$' => {
                out.push_str(&format!("&#{};", u32::from(character)));
            }
            other => out.push(other),
        }
    }
    out
}
