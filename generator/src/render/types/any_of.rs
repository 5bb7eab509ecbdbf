//! Any subset of several object types.

use proc_macro2::TokenStream;
use quote::quote;

use super::{derives, describe};
use crate::model::{AnyOf, Type, TypeDef};
use crate::render::doors::{Doc, ident};
use crate::render::expression::Expression;

/// A struct with an optional field per branch, and a setter for each.
pub(super) fn render(expression: &Expression<'_>, def: &TypeDef, any: &AnyOf) -> TokenStream {
    let name = ident(&def.ident);
    let doc = describe(def)
        .own("At least one of the parts must be present; on the wire they form one object.")
        .attributes();
    let derives = derives(def, &["Default"]);
    let mut fields = TokenStream::new();
    let mut setters = TokenStream::new();
    for branch in &any.branches {
        let field = ident(&branch.ident);
        let ty = expression.of(&branch.value.ty);
        let description = branch.description.as_deref().unwrap_or_default();
        let mut field_doc = Doc::default().markdown(description);
        if field_doc.is_empty() {
            field_doc = field_doc.own(match &branch.value.ty {
                Type::Named(id) | Type::Boxed(id) => {
                    format!("The part that is a `{}`.", expression.types()[*id].ident)
                }
                _ => "One of the parts.".to_owned(),
            });
        }
        let field_doc = field_doc.attributes();
        fields.extend(quote!(#field_doc pub #field: Option<#ty>,));
        let argument = expression.argument(&branch.value.ty);
        let argument_ty = &argument.ty;
        let value = argument.convert(&quote!(value));
        setters.extend(quote! {
            #[must_use]
            pub fn #field(mut self, value: #argument_ty) -> Self {
                self.#field = Some(#value);
                self
            }
        });
    }
    let new_doc = format!(" Creates `{}` with no parts; setters add them.", def.ident);
    quote! {
        #doc
        #derives
        #[non_exhaustive]
        pub struct #name { #fields }

        impl #name {
            #[doc = #new_doc]
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }
            #setters
        }
    }
}
