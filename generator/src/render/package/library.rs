//! The root module, and the one above how things travel.

use askama::Template;
use proc_macro2::TokenStream;
use quote::quote;

use super::parts::Parts;
use super::split::imports;
use crate::model::Api;
use crate::render::File;
use crate::render::doors::{self, Doc};
use crate::render::format::Module;
use crate::render::wire::agreement;

#[derive(Template)]
#[template(path = "lib.rs")]
struct Library<'a> {
    docs: &'a [String],
    has_types: bool,
    parts: Parts,
}

/// `src/lib.rs`.
pub(super) fn root(api: &Api, parts: Parts, modules: &[File]) -> File {
    let mut docs = Doc::default().plain(&api.title);
    if let Some(summary) = &api.summary {
        docs = docs.plain(summary);
    }
    if let Some(description) = &api.description {
        docs = docs.markdown(description);
    }
    docs = docs.own(format!("Version {} of the API.", doors::code(&api.version)));
    let library = Library {
        docs: docs.lines(),
        has_types: has(modules, "src/types.rs"),
        parts,
    };
    super::page("src/lib.rs", &library)
}

/// `src/wire.rs`.
pub(super) fn wire(api: &Api, parts: Parts, modules: &[File]) -> File {
    let mut module = Module::new(Doc::default().own("How messages and operations travel."));
    let both = match (parts.client, parts.server) {
        (true, false) => quote!(#[cfg(feature = "client")]),
        (false, true) => quote!(#[cfg(feature = "server")]),
        _ => quote!(#[cfg(any(feature = "client", feature = "server"))]),
    };
    let mut declare = |path: &str, cfg: TokenStream| {
        if has(modules, &format!("src/wire/{path}.rs")) {
            let ident = doors::ident(path);
            module.import(quote!(#cfg mod #ident;));
        }
    };
    declare("client", quote!(#[cfg(feature = "client")]));
    declare("forms", both.clone());
    declare("parameters", both.clone());
    declare("server", quote!(#[cfg(feature = "server")]));
    declare("types", TokenStream::new());
    declare("validate", TokenStream::new());
    declare("xml", both.clone());
    if parts.operations() && agreement::has_details(api) {
        let details = agreement::details(&api.error_details);
        module.item(quote! {
            /// Where errors say what happened.
            #both
            pub(crate) mod details {
                use generator_runtime::error;
                #details
            }
        });
    }
    let alternatives = agreement::all_alternatives(api);
    let demanded = |index: usize| {
        let mut requirements = api
            .operations
            .iter()
            .flat_map(|operation| operation.security.iter().flatten());
        requirements.any(|requirement| requirement.scheme == index)
    };
    let schemes = api
        .schemes
        .iter()
        .enumerate()
        .filter(|(index, _)| demanded(*index));
    let schemes: Vec<TokenStream> = schemes
        .map(|(_, scheme)| agreement::scheme(scheme))
        .collect();
    if !alternatives.is_empty() {
        let imports = imports(&alternatives, &[("schemes", "use super::schemes;")]);
        module.item(quote! {
            /// Which proofs of identity operations take, as alternatives.
            #both
            pub(crate) mod access {
                use generator_runtime::security;
                #imports
                #(#alternatives)*
            }
        });
    }
    if !schemes.is_empty() {
        module.item(quote! {
            /// How callers prove who they are.
            #both
            pub(crate) mod schemes {
                use generator_runtime::security;
                #(#schemes)*
            }
        });
    }
    let servers = agreement::all_servers(api);
    if parts.client && !servers.is_empty() {
        module.item(quote! {
            /// Where operations are that are not where the others are.
            #[cfg(feature = "client")]
            pub(crate) mod places {
                use generator_runtime::client;
                #(#servers)*
            }
        });
    }
    File {
        path: "src/wire.rs".to_owned(),
        text: module.text(),
    }
}

fn has(modules: &[File], path: &str) -> bool {
    modules.iter().any(|module| module.path == path)
}
