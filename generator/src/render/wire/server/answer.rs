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
    let replies = &operation.success.replies;
    let variable = replies
        .iter()
        .any(|reply| !twins(operation, reply).is_empty())
        .then(|| quote!(let accepted =));
    let offered = offered(operation).into_iter().map(literal::text);
    (offered.len() > 0).then(|| quote!(#variable incoming.accepts(&[#(#offered),*])?;))
}

/// The media types of all successes, each once.
fn offered(operation: &Operation) -> Vec<&str> {
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
    offered
}

/// The payloads that differ from that of a success in being XML where it is JSON, or the other way round, each with
/// its place among what is offered.
fn twins<'a>(operation: &'a Operation, reply: &Reply) -> Vec<(usize, &'a Content)> {
    let plain = |content: &Content| matches!(content.media, Media::Json | Media::Xml);
    let Some(own) = reply.payload.as_ref().filter(|own| plain(own)) else {
        return Vec::new();
    };
    let offered = offered(operation);
    let replies = operation.success.replies.iter();
    replies
        .filter(|other| other.status == reply.status && other.headers == reply.headers)
        .filter_map(|other| other.payload.as_ref())
        .filter(|other| plain(other) && other.media != own.media && other.value == own.value)
        .filter_map(|other| {
            let index = offered
                .iter()
                .position(|known| *known == other.media_type)?;
            Some((index, other))
        })
        .collect()
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
        writer.variant(reply, &quote!(#error::#variant), Travel::Kept, &[])
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
                    let twins = twins(operation, reply);
                    self.variant(reply, &quote!(#name::#variant), Travel::Streamed, &twins)
                });
                quote!(#(#arms,)*)
            }
        }
    }

    /// The arm of one variant.
    fn variant(
        &self,
        reply: &Reply,
        name: &TokenStream,
        travel: Travel,
        twins: &[(usize, &Content)],
    ) -> TokenStream {
        // What callers accept decides between forms of the same value.
        let negotiated = |start: &TokenStream, own: &TokenStream| {
            if twins.is_empty() {
                return quote!(#start #own);
            }
            let others = twins.iter().map(|(index, twin)| {
                let index = Literal::usize_unsuffixed(*index);
                let end = end(Some(twin), &quote!(body), travel);
                quote!(#index => answer #end,)
            });
            quote! {{
                let answer = #start;
                match accepted {
                    #(#others)*
                    _ => answer #own,
                }
            }}
        };
        let wrap = match travel {
            Travel::Streamed => quote!(Ok),
            Travel::Kept => quote!(Err),
        };
        let fixed = Literal::u16_unsuffixed(code(reply.status));
        match Carried::by(reply) {
            Carried::Nothing => quote!(#wrap(#name) => server::Answer::new(#fixed).empty()),
            Carried::Payload(payload) => {
                let end = end(Some(payload), &quote!(body), travel);
                let answer = negotiated(&quote!(server::Answer::new(#fixed)), &end);
                quote!(#wrap(#name(body)) => #answer)
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
                let start = quote!(server::Answer::new(#status) #(#headers)*);
                let answer = negotiated(&start, &end);
                quote!(#wrap(#name { #status_field #body_field #(#idents,)* }) => #answer)
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
        Media::Xml => {
            let root = agreement::xml_root(payload);
            quote!(.xml(#media_type, &#value, #root))
        }
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
