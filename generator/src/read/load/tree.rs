//! Builds the tree from the parser's events, without recursion.
//! Long because the state between two events is one: what is open, what anchors stand for, what has been counted.

use std::borrow::Cow;
use std::collections::HashMap;

use granit_parser::{ErrorKind, Event, ScalarStyle, ScanError, Span as Place, Tag};
use indexmap::map::Entry;

use super::alias::Anchor;
use super::complaint::{TEMPLATE, TEMPLATE_HELP, complain, other_than_document};
use super::controls::Controls;
use super::forgive::{merge, merging};
use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Severity, Span, codes};
use crate::read::files::Limits;
use crate::read::{Member, Node, Object, Value, scalar};

/// A collection whose end has not come yet.
pub(super) struct Open {
    pub(super) value: Value,
    start: u32,
    /// Behind the last child: where a block collection ends, whatever white space follows.
    end: u32,
    anchor: usize,
    key: Key,
    /// Objects under `<<`, whose members are added where the keys are not taken.
    merged: Vec<Node>,
    extent: Extent,
}

/// What a value costs who copies it.
#[derive(Clone, Copy)]
pub(super) struct Extent {
    /// Levels below it.
    pub(super) height: usize,
    /// Values in it, itself included.
    pub(super) count: usize,
    /// Bytes of its keys and texts.
    pub(super) bytes: usize,
}

impl Extent {
    /// That of a value without others in it.
    pub(super) fn leaf(bytes: usize) -> Self {
        Self {
            height: 0,
            count: 1,
            bytes,
        }
    }
}

/// The key that waits for its value.
pub(super) enum Key {
    None,
    Text(String, Span),
    /// A key that is there already: harmless if its value is the same.
    Again(String, Span),
    /// `<<`.
    Merge(Span),
    /// A key that was refused; its value is dropped.
    Refused,
}

/// Whether a document holds nothing at all, as between two `---`.
fn is_nothing(root: &Node) -> bool {
    root.is_null() && root.span.start == root.span.end
}

/// Whether a key is an object in braces directly inside of others: `{{ name }}`.
fn is_braced(text: &str, node: &Node) -> bool {
    let start = node.span.start as usize;
    node.is_object()
        && text
            .get(..start)
            .is_some_and(|before| before.ends_with('{'))
}

/// The tree as far as it is built.
pub(super) struct Tree<'a> {
    text: &'a str,
    pub(super) controls: Controls,
    /// Where a further YAML document begins.
    pub(super) further: Option<Span>,
    file: FileId,
    pub(super) limits: &'a Limits,
    pub(super) diagnostics: &'a mut Diagnostics,
    pub(super) stack: Vec<Open>,
    pub(super) anchors: HashMap<usize, Anchor>,
    /// Values read so far.
    values: usize,
    /// Values that were copied for aliases.
    pub(super) copied: Extent,
    root: Option<Node>,
    last: u32,
    /// A placeholder of a template was found, so that the rest is of no use.
    template: bool,
}

impl<'a> Tree<'a> {
    pub(super) fn new(
        text: &'a str,
        controls: Controls,
        file: FileId,
        limits: &'a Limits,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        Self {
            text,
            controls,
            further: None,
            file,
            limits,
            diagnostics,
            stack: Vec::new(),
            anchors: HashMap::new(),
            values: 0,
            copied: Extent {
                height: 0,
                count: 0,
                bytes: 0,
            },
            root: None,
            last: 0,
            template: false,
        }
    }

    /// Whether the text is no document yet, but a template of one.
    pub(super) fn is_template(&self) -> bool {
        self.template
    }

    /// The root, if there was one.
    pub(super) fn finish(self) -> Option<Node> {
        self.root
    }

    /// Takes the next event; `None` stops with an error, `false` stops because the rest is of no use.
    pub(super) fn take(&mut self, event: Event<'_>, place: &Place) -> Option<bool> {
        if self.template {
            return Some(false);
        }
        let span = self.span(place);
        self.values += usize::from(event.is_node());
        if self.values > self.limits.values {
            self.too_many(span, "values", self.limits.values);
            return None;
        }
        match event {
            Event::DocumentStart(..) if self.root.as_ref().is_some_and(is_nothing) => {
                self.root = None;
            }
            Event::DocumentStart(..) if self.root.is_some() => self.further = Some(span),
            event if event.is_node() && self.further.is_some() => {
                // The parser gives the null of nothing as `~`.
                let empty = matches!(&event, Event::Scalar(text, ScalarStyle::Plain, ..) if text.is_empty() || text == "~");
                self.several(empty);
                return Some(false);
            }
            Event::Scalar(text, style, anchor, tag) => {
                let plain = matches!(style, ScalarStyle::Plain);
                let text = self.restored(text, style, span);
                if self.expects_key() {
                    self.check_tag(
                        tag.as_deref(),
                        span,
                        &["str", "int", "float", "bool", "null"],
                    );
                    if anchor > 0 {
                        let node = Node {
                            value: Value::String(text.clone().into_owned()),
                            span,
                        };
                        self.define(anchor, node, Extent::leaf(text.len()))?;
                    }
                    self.key(text, plain, span);
                } else {
                    let extent = Extent::leaf(text.len());
                    self.swallowed_item(plain, span);
                    let value = self.scalar(text, plain, tag.as_deref(), span);
                    let node = Node {
                        value,
                        span: self.trimmed(span, style),
                    };
                    if anchor > 0 {
                        self.define(anchor, node.clone(), extent)?;
                    }
                    let end = node.span.end;
                    self.place(node, end, extent);
                }
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.check_tag(tag.as_deref(), span, &["seq"]);
                self.open(Value::Array(Vec::new()), span, anchor)?;
            }
            Event::MappingStart(_, anchor, tag) => {
                self.check_tag(tag.as_deref(), span, &["map"]);
                self.open(Value::Object(Object::default()), span, anchor)?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span)?,
            Event::Alias(anchor) => self.alias(anchor, span)?,
            Event::UnresolvedAlias(name) => {
                let message = format!("no anchor `&{name}` comes before this alias");
                let help = "write `&` and the name before the value that is meant, further up; or put the text in quotes";
                let diagnostic = Diagnostic::new(&codes::SYNTAX, message);
                self.diagnostics.push(diagnostic.at(span).help(help));
                // What it stands for is not known, so that nothing can be said about what lacks it.
                return None;
            }
            _ => {}
        }
        Some(true)
    }

    fn span(&mut self, place: &Place) -> Span {
        let range = match place.byte_range() {
            Some(range) => self.controls.offset(range.start)..self.controls.offset(range.end),
            None => self.last as usize..self.last as usize,
        };
        self.last = range.start as u32;
        Span {
            file: self.file,
            start: range.start as u32,
            end: range.end.max(range.start) as u32,
        }
    }

    /// Block scalars end before the next token: the line breaks in between are not theirs to show.
    fn trimmed(&self, span: Span, style: ScalarStyle) -> Span {
        match style {
            ScalarStyle::Literal | ScalarStyle::Folded => {
                let text = self
                    .text
                    .get(span.start as usize..span.end as usize)
                    .unwrap_or_default();
                Span {
                    end: span.start + text.trim_end().len() as u32,
                    ..span
                }
            }
            _ => span,
        }
    }

    pub(super) fn expects_key(&self) -> bool {
        matches!(
            self.stack.last(),
            Some(Open {
                value: Value::Object(_),
                key: Key::None,
                ..
            })
        )
    }

    pub(super) fn key(&mut self, text: Cow<'_, str>, plain: bool, span: Span) {
        if plain && (text.is_empty() || text == "~") {
            self.diagnostics.report(
                &codes::KEY_NOT_TEXT,
                span,
                "a key must be a string, found null",
            );
            return self.refuse();
        }
        let Some(open) = self.stack.last_mut() else {
            return;
        };
        let Value::Object(object) = &open.value else {
            return;
        };
        let again = object.contains_key(text.as_ref());
        open.extent.bytes += text.len();
        open.key = match (plain && text == "<<", again) {
            (true, _) => Key::Merge(span),
            (false, true) => Key::Again(text.into_owned(), span),
            (false, false) => Key::Text(text.into_owned(), span),
        };
    }

    pub(super) fn refuse(&mut self) {
        if let Some(open) = self.stack.last_mut() {
            open.key = Key::Refused;
        }
    }

    /// An item of a list that goes on in a line that looks like the next one, but is indented deeper.
    fn swallowed_item(&mut self, plain: bool, span: Span) {
        let in_list = self
            .stack
            .last()
            .is_some_and(|open| matches!(open.value, Value::Array(_)));
        let range = span.start as usize..span.end as usize;
        let Some(text) = self.text.get(range).filter(|_| plain && in_list) else {
            return;
        };
        let mut start = span.start as usize;
        for (index, line) in text.split_inclusive('\n').enumerate() {
            let dash = start + line.len() - line.trim_start().len();
            if index > 0 && line.trim_start().starts_with("- ") {
                let message = "this is not an item of the list: it continues the text above";
                let diagnostic = Diagnostic::new(&codes::SYNTAX, message).at(Span {
                    start: dash as u32,
                    end: dash as u32 + 1,
                    ..span
                });
                self.diagnostics.push(
                    diagnostic
                        .severity(Severity::Warning)
                        .help("indent the `-` like the one above; or put the text in quotes"),
                );
                return;
            }
            start += line.len();
        }
    }

    fn scalar(&mut self, text: Cow<'_, str>, plain: bool, tag: Option<&Tag>, span: Span) -> Value {
        let Some(tag) = tag else {
            return if plain {
                scalar::resolve(text)
            } else {
                Value::String(text.into_owned())
            };
        };
        let value = scalar::resolve(Cow::Borrowed(text.as_ref()));
        match (tag.core_suffix(), &value) {
            (Some("str"), _) => Value::String(text.into_owned()),
            (Some("int" | "float"), Value::Number(_))
            | (Some("bool"), Value::Bool(_))
            | (Some("null"), Value::Null) => value,
            // The non-specific tag: a string, whatever it looks like.
            (None, _) if tag.parts() == ("", "!") || tag.parts() == ("!", "") => {
                Value::String(text.into_owned())
            }
            _ if plain && text.is_empty() => {
                let text = tag.original().to_string();
                let message = format!("`{text}` is read as a tag without a value");
                let diagnostic = Diagnostic::new(&codes::UNKNOWN_TAG, message).at(Span {
                    start: span.start.saturating_sub(text.len() as u32),
                    ..span
                });
                self.diagnostics
                    .push(diagnostic.help("put the text in quotes"));
                Value::String(text)
            }
            _ => {
                let message = format!("the tag `{}` is ignored", tag.original());
                self.diagnostics.report(&codes::UNKNOWN_TAG, span, message);
                if plain {
                    value
                } else {
                    Value::String(text.into_owned())
                }
            }
        }
    }

    fn check_tag(&mut self, tag: Option<&Tag>, span: Span, known: &[&str]) {
        if let Some(tag) = tag {
            let non_specific = tag.parts() == ("", "!") || tag.parts() == ("!", "");
            if !non_specific
                && !tag
                    .core_suffix()
                    .is_some_and(|suffix| known.contains(&suffix))
            {
                let message = format!("the tag `{}` is ignored", tag.original());
                self.diagnostics.report(&codes::UNKNOWN_TAG, span, message);
            }
        }
    }

    fn open(&mut self, value: Value, span: Span, anchor: usize) -> Option<()> {
        if self.stack.len() >= self.limits.depth {
            self.too_deep(span);
            return None;
        }
        self.stack.push(Open {
            value,
            start: span.start,
            end: span.end,
            anchor,
            key: Key::None,
            merged: Vec::new(),
            extent: Extent::leaf(0),
        });
        Some(())
    }

    fn close(&mut self, span: Span) -> Option<()> {
        let mut open = self.stack.pop()?;
        merge(&mut open.value, std::mem::take(&mut open.merged));
        // The end of a flow collection is its bracket; that of a block collection is an empty place further on.
        let end = if span.end > span.start {
            span.end
        } else {
            open.end
        };
        let node = Node {
            value: open.value,
            span: Span {
                file: self.file,
                start: open.start,
                end,
            },
        };
        if open.anchor > 0 {
            self.define(open.anchor, node.clone(), open.extent)?;
        }
        self.place(node, end, open.extent);
        Some(())
    }

    /// Puts a complete value where it belongs.
    pub(super) fn place(&mut self, node: Node, end: u32, extent: Extent) {
        let Some(open) = self.stack.last_mut() else {
            self.root.get_or_insert(node);
            return;
        };
        open.end = open.end.max(end);
        let around = &mut open.extent;
        around.height = around.height.max(extent.height + 1);
        around.count += extent.count;
        around.bytes += extent.bytes;
        match &mut open.value {
            Value::Array(items) => items.push(node),
            Value::Object(object) => match std::mem::replace(&mut open.key, Key::None) {
                Key::Text(key, span) => {
                    if let Entry::Vacant(entry) = object.0.entry(key) {
                        entry.insert(Member { key: span, node });
                    }
                }
                Key::Refused => {}
                Key::Again(key, span) => {
                    let same = object.get(&key).is_some_and(|first| *first == node);
                    self.again(&key, span, same);
                }
                Key::Merge(span) => match merging(node, span, self.diagnostics) {
                    Ok(objects) => open.merged.extend(objects),
                    Err(node) => {
                        let key = "<<".to_owned();
                        object.0.entry(key).or_insert(Member { key: span, node });
                    }
                },
                Key::None if is_braced(self.text, &node) => {
                    let end = self.text[node.span.end as usize..].starts_with('}');
                    let span = Span {
                        start: node.span.start - 1,
                        end: node.span.end + u32::from(end),
                        ..node.span
                    };
                    let diagnostic = Diagnostic::new(&codes::SYNTAX, TEMPLATE).at(span);
                    self.diagnostics.push(diagnostic.help(TEMPLATE_HELP));
                    self.template = true;
                }
                Key::None => {
                    let message = format!("a key must be a string, found {}", node.value.kind());
                    self.diagnostics
                        .report(&codes::KEY_NOT_TEXT, node.span, message);
                    open.key = Key::Refused;
                }
            },
            _ => {}
        }
    }

    pub(super) fn too_deep(&mut self, span: Span) {
        let message = format!("values are nested deeper than {} levels", self.limits.depth);
        self.diagnostics
            .report(&codes::NESTING_TOO_DEEP, span, message);
    }

    pub(super) fn too_many(&mut self, span: Span, what: &str, limit: impl std::fmt::Display) {
        let message = format!("the file holds more than {limit} {what}");
        self.diagnostics
            .report(&codes::TOO_MANY_VALUES, span, message);
    }

    /// Says what is wrong with the text; of a file that should be JSON, what a reader of JSON says.
    pub(super) fn syntax(&mut self, error: &ScanError, not_json: Option<Diagnostic>) {
        let offset = error
            .marker()
            .byte_offset()
            .map_or(self.last as usize, |offset| self.controls.offset(offset))
            .min(self.text.len()) as u32;
        let span = Span {
            file: self.file,
            start: offset,
            end: offset,
        };
        match error.kind() {
            ErrorKind::RecursionLimitExceeded => self.too_deep(span),
            kind => {
                let other = other_than_document(self.text);
                if let Some(found) = not_json.filter(|_| other.is_none()) {
                    let found = Diagnostic {
                        code: &codes::SYNTAX,
                        ..found
                    };
                    return self.diagnostics.push(found.severity(Severity::Error));
                }
                let complaint = other
                    .unwrap_or_else(|| complain(self.text, offset as usize, &kind.to_string()));
                let place = |start: usize, end: usize| Span {
                    file: self.file,
                    start: start as u32,
                    end: end.min(self.text.len()) as u32,
                };
                let mut diagnostic = Diagnostic::new(&codes::SYNTAX, complaint.message)
                    .at(place(complaint.start, complaint.end))
                    .help(complaint.help);
                if let Some((start, label)) = complaint.related {
                    diagnostic = diagnostic.related(place(start, start + 1), label);
                }
                self.diagnostics.push(diagnostic);
            }
        }
    }
}
