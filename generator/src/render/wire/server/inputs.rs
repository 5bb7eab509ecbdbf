//! How the inputs of an operation are read: parameters, then the body, then the limits of both, so that everything that
//! is wrong is told at once.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Content, Media, Operation, RequestBody, Types};
use crate::render::doors::{ident, literal};
use crate::render::operations::input::value_type;
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
    // Parameters are fields of a local type, so that none of their names can hide a variable.
    let fields = operation.parameters.iter().map(|parameter| {
        let field = ident(&parameter.ident);
        let ty = names.types.of(value_type(parameter));
        quote!(#field: Option<#ty>)
    });
    let reads = operation.parameters.iter().map(|parameter| {
        let field = ident(&parameter.ident);
        let constant = constants.parameter(parameter, types);
        if parameter.required {
            quote!(#field: inputs.required(&#input::#constant))
        } else {
            quote!(#field: inputs.optional(&#input::#constant))
        }
    });
    let parameters = if operation.parameters.is_empty() {
        quote!(let read = Ok(());)
    } else {
        quote! {
            struct Parameters { #(#fields,)* }
            let mut inputs = incoming.inputs();
            let parameters = Parameters { #(#reads,)* };
            let read = inputs.finish();
        }
    };
    let body = operation.body.as_ref().map(|body| self::body(body, names));
    let check = check(operation, types, names, &input);
    let values = operation.parameters.iter().map(|parameter| {
        let field = ident(&parameter.ident);
        if parameter.required {
            quote!(#field: params::given(parameters.#field)?)
        } else {
            quote!(#field: parameters.#field)
        }
    });
    let body_value = operation.body.as_ref().map(|body| {
        let field = ident(&body.ident);
        if body.required {
            quote!(#field: params::given(body)?)
        } else if field == "body" {
            quote!(#field)
        } else {
            quote!(#field: body)
        }
    });
    let values = values.chain(body_value);
    let mutable = body.is_some() || check.is_some();
    let statements = quote! {
        #parameters
        #body
        #check
        incoming.settle(read)?;
        let input = #input { #(#values,)* };
    };
    (statements, mutable)
}

/// The statements that check what could be read.
fn check(
    operation: &Operation,
    types: &Types,
    names: Names<'_>,
    input: &TokenStream,
) -> Option<TokenStream> {
    let checked = Checked::all(operation, names, &mut Checker::new(types));
    let is_parameter = |field: &proc_macro2::Ident| {
        let mut parameters = operation.parameters.iter();
        parameters.any(|parameter| ident(&parameter.ident) == *field)
    };
    let arguments = checked.iter().map(|checked| {
        let field = &checked.field;
        if is_parameter(field) {
            quote!(parameters.#field.as_ref())
        } else {
            quote!(body.as_ref())
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
