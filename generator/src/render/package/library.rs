//! The root module, and the one above how things travel.

use askama::Template;
use proc_macro2::TokenStream;
use quote::quote;

use super::parts::Parts;
use super::split::imports;
use crate::model::{Api, OperationSet};
use crate::render::File;
use crate::render::doors::{self, Doc};
use crate::render::format::Module;
use crate::render::set::Set;
use crate::render::wire::{access, agreement, places};

#[derive(Template)]
#[template(path = "lib.rs")]
struct Library<'a> {
    docs: &'a [String],
    has_types: bool,
    parts: Parts,
    /// Sets of operations that others offer.
    deliveries: Vec<&'static str>,
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
        deliveries: Set::all(api).filter_map(|set| set.module()).collect(),
    };
    super::page("src/lib.rs", &library)
}

/// The roots of the sets of operations that others offer, and those above how they travel.
pub(super) fn deliveries(api: &Api, parts: Parts, modules: &[File]) -> Vec<File> {
    let sets = Set::all(api).filter(Set::is_delivered);
    sets.flat_map(|set| [delivery(set, parts), delivery_wire(set, parts, modules)])
        .collect()
}

fn delivery(set: Set<'_>, parts: Parts) -> File {
    let (noun, title) = (set.noun(), doors::code(&set.api.title));
    let docs = Doc::default()
        .own(format!(
            "The {noun}s of {title}: sent by the API, received by others."
        ))
        .own(match set.kind {
            OperationSet::Callbacks => {
                "Where one goes is said in the call that leads to it; the inputs of operations have methods that tell it."
            }
            _ => "Where one goes is agreed upon elsewhere, for instance when somebody subscribes.",
        });
    let mut module = Module::new(docs);
    let (client, builder) = (set.client(), set.builder());
    let (service, tag) = (set.service(), set.tag());
    let only = |wanted: bool, tokens: TokenStream| wanted.then_some(tokens);
    let client_module = quote!(
        #[cfg(feature = "client")]
        pub mod client;
    );
    let client_module = only(parts.client, client_module);
    let server_module = quote!(
        #[cfg(feature = "server")]
        pub mod server;
    );
    let server_module = only(parts.server, server_module);
    let client_types =
        quote!(#[cfg(feature = "client")] pub use client::{Call, #client, #builder};);
    let client_types = only(parts.client, client_types);
    let server_types = quote! {
        #[cfg(feature = "server")]
        pub use server::{Operations, #service, #tag, router, router_for};
    };
    let server_types = only(parts.server, server_types);
    module.import(quote! {
        #client_module
        pub mod operations;
        #server_module
        mod wire;
        #client_types
        #server_types
    });
    File {
        path: format!("src/{}.rs", set.module().unwrap_or_default()),
        text: module.text(),
    }
}

fn delivery_wire(set: Set<'_>, parts: Parts, modules: &[File]) -> File {
    let docs = format!("How {}s travel.", set.noun());
    let mut module = Module::new(Doc::default().own(docs));
    let both = both(parts);
    for (name, cfg) in [
        ("client", quote!(#[cfg(feature = "client")])),
        ("forms", both.clone()),
        ("parameters", both),
        ("server", quote!(#[cfg(feature = "server")])),
    ] {
        if has(
            modules,
            &format!("{}.rs", set.path(&format!("wire/{name}"))),
        ) {
            let ident = doors::ident(name);
            module.import(quote!(#cfg mod #ident;));
        }
    }
    File {
        path: format!("{}.rs", set.path("wire")),
        text: module.text(),
    }
}

/// What either end needs.
fn both(parts: Parts) -> TokenStream {
    match (parts.client, parts.server) {
        (true, false) => quote!(#[cfg(feature = "client")]),
        (false, true) => quote!(#[cfg(feature = "server")]),
        _ => quote!(#[cfg(any(feature = "client", feature = "server"))]),
    }
}

/// `src/wire.rs`.
pub(super) fn wire(api: &Api, parts: Parts, modules: &[File]) -> File {
    let mut module = Module::new(Doc::default().own("How messages and operations travel."));
    let both = both(parts);
    let mut declare = |path: &str, cfg: TokenStream| {
        if has(modules, &format!("src/wire/{path}.rs")) {
            let ident = doors::ident(path);
            // The descriptions are for the modules of webhooks and callbacks as well.
            let visibility = (path == "xml").then(|| quote!(pub(crate)));
            module.import(quote!(#cfg #visibility mod #ident;));
        }
    };
    declare("client", quote!(#[cfg(feature = "client")]));
    declare("expressions", TokenStream::new());
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
    let alternatives = access::all_alternatives(api);
    let demanded = |index: usize| {
        let mut requirements = api
            .all_operations()
            .flat_map(|operation| operation.security.iter().flatten());
        requirements.any(|requirement| requirement.scheme == index)
    };
    let schemes = api
        .schemes
        .iter()
        .enumerate()
        .filter(|(index, _)| demanded(*index));
    let schemes: Vec<TokenStream> = schemes.map(|(_, scheme)| access::scheme(scheme)).collect();
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
    let servers = places::all(api);
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
