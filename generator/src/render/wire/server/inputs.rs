//! How the inputs of an operation are read: parameters, then the body, then the limits of both, so that everything that
//! is wrong is told at once.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::model::{Content, Media, Operation, RequestBody, Types};
use crate::render::doors::{ident, literal};
use crate::render::operations::names::{Names, Travel};
use crate::render::operations::outcome::is_streamed;
use crate::render::wire::agreement::{self, Constants};
use crate::render::wire::parameters::Checked;
use crate::render::wire::validate::Checker;

/// The statements that end with a variable `input`, and whether they change `incoming`.
pub(super) fn render(
    operation: &Operation,
    types: &Types,
    names: Names<'_>,
    constants: &Constants,
) -> (TokenStream, bool) {
    let input = names.operation(&operation.type_ident);
    if operation.parameters.is_empty() && operation.body.is_none() {
        return (quote!(let input = #input::new();), false);
    }
    let locals = Locals::of(operation);
    let reads = operation.parameters.iter().zip(&locals.parameters);
    let reads = reads.map(|(parameter, local)| {
        let constant = constants.parameter(parameter, types);
        let method = ident(if parameter.required {
            "required"
        } else {
            "optional"
        });
        quote!(let #local = inputs.#method(&#input::#constant);)
    });
    let (parameters, read) = if operation.parameters.is_empty() {
        (TokenStream::new(), quote!(Ok(())))
    } else {
        let parameters = quote! {
            let mut inputs = incoming.inputs();
            #(#reads)*
            let read = inputs.finish();
        };
        (parameters, quote!(read))
    };
    let body = operation.body.as_ref().map(|body| self::body(body, names));
    let check = check(operation, types, names, &input, &locals);
    let values = operation.parameters.iter().zip(&locals.parameters);
    let values =
        values.map(|(parameter, local)| value(&parameter.ident, parameter.required, local));
    let body_value = operation
        .body
        .as_ref()
        .map(|body| value(&body.ident, body.required, &ident("body")));
    let values = values.chain(body_value);
    let mutable = body.is_some() || check.is_some();
    let statements = quote! {
        #parameters
        #body
        #check
        incoming.settle(#read)?;
        let input = #input { #(#values,)* };
    };
    (statements, mutable)
}

/// Names that a handler needs for itself.
const RESERVED: [&str; 9] = [
    "api", "body", "check", "incoming", "input", "inputs", "output", "read", "reply",
];

/// The variables that hold what has been read.
struct Locals {
    /// Of the parameters, in their order.
    parameters: Vec<Ident>,
}

impl Locals {
    /// Named like the fields, or like them with underscores where a name is taken.
    fn of(operation: &Operation) -> Self {
        let mut taken: BTreeSet<String> = RESERVED.into_iter().map(str::to_owned).collect();
        let parameters = operation.parameters.iter().map(|parameter| {
            let mut local = parameter.ident.clone();
            while !taken.insert(local.clone()) {
                local.push('_');
            }
            ident(&local)
        });
        Self {
            parameters: parameters.collect(),
        }
    }
}

/// A field of the input with its value.
fn value(field: &str, required: bool, local: &Ident) -> TokenStream {
    let field = ident(field);
    if required {
        quote!(#field: params::given(#local)?)
    } else if field == *local {
        quote!(#field)
    } else {
        quote!(#field: #local)
    }
}

/// The statements that check what could be read.
fn check(
    operation: &Operation,
    types: &Types,
    names: Names<'_>,
    input: &TokenStream,
    locals: &Locals,
) -> Option<TokenStream> {
    let checked = Checked::all(operation, names, &mut Checker::new(types));
    let arguments = checked.iter().map(|checked| {
        let mut parameters = operation.parameters.iter();
        let position = parameters.position(|known| ident(&known.ident) == checked.field);
        match position {
            Some(position) => {
                let local = &locals.parameters[position];
                quote!(#local.as_ref())
            }
            None => quote!(body.as_ref()),
        }
    });
    (!checked.is_empty()).then(|| {
        quote! {
            incoming.check(|check| #input::check_inputs(check, #(#arguments),*));
        }
    })
}

/// The statement that reads the body, into an `Option`.
fn body(body: &RequestBody, names: Names<'_>) -> TokenStream {
    match body.contents.as_slice() {
        [content] => {
            let value = content_value(content, body.required, names, true);
            quote!(let body = #value;)
        }
        contents => {
            let accepted = contents
                .iter()
                .map(|content| literal::text(&content.media_type));
            let enumeration = names.operation(&body.type_ident);
            let last = contents.len() - 1;
            let arms = contents.iter().enumerate().map(|(index, content)| {
                let variant = ident(&content.ident);
                let value = content_value(content, body.required, names, false);
                let index = if index == last {
                    quote!(_)
                } else {
                    let index = proc_macro2::Literal::usize_unsuffixed(index);
                    quote!(#index)
                };
                if is_streamed(content.media) {
                    let items = agreement::checked_items(
                        content,
                        names.types.types(),
                        &quote!(incoming.take_body()),
                    );
                    quote!(#index => Some(#enumeration::#variant(#items)))
                } else {
                    quote!(#index => #value.map(#enumeration::#variant))
                }
            });
            quote! {
                let body = match incoming.media_type(&[#(#accepted),*])? {
                    #(#arms,)*
                };
            }
        }
    }
}

/// The expression of a content, an `Option`; `alone` when its media type has not been looked at.
fn content_value(content: &Content, required: bool, names: Names<'_>, alone: bool) -> TokenStream {
    let media_type = literal::text(&content.media_type);
    let look = alone.then(|| quote!(incoming.media_type(&[#media_type])?;));
    match content.media {
        Media::Json => {
            let ty = names.types.of(&content.value.ty);
            if required {
                quote!(incoming.json::<#ty>(&[#media_type]).await?)
            } else {
                quote!(incoming.json_optional::<#ty>(&[#media_type]).await?.flatten())
            }
        }
        Media::Xml => {
            let ty = names.types.of(&content.value.ty);
            let root = agreement::xml_root(content);
            if required {
                quote!(incoming.xml::<#ty>(&[#media_type], #root).await?)
            } else {
                quote!(incoming.xml_optional::<#ty>(&[#media_type], #root).await?.flatten())
            }
        }
        Media::Form => {
            let ty = names.types.of(&content.value.ty);
            let decoded = match agreement::form(content) {
                Some(params) => quote!(params::form::decode_with::<#ty>(&bytes, #params)),
                None => quote!(params::form::decode::<#ty>(&bytes)),
            };
            let read = quote! {
                match #decoded {
                    Ok(value) => Some(value),
                    Err(violations) => {
                        incoming.reject(violations.within("/body"));
                        None
                    }
                }
            };
            let empty = (!required).then(|| quote!(if bytes.is_empty() { None } else));
            let read = if required {
                read
            } else {
                quote!(#empty { #look #read })
            };
            let look = required.then_some(look).flatten();
            quote!({ #look let bytes = incoming.bytes().await?; #read })
        }
        Media::Text => {
            let ty = names.types.of(&content.value.ty);
            if required {
                quote!(incoming.text::<#ty>(&[#media_type]).await?)
            } else {
                quote!(incoming.text_optional::<#ty>(&[#media_type]).await?)
            }
        }
        Media::Multipart => {
            let ty = names.content(content, Travel::Streamed);
            if required {
                quote!(incoming.multipart::<#ty>(&[#media_type]).await?)
            } else {
                quote!(incoming.multipart_optional::<#ty>(&[#media_type]).await?)
            }
        }
        Media::Bytes | Media::EventStream | Media::JsonLines => {
            let items = agreement::checked_items(
                content,
                names.types.types(),
                &quote!(incoming.take_body()),
            );
            quote!({ #look Some(#items) })
        }
    }
}
