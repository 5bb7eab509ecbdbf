//! Message types that people read: structs, enums, unions, aliases.
//!
//! Comes in: the types of an API. Goes out: `src/types.rs`, and files below it where that would
//! be too long. How a value is read, written and checked stands elsewhere (`wire`).

mod alias;
mod any_of;
mod default;
mod enumeration;
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
use super::{File, facts, mention};
use crate::model::{Api, TypeDef, TypeKind};

/// Renders the message types: `src/types.rs`, and `src/types/<family>.rs` for a large API.
#[must_use]
pub fn render(api: &Api) -> Vec<File> {
    let expression = Expression::new(&api.types, Scope::Types);
    let families = Families::new(&api.types);
    let items = api
        .types
        .iter()
        .map(|(id, def)| (id, item(&expression, def)))
        .collect();
    split("src/types", &families, items, |part, _| {
        let (names, docs) = match part {
            Part::Whole | Part::Top(_) => (Vec::new(), "Message types.".to_owned()),
            Part::Family(family) => (
                foreign(api, &families, family),
                format!("Message types of the family `{family}`."),
            ),
        };
        let mut module = Module::new(Doc::default().own(docs));
        if matches!(part, Part::Top(_)) {
            gather(api, &families, &mut module);
            return module;
        }
        if !names.is_empty() {
            let names = names.iter().map(|name| ident(name));
            module.import(quote!(use super::{#(#names),*};));
        }
        module
    })
}

/// The file above the families: their modules, and all types under one path.
fn gather(api: &Api, families: &Families, module: &mut Module) {
    for (family, members) in families.iter() {
        let family = ident(family);
        let names = members.iter().map(|id| ident(&api.types[*id].ident));
        module.import(quote!(mod #family; pub use #family::{#(#names),*};));
    }
}

/// The types of other families that a family mentions.
fn foreign<'a>(api: &'a Api, families: &Families, family: &str) -> Vec<&'a str> {
    let names: BTreeSet<&str> = families
        .members(family)
        .iter()
        .flat_map(|id| mention::types(&api.types[*id]))
        .filter(|id| families.of(*id) != family)
        .map(|id| api.types[id].ident.as_str())
        .collect();
    names.into_iter().collect()
}

/// One type with all that belongs to it.
fn item(expression: &Expression<'_>, def: &TypeDef) -> TokenStream {
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
            None => doc.own(format!("Schema at {}.", code(&def.pointer))),
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
