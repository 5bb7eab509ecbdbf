//! How a request is written.
//!
//! Comes in: an operation. Goes out: the function `request`, and the check of its inputs.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::model::{Content, Media, Operation, PathPart, Types};
use crate::render::doors::{ident, literal};
use crate::render::operations::names::Names;
use crate::render::operations::outcome::is_streamed;
use crate::render::set::Set;
use crate::render::wire::agreement::{self, Constants};
use crate::render::wire::parameters::Checked;
use crate::render::wire::validate::Checker;

/// The function `request`.
pub(super) fn render(
    operation: &Operation,
    set: Set<'_>,
    names: Names<'_>,
    constants: &Constants,
) -> TokenStream {
    let types = &set.api.types;
    // Who receives chooses the path.
    let path = match set.is_delivered() {
        true => TokenStream::new(),
        false => path(operation, types, constants),
    };
    let fixed = operation.path.query.iter().map(|(name, value)| {
        let (name, value) = (literal::text(name), literal::text(value));
        quote!(target.fixed(#name, #value);)
    });
    let in_path = |index: usize| {
        let mut parts = operation.path.segments.iter().flatten();
        parts.any(|part| *part == PathPart::Parameter(index))
    };
    let others = operation
        .parameters
        .iter()
        .enumerate()
        .filter(|(index, _)| !in_path(*index))
        .map(|(_, parameter)| {
            let constant = constants.parameter(parameter, types);
            let ident = ident(&parameter.ident);
            quote!(target.set(&Self::#constant, &self.#ident);)
        });
    let method = literal::text(&operation.method);
    let body = body(operation, names);
    let statements = quote!(#path #(#fixed)* #(#others)*);
    let mutable = (!statements.is_empty()).then(|| quote!(mut));
    quote! {
        fn request(&mut self) -> Result<http::Request<Body>, validate::Violations> {
            let #mutable target = params::Target::new();
            #statements
            let request = client::Outgoing::new(#method, target)?;
            #body
        }
    }
}

/// The statements that write the path.
fn path(operation: &Operation, types: &Types, constants: &Constants) -> TokenStream {
    let mut statements = TokenStream::new();
    let mut text = String::new();
    for segment in &operation.path.segments {
        text.push('/');
        for part in segment {
            match part {
                PathPart::Literal(literal) => text.push_str(literal),
                PathPart::Parameter(index) => {
                    let parameter = &operation.parameters[*index];
                    let constant = constants.parameter(parameter, types);
                    let ident = ident(&parameter.ident);
                    let literal = literal(&mut text);
                    statements.extend(quote!(#literal target.set(&Self::#constant, &self.#ident);));
                }
            }
        }
    }
    statements.extend(literal(&mut text));
    statements
}

fn literal(text: &mut String) -> Option<TokenStream> {
    let text = std::mem::take(text);
    (!text.is_empty()).then(|| {
        let text = literal::text(&text);
        quote!(target.literal(#text);)
    })
}

/// Where the content of a body is.
enum Place {
    /// In this field of the input.
    Field(Ident),
    /// Behind the reference `body`.
    Reference,
}

/// The expression that ends the request.
fn body(operation: &Operation, names: Names<'_>) -> TokenStream {
    let Some(body) = &operation.body else {
        return quote!(request.empty());
    };
    let field = ident(&body.ident);
    // What is sent only once leaves the input.
    let mut contents = body.contents.iter();
    let reference = if contents
        .any(|content| is_streamed(content.media) || content.media == Media::Multipart)
    {
        quote!(&mut)
    } else {
        quote!(&)
    };
    match (body.contents.as_slice(), body.required) {
        ([content], true) => content_expression(content, &Place::Field(field)),
        ([content], false) => {
            let value = content_expression(content, &Place::Reference);
            quote! {
                match #reference self.#field {
                    Some(body) => #value,
                    None => request.empty(),
                }
            }
        }
        (contents, required) => {
            let enumeration = names.operation(&body.type_ident);
            let arms = contents.iter().map(|content| {
                let variant = ident(&content.ident);
                let value = content_expression(content, &Place::Reference);
                if required {
                    quote!(#enumeration::#variant(body) => #value)
                } else {
                    quote!(Some(#enumeration::#variant(body)) => #value)
                }
            });
            let none = (!required).then(|| quote!(None => request.empty(),));
            quote! {
                match #reference self.#field {
                    #(#arms,)*
                    #none
                }
            }
        }
    }
}

/// The request with a content.
fn content_expression(content: &Content, place: &Place) -> TokenStream {
    let (value, mutable) = match place {
        Place::Field(field) => (quote!(&self.#field), quote!(&mut self.#field)),
        Place::Reference => (quote!(body), quote!(body)),
    };
    let media_type = literal::text(agreement::sent_media_type(content));
    match content.media {
        Media::Json => quote!(request.json(#media_type, #value)),
        Media::Form => match agreement::form(content) {
            Some(params) => {
                quote!(request.body(#media_type, params::form::encode_with(#value, #params)?))
            }
            None => quote!(request.body(#media_type, params::form::encode(#value)?)),
        },
        Media::Xml => {
            let root = agreement::xml_root(content);
            quote!(request.xml(#media_type, #value, #root))
        }
        Media::Text => quote!(request.text(#media_type, #value)),
        Media::Multipart => quote!(request.multipart(#media_type, #mutable)),
        // A stream is sent once: it leaves the input.
        Media::Bytes | Media::EventStream | Media::JsonLines => {
            let body = agreement::items_body(content, &quote!(std::mem::take(#mutable)));
            quote!(request.body(#media_type, #body))
        }
    }
}

/// The function `check`, if there is anything to check.
pub(super) fn check(operation: &Operation, types: &Types, names: Names<'_>) -> Option<TokenStream> {
    let checked = Checked::all(operation, names, &mut Checker::new(types));
    let arguments = checked.iter().map(|input| {
        let field = &input.field;
        if input.required {
            quote!(Some(&self.#field))
        } else {
            quote!(self.#field.as_ref())
        }
    });
    (!checked.is_empty()).then(|| {
        quote! {
            fn check(&self, check: &mut validate::Check) {
                Self::check_inputs(check, #(#arguments),*);
            }
        }
    })
}
