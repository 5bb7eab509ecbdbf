//! From a document to what the API is.
//!
//! Comes in: a [`Document`], read and checked. Goes out: an [`Api`] and what there is to say about
//! the way there. Here `allOf` is merged, unions are told apart, names are settled and recursion
//! is broken. This stage knows nothing of files, text positions or Rust syntax, beyond asking the
//! document where a node stands.

mod callbacks;
mod constraints;
mod contents;
mod contradictions;
mod cycles;
mod defaults;
mod demands;
mod described;
mod directions;
mod discriminators;
mod effort;
mod encodings;
mod enums;
mod expressions;
mod extensions;
mod finish;
mod forms;
mod limits;
mod links;
mod merge;
mod names;
mod objects;
mod operations;
mod pages;
mod parameters;
mod paths;
pub(crate) mod pattern;
mod pointers;
mod responses;
mod rules;
mod schemas;
mod security;
mod servers;
mod sizes;
mod streams;
mod tags;
mod unions;
mod uses;
mod values;
mod waits;
mod webhooks;
mod xml;

pub(crate) use names::{Position, cased};

use std::collections::{HashMap, HashSet, VecDeque};

use indexmap::IndexMap;

use crate::diagnostics::{Code, Diagnostics, codes};
use crate::model::{Api, Contact, License, Tag, TypeId, Types};
use crate::read::{Document, Node};
use effort::Effort;
use names::Scope;
use schemas::Hint;

/// Resolves a document into an API called `name`.
pub fn resolve(document: &Document, name: &str, diagnostics: &mut Diagnostics) -> Api {
    Resolver::new(document, diagnostics).api(name)
}

/// Type names that emitted modules use for themselves.
const RESERVED_TYPES: &[&str] = &["Option", "Vec", "String", "Box", "Self"];

/// Component schemas that extend another one, by the schema they extend.
type Extensions<'d> = HashMap<*const Node, Vec<(String, &'d Node)>>;

/// What is known while a document is resolved.
pub(crate) struct Resolver<'d> {
    document: &'d Document,
    diagnostics: &'d mut Diagnostics,
    types: Types,
    type_names: Scope,
    /// Named types by the schema they stand for.
    named: HashMap<*const Node, TypeId>,
    /// What is being built at places without a name, by the schemas that hold there: its hint, and its type if it was met
    /// inside of itself.
    open: HashMap<Vec<*const Node>, (Hint, Option<TypeId>)>,
    /// Whether the schemas that have a type of their own take null, as far as references have asked.
    referred: HashMap<*const Node, bool>,
    /// The types of the values of schemas, as far as they were asked for.
    kinds: HashMap<*const Node, Vec<merge::JsonType>>,
    /// Named types that are still to be filled in.
    queue: VecDeque<(TypeId, &'d Node, Hint)>,
    /// Component schemas with their names, in document order.
    components: IndexMap<*const Node, (String, &'d Node)>,
    extensions: Option<Extensions<'d>>,
    scheme_names: Vec<String>,
    builder_scope: Scope,
    /// Setters of server variables by the names of these.
    variable_idents: HashMap<String, String>,
    /// The operations of the document; those of each set in the order of the API's.
    operation_nodes: Vec<&'d Node>,
    webhook_nodes: Vec<&'d Node>,
    callback_nodes: Vec<&'d Node>,
    /// The path items of callbacks, in the order of the callbacks of the API.
    callback_items: Vec<&'d Node>,
    depth: usize,
    effort: Effort,
    xml: xml::Table,
}

impl<'d> Resolver<'d> {
    fn new(document: &'d Document, diagnostics: &'d mut Diagnostics) -> Self {
        Self {
            document,
            diagnostics,
            types: Types::default(),
            type_names: Scope::reserving(RESERVED_TYPES),
            named: HashMap::new(),
            open: HashMap::new(),
            referred: HashMap::new(),
            kinds: HashMap::new(),
            queue: VecDeque::new(),
            components: IndexMap::new(),
            extensions: None,
            scheme_names: Vec::new(),
            builder_scope: Scope::default(),
            variable_idents: HashMap::new(),
            operation_nodes: Vec::new(),
            webhook_nodes: Vec::new(),
            callback_nodes: Vec::new(),
            callback_items: Vec::new(),
            depth: 0,
            effort: Effort::default(),
            xml: xml::Table::default(),
        }
    }

    fn api(mut self, name: &str) -> Api {
        let root = self.document.root();
        let text = |node: Option<&Node>, key: &str| {
            node.and_then(|node| node.get(key))
                .and_then(Node::as_str)
                .map(str::to_owned)
        };
        let info = root.get("info");
        let contact = info.and_then(|info| info.get("contact"));
        let license = info.and_then(|info| info.get("license"));
        let mut api = Api {
            name: name.to_owned(),
            title: text(info, "title").unwrap_or_else(|| name.to_owned()),
            version: info
                .and_then(|info| info.get("version"))
                .map(scalar_text)
                .unwrap_or_default(),
            summary: text(info, "summary"),
            description: text(info, "description"),
            terms_of_service: text(info, "termsOfService"),
            contact: contact.map(|_| Contact {
                name: text(contact, "name"),
                url: text(contact, "url"),
                email: text(contact, "email"),
            }),
            license: license.map(|_| License {
                name: text(license, "name").unwrap_or_default(),
                reference: text(license, "identifier").or_else(|| text(license, "url")),
            }),
            external_docs: text(root.get("externalDocs"), "url"),
            error_details: self.error_details(root),
            rejections: self.rejections(root),
            ..Api::default()
        };
        let mut builder_scope = Self::builder_names();
        api.schemes = self.security_schemes(root, &mut builder_scope);
        self.builder_scope = builder_scope;
        api.servers = root
            .get("servers")
            .map(|list| self.servers(list))
            .unwrap_or_default();
        self.name_components(root);
        self.work_off();
        api.operations = self.operations(root);
        servers::lift(&mut api);
        self.work_off();
        api.webhooks = self.webhooks(root);
        self.work_off();
        (api.callbacks, api.callback_operations) = self.callbacks(&api);
        self.work_off();
        self.name_regions(&mut api.schemes);
        api.tags = tags(root, &api);
        api.types = std::mem::take(&mut self.types);
        api.xml = std::mem::take(&mut self.xml).xml;
        finish::finish(&mut api);
        api.waits = self.waits(&api);
        api.pages = self.pages(&api);
        let mut methods = callbacks::InputMethods::default();
        self.bind_callbacks(&mut api, &mut methods);
        api.links = self.links(&api, &mut methods);
        api
    }

    /// Gives every component schema its name, in document order, before anything else is named.
    fn name_components(&mut self, root: &'d Node) {
        let schemas = root
            .get("components")
            .and_then(|components| components.get("schemas"));
        for (name, node) in schemas.map(Node::entries).into_iter().flatten() {
            self.components
                .insert(std::ptr::from_ref(node), (name.to_owned(), node));
        }
        for (name, node) in schemas.map(Node::entries).into_iter().flatten() {
            self.enqueue(node, Some(name), name);
        }
    }

    /// Says which keywords of a schema emitted code does not follow.
    fn report_unchecked(&mut self, node: &'d Node, outermost: bool) {
        if let Some(value) = node.get("contentSchema") {
            self.report(
                &codes::UNCHECKED_KEYWORD,
                value,
                "`contentSchema` is not checked by the emitted code".to_owned(),
            );
        }
        // A closed base would refuse what extends it, and a closed extension its base.
        let all_of = node
            .get("allOf")
            .is_some_and(|all| !all.as_array().is_empty());
        let said = node.get("additionalProperties");
        if let Some(value) = said.filter(|said| said.as_bool() != Some(true))
            && (all_of || !outermost && value.as_bool() == Some(false))
        {
            self.report(
                &codes::UNCHECKED_KEYWORD,
                value,
                "`additionalProperties` beside or inside of `allOf` is about all members together"
                    .to_owned(),
            );
        }
        let encoding = node.get("contentEncoding");
        if let Some(value) = encoding
            && !value
                .as_str()
                .is_some_and(|name| name.starts_with("base64"))
        {
            self.report(
                &codes::UNCHECKED_KEYWORD,
                value,
                "texts in this encoding are not decoded; they are given as they are".to_owned(),
            );
        }
    }

    /// Says which members of an extension have no meaning.
    fn unknown_members(&mut self, node: &'d Node, extension: &str, known: &[&str]) {
        for (key, value) in node.entries() {
            if !known.contains(&key) {
                let message = format!("`{extension}` has no member `{key}`; it is ignored");
                self.report(&codes::UNKNOWN_KEY, value, message);
            }
        }
    }

    pub(crate) fn report(&mut self, code: &'static Code, node: &Node, message: String) {
        self.diagnostics.report(code, node.span, message);
    }
}

/// Declared tags, then those that only operations name.
fn tags(root: &Node, api: &Api) -> Vec<Tag> {
    let mut tags: Vec<Tag> = Vec::new();
    for node in root.get("tags").map(Node::as_array).unwrap_or_default() {
        if let Some(name) = node.get("name").and_then(Node::as_str) {
            let description = node
                .get("description")
                .and_then(Node::as_str)
                .map(str::to_owned);
            tags.push(Tag {
                name: name.to_owned(),
                description,
            });
        }
    }
    let mut known: HashSet<String> = tags.iter().map(|tag| tag.name.clone()).collect();
    for name in api.all_operations().flat_map(|operation| &operation.tags) {
        if known.insert(name.clone()) {
            tags.push(Tag {
                name: name.clone(),
                description: None,
            });
        }
    }
    tags
}

/// The text of a scalar; `version: 1.0` means the text `1.0`.
fn scalar_text(node: &Node) -> String {
    match (node.as_str(), node.as_number()) {
        (Some(text), _) => text.to_owned(),
        (None, Some(number)) => number.as_str().to_owned(),
        (None, None) => node.to_json().to_string(),
    }
}
