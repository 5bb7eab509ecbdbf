//! What an API is, once its document has been understood.
//!
//! Comes in: nothing. The stage `resolve` fills these types. Goes out: everything `render` and
//! the diff need. This module holds data only; it knows neither YAML nor Rust syntax. Names are
//! settled before they get here: every `ident` is unique in its scope and a legal identifier.

mod api;
mod constraints;
mod form;
mod ids;
mod link;
mod operation;
mod page;
mod rejection;
mod security;
mod server;
mod types;
mod wait;
mod xml;

pub use api::{Api, Contact, ErrorDetails, License, Tag};
pub use constraints::{Constraints, StringFormat};
pub use form::{Form, Items, Part, PartKind};
pub use link::{
    Callback, Given, Link, OperationRef, OperationSet, Piece, Reading, ResponseRef, Source,
    Template,
};
pub use operation::{
    Content, Header, Location, Media, Operation, Outcome, Parameter, PartEncoding, PathPart,
    PathTemplate, Payload, Reply, RequestBody, Shape, Status, Style, TextFormat,
};
pub use page::{PagePath, PageStyle, Paging};
pub use rejection::{Rejection, RejectionKind};
pub use security::{
    ApiKeyPlace, Flow, FlowKind, Requirement, SchemeKind, SecurityScheme, SignatureAlgorithm,
    SignatureRegion,
};
pub use server::{Server, ServerVariable};
pub use types::{
    Additional, AnyOf, Choice, Demand, Direction, Enum, EnumBase, EnumValue, Field, FieldRole,
    IntegerKind, Struct, Text, Type, TypeDef, TypeId, TypeKind, Types, Union, Use, Variant,
};
pub use wait::{Wait, WaitInput, WaitSetting, WaitSource};
pub use xml::{
    Xml, XmlMember, XmlName, XmlNode, XmlObject, XmlOthers, XmlPlace, XmlRoot, XmlShape,
};

/// A JSON value taken from a document: an example, a default, a constant.
pub type Json = serde_json::Value;
