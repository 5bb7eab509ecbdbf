//! What a handler learns of a request besides its typed inputs.

use http::{Extensions, HeaderMap, Method, Uri};

use super::Principal;

/// Who calls, and the head of the request. The default is an anonymous caller, for tests of handlers.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Caller {
    /// Who has proved to call; `None` when the operation needs no credentials, or the router does not look at them.
    pub principal: Option<Principal>,
    /// What the request's signature was made for. Some clouds tell their regions apart by this alone.
    pub signed_scope: Option<SignedScope>,
    /// The id given to this request; the response carries it in the API's header for it.
    pub request_id: String,
    /// The method.
    pub method: Method,
    /// The target as it was received.
    pub uri: Uri,
    /// The headers.
    pub headers: HeaderMap,
    /// What layers before the router have left.
    pub extensions: Extensions,
}

/// Region and service that a signature was made for; empty where the scheme has none.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SignedScope {
    /// The region.
    pub region: String,
    /// The service.
    pub service: String,
}
