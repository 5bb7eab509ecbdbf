//! Ways to authenticate.

/// A security scheme of the document.
#[derive(Clone, Debug, PartialEq)]
pub struct SecurityScheme {
    /// Name in `components.securitySchemes`.
    pub name: String,
    /// Identifier of the setter for its credential.
    pub ident: String,
    /// `CommonMark`.
    pub description: Option<String>,
    /// How the credential travels.
    pub kind: SchemeKind,
}

/// How a credential travels.
#[derive(Clone, Debug, PartialEq)]
pub enum SchemeKind {
    /// A key in a header, the query or a cookie.
    ApiKey {
        /// Where it is put.
        place: ApiKeyPlace,
        /// Name of the header, parameter or cookie.
        name: String,
    },
    /// `Authorization: Basic` (RFC 7617).
    Basic,
    /// `Authorization: Bearer` (RFC 6750).
    Bearer,
    /// OAuth 2.0; a bearer token from a token endpoint.
    OAuth2 {
        /// Token endpoint of the client credentials flow.
        client_credentials: Option<String>,
        /// Scopes of all flows with their descriptions.
        scopes: Vec<(String, String)>,
    },
    /// `OpenID` Connect; a bearer token.
    OpenIdConnect {
        /// Discovery document.
        url: String,
    },
    /// Client certificate; a matter of the transport.
    MutualTls,
    /// The request is signed (`x-signature`).
    Signature {
        /// Algorithm.
        algorithm: SignatureAlgorithm,
        /// Service name in the scope.
        service: String,
        /// Region in the scope.
        region: SignatureRegion,
    },
}

/// Where an API key is put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiKeyPlace {
    /// Request header.
    Header,
    /// Query parameter.
    Query,
    /// Cookie.
    Cookie,
}

/// Signing algorithms the runtime has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureAlgorithm {
    /// Huawei Cloud `SDK-HMAC-SHA256 Access=…`.
    SdkHmacSha256,
    /// Open Telekom Cloud `SDK-HMAC-SHA256 Credential=…/sdk_request`.
    SdkHmacSha256Credential,
    /// JD Cloud `JDCLOUD2-HMAC-SHA256`.
    JdCloud2,
    /// JD Cloud `JDCLOUD3-HMAC-SHA256`.
    JdCloud3,
    /// Volcengine `HMAC-SHA256`.
    Volcengine,
}

/// Region of a signature's scope.
#[derive(Clone, Debug, PartialEq)]
pub enum SignatureRegion {
    /// Always this text.
    Literal(String),
    /// The path parameter of this name, or else the client's setting of this name.
    Named {
        /// Name of the path parameter, server variable or setting.
        name: String,
        /// Value used when there is neither.
        default: String,
    },
}

/// One scheme that must be satisfied, with the scopes it needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Requirement {
    /// Index into [`Api::schemes`](super::Api::schemes).
    pub scheme: usize,
    /// OAuth scopes.
    pub scopes: Vec<String>,
}
