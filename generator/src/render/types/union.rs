//! One of several types.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::{derives, describe};
use crate::model::{Type, TypeDef, TypeKind, Types, Union, Use, Variant};
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
        .map(|variant| {
            expression
                .of(&bare(types, &variant.value.ty, &mut STEPS.clone()))
                .to_string()
        })
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

/// Most steps taken to find out what a type is made of; beyond, types count as different.
const STEPS: usize = 1000;

/// The type behind aliases and boxes: what the compiler compares.
fn bare(types: &Types, ty: &Type, steps: &mut usize) -> Type {
    if *steps == 0 {
        return ty.clone();
    }
    *steps -= 1;
    let mut item = |item: &Use| Use::plain(bare(types, &item.ty, steps));
    match ty {
        Type::Named(id) | Type::Boxed(id) => match &types[*id].kind {
            TypeKind::Alias(target) => bare(types, &target.ty, steps),
            _ => Type::Named(*id),
        },
        Type::Array(of) => Type::Array(Box::new(item(of))),
        Type::Map(of) => Type::Map(Box::new(item(of))),
        Type::Tuple(of, None) => Type::Tuple(of.iter().map(item).collect(), None),
        Type::Nullable(inner) => Type::Nullable(Box::new(bare(types, inner, steps))),
        other => other.clone(),
    }
}
