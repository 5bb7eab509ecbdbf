//! Message types that people read: structs, enums, unions, aliases.
//!
//! Comes in: the types of an API. Goes out: `src/types.rs`, and files below it where that would
//! be too long. How a value is read, written and checked stands elsewhere (`wire`).

mod alias;
mod any_of;
mod enumeration;
mod structure;
mod union;

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::doors::{Doc, code, ident};
use super::expression::{Expression, Scope};
use super::family::{Families, Part, split};
use super::format::{Module, words};
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
    split("src/types", &families, items, |part, items| {
        let mut module = Module::new(docs(part));
        match part {
            Part::Whole => {}
            Part::Top => gather(api, &families, &mut module),
            Part::Family(family) => import(api, &families, family, &mut module),
        }
        let hidden = api.types.iter().any(|(_, def)| def.ident == "Into");
        if hidden && items.iter().any(|item| words(item).contains("into")) {
            // A type of the API hides the trait whose method the setters call.
            module.import(quote!(
                use std::convert::Into as _;
            ));
        }
        module
    })
}

fn docs(part: Part<'_>) -> Doc {
    Doc::default().own(match part {
        Part::Whole | Part::Top => "Message types.".to_owned(),
        Part::Family(family) => format!("Message types of the family `{family}`."),
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
fn import(api: &Api, families: &Families, family: &str, module: &mut Module) {
    let names: BTreeSet<&str> = families
        .members(family)
        .iter()
        .flat_map(|id| mention::types(&api.types[*id]))
        .filter(|id| families.of(*id) != family)
        .map(|id| api.types[id].ident.as_str())
        .collect();
    if !names.is_empty() {
        let names = names.into_iter().map(ident);
        module.import(quote!(use super::{#(#names),*};));
    }
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

/// The derived traits of a type; `extra` come behind those that every type has.
fn derives(def: &TypeDef, extra: &[&str]) -> TokenStream {
    let mut names = vec!["Clone", "Debug", "PartialEq"];
    if !def.has_float {
        names.extend(["Eq", "Hash"]);
    }
    names.extend(extra);
    let names = names.into_iter().map(ident);
    quote!(#[derive(#(#names),*)])
}
