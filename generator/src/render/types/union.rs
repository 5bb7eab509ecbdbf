//! One of several types.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::{derives, describe};
use crate::model::{Type, TypeDef, TypeKind, Types, Union, Variant};
use crate::render::doors::{Doc, code, ident};
use crate::render::expression::Expression;

/// The enum, with a conversion from each type that only one variant holds.
pub(super) fn render(expression: &Expression<'_>, def: &TypeDef, union: &Union) -> TokenStream {
    let name = ident(&def.ident);
    let doc = describe(def).attributes();
    let derives = derives(def, &[]);
    let variants = union.variants.iter().map(|variant| {
        let doc = describe_variant(expression, variant).attributes();
        let name = ident(&variant.ident);
        let ty = expression.of(&variant.value.ty);
        quote!(#doc #name(#ty))
    });
    let other = union.other.as_ref().map(|other| {
        let other = ident(other);
        quote! {
            /// A value that is none of the documented alternatives.
            #other(serde_json::Value)
        }
    });
    let conversions = conversions(expression, def, union);
    quote! {
        #doc
        #derives
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #other
        }

        #conversions
    }
}

fn describe_variant(expression: &Expression<'_>, variant: &Variant) -> Doc {
    let mut doc = Doc::default().markdown(variant.description.as_deref().unwrap_or_default());
    if !variant.tags.is_empty() {
        let tags: Vec<String> = variant.tags.iter().map(|tag| code(tag)).collect();
        doc = doc.own(format!("Tagged {}.", tags.join(" or ")));
    } else if doc.is_empty() {
        let ty = expression
            .of(&variant.value.ty)
            .to_string()
            .replace(' ', "");
        doc = doc.own(format!("{}.", code(&ty)));
    }
    doc
}

fn conversions(expression: &Expression<'_>, def: &TypeDef, union: &Union) -> TokenStream {
    let types = expression.types();
    let keys: Vec<String> = union
        .variants
        .iter()
        .map(|variant| expression.of(&bare(types, &variant.value.ty)).to_string())
        .collect();
    let mut holders: BTreeMap<&str, usize> = BTreeMap::new();
    for key in &keys {
        *holders.entry(key).or_default() += 1;
    }
    let name = ident(&def.ident);
    let from = expression.prelude("From");
    let mut conversions = TokenStream::new();
    for (variant, key) in union.variants.iter().zip(&keys) {
        let free = matches!(variant.value.ty, Type::Any | Type::Never);
        if holders[key.as_str()] > 1 || free || *key == def.ident {
            continue;
        }
        let variant_name = ident(&variant.ident);
        let (ty, value) = match &variant.value.ty {
            Type::Boxed(id) => (expression.named(*id), quote!(Box::new(value))),
            other => (expression.of(other), quote!(value)),
        };
        conversions.extend(quote! {
            impl #from<#ty> for #name {
                fn from(value: #ty) -> Self {
                    Self::#variant_name(#value)
                }
            }
        });
    }
    conversions
}

/// The type behind aliases and boxes: what the compiler compares.
fn bare(types: &Types, ty: &Type) -> Type {
    let mut ty = ty;
    // Aliases do not lead in a circle; the bound is for documents that nobody has checked.
    for _ in 0..64 {
        let (Type::Named(id) | Type::Boxed(id)) = ty else {
            break;
        };
        let TypeKind::Alias(target) = &types[*id].kind else {
            return Type::Named(*id);
        };
        ty = &target.ty;
    }
    match ty {
        Type::Array(item) => Type::Array(Box::new(crate::model::Use::plain(bare(types, &item.ty)))),
        Type::Map(item) => Type::Map(Box::new(crate::model::Use::plain(bare(types, &item.ty)))),
        Type::Nullable(inner) => Type::Nullable(Box::new(bare(types, inner))),
        other => other.clone(),
    }
}
