//! The report as JUnit's XML: a test case per change; what breaks, or may break, has failed.

use indexmap::IndexMap;

use super::super::verdict::Level;
use super::items::{self, word};
use super::{Apart, Change, Report};

impl Report {
    pub(super) fn to_junit(&self) -> String {
        let mut suites: IndexMap<&str, Vec<&Change>> = IndexMap::new();
        for change in &self.changes {
            let name = match change.document.as_str() {
                "" => self.new.as_str(),
                document => document,
            };
            suites.entry(name).or_default().push(change);
        }
        let (failed, _) = tally(&self.changes.iter().collect::<Vec<_>>());
        let mut out = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"generator diff\" tests=\"{}\" failures=\"{failed}\" \
             errors=\"0\">\n",
            self.changes.len() + self.apart().len(),
        );
        for (name, changes) in suites {
            let (failed, skipped) = tally(&changes);
            out.push_str(&format!(
                "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{failed}\" skipped=\"{skipped}\" errors=\"0\">\n",
                escape(name),
                changes.len(),
            ));
            for change in changes {
                out.push_str(&case(change));
            }
            out.push_str("  </testsuite>\n");
        }
        out.push_str(&self.crate_suite());
        out.push_str("</testsuites>\n");
        out
    }
}

impl Report {
    fn skipped_items(&self) -> usize {
        let approved = |apart: &&Apart| apart.approval.is_some();
        self.apart().iter().filter(approved).count()
    }

    /// What the crate needs, and the items that no change of messages is behind; nothing when that was not asked.
    fn crate_suite(&self) -> String {
        let Some(rust) = &self.rust else {
            return String::new();
        };
        let mut out = format!(
            "  <testsuite name=\"generated crate\" tests=\"{}\" failures=\"0\" skipped=\"{}\" errors=\"0\">\n    <properties>\n",
            rust.apart.len(),
            self.skipped_items(),
        );
        for (end, semver) in [
            ("rust", rust.semver()),
            ("rust.client", rust.client),
            ("rust.server", rust.server),
        ] {
            let word = word(semver);
            out.push_str(&format!(
                "      <property name=\"{end}\" value=\"{word}\"/>\n"
            ));
        }
        out.push_str("    </properties>\n");
        for apart in &rust.apart {
            let item = &apart.change;
            out.push_str(&format!(
                "    <testcase classname=\"generated crate\" name=\"{} {} ({})\">\n",
                items::ends(item),
                escape(&item.item),
                apart.fingerprint(),
            ));
            out.push_str(&match &apart.approval {
                Some(approval) => skipped(&approval.reason),
                None => system_out(&escape(&items::apart_line(apart))),
            });
            out.push_str("    </testcase>\n");
        }
        out.push_str("  </testsuite>\n");
        out
    }
}

fn skipped(reason: &str) -> String {
    format!("      <skipped message=\"{}\"/>\n", escape(reason))
}

fn system_out(escaped: &str) -> String {
    format!("      <system-out>{escaped}</system-out>\n")
}

fn failed(change: &Change) -> bool {
    change.approval.is_none() && change.level >= Level::Unknown
}

/// Failed and skipped cases.
fn tally(changes: &[&Change]) -> (usize, usize) {
    let failures = changes.iter().filter(|change| failed(change)).count();
    let approved = changes.iter().filter(|change| change.approval.is_some());
    (failures, approved.count())
}

fn case(change: &Change) -> String {
    // The fingerprint keeps names apart: readers of such files take equal names for one case.
    let mut out = format!(
        "    <testcase classname=\"{}\" name=\"{} {} ({})\">\n",
        escape(match change.operation.as_str() {
            "" => "API",
            operation => operation,
        }),
        change.id,
        escape(&change.path),
        change.fingerprint,
    );
    let mut text = change.message.clone();
    // Schemas of the form know no attributes for places.
    if let Some(place) = change.shown() {
        text.push_str(&format!("\nat {}:{}", place.file, place.line));
    }
    if !change.affects.is_empty() {
        text.push_str(&format!("\nin {}", change.affects.join(", ")));
    }
    if let Some(witness) = &change.witness {
        text.push_str(&format!("\nproof {witness}"));
    }
    for item in &change.rust {
        text.push_str(&format!("\nrust {}", items::line(item)));
    }
    let text = escape(&text);
    out.push_str(&match &change.approval {
        Some(approval) => skipped(&approval.reason),
        None if failed(change) => format!(
            "      <failure type=\"{}\" message=\"{}\">{text}</failure>\n",
            change.level.as_str(),
            escape(&change.message),
        ),
        None => system_out(&text),
    });
    out.push_str("    </testcase>\n");
    out
}

/// Text of XML 1.0; characters that it cannot hold are replaced.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' | '\r' => out.push_str(&format!("&#{};", u32::from(character))),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            other => out.push(other),
        }
    }
    out
}
