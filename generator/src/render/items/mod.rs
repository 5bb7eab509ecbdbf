//! The public items of a generated crate: what programs are written against.
//!
//! Comes in: the model. Goes out: a list of items, each with its signature, the feature it needs, and where in the
//! document it comes from. The items are read from the very tokens that the other modules of this stage emit, so
//! the list cannot differ from the code. Nothing is known here of files, nor of how items of two crates compare.
//!
//! How messages travel (`wire`) is private; of it only the traits of message types are told, from the model, and what it
//! adds to the inputs of operations: where callbacks go, and where links lead.

mod differing;
mod listing;
mod signature;
#[cfg(test)]
mod tests;
mod text;
mod walk;

use std::collections::HashMap;

use proc_macro2::TokenStream;
use quote::quote;

pub(crate) use differing::Differing;
pub(crate) use listing::file;

use super::expression::{Expression, Scope};
use super::operations::names::Names;
use super::package::Parts;
use super::set::Set;
use super::{client, operations, server, types, wire};
use crate::model::{Api, Operation, TypeDef, TypeKind};
use walk::Walk;

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A struct.
    Struct,
    /// A field of a struct or of a variant.
    Field,
    /// An enum.
    Enum,
    /// A variant of an enum.
    Variant,
    /// Another name for a type.
    Alias,
    /// A constant, of a module or of a type.
    Constant,
    /// A function of a module.
    Function,
    /// A method or associated function of a type.
    Method,
    /// A trait.
    Trait,
    /// A method of a trait.
    TraitMethod,
    /// An implementation of a trait that is not derived.
    Implementation,
}

/// The feature of the crate that an item needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Feature {
    /// `client`.
    Client,
    /// `server`.
    Server,
}

impl Feature {
    /// Its name in the manifest.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Server => "server",
        }
    }
}

/// A public item.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What it is.
    pub kind: Kind,
    /// Its path in the crate: `types::Image`, `types::Image.name` (a field), `client::Client::copy_image`.
    pub path: String,
    /// Path of the item that it is a part of.
    pub parent: Option<String>,
    /// The declaration with the path in place of the name.
    pub signature: String,
    /// What of the declaration programs depend on: without names of arguments, aliases replaced by what they stand for.
    pub meaning: String,
    /// Names and types of arguments.
    pub arguments: Vec<(String, String)>,
    /// The value of a constant.
    pub value: Option<String>,
    /// Feature that it needs.
    pub feature: Option<Feature>,
    /// `#[non_exhaustive]`.
    pub non_exhaustive: bool,
    /// `#[deprecated]`.
    pub deprecated: bool,
    /// Whether a method of a trait has a body, so that programs need not write it.
    pub provided: bool,
    /// Traits that are derived, and those of messages.
    pub traits: Vec<String>,
    /// JSON pointer of the schema or operation that it comes from; empty for what belongs to the whole document.
    pub pointer: String,
    /// The path without the name of that schema or operation, by which items of renamed ones are told to be the same.
    pub role: String,
    /// Name on the wire of the member that a field or setter stands for.
    pub member: Option<String>,
}

/// The public items of the crate of an API that has these parts, sorted by path.
#[must_use]
pub fn of(api: &Api, parts: Parts) -> Vec<Item> {
    of_those(api, parts, None)
}

/// The public items of what differs, and those of the crate as a whole; all where nothing is said.
pub(crate) fn of_those(api: &Api, parts: Parts, differing: Option<&Differing<'_>>) -> Vec<Item> {
    let has_type = |def: &TypeDef| differing.is_none_or(|differing| differing.has_type(def));
    let mut walk = Walk::new(aliases(api));
    let expression = Expression::new(&api.types, Scope::Types);
    for (_, def) in api.types.iter().filter(|(_, def)| has_type(def)) {
        let first = walk.items.len();
        walk.file("types", None, types::item(&expression, def));
        let own = &mut walk.items[first..];
        name(own, &def.pointer, &[&def.ident]);
        describe(own, def);
    }
    if parts.operations() {
        for set in Set::all(api) {
            of_set(&mut walk, set, parts, differing);
        }
        for (operation, tokens) in wire::expressions::items(api) {
            let operation = api.operation(operation);
            let first = walk.items.len();
            walk.file("operations", None, tokens);
            let known = [&*operation.type_ident, &operation.method_ident];
            name(&mut walk.items[first..], &operation.pointer, &known);
        }
    }
    let mut items = walk.items;
    items.sort_by(|one, other| (&one.path, one.kind).cmp(&(&other.path, other.kind)));
    items
}

fn of_set(walk: &mut Walk, set: Set<'_>, parts: Parts, differing: Option<&Differing<'_>>) {
    let is_told = |operation: &Operation| {
        differing.is_none_or(|differing| differing.has_operation(set.kind, operation))
    };
    let module = |name: &str| match set.module() {
        None => name.to_owned(),
        Some(module) => format!("{module}::{name}"),
    };
    let names = Names::inside(&set.api.types);
    let mut add = |name_: &str, feature, index: usize, tokens: Vec<TokenStream>| {
        let operation = &set.operations[index];
        let first = walk.items.len();
        for tokens in tokens {
            walk.file(&module(name_), feature, tokens);
        }
        let known = [&*operation.type_ident, &operation.method_ident];
        name(&mut walk.items[first..], &operation.pointer, &known);
    };
    let operations = set.operations.iter().enumerate();
    for (index, operation) in operations.filter(|(_, operation)| is_told(operation)) {
        let part = operations::part(operation, set.api, names);
        add("operations", None, index, vec![part]);
    }
    if parts.client {
        let (once, each) = client::items(set, &is_told);
        for (index, mut tokens) in each {
            tokens.push(answer(
                &set.operations[index],
                Names::outside(&set.api.types),
            ));
            add("client", Some(Feature::Client), index, tokens);
        }
        for tokens in once {
            walk.file(&module("client"), Some(Feature::Client), tokens);
        }
    }
    if parts.server {
        let first = walk.items.len();
        for tokens in server::all_items(set, &is_told) {
            walk.file(&module("server"), Some(Feature::Server), tokens);
        }
        let by_method: HashMap<&str, &Operation> = set
            .operations
            .iter()
            .map(|operation| (operation.method_ident.as_str(), operation))
            .collect();
        for item in &mut walk.items[first..] {
            let name_ = item.path.rsplit("::").next().unwrap_or_default();
            if let Some(operation) = by_method
                .get(name_)
                .filter(|_| item.kind == Kind::TraitMethod)
            {
                let known = [&*operation.type_ident, &operation.method_ident];
                name(std::slice::from_mut(item), &operation.pointer, &known);
            }
        }
    }
}

/// What a call gives: the module of how things travel implements it, but programs depend on it.
fn answer(operation: &Operation, names: Names<'_>) -> TokenStream {
    let input = names.operation(&operation.type_ident);
    let output = operations::success::output(operation, names);
    let failure = names.operation(&operation.failure.ident);
    quote! {
        impl generator_runtime::client::Operation for #input {
            type Output = #output;
            type Failure = #failure;
        }
    }
}

/// Says where items come from that are made of the schema or operation with these names.
fn name(items: &mut [Item], pointer: &str, names: &[&str]) {
    for item in items {
        pointer.clone_into(&mut item.pointer);
        let (head, last) = item.path.rsplit_once("::").unwrap_or(("", &item.path));
        let replaced = |text: &str| match names.iter().find_map(|name| text.split_once(name)) {
            Some((before, after)) => format!("{before}*{after}"),
            None => text.to_owned(),
        };
        item.role = format!("{}::{}", replaced(head), replaced(last));
    }
}

/// Adds what the model knows of the items of a type: its traits, and the members behind fields, setters and defaults.
fn describe(items: &mut [Item], def: &TypeDef) {
    for item in items.iter_mut() {
        if matches!(item.kind, Kind::Struct | Kind::Enum) && item.parent.is_none() {
            item.traits
                .extend(["Serialize", "Deserialize"].map(str::to_owned));
            if def.validated {
                item.traits.push("Validate".to_owned());
            }
            item.traits.sort();
        }
    }
    let TypeKind::Struct(object) = &def.kind else {
        return;
    };
    let by_ident: HashMap<&str, &str> = object
        .fields
        .iter()
        .flat_map(|field| {
            [
                (&*field.ident, &*field.name),
                (&*field.setter, &*field.name),
            ]
        })
        .collect();
    for item in items.iter_mut() {
        let last = item.path.rsplit(['.', ':']).next().unwrap_or_default();
        let last = last.trim_start_matches("r#");
        item.member = match item.kind {
            Kind::Field | Kind::Method if last != "new" => by_ident.get(last),
            _ => None,
        }
        .map(|name| (*name).to_owned());
    }
}

/// What the aliases of an API stand for, by their names.
fn aliases(api: &Api) -> HashMap<String, Vec<String>> {
    let expression = Expression::new(&api.types, Scope::Types);
    let aliases = api.types.iter().filter_map(|(_, def)| match &def.kind {
        TypeKind::Alias(target) => {
            let ty = expression.of(&target.ty);
            Some((def.ident.clone(), text::words(ty)))
        }
        _ => None,
    });
    aliases.collect()
}
