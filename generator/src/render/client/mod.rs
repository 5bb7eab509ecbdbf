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
use super::package::split::{Part, Split};
use super::set::Set;
use crate::model::{Api, Operation};

/// What items of the module refer to.
const IMPORTS: &[(&str, &str)] = &[
    ("operations", "use crate::operations;"),
    ("types", "use crate::types;"),
];

/// The files of the module.
pub(crate) fn files(set: Set<'_>) -> Vec<File> {
    let api = set.api;
    let names = Names::outside(&api.types);
    let parts = (0..set.operations.len()).map(|index| {
        let (members, items) = part(set, index, names);
        Part {
            members,
            items: items.into_iter().map(Into::into).collect(),
        }
    });
    let (client, title) = (set.client(), doors::code(&api.title));
    let docs = match set.is_delivered() {
        true => format!("Sends the {}s of {title}.", set.noun()),
        false => format!("Calls {title}."),
    };
    Split {
        path: &set.path("client"),
        docs: Doc::default().own(docs),
        imports: set.imports(IMPORTS),
        modules: TokenStream::new(),
        head: once(set),
        reexport: None,
        above: &["Call", &client.to_string()],
        shared: &|parts| {
            let methods = parts.iter().map(|part| &part.members);
            match parts {
                [] => Vec::new(),
                _ => vec![quote!(impl #client { #(#methods)* })],
            }
        },
    }
    .files(set.operations, parts)
}

/// What stands once.
fn once(set: Set<'_>) -> Vec<TokenStream> {
    vec![
        head(set, server::choice),
        head(set, flow::constants),
        self::client(set),
        builder::render(set),
        call::render(set),
    ]
}

/// What one operation adds: methods of the client, and items.
fn part(set: Set<'_>, index: usize, names: Names<'_>) -> (TokenStream, Vec<TokenStream>) {
    let (api, operation) = (set.api, &set.operations[index]);
    let method = method::render(operation, set, names);
    let setters = call::setters(operation, api, names);
    if set.is_delivered() {
        return (method, vec![setters]);
    }
    let wait = wait::methods(index, api, names);
    let chained = wait::chained(index, api, names);
    let pages = page::render(index, api, names);
    (quote!(#method #wait), vec![setters, chained, pages])
}

/// What the module says of all operations together, then of each that is told, with its index.
pub(super) fn items(
    set: Set<'_>,
    is_told: &dyn Fn(&Operation) -> bool,
) -> (Vec<TokenStream>, Vec<(usize, Vec<TokenStream>)>) {
    let names = Names::outside(&set.api.types);
    let client = set.client();
    let told = (0..set.operations.len()).filter(|index| is_told(&set.operations[*index]));
    let parts = told.map(|index| {
        let (members, mut items) = part(set, index, names);
        items.push(quote!(impl #client { #members }));
        (index, items)
    });
    (once(set), parts.collect())
}

/// What only the client of the API itself has.
fn head(set: Set<'_>, items: impl Fn(&Api) -> TokenStream) -> TokenStream {
    match set.is_delivered() {
        true => TokenStream::new(),
        false => items(set.api),
    }
}

fn client(set: Set<'_>) -> TokenStream {
    let (client, builder) = (set.client(), set.builder());
    let title = doors::code(&set.api.title);
    let docs = match set.is_delivered() {
        true => Doc::default()
            .own(format!("Sends the {}s of {title} to whoever receives them. Clones share its connection.", set.noun()))
            .own("A URL is called exactly as it is given, with its query. It comes from others: whoever lets them choose \
                  it decides which hosts are acceptable, before it gets here or in the transport."),
        false => Doc::default().own(format!("A client of {title}. Clones share its connection.")),
    };
    let docs = docs.attributes();
    let changers = builder::changers(set);
    let starts = format!("Starts building a {}.", client.to_string().to_lowercase());
    let starts = Doc::default().own(starts).attributes();
    let noun = set.noun();
    let called = match noun.starts_with('o') {
        true => format!("A call of an {noun}, from its inputs."),
        false => format!("A call of a {noun}, from its inputs."),
    };
    let called = Doc::default().own(called).attributes();
    let elsewhere = set.is_delivered().then(|| {
        quote! {
            /// The same sender for this URL, with the same credentials.
            ///
            /// # Errors
            ///
            /// When it is not the URL of a host, or holds credentials.
            pub fn to(
                &self,
                url: impl Into<String>,
            ) -> Result<Self, generator_runtime::client::BuildError> {
                Ok(Self { connection: self.connection.with_endpoint(url)? })
            }

            /// The same sender with this credential in place of all others.
            #[must_use]
            pub fn with_credentials(
                &self,
                credentials: impl Into<generator_runtime::client::Credential>,
            ) -> Self {
                Self { connection: self.connection.with_credential(credentials) }
            }
        }
    });
    quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct #client {
            connection: generator_runtime::client::Connection,
        }

        impl #client {
            #starts
            #[must_use]
            pub fn builder() -> #builder {
                #builder::new()
            }

            #elsewhere

            #(#changers)*

            #called
            pub fn call<O>(&self, input: O) -> Call<'_, O>
            where
                O: generator_runtime::client::Operation,
            {
                Call { client: self, input }
            }
        }
    }
}
