//! Operations: what is sent and what comes back.

use super::{Json, Requirement, Server, Type, Use};

/// An operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// `operationId`, or a name made of method and path when there is none.
    pub id: String,
    /// Identifier of the method, unique in the API (`copy_image`).
    pub method_ident: String,
    /// Identifier of the input type, unique among input, output and error types (`CopyImage`).
    pub type_ident: String,
    /// Identifier of its constant table of parameters and the like (`COPY_IMAGE`).
    pub const_ident: String,
    /// HTTP method, upper case.
    pub method: String,
    /// Path and fixed query pairs.
    pub path: PathTemplate,
    /// JSON pointer, `/paths/~1a/get`.
    pub pointer: String,
    /// `summary`.
    pub summary: Option<String>,
    /// `description`, `CommonMark`.
    pub description: Option<String>,
    /// `externalDocs.url`.
    pub external_docs: Option<String>,
    /// Deprecated in the document.
    pub deprecated: bool,
    /// Tags in document order.
    pub tags: Vec<String>,
    /// Parameters, those of the path item included, required ones first.
    pub parameters: Vec<Parameter>,
    /// Request body.
    pub body: Option<RequestBody>,
    /// What comes back when all is well.
    pub success: Outcome,
    /// What comes back otherwise.
    pub failure: Outcome,
    /// Alternatives; one of them must be satisfied whole. Empty: no authentication.
    pub security: Vec<Vec<Requirement>>,
    /// Base URLs of this operation alone; empty: those of the API.
    pub servers: Vec<Server>,
}

/// Path with parameters in it and query pairs that never change.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PathTemplate {
    /// As written in the document.
    pub text: String,
    /// Segments between slashes, each a sequence of parts; `/` is one empty segment.
    pub segments: Vec<Vec<PathPart>>,
    /// Pairs that tell the operation apart (`Action=CopyImage`).
    pub query: Vec<(String, String)>,
}

/// A piece of a path segment.
#[derive(Clone, Debug, PartialEq)]
pub enum PathPart {
    /// Text, percent-decoded.
    Literal(String),
    /// Index into the operation's parameters.
    Parameter(usize),
}

/// A parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Name on the wire.
    pub name: String,
    /// Identifier of the field, unique among the inputs of the operation.
    pub ident: String,
    /// Identifier of its constant, unique in the operation (`LIMIT`).
    pub const_ident: String,
    /// Where it travels.
    pub location: Location,
    /// Must be given.
    pub required: bool,
    /// Deprecated in the document.
    pub deprecated: bool,
    /// `description`, `CommonMark`.
    pub description: Option<String>,
    /// How it is written.
    pub style: Style,
    /// Whether lists and objects are spread.
    pub explode: bool,
    /// Whether reserved characters stay as they are.
    pub allow_reserved: bool,
    /// What the value is the text of, where a media type describes it.
    pub content: Option<TextFormat>,
    /// Whether it may come without a value, and then is as absent.
    pub allow_empty: bool,
    /// What kind of value it is.
    pub shape: Shape,
    /// Type.
    pub value: Use,
    /// `default`; documented, never sent by itself.
    pub default: Option<Json>,
    /// First example.
    pub example: Option<Json>,
}

/// Where a parameter travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// The whole query.
    QueryString,
    /// In a request header.
    Header,
    /// In a cookie.
    Cookie,
}

/// How a parameter is written (OpenAPI 3.1.1 section 4.8.12.2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `a,b`.
    Simple,
    /// `.a.b`.
    Label,
    /// `;n=a,b`.
    Matrix,
    /// `n=a,b` or `n=a&n=b`.
    Form,
    /// `n=a%20b`.
    SpaceDelimited,
    /// `n=a|b`.
    PipeDelimited,
    /// `n[a]=b`.
    DeepObject,
    /// `n.1=a&n.2=b`, `n.1.Key=a` (`x-style: dotted`).
    Dotted,
    /// As `form`, without percent-encoding, in cookies.
    Cookie,
}

/// The media type of a parameter or header whose value is the text of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextFormat {
    /// JSON.
    Json,
    /// A URL-encoded form.
    Form,
}

/// What kind of value a parameter has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One text.
    Scalar,
    /// A list.
    Array,
    /// An object.
    Object,
}

/// A request body.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestBody {
    /// Must be given.
    pub required: bool,
    /// `description`, `CommonMark`.
    pub description: Option<String>,
    /// Identifier of the field that holds it.
    pub ident: String,
    /// Name of the enum of contents, used when there are several.
    pub type_ident: String,
    /// Media types, in document order; at least one.
    pub contents: Vec<Content>,
}

/// One media type of a body with its type.
#[derive(Clone, Debug, PartialEq)]
pub struct Content {
    /// Media type as written, `application/json; charset=utf-8`.
    pub media_type: String,
    /// Identifier of its variant where there are several (`Json`, `Csv`).
    pub ident: String,
    /// How it is read and written.
    pub media: Media,
    /// Type of the content.
    pub value: Use,
    /// First example.
    pub example: Option<Json>,
    /// How the members of a form are written, by wire name.
    pub encoding: Vec<PartEncoding>,
    /// The parts of a request's multipart form; other multipart bodies have parts that nobody describes.
    pub form: Option<super::Form>,
    /// How the items of a stream are written. The type is that of an item.
    pub items: Option<super::Items>,
    /// Identifier of its root element among [`Xml::roots`](super::Xml::roots); XML only.
    pub xml: Option<String>,
}

/// How a member of a URL-encoded form is written that is not written as usual: scalars as text, lists repeated, objects
/// as JSON.
#[derive(Clone, Debug, PartialEq)]
pub struct PartEncoding {
    /// Wire name of the member.
    pub name: String,
    /// As JSON, the items of a list each; what is said of style and shape counts otherwise.
    pub json: bool,
    /// Style.
    pub style: Style,
    /// Explode.
    pub explode: bool,
    /// Shape of the member.
    pub shape: Shape,
    /// Wire names of the member's own members.
    pub members: Vec<String>,
    /// Reserved characters stay.
    pub allow_reserved: bool,
}

/// How a media type is read and written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    /// JSON and `+json`.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/form-data` and other multipart types.
    Multipart,
    /// `text/*`, as a string.
    Text,
    /// Bytes, as they are.
    Bytes,
    /// XML of a described type; XML that cannot be described is text.
    Xml,
    /// `text/event-stream`.
    EventStream,
    /// `application/jsonl`, `application/x-ndjson`, `application/json-seq`.
    JsonLines,
}

/// The documented ways in which an operation can end, either well or badly.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Identifier of the enum or struct (`CopyImageResponse`, `CopyImageError`), unique among
    /// input, output and error types.
    pub ident: String,
    /// One per status and media type, in document order.
    pub replies: Vec<Reply>,
}

/// One documented reply.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    /// Status or range.
    pub status: Status,
    /// Identifier of its variant (`BadRequest`).
    pub ident: String,
    /// `description`, `CommonMark`.
    pub description: Option<String>,
    /// Documented headers, those that HTTP itself defines the meaning of excepted.
    pub headers: Vec<Header>,
    /// What it carries.
    pub payload: Option<Payload>,
}

/// What a reply carries.
pub type Payload = Content;

/// A documented response header.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    /// Name on the wire.
    pub name: String,
    /// Identifier of the field.
    pub ident: String,
    /// Identifier of its constant.
    pub const_ident: String,
    /// Always present.
    pub required: bool,
    /// `description`, `CommonMark`.
    pub description: Option<String>,
    /// Whether lists and objects are spread (style is always simple).
    pub explode: bool,
    /// What the value is the text of, where a media type describes it.
    pub content: Option<TextFormat>,
    /// What kind of value it is.
    pub shape: Shape,
    /// Type.
    pub value: Use,
}

/// Status of a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// Exactly this one.
    Code(u16),
    /// All of a class: `4` for `4XX`.
    Class(u8),
    /// Every status that is not documented otherwise.
    Default,
}

impl Use {
    /// A use without constraints.
    #[must_use]
    pub fn plain(ty: Type) -> Self {
        Self {
            ty,
            constraints: super::Constraints::default(),
        }
    }
}
