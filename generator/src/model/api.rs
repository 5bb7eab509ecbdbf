//! One API: everything a document says, resolved.

use super::{
    Callback, Link, Location, Operation, OperationRef, OperationSet, Paging, Rejection, SchemeKind,
    SecurityScheme, Server, SignatureRegion, Types, Wait, Xml,
};

/// An API, ready to be rendered or compared.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Api {
    /// Name of the document's file without its ending; names the crate (`huaweicloud-ims`).
    pub name: String,
    /// `info.title`.
    pub title: String,
    /// `info.version`, as written.
    pub version: String,
    /// `info.summary`.
    pub summary: Option<String>,
    /// `info.description`, `CommonMark`.
    pub description: Option<String>,
    /// `info.termsOfService`.
    pub terms_of_service: Option<String>,
    /// `info.contact`.
    pub contact: Option<Contact>,
    /// `info.license`.
    pub license: Option<License>,
    /// `externalDocs.url` of the document.
    pub external_docs: Option<String>,
    /// Base URLs, first one preferred. Empty when the document names none.
    pub servers: Vec<Server>,
    /// `tags`, in document order, with the tags that only operations name behind them.
    pub tags: Vec<Tag>,
    /// Ways to authenticate; operations refer to them by index.
    pub schemes: Vec<SecurityScheme>,
    /// All message types.
    pub types: Types,
    /// How types stand in XML bodies.
    pub xml: Xml,
    /// All operations of `paths`, in document order.
    pub operations: Vec<Operation>,
    /// The operations that subscribers offer: those of `webhooks`, in document order. The path of
    /// each is `/` and the name of its webhook.
    pub webhooks: Vec<Operation>,
    /// The operations that callers offer: those of all `callbacks`, each once however many
    /// operations refer to it, in document order.
    pub callback_operations: Vec<Operation>,
    /// Where the callbacks of operations go.
    pub callbacks: Vec<Callback>,
    /// Which operations can follow a response.
    pub links: Vec<Link>,
    /// Where an error body keeps its code, message and request id (`x-error-details`).
    pub error_details: ErrorDetails,
    /// Answers that a server gives by itself (`x-rejections`).
    pub rejections: Vec<Rejection>,
    /// How to wait for what operations start (`x-wait`).
    pub waits: Vec<Wait>,
    /// How to get all pages of lists (`x-pages`).
    pub pages: Vec<Paging>,
}

impl Api {
    /// The operations of one set.
    #[must_use]
    pub fn set(&self, set: OperationSet) -> &[Operation] {
        match set {
            OperationSet::Paths => &self.operations,
            OperationSet::Webhooks => &self.webhooks,
            OperationSet::Callbacks => &self.callback_operations,
        }
    }

    /// An operation of any set.
    #[must_use]
    pub fn operation(&self, place: OperationRef) -> &Operation {
        &self.set(place.set)[place.index]
    }

    /// The operations of all sets.
    pub fn all_operations(&self) -> impl Iterator<Item = &Operation> {
        OperationSet::ALL.into_iter().flat_map(|set| self.set(set))
    }

    /// Whether signatures of some operation are bound to a region of this name that only a setting of the client can
    /// say: a path parameter of the name says it for its operation.
    #[must_use]
    pub fn signs_for_setting(&self, name: &str) -> bool {
        self.all_operations().any(|operation| {
            let mut schemes = operation.security.iter().flatten();
            let mut parameters = operation.parameters.iter();
            schemes.any(|requirement| match &self.schemes[requirement.scheme].kind {
                SchemeKind::Signature {
                    region: SignatureRegion::Named { name: region, .. },
                    ..
                } => region == name,
                _ => false,
            }) && !parameters
                .any(|parameter| parameter.location == Location::Path && parameter.name == name)
        })
    }
}

/// `info.contact`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contact {
    /// Person or team.
    pub name: Option<String>,
    /// Page to visit.
    pub url: Option<String>,
    /// Address to write to.
    pub email: Option<String>,
}

/// `info.license`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct License {
    /// Name of the licence.
    pub name: String,
    /// SPDX expression or page.
    pub reference: Option<String>,
}

/// A tag and what it stands for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tag {
    /// Name as in the document.
    pub name: String,
    /// `CommonMark`.
    pub description: Option<String>,
}

/// Where an error body keeps what every caller asks for; JSON pointers, tried in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ErrorDetails {
    /// Pointers to the error code.
    pub code: Vec<String>,
    /// Pointers to the message.
    pub message: Vec<String>,
    /// Response headers that may hold the request id.
    pub request_id_headers: Vec<String>,
    /// Pointers to the request id.
    pub request_id: Vec<String>,
    /// A success status whose body holds a non-null value here is an error all the same.
    pub present: Option<String>,
}
