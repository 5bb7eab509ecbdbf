//! The builder of a client: where the service is, who calls, how patiently.
//!
//! Comes in: servers and security schemes. Goes out: the type `ClientBuilder` with a setter for each of their parts.

use heck::ToSnakeCase;
use indexmap::IndexMap;
use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Api, SchemeKind, SecurityScheme, Server, ServerVariable, SignatureRegion};
use crate::render::doors::{self, Doc, literal};
use crate::render::operations::documentation;

/// The type `ClientBuilder`.
pub(super) fn render(api: &Api) -> TokenStream {
    let servers: Vec<&Server> = api
        .servers
        .iter()
        .filter(|server| is_absolute(server))
        .collect();
    let variables = variables(&servers);
    let fields = variables.values().map(|variable| {
        let ident = doors::ident(&variable.ident);
        quote!(#ident: Option<String>,)
    });
    let initial = variables.values().map(|variable| {
        let ident = doors::ident(&variable.ident);
        quote!(#ident: None,)
    });
    let several = servers.len() > 1;
    let server_field = several.then(|| quote!(server: usize,));
    let server_initial = several.then(|| quote!(server: 0,));
    let server_setter = several.then(|| server_setter(&servers));
    let variable_setters = variables.values().map(|variable| variable_setter(variable));
    let scheme_setters = api.schemes.iter().filter_map(scheme_setter);
    let region_setters = regions(api)
        .into_iter()
        .filter(|name| !variables.contains_key(name))
        .map(region_setter);
    let build = build(&servers);
    let own_url = if servers.is_empty() {
        "Required."
    } else {
        "Instead of the service's own."
    };
    let base_url_docs = Doc::default()
        .own(format!("The URL of the service, `https://host` with the path that all operations begin with. {own_url}"))
        .attributes();
    quote! {
        /// The settings of a client.
        #[derive(Debug)]
        pub struct ClientBuilder {
            connection: generator_runtime::client::ConnectionBuilder,
            base_url: Option<String>,
            #server_field
            #(#fields)*
        }

        impl ClientBuilder {
            fn new() -> Self {
                Self {
                    connection: generator_runtime::client::Connection::builder(),
                    base_url: None,
                    #server_initial
                    #(#initial)*
                }
            }

            #base_url_docs
            #[must_use]
            pub fn base_url(mut self, url: impl Into<String>) -> Self {
                self.base_url = Some(url.into());
                self
            }

            #server_setter

            #(#variable_setters)*

            #(#region_setters)*

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

            /// What carries requests; made of any tower service over HTTP requests.
            #[must_use]
            pub fn transport(mut self, transport: generator_runtime::client::Transport) -> Self {
                self.connection = self.connection.transport(transport);
                self
            }

            /// How long a call may take, with all its attempts.
            #[must_use]
            pub fn timeout(mut self, limit: std::time::Duration) -> Self {
                self.connection = self.connection.timeout(limit);
                self
            }

            /// How often a call is attempted; once, unless said.
            #[must_use]
            pub fn retry(mut self, retry: generator_runtime::client::Retry) -> Self {
                self.connection = self.connection.retry(retry);
                self
            }

            /// A header of all requests.
            #[must_use]
            pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
                self.connection = self.connection.default_header(name, value);
                self
            }

            /// Whether requests are checked against the limits of the document before they are sent; they are, unless
            /// said.
            #[must_use]
            pub fn validation(mut self, validate: bool) -> Self {
                self.connection = self.connection.validate_requests(validate);
                self
            }

            /// Makes the client. Nothing is sent.
            ///
            /// # Errors
            ///
            /// When a setting is missing or wrong.
            pub fn build(self) -> Result<Client, generator_runtime::client::BuildError> {
                #build
                Ok(Client { connection: connection.build()? })
            }
        }
    }
}

/// A client needs a host; other base URLs only say which path operations begin with.
fn is_absolute(server: &Server) -> bool {
    server.url.starts_with("https://")
        || server.url.starts_with("http://")
        || server.url.starts_with('{')
}

/// The variables of all base URLs by name; of those with the same name, the first.
fn variables<'a>(servers: &[&'a Server]) -> IndexMap<&'a str, &'a ServerVariable> {
    let mut variables = IndexMap::new();
    for variable in servers.iter().flat_map(|server| &server.variables) {
        variables.entry(variable.name.as_str()).or_insert(variable);
    }
    variables
}

/// Names of the settings that signatures take their region from.
fn regions(api: &Api) -> Vec<&str> {
    let mut names = Vec::new();
    for scheme in &api.schemes {
        if let SchemeKind::Signature {
            region: SignatureRegion::Named { name, .. },
            ..
        } = &scheme.kind
            && !names.contains(&name.as_str())
        {
            names.push(name);
        }
    }
    names
}

fn server_setter(servers: &[&Server]) -> TokenStream {
    let mut docs =
        Doc::default().own("Which of the service's URLs is called; the first, unless said.");
    for (index, server) in servers.iter().enumerate() {
        let description = server.description.as_deref().unwrap_or_default();
        let text = documentation::summary(description);
        let colon = if text.is_empty() { "" } else { ": " };
        docs = docs.own(format!(
            "- {index}, {}{colon}{text}",
            doors::code(&server.url)
        ));
    }
    let docs = docs.attributes();
    quote! {
        #docs
        #[must_use]
        pub fn server(mut self, index: usize) -> Self {
            self.server = index;
            self
        }
    }
}

fn variable_setter(variable: &ServerVariable) -> TokenStream {
    let mut docs = Doc::default().markdown(variable.description.as_deref().unwrap_or_default());
    if docs.is_empty() {
        docs = docs.own(format!(
            "The part {} of the service's URL.",
            doors::code(&variable.name)
        ));
    }
    if !variable.values.is_empty() {
        let values: Vec<_> = variable
            .values
            .iter()
            .map(|value| doors::code(value))
            .collect();
        docs = docs.own(format!("Known values: {}.", values.join(", ")));
    }
    let docs = docs
        .own(format!("{}, unless said.", doors::code(&variable.default)))
        .attributes();
    let ident = doors::ident(&variable.ident);
    quote! {
        #docs
        #[must_use]
        pub fn #ident(mut self, #ident: impl Into<String>) -> Self {
            self.#ident = Some(#ident.into());
            self
        }
    }
}

fn region_setter(name: &str) -> TokenStream {
    let docs = Doc::default()
        .own(format!(
            "{}, which signatures are bound to.",
            doors::code(name)
        ))
        .attributes();
    let ident = doors::ident(&name.to_snake_case());
    let name = literal::text(name);
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
            "The token",
            quote!(token: #secret),
            quote!(#credential::bearer(token)),
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

/// The statements that settle the base URL.
fn build(servers: &[&Server]) -> TokenStream {
    let given = quote! {
        let connection = match self.base_url {
            Some(url) => self.connection.base_url(url),
            None => self.connection,
        };
    };
    if servers.is_empty() {
        return given;
    }
    let variables = variables(servers);
    let values = variables.values().map(|variable| {
        let name = literal::text(&variable.name);
        let value = value(variable);
        quote!(.value(#name, #value))
    });
    let url = match servers {
        [server] => url(server, &variables),
        servers => {
            let arms = servers.iter().enumerate().map(|(index, server)| {
                let index = proc_macro2::Literal::usize_unsuffixed(index);
                let url = url(server, &variables);
                quote!(#index => #url)
            });
            quote! {
                match self.server {
                    #(#arms,)*
                    index => {
                        return Err(generator_runtime::client::BuildError::BaseUrl {
                            url: index.to_string(),
                            reason: String::from("the service has no URL of that number"),
                        });
                    }
                }
            }
        }
    };
    quote! {
        let connection = self.connection #(#values)*;
        let connection = match self.base_url {
            Some(url) => connection.base_url(url),
            None => connection.base_url(#url),
        };
    }
}

/// The expression of a base URL: a literal, or pieces with variables between them.
fn url(server: &Server, variables: &IndexMap<&str, &ServerVariable>) -> TokenStream {
    let mut pieces = Vec::new();
    let mut rest = server.url.as_str();
    while let Some((before, name, after)) = next_variable(rest) {
        let Some(variable) = variables.get(name) else {
            break;
        };
        if !before.is_empty() {
            let before = literal::text(before);
            pieces.push(quote!(#before));
        }
        pieces.push(value(variable));
        rest = after;
    }
    if pieces.is_empty() {
        let text = literal::text(&server.url);
        return quote!(String::from(#text));
    }
    if !rest.is_empty() {
        let rest = literal::text(rest);
        pieces.push(quote!(#rest));
    }
    quote!([#(#pieces),*].concat())
}

/// The value of a variable, given or not.
fn value(variable: &ServerVariable) -> TokenStream {
    let ident = doors::ident(&variable.ident);
    let default = literal::text(&variable.default);
    quote!(self.#ident.as_deref().unwrap_or(#default))
}

fn next_variable(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}
