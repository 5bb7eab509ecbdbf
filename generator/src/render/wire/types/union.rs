//! One of several types.

use proc_macro2::TokenStream;
use quote::quote;

use super::implementations;
use crate::model::{
    Additional, Choice, EnumBase, Field, Struct, Text, Type, TypeDef, TypeKind, Types, Union,
};
use crate::render::doors::{ident, literal};
use crate::render::expression::{Expression, Presence};

/// By tag, or by trial.
pub(super) fn render(expression: &Expression<'_>, def: &TypeDef, union: &Union) -> TokenStream {
    let (deserialize, tag) = match &union.choice {
        Choice::Tag(tag) => (tagged(union, tag), Some(tag.as_str())),
        Choice::Trial => (tried(union), None),
    };
    let arms = union.variants.iter().enumerate().map(|(index, variant)| {
        let name = ident(&variant.ident);
        let value = tag.and_then(|tag| written(expression.types(), union, index, tag));
        let value = value.unwrap_or_else(|| quote!(value.serialize(serializer)));
        quote!(Self::#name(value) => #value,)
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
        .enumerate()
        .filter(|(index, variant)| !variant.tags.is_empty() && union.fallback != Some(*index))
        .map(|(_, variant)| {
            let name = ident(&variant.ident);
            let tags = variant.tags.iter().map(|tag| literal::text(tag));
            quote!(Some(#(#tags)|*) => json::variant(value).map(Self::#name),)
        });
    let fallback = union.fallback.and_then(|index| union.variants.get(index));
    let other = match (fallback, &union.other) {
        (Some(variant), _) => {
            let name = ident(&variant.ident);
            quote!(_ => json::variant(value).map(Self::#name),)
        }
        (None, Some(other)) => {
            let other = ident(other);
            quote!(_ => Ok(Self::#other(json::unrecognized(value).into())),)
        }
        (None, None) => {
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

/// How a variant is written so that its tag stands for it, whatever its own member says; `None`
/// where nothing else can come of it.
fn written(types: &Types, union: &Union, index: usize, tag: &str) -> Option<TokenStream> {
    let variant = &union.variants[index];
    if variant.tags.is_empty() {
        return None;
    }
    let object = structure(types, &variant.value.ty)?;
    let field = object.fields.iter().find(|field| field.name == tag);
    if field.is_none() && matches!(object.additional, Additional::Refused) {
        // It could not be read again with a member that it refuses.
        return None;
    }
    if field.is_some_and(|field| is_fixed(types, field, &variant.tags)) {
        return None;
    }
    let member = literal::text(tag);
    let tags = variant.tags.iter().map(|tag| literal::text(tag));
    let retagged = quote!(json::retagged(value, #member, &[#(#tags),*], serializer));
    let Some(own) = field.and_then(|field| text_of(types, field)) else {
        return Some(retagged);
    };
    let some = |tag: &String| {
        let tag = literal::text(tag);
        if own.optional {
            quote!(Some(#tag))
        } else {
            quote!(#tag)
        }
    };
    let text = &own.text;
    // Any other text is that of the fallback, and absence is, too.
    Some(if union.fallback == Some(index) {
        let others = union.variants.iter().enumerate();
        let others = others.filter(|(other, _)| *other != index);
        let others: Vec<_> = others
            .flat_map(|(_, other)| &other.tags)
            .map(some)
            .collect();
        if others.is_empty() {
            return None;
        }
        quote! {
            match #text {
                #(#others)|* => #retagged,
                _ => value.serialize(serializer),
            }
        }
    } else {
        let tags = variant.tags.iter().map(some);
        quote! {
            match #text {
                #(#tags)|* => value.serialize(serializer),
                _ => #retagged,
            }
        }
    })
}

/// Whether a member is always there with one of the texts.
fn is_fixed(types: &Types, field: &Field, tags: &[String]) -> bool {
    let Type::Named(id) = &field.value.ty else {
        return false;
    };
    let TypeKind::Enum(values) = &types[*id].kind else {
        return false;
    };
    let mut listed = values.values.iter();
    Presence::of(field).is_required()
        && values.closed
        && listed.all(|value| tags.iter().any(|tag| value.value == **tag))
}

/// How emitted code gets at the text of a member.
struct OwnText {
    text: TokenStream,
    optional: bool,
}

/// The text of a member that holds one.
fn text_of(types: &Types, field: &Field) -> Option<OwnText> {
    let name = ident(&field.ident);
    let (text, listed) = match &field.value.ty {
        Type::Text(Text::String) => (true, false),
        Type::Named(id) => match &types[*id].kind {
            TypeKind::Enum(values) => (values.base == EnumBase::String, true),
            _ => (false, false),
        },
        _ => (false, false),
    };
    if !text {
        return None;
    }
    let optional = !Presence::of(field).is_required();
    let text = match (optional, listed) {
        (false, _) => quote!(value.#name.as_str()),
        (true, false) => quote!(value.#name.as_deref()),
        (true, true) => quote!(value.#name.as_ref().map(|tag| tag.as_str())),
    };
    Some(OwnText { text, optional })
}

/// The struct behind boxes and aliases.
fn structure<'a>(types: &'a Types, ty: &Type) -> Option<&'a Struct> {
    let (Type::Named(id) | Type::Boxed(id)) = ty else {
        return None;
    };
    let mut kind = &types[*id].kind;
    // Aliases do not lead in a circle; the bound is for documents that nobody has checked.
    for _ in 0..64 {
        match kind {
            TypeKind::Struct(object) => return Some(object),
            TypeKind::Alias(target) => match target.ty {
                Type::Named(id) | Type::Boxed(id) => kind = &types[id].kind,
                _ => return None,
            },
            _ => return None,
        }
    }
    None
}
