//! Regular expressions, each once.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToShoutySnakeCase;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::render::doors::{ident, literal};

/// The expressions met so far, each with the name of its `static`.
#[derive(Clone, Debug, Default)]
pub(super) struct Patterns {
    by_source: BTreeMap<String, String>,
    names: BTreeSet<String>,
}

impl Patterns {
    /// The name of an expression: that of the place where it was met first.
    pub(super) fn name(&mut self, hint: &str, source: &str) -> Ident {
        if let Some(name) = self.by_source.get(source) {
            return ident(name);
        }
        let wanted = ident(&hint.to_shouty_snake_case()).to_string();
        let mut name = wanted.clone();
        let mut number = 2;
        while !self.names.insert(name.clone()) {
            name = format!("{wanted}_{number}");
            number += 1;
        }
        self.by_source.insert(source.to_owned(), name.clone());
        ident(&name)
    }

    /// The `static` items of those whose names are among `words`.
    pub(super) fn statics(&self, words: &BTreeSet<String>) -> Vec<TokenStream> {
        let mut used: Vec<(&String, &String)> = self
            .by_source
            .iter()
            .filter(|(_, name)| words.contains(*name))
            .map(|(source, name)| (name, source))
            .collect();
        used.sort_unstable();
        used.into_iter()
            .map(|(name, source)| {
                let (name, source) = (ident(name), literal::text(source));
                quote!(static #name: Pattern = Pattern::new(#source);)
            })
            .collect()
    }
}
