//! The tables of a server: its routes, and the shapes of its refusals.
//!
//! The constant of a route stands beside the function that answers it; the table names them all.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::model::{Api, Operation, PathPart, Rejection, RejectionKind};
use crate::render::doors::{ident, literal};
use crate::render::set::Set;
use crate::render::wire::access::{self, Distinct};

/// The constant `ROUTES`.
pub(super) fn routes(set: Set<'_>) -> TokenStream {
    let routes = set.operations.iter().map(|operation| {
        let constant = ident(&operation.const_ident);
        quote!(#constant)
    });
    quote!(const ROUTES: &'static [server::Route] = &[#(#routes),*];)
}

/// The constant of one route.
pub(super) fn route(operation: &Operation, demands: &Distinct<'_>) -> TokenStream {
    let constant = ident(&operation.const_ident);
    let id = literal::text(&operation.id);
    let method = literal::text(&operation.method);
    let path = operation.path.segments.iter().map(|segment| {
        let parts = segment.iter().map(|part| match part {
            PathPart::Literal(text) => {
                let text = literal::text(text);
                quote!(Part::Literal(#text))
            }
            PathPart::Parameter(index) => {
                let name = literal::text(&operation.parameters[*index].name);
                quote!(Part::Parameter(#name))
            }
        });
        quote!(&[#(#parts),*])
    });
    let query = operation.path.query.iter().map(|(name, value)| {
        let (name, value) = (literal::text(name), literal::text(value));
        quote!((#name, #value))
    });
    let security = access::alternatives(demands, operation);
    quote! {
        pub(crate) const #constant: server::Route = server::Route {
            id: #id,
            method: #method,
            path: &[#(#path),*],
            query: &[#(#query),*],
            security: #security,
        };
    }
}

/// The constant `REJECTIONS`, unless the API has no shapes of its own.
pub(super) fn rejections(api: &Api) -> Option<TokenStream> {
    let rejections = api.rejections.iter().map(rejection);
    (!api.rejections.is_empty()).then(
        || quote!(const REJECTIONS: &'static [server::RejectionTemplate] = &[#(#rejections),*];),
    )
}

fn rejection(rejection: &Rejection) -> TokenStream {
    let kind = format_ident!(
        "{}",
        match rejection.kind {
            RejectionKind::Invalid => "Invalid",
            RejectionKind::Unauthorized => "Unauthorized",
            RejectionKind::Forbidden => "Forbidden",
            RejectionKind::NotFound => "NotFound",
            RejectionKind::MethodNotAllowed => "MethodNotAllowed",
            RejectionKind::NotAcceptable => "NotAcceptable",
            RejectionKind::UnsupportedMediaType => "UnsupportedMediaType",
            RejectionKind::TooLarge => "TooLarge",
            RejectionKind::NotImplemented => "NotImplemented",
            RejectionKind::Internal => "Internal",
            RejectionKind::Timeout => "Timeout",
        }
    );
    let status = proc_macro2::Literal::u16_unsuffixed(rejection.status);
    let headers = rejection.headers.iter().map(|(name, value)| {
        let (name, value) = (literal::text(name), literal::text(value));
        quote!((#name, #value))
    });
    let body = literal::json(&rejection.body);
    quote! {
        server::RejectionTemplate {
            kind: Some(server::Kind::#kind),
            status: Some(#status),
            headers: &[#(#headers),*],
            body: #body,
        }
    }
}
