//! `Validate` of message types.
//!
//! Comes in: the types of an API. Goes out: `src/wire/validate.rs`, and files below it for a
//! large API. Only types that are marked as validated get an implementation, and it names only
//! the constraints that there are.

mod checker;
mod constraint;
mod pattern;

use proc_macro2::TokenStream;
use quote::quote;

pub use checker::{Checker, Value};

use crate::model::{
    Additional, AnyOf, Api, Demand, Direction, Enum, FieldRole, Struct, Type, TypeDef, TypeKind,
    Union,
};
use crate::render::File;
use crate::render::doors::{Doc, ident, literal};
use crate::render::expression::Presence;
use crate::render::family::{Families, split};
use crate::render::format::{Module, Named, words};
use crate::render::package::split::declarations;

/// Renders what is checked of message types: `src/wire/validate.rs`, and
/// `src/wire/validate/<family>.rs` for a large API. Nothing when no type has constraints.
#[must_use]
pub fn render(api: &Api) -> Vec<File> {
    let mut checker = Checker::new(&api.types);
    let families = Families::new(api);
    let items: Vec<_> = api
        .types
        .iter()
        .filter(|(_, def)| def.validated && !matches!(def.kind, TypeKind::Alias(_)))
        .map(|(id, def)| (id, item(&mut checker, def).into()))
        .collect();
    if items.is_empty() {
        return Vec::new();
    }
    split("src/wire/validate", &families, items, |part| {
        let docs = format!("What is checked of message types{}.", part.about());
        let mut module = Module::new(Doc::default().own(docs));
        let statics = checker.statics(&part.named.words);
        if !part.types.is_empty() {
            module.import(declarations::<&str>(&part.named, &[]));
            let named = Named::of(&statics).words;
            let [pattern, rules] = ["Pattern", "Rules"].map(|name| {
                let name = named.contains(name).then(|| ident(name))?;
                Some(quote!(#name,))
            });
            module.import(quote! {
                use generator_runtime::validate::{Check, #pattern #rules Validate};
                use crate::types;
            });
        }
        for below in part.modules() {
            module.import(quote!(mod #below;));
        }
        for pattern in statics {
            module.item(pattern);
        }
        module
    })
}

fn item(checker: &mut Checker<'_>, def: &TypeDef) -> TokenStream {
    let mut body = match &def.kind {
        TypeKind::Struct(object) => structure(checker, def, object),
        TypeKind::Enum(values) => enumeration(values),
        TypeKind::Union(union) => alternatives(checker, def, union),
        TypeKind::AnyOf(any) => any_of(checker, def, any),
        TypeKind::Alias(_) => TokenStream::new(),
    };
    if let Some(rules) = &def.rules {
        let rules = checker.rules(&def.ident, rules);
        body.extend(quote!(check.rules(self, &#rules);));
    }
    let name = ident(&def.ident);
    let check = if body.is_empty() {
        quote!(_check)
    } else {
        quote!(check)
    };
    quote! {
        impl Validate for types::#name {
            fn validate(&self, #check: &mut Check) {
                #body
            }
        }
    }
}

fn structure(checker: &mut Checker<'_>, def: &TypeDef, object: &Struct) -> TokenStream {
    let mut body = TokenStream::new();
    for field in &object.fields {
        let name = ident(&field.ident);
        let place = match field.role {
            FieldRole::Member => {
                let wire = literal::text(&field.name);
                Some(quote!(#wire))
            }
            FieldRole::Flattened => None,
        };
        let value = Value::Place(quote!(self.#name));
        let optional = !Presence::of(field).is_required();
        let hint = format!("{}_{}", def.ident, field.ident);
        body.extend(checker.check(&hint, place, &field.value, value, optional));
        if let Some(demand) = field.demanded {
            let wire = literal::text(&field.name);
            let method = ident(match demand {
                Demand::Always => "required",
                Demand::In(Direction::Request) => "required_in_request",
                Demand::In(Direction::Response) => "required_in_response",
            });
            body.extend(quote!(check.#method(#wire, self.#name.is_some());));
        }
    }
    if let Additional::Kept {
        ident: name,
        value,
        patterns,
    } = &object.additional
    {
        let hint = format!("{}_{name}", def.ident);
        let name = ident(name);
        let map = crate::model::Use::plain(Type::Map(value.clone()));
        body.extend(checker.check(&hint, None, &map, Value::Place(quote!(self.#name)), false));
        if !patterns.is_empty() {
            let groups: Vec<String> = patterns.iter().map(|p| format!("(?:{p})")).collect();
            let source = if patterns.len() == 1 {
                patterns[0].clone()
            } else {
                groups.join("|")
            };
            let pattern = checker.pattern(&format!("{hint}_names"), &source);
            body.extend(quote! {
                for name in self.#name.keys() {
                    check.at(name).pattern(name, &#pattern);
                }
            });
        }
    }
    let limits = &object.constraints;
    if let Some(range) = constraint::sizes(limits.min_properties, limits.max_properties) {
        let count = members(object);
        body.extend(quote!(check.properties(#count, #range);));
    }
    body
}

/// How many members an object has.
fn members(object: &Struct) -> TokenStream {
    if object
        .fields
        .iter()
        .any(|field| field.role == FieldRole::Flattened)
    {
        // Which members a part writes is known only when it is written.
        return quote! {
            serde_json::to_value(self).map_or(0, |value| value.as_object().map_or(0, serde_json::Map::len))
        };
    }
    let (always, maybe): (Vec<_>, Vec<_>) = object
        .fields
        .iter()
        .partition(|field| Presence::of(field).is_required());
    let mut terms = Vec::new();
    if !always.is_empty() {
        let always = literal::size(always.len() as u64);
        terms.push(quote!(#always));
    }
    terms.extend(maybe.iter().map(|field| {
        let name = ident(&field.ident);
        quote!(usize::from(self.#name.is_some()))
    }));
    if let Additional::Kept { ident: name, .. } = &object.additional {
        let name = ident(name);
        terms.push(quote!(self.#name.len()));
    }
    if terms.is_empty() {
        return quote!(0);
    }
    quote!(#(#terms)+*)
}

fn enumeration(values: &Enum) -> TokenStream {
    if values.closed || values.extensible {
        return TokenStream::new();
    }
    let unknown = ident(&values.unknown);
    quote!(check.one_of(!matches!(self, Self::#unknown(_)), self);)
}

fn alternatives(checker: &mut Checker<'_>, def: &TypeDef, union: &Union) -> TokenStream {
    let mut arms = Vec::new();
    let mut rest = false;
    for variant in &union.variants {
        let name = ident(&variant.ident);
        let hint = format!("{}_{}", def.ident, variant.ident);
        let value = Value::Reference(quote!(value));
        let body = checker.check(&hint, None, &variant.value, value, false);
        if body.is_empty() {
            rest = true;
        } else {
            // What must not be there is not looked at.
            let value = if words(&body).contains("value") {
                quote!(value)
            } else {
                quote!(_)
            };
            arms.push((quote!(Self::#name(#value)), body));
        }
    }
    if let Some(other) = &union.other {
        let other = ident(other);
        let fail = quote!(check.fail("oneOf", "is none of the documented alternatives"););
        arms.push((quote!(Self::#other(_)), fail));
    }
    match arms.as_slice() {
        [] => TokenStream::new(),
        // What clippy asks for where only one alternative has anything to check.
        [(pattern, body)] if rest => quote!(if let #pattern = self { #body }),
        _ => {
            let rest = rest.then(|| quote!(_ => {}));
            let arms = arms
                .iter()
                .map(|(pattern, body)| quote!(#pattern => { #body }));
            quote!(match self { #(#arms)* #rest })
        }
    }
}

fn any_of(checker: &mut Checker<'_>, def: &TypeDef, any: &AnyOf) -> TokenStream {
    let parts = any.branches.iter().map(|branch| {
        let name = ident(&branch.ident);
        let hint = format!("{}_{}", def.ident, branch.ident);
        let value = Value::Reference(quote!(value));
        let body = checker.check(&hint, None, &branch.value, value, false);
        // What must not be there is not looked at.
        let named = words(&body);
        let [value, check] = ["value", "check"].map(|name| {
            let name = named.contains(name).then(|| ident(name));
            name.map_or_else(|| quote!(_), |name| quote!(#name))
        });
        quote!(.part(&self.#name, |#value, #check| { #body }))
    });
    let parts: Vec<_> = parts.collect();
    if parts.is_empty() {
        return TokenStream::new();
    }
    quote!(check.any_of() #(#parts)* .finish();)
}
