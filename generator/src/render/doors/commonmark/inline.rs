//! Text inside a block: escapes, code spans, links.

use super::address::address;
use super::code_span;
use super::writer::{Link, Writer};

impl Writer {
    pub(super) fn break_line(&mut self, hard: bool) {
        if self.begun {
            return;
        }
        if self.table.is_some() || self.heading.is_some() {
            return self.space();
        }
        let kept = self.inline.trim_end_matches(' ').len();
        self.inline.truncate(kept);
        if hard && !self.inline.is_empty() && !self.inline.ends_with('\n') {
            self.inline.push('\\');
        }
        self.inline.push('\n');
    }

    pub(super) fn link(&mut self) {
        let Some(Link {
            target,
            start,
            auto,
        }) = self.links.pop()
        else {
            return;
        };
        let Some(target) = target else { return };
        if auto || self.inline[start..].trim().is_empty() {
            self.inline.truncate(start);
            self.inline.push_str(&format!("<{target}>"));
        } else {
            self.inline.insert(start, '[');
            // An exclamation mark before it would make it an image.
            let before = self.inline[..start].strip_suffix('!');
            let escapes = before.map(|text| text.len() - text.trim_end_matches('\\').len());
            if escapes.is_some_and(|escapes| escapes % 2 == 0) {
                self.inline.insert(start - 1, '\\');
            }
            self.inline.push_str(&format!("](<{target}>)"));
        }
    }

    /// Adds text: what could be markup is escaped, addresses become links.
    pub(super) fn text(&mut self, text: &str) {
        let mut rest = text;
        while self.links.iter().all(|link| link.target.is_none()) {
            let Some((start, end)) = address(rest) else {
                break;
            };
            self.escaped(&rest[..start]);
            let address = &rest[start..end];
            if address.contains(['{', '}', '[', ']', '\\', '`', '|']) {
                self.span(address);
            } else {
                self.begun = false;
                self.inline.push_str(&format!("<{address}>"));
            }
            rest = &rest[end..];
        }
        self.escaped(rest);
    }

    /// Begins emphasis.
    pub(super) fn emphasis(&mut self, sign: &str) {
        self.inline.push_str(sign);
        self.begun = true;
    }

    /// Adds a code span.
    pub(super) fn span(&mut self, code: &str) {
        self.begun = false;
        if self.inline.ends_with('`') {
            // Two runs of backticks would become one.
            self.inline.push(' ');
        }
        let span = code_span(code);
        let span = if self.table.is_some() {
            span.replace('|', "\\|")
        } else {
            span
        };
        self.inline.push_str(&span);
    }

    pub(super) fn escaped(&mut self, text: &str) {
        let text = if self.begun { text.trim_start() } else { text };
        self.begun &= text.is_empty();
        let line = &self.inline[self.inline.rfind('\n').map_or(0, |at| at + 1)..];
        // What starts a line may start a block.
        let mut line_start = line.trim_start().is_empty();
        let mut digits = !line_start && line.trim().bytes().all(|b| b.is_ascii_digit());
        let mut previous = self.inline.chars().next_back();
        for (at, c) in text.char_indices() {
            let next = text[at + c.len_utf8()..].chars().next();
            let inside_word = previous.is_some_and(char::is_alphanumeric)
                && next.is_some_and(char::is_alphanumeric);
            let escape = match c {
                '\\' | '`' | '*' | '[' | ']' | '<' | '|' | '~' => true,
                '_' => !inside_word,
                '&' => entity(&text[at..]),
                '#' | '-' | '+' | '=' | '>' => line_start,
                '.' | ')' => digits,
                _ => false,
            };
            if escape {
                self.inline.push('\\');
            }
            self.inline.push(if c == '\n' { ' ' } else { c });
            digits = c.is_ascii_digit() && (digits || line_start);
            line_start &= c.is_whitespace();
            previous = Some(c);
        }
    }
}

/// Whether a text that starts with `&` looks like an entity.
fn entity(text: &str) -> bool {
    let name = text[1..].trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '#');
    name.len() + 1 < text.len() && name.starts_with(';')
}
