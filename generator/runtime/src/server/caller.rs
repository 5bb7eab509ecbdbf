//! What a handler learns of a request besides its typed inputs.

use http::{Extensions, HeaderMap, Method, Uri};

use super::Principal;
use crate::security::Scheme;

/// Who calls, and the head of the request. The default is an anonymous caller, for tests of handlers.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Caller {
    /// Who has proved to call; `None` when the operation needs no credentials, or the router does not look at them.
    pub principal: Option<Principal>,
    /// The credentials that let the request through: one for each scheme of the alternative that held, in the order of
    /// the document; empty where none were needed or shown.
    pub proofs: Vec<Proof>,
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

/// A credential that held.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Proof {
    /// The security scheme.
    pub scheme: &'static Scheme,
    /// Who has proved to call with it.
    pub principal: Principal,
}

impl Caller {
    /// Who has proved to call with the security scheme of that name in the document.
    #[must_use]
    pub fn proved(&self, scheme: &str) -> Option<&Principal> {
        let proof = self.proofs.iter().find(|proof| proof.scheme.name == scheme);
        proof.map(|proof| &proof.principal)
    }
}

/// Says that what stands before the router has verified the caller's certificate, and whose it is. What accepts TLS
/// connections puts it in the extensions of each of their requests; nothing in a request itself can.
#[derive(Debug, Clone)]
pub struct VerifiedCertificate(pub Principal);

/// Region and service that a signature was made for; empty where the scheme has none.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SignedScope {
    /// The region.
    pub region: String,
    /// The service.
    pub service: String,
}
