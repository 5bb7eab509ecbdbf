//! The builder of a client: where the service is, who calls, how patiently.
//!
//! Comes in: servers and security schemes. Goes out: the type `ClientBuilder` with a setter for each of their parts.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{flow, server};
use crate::model::{SchemeKind, SecurityScheme, Server, SignatureRegion};
use crate::render::doors::{self, Doc, literal};
use crate::render::set::Set;

/// A value that URLs or signatures refer to by name.
pub(super) struct Setting {
    ident: Ident,
    name: String,
    docs: Doc,
    /// Whether signatures are known to be bound to it.
    binds: bool,
}

/// The settings of an API: variables of its URLs, and the regions of its signatures.
pub(super) fn settings(set: Set<'_>) -> Vec<Setting> {
    let mut settings: Vec<Setting> = Vec::new();
    let servers = match set.is_delivered() {
        true => Vec::new(),
        false => server::all(set.api),
    };
    for variable in servers.iter().flat_map(|server| &server.variables) {
        if settings.iter().any(|known| known.name == variable.name) {
            continue;
        }
        let mut docs = Doc::default().markdown(variable.description.as_deref().unwrap_or_default());
        if docs.is_empty() {
            let name = doors::code(&variable.name);
            docs = docs.own(format!("The part {name} of the service's URL."));
        }
        if !variable.values.is_empty() {
            let values = variable.values.iter().map(|value| doors::code(value));
            let values = values.collect::<Vec<_>>().join(", ");
            docs = docs.own(format!("One of {values}."));
        }
        settings.push(Setting {
            ident: doors::ident(&variable.ident),
            name: variable.name.clone(),
            docs: docs.own(usual(&servers, &variable.name)),
            binds: false,
        });
    }
    for scheme in set.schemes() {
        let SchemeKind::Signature {
            region:
                SignatureRegion::Named {
                    name,
                    ident,
                    default,
                },
            ..
        } = &scheme.kind
        else {
            continue;
        };
        let is_known = settings.iter().any(|known| known.name == *name);
        if !is_known && !set.api.signs_for_setting(name) {
            continue;
        }
        let otherwise = match default.as_str() {
            "" => String::new(),
            default => format!(", by default to {}", doors::code(default)),
        };
        match settings.iter_mut().find(|known| known.name == *name) {
            Some(known) if !known.binds => {
                let text = format!("Signatures are bound to it{otherwise}.");
                known.docs = std::mem::take(&mut known.docs).own(text);
                known.binds = true;
            }
            Some(_) => {}
            None => {
                let name_shown = doors::code(name);
                let text = format!("The {name_shown}, to which signatures are bound{otherwise}.");
                settings.push(Setting {
                    ident: doors::ident(ident),
                    name: name.clone(),
                    docs: Doc::default().own(text),
                    binds: true,
                });
            }
        }
    }
    settings
}

/// Which value a variable has unless one is given.
fn usual(servers: &[&Server], name: &str) -> String {
    let mut usual: Vec<(Option<&str>, &str)> = Vec::new();
    for server in servers {
        let mut variables = server.variables.iter();
        let found = variables.find(|variable| variable.name == name);
        let found = found.map(|variable| (variable.default.as_deref(), server.url.as_str()));
        usual.extend(found.filter(|found| !usual.contains(found)));
    }
    let value = |default: &Option<&str>| match default {
        Some(default) => doors::code(default),
        None => String::from("required"),
    };
    match &usual[..] {
        [(None, _), rest @ ..] if rest.iter().all(|(other, _)| other.is_none()) => {
            String::from("Required where the URL has it.")
        }
        [(default, _), rest @ ..]
            if usual.len() == servers.len() && rest.iter().all(|(other, _)| other == default) =>
        {
            match default {
                Some(default) => format!("{} by default.", doors::code(default)),
                None => String::from("Required."),
            }
        }
        several => {
            let places = several
                .iter()
                .map(|(default, url)| format!("{} in {}", value(default), doors::code(url)))
                .collect::<Vec<_>>();
            format!("By default {}.", places.join(", "))
        }
    }
}

/// The type `ClientBuilder`.
pub(super) fn render(set: Set<'_>) -> TokenStream {
    let (api, client, builder) = (set.api, set.client(), set.builder());
    let settings = settings(set);
    let servers = match set.is_delivered() {
        true => &[][..],
        false => &api.servers,
    };
    let known = servers.iter().map(server::known);
    let setters = settings.iter().map(setter);
    let schemes = set.schemes();
    let scheme_setters = schemes.iter().map(|scheme| {
        let setter = scheme_setter(scheme);
        let flow = (!set.is_delivered()).then(|| flow::setter(scheme));
        quote!(#setter #flow)
    });
    let relative = !api.servers.iter().any(Server::has_host);
    let usual = match (api.servers.is_empty(), relative) {
        (true, _) => "Required.",
        (false, true) => "Required, unless there is an origin.",
        (false, false) => "The service's own by default.",
    };
    let server_setters = (!set.is_delivered()).then(|| server::setters(api));
    let (start, address, address_docs) = match set.is_delivered() {
        true => (
            quote!(sender),
            format_ident!("to"),
            Doc::default()
                .own("The URL that is called, exactly as given, with its query. Without one, [`Sender::to`] gives it."),
        ),
        false => (
            quote!(builder),
            format_ident!("base_url"),
            Doc::default()
                .own("The URL of the service: `https://host`, with the path that is common to all operations. `{name}` in it stands for the setting of that name.")
                .own(usual),
        ),
    };
    let address_docs = address_docs.attributes();
    let role = client.to_string().to_lowercase();
    let docs = Doc::default().own(format!("The settings of a {role}."));
    let docs = docs.attributes();
    let makes = Doc::default()
        .own(format!("Makes the {role}. Nothing is sent."))
        .own("# Errors")
        .own("When a setting is missing or wrong.")
        .attributes();
    quote! {
        #docs
        #[derive(Debug)]
        pub struct #builder {
            connection: generator_runtime::client::ConnectionBuilder,
        }

        impl #builder {
            fn new() -> Self {
                Self {
                    connection: generator_runtime::client::Connection::#start() #(#known)*,
                }
            }

            #address_docs
            #[must_use]
            pub fn #address(mut self, url: impl Into<String>) -> Self {
                self.connection = self.connection.base_url(url);
                self
            }

            #server_setters

            #(#setters)*

            /// Credentials for every security scheme of their kind; an access key is for those that sign requests.
            #[must_use]
            pub fn credentials(
                mut self,
                credentials: impl Into<generator_runtime::client::Credential>,
            ) -> Self {
                self.connection = self.connection.credential(credentials);
                self
            }

            #(#scheme_setters)*

            /// What carries requests: any tower service over HTTP requests.
            #[must_use]
            pub fn transport(mut self, transport: generator_runtime::client::Transport) -> Self {
                self.connection = self.connection.transport(transport);
                self
            }

            /// How long a call may take, including all of its attempts.
            #[must_use]
            pub fn timeout(mut self, limit: std::time::Duration) -> Self {
                self.connection = self.connection.timeout(limit);
                self
            }

            /// How often a call is attempted; once by default.
            #[must_use]
            pub fn retry(mut self, retry: generator_runtime::client::Retry) -> Self {
                self.connection = self.connection.retry(retry);
                self
            }

            /// A header that is sent with every request.
            #[must_use]
            pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
                self.connection = self.connection.default_header(name, value);
                self
            }

            /// Whether requests are checked against the limits of the document before they are sent; they are by
            /// default.
            #[must_use]
            pub fn validation(mut self, validate: bool) -> Self {
                self.connection = self.connection.validate_requests(validate);
                self
            }

            #makes
            pub fn build(self) -> Result<#client, generator_runtime::client::BuildError> {
                Ok(#client { connection: self.connection.build()? })
            }
        }
    }
}

/// The methods of the client that change a setting each.
pub(super) fn changers(set: Set<'_>) -> Vec<TokenStream> {
    let methods = set
        .operations
        .iter()
        .map(|operation| &operation.method_ident);
    let waits = set.api.waits.iter().map(|wait| &wait.ident);
    let mut taken: BTreeSet<String> = methods.chain(waits).cloned().collect();
    let settings = settings(set).into_iter();
    settings
        .map(|setting| changer(&setting, &mut taken))
        .collect()
}

/// An operation may be called like the method: `with_region`.
fn changer(setting: &Setting, taken: &mut BTreeSet<String>) -> TokenStream {
    let Setting { ident, name, .. } = setting;
    let docs = Doc::default()
        .own(format!(
            "The same client with another {}.",
            doors::code(name)
        ))
        .own("# Errors")
        .own("When no URL can be made with it.")
        .attributes();
    let mut method = format!("with_{}", ident.to_string().trim_start_matches("r#"));
    while !taken.insert(method.clone()) {
        method.push_str("_setting");
    }
    let method = doors::ident(&method);
    let name = literal::text(name);
    quote! {
        #docs
        pub fn #method(
            &self,
            #ident: impl Into<String>,
        ) -> Result<Self, generator_runtime::client::BuildError> {
            Ok(Self { connection: self.connection.with_value(#name, #ident)? })
        }
    }
}

fn setter(setting: &Setting) -> TokenStream {
    let docs = setting.docs.attributes();
    let ident = &setting.ident;
    let name = literal::text(&setting.name);
    quote! {
        #docs
        #[must_use]
        pub fn #ident(mut self, #ident: impl Into<String>) -> Self {
            self.connection = self.connection.value(#name, #ident);
            self
        }
    }
}

/// `None` for what is not given to a client but to its transport.
fn scheme_setter(scheme: &SecurityScheme) -> Option<TokenStream> {
    let secret = quote!(impl Into<generator_runtime::credentials::Secret>);
    let credential = quote!(generator_runtime::client::Credential);
    let (what, arguments, value) = match &scheme.kind {
        SchemeKind::ApiKey { .. } => (
            "The key",
            quote!(key: #secret),
            quote!(#credential::api_key(key)),
        ),
        SchemeKind::Basic => (
            "User and password",
            quote!(user: impl Into<String>, password: #secret),
            quote!(#credential::basic(user, password)),
        ),
        SchemeKind::Bearer | SchemeKind::OAuth2 { .. } | SchemeKind::OpenIdConnect { .. } => (
            "The token, or where it comes from,",
            quote!(token: impl Into<generator_runtime::client::Token>),
            quote!(token.into()),
        ),
        SchemeKind::Http { .. } => (
            "What stands in `Authorization` after the name of the scheme, or where it comes from,",
            quote!(credentials: impl Into<generator_runtime::client::Token>),
            quote!(credentials.into()),
        ),
        SchemeKind::Signature { .. } => (
            "The access key",
            quote!(key: generator_runtime::credentials::AccessKey),
            quote!(key),
        ),
        SchemeKind::MutualTls => return None,
    };
    let docs = Doc::default()
        .own(format!(
            "{what} for the security scheme {}.",
            doors::code(&scheme.name)
        ))
        .markdown(scheme.description.as_deref().unwrap_or_default())
        .attributes();
    let ident = doors::ident(&scheme.ident);
    let name = literal::text(&scheme.name);
    Some(quote! {
        #docs
        #[must_use]
        pub fn #ident(mut self, #arguments) -> Self {
            self.connection = self.connection.credential_for(#name, #value);
            self
        }
    })
}
