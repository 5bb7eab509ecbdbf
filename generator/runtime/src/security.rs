//! What a document says about credentials, as data: the schemes it declares and the alternatives an operation takes.
//!
//! Emitted once per document and read from both ends: the client picks the first alternative it has all credentials
//! for, the server verifies the ones that are presented.

use crate::signing::Algorithm;

/// A security scheme of a document (`components.securitySchemes`).
#[derive(Debug, Clone, Copy)]
pub struct Scheme {
    /// The key it is declared under.
    pub name: &'static str,
    /// How the credential travels.
    pub kind: SchemeKind,
}

/// How a credential travels.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum SchemeKind {
    /// A key sent as it is.
    ApiKey {
        /// Where in the request.
        place: Place,
        /// Name of the header, query parameter or cookie.
        name: &'static str,
    },
    /// User and password (RFC 7617).
    Basic,
    /// A bearer token (RFC 6750); also what OAuth 2 and OpenID Connect come down to on the wire.
    Bearer,
    /// The request is signed with an access key.
    Signature {
        /// How.
        algorithm: Algorithm,
        /// The service in the scope of the signature; empty where the algorithm has no scope.
        service: &'static str,
        /// The region in the scope of the signature.
        region: Region,
    },
    /// Another scheme of HTTP authentication (RFC 9110 §11): `Authorization`, with this name before the credentials.
    Http {
        /// The name as the document writes it; its case does not matter.
        scheme: &'static str,
    },
    /// A client certificate: a matter of the client's transport, and of what stands before the router, which says what
    /// it has verified.
    MutualTls,
    /// A scheme that this runtime cannot handle; named so that both ends can say so.
    Unsupported {
        /// The document's `type` or `scheme`.
        what: &'static str,
    },
}

/// Where an API key travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A header.
    Header,
    /// A query parameter.
    Query,
    /// A cookie.
    Cookie,
}

/// Where the region of a signature comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Region {
    /// Always this text; may be empty.
    Literal(&'static str),
    /// The path parameter of that name, else the connection's setting of that name.
    Named {
        /// The parameter or setting.
        name: &'static str,
        /// What is used when an operation has no such parameter and the connection no such setting.
        fallback: Option<&'static str>,
    },
}

/// One scheme that must be satisfied. A list of them must be satisfied together; a list of such lists are alternatives.
/// An empty inner list means that the operation can be called without credentials; an empty outer one that none are
/// ever sent.
#[derive(Debug, Clone, Copy)]
pub struct Requirement {
    /// Which scheme.
    pub scheme: &'static Scheme,
    /// The scopes a token must have been given.
    pub scopes: &'static [&'static str],
}

/// The alternatives an operation takes.
pub type Security = &'static [&'static [Requirement]];

impl Requirement {
    /// A scheme without scopes.
    #[must_use]
    pub const fn new(scheme: &'static Scheme) -> Self {
        Self {
            scheme,
            scopes: &[],
        }
    }
}
