//! The struct of a multipart form.
//!
//! Comes in: the form of a request's body. Goes out: the struct with a field per part, its constructor over what is
//! required, and setters for the rest. It does not know how parts travel.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::documentation;
use super::input::many_arguments;
use super::names::Names;
use crate::model::{Form, Operation, Part, PartKind, Types};
use crate::render::doors::{self, Doc, code};
use crate::render::facts;

/// A field of the struct.
struct Field {
    docs: Doc,
    ident: Ident,
    setter: Ident,
    ty: TokenStream,
    argument: TokenStream,
    converted: TokenStream,
    required: bool,
    deprecated: bool,
}

/// Type of the value of a part, without `Option`.
pub(crate) fn value_type(part: &Part, names: Names<'_>) -> TokenStream {
    match (part.kind, part.repeated) {
        (PartKind::File, false) => quote!(multipart::FilePart),
        (PartKind::File, true) => quote!(Vec<multipart::FilePart>),
        _ => names.types.of(&part.field.value.ty),
    }
}

/// The structs of the forms of an operation.
pub(super) fn render(operation: &Operation, types: &Types, names: Names<'_>) -> TokenStream {
    let contents = operation.body.iter().flat_map(|body| &body.contents);
    contents
        .filter_map(|content| content.form.as_ref())
        .map(|form| structure(operation, form, types, names))
        .collect()
}

fn structure(operation: &Operation, form: &Form, types: &Types, names: Names<'_>) -> TokenStream {
    let ident = doors::ident(&form.ident);
    let fields: Vec<Field> = form
        .parts
        .iter()
        .flat_map(|part| {
            let headers = part.headers.iter().map(|header| Field {
                docs: documentation::header(header),
                ..plain(
                    &header.ident,
                    names.types.of(&header.value.ty),
                    header.required,
                )
            });
            std::iter::once(field(part, types, names)).chain(headers)
        })
        .collect();
    let optional_only = fields.iter().all(|field| !field.required);
    let derives = derives(form, optional_only);
    let input = doors::ident(&operation.type_ident);
    let docs = Doc::default()
        .own(format!("Parts of the body of [`{input}`]."))
        .attributes();
    let definitions = fields.iter().map(|field| {
        let Field { ident, ty, .. } = field;
        let docs = field.docs.attributes();
        if field.required {
            quote!(#docs pub #ident: #ty)
        } else {
            quote!(#docs pub #ident: Option<#ty>)
        }
    });
    let others = form.others.as_ref().map(|name| {
        let name = doors::ident(name);
        quote! {
            /// Parts that have no field of their own.
            pub #name: multipart::Parts,
        }
    });
    let new = constructor(form, &fields, optional_only);
    let setters = fields.iter().filter(|field| !field.required).map(setter);
    quote! {
        #docs
        #derives
        #[non_exhaustive]
        pub struct #ident { #(#definitions,)* #others }

        impl #ident {
            #new
            #(#setters)*
        }
    }
}

fn derives(form: &Form, default: bool) -> TokenStream {
    let default = default.then(|| format_ident!("Default")).into_iter();
    if form.has_files() {
        quote!(#[derive(Debug #(, #default)*)])
    } else {
        quote!(#[derive(Clone, Debug #(, #default)*, PartialEq)])
    }
}

fn field(part: &Part, types: &Types, names: Names<'_>) -> Field {
    let field = &part.field;
    let mut docs = Doc::default().markdown(field.description.as_deref().unwrap_or_default());
    if docs.is_empty() {
        docs = docs.own(format!("The part {}.", code(&field.name)));
    }
    let facts = facts::paragraph(
        types,
        &field.value,
        field.default.as_ref(),
        field.example.as_ref(),
    );
    if !facts.is_empty() {
        docs = docs.own(facts);
    }
    if field.deprecated {
        docs = docs.own("**Deprecated.**");
    }
    let ident = doors::ident(&field.ident);
    let ty = value_type(part, names);
    let (argument, converted) = match (part.kind, part.repeated) {
        (PartKind::File, false) => (quote!(impl Into<#ty>), quote!(#ident.into())),
        (PartKind::File, true) => (ty.clone(), quote!(#ident)),
        _ => {
            let argument = names.types.argument(&field.value.ty);
            let converted = argument.convert(&quote!(#ident));
            (argument.ty, converted)
        }
    };
    Field {
        docs,
        argument,
        converted,
        setter: doors::ident(&field.setter),
        deprecated: field.deprecated,
        ..plain(&field.ident, ty, field.required)
    }
}

/// A field whose setter takes it as it is.
fn plain(name: &str, ty: TokenStream, required: bool) -> Field {
    let ident = doors::ident(name);
    Field {
        docs: Doc::default(),
        setter: ident.clone(),
        argument: ty.clone(),
        converted: quote!(#ident),
        required,
        deprecated: false,
        ident,
        ty,
    }
}

fn constructor(form: &Form, fields: &[Field], optional_only: bool) -> TokenStream {
    if optional_only {
        return quote! {
            /// A form without parts.
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }
        };
    }
    let required = || fields.iter().filter(|field| field.required);
    let arguments = required().map(|field| {
        let Field {
            ident, argument, ..
        } = field;
        quote!(#ident: #argument)
    });
    let values = fields.iter().map(|field| {
        let Field {
            ident, converted, ..
        } = field;
        if !field.required {
            quote!(#ident: None)
        } else if *ident == converted.to_string() {
            quote!(#ident)
        } else {
            quote!(#ident: #converted)
        }
    });
    let others = form.others.as_ref().map(|name| {
        let name = doors::ident(name);
        quote!(#name: multipart::Parts::new())
    });
    let values = values.chain(others);
    let allow = many_arguments(required().count());
    quote! {
        /// A form with what is required.
        #allow
        #[must_use]
        pub fn new(#(#arguments),*) -> Self {
            Self { #(#values),* }
        }
    }
}

fn setter(field: &Field) -> TokenStream {
    let Field {
        ident,
        setter,
        argument,
        converted,
        ..
    } = field;
    let docs = format!(" Sets `{ident}`.");
    let deprecated = field.deprecated.then(|| quote!(#[deprecated]));
    quote! {
        #[doc = #docs]
        #deprecated
        #[must_use]
        pub fn #setter(mut self, #ident: #argument) -> Self {
            self.#ident = Some(#converted);
            self
        }
    }
}
