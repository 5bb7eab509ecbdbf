//! What refers from one operation to another: callbacks and links, and the runtime expressions in both.

use super::{Json, Status};

/// Who offers an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OperationSet {
    /// The API itself (`paths`).
    Paths,
    /// Those who subscribe (`webhooks`).
    Webhooks,
    /// Those who call (`callbacks`).
    Callbacks,
}

impl OperationSet {
    /// All sets, that of the API first.
    pub const ALL: [Self; 3] = [Self::Paths, Self::Webhooks, Self::Callbacks];
}

/// An operation of an API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OperationRef {
    /// Its set.
    pub set: OperationSet,
    /// Index in the set.
    pub index: usize,
}

/// Where the operations of a callback are called: one per operation, callback and expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Callback {
    /// The operation whose call leads to the callback.
    pub operation: OperationRef,
    /// Key of the callback (`onEvent`).
    pub name: String,
    /// Key of its path item, as written (`{$request.body#/url}`).
    pub expression: String,
    /// JSON pointer of the path item.
    pub pointer: String,
    /// Identifier of the method that gives the URL, unique on the input of the operation.
    pub ident: String,
    /// The URL; `None` when the expression cannot be evaluated, which a finding says.
    pub url: Option<Template>,
    /// Indices into the operations of callbacks.
    pub targets: Vec<usize>,
}

/// An operation that can follow a response.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Key of the link (`GetUserById`).
    pub name: String,
    /// JSON pointer of the link.
    pub pointer: String,
    /// `description`, `CommonMark`.
    pub description: Option<String>,
    /// Identifier of the method that gives the next input, unique on the input of the operation.
    pub ident: String,
    /// The operation whose response has the link.
    pub operation: OperationRef,
    /// The response.
    pub response: ResponseRef,
    /// The operation that follows.
    pub target: OperationRef,
    /// What the link says about its parameters, by index.
    pub parameters: Vec<(usize, Given)>,
    /// What the link says about its body.
    pub body: Option<Given>,
}

/// One documented response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResponseRef {
    /// Whether it is a success.
    pub success: bool,
    /// Its status; replies of one status differ in their media type alone.
    pub status: Option<Status>,
}

/// What a link says about an input of the operation that follows.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// This value.
    Constant(Json),
    /// What an expression gives, of whatever type.
    Value(Reading),
    /// Text with expressions in it.
    Text(Template),
}

/// Text with the values of runtime expressions in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Template {
    /// Pieces in order.
    pub pieces: Vec<Piece>,
}

/// A piece of a template.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Text as it is.
    Literal(String),
    /// The value of an expression.
    Reading(Reading),
}

/// A runtime expression whose source has been found (OpenAPI 3.1.1 section 4.8.20.4).
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// As written (`$request.body#/url`).
    pub expression: String,
    /// Where its value is.
    pub source: Source,
}

/// Where the value of a runtime expression is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The URL of the request.
    Url,
    /// Text that the document knows already: the method, or a status that is the only one.
    Fixed(String),
    /// The status of the response, which is one of several.
    Status,
    /// The operation's parameter of this index.
    Parameter(usize),
    /// The value at this JSON pointer in the request's body.
    RequestBody(String),
    /// The response header of this name.
    ResponseHeader(String),
    /// The value at this JSON pointer in the response's body.
    ResponseBody(String),
}

impl Source {
    /// Whether the value is known only once there is a response.
    #[must_use]
    pub fn is_response(&self) -> bool {
        matches!(
            self,
            Self::Status | Self::ResponseHeader(_) | Self::ResponseBody(_)
        )
    }
}

impl Template {
    /// The expressions in it.
    pub fn readings(&self) -> impl Iterator<Item = &Reading> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Reading(reading) => Some(reading),
            Piece::Literal(_) => None,
        })
    }
}

impl Given {
    /// The expressions in it.
    pub fn readings(&self) -> Vec<&Reading> {
        match self {
            Self::Constant(_) => Vec::new(),
            Self::Value(reading) => vec![reading],
            Self::Text(template) => template.readings().collect(),
        }
    }
}
