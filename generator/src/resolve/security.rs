//! Security schemes and requirements.

use super::Resolver;
use super::names::{Position, Scope};
use crate::diagnostics::{Diagnostic, codes};
use crate::model::{
    ApiKeyPlace, Flow, FlowKind, Requirement, SchemeKind, SecurityScheme, SignatureAlgorithm,
    SignatureRegion,
};
use crate::read::Node;
use crate::suggest::nearest;

/// Setters every client builder has.
const RESERVED_BUILDER: &[&str] = &[
    "base_url",
    "to",
    "server",
    "server_url",
    "origin",
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

/// Schemes of HTTP authentication in which a credential answers a challenge or binds one request, so that no fixed text
/// is one (<https://www.iana.org/assignments/http-authschemes>).
const CHALLENGES: &[&str] = &[
    "concealed",
    "digest",
    "dpop",
    "gnap",
    "hoba",
    "mutual",
    "negotiate",
    "oauth",
    "scram-sha-1",
    "scram-sha-256",
    "vapid",
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
                client_credentials: None,
                description: node
                    .get("description")
                    .and_then(Node::as_str)
                    .map(str::to_owned),
                kind,
            });
        }
        name_flows(&mut schemes, names);
        self.scheme_names = schemes.iter().map(|scheme| scheme.name.clone()).collect();
        schemes
    }

    /// A scope in which a client builder's own setters are taken.
    pub(crate) fn builder_names() -> Scope {
        Scope::reserving(RESERVED_BUILDER)
    }

    /// Names the settings that signatures are bound to: like the variables of their names, or else what is free.
    pub(crate) fn name_regions(&mut self, schemes: &mut [SecurityScheme]) {
        for scheme in schemes {
            if let SchemeKind::Signature {
                region: SignatureRegion::Named { name, ident, .. },
                ..
            } = &mut scheme.kind
            {
                *ident = self.variable_ident(name);
            }
        }
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
                    if CHALLENGES.contains(&other) {
                        self.report(
                            &codes::UNSUPPORTED_SECURITY_SCHEME,
                            node,
                            format!("credentials of the HTTP scheme `{other}` are not computed; the client needs what follows its name in `Authorization`, as it is or from a `TokenSource`"),
                        );
                    }
                    SchemeKind::Http {
                        scheme: text("scheme")?.to_owned(),
                    }
                }
            },
            "oauth2" => {
                let flows = node.get("flows").map(Node::entries);
                if let Some(implicit) = node.get("flows").and_then(|flows| flows.get("implicit")) {
                    self.report(
                        &codes::IMPLICIT_FLOW,
                        implicit,
                        "tokens of the implicit flow are given to the client, not fetched by it"
                            .to_owned(),
                    );
                }
                SchemeKind::OAuth2 {
                    flows: flows
                        .into_iter()
                        .flatten()
                        .filter_map(|(name, node)| flow(name, node))
                        .collect(),
                    metadata_url: text("oauth2MetadataUrl").map(str::to_owned),
                }
            }
            "openIdConnect" => SchemeKind::OpenIdConnect {
                url: text("openIdConnectUrl").unwrap_or_default().to_owned(),
            },
            "mutualTLS" => SchemeKind::MutualTls,
            // That there is no such type was said when the document was checked.
            _ => return None,
        })
    }

    /// Says that a requirement names a scheme that is not there. Of one that is there and cannot be used, that was said.
    fn unknown_scheme(&mut self, name: &str, alternative: &'d Node, scopes: &'d Node) {
        let schemes = self.document.root().at("/components/securitySchemes");
        let names = || schemes.map(Node::entries).into_iter().flatten();
        if names().any(|(known, _)| known == name) {
            return;
        }
        let message =
            format!("no security scheme is called `{name}`; the alternative cannot be used");
        let span = alternative.key_span(name).unwrap_or(scopes.span);
        let mut diagnostic = Diagnostic::new(&codes::UNKNOWN_SECURITY_SCHEME, message).at(span);
        if let Some(near) = nearest(name, names().map(|(known, _)| known)) {
            diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
        }
        self.diagnostics.push(diagnostic);
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
                ident: String::new(),
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
                // 3.2: a URI of the scheme may stand for its name.
                let name = name
                    .strip_prefix("#/components/securitySchemes/")
                    .unwrap_or(name);
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
                        self.unknown_scheme(name, alternative, scopes);
                    }
                }
            }
            if known {
                alternatives.push(requirements);
            }
        }
        alternatives
    }
}

/// Names the setters for client credentials: plainly where only one scheme has them.
fn name_flows(schemes: &mut [SecurityScheme], names: &mut Scope) {
    let has_flow = |scheme: &SecurityScheme| match &scheme.kind {
        SchemeKind::OAuth2 { flows, .. } => flows
            .iter()
            .any(|flow| flow.kind == FlowKind::ClientCredentials),
        SchemeKind::OpenIdConnect { .. } => true,
        _ => false,
    };
    let several = schemes.iter().filter(|scheme| has_flow(scheme)).count() > 1;
    for scheme in schemes.iter_mut().filter(|scheme| has_flow(scheme)) {
        let preferred = match several {
            true => format!("{} client credentials", scheme.name),
            false => String::from("client credentials"),
        };
        let ident = names.claim_or(&preferred, "flow", Position::Value);
        scheme.client_credentials = Some(ident);
    }
}

fn flow(name: &str, node: &Node) -> Option<Flow> {
    let kind = match name {
        "implicit" => FlowKind::Implicit,
        "password" => FlowKind::Password,
        "clientCredentials" => FlowKind::ClientCredentials,
        "authorizationCode" => FlowKind::AuthorizationCode,
        "deviceAuthorization" => FlowKind::DeviceAuthorization,
        _ => return None,
    };
    let url = |key: &str| {
        let text = node.get(key).and_then(Node::as_str);
        text.filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let scopes = node.get("scopes").map(Node::entries);
    let scopes = scopes.into_iter().flatten().map(|(scope, description)| {
        let description = description.as_str().unwrap_or_default();
        (scope.to_owned(), description.to_owned())
    });
    Some(Flow {
        kind,
        authorization_url: url("authorizationUrl"),
        device_authorization_url: url("deviceAuthorizationUrl"),
        token_url: url("tokenUrl"),
        refresh_url: url("refreshUrl"),
        scopes: scopes.collect(),
    })
}
