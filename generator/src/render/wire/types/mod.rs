//! `Serialize` and `Deserialize` of message types.
//!
//! Comes in: the types of an API. Goes out: `src/wire/types.rs`, and files below it for a large
//! API. The implementations are emitted, not derived: they compile several times faster. What
//! they share is in the runtime's module `json`.

mod any_of;
mod enumeration;
mod structure;
mod union;

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Api, TypeDef, TypeKind};
use crate::render::File;
use crate::render::doors::{Doc, ident};
use crate::render::expression::{Expression, Scope};
use crate::render::family::{Families, split};
use crate::render::format::{Module, Named};
use crate::render::package::split::declarations;

/// Renders how message types are read and written: `src/wire/types.rs`, and
/// `src/wire/types/<family>.rs` for a large API. They expect a module `types` at the crate's root.
#[must_use]
pub fn render(api: &Api) -> Vec<File> {
    let expression = Expression::new(&api.types, Scope::Elsewhere);
    let families = Families::new(api);
    let items = api
        .types
        .iter()
        // Another name has no implementations of its own.
        .filter(|(_, def)| !matches!(def.kind, TypeKind::Alias(_)))
        .map(|(id, def)| (id, item(&expression, def).into()))
        .collect();
    split("src/wire/types", &families, items, |part| {
        let docs = format!("How message types{} are read and written.", part.about());
        let mut module = Module::new(Doc::default().own(docs));
        import(&mut module, &part.named);
        for below in part.modules() {
            module.import(quote!(mod #below;));
        }
        module
    })
}

/// Imports exactly what the items name.
fn import(module: &mut Module, named: &Named) {
    module.import(declarations::<&str>(named, &[]));
    let words = &named.words;
    let named = |candidates: &[&str]| -> Vec<_> {
        let found = candidates.iter().filter(|name| words.contains(**name));
        found.map(|name| ident(name)).collect()
    };
    let json = named(&[
        "FromObject",
        "Key",
        "Object",
        "ObjectWriter",
        "Parts",
        "Subset",
        "Trial",
    ]);
    let pattern = named(&["Pattern"]);
    let de = named(&["Deserialize", "Deserializer", "MapAccess"]);
    let ser = named(&["Serialize", "Serializer"]);
    if words.contains("json") {
        module.import(quote!(use generator_runtime::json::{self, #(#json),*};));
    }
    if !pattern.is_empty() {
        module.import(quote!(
            use generator_runtime::validate::Pattern;
        ));
    }
    if !de.is_empty() {
        module.import(quote!(use serde::de::{#(#de),*};));
    }
    if !ser.is_empty() {
        module.import(quote!(use serde::ser::{#(#ser),*};));
    }
    if words.contains("types") {
        module.import(quote!(
            use crate::types;
        ));
    }
}

fn item(expression: &Expression<'_>, def: &TypeDef) -> TokenStream {
    match &def.kind {
        TypeKind::Struct(object) => structure::render(expression.types(), def, object),
        TypeKind::Enum(values) => enumeration::render(def, values),
        TypeKind::Union(union) => union::render(expression, def, union),
        TypeKind::AnyOf(any) => any_of::render(def, any),
        TypeKind::Alias(_) => TokenStream::new(),
    }
}

/// The two implementations around their bodies.
fn implementations(
    def: &TypeDef,
    deserialize: &TokenStream,
    serialize: &TokenStream,
) -> TokenStream {
    let name = ident(&def.ident);
    quote! {
        impl<'de> Deserialize<'de> for types::#name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                #deserialize
            }
        }

        impl Serialize for types::#name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                #serialize
            }
        }
    }
}

/// What a type is called in messages.
fn spoken(def: &TypeDef) -> &str {
    def.schema.as_deref().unwrap_or(&def.ident)
}
