//! Message types that people read: structs, enums, unions, aliases.
//!
//! Comes in: the types of an API. Goes out: `src/types.rs`, and files below it where that would
//! be too long. How a value is read, written and checked stands elsewhere (`wire`).

mod alias;
mod any_of;
mod default;
mod enumeration;
mod origin;
mod structure;
mod union;

pub(crate) use default::constant as default_constant;
pub(crate) use structure::{Given, given};

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::doors::{Doc, code, ident};
use super::expression::{Expression, Scope};
use super::family::{Families, Part, split};
use super::format::Module;
use super::package::split::declarations;
use super::{File, facts, mention};
use crate::model::{Api, TypeDef, TypeKind};

/// Renders the message types: `src/types.rs`, and files below it for a large API.
#[must_use]
pub fn render(api: &Api) -> Vec<File> {
    let expression = Expression::new(&api.types, Scope::Types);
    let families = Families::new(api);
    let items = api
        .types
        .iter()
        .map(|(id, def)| (id, item(&expression, def).into()))
        .collect();
    split("src/types", &families, items, |part| {
        let docs = format!("Message types{}.", part.about());
        let mut module = Module::new(Doc::default().own(docs));
        module.import(declarations::<&str>(&part.named, &[]));
        let foreign = foreign(api, part);
        if !foreign.is_empty() {
            let names = foreign.iter().map(|name| ident(name));
            module.import(quote!(use crate::types::{#(#names),*};));
        }
        for below in part.modules() {
            module.import(quote!(mod #below;));
        }
        for below in part.modules() {
            module.import(quote!(pub use #below::*;));
        }
        module
    })
}

/// The types that stand elsewhere and that a file mentions.
fn foreign<'a>(api: &'a Api, part: &Part<'_>) -> BTreeSet<&'a str> {
    part.types
        .iter()
        .flat_map(|id| mention::types(&api.types[*id]))
        .filter(|id| part.is_below() && !part.holds(*id))
        .map(|id| api.types[id].ident.as_str())
        .collect()
}

/// One type with all that belongs to it.
pub(super) fn item(expression: &Expression<'_>, def: &TypeDef) -> TokenStream {
    match &def.kind {
        TypeKind::Struct(object) => structure::render(expression, def, object),
        TypeKind::Enum(values) => enumeration::render(expression, def, values),
        TypeKind::Union(union) => union::render(expression, def, union),
        TypeKind::AnyOf(any) => any_of::render(expression, def, any),
        TypeKind::Alias(target) => alias::render(expression, def, target),
    }
}

/// What the document says about a type.
fn describe(def: &TypeDef) -> Doc {
    let mut doc = Doc::default();
    let description = def.description.as_deref().unwrap_or_default();
    if let Some(title) = def.title.as_deref().filter(|title| *title != description) {
        doc = doc.plain(title);
    }
    doc = doc.markdown(description);
    if doc.is_empty() {
        doc = match &def.schema {
            Some(name) => doc.own(format!("Schema {}.", code(name))),
            None if def.pointer.is_empty() && matches!(def.kind, TypeKind::Union(_)) => {
                doc.own("The alternatives of a schema.")
            }
            None => doc.own(origin::of(&def.pointer)),
        };
    }
    if let Some(example) = def.example.as_ref().and_then(facts::shown) {
        doc = doc.own(format!("Example: {example}."));
    }
    if def.deprecated {
        doc = doc.own("**Deprecated.**");
    }
    doc
}

/// The derived traits of a type, `extra` (`Copy`, `Default`) in their usual places.
fn derives(def: &TypeDef, extra: &[&str]) -> TokenStream {
    let names = [
        "Clone",
        "Copy",
        "Debug",
        "Default",
        "PartialEq",
        "Eq",
        "Hash",
    ]
    .into_iter()
    .filter(|name| match *name {
        "Copy" | "Default" => extra.contains(name),
        "Eq" | "Hash" => !def.has_float,
        _ => true,
    })
    .map(ident);
    quote!(#[derive(#(#names),*)])
}
