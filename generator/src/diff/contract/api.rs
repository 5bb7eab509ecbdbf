//! The parts of an API as data.

use indexmap::{IndexMap, IndexSet};

use super::flow::Medium;
use super::schema::SchemaId;
use crate::diagnostics::Span;
use crate::read::Node;

/// Everything that callers see of a document.
pub(crate) struct Api<'d> {
    pub(crate) operations: Vec<Operation<'d>>,
    pub(crate) webhooks: Vec<Operation<'d>>,
}

/// What tells one operation from another.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    pub(crate) method: String,
    /// The path with the names of its parameters left out, and the fixed query pairs in order.
    pub(crate) path: String,
}

/// One operation with all that applies to it.
pub(crate) struct Operation<'d> {
    pub(crate) key: Key,
    /// Method and path as written.
    pub(crate) label: String,
    pub(crate) path: String,
    pub(crate) id: Option<String>,
    pub(crate) deprecated: bool,
    pub(crate) sunset: Option<String>,
    pub(crate) parameters: Vec<Parameter<'d>>,
    pub(crate) body: Option<Body<'d>>,
    pub(crate) responses: Vec<Response<'d>>,
    pub(crate) security: Security<'d>,
    pub(crate) servers: Vec<Server>,
    pub(crate) callbacks: Vec<Operation<'d>>,
    pub(crate) node: &'d Node,
}

/// Where a parameter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Location {
    Path,
    Query,
    Header,
    Cookie,
}

impl Location {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

/// A parameter or header.
pub(crate) struct Parameter<'d> {
    pub(crate) name: String,
    pub(crate) location: Location,
    /// The name without regard to case in headers, the place among the path's parameters in paths.
    pub(crate) key: String,
    pub(crate) required: bool,
    pub(crate) deprecated: bool,
    pub(crate) style: String,
    pub(crate) explode: bool,
    pub(crate) reserved: bool,
    pub(crate) empty: bool,
    pub(crate) schema: SchemaId,
    /// The media type, where it is described by content.
    pub(crate) media: Option<String>,
    pub(crate) medium: Medium,
    pub(crate) node: &'d Node,
}

/// A request body.
pub(crate) struct Body<'d> {
    pub(crate) required: bool,
    pub(crate) content: Vec<Media<'d>>,
    pub(crate) node: &'d Node,
}

/// One media type of a message.
pub(crate) struct Media<'d> {
    /// In lower case, without `charset`.
    pub(crate) name: String,
    pub(crate) medium: Medium,
    pub(crate) schema: SchemaId,
    pub(crate) encodings: IndexMap<String, Encoding<'d>>,
    pub(crate) place: Span,
    pub(crate) node: &'d Node,
}

/// How one member of a form is written.
pub(crate) struct Encoding<'d> {
    pub(crate) content_type: String,
    pub(crate) style: String,
    pub(crate) explode: bool,
    pub(crate) reserved: bool,
    pub(crate) node: &'d Node,
}

/// One response.
pub(crate) struct Response<'d> {
    /// A status, a range in upper case, or `default`.
    pub(crate) status: String,
    pub(crate) headers: Vec<Parameter<'d>>,
    pub(crate) content: Vec<Media<'d>>,
    pub(crate) place: Span,
    pub(crate) node: &'d Node,
}

/// The ways to be let in, any of which will do.
#[derive(Clone, Debug)]
pub(crate) struct Security<'d> {
    pub(crate) alternatives: Vec<Vec<Requirement<'d>>>,
    pub(crate) place: Span,
}

/// One scheme with the scopes it must grant.
#[derive(Clone, Debug)]
pub(crate) struct Requirement<'d> {
    pub(crate) name: String,
    pub(crate) scopes: IndexSet<String>,
    pub(crate) scheme: Option<Scheme<'d>>,
}

/// A security scheme: the facts that a client must know.
#[derive(Clone, Debug)]
pub(crate) struct Scheme<'d> {
    pub(crate) facts: IndexMap<&'static str, String>,
    /// Flows of OAuth by name, with their addresses and scopes.
    pub(crate) flows: IndexMap<String, IndexMap<String, String>>,
    pub(crate) scopes: IndexSet<String>,
    pub(crate) node: &'d Node,
}

impl Scheme<'_> {
    /// Whether both ask the same of a client.
    pub(crate) fn is_same(&self, other: &Scheme<'_>) -> bool {
        self.facts == other.facts && self.flows == other.flows
    }
}

/// One address of the API.
#[derive(Clone, Debug)]
pub(crate) struct Server {
    pub(crate) url: String,
    /// Values that a variable may have, where they are listed.
    pub(crate) variables: IndexMap<String, (String, Vec<String>)>,
    /// Not written in the document.
    pub(crate) implied: bool,
    pub(crate) place: Span,
}
