//! What a success hands over, where that is not just a payload.
//!
//! Comes in: the documented successes of an operation. Goes out: a struct, an enum, or nothing. It does not know how
//! replies are read or written.

use proc_macro2::TokenStream;
use quote::quote;

use super::documentation;
use super::input::many_arguments;
use super::names::{Names, Travel};
use super::outcome::{Carried, Success, differing_sizes, spends};
use crate::model::{Header, Operation, Payload, Reply};
use crate::render::doors::{self, Doc};

/// The type of a success.
pub(crate) fn output(operation: &Operation, names: Names<'_>) -> TokenStream {
    match Success::of(&operation.success) {
        Success::Unit => quote!(()),
        Success::Payload(payload) => names.content(payload, Travel::Streamed),
        Success::Struct(_) | Success::Enum(_) => names.operation(&operation.success.ident),
    }
}

/// The items that define it.
pub(super) fn render(operation: &Operation, names: Names<'_>) -> TokenStream {
    match Success::of(&operation.success) {
        Success::Unit | Success::Payload(_) => TokenStream::new(),
        Success::Struct(reply) => structure(operation, reply, names),
        Success::Enum(replies) => enumeration(operation, replies, names),
    }
}

fn structure(operation: &Operation, reply: &Reply, names: Names<'_>) -> TokenStream {
    let Carried::Fields {
        status,
        payload,
        headers,
    } = Carried::by(reply)
    else {
        return TokenStream::new();
    };
    let ident = doors::ident(&operation.success.ident);
    let docs = documentation::reply(reply).attributes();
    let derives = derives(operation);
    let fields = fields(status, payload, headers, names, Travel::Streamed);
    let definitions = fields.iter().map(|field| {
        let Field {
            docs, ident, ty, ..
        } = field;
        quote!(#docs pub #ident: #ty)
    });
    let allow = many_arguments(fields.iter().filter(|field| field.required).count());
    let arguments = fields.iter().filter(|field| field.required).map(|field| {
        let Field { ident, ty, .. } = field;
        quote!(#ident: #ty)
    });
    let values = fields.iter().map(|field| {
        let ident = &field.ident;
        if field.required {
            quote!(#ident)
        } else {
            quote!(#ident: None)
        }
    });
    let deref = payload.map(|payload| {
        let target = names.content(payload, Travel::Streamed);
        quote! {
            impl std::ops::Deref for #ident {
                type Target = #target;

                fn deref(&self) -> &Self::Target {
                    &self.body
                }
            }
        }
    });
    // Nothing is always there: what `new` makes is the default.
    let default = fields
        .iter()
        .all(|field| !field.required)
        .then(|| quote!(#[derive(Default)]));
    quote! {
        #docs
        #derives
        #default
        #[non_exhaustive]
        pub struct #ident { #(#definitions,)* }

        impl #ident {
            /// Takes what is always present; set the fields for the rest.
            #allow
            #[must_use]
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values),* }
            }
        }

        #deref
    }
}

fn enumeration(operation: &Operation, replies: &[Reply], names: Names<'_>) -> TokenStream {
    let ident = doors::ident(&operation.success.ident);
    let method = doors::ident(&operation.method_ident);
    let docs = Doc::default()
        .own(format!("The ways in which `{method}` succeeds."))
        .attributes();
    let derives = derives(operation);
    let allow = differing_sizes(replies.iter().filter_map(|reply| reply.payload.as_ref()));
    let variants = replies
        .iter()
        .map(|reply| variant(reply, names, Travel::Streamed));
    quote! {
        #docs
        #derives
        #allow
        #[non_exhaustive]
        pub enum #ident { #(#variants,)* }
    }
}

fn derives(operation: &Operation) -> TokenStream {
    if spends(&operation.success) {
        quote!(#[derive(Debug)])
    } else {
        quote!(#[derive(Clone, Debug, PartialEq)])
    }
}

/// The variant of one reply in an enum of replies.
pub(super) fn variant(reply: &Reply, names: Names<'_>, travel: Travel) -> TokenStream {
    let ident = doors::ident(&reply.ident);
    let docs = documentation::reply(reply).attributes();
    match Carried::by(reply) {
        Carried::Nothing => quote!(#docs #ident),
        Carried::Payload(payload) => {
            let ty = names.content(payload, travel);
            quote!(#docs #ident(#ty))
        }
        Carried::Fields {
            status,
            payload,
            headers,
        } => {
            let fields = fields(status, payload, headers, names, travel);
            let fields = fields.iter().map(|field| {
                let Field {
                    docs, ident, ty, ..
                } = field;
                quote!(#docs #ident: #ty)
            });
            quote!(#docs #ident { #(#fields,)* })
        }
    }
}

struct Field {
    docs: TokenStream,
    ident: proc_macro2::Ident,
    ty: TokenStream,
    required: bool,
}

fn fields(
    status: bool,
    payload: Option<&Payload>,
    headers: &[Header],
    names: Names<'_>,
    travel: Travel,
) -> Vec<Field> {
    let own = |name: &str, text: &str, ty: TokenStream| Field {
        docs: Doc::default().own(text).attributes(),
        ident: doors::ident(name),
        ty,
        required: true,
    };
    let status = status.then(|| own("status", "The status.", quote!(http::StatusCode)));
    let body = payload.map(|payload| own("body", "The body.", names.content(payload, travel)));
    let headers = headers.iter().map(|header| {
        let ty = names.types.of(&header.value.ty);
        Field {
            docs: documentation::header(header).attributes(),
            ident: doors::ident(&header.ident),
            ty: if header.required {
                ty
            } else {
                quote!(Option<#ty>)
            },
            required: header.required,
        }
    });
    status.into_iter().chain(body).chain(headers).collect()
}
