//! Where a client gets tokens: the flows of the document's security schemes.
//!
//! Comes in: security schemes. Goes out: a constant per flow, and the setter for client credentials.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::model::{Api, Flow, FlowKind, SchemeKind, SecurityScheme};
use crate::render::doors::{self, Doc, literal};
use crate::render::operations::documentation;

/// A constant per flow.
pub(super) fn constants(api: &Api) -> TokenStream {
    let constants = api.schemes.iter().flat_map(|scheme| match &scheme.kind {
        SchemeKind::OAuth2 {
            flows,
            metadata_url,
        } => flows
            .iter()
            .map(|flow| constant(scheme, flow, metadata_url.as_deref()))
            .collect(),
        SchemeKind::OpenIdConnect { url } => vec![open_id(scheme, url)],
        _ => Vec::new(),
    });
    quote!(#(#constants)*)
}

fn constant(scheme: &SecurityScheme, flow: &Flow, metadata_url: Option<&str>) -> TokenStream {
    let (word, what, used) = match flow.kind {
        FlowKind::Implicit => ("implicit", "implicit", None),
        FlowKind::Password => (
            "password",
            "password",
            Some("[`OAuth2::password`](generator_runtime::client::OAuth2::password)"),
        ),
        FlowKind::ClientCredentials => (
            "client_credentials",
            "client credentials",
            Some(
                "[`OAuth2::client_credentials`](generator_runtime::client::OAuth2::client_credentials)",
            ),
        ),
        FlowKind::AuthorizationCode => (
            "authorization_code",
            "authorization code",
            Some("[`Authorization`](generator_runtime::client::Authorization)"),
        ),
        FlowKind::DeviceAuthorization => (
            "device_authorization",
            "device authorization",
            Some("[`DeviceLogin`](generator_runtime::client::DeviceLogin)"),
        ),
    };
    let ident = ident(scheme, word);
    let name = doors::code(&scheme.name);
    let docs = Doc::default().own(format!(
        "The {what} flow of the security scheme {name}{}.",
        used.map_or_else(String::new, |used| format!(", for {used}"))
    ));
    let scopes = flow.scopes.iter().map(|(scope, meaning)| {
        let meaning = documentation::summary(meaning);
        let colon = if meaning.is_empty() { "" } else { ": " };
        format!("{}{colon}{meaning}", doors::code(scope))
    });
    let docs = docs.list(scopes).attributes();
    let scheme_name = literal::text(&scheme.name);
    let urls = [
        ("with_token_url", flow.token_url.as_deref()),
        ("with_refresh_url", flow.refresh_url.as_deref()),
        ("with_authorization_url", flow.authorization_url.as_deref()),
        (
            "with_device_authorization_url",
            flow.device_authorization_url.as_deref(),
        ),
        ("with_metadata_url", metadata_url),
    ];
    let urls = urls.into_iter().filter_map(|(with, url)| {
        let (with, url) = (format_ident!("{with}"), literal::text(url?));
        Some(quote!(.#with(#url)))
    });
    let scopes = flow.scopes.iter().map(|(scope, meaning)| {
        let (scope, meaning) = (literal::text(scope), literal::text(meaning));
        quote!((#scope, #meaning))
    });
    let scopes = (!flow.scopes.is_empty()).then(|| quote!(.with_scopes(&[#(#scopes),*])));
    quote! {
        #docs
        pub const #ident: generator_runtime::client::Flow =
            generator_runtime::client::Flow::new(#scheme_name) #(#urls)* #scopes;
    }
}

fn open_id(scheme: &SecurityScheme, url: &str) -> TokenStream {
    let ident = ident(scheme, "discovery");
    let docs = Doc::default()
        .own(format!(
            "What is known of the security scheme {}: its authorization server describes itself. For [`OAuth2`](generator_runtime::client::OAuth2).",
            doors::code(&scheme.name)
        ))
        .attributes();
    let (name, url) = (literal::text(&scheme.name), literal::text(url));
    quote! {
        #docs
        pub const #ident: generator_runtime::client::Flow =
            generator_runtime::client::Flow::new(#name).with_metadata_url(#url);
    }
}

/// The setter for client credentials, where the scheme has them.
pub(super) fn setter(scheme: &SecurityScheme) -> Option<TokenStream> {
    let method = doors::ident(scheme.client_credentials.as_deref()?);
    let constant = match scheme.kind {
        SchemeKind::OpenIdConnect { .. } => ident(scheme, "discovery"),
        _ => ident(scheme, "client_credentials"),
    };
    let token = doors::ident(&scheme.ident);
    let docs = Doc::default()
        .own(format!(
            "The id and the secret of a client that gets tokens for the security scheme {} for itself, with the scopes that its operations need.",
            doors::code(&scheme.name)
        ))
        .own(format!(
            "What more is to be said, such as other scopes or an audience, is said by an [`OAuth2`](generator_runtime::client::OAuth2) over [`{constant}`], given to [`{token}`](Self::{token})."
        ))
        .attributes();
    let name = literal::text(&scheme.name);
    Some(quote! {
        #docs
        #[must_use]
        pub fn #method(
            mut self,
            id: impl Into<String>,
            secret: impl Into<generator_runtime::credentials::Secret>,
        ) -> Self {
            let tokens = generator_runtime::client::OAuth2::client_credentials(#constant, id, secret);
            self.connection = self.connection.credential_for(#name, tokens);
            self
        }
    })
}

fn ident(scheme: &SecurityScheme, flow: &str) -> Ident {
    let scheme = scheme.ident.trim_start_matches("r#");
    doors::ident(&format!("{scheme}_{flow}").to_uppercase())
}
