//! `CommonMark` of documents, made harmless for rustdoc.
//!
//! Comes in: whatever a document calls a description. Goes out: lines of `CommonMark` that mean
//! the same and that rustdoc neither warns about, nor runs, nor loads anything from. The text is
//! read by the parser that rustdoc itself uses and written anew from what it understood, so what
//! is not written here cannot get through: no HTML, no links into the crate, no code that is
//! compiled, no images.
//!
//! Longer than other files because reading and writing one format belong together.

use pulldown_cmark::{
    Alignment, CodeBlockKind, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd,
    TextMergeStream,
};

/// Containers (lists, quotes) inside each other beyond this depth are written flat.
const DEPTH: usize = 8;

/// Languages of code blocks that rustdoc highlights or ignores, but never compiles.
const LANGUAGES: [&str; 12] = [
    "bash",
    "console",
    "go",
    "html",
    "http",
    "java",
    "javascript",
    "json",
    "python",
    "sh",
    "xml",
    "yaml",
];

/// HTML elements; other things in angle brackets are placeholders and stay visible.
const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "article",
    "aside",
    "b",
    "big",
    "blockquote",
    "body",
    "br",
    "button",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "li",
    "link",
    "main",
    "mark",
    "meta",
    "nav",
    "object",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "script",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "video",
];

/// The lines of a text of `CommonMark`, safe to stand in a doc comment.
#[must_use]
pub fn lines(text: &str) -> Vec<String> {
    let text = visible(text);
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut writer = Writer::default();
    for event in TextMergeStream::new(Parser::new_ext(&text, options)) {
        writer.event(event);
    }
    writer.finish()
}

/// The lines of a text without markup, safe to stand in a doc comment.
#[must_use]
pub fn plain(text: &str) -> Vec<String> {
    let mut writer = Writer::default();
    for (index, line) in visible(text).split_whitespace().enumerate() {
        if index > 0 {
            writer.inline.push(' ');
        }
        writer.text(line);
    }
    writer.finish()
}

/// The text without characters that are invisible or change the direction of writing.
#[must_use]
pub fn visible(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .filter_map(|c| match c {
            '\n' => Some('\n'),
            '\t' => Some(' '),
            '\r' | '\u{2028}' | '\u{2029}' => Some('\n'),
            '\u{ad}'
            | '\u{61c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}' => None,
            c if c.is_control() => None,
            c => Some(c),
        })
        .collect()
}

/// A code span that holds a text without line breaks.
#[must_use]
pub fn code_span(text: &str) -> String {
    if text.trim().is_empty() {
        return "` `".to_owned();
    }
    let fence = "`".repeat(longest_run(text, '`') + 1);
    let edge = |c: Option<char>| matches!(c, Some('`' | ' '));
    if edge(text.chars().next()) || edge(text.chars().next_back()) {
        format!("{fence} {text} {fence}")
    } else {
        format!("{fence}{text}{fence}")
    }
}

fn longest_run(text: &str, wanted: char) -> usize {
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == wanted { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

/// A block that holds blocks.
enum Container {
    Quote,
    Item {
        marker: String,
        written: bool,
    },
    /// Too deep to be shown.
    Flat,
}

/// Where a link leads.
struct Link {
    /// `None`: only its text is kept.
    target: Option<String>,
    /// Where its text starts in the inline buffer.
    start: usize,
    /// Whether its text is its target.
    auto: bool,
}

#[derive(Default)]
struct Writer {
    lines: Vec<String>,
    containers: Vec<Container>,
    /// Number of the next item of each open list; `None` for bullets.
    lists: Vec<Option<u64>>,
    /// Text of the block being written; line breaks are those of the source.
    inline: String,
    links: Vec<Link>,
    heading: Option<HeadingLevel>,
    code: Option<(String, String)>,
    html: Option<String>,
    table: Option<Table>,
    /// Whether a blank line is due before the next block.
    gap: bool,
}

#[derive(Default)]
struct Table {
    alignments: Vec<Alignment>,
    cells: Vec<String>,
}

impl Writer {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => {
                if let Some((_, code)) = &mut self.code {
                    code.push_str(&text);
                } else if let Some(html) = &mut self.html {
                    html.push_str(&text);
                } else {
                    self.text(&text);
                }
            }
            Event::Code(code) => {
                let mut span = code_span(&code);
                if self.table.is_some() {
                    span = span.replace('|', "\\|");
                }
                self.inline.push_str(&span);
            }
            Event::Html(html) => match &mut self.html {
                Some(block) => block.push_str(&html),
                None => self.inline_html(&html),
            },
            Event::InlineHtml(html) => self.inline_html(&html),
            Event::SoftBreak => self.break_line(false),
            Event::HardBreak => self.break_line(true),
            Event::Rule => {
                self.flush();
                self.block(vec!["***".to_owned()]);
            }
            // Not enabled in the parser; their text would come as text.
            Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.flush();
                self.heading = Some(level);
            }
            Tag::BlockQuote(_) => {
                self.flush();
                self.open(Container::Quote);
            }
            Tag::CodeBlock(kind) => {
                self.flush();
                let language = match &kind {
                    CodeBlockKind::Fenced(info) => LANGUAGES
                        .into_iter()
                        .find(|known| info.split([' ', ',']).next() == Some(known)),
                    CodeBlockKind::Indented => None,
                };
                self.code = Some((language.unwrap_or("text").to_owned(), String::new()));
            }
            Tag::HtmlBlock => {
                self.flush();
                self.html = Some(String::new());
            }
            Tag::List(first) => {
                self.flush();
                // Only a list that starts with one may follow text without a blank line.
                self.gap |= self.lists.is_empty() || first.is_some_and(|first| first != 1);
                self.lists.push(first);
            }
            Tag::Item => {
                self.flush();
                let marker = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        let marker = format!("{number}. ");
                        *number = number.saturating_add(1).min(999_999_999);
                        marker
                    }
                    _ => "- ".to_owned(),
                };
                self.open(Container::Item {
                    marker,
                    written: false,
                });
            }
            Tag::Table(alignments) => {
                self.flush();
                self.table = Some(Table {
                    alignments,
                    cells: Vec::new(),
                });
            }
            Tag::Emphasis => self.inline.push('*'),
            Tag::Strong => self.inline.push_str("**"),
            Tag::Strikethrough => self.inline.push_str("~~"),
            Tag::Link {
                link_type,
                dest_url,
                ..
            } => self.links.push(Link {
                target: target(link_type, &dest_url),
                start: self.inline.len(),
                auto: matches!(link_type, LinkType::Autolink | LinkType::Email),
            }),
            Tag::Image {
                link_type,
                dest_url,
                ..
            } => self.links.push(Link {
                // Inside a link, the link is worth more than the picture.
                target: target(link_type, &dest_url).filter(|_| self.links.is_empty()),
                start: self.inline.len(),
                auto: false,
            }),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => {
                self.flush();
                self.gap = true;
            }
            TagEnd::Heading(_) => self.flush(),
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.containers.pop();
                self.gap = true;
            }
            TagEnd::CodeBlock => self.code_block(),
            TagEnd::HtmlBlock => self.html_block(),
            TagEnd::List(_) => {
                self.lists.pop();
                self.gap |= self.lists.is_empty();
            }
            TagEnd::Item => {
                self.flush();
                self.empty_item();
                self.containers.pop();
            }
            TagEnd::Table => {
                self.table = None;
                self.gap = true;
            }
            TagEnd::TableHead | TagEnd::TableRow => self.table_row(tag == TagEnd::TableHead),
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.inline).replace('\n', " ");
                if let Some(table) = &mut self.table {
                    table.cells.push(cell);
                }
            }
            TagEnd::Emphasis => self.inline.push('*'),
            TagEnd::Strong => self.inline.push_str("**"),
            TagEnd::Strikethrough => self.inline.push_str("~~"),
            TagEnd::Link | TagEnd::Image => self.link(),
            _ => {}
        }
    }

    fn finish(mut self) -> Vec<String> {
        self.flush();
        self.lines
    }

    fn open(&mut self, container: Container) {
        let container = if self.containers.len() < DEPTH {
            container
        } else {
            Container::Flat
        };
        self.containers.push(container);
    }

    /// Writes a block's lines behind the prefixes of its containers.
    fn block(&mut self, block: Vec<String>) {
        let opens_item = self
            .containers
            .iter()
            .any(|container| matches!(container, Container::Item { written: false, .. }));
        if std::mem::take(&mut self.gap) && !self.lines.is_empty() && !self.first_in_item() {
            let prefix = self.prefix(opens_item);
            self.lines.push(prefix.trim_end().to_owned());
        }
        for line in block {
            let prefix = self.prefix(false);
            self.lines
                .push(format!("{prefix}{line}").trim_end().to_owned());
        }
    }

    /// Whether the next block stands right behind the marker of an item that has no gap before.
    fn first_in_item(&self) -> bool {
        self.lists.last().is_some()
            && matches!(
                self.containers.last(),
                Some(Container::Item { written: false, .. })
            )
            && self.containers.len() > 1
            && self
                .containers
                .iter()
                .rev()
                .skip(1)
                .any(|container| matches!(container, Container::Item { written: false, .. }))
    }

    /// The prefix of a line; `before_items` keeps markers for the line that follows.
    fn prefix(&mut self, before_items: bool) -> String {
        let mut prefix = String::new();
        for container in &mut self.containers {
            match container {
                Container::Quote => prefix.push_str("> "),
                Container::Flat => {}
                Container::Item { written: false, .. } if before_items => break,
                Container::Item { marker, written } => {
                    if *written {
                        prefix.extend(std::iter::repeat_n(' ', marker.len()));
                    } else {
                        prefix.push_str(marker);
                        *written = true;
                    }
                }
            }
        }
        prefix
    }

    /// An item without content still shows its marker.
    fn empty_item(&mut self) {
        if matches!(
            self.containers.last(),
            Some(Container::Item { written: false, .. })
        ) {
            self.block(vec![String::new()]);
        }
    }

    /// Writes the text gathered so far as a paragraph or heading.
    fn flush(&mut self) {
        let inline = std::mem::take(&mut self.inline);
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

    fn code_block(&mut self) {
        let Some((language, code)) = self.code.take() else {
            return;
        };
        let fence = "`".repeat(longest_run(&code, '`').max(2) + 1);
        let mut lines = vec![format!("{fence}{language}")];
        lines.extend(code.trim_end().split('\n').map(str::to_owned));
        lines.push(fence);
        self.gap |= self.lists.is_empty();
        self.block(lines);
        self.gap = true;
    }

    /// HTML is reduced to its text.
    fn html_block(&mut self) {
        let Some(html) = self.html.take() else { return };
        let mut rest = html.as_str();
        while let Some(start) = rest.find('<') {
            self.html_text(&rest[..start]);
            rest = &rest[start..];
            if let Some(comment) = rest.strip_prefix("<!--") {
                rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
                continue;
            }
            match rest.find('>') {
                Some(end) => {
                    self.inline_html(&rest[..=end]);
                    rest = &rest[end + 1..];
                }
                None => break,
            }
        }
        self.html_text(rest);
        self.flush();
        self.gap = true;
    }

    fn html_text(&mut self, text: &str) {
        let text = text
            .replace("&nbsp;", " ")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&amp;", "&");
        let words: Vec<&str> = text.split_whitespace().collect();
        if text.starts_with(char::is_whitespace) {
            self.space();
        }
        if !words.is_empty() {
            self.text(&words.join(" "));
            if text.ends_with(char::is_whitespace) {
                self.space();
            }
        }
    }

    fn space(&mut self) {
        if !self.inline.is_empty() && !self.inline.ends_with([' ', '\n']) {
            self.inline.push(' ');
        }
    }

    /// A tag: markup that has a counterpart is kept, what is no HTML is shown as it is.
    fn inline_html(&mut self, html: &str) {
        if html.starts_with("<!") || html.starts_with("<?") {
            return;
        }
        let inner = html.trim_start_matches(['<', '/']);
        let end = inner
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(inner.len());
        let element = inner[..end].to_ascii_lowercase();
        let separated = inner[end..].starts_with(['>', '/', ' ', '\n']) || inner.len() == end;
        if !separated || !ELEMENTS.contains(&element.as_str()) {
            return self.text(html);
        }
        match element.as_str() {
            "br" if self.inline.trim().is_empty() => {}
            "br" => self.break_line(true),
            "p" | "div" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "ul" | "ol" | "table"
            | "li" | "tr" | "dt" | "dd" | "blockquote" | "pre" | "hr" | "section"
                if self.table.is_none() && self.links.is_empty() && self.heading.is_none() =>
            {
                self.flush();
                self.gap = true;
            }
            "td" | "th" => self.space(),
            _ => {}
        }
    }

    fn break_line(&mut self, hard: bool) {
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

    fn link(&mut self) {
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
            self.inline.push_str(&format!("](<{target}>)"));
        }
    }

    fn table_row(&mut self, head: bool) {
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

    /// Adds text: what could be markup is escaped, addresses become links.
    fn text(&mut self, text: &str) {
        let mut rest = text;
        while self.links.is_empty() {
            let Some((start, end)) = address(rest) else {
                break;
            };
            self.escaped(&rest[..start]);
            let address = &rest[start..end];
            if address.contains(['{', '}', '[', ']', '\\', '`', '|']) {
                let span = code_span(address);
                let span = if self.table.is_some() {
                    span.replace('|', "\\|")
                } else {
                    span
                };
                self.inline.push_str(&span);
            } else {
                self.inline.push_str(&format!("<{address}>"));
            }
            rest = &rest[end..];
        }
        self.escaped(rest);
    }

    fn escaped(&mut self, text: &str) {
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

/// Where a link may lead: out into the web, nowhere else.
fn target(kind: LinkType, url: &str) -> Option<String> {
    let url = url.trim();
    if kind == LinkType::Email && !url.contains(':') {
        return Some(format!("mailto:{url}")).filter(|_| acceptable(url));
    }
    let scheme = url.split(':').next()?.to_ascii_lowercase();
    (matches!(scheme.as_str(), "http" | "https" | "mailto") && acceptable(url))
        .then(|| url.to_owned())
}

fn acceptable(url: &str) -> bool {
    !url.contains(|c: char| {
        c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '\\' | '|' | '`')
    })
}

/// The first web address in a text, without the punctuation behind it.
fn address(text: &str) -> Option<(usize, usize)> {
    let start = match (text.find("http://"), text.find("https://")) {
        (Some(a), Some(b)) => a.min(b),
        (a, b) => a.or(b)?,
    };
    let scheme = if text[start..].starts_with("https://") {
        8
    } else {
        7
    };
    let body = &text[start + scheme..];
    let end = body
        .find(|c: char| {
            c.is_whitespace() || !c.is_ascii() || matches!(c, '<' | '>' | '"' | '\'' | '`' | '\\')
        })
        .unwrap_or(body.len());
    let mut body = &body[..end];
    loop {
        let trimmed = body.trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_', '~']);
        let trimmed = match trimmed.chars().next_back() {
            Some(')') if trimmed.matches(')').count() > trimmed.matches('(').count() => {
                &trimmed[..trimmed.len() - 1]
            }
            Some(']') if !trimmed.contains('[') => &trimmed[..trimmed.len() - 1],
            Some('}') if !trimmed.contains('{') => &trimmed[..trimmed.len() - 1],
            _ => trimmed,
        };
        if trimmed.len() == body.len() {
            break;
        }
        body = trimmed;
    }
    if body.is_empty() {
        // A scheme alone is no address; look behind it.
        let skip = start + scheme;
        return address(&text[skip..]).map(|(from, to)| (from + skip, to + skip));
    }
    Some((start, start + scheme + body.len()))
}

/// Whether a text that starts with `&` looks like an entity.
fn entity(text: &str) -> bool {
    let name = text[1..].trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '#');
    name.len() + 1 < text.len() && name.starts_with(';')
}
