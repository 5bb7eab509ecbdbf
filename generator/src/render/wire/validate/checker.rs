//! Checks of a value where it is used: its own constraints, then those of what it holds.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, Ident, Literal, TokenStream, TokenTree};
use quote::quote;

use super::constraint;
use super::pattern::Patterns;
use crate::model::{Constraints, Type, TypeKind, Types, Use};
use crate::render::expression::is_tuple;
use crate::render::format::words;

/// Aliases and containers inside each other are followed this far; each is written out where it
/// is used.
const DEPTH: usize = 16;

/// Most values checked at one place: aliases of tuples of aliases can multiply without end.
const VALUES: usize = 1000;

/// Emits statements that check values; they report to a variable `check: &mut Check`.
#[derive(Clone, Debug)]
pub struct Checker<'a> {
    types: &'a Types,
    patterns: Patterns,
    /// How many more values may be checked at this place.
    left: usize,
}

/// How emitted code reaches a value.
#[derive(Clone, Debug)]
pub enum Value {
    /// A place that holds it, `self.name`.
    Place(TokenStream),
    /// A variable that refers to it.
    Reference(TokenStream),
}

impl Value {
    /// The value as the receiver of a method or the base of a field.
    #[must_use]
    pub fn receiver(&self) -> &TokenStream {
        match self {
            Self::Place(tokens) | Self::Reference(tokens) => tokens,
        }
    }

    /// A reference to the value.
    #[must_use]
    pub fn reference(&self) -> TokenStream {
        match self {
            Self::Place(tokens) => quote!(&#tokens),
            Self::Reference(tokens) => tokens.clone(),
        }
    }

    /// A copy of the value, whose type must be `Copy`.
    #[must_use]
    pub fn copy(&self) -> TokenStream {
        match self {
            Self::Place(tokens) => tokens.clone(),
            Self::Reference(tokens) => quote!(*#tokens),
        }
    }
}

impl<'a> Checker<'a> {
    /// A checker for values of an API's types.
    #[must_use]
    pub fn new(types: &'a Types) -> Self {
        Self {
            types,
            patterns: Patterns::default(),
            left: VALUES,
        }
    }

    /// Statements that check a value; none when nothing is demanded of it.
    ///
    /// `hint` names the place, for the names of patterns (`Job_name`). `place` is the member,
    /// parameter or index at which violations are reported, an expression; without one they are
    /// reported where `check` stands. `optional` says that `value` is an `Option`.
    #[must_use]
    pub fn check(
        &mut self,
        hint: &str,
        place: Option<TokenStream>,
        demanded: &Use,
        value: Value,
        optional: bool,
    ) -> TokenStream {
        self.left = VALUES;
        let constraints = [&demanded.constraints];
        if !optional {
            return self.value(hint, place.as_ref(), &demanded.ty, &constraints, &value, 0);
        }
        if self.delegates(&demanded.ty, &constraints) {
            return delegated(place.as_ref(), &value);
        }
        let (ty, some) = match &demanded.ty {
            Type::Nullable(inner) => (inner.as_ref(), quote!(Some(Some(value)))),
            other => (other, quote!(Some(value))),
        };
        let inner = Value::Reference(quote!(value));
        let body = self.value(hint, place.as_ref(), ty, &constraints, &inner, 0);
        conditional(&some, &value, &body)
    }

    /// The name of the `static` of a pattern.
    pub fn pattern(&mut self, hint: &str, source: &str) -> Ident {
        self.patterns.name(hint, source)
    }

    /// The name of the `static` of rules.
    pub(super) fn rules(&mut self, hint: &str, rules: &crate::model::Json) -> Ident {
        self.patterns.rules(hint, &rules.to_string())
    }

    /// The `static` items of the patterns and rules whose names are among `words`.
    #[must_use]
    pub fn statics(&self, words: &BTreeSet<String>) -> Vec<TokenStream> {
        self.patterns.statics(words)
    }

    fn value(
        &mut self,
        hint: &str,
        place: Option<&TokenStream>,
        ty: &Type,
        constraints: &[&Constraints],
        value: &Value,
        depth: usize,
    ) -> TokenStream {
        if depth > DEPTH || self.left == 0 {
            return TokenStream::new();
        }
        self.left -= 1;
        if self.delegates(ty, constraints) {
            return delegated(place, value);
        }
        let types = self.types;
        match ty {
            Type::Nullable(inner) => {
                let some = Value::Reference(quote!(value));
                let body = self.value(hint, place, inner, constraints, &some, depth);
                return conditional(&quote!(Some(value)), value, &body);
            }
            Type::Named(id) | Type::Boxed(id) => {
                if let TypeKind::Alias(target) = &types[*id].kind {
                    let mut all = constraints.to_vec();
                    all.push(&target.constraints);
                    let unboxed = match (ty, value) {
                        (Type::Boxed(_), Value::Place(place)) => Value::Place(quote!((*#place))),
                        (Type::Boxed(_), Value::Reference(it)) => Value::Place(quote!((**#it))),
                        _ => value.clone(),
                    };
                    let hint = &types[*id].ident;
                    return self.value(hint, place, &target.ty, &all, &unboxed, depth + 1);
                }
            }
            _ => {}
        }
        let mut calls = Vec::new();
        let mut statements = TokenStream::new();
        // Once is enough for what must not be there.
        let told = match ty {
            Type::Never => constraints.get(..1).unwrap_or_default(),
            _ => constraints,
        };
        for constraints in told {
            let found = constraint::checks(types, &mut self.patterns, hint, ty, constraints, value);
            calls.extend(found.calls);
            statements.extend(found.statements);
            if let Some(rules) = &constraints.rules {
                let (rules, value) = (self.rules(hint, rules), value.reference());
                calls.push(quote!(.rules(#value, &#rules)));
            }
        }
        if let Type::Named(id) | Type::Boxed(id) = ty
            && types[*id].validated
        {
            let receiver = value.receiver();
            statements.extend(quote!(#receiver.validate(check);));
        }
        statements.extend(self.contents(hint, ty, value, depth));
        assemble(place, &calls, &statements)
    }

    /// Checks of what a value holds.
    fn contents(&mut self, hint: &str, ty: &Type, value: &Value, depth: usize) -> TokenStream {
        let item_value = Value::Reference(quote!(item));
        match ty {
            Type::Array(item) => {
                let place = quote!(index);
                let body = self.value(
                    hint,
                    Some(&place),
                    &item.ty,
                    &[&item.constraints],
                    &item_value,
                    depth + 1,
                );
                let list = value.receiver();
                when(!body.is_empty(), || {
                    let body = unwrapped(&body);
                    // What must not be there is not looked at.
                    if words(&body).contains("item") {
                        quote!(for (index, item) in #list.iter().enumerate() { #body })
                    } else {
                        quote!(for index in 0..#list.len() { #body })
                    }
                })
            }
            Type::Map(item) => {
                let place = quote!(name);
                let body = self.value(
                    hint,
                    Some(&place),
                    &item.ty,
                    &[&item.constraints],
                    &item_value,
                    depth + 1,
                );
                let map = value.reference();
                let names = value.receiver();
                when(!body.is_empty(), || {
                    if words(&body).contains("item") {
                        quote!(for (name, item) in #map { #body })
                    } else {
                        quote!(for name in #names.keys() { #body })
                    }
                })
            }
            Type::Tuple(items, None) if is_tuple(ty) => {
                let tuple = value.receiver().clone();
                let checks = items.iter().enumerate().map(|(index, item)| {
                    let index = Literal::usize_unsuffixed(index);
                    let place = quote!(#index);
                    let value = Value::Place(quote!(#tuple.#index));
                    self.value(
                        hint,
                        Some(&place),
                        &item.ty,
                        &[&item.constraints],
                        &value,
                        depth + 1,
                    )
                });
                checks.collect()
            }
            _ => TokenStream::new(),
        }
    }

    /// Whether `Validate` of the Rust type does all there is to do.
    fn delegates(&self, ty: &Type, constraints: &[&Constraints]) -> bool {
        if !constraints.iter().all(|constraints| constraints.is_empty()) {
            return false;
        }
        match ty {
            Type::Named(id) | Type::Boxed(id) => match &self.types[*id].kind {
                TypeKind::Alias(_) => false,
                _ => self.types[*id].validated,
            },
            Type::Nullable(inner) => self.delegates(inner, &[]),
            Type::Array(item) | Type::Map(item) => self.delegates(&item.ty, &[&item.constraints]),
            _ => false,
        }
    }
}

fn delegated(place: Option<&TokenStream>, value: &Value) -> TokenStream {
    let value = value.receiver();
    match place {
        Some(place) => quote!(#value.validate(&mut check.at(#place));),
        None => quote!(#value.validate(check);),
    }
}

fn conditional(some: &TokenStream, value: &Value, body: &TokenStream) -> TokenStream {
    if body.is_empty() {
        return TokenStream::new();
    }
    if words(body).contains("value") {
        let value = value.reference();
        let body = unwrapped(body);
        return quote!(if let #some = #value { #body });
    }
    // What must not be there is not looked at.
    let value = value.receiver();
    quote!(if #value.is_some() { #body })
}

fn assemble(
    place: Option<&TokenStream>,
    calls: &[TokenStream],
    statements: &TokenStream,
) -> TokenStream {
    let at = place.map(|place| quote!(.at(#place)));
    let here = when(!calls.is_empty(), || quote!(check #(#calls)*;));
    match (statements.is_empty(), place) {
        (true, _) => when(!calls.is_empty(), || quote!(check #at #(#calls)*;)),
        (false, None) => quote!(#here #statements),
        (false, Some(place)) => quote! {{
            let check = &mut check.at(#place);
            #here
            #statements
        }},
    }
}

/// The inside of a block that stands alone.
fn unwrapped(body: &TokenStream) -> TokenStream {
    let mut tokens = body.clone().into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Group(group)), None) if group.delimiter() == Delimiter::Brace => {
            group.stream()
        }
        _ => body.clone(),
    }
}

fn when(condition: bool, tokens: impl FnOnce() -> TokenStream) -> TokenStream {
    if condition {
        tokens()
    } else {
        TokenStream::new()
    }
}
