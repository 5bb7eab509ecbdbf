//! The root module, and the one above how things travel.

use askama::Template;
use proc_macro2::TokenStream;
use quote::quote;

use super::split::imports;
use crate::model::{Api, OperationSet};
use crate::render::File;
use crate::render::doors::{self, Doc};
use crate::render::format::Module;
use crate::render::set::Set;
use crate::render::wire::agreement;

#[derive(Template)]
#[template(path = "lib.rs")]
struct Library<'a> {
    docs: &'a [String],
    has_types: bool,
    /// Sets of operations that others offer.
    deliveries: Vec<&'static str>,
}

/// `src/lib.rs`.
pub(super) fn root(api: &Api, modules: &[File]) -> File {
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
        deliveries: Set::all(api).filter_map(|set| set.module()).collect(),
    };
    super::page("src/lib.rs", &library)
}

/// The roots of the sets of operations that others offer, and those above how they travel.
pub(super) fn deliveries(api: &Api, modules: &[File]) -> Vec<File> {
    let sets = Set::all(api).filter(Set::is_delivered);
    sets.flat_map(|set| [delivery(set), delivery_wire(set, modules)])
        .collect()
}

fn delivery(set: Set<'_>) -> File {
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
    module.import(quote! {
        #[cfg(feature = "client")]
        pub mod client;
        pub mod operations;
        #[cfg(feature = "server")]
        pub mod server;
        mod wire;
        #[cfg(feature = "client")]
        pub use client::{Call, #client, #builder};
        #[cfg(feature = "server")]
        pub use server::{Operations, #service, #tag, router, router_for};
    });
    File {
        path: format!("src/{}.rs", set.module().unwrap_or_default()),
        text: module.text(),
    }
}

fn delivery_wire(set: Set<'_>, modules: &[File]) -> File {
    let docs = format!("How {}s travel.", set.noun());
    let mut module = Module::new(Doc::default().own(docs));
    let both = quote!(#[cfg(any(feature = "client", feature = "server"))]);
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

/// `src/wire.rs`.
pub(super) fn wire(api: &Api, modules: &[File]) -> File {
    let mut module = Module::new(Doc::default().own("How messages and operations travel."));
    let both = quote!(#[cfg(any(feature = "client", feature = "server"))]);
    let mut declare = |path: &str, cfg: TokenStream| {
        if has(modules, &format!("src/wire/{path}.rs")) {
            let ident = doors::ident(path);
            module.import(quote!(#cfg mod #ident;));
        }
    };
    declare("client", quote!(#[cfg(feature = "client")]));
    declare("expressions", TokenStream::new());
    declare("forms", both.clone());
    declare("parameters", both.clone());
    declare("server", quote!(#[cfg(feature = "server")]));
    declare("types", TokenStream::new());
    declare("validate", TokenStream::new());
    if agreement::has_details(api) {
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
            .all_operations()
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
    File {
        path: "src/wire.rs".to_owned(),
        text: module.text(),
    }
}

fn has(modules: &[File], path: &str) -> bool {
    modules.iter().any(|module| module.path == path)
}
