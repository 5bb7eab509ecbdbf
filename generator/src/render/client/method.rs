//! The method of an operation: takes what is required, gives a call.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Operation;
use crate::render::doors::{self, Doc};
use crate::render::operations::documentation;
use crate::render::operations::input::{Input, many_arguments};
use crate::render::operations::names::Names;
use crate::render::set::Set;

/// The method.
pub(super) fn render(operation: &Operation, set: Set<'_>, names: Names<'_>) -> TokenStream {
    let docs = docs(operation, set).attributes();
    let deprecated = operation.deprecated.then(|| quote!(#[deprecated]));
    let method = doors::ident(&operation.method_ident);
    let input = doors::ident(&operation.type_ident);
    let inputs = Input::all(operation, &set.api.types, names);
    let required: Vec<_> = inputs.iter().filter(|input| input.required).collect();
    let arguments = required.iter().map(|input| {
        let Input {
            ident, argument, ..
        } = input;
        quote!(#ident: #argument)
    });
    let allow = many_arguments(required.len() + 1);
    let idents = required.iter().map(|input| &input.ident);
    quote! {
        #docs
        #deprecated
        #allow
        pub fn #method(&self, #(#arguments),*) -> Call<'_, operations::#input> {
            self.call(operations::#input::new(#(#idents),*))
        }
    }
}

fn docs(operation: &Operation, set: Set<'_>) -> Doc {
    let mut docs = documentation::operation(operation);
    let described: Vec<_> = operation
        .parameters
        .iter()
        .filter(|parameter| parameter.required)
        .filter_map(|parameter| {
            let text = documentation::summary(parameter.description.as_deref()?);
            let ident = doors::ident(&parameter.ident);
            (!text.is_empty()).then(|| format!("`{ident}`: {text}"))
        })
        .collect();
    if !described.is_empty() {
        docs = docs.own("# Arguments").list(described);
    }
    if let Some(server) = operation.servers.first().filter(|_| !set.is_delivered()) {
        docs = docs.own(format!(
            "It is called elsewhere than other operations: at {}.",
            doors::code(&server.url)
        ));
    }
    documentation::errors(docs, &operation.failure, set)
}
