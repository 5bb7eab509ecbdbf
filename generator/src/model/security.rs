//! Ways to authenticate.

/// A security scheme of the document.
#[derive(Clone, Debug, PartialEq)]
pub struct SecurityScheme {
    /// Name in `components.securitySchemes`.
    pub name: String,
    /// Identifier of the setter for its credential.
    pub ident: String,
    /// Identifier of the setter for the client credentials flow, where there is one.
    pub client_credentials: Option<String>,
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
    /// `Authorization` with another scheme of HTTP authentication.
    Http {
        /// Its name as written.
        scheme: String,
    },
    /// OAuth 2.0; a bearer token from a token endpoint.
    OAuth2 {
        /// The ways to a token, in document order.
        flows: Vec<Flow>,
        /// Where the authorization server describes itself (`oauth2MetadataUrl`).
        metadata_url: Option<String>,
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

/// A way to a token.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// Which one.
    pub kind: FlowKind,
    /// Where users sign in.
    pub authorization_url: Option<String>,
    /// Where devices begin.
    pub device_authorization_url: Option<String>,
    /// Where tokens are got.
    pub token_url: Option<String>,
    /// Where they are got again.
    pub refresh_url: Option<String>,
    /// Scopes with their descriptions.
    pub scopes: Vec<(String, String)>,
}

/// The flows of OAuth 2.0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlowKind {
    /// `implicit`.
    Implicit,
    /// `password`.
    Password,
    /// `clientCredentials`.
    ClientCredentials,
    /// `authorizationCode`.
    AuthorizationCode,
    /// `deviceAuthorization`.
    DeviceAuthorization,
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
        /// Identifier of the setting.
        ident: String,
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
