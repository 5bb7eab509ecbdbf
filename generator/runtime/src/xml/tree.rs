//! The text of a document to a tree of its elements.
//!
//! In: bytes of a stranger. Out: elements with resolved namespaces, their attributes and text; comments and processing
//! instructions are gone. It knows no types. The tree is at most [`DEPTH`] deep, so that it can be walked and dropped by recursion.

use std::rc::Rc;

use quick_xml::NsReader;
use quick_xml::events::{BytesDecl, BytesStart, Event};
use quick_xml::name::{PrefixDeclaration, ResolveResult};

use super::escape::{attribute_value, is_char, reference};

/// How deep elements may stand in each other; as deep as JSON.
pub(super) const DEPTH: usize = 128;

/// How many elements and attributes a document may have.
const NODES: usize = 1_000_000;

/// How many attributes an element may have.
const ATTRIBUTES: usize = 1_000;

/// A name with its namespace.
#[derive(Clone, Debug)]
pub(super) struct Resolved {
    pub(super) local: Box<str>,
    pub(super) namespace: Option<Rc<str>>,
}

/// An element.
#[derive(Debug)]
pub(super) struct Element {
    pub(super) name: Resolved,
    pub(super) attributes: Vec<(Resolved, String)>,
    pub(super) elements: Vec<Element>,
    /// Everything that is text, whatever stands between it.
    pub(super) text: String,
}

/// What is known on the way through the text.
struct Parser {
    open: Vec<Element>,
    root: Option<Element>,
    nodes: usize,
    /// The last namespace; most elements are in the same.
    namespace: Option<Rc<str>>,
}

/// Reads the root element.
pub(super) fn parse(bytes: &[u8]) -> Result<Element, String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.starts_with(b"\xfe\xff") || bytes.starts_with(b"\xff\xfe") {
        return Err("is UTF-16; only UTF-8 is read".to_owned());
    }
    let text = std::str::from_utf8(bytes).map_err(|_| "is not UTF-8".to_owned())?;
    if text.trim_ascii().is_empty() {
        return Err("expected XML, found nothing".to_owned());
    }
    if let Some(c) = text.chars().find(|c| !is_char(*c)) {
        return Err(format!("holds {c:?}, which is no character of XML"));
    }
    let mut reader = NsReader::from_str(text);
    let mut parser = Parser {
        open: Vec::new(),
        root: None,
        nodes: 0,
        namespace: None,
    };
    loop {
        let at = reader.buffer_position();
        let event = reader
            .read_event()
            .map_err(|error| format!("{error} (byte {})", reader.error_position()))?;
        match event {
            Event::Start(start) => {
                let element = parser.element(&start, &reader)?;
                parser.open.push(element);
            }
            Event::Empty(start) => {
                let element = parser.element(&start, &reader)?;
                parser.place(element);
            }
            Event::End(_) => {
                if let Some(element) = parser.open.pop() {
                    parser.place(element);
                }
            }
            Event::Text(text) => parser.text(&text.xml10_content())?,
            Event::CData(text) => match parser.open.last_mut() {
                Some(element) => element.text.push_str(&text.xml10_content()),
                None => return Err("has a CDATA section outside of its root element".to_owned()),
            },
            Event::GeneralRef(name) => match parser.open.last_mut() {
                Some(element) => element.text.push(reference(&name)?),
                None => return Err("has text outside of its root element".to_owned()),
            },
            Event::Decl(declaration) if at == 0 => check_declaration(&declaration)?,
            Event::Decl(_) => {
                return Err("has an XML declaration that is not at its begin".to_owned());
            }
            Event::DocType(_) => return Err("has a document type, which is refused".to_owned()),
            Event::Comment(_) | Event::PI(_) => {}
            Event::Eof => break,
        }
    }
    match (parser.open.last(), parser.root) {
        (Some(element), _) => Err(format!("ends before `{}` does", element.name.local)),
        (None, Some(root)) => Ok(root),
        (None, None) => Err("has no root element".to_owned()),
    }
}

fn check_declaration(declaration: &BytesDecl<'_>) -> Result<(), String> {
    let encoding = declaration
        .encoding()
        .transpose()
        .map_err(|error| error.to_string())?;
    match encoding {
        Some(name)
            if !["utf-8", "utf8", "us-ascii"]
                .iter()
                .any(|known| name.eq_ignore_ascii_case(known)) =>
        {
            Err(format!("is encoded in `{name}`; only UTF-8 is read"))
        }
        _ => Ok(()),
    }
}

impl Parser {
    fn element(
        &mut self,
        start: &BytesStart<'_>,
        reader: &NsReader<&[u8]>,
    ) -> Result<Element, String> {
        if self.root.is_some() && self.open.is_empty() {
            return Err("has a second root element".to_owned());
        }
        if self.open.len() >= DEPTH {
            return Err(format!("is nested deeper than {DEPTH} elements"));
        }
        let resolver = reader.resolver();
        let (namespace, local) = resolver.resolve_element(start.name());
        let name = self.resolved(&namespace, local.as_ref());
        let mut attributes: Vec<(Resolved, String)> = Vec::new();
        for attribute in start.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| error.to_string())?;
            if let Some(PrefixDeclaration::Default | PrefixDeclaration::Named(_)) =
                attribute.key.as_namespace_binding()
            {
                continue;
            }
            let (namespace, local) = resolver.resolve_attribute(attribute.key);
            let name = self.resolved(&namespace, local.as_ref());
            if attributes.len() >= ATTRIBUTES {
                return Err(format!(
                    "has an element of more than {ATTRIBUTES} attributes"
                ));
            }
            let same =
                |other: &Resolved| other.local == name.local && other.namespace == name.namespace;
            if attributes.iter().any(|(other, _)| same(other)) {
                return Err(format!("has the attribute `{}` twice", name.local));
            }
            attributes.push((name, attribute_value(&attribute.value)?));
        }
        self.nodes += 1 + attributes.len();
        if self.nodes > NODES {
            return Err(format!("has more than {NODES} elements and attributes"));
        }
        Ok(Element {
            name,
            attributes,
            elements: Vec::new(),
            text: String::new(),
        })
    }

    fn resolved(&mut self, namespace: &ResolveResult<'_>, local: &str) -> Resolved {
        let namespace = match namespace {
            ResolveResult::Bound(uri) if !uri.as_ref().is_empty() => {
                let same = self
                    .namespace
                    .clone()
                    .filter(|last| **last == *uri.as_ref());
                let shared = same.unwrap_or_else(|| Rc::from(uri.as_ref()));
                self.namespace = Some(Rc::clone(&shared));
                Some(shared)
            }
            // Some services use prefixes that they never declare.
            _ => None,
        };
        Resolved {
            local: local.into(),
            namespace,
        }
    }

    fn place(&mut self, element: Element) {
        match self.open.last_mut() {
            Some(parent) => parent.elements.push(element),
            None => self.root = Some(element),
        }
    }

    fn text(&mut self, text: &str) -> Result<(), String> {
        match self.open.last_mut() {
            Some(element) => element.text.push_str(text),
            None if text.trim_ascii().is_empty() => {}
            None => return Err("has text outside of its root element".to_owned()),
        }
        Ok(())
    }
}
