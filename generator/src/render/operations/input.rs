//! The input of an operation: one struct with its parameters and its body.
//!
//! Comes in: an operation. Goes out: the struct, its constructor over what is required, and the enum of its body where
//! several media types are documented. It does not know how inputs travel.

use std::collections::BTreeSet;

use heck::ToShoutySnakeCase;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::documentation;
use super::names::{Names, Travel};
use super::outcome::{differing_sizes, is_spent};
use crate::model::{Media, Operation, Parameter, RequestBody, Type, Types};
use crate::render::doors::{self, Doc};
use crate::render::types::default_constant;

/// So many arguments are as many as clippy finds readable.
const ARGUMENTS: usize = 7;

/// An input as it becomes a field, an argument or a setter.
pub(crate) struct Input {
    /// Name of the field.
    pub(crate) ident: Ident,
    /// Type of the value, without `Option`.
    pub(crate) value: TokenStream,
    /// Type of an argument that takes it.
    pub(crate) argument: TokenStream,
    /// The argument as the value.
    pub(crate) converted: TokenStream,
    /// Must be given.
    pub(crate) required: bool,
    /// What the document says about it.
    pub(crate) docs: Doc,
}

impl Input {
    /// All inputs of an operation, the body last.
    pub(crate) fn all(operation: &Operation, types: &Types, names: Names<'_>) -> Vec<Self> {
        let parameters = operation
            .parameters
            .iter()
            .map(|parameter| Self::parameter(parameter, types, names));
        let body = operation.body.iter().map(|body| Self::body(body, names));
        parameters.chain(body).collect()
    }

    fn parameter(parameter: &Parameter, types: &Types, names: Names<'_>) -> Self {
        let ident = doors::ident(&parameter.ident);
        let ty = value_type(parameter);
        let argument = names.types.argument(ty);
        Self {
            value: names.types.of(ty),
            converted: argument.convert(&quote!(#ident)),
            argument: argument.ty,
            required: parameter.required,
            docs: documentation::parameter(parameter, types),
            ident,
        }
    }

    fn body(body: &RequestBody, names: Names<'_>) -> Self {
        let ident = doors::ident(&body.ident);
        let value = names.body(body);
        let (argument, converted) = match body.contents.as_slice() {
            [content]
                if matches!(
                    content.media,
                    Media::Json | Media::Xml | Media::Form | Media::Text
                ) =>
            {
                let argument = names.types.argument(&content.value.ty);
                let converted = argument.convert(&quote!(#ident));
                (argument.ty, converted)
            }
            [content] if content.form.is_some() => (value.clone(), quote!(#ident)),
            [_] => (quote!(impl Into<#value>), quote!(#ident.into())),
            _ => (value.clone(), quote!(#ident)),
        };
        Self {
            value,
            argument,
            converted,
            required: body.required,
            docs: documentation::body(body),
            ident,
        }
    }

    /// Type of the field.
    fn field_type(&self) -> TokenStream {
        let value = &self.value;
        if self.required {
            quote!(#value)
        } else {
            quote!(Option<#value>)
        }
    }

    /// The field with its value in a struct expression.
    fn initializer(&self) -> TokenStream {
        let Self {
            ident, converted, ..
        } = self;
        if !self.required {
            return quote!(#ident: None);
        }
        // `ident: ident` is what clippy calls redundant.
        if *ident == converted.to_string() {
            return quote!(#ident);
        }
        quote!(#ident: #converted)
    }
}

/// What lets a function have more arguments than clippy finds readable.
pub(crate) fn many_arguments(count: usize) -> Option<TokenStream> {
    (count > ARGUMENTS)
        .then(|| quote!(#[allow(clippy::too_many_arguments, reason = "the document has them all")]))
}

/// Type of a parameter's value. What may be left out is not sent as `null` too: no style can write that.
pub(crate) fn value_type(parameter: &Parameter) -> &Type {
    match &parameter.value.ty {
        Type::Nullable(inner) if !parameter.required => inner,
        ty => ty,
    }
}

/// Whether the body, or one of its alternatives, can be used only once.
fn has_spent(operation: &Operation) -> bool {
    let mut contents = operation.body.iter().flat_map(|body| &body.contents);
    contents.any(is_spent)
}

/// The struct of inputs, and the enum of bodies where there is one.
pub(super) fn render(operation: &Operation, types: &Types, names: Names<'_>) -> TokenStream {
    let ident = doors::ident(&operation.type_ident);
    let inputs = Input::all(operation, types, names);
    let fields = inputs.iter().map(|input| {
        let Input { ident, .. } = input;
        let docs = input.docs.attributes();
        let ty = input.field_type();
        quote!(#docs pub #ident: #ty)
    });
    let docs = documentation::input(operation).attributes();
    let optional_only = inputs.iter().all(|input| !input.required);
    let derives = derives(operation, optional_only);
    let defaults = defaults(operation, names);
    let new = constructor(&ident, &inputs, optional_only, &defaults);
    let bodies = operation
        .body
        .iter()
        .filter(|body| body.contents.len() > 1)
        .map(|body| body_enum(body, operation, names));
    quote! {
        #docs
        #derives
        #[non_exhaustive]
        pub struct #ident { #(#fields,)* }

        #new

        #(#bodies)*
    }
}

/// What can be used only once is neither cloned nor compared.
fn derives(operation: &Operation, default: bool) -> TokenStream {
    let default = default.then(|| format_ident!("Default")).into_iter();
    if has_spent(operation) {
        quote!(#[derive(Debug #(, #default)*)])
    } else {
        quote!(#[derive(Clone, Debug #(, #default)*, PartialEq)])
    }
}

/// The defaults of parameters, each under a name of its own.
fn defaults(operation: &Operation, names: Names<'_>) -> TokenStream {
    let mut taken = BTreeSet::new();
    let parameters = operation.parameters.iter();
    parameters
        .filter(|parameter| taken.insert(parameter.ident.to_shouty_snake_case()))
        .filter_map(|parameter| {
            let (ident, ty) = (&parameter.ident, &parameter.value.ty);
            default_constant(&names.types, ident, ty, parameter.default.as_ref())
        })
        .collect()
}

fn constructor(
    ident: &Ident,
    inputs: &[Input],
    optional_only: bool,
    defaults: &TokenStream,
) -> TokenStream {
    if optional_only {
        let doc = match inputs.is_empty() {
            true => " There are no inputs.",
            false => " No input is required; set the fields for those that are wanted.",
        };
        return quote! {
            impl #ident {
                #defaults
                #[doc = #doc]
                #[must_use]
                pub fn new() -> Self {
                    Self::default()
                }
            }
        };
    }
    let arguments = inputs.iter().filter(|input| input.required).map(|input| {
        let Input {
            ident, argument, ..
        } = input;
        quote!(#ident: #argument)
    });
    let fields = inputs.iter().map(Input::initializer);
    let doc = match inputs.iter().all(|input| input.required) {
        true => " Takes every input.",
        false => " Takes the required inputs; set the fields for the others.",
    };
    let allow = many_arguments(inputs.iter().filter(|input| input.required).count());
    quote! {
        impl #ident {
            #defaults
            #[doc = #doc]
            #allow
            #[must_use]
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#fields),* }
            }
        }
    }
}

fn body_enum(body: &RequestBody, operation: &Operation, names: Names<'_>) -> TokenStream {
    let ident = doors::ident(&body.type_ident);
    let variants = body.contents.iter().map(|content| {
        let variant = doors::ident(&content.ident);
        let ty = names.content(content, Travel::Streamed);
        let docs = Doc::default()
            .own(format!("{}.", doors::code(&content.media_type)))
            .attributes();
        quote!(#docs #variant(#ty))
    });
    let input = doors::ident(&operation.type_ident);
    let docs = Doc::default()
        .own(format!(
            "Body of [`{input}`] in one of the media types that the service takes."
        ))
        .attributes();
    let derives = derives(operation, false);
    let allow = differing_sizes(&body.contents);
    quote! {
        #docs
        #derives
        #allow
        #[non_exhaustive]
        pub enum #ident { #(#variants,)* }
    }
}
