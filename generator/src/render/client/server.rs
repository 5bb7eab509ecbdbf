//! Where a client calls: the servers of a document, and the choice among them.
//!
//! Comes in: the servers of the API and of its operations. Goes out: the type `Server`, its setter, and the servers as
//! the runtime knows them.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Api, Server};
use crate::render::doors::{self, Doc, literal};
use crate::render::operations::documentation;

/// The servers of the API and of its operations, each once.
pub(crate) fn all(api: &Api) -> Vec<&Server> {
    let own = api
        .operations
        .iter()
        .flat_map(|operation| &operation.servers);
    let mut all: Vec<&Server> = Vec::new();
    for server in api.servers.iter().chain(own) {
        let same = |other: &&Server| other.url == server.url && other.variables == server.variables;
        if !all.iter().any(same) {
            all.push(server);
        }
    }
    all
}

/// The lists of servers that operations have of their own, each once.
pub(crate) fn distinct(api: &Api) -> Vec<&[Server]> {
    let mut distinct: Vec<&[Server]> = Vec::new();
    for operation in &api.operations {
        let servers = operation.servers.as_slice();
        if !servers.is_empty() && !distinct.contains(&servers) {
            distinct.push(servers);
        }
    }
    distinct
}

/// A call of the builder of connections that makes a server known.
pub(super) fn known(server: &Server) -> TokenStream {
    let (url, values, allowed) = parts(server);
    match allowed {
        None => quote!(.server(#url, #values)),
        Some(allowed) => quote! {
            .known_server(generator_runtime::client::Server::new(#url, #values).allowed(#allowed))
        },
    }
}

/// A server as a constant.
pub(crate) fn constant(server: &Server) -> TokenStream {
    let (url, values, allowed) = parts(server);
    let allowed = allowed.map(|allowed| quote!(.allowed(#allowed)));
    quote!(client::Server::new(#url, #values) #allowed)
}

fn parts(server: &Server) -> (TokenStream, TokenStream, Option<TokenStream>) {
    let url = literal::text(&server.url);
    let values = server.variables.iter().filter_map(|variable| {
        let (name, value) = (
            literal::text(&variable.name),
            literal::text(variable.default.as_deref()?),
        );
        Some(quote!((#name, #value)))
    });
    let listed = |variable: &&crate::model::ServerVariable| !variable.values.is_empty();
    let allowed: Vec<TokenStream> = server
        .variables
        .iter()
        .filter(listed)
        .map(|variable| {
            let name = literal::text(&variable.name);
            let values = variable.values.iter().map(|value| literal::text(value));
            quote!((#name, &[#(#values),*]))
        })
        .collect();
    let allowed = (!allowed.is_empty()).then(|| quote!(&[#(#allowed),*]));
    (quote!(#url), quote!(&[#(#values),*]), allowed)
}

/// The type `Server`, where there are several.
pub(super) fn choice(api: &Api) -> TokenStream {
    if api.servers.len() < 2 {
        return TokenStream::new();
    }
    let variants = api.servers.iter().enumerate().map(|(index, server)| {
        let mut docs = Doc::default().own(doors::code(&server.url));
        let text = documentation::summary(server.description.as_deref().unwrap_or_default());
        if !text.is_empty() {
            docs = docs.own(text);
        }
        let docs = docs.attributes();
        let ident = doors::ident(&server.ident);
        let default = (index == usual(api)).then(|| quote!(#[default]));
        quote!(#docs #default #ident)
    });
    let urls = api.servers.iter().map(|server| {
        let (ident, url) = (doors::ident(&server.ident), literal::text(&server.url));
        quote!(Self::#ident => #url)
    });
    quote! {
        /// The servers of the service, for [`ClientBuilder::server`].
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Server {
            #(#variants),*
        }

        impl Server {
            /// The URL; `{name}` in it stands for the setting of that name.
            #[must_use]
            pub const fn url(self) -> &'static str {
                match self {
                    #(#urls),*
                }
            }
        }
    }
}

/// The server that is called unless another is chosen: the first that says where it is.
fn usual(api: &Api) -> usize {
    api.servers.iter().position(Server::has_host).unwrap_or(0)
}

/// The setters that say where the service is, besides its base URL.
pub(super) fn setters(api: &Api) -> TokenStream {
    let choice = (api.servers.len() > 1).then(|| {
        let docs = Doc::default()
            .own("Which of its servers is called.")
            .own(format!(
                "{} by default.",
                doors::code(&api.servers[usual(api)].url)
            ))
            .attributes();
        quote! {
            #docs
            #[must_use]
            pub fn server(mut self, server: Server) -> Self {
                self.connection = self.connection.choose_server(server as usize);
                self
            }
        }
    });
    let relative = api.servers.iter().find(|server| !server.has_host());
    let origin = relative.map(|server| {
        let docs = Doc::default()
            .own(format!(
                "Where {} leads from: `https://host`, or the URL of the document itself.",
                doors::code(&server.url)
            ))
            .attributes();
        quote! {
            #docs
            #[must_use]
            pub fn origin(mut self, url: impl Into<String>) -> Self {
                self.connection = self.connection.origin(url);
                self
            }
        }
    });
    let distinct = distinct(api);
    let own = distinct.first().and_then(|servers| servers.first()).map(|server| {
        let docs = Doc::default()
            .own(format!(
                "Another URL instead of one that the document has, such as {}.",
                doors::code(&server.url)
            ))
            .own("Some operations have servers of their own. A base URL replaces them, too; this replaces a single one.")
            .attributes();
        quote! {
            #docs
            #[must_use]
            pub fn server_url(mut self, server: &str, url: impl Into<String>) -> Self {
                self.connection = self.connection.server_url(server, url);
                self
            }
        }
    });
    quote!(#choice #origin #own)
}
