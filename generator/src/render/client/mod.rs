//! The module `client`: the client of an API, its builder, and a method per operation.
//!
//! Comes in: the model. Goes out: `src/client.rs`, and one file per tag behind it when it is long. It does not know how
//! anything travels on the wire.

pub(crate) mod builder;
mod call;
mod flow;
mod method;
mod page;
pub(crate) mod server;
mod wait;

use proc_macro2::TokenStream;
use quote::quote;

use super::File;
use super::doors::{self, Doc};
use super::operations::names::Names;
use super::package::split::Split;
use crate::model::Api;

/// What items of the module refer to.
const IMPORTS: &[(&str, &str)] = &[
    ("operations", "use crate::operations;"),
    ("types", "use crate::types;"),
];

/// What one operation adds.
struct Part {
    /// Methods of the client.
    methods: TokenStream,
    /// What its calls can do: setters, waiting, pages.
    calls: [TokenStream; 3],
}

/// The files of the module.
pub(crate) fn files(api: &Api) -> Vec<File> {
    let names = Names::outside(&api.types);
    let parts = api.operations.iter().enumerate().map(|(index, operation)| {
        let method = method::render(operation, api, names);
        let wait = wait::methods(index, api, names);
        Part {
            methods: quote!(#method #wait),
            calls: [
                call::setters(operation, api, names),
                wait::chained(index, api, names),
                page::render(index, api, names),
            ],
        }
    });
    Split {
        path: "src/client",
        docs: Doc::default().own(format!("Calls {}.", doors::code(&api.title))),
        imports: IMPORTS,
        modules: TokenStream::new(),
        head: vec![
            server::choice(api),
            flow::constants(api),
            client(api),
            builder::render(api),
            call::render(),
        ],
        reexport: None,
        above: &["Call", "Client"],
        compose: |parts: &[Part]| {
            let methods: Vec<_> = parts.iter().map(|part| &part.methods).collect();
            let methods = match methods.as_slice() {
                [] => TokenStream::new(),
                methods => quote!(impl Client { #(#methods)* }),
            };
            let calls = parts.iter().flat_map(|part| part.calls.iter().cloned());
            std::iter::once(methods).chain(calls).collect()
        },
    }
    .files(&api.operations, parts.collect())
}

fn client(api: &Api) -> TokenStream {
    let docs = Doc::default()
        .own(format!(
            "A client of {}. Clones share its connection.",
            doors::code(&api.title)
        ))
        .attributes();
    let settings = builder::settings(api);
    let changers = settings.iter().map(builder::changer);
    quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct Client {
            connection: generator_runtime::client::Connection,
        }

        impl Client {
            /// Starts a client.
            #[must_use]
            pub fn builder() -> ClientBuilder {
                ClientBuilder::new()
            }

            #(#changers)*

            /// A call of an operation with inputs at hand.
            pub fn call<O>(&self, input: O) -> Call<'_, O>
            where
                O: generator_runtime::client::Operation,
            {
                Call { client: self, input }
            }
        }
    }
}
