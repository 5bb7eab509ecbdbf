//! How the outcome of an operation is written.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::model::{Content, Header, Media, Operation, Reply, Status, Types};
use crate::render::doors::{ident, literal};
use crate::render::operations::names::{Names, Travel};
use crate::render::operations::outcome::{Carried, Success};
use crate::render::wire::agreement::{self, Constants};

/// The statement that refuses callers who accept nothing that a success carries.
pub(super) fn accepts(operation: &Operation) -> Option<TokenStream> {
    let mut offered: Vec<&str> = Vec::new();
    for payload in operation
        .success
        .replies
        .iter()
        .filter_map(|reply| reply.payload.as_ref())
    {
        if !offered.contains(&payload.media_type.as_str()) {
            offered.push(&payload.media_type);
        }
    }
    let offered = offered.into_iter().map(literal::text);
    (offered.len() > 0).then(|| quote!(incoming.accepts(&[#(#offered),*])?;))
}

/// The arms over the result of the handler.
pub(super) fn render(
    operation: &Operation,
    types: &Types,
    names: Names<'_>,
    constants: &Constants,
) -> TokenStream {
    let writer = Writer {
        input: names.operation(&operation.type_ident),
        types,
        constants,
    };
    let success = writer.successes(operation, names);
    let error = names.operation(&operation.failure.ident);
    let failures = operation.failure.replies.iter().map(|reply| {
        let variant = ident(&reply.ident);
        writer.variant(reply, &quote!(#error::#variant), Travel::Kept)
    });
    quote! {
        #success
        #(#failures,)*
        Err(#error::Undocumented(reply)) => server::Answer::undocumented(reply),
    }
}

struct Writer<'a> {
    input: TokenStream,
    types: &'a Types,
    constants: &'a Constants,
}

impl Writer<'_> {
    fn successes(&self, operation: &Operation, names: Names<'_>) -> TokenStream {
        match Success::of(&operation.success) {
            Success::Unit => {
                // Nothing is documented: there is nothing to say.
                let status = operation
                    .success
                    .replies
                    .first()
                    .map_or(204, |reply| code(reply.status));
                let status = Literal::u16_unsuffixed(status);
                quote!(Ok(()) => server::Answer::new(#status).empty(),)
            }
            Success::Payload(payload) => {
                let status = operation
                    .success
                    .replies
                    .first()
                    .map_or(200, |reply| code(reply.status));
                let status = Literal::u16_unsuffixed(status);
                let end = end(Some(payload), &quote!(output), Travel::Streamed);
                quote!(Ok(output) => server::Answer::new(#status) #end,)
            }
            Success::Struct(reply) => {
                let Carried::Fields {
                    status,
                    payload,
                    headers,
                } = Carried::by(reply)
                else {
                    return TokenStream::new();
                };
                let status = if status {
                    quote!(output.status.as_u16())
                } else {
                    let status = Literal::u16_unsuffixed(code(reply.status));
                    quote!(#status)
                };
                let headers = headers.iter().map(|header| {
                    let ident = ident(&header.ident);
                    self.header(header, &quote!(output.#ident))
                });
                let end = end(payload, &quote!(output.body), Travel::Streamed);
                quote!(Ok(output) => server::Answer::new(#status) #(#headers)* #end,)
            }
            Success::Enum(replies) => {
                let name = names.operation(&operation.success.ident);
                let arms = replies.iter().map(|reply| {
                    let variant = ident(&reply.ident);
                    self.variant(reply, &quote!(#name::#variant), Travel::Streamed)
                });
                quote!(#(#arms,)*)
            }
        }
    }

    /// The arm of one variant.
    fn variant(&self, reply: &Reply, name: &TokenStream, travel: Travel) -> TokenStream {
        let wrap = match travel {
            Travel::Streamed => quote!(Ok),
            Travel::Kept => quote!(Err),
        };
        let fixed = Literal::u16_unsuffixed(code(reply.status));
        match Carried::by(reply) {
            Carried::Nothing => quote!(#wrap(#name) => server::Answer::new(#fixed).empty()),
            Carried::Payload(payload) => {
                let end = end(Some(payload), &quote!(body), travel);
                quote!(#wrap(#name(body)) => server::Answer::new(#fixed) #end)
            }
            Carried::Fields {
                status,
                payload,
                headers,
            } => {
                let status_field = status.then(|| quote!(status,));
                let status = if status {
                    quote!(status.as_u16())
                } else {
                    quote!(#fixed)
                };
                let body_field = payload.map(|_| quote!(body,));
                let idents = headers.iter().map(|header| ident(&header.ident));
                let headers = headers.iter().map(|header| {
                    let ident = ident(&header.ident);
                    self.header(header, &quote!(#ident))
                });
                let end = end(payload, &quote!(body), travel);
                quote! {
                    #wrap(#name { #status_field #body_field #(#idents,)* }) =>
                        server::Answer::new(#status) #(#headers)* #end
                }
            }
        }
    }

    fn header(&self, header: &Header, value: &TokenStream) -> TokenStream {
        let constant = self.constants.header(header, self.types);
        let input = &self.input;
        quote!(.header(&#input::#constant, &#value)?)
    }
}

/// The status to send; ranges carry theirs.
fn code(status: Status) -> u16 {
    match status {
        Status::Code(code) => code,
        Status::Class(class) => u16::from(class) * 100,
        Status::Default => 200,
    }
}

/// The call that ends an answer.
fn end(payload: Option<&Content>, value: &TokenStream, travel: Travel) -> TokenStream {
    let Some(payload) = payload else {
        return quote!(.empty());
    };
    let media_type = literal::text(agreement::sent_media_type(payload));
    match payload.media {
        Media::Json => quote!(.json(#media_type, &#value)),
        Media::Text => quote!(.text(#media_type, &#value)),
        Media::Form => {
            let encoded = match agreement::form(payload) {
                Some(params) => quote!(params::form::encode_with(&#value, #params)),
                None => quote!(params::form::encode(&#value)),
            };
            quote!(.body(#media_type, #encoded.map_err(|_| server::Rejection::internal())?))
        }
        Media::Multipart if travel == Travel::Streamed => quote!(.multipart(#media_type, #value)),
        _ if travel == Travel::Streamed => {
            let body = agreement::items_body(payload, value);
            quote!(.body(#media_type, #body))
        }
        _ => quote!(.body(#media_type, #value)),
    }
}
