//! Operations: names, bodies, and what comes back.
//! Long because an operation is put together here from what the modules beside it find.

use std::collections::{HashMap, HashSet};

use super::Resolver;
use super::names::{Position, Scope, cased};
use super::paths::{self, PathKey, Piece};
use super::schemas::Hint;
use crate::diagnostics::{Diagnostic, codes};
use crate::model::{Media, Operation, OperationSet, PathPart, PathTemplate, RequestBody};
use crate::read::Node;
use crate::suggest::nearest;

/// Methods of a path item, in the order in which documents list them.
const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

/// Method names that operations cannot have: methods of the client and of well-known traits.
pub(super) const RESERVED_METHODS: &[&str] = &[
    "builder",
    "call",
    "connection",
    "new",
    "clone",
    "default",
    "drop",
    "eq",
    "ne",
    "cmp",
    "hash",
    "next",
    "index",
    "deref",
    "borrow",
    "as_ref",
    "as_mut",
    "from_str",
    "from_iter",
    "into_iter",
    "fmt",
    "add",
    "sub",
    "mul",
    "div",
    "rem",
    "neg",
    "not",
    "shl",
    "shr",
    "bitand",
    "bitor",
    "bitxor",
    "type_id",
    "into",
    "from",
    "try_into",
    "try_from",
    "to_owned",
    "clone_into",
    "clone_from",
    "borrow_mut",
];

/// Names taken among operations, so that none is given twice.
#[derive(Debug)]
pub(crate) struct OperationNames {
    methods: Scope,
    pub(super) types: Scope,
    constants: Scope,
    ids: HashSet<String>,
    /// The id of the first operation of each route.
    routes: HashMap<Route, String>,
}

/// What a server tells operations apart by: of the segments of a path the literal parts.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Route {
    method: String,
    segments: Vec<Vec<Option<String>>>,
    query: Vec<(String, String)>,
}

impl OperationNames {
    /// Names of one set of operations.
    pub(super) fn new(set: OperationSet) -> Self {
        let mut names = Self {
            methods: Scope::reserving(RESERVED_METHODS),
            types: Scope::reserving(&[
                "Option",
                "Vec",
                "String",
                "Box",
                "Undocumented",
                "Api",
                "Call",
                "Client",
                "ClientBuilder",
            ]),
            constants: Scope::default(),
            ids: HashSet::new(),
            routes: HashMap::new(),
        };
        if set != OperationSet::Paths {
            for taken in ["to", "with_credentials"] {
                names.methods.claim(taken, Position::Value);
            }
            for taken in ["Receiver", "Sender", "SenderBuilder"] {
                names.types.claim(taken, Position::Type);
            }
        }
        names
    }

    /// Whether an operation is called that already.
    pub(super) fn has_id(&self, id: &str) -> bool {
        self.ids.contains(id)
    }
}

/// What surrounds an operation.
pub(super) struct Surroundings<'a, 'd> {
    pub(super) set: OperationSet,
    /// The path, as it is told.
    pub(super) path: &'a str,
    pub(super) template: &'a PathKey,
    pub(super) item: &'d Node,
}

impl<'d> Resolver<'d> {
    /// All operations of `paths`, in document order.
    pub(crate) fn operations(&mut self, root: &'d Node) -> Vec<Operation> {
        let mut names = OperationNames::new(OperationSet::Paths);
        let mut operations: Vec<Operation> = Vec::new();
        let paths = root
            .get("paths")
            .and_then(|paths| self.document.follow(paths));
        'paths: for (key, item) in paths.map(Node::entries).into_iter().flatten() {
            if key.starts_with("x-") {
                continue;
            }
            let Some(item) = self.document.follow(item) else {
                continue;
            };
            let template = match paths::parse(key) {
                Ok(template) => template,
                Err(reason) => {
                    let message = format!("the path `{key}` cannot be read: {reason}");
                    let span = paths.and_then(|paths| paths.key_span(key));
                    let diagnostic = Diagnostic::new(&codes::MALFORMED_PATH, message);
                    self.diagnostics
                        .push(diagnostic.at(span.unwrap_or(item.span)));
                    continue;
                }
            };
            if let Some(fragment) = &template.fragment {
                let span = paths.and_then(|paths| paths.key_span(key));
                self.diagnostics.report(
                    &codes::PATH_FRAGMENT,
                    span.unwrap_or(item.span),
                    format!("the fragment `#{fragment}` of a path never travels; operations that differ in it alone cannot be told apart by a server"),
                );
            }
            let surroundings = Surroundings {
                set: OperationSet::Paths,
                path: key,
                template: &template,
                item,
            };
            for (method, node) in self.methods_of(item) {
                if !self.spend_operation(node) {
                    break 'paths;
                }
                let unnamed = derived_id(method, &template);
                let operation = self.operation(&surroundings, method, node, unnamed, &mut names);
                self.report_route_conflict(&mut names, &operation, node);
                operations.push(operation);
                self.operation_nodes.push(node);
            }
        }
        operations
    }

    /// The operations of a path item, each with its method.
    pub(super) fn methods_of(&self, item: &'d Node) -> Vec<(&'d str, &'d Node)> {
        let listed = METHODS
            .iter()
            .filter_map(|method| item.get(method).map(|node| (*method, node)));
        let further = item
            .get("additionalOperations")
            .map(Node::entries)
            .into_iter()
            .flatten();
        let mut found: Vec<(&'d str, &'d Node)> = listed.chain(further).collect();
        // Document order, not the order of the methods' names.
        found.sort_by_key(|(_, node)| (node.span.file, node.span.start));
        found
            .into_iter()
            .filter_map(|(method, node)| Some((method, self.document.follow(node)?)))
            .filter(|(_, node)| node.is_object())
            .collect()
    }

    /// Says which operations that others offer state no security of their own: the document's is for its own callers.
    pub(super) fn report_open_receivers(&mut self, nodes: &[&'d Node], operations: &[Operation]) {
        let Some(security) = self.document.root().get("security") else {
            return;
        };
        let open: Vec<&str> = nodes
            .iter()
            .zip(operations)
            .filter(|(node, _)| node.get("security").is_none())
            .map(|(_, operation)| operation.id.as_str())
            .collect();
        if let [first, rest @ ..] = open.as_slice() {
            let others = match rest.len() {
                0 => "says".to_owned(),
                1 => "and another one say".to_owned(),
                count => format!("and {count} others say"),
            };
            let message = format!(
                "`{first}` {others} nothing about security; the document's is for those who call the API, so their receivers let everybody in"
            );
            self.report(&codes::SECURITY_NOT_INHERITED, security, message);
        }
    }

    pub(super) fn report_route_conflict(
        &mut self,
        names: &mut OperationNames,
        next: &Operation,
        node: &'d Node,
    ) {
        let shape = |part: &PathPart| match part {
            PathPart::Literal(text) => Some(text.clone()),
            PathPart::Parameter(_) => None,
        };
        let segments = next.path.segments.iter();
        let segments = segments.map(|segment| segment.iter().map(shape).collect());
        let route = Route {
            method: next.method.clone(),
            segments: segments.collect(),
            query: next.path.query.clone(),
        };
        if let Some(first) = names.routes.get(&route) {
            let next = &next.id;
            self.report(
                &codes::AMBIGUOUS_ROUTE,
                node,
                format!("a server cannot tell `{next}` from `{first}`: same method and path; it always chooses `{first}`"),
            );
        } else {
            names.routes.insert(route, next.id.clone());
        }
    }

    /// One operation; `unnamed` is what it is called without an `operationId`.
    pub(super) fn operation(
        &mut self,
        surroundings: &Surroundings<'_, 'd>,
        method: &str,
        node: &'d Node,
        unnamed: String,
        names: &mut OperationNames,
    ) -> Operation {
        let Surroundings {
            set,
            path,
            template,
            item,
        } = *surroundings;
        let text = |node: &Node, key: &str| node.get(key).and_then(Node::as_str).map(str::to_owned);
        let id = match text(node, "operationId").filter(|id| !id.trim().is_empty()) {
            Some(id) => id,
            None => {
                let message = format!("no operationId; the operation is called `{unnamed}`");
                let help = format!(
                    "add `operationId: {unnamed}` or a better name, which is kept when the path changes"
                );
                let diagnostic = Diagnostic::new(&codes::MISSING_OPERATION_ID, message);
                // One that is misspelt, or no text, was told as such.
                let keys = node.entries().map(|(key, _)| key);
                let meant = nearest("operationId", keys).is_some()
                    || node
                        .get("operationId")
                        .is_some_and(|id| id.as_str().is_none());
                if !meant {
                    self.diagnostics.push(diagnostic.at(node).help(help));
                }
                unnamed
            }
        };
        if names.has_id(&id) {
            self.report(
                &codes::DUPLICATE_OPERATION_ID,
                node.get("operationId").unwrap_or(node),
                format!(
                    "the operationId `{id}` is given twice; a number is added to its name in Rust"
                ),
            );
        }
        names.ids.insert(id.clone());
        let method_ident = claim_method(&mut names.methods, &id);
        let type_ident = names.types.claim(&method_ident, Position::Type);
        let const_ident = names.constants.claim(&method_ident, Position::Constant);
        let hint = Hint::new(&type_ident);
        let parameters = self.parameters(item, node, template, &hint);
        let part = |piece: &Piece| match piece {
            Piece::Literal(literal) => Some(PathPart::Literal(literal.clone())),
            Piece::Parameter(name) => parameters
                .iter()
                .position(|parameter| {
                    parameter.location == crate::model::Location::Path && parameter.name == *name
                })
                .map(PathPart::Parameter),
        };
        let path = PathTemplate {
            text: path.to_owned(),
            segments: template
                .segments
                .iter()
                .map(|pieces| pieces.iter().filter_map(part).collect())
                .collect(),
            query: template.query.clone(),
        };
        let body = self.body(node, method, &parameters, &hint, names);
        let (success, failure) = self.outcomes(node, method, &type_ident, names);
        let documents = || {
            let root = self.document.root().get("security");
            root.filter(|_| set == OperationSet::Paths)
        };
        let security = node.get("security").or_else(documents);
        let security = security
            .map(|list| self.alternatives(list))
            .unwrap_or_default();
        let servers = match set {
            OperationSet::Paths => self.own_servers(item, node),
            // Whoever receives says where.
            OperationSet::Webhooks | OperationSet::Callbacks => Vec::new(),
        };
        Operation {
            method_ident,
            type_ident,
            const_ident,
            method: method.to_ascii_uppercase(),
            path,
            pointer: self.document.pointer_of(node),
            summary: text(node, "summary").or_else(|| text(item, "summary")),
            description: text(node, "description").or_else(|| text(item, "description")),
            external_docs: node.get("externalDocs").and_then(|docs| text(docs, "url")),
            deprecated: node.get("deprecated").and_then(Node::as_bool) == Some(true),
            tags: node
                .get("tags")
                .map(Node::as_array)
                .unwrap_or_default()
                .iter()
                .filter_map(|tag| tag.as_str().map(str::to_owned))
                .collect(),
            parameters,
            body,
            success,
            failure,
            security,
            servers,
            id,
        }
    }

    fn body(
        &mut self,
        node: &'d Node,
        method: &str,
        parameters: &[crate::model::Parameter],
        hint: &Hint,
        names: &mut OperationNames,
    ) -> Option<RequestBody> {
        let reference = node.get("requestBody")?;
        let body = self.document.follow(reference)?;
        let content = body.get("content")?;
        if method.eq_ignore_ascii_case("trace") {
            self.report(
                &codes::BODY_NOT_ALLOWED,
                body,
                "a TRACE request has no body (RFC 9110 section 9.3.8); it is left out".to_owned(),
            );
            return None;
        }
        let words = match self.document.reference(reference) {
            Some((_, name)) => Hint::new(name),
            None => hint.child("body"),
        };
        let mut contents = self.contents(content, &words);
        for content in contents
            .iter_mut()
            .filter(|content| content.media == Media::Multipart)
        {
            let entry = body
                .get("content")
                .and_then(|map| map.get(&content.media_type));
            let entry = entry.and_then(|entry| self.document.follow(entry));
            content.form =
                entry.and_then(|entry| self.form(&content.media_type, entry, hint, names));
        }
        if contents.is_empty() {
            return None;
        }
        let ident = if parameters.iter().any(|parameter| parameter.ident == "body") {
            "request_body"
        } else {
            "body"
        };
        Some(RequestBody {
            required: body.get("required").and_then(Node::as_bool) == Some(true),
            description: self
                .document
                .text(reference, "description")
                .map(str::to_owned),
            ident: ident.to_owned(),
            type_ident: if contents.len() > 1 {
                names
                    .types
                    .claim(&format!("{} body", hint.words()), Position::Type)
            } else {
                cased(&format!("{} body", hint.words()), Position::Type)
            },
            contents,
        })
    }
}

impl PathKey {
    /// Names of all parameters in the key, the query's included.
    pub(crate) fn parameter_names(&self) -> impl Iterator<Item = &str> {
        self.segments
            .iter()
            .flatten()
            .filter_map(|piece| match piece {
                Piece::Parameter(name) => Some(name.as_str()),
                Piece::Literal(_) => None,
            })
    }
}

/// A method's identifier; names that are taken by methods every client has get a word behind.
fn claim_method(methods: &mut Scope, id: &str) -> String {
    if RESERVED_METHODS.contains(&cased(id, Position::Value).as_str()) {
        return methods.claim(&format!("{id} operation"), Position::Value);
    }
    methods.claim(id, Position::Value)
}

/// A name for an operation without one: `get /images/{id}` becomes `get_images_by_id`.
fn derived_id(method: &str, template: &PathKey) -> String {
    let mut words = vec![method.to_ascii_lowercase()];
    for segment in &template.segments {
        for piece in segment {
            match piece {
                Piece::Literal(text) => words.push(cased(text, Position::Value)),
                Piece::Parameter(name) => {
                    words.push(format!("by_{}", cased(name, Position::Value)))
                }
            }
        }
    }
    words.extend(
        template
            .query
            .iter()
            .map(|(_, value)| cased(value, Position::Value)),
    );
    words.retain(|word| !word.is_empty() && word != "unnamed");
    words.join("_")
}
