//! One of several types.

use proc_macro2::TokenStream;
use quote::quote;

use super::implementations;
use crate::model::{Additional, Choice, Type, TypeDef, TypeKind, Types, Union, Variant};
use crate::render::doors::{ident, literal};
use crate::render::expression::Expression;

/// By tag, or by trial.
pub(super) fn render(expression: &Expression<'_>, def: &TypeDef, union: &Union) -> TokenStream {
    let (deserialize, tag) = match &union.choice {
        Choice::Tag(tag) => (tagged(union, tag), Some(tag.as_str())),
        Choice::Trial => (tried(union), None),
    };
    let arms = union.variants.iter().map(|variant| {
        let name = ident(&variant.ident);
        // A tag that the variant does not write itself is written for it.
        match (tag, variant.tags.first()) {
            (Some(tag), Some(text)) if !writes(expression.types(), variant, tag) => {
                let (tag, text) = (literal::text(tag), literal::text(text));
                quote! {
                    Self::#name(value) => {
                        let mut parts = Parts::new();
                        parts.member(#tag, #text)?;
                        parts.merge(value)?;
                        parts.end(serializer)
                    }
                }
            }
            _ => quote!(Self::#name(value) => value.serialize(serializer),),
        }
    });
    let other = union.other.as_ref().map(|other| {
        let other = ident(other);
        quote!(Self::#other(value) => value.serialize(serializer),)
    });
    let serialize = quote! {
        match self {
            #(#arms)*
            #other
        }
    };
    implementations(def, &deserialize, &serialize)
}

fn tagged(union: &Union, tag: &str) -> TokenStream {
    let tag = literal::text(tag);
    let arms = union
        .variants
        .iter()
        .filter(|variant| !variant.tags.is_empty())
        .map(|variant| {
            let name = ident(&variant.ident);
            let tags = variant.tags.iter().map(|tag| literal::text(tag));
            quote!(Some(#(#tags)|*) => json::variant(value).map(Self::#name),)
        });
    let other = match &union.other {
        Some(other) => {
            let other = ident(other);
            quote!(_ => Ok(Self::#other(json::unrecognized(value).into())),)
        }
        None => {
            let tags = union.variants.iter().flat_map(|variant| &variant.tags);
            let tags = tags.map(|tag| literal::text(tag));
            quote!(found => Err(json::not_one_of(found.unwrap_or_default(), &[#(#tags),*])),)
        }
    };
    quote! {
        let value = json::buffer(deserializer)?;
        match json::tag(&value, #tag) {
            #(#arms)*
            #other
        }
    }
}

fn tried(union: &Union) -> TokenStream {
    let names = union.variants.iter().map(|variant| ident(&variant.ident));
    let trial = quote!(Trial::new(json::buffer(deserializer)?)#(.variant(Self::#names))*);
    match &union.other {
        Some(other) => {
            let other = ident(other);
            quote!(#trial.finish_or(Self::#other))
        }
        None => quote!(#trial.finish()),
    }
}

/// Whether a variant's own type writes the discriminator.
fn writes(types: &Types, variant: &Variant, tag: &str) -> bool {
    let mut ty = &variant.value.ty;
    for _ in 0..64 {
        match ty {
            Type::Named(id) | Type::Boxed(id) => match &types[*id].kind {
                TypeKind::Alias(target) => ty = &target.ty,
                TypeKind::Struct(object) => {
                    let named = object.fields.iter().any(|field| field.name == tag);
                    // Kept members hold the tag that was read, but not that of a new value.
                    return named || matches!(object.additional, Additional::Refused);
                }
                _ => return true,
            },
            _ => return true,
        }
    }
    true
}
