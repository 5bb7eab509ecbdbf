//! How a reply is read.
//!
//! Comes in: the documented outcomes of an operation. Goes out: the function `response`: one arm per status, the exact
//! ones first, then classes, then the rest.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::model::{Content, Header, Media, Operation, Reply, Status, Types};
use crate::render::doors::{ident, literal};
use crate::render::operations::names::Names;
use crate::render::operations::outcome::{Carried, Success};
use crate::render::wire::agreement::{self, Constants};

/// What arms are made with.
struct Context<'a> {
    operation: &'a Operation,
    types: &'a Types,
    names: Names<'a>,
    constants: &'a Constants,
}

/// The function `response`.
pub(super) fn render(
    operation: &Operation,
    types: &Types,
    names: Names<'_>,
    constants: &Constants,
) -> TokenStream {
    let context = Context {
        operation,
        types,
        names,
        constants,
    };
    let successes = operation.success.replies.iter().map(|reply| (reply, true));
    let failures = operation.failure.replies.iter().map(|reply| (reply, false));
    let mut replies: Vec<(&Reply, bool)> = successes.chain(failures).collect();
    replies.sort_by_key(|(reply, success)| match reply.status {
        Status::Code(_) => 0,
        Status::Class(_) => 1,
        // A success without a status of its own has a successful one.
        Status::Default if *success => 2,
        Status::Default => 3,
    });
    let arms = replies.iter().map(|(reply, success)| {
        let (pattern, class) = pattern(reply, *success, &replies);
        let same = |other: &&(&Reply, bool)| other.0.status == reply.status && other.1 == *success;
        let alike: Vec<&Reply> = replies
            .iter()
            .filter(same)
            .map(|(reply, _)| *reply)
            .collect();
        let media = (alike.len() > 1).then(|| {
            let documented = alike.iter().filter_map(|reply| reply.payload.as_ref());
            let documented = documented.map(|payload| literal::text(&payload.media_type));
            let position = alike.iter().position(|other| other.ident == reply.ident);
            let position = Literal::usize_unsuffixed(position.unwrap_or_default());
            quote!(reply.media_type(&[#(#documented),*]) == Some(#position))
        });
        let guard = match (class, media) {
            (Some(class), Some(media)) => quote!(if #class && #media),
            (Some(guard), None) | (None, Some(guard)) => quote!(if #guard),
            (None, None) => TokenStream::new(),
        };
        let value = if *success {
            context.success(reply)
        } else {
            context.failure(reply)
        };
        quote!(#pattern #guard => #value,)
    });
    let mut arms: Vec<TokenStream> = arms.collect();
    let is_rest = |(reply, success): &&(&Reply, bool)| reply.status == Status::Default && !success;
    let rests = replies.iter().filter(is_rest).count();
    if operation.success.replies.is_empty() {
        // Nothing is said about successes: whatever one carries is not looked at.
        arms.insert(arms.len() - rests, quote!(200..=299 => Ok(()),));
    }
    if rests != 1 {
        arms.push(quote!(_ => reply.undocumented(),));
    }
    quote! {
        fn response(reply: client::Reply) -> Result<Self::Output, error::Error<Self::Failure>> {
            match reply.outcome() {
                #(#arms)*
            }
        }
    }
}

/// The pattern of a status, and the condition that goes with it.
fn pattern(
    reply: &Reply,
    success: bool,
    all: &[(&Reply, bool)],
) -> (TokenStream, Option<TokenStream>) {
    let class = match reply.status {
        Status::Code(code) => {
            let code = Literal::u16_unsuffixed(code);
            return (quote!(#code), None);
        }
        Status::Class(class) => u16::from(class),
        Status::Default if success => 2,
        Status::Default => return (quote!(_), None),
    };
    // Patterns that overlap look like a mistake, to clippy too.
    let overlaps = all.iter().any(|(other, _)| match other.status {
        Status::Code(code) => code / 100 == class,
        Status::Class(other) => u16::from(other) == class && reply.status == Status::Default,
        Status::Default => false,
    });
    if overlaps {
        let class = Literal::u16_unsuffixed(class);
        return (quote!(status), Some(quote!(status / 100 == #class)));
    }
    let first = Literal::u16_unsuffixed(class * 100);
    let last = Literal::u16_unsuffixed(class * 100 + 99);
    (quote!(#first..=#last), None)
}

impl Context<'_> {
    /// The result of a documented success.
    fn success(&self, reply: &Reply) -> TokenStream {
        let name = self.names.operation(&self.operation.success.ident);
        let constructor = match Success::of(&self.operation.success) {
            Success::Unit => return quote!(Ok(())),
            Success::Payload(payload) if payload.media == Media::Json => {
                return quote!(reply.json());
            }
            Success::Payload(payload) => {
                let value = read(payload, true);
                return quote!(Ok(#value));
            }
            Success::Struct(_) => name,
            Success::Enum(_) => {
                let variant = ident(&reply.ident);
                quote!(#name::#variant)
            }
        };
        match Carried::by(reply) {
            Carried::Nothing => quote!(Ok(#constructor)),
            Carried::Payload(payload) if payload.media == Media::Json => {
                quote!(reply.json().map(#constructor))
            }
            Carried::Payload(payload) => {
                let value = read(payload, true);
                quote!(Ok(#constructor(#value)))
            }
            Carried::Fields {
                status,
                payload,
                headers,
            } => {
                let status = status.then(|| quote!(status: reply.status(),));
                let headers = headers.iter().map(|header| {
                    let ident = ident(&header.ident);
                    let value = self.header(header);
                    quote!(#ident: #value,)
                });
                // Last, since a stream takes the reply with it.
                let body = payload.map(|payload| {
                    let value = read(payload, true);
                    quote!(body: #value,)
                });
                quote!(Ok(#constructor { #status #(#headers)* #body }))
            }
        }
    }

    /// The result of a documented failure.
    fn failure(&self, reply: &Reply) -> TokenStream {
        let name = self.names.operation(&self.operation.failure.ident);
        let variant = ident(&reply.ident);
        match Carried::by(reply) {
            Carried::Nothing => quote!(reply.failed(#name::#variant)),
            Carried::Payload(payload) if payload.media == Media::Json => {
                quote!(reply.failure(#name::#variant))
            }
            Carried::Payload(payload) => {
                let value = read(payload, false);
                quote!(reply.failed(#name::#variant(#value)))
            }
            Carried::Fields {
                status,
                payload,
                headers,
            } => {
                let status = status.then(|| quote!(status: reply.status(),));
                let json = payload.is_some_and(|payload| payload.media == Media::Json);
                if json && headers.is_empty() {
                    return quote!(reply.failure(|body| #name::#variant { #status body }));
                }
                if json {
                    let values = headers.iter().map(|header| self.header(header));
                    let fields = headers.iter().enumerate().map(|(index, header)| {
                        let ident = ident(&header.ident);
                        let index = Literal::usize_unsuffixed(index);
                        quote!(#ident: headers.#index)
                    });
                    return quote! {{
                        let headers = (#(#values,)*);
                        reply.failure(|body| #name::#variant { #status body, #(#fields),* })
                    }};
                }
                let fields = headers.iter().map(|header| {
                    let ident = ident(&header.ident);
                    let value = self.header(header);
                    quote!(#ident: #value,)
                });
                let body = payload.map(|payload| {
                    let value = read(payload, false);
                    quote!(body: #value,)
                });
                quote!(reply.failed(#name::#variant { #status #(#fields)* #body }))
            }
        }
    }

    fn header(&self, header: &Header) -> TokenStream {
        let constant = self.constants.header(header, self.types);
        if header.required {
            quote!(reply.header(&Self::#constant)?)
        } else {
            quote!(reply.header_optional(&Self::#constant)?)
        }
    }
}

/// The value of a payload, or the end of the function.
fn read(payload: &Content, streamed: bool) -> TokenStream {
    match payload.media {
        Media::Json => quote!(reply.json()?),
        Media::Xml => {
            let root = agreement::xml_root(payload);
            quote!(reply.xml(#root)?)
        }
        Media::Text => quote!(reply.text()?),
        Media::Form => {
            let decoded = match agreement::form(payload) {
                Some(params) => quote!(params::form::decode_with(reply.bytes(), #params)),
                None => quote!(params::form::decode(reply.bytes())),
            };
            quote!(#decoded.map_err(|violations| reply.undecodable(violations))?)
        }
        _ if !streamed => quote!(reply.bytes().clone()),
        Media::Multipart => quote!(reply.multipart()?),
        Media::Bytes | Media::EventStream | Media::JsonLines => {
            agreement::items(payload, &quote!(reply.into_body()))
        }
    }
}
