//! Events of the parser → lines.

use pulldown_cmark::{Alignment, CodeBlockKind, Event, HeadingLevel, LinkType, Tag, TagEnd};

use super::address::target;
use super::block::Container;

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

/// Where a link leads.
pub(super) struct Link {
    /// `None`: only its text is kept.
    pub(super) target: Option<String>,
    /// Where its text starts in the inline buffer.
    pub(super) start: usize,
    /// Whether its text is its target.
    pub(super) auto: bool,
}

#[derive(Default)]
pub(super) struct Writer {
    pub(super) lines: Vec<String>,
    pub(super) containers: Vec<Container>,
    /// Number of the next item of each open list; `None` for bullets.
    pub(super) lists: Vec<Option<u64>>,
    /// Text of the block being written; line breaks are those of the source.
    pub(super) inline: String,
    pub(super) links: Vec<Link>,
    pub(super) heading: Option<HeadingLevel>,
    pub(super) code: Option<(String, String)>,
    pub(super) html: Option<String>,
    pub(super) table: Option<Table>,
    /// Whether emphasis has just begun: it must not begin with space.
    pub(super) begun: bool,
    /// Whether a list has just ended: a blank line is due before anything but an item.
    pub(super) after_list: bool,
    /// Whether a blank line is due before the next block.
    pub(super) gap: bool,
}

#[derive(Default)]
pub(super) struct Table {
    pub(super) alignments: Vec<Alignment>,
    pub(super) cells: Vec<String>,
}

impl Writer {
    pub(super) fn event(&mut self, event: Event<'_>) {
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
            Event::Code(code) => self.span(&code),
            Event::Html(html) => match &mut self.html {
                Some(block) => block.push_str(&html),
                None => self.inline_html(&html),
            },
            Event::InlineHtml(html) => self.inline_html(&html),
            Event::SoftBreak => self.break_line(false),
            Event::HardBreak => self.break_line(true),
            Event::Rule => {
                self.flush();
                self.gap = true;
                self.block(vec!["***".to_owned()]);
                self.gap = true;
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
            Tag::Emphasis => self.emphasis("*"),
            Tag::Strong => self.emphasis("**"),
            Tag::Strikethrough => self.emphasis("~~"),
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
                self.after_list = true;
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

    pub(super) fn finish(mut self) -> Vec<String> {
        self.flush();
        while self.lines.last().is_some_and(String::is_empty) {
            self.lines.pop();
        }
        self.lines
    }
}
