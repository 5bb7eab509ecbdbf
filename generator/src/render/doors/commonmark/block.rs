//! Blocks: paragraphs, code, tables, behind the prefixes of the lists and quotes they stand in.

use pulldown_cmark::Alignment;

use super::longest_run;
use super::writer::Writer;

/// Containers (lists, quotes) inside each other beyond this depth are written flat.
const DEPTH: usize = 8;

/// A block that holds blocks.
pub(super) enum Container {
    Quote,
    Item {
        marker: String,
        written: bool,
    },
    /// Too deep to be shown.
    Flat,
}

impl Writer {
    pub(super) fn open(&mut self, container: Container) {
        let after_list = std::mem::take(&mut self.after_list);
        self.gap |= after_list && !matches!(container, Container::Item { .. });
        self.blank_line();
        self.containers.push(if self.containers.len() < DEPTH {
            container
        } else {
            Container::Flat
        });
    }

    /// Writes a block's lines behind the prefixes of its containers.
    pub(super) fn block(&mut self, block: Vec<String>) {
        self.gap |= std::mem::take(&mut self.after_list);
        self.blank_line();
        for line in block {
            let prefix = self.prefix();
            self.lines
                .push(format!("{prefix}{line}").trim_end().to_owned());
        }
    }

    /// Writes the blank line that is due.
    pub(super) fn blank_line(&mut self) {
        let due = std::mem::take(&mut self.gap);
        if due && self.lines.last().is_some_and(|line| !line.is_empty()) && !self.at_marker() {
            let prefix = self.prefix();
            self.lines.push(prefix.trim_end().to_owned());
        }
    }

    /// Whether the marker of an item is still to be written; what comes next stands behind it.
    pub(super) fn at_marker(&self) -> bool {
        matches!(
            self.containers.last(),
            Some(Container::Item { written: false, .. })
        )
    }

    /// The prefix of a line.
    pub(super) fn prefix(&mut self) -> String {
        let mut prefix = String::new();
        for container in &mut self.containers {
            match container {
                Container::Quote => prefix.push_str("> "),
                Container::Flat => {}
                Container::Item {
                    marker,
                    written: true,
                } => {
                    prefix.extend(std::iter::repeat_n(' ', marker.len()));
                }
                Container::Item { marker, written } => {
                    prefix.push_str(marker);
                    *written = true;
                }
            }
        }
        prefix
    }

    /// An item without content still shows its marker.
    pub(super) fn empty_item(&mut self) {
        if matches!(
            self.containers.last(),
            Some(Container::Item { written: false, .. })
        ) {
            self.block(vec![String::new()]);
        }
    }

    /// Writes the text gathered so far as a paragraph or heading.
    pub(super) fn flush(&mut self) {
        let inline = std::mem::take(&mut self.inline);
        self.begun = false;
        let heading = self.heading.take();
        if inline.trim().is_empty() {
            return;
        }
        match heading {
            Some(level) => {
                self.gap = true;
                let signs = "#".repeat(level as usize);
                let text = inline.replace("\\\n", " ").replace('\n', " ");
                self.block(vec![format!("{signs} {}", text.trim())]);
                self.gap = true;
            }
            None => {
                let inline = inline.trim_matches([' ', '\n']);
                self.block(
                    inline
                        .split('\n')
                        .map(|line| line.trim().to_owned())
                        .collect(),
                );
                self.gap = self.lists.is_empty();
            }
        }
    }

    pub(super) fn code_block(&mut self) {
        let Some((language, code)) = self.code.take() else {
            return;
        };
        let fence = "`".repeat(longest_run(&code, '`').max(2) + 1);
        let mut lines = vec![format!("{fence}{language}")];
        lines.extend(code.trim_end().split('\n').map(str::to_owned));
        lines.push(fence);
        self.gap = true;
        self.block(lines);
        self.gap = true;
    }

    pub(super) fn table_row(&mut self, head: bool) {
        let Some(table) = &mut self.table else { return };
        let cells = std::mem::take(&mut table.cells);
        let mut rows = vec![format!("| {} |", cells.join(" | "))];
        if head {
            let rule: Vec<&str> = table
                .alignments
                .iter()
                .map(|alignment| match alignment {
                    Alignment::None => "---",
                    Alignment::Left => ":--",
                    Alignment::Center => ":-:",
                    Alignment::Right => "--:",
                })
                .collect();
            rows.push(format!("| {} |", rule.join(" | ")));
            self.gap = true;
        }
        self.block(rows);
    }
}
