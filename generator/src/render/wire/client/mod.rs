//! How the client writes requests and reads replies: `impl Operation` for every input.
//!
//! Comes in: the model. Goes out: `src/wire/client.rs`, and one file per tag behind it when it is long.

mod request;
mod response;

use proc_macro2::TokenStream;
use quote::quote;

use super::access::{self, Distinct};
use super::agreement::{self, Constants};
use super::places;
use crate::model::{Api, Content, Location, Media, Operation, SchemeKind, SignatureRegion};
use crate::render::File;
use crate::render::doors::{Doc, ident, literal};
use crate::render::operations::names::Names;
use crate::render::operations::outcome::is_streamed;
use crate::render::operations::success;
use crate::render::package::split::Split;
use crate::render::set::Set;

/// What items of the module refer to.
const IMPORTS: &[(&str, &str)] = &[
    ("Body", "use generator_runtime::body::Body;"),
    ("client", "use generator_runtime::client;"),
    ("error", "use generator_runtime::error;"),
    ("params", "use generator_runtime::params;"),
    ("stream", "use generator_runtime::stream;"),
    ("validate", "use generator_runtime::validate;"),
    ("operations", "use crate::operations;"),
    ("types", "use crate::types;"),
    ("access", "use crate::wire::access;"),
    ("details", "use crate::wire::details;"),
    ("xml", "use crate::wire::xml;"),
    ("places", "use crate::wire::places;"),
];

/// The files of the module.
pub(crate) fn files(set: Set<'_>) -> Vec<File> {
    let names = Names::outside(&set.api.types);
    let demands = access::distinct(set.api);
    let parts = set
        .operations
        .iter()
        .map(|operation| implementation(set, operation, names, &demands));
    Split {
        path: &set.path("wire/client"),
        docs: Doc::default().own("How the client writes requests and reads replies."),
        imports: set.imports(IMPORTS),
        modules: TokenStream::new(),
        head: Vec::new(),
        reexport: None,
        above: &[],
        shared: &|_| Vec::new(),
    }
    .files(set.operations, parts)
}

fn implementation(
    set: Set<'_>,
    operation: &Operation,
    names: Names<'_>,
    demands: &Distinct<'_>,
) -> TokenStream {
    let api = set.api;
    let constants = Constants::of(operation, &api.types);
    let input = names.operation(&operation.type_ident);
    let meta = meta(set, operation, demands);
    let output = success::output(operation, names);
    let failure = names.operation(&operation.failure.ident);
    let request = request::render(operation, set, names, &constants);
    let response = response::render(operation, &api.types, names, &constants);
    let scope = scope(api, operation);
    let check = request::check(operation, &api.types, names);
    quote! {
        impl client::Operation for #input {
            const META: client::Meta = #meta;
            type Output = #output;
            type Failure = #failure;

            #request

            #response

            #scope

            #check
        }
    }
}

fn meta(set: Set<'_>, operation: &Operation, demands: &Distinct<'_>) -> TokenStream {
    let api = set.api;
    let id = literal::text(&operation.id);
    let method = literal::text(&operation.method);
    let path = literal::text(&operation.path.text);
    let accept = accept(operation);
    let accept = (!accept.is_empty()).then(|| {
        let accept = literal::text(&accept);
        quote!(.accept(#accept))
    });
    let security = (!operation.security.is_empty()).then(|| {
        let security = access::alternatives(demands, operation);
        quote!(.security(#security))
    });
    let servers = places::of(api, operation).map(|ident| quote!(.servers(places::#ident)));
    let errors = agreement::has_details(api).then(|| quote!(.errors(&details::ERRORS)));
    let streaming = streaming(operation);
    // HTTP would let a GET be repeated; one that starts work would start it twice.
    let mut waits = api.waits.iter().filter(|_| !set.is_delivered());
    let starts =
        waits.any(|wait| api.operations[wait.starter].method_ident == operation.method_ident);
    let is_safe = matches!(
        operation.method.as_str(),
        "GET" | "HEAD" | "OPTIONS" | "TRACE"
    );
    let idempotent = (starts && is_safe).then(|| quote!(.idempotent(false)));
    quote!(client::Meta::new(#id, #method, #path) #accept #security #servers #errors #idempotent #streaming)
}

/// Which successes are handed over as streams: all, those of some media types, or none.
fn streaming(operation: &Operation) -> Option<TokenStream> {
    let replies = operation.success.replies.iter();
    let payloads = replies.filter_map(|reply| reply.payload.as_ref());
    let (streamed, whole): (Vec<&Content>, Vec<&Content>) =
        payloads.partition(|payload| is_streamed(payload.media));
    if streamed.is_empty() {
        return None;
    }
    if whole.is_empty() {
        return Some(quote!(.streaming()));
    }
    // A range, or a type that stands for something else too, says nothing about one reply.
    let mut types: Vec<&str> = Vec::new();
    for payload in &streamed {
        let essence = essence(payload);
        let same = |other: &&Content| self::essence(other).eq_ignore_ascii_case(essence);
        if !essence.contains('*') && !whole.iter().any(same) && !types.contains(&essence) {
            types.push(essence);
        }
    }
    let types = types.into_iter().map(literal::text);
    (types.len() > 0).then(|| quote!(.streaming_if(&[#(#types),*])))
}

fn essence(payload: &Content) -> &str {
    let media_type = payload.media_type.as_str();
    media_type.split(';').next().unwrap_or_default().trim()
}

/// The media types of all documented replies, each once. Where there is JSON, it is liked better than XML.
fn accept(operation: &Operation) -> String {
    let mut types: Vec<(&str, Media)> = Vec::new();
    let outcomes = [&operation.success, &operation.failure];
    let replies = outcomes.into_iter().flat_map(|outcome| &outcome.replies);
    for payload in replies.filter_map(|reply| reply.payload.as_ref()) {
        let essence = essence(payload);
        let is_header = essence.bytes().all(|byte| byte.is_ascii_graphic());
        if is_header && !types.iter().any(|(known, _)| *known == essence) {
            types.push((essence, payload.media));
        }
    }
    let json = types.iter().any(|(_, media)| *media == Media::Json);
    let liked = |(essence, media): (&str, Media)| match media {
        Media::Xml if json => format!("{essence};q=0.9"),
        _ => essence.to_owned(),
    };
    types.into_iter().map(liked).collect::<Vec<_>>().join(", ")
}

/// The value of the path parameter that the region of a signature is taken from.
fn scope(api: &Api, operation: &Operation) -> Option<TokenStream> {
    let requirements = operation.security.iter().flatten();
    let regions: Vec<&str> = requirements
        .filter_map(|requirement| match &api.schemes[requirement.scheme].kind {
            SchemeKind::Signature {
                region: SignatureRegion::Named { name, .. },
                ..
            } => Some(name.as_str()),
            _ => None,
        })
        .collect();
    let arms: Vec<_> = operation
        .parameters
        .iter()
        .filter(|parameter| {
            parameter.location == Location::Path && regions.contains(&parameter.name.as_str())
        })
        .filter_map(|parameter| {
            let text = agreement::to_text(&parameter.value.ty, &api.types)?;
            let name = literal::text(&parameter.name);
            let ident = ident(&parameter.ident);
            Some(quote!(#name => Some(self.#ident.#text)))
        })
        .collect();
    (!arms.is_empty()).then(|| {
        quote! {
            fn scope(&self, name: &str) -> Option<String> {
                match name {
                    #(#arms,)*
                    _ => None,
                }
            }
        }
    })
}
