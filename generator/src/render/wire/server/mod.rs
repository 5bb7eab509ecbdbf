//! How the server reads requests and writes answers.
//!
//! Comes in: the model. Goes out: `src/wire/server.rs` with the routes, and a function per operation, in one file per
//! tag behind it when there are many.

mod answer;
mod inputs;
mod routes;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::access::{self, Distinct};
use super::agreement;
use super::agreement::Constants;
use crate::model::Operation;
use crate::render::File;
use crate::render::doors::{Doc, ident};
use crate::render::operations::names::Names;
use crate::render::package::split::Split;
use crate::render::set::Set;

/// What items of the module refer to.
const IMPORTS: &[(&str, &str)] = &[
    ("Body", "use generator_runtime::body::Body;"),
    ("params", "use generator_runtime::params;"),
    ("server", "use generator_runtime::server;"),
    ("Part", "use generator_runtime::server::Part;"),
    ("stream", "use generator_runtime::stream;"),
    ("validate", "use generator_runtime::validate;"),
    ("operations", "use crate::operations;"),
    ("Api", "use crate::server::Api;"),
    ("Operations", "use crate::server::Operations;"),
    ("Receiver", "use crate::server::Receiver;"),
    ("types", "use crate::types;"),
    ("access", "use crate::wire::access;"),
    ("details", "use crate::wire::details;"),
    ("xml", "use crate::wire::xml;"),
];

/// The files of the module.
pub(crate) fn files(set: Set<'_>) -> Vec<File> {
    let names = Names::outside(&set.api.types);
    let demands = access::distinct(set.api);
    let parts = set
        .operations
        .iter()
        .map(|operation| function(set, operation, names, &demands));
    Split {
        path: &set.path("wire/server"),
        docs: Doc::default().own("How the server reads requests and writes answers."),
        imports: set.imports(IMPORTS),
        modules: TokenStream::new(),
        head: vec![dispatch(set)],
        reexport: Some(quote!(pub(crate))),
        above: &[],
        shared: &|_| Vec::new(),
    }
    .files(set.operations, parts)
}

fn dispatch(set: Set<'_>) -> TokenStream {
    let (api, service) = (set.api, set.service());
    let routes = routes::routes(set);
    let rejections = routes::rejections(api);
    let errors = agreement::has_details(api).then(|| {
        quote!(
            const ERRORS: &'static error::ErrorDetails = &details::ERRORS;
        )
    });
    let direction = set.is_delivered().then(|| {
        quote!(
            const DIRECTION: validate::Direction = validate::Direction::Response;
        )
    });
    let arms = set.operations.iter().enumerate().map(|(index, operation)| {
        let index = Literal::usize_unsuffixed(index);
        let function = ident(&operation.method_ident);
        // By its path: a variable may have the same name.
        quote!(#index => self::#function(&self.0, incoming).await,)
    });
    let arms: Vec<TokenStream> = arms.collect();
    let body = if arms.is_empty() {
        quote! {
            let _ = (route, incoming);
            Err(server::Rejection::not_found())
        }
    } else {
        quote! {
            match route {
                #(#arms)*
                _ => Err(server::Rejection::not_found()),
            }
        }
    };
    quote! {
        impl<A: #service> server::Dispatch for Operations<A> {
            #routes
            #rejections
            #errors
            #direction

            async fn dispatch(
                &self,
                route: usize,
                incoming: server::Incoming,
            ) -> Result<http::Response<Body>, server::Rejection> {
                #body
            }
        }
    }
}

fn function(
    set: Set<'_>,
    operation: &Operation,
    names: Names<'_>,
    demands: &Distinct<'_>,
) -> TokenStream {
    let (api, service) = (set.api, set.service());
    let constants = Constants::of(operation, &api.types);
    let function = ident(&operation.method_ident);
    let accepts = answer::accepts(operation);
    let (inputs, mutable) = inputs::render(operation, &api.types, names, &constants);
    let mutable = mutable.then(|| quote!(mut));
    let answer = answer::render(operation, &api.types, names, &constants);
    let route = routes::route(operation, demands);
    quote! {
        #route

        pub(crate) async fn #function(
            api: &impl #service,
            #mutable incoming: server::Incoming,
        ) -> Result<http::Response<Body>, server::Rejection> {
            #accepts
            #inputs
            match api.#function(input, incoming.into_caller()).await {
                #answer
            }
        }
    }
}
