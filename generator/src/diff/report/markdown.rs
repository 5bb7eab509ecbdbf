//! The report as a comment on a pull request, in GitHub's Markdown: the verdict, what breaks as a table, the rest folded.
//! What comes from documents never becomes markup, a link or a mention.

use super::super::verdict::Level;
use super::text::reached;
use super::{Change, Place, Report};

/// So many changes of a level are shown: comments may have 65,536 characters.
const ROWS: usize = 60;
/// So many proofs are shown, and so much of each.
const PROOFS: usize = 20;
const PROOF: usize = 1000;
/// So long are values in cells.
const VALUE: usize = 60;

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
        let of = |level| -> Vec<&Change> {
            let changes = self.changes.iter();
            changes.filter(|change| change.level == level).collect()
        };
        let breaking = of(Level::Breaking);
        if !breaking.is_empty() {
            out.push_str(&table(&breaking));
            out.push_str(&proofs(&breaking));
        }
        for (level, title) in [
            (Level::Unknown, "undecided"),
            (Level::Warning, "to look at"),
            (Level::Info, "harmless"),
        ] {
            let changes = of(level);
            if !changes.is_empty() {
                out.push_str(&format!(
                    "<details><summary>{} {title}</summary>\n\n{}</details>\n\n",
                    changes.len(),
                    table(&changes)
                ));
            }
        }
        out.truncate(out.trim_end().len());
        out.push('\n');
        out
    }
}

fn table(changes: &[&Change]) -> String {
    let mut out = "| change | where | before | after |\n|---|---|---|---|\n".to_owned();
    for change in changes.iter().take(ROWS) {
        let value = |place: &Option<Place>, without: &str| match place {
            Some(place) if !change.id.ends_with(without) => code(&brief(&place.value)),
            _ => "–".to_owned(),
        };
        let mut what = format!("{}<br>{}", prose(&change.message), code(&change.id));
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
        out.push_str(&format!(
            "| {what} | {place} | {} | {} |\n",
            value(&change.old, "-added"),
            value(&change.new, "-removed"),
        ));
    }
    if changes.len() > ROWS {
        out.push_str(&format!("\n… and {} more\n", changes.len() - ROWS));
    }
    out.push('\n');
    out
}

fn proofs(changes: &[&Change]) -> String {
    let proved: Vec<_> = changes
        .iter()
        .filter_map(|change| Some((change, change.witness.as_ref()?)))
        .take(PROOFS)
        .collect();
    if proved.is_empty() {
        return String::new();
    }
    let mut out = "<details><summary>Proofs</summary>\n\n".to_owned();
    for (change, witness) in proved {
        let text = super::place::cut(&format!("{witness:#}"), PROOF);
        // JSON holds no line that begins with a fence.
        out.push_str(&format!(
            "{}\n```json\n{text}\n```\n",
            prose(&change.message)
        ));
    }
    out.push_str("</details>\n\n");
    out
}

/// Text that is shown as it is.
fn prose(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut quoted = text.split('`');
    // The texts of changes put names between backticks; the rest is plain.
    out.push_str(&escape(quoted.next().unwrap_or_default()));
    let mut open = true;
    let rest: Vec<&str> = quoted.collect();
    for (index, part) in rest.iter().enumerate() {
        match open && index + 1 < rest.len() {
            true => out.push_str(&code(part)),
            false => out.push_str(&escape(part)),
        }
        open = !open;
    }
    out
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
        text => format!("<code>{}</code>", plain(text)),
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
            '&' | '<' | '>' | '"' | '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')'
            | '#' | '|' | '~' | '!' | '$' => {
                out.push_str(&format!("&#{};", u32::from(character)));
            }
            other => out.push(other),
        }
    }
    out
}
