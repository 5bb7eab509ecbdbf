//! Operations: names, bodies, and what comes back.

use http::StatusCode;

use super::Resolver;
use super::names::{Position, Scope, cased};
use super::paths::{self, PathKey, Piece};
use super::schemas::Hint;
use crate::diagnostics::codes;
use crate::model::{
    Header, Operation, Outcome, PathPart, PathTemplate, Reply, RequestBody, Shape, Status, Text,
    Type, Use,
};
use crate::read::Node;

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
    types: Scope,
    constants: Scope,
}

impl Default for OperationNames {
    fn default() -> Self {
        Self {
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
        }
    }
}

impl<'d> Resolver<'d> {
    /// All operations of `paths`, in document order.
    pub(crate) fn operations(&mut self, root: &'d Node) -> Vec<Operation> {
        let mut names = OperationNames::default();
        let mut operations: Vec<Operation> = Vec::new();
        let mut ids: Vec<String> = Vec::new();
        for (key, item) in root.get("paths").map(Node::entries).into_iter().flatten() {
            if key.starts_with("x-") {
                continue;
            }
            let Some(item) = self.document.follow(item) else {
                continue;
            };
            let template = match paths::parse(key) {
                Ok(template) => template,
                Err(reason) => {
                    self.report(
                        &codes::MALFORMED_PATH,
                        item,
                        format!("the path `{key}` cannot be read: {reason}"),
                    );
                    continue;
                }
            };
            if let Some(fragment) = &template.fragment {
                self.report(
                    &codes::PATH_FRAGMENT,
                    item,
                    format!("the fragment `#{fragment}` of a path never travels; operations that differ in it alone cannot be told apart by a server"),
                );
            }
            let listed = METHODS
                .iter()
                .filter_map(|method| item.get(method).map(|node| ((*method).to_owned(), node)));
            let further = item
                .get("additionalOperations")
                .map(Node::entries)
                .into_iter()
                .flatten()
                .map(|(method, node)| (method.to_owned(), node));
            let mut found: Vec<(String, &'d Node)> = listed.chain(further).collect();
            // Document order, not the order of the methods' names.
            found.sort_by_key(|(_, node)| (node.span.file, node.span.start));
            for (method, node) in found {
                let Some(node) = self.document.follow(node) else {
                    continue;
                };
                let operation =
                    self.operation(key, &method, item, node, &template, &mut names, &mut ids);
                self.report_route_conflict(&operations, &operation, node);
                operations.push(operation);
                self.operation_nodes.push(node);
            }
        }
        operations
    }

    fn report_route_conflict(&mut self, known: &[Operation], next: &Operation, node: &'d Node) {
        let shape = |operation: &Operation| -> Vec<Vec<Option<String>>> {
            let piece = |part: &PathPart| match part {
                PathPart::Literal(text) => Some(text.clone()),
                PathPart::Parameter(_) => None,
            };
            operation
                .path
                .segments
                .iter()
                .map(|segment| segment.iter().map(piece).collect())
                .collect()
        };
        let same = known.iter().find(|operation| {
            operation.method == next.method
                && operation.path.query == next.path.query
                && shape(operation) == shape(next)
        });
        if let Some(first) = same {
            let (first, next) = (first.id.clone(), next.id.clone());
            self.report(
                &codes::AMBIGUOUS_ROUTE,
                node,
                format!("a server cannot tell `{next}` from `{first}`: same method and path; it will always choose `{first}`"),
            );
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one operation's surroundings")]
    fn operation(
        &mut self,
        key: &str,
        method: &str,
        item: &'d Node,
        node: &'d Node,
        template: &PathKey,
        names: &mut OperationNames,
        ids: &mut Vec<String>,
    ) -> Operation {
        let text = |node: &Node, key: &str| node.get(key).and_then(Node::as_str).map(str::to_owned);
        let id = match text(node, "operationId").filter(|id| !id.trim().is_empty()) {
            Some(id) => id,
            None => {
                let id = derived_id(method, template);
                self.report(
                    &codes::MISSING_OPERATION_ID,
                    node,
                    format!("no operationId; the operation is called `{id}`"),
                );
                id
            }
        };
        if ids.contains(&id) {
            self.report(
                &codes::DUPLICATE_OPERATION_ID,
                node,
                format!("the operationId `{id}` is given twice; a number is added"),
            );
        }
        ids.push(id.clone());
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
            text: key.to_owned(),
            segments: template
                .segments
                .iter()
                .map(|pieces| pieces.iter().filter_map(part).collect())
                .collect(),
            query: template.query.clone(),
        };
        let body = self.body(node, method, &parameters, &hint, names);
        let (success, failure) = self.outcomes(node, &type_ident, names);
        if let Some(callbacks) = node.get("callbacks") {
            self.report(
                &codes::UNSUPPORTED_CALLBACKS,
                callbacks,
                format!("callbacks of `{id}` are not generated yet"),
            );
        }
        let security = node
            .get("security")
            .or_else(|| self.document.root().get("security"));
        let security = security
            .map(|list| self.alternatives(list))
            .unwrap_or_default();
        let servers = node.get("servers").or_else(|| item.get("servers"));
        let servers = servers.map(|list| self.servers(list)).unwrap_or_default();
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
        let contents = self.contents(content, &words);
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
            description: body
                .get("description")
                .and_then(Node::as_str)
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

    fn outcomes(
        &mut self,
        node: &'d Node,
        type_ident: &str,
        names: &mut OperationNames,
    ) -> (Outcome, Outcome) {
        let mut success = Outcome {
            ident: String::new(),
            replies: Vec::new(),
        };
        let mut failure = Outcome {
            ident: String::new(),
            replies: Vec::new(),
        };
        let mut fallback = Vec::new();
        let mut success_names = Scope::default();
        let mut failure_names = Scope::reserving(&["Undocumented"]);
        for (key, reference) in node
            .get("responses")
            .map(Node::entries)
            .into_iter()
            .flatten()
        {
            if key.starts_with("x-") {
                continue;
            }
            let Some(status) = status_of(key) else {
                self.report(
                    &codes::MALFORMED_STATUS,
                    reference,
                    format!("`{key}` is no status, range such as 4XX, or `default`"),
                );
                continue;
            };
            let Some(response) = self.document.follow(reference) else {
                continue;
            };
            let hint = match self.document.reference(reference) {
                Some((_, name)) => Hint::new(name),
                None => Hint::new(format!("{type_ident} {}", body_words(status))),
            };
            let good = match status {
                Status::Code(code) => code < 400,
                Status::Class(class) => class < 4,
                Status::Default => false,
            };
            if status == Status::Default {
                fallback = self.replies(status, response, &hint, &mut failure_names);
            } else {
                let (outcome, names) = if good {
                    (&mut success, &mut success_names)
                } else {
                    (&mut failure, &mut failure_names)
                };
                outcome
                    .replies
                    .extend(self.replies(status, response, &hint, names));
            }
        }
        if success.replies.is_empty() && !fallback.is_empty() {
            success.replies.clone_from(&fallback);
        }
        failure.replies.extend(fallback);
        success.ident = names
            .types
            .claim(&format!("{type_ident} response"), Position::Type);
        failure.ident = names
            .types
            .claim(&format!("{type_ident} error"), Position::Type);
        (success, failure)
    }

    fn replies(
        &mut self,
        status: Status,
        response: &'d Node,
        hint: &Hint,
        names: &mut Scope,
    ) -> Vec<Reply> {
        let description = response
            .get("description")
            .and_then(Node::as_str)
            .map(str::trim)
            .filter(|d| !d.is_empty());
        let headers = self.headers(response, hint);
        let contents = response
            .get("content")
            .map(|map| self.contents(map, hint))
            .unwrap_or_default();
        let bodiless = matches!(
            status,
            Status::Code(204 | 205 | 304) | Status::Class(1) | Status::Code(100..=199)
        );
        if bodiless && !contents.is_empty() {
            self.report(
                &codes::BODY_NOT_ALLOWED,
                response,
                "a response of this status has no body (RFC 9110 section 6.4.1); its content is left out".to_owned(),
            );
        }
        let words = status_words(status);
        let reply = |ident: String, payload| Reply {
            status,
            ident,
            description: description.map(str::to_owned),
            headers: headers.clone(),
            payload,
        };
        if bodiless || contents.is_empty() {
            return vec![reply(names.claim(&words, Position::Variant), None)];
        }
        let single = contents.len() == 1;
        contents
            .into_iter()
            .map(|content| {
                let words = if single {
                    words.clone()
                } else {
                    format!("{words} {}", content.ident)
                };
                reply(names.claim(&words, Position::Variant), Some(content))
            })
            .collect()
    }

    fn headers(&mut self, response: &'d Node, hint: &Hint) -> Vec<Header> {
        let mut idents = Scope::reserving(&["body", "status"]);
        let mut constants = Scope::default();
        let mut headers = Vec::new();
        for (name, reference) in response
            .get("headers")
            .map(Node::entries)
            .into_iter()
            .flatten()
        {
            if name.eq_ignore_ascii_case("content-type") {
                continue;
            }
            let Some(node) = self.document.follow(reference) else {
                continue;
            };
            let media = node
                .get("content")
                .and_then(|content| content.entries().next());
            let json = media.is_some_and(|(media_type, _)| media_type.ends_with("json"));
            let schema = node.get("schema").or_else(|| {
                media
                    .filter(|_| json)
                    .and_then(|(_, media)| media.get("schema"))
            });
            let value = match schema {
                Some(schema) => self.use_of(schema, &hint.child(name)),
                None => Use::plain(Type::Text(Text::String)),
            };
            let value = match value.ty {
                Type::Nullable(inner) => Use {
                    ty: *inner,
                    constraints: value.constraints,
                },
                _ => value,
            };
            let ident = idents.claim(name, Position::Value);
            headers.push(Header {
                name: name.to_owned(),
                const_ident: constants.claim(&ident, Position::Constant),
                ident,
                required: node.get("required").and_then(Node::as_bool) == Some(true),
                description: node
                    .get("description")
                    .and_then(Node::as_str)
                    .map(str::to_owned),
                explode: node.get("explode").and_then(Node::as_bool) == Some(true),
                json,
                shape: Shape::Scalar,
                value,
            });
        }
        headers
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

fn status_of(key: &str) -> Option<Status> {
    if key.eq_ignore_ascii_case("default") {
        return Some(Status::Default);
    }
    let bytes = key.as_bytes();
    if let [class @ b'1'..=b'5', b'x' | b'X', b'x' | b'X'] = bytes {
        return Some(Status::Class(class - b'0'));
    }
    let code: u16 = key.parse().ok()?;
    (100..=599).contains(&code).then_some(Status::Code(code))
}

/// Words for a status: its reason phrase where there is one.
fn status_words(status: Status) -> String {
    match status {
        Status::Code(code) => StatusCode::from_u16(code)
            .ok()
            .and_then(|status| status.canonical_reason())
            .map_or_else(
                || format!("status {code}"),
                |reason| reason.replace(['\'', '-'], " "),
            ),
        Status::Class(1) => "informational".to_owned(),
        Status::Class(2) => "success".to_owned(),
        Status::Class(3) => "redirection".to_owned(),
        Status::Class(4) => "client error".to_owned(),
        Status::Class(_) => "server error".to_owned(),
        Status::Default => "default".to_owned(),
    }
}

/// Words for a type that is written inline in a response: success bodies are just the result.
fn body_words(status: Status) -> String {
    match status {
        Status::Code(200) | Status::Class(2) => "result".to_owned(),
        other => format!("{} body", status_words(other)),
    }
}
