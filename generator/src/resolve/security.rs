//! Security schemes, requirements and servers.

use super::Resolver;
use super::names::{Position, Scope};
use crate::diagnostics::codes;
use crate::model::{
    ApiKeyPlace, Requirement, SchemeKind, SecurityScheme, Server, ServerVariable,
    SignatureAlgorithm, SignatureRegion,
};
use crate::read::Node;

/// Setters every client builder has.
const RESERVED_BUILDER: &[&str] = &[
    "base_url",
    "to",
    "server",
    "credentials",
    "transport",
    "timeout",
    "retry",
    "header",
    "validation",
    "build",
    "new",
    "user_agent",
    "max_response_size",
    "settings",
    "default",
    "clone",
];

impl<'d> Resolver<'d> {
    /// The security schemes of the components, in document order.
    pub(crate) fn security_schemes(
        &mut self,
        root: &'d Node,
        names: &mut Scope,
    ) -> Vec<SecurityScheme> {
        let map = root
            .get("components")
            .and_then(|components| components.get("securitySchemes"));
        let mut schemes = Vec::new();
        for (name, reference) in map.map(Node::entries).into_iter().flatten() {
            let Some(node) = self.document.follow(reference) else {
                continue;
            };
            let Some(kind) = self.scheme_kind(node) else {
                continue;
            };
            schemes.push(SecurityScheme {
                name: name.to_owned(),
                ident: names.claim_or(name, "credential", Position::Value),
                description: node
                    .get("description")
                    .and_then(Node::as_str)
                    .map(str::to_owned),
                kind,
            });
        }
        self.scheme_names = schemes.iter().map(|scheme| scheme.name.clone()).collect();
        schemes
    }

    /// A scope in which a client builder's own setters are taken.
    pub(crate) fn builder_names() -> Scope {
        Scope::reserving(RESERVED_BUILDER)
    }

    fn scheme_kind(&mut self, node: &'d Node) -> Option<SchemeKind> {
        let text = |key: &str| node.get(key).and_then(Node::as_str);
        if let Some(signature) = node.get("x-signature") {
            return self.signature(signature);
        }
        Some(match text("type")? {
            "apiKey" => {
                let place = match text("in")? {
                    "query" => ApiKeyPlace::Query,
                    "cookie" => ApiKeyPlace::Cookie,
                    _ => ApiKeyPlace::Header,
                };
                SchemeKind::ApiKey {
                    place,
                    name: text("name")?.to_owned(),
                }
            }
            "http" => match text("scheme")?.to_ascii_lowercase().as_str() {
                "basic" => SchemeKind::Basic,
                "bearer" => SchemeKind::Bearer,
                other => {
                    self.report(
                        &codes::UNSUPPORTED_SECURITY_SCHEME,
                        node,
                        format!("the HTTP scheme `{other}` is not known; its credential is sent as `Authorization` as given"),
                    );
                    SchemeKind::ApiKey {
                        place: ApiKeyPlace::Header,
                        name: "Authorization".to_owned(),
                    }
                }
            },
            "oauth2" => {
                let flows = node.get("flows");
                let mut scopes: Vec<(String, String)> = Vec::new();
                for (_, flow) in flows.map(Node::entries).into_iter().flatten() {
                    for (scope, description) in
                        flow.get("scopes").map(Node::entries).into_iter().flatten()
                    {
                        if !scopes.iter().any(|(known, _)| known == scope) {
                            scopes.push((
                                scope.to_owned(),
                                description.as_str().unwrap_or_default().to_owned(),
                            ));
                        }
                    }
                }
                SchemeKind::OAuth2 {
                    client_credentials: flows
                        .and_then(|flows| flows.get("clientCredentials"))
                        .and_then(|flow| flow.get("tokenUrl"))
                        .and_then(Node::as_str)
                        .map(str::to_owned),
                    scopes,
                }
            }
            "openIdConnect" => SchemeKind::OpenIdConnect {
                url: text("openIdConnectUrl").unwrap_or_default().to_owned(),
            },
            "mutualTLS" => SchemeKind::MutualTls,
            other => {
                self.report(
                    &codes::UNSUPPORTED_SECURITY_SCHEME,
                    node,
                    format!("a security scheme of type `{other}` is not known; it is left out"),
                );
                return None;
            }
        })
    }

    fn signature(&mut self, node: &'d Node) -> Option<SchemeKind> {
        let text = |key: &str| node.get(key).and_then(Node::as_str).unwrap_or_default();
        let algorithm = match (text("algorithm"), text("form")) {
            ("SDK-HMAC-SHA256", "credential") => SignatureAlgorithm::SdkHmacSha256Credential,
            ("SDK-HMAC-SHA256", _) => SignatureAlgorithm::SdkHmacSha256,
            ("JDCLOUD2-HMAC-SHA256", _) => SignatureAlgorithm::JdCloud2,
            ("JDCLOUD3-HMAC-SHA256", _) => SignatureAlgorithm::JdCloud3,
            ("HMAC-SHA256", _) => SignatureAlgorithm::Volcengine,
            (other, _) => {
                self.report(
                    &codes::UNSUPPORTED_SIGNATURE,
                    node,
                    format!("the signature algorithm `{other}` is not known; known are SDK-HMAC-SHA256, JDCLOUD2-HMAC-SHA256, JDCLOUD3-HMAC-SHA256 and HMAC-SHA256"),
                );
                return None;
            }
        };
        let written = text("region");
        let region = match written
            .strip_prefix('{')
            .and_then(|name| name.strip_suffix('}'))
        {
            Some(name) => SignatureRegion::Named {
                name: name.to_owned(),
                default: text("default-region").to_owned(),
            },
            None => SignatureRegion::Literal(written.to_owned()),
        };
        Some(SchemeKind::Signature {
            algorithm,
            service: text("service").to_owned(),
            region,
        })
    }

    /// Alternatives of a `security` list.
    pub(crate) fn alternatives(&mut self, list: &'d Node) -> Vec<Vec<Requirement>> {
        let mut alternatives = Vec::new();
        for alternative in list.as_array() {
            let mut requirements = Vec::new();
            let mut known = true;
            for (name, scopes) in alternative.entries() {
                match self.scheme_names.iter().position(|scheme| scheme == name) {
                    Some(scheme) => requirements.push(Requirement {
                        scheme,
                        scopes: scopes
                            .as_array()
                            .iter()
                            .filter_map(|scope| scope.as_str().map(str::to_owned))
                            .collect(),
                    }),
                    None => {
                        known = false;
                        self.report(
                            &codes::UNKNOWN_SECURITY_SCHEME,
                            scopes,
                            format!("no security scheme is called `{name}`; the alternative cannot be used"),
                        );
                    }
                }
            }
            if known {
                alternatives.push(requirements);
            }
        }
        alternatives
    }

    /// Base URLs of a `servers` list.
    pub(crate) fn servers(&mut self, list: &'d Node) -> Vec<Server> {
        let mut servers = Vec::new();
        for node in list.as_array() {
            let Some(url) = node.get("url").and_then(Node::as_str) else {
                continue;
            };
            let mut names = self.builder_scope.clone();
            let mut variables: Vec<ServerVariable> = Vec::new();
            let mut rest = url;
            while let Some(open) = rest.find('{') {
                let Some(length) = rest[open..].find('}') else {
                    break;
                };
                let name = &rest[open + 1..open + length];
                rest = &rest[open + length + 1..];
                if name.is_empty() || variables.iter().any(|known| known.name == name) {
                    continue;
                }
                let variable = node
                    .get("variables")
                    .and_then(|variables| variables.get(name));
                if variable.is_none() {
                    self.report(
                        &codes::UNDECLARED_SERVER_VARIABLE,
                        node,
                        format!(
                            "`{{{name}}}` stands in the URL but is not declared; it must be set"
                        ),
                    );
                }
                let text = |key: &str| variable.and_then(|variable| variable.get(key));
                variables.push(ServerVariable {
                    name: name.to_owned(),
                    ident: names.claim_or(name, "variable", Position::Value),
                    default: text("default").map(scalar_text).unwrap_or_default(),
                    values: text("enum")
                        .map(Node::as_array)
                        .unwrap_or_default()
                        .iter()
                        .map(scalar_text)
                        .collect(),
                    description: text("description")
                        .and_then(Node::as_str)
                        .map(str::to_owned),
                });
            }
            servers.push(Server {
                url: url.to_owned(),
                description: node
                    .get("description")
                    .and_then(Node::as_str)
                    .map(str::to_owned),
                variables,
            });
        }
        servers
    }
}

/// The text of a scalar; `port: 443` means the text `443`.
fn scalar_text(node: &Node) -> String {
    match node.to_json() {
        serde_json::Value::String(text) => text,
        other => other.to_string(),
    }
}
