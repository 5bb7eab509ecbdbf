//! Regular expressions and rules, each once.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToShoutySnakeCase;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::render::doors::{ident, literal};

/// The expressions and rules met so far, each with the name of its `static`.
#[derive(Clone, Debug, Default)]
pub(super) struct Patterns {
    by_source: BTreeMap<(Kind, String), String>,
    names: BTreeSet<String>,
}

/// What a `static` holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Pattern,
    Rules,
}

impl Patterns {
    /// The name of an expression: that of the place where it was met first.
    pub(super) fn name(&mut self, hint: &str, source: &str) -> Ident {
        self.claim(Kind::Pattern, hint, source)
    }

    /// The name of rules, given as the text of their schema.
    pub(super) fn rules(&mut self, hint: &str, source: &str) -> Ident {
        self.claim(Kind::Rules, &format!("{hint}_rules"), source)
    }

    fn claim(&mut self, kind: Kind, hint: &str, source: &str) -> Ident {
        let key = (kind, source.to_owned());
        if let Some(name) = self.by_source.get(&key) {
            return ident(name);
        }
        let wanted = ident(&hint.to_shouty_snake_case()).to_string();
        let mut name = wanted.clone();
        let mut number = 2;
        while !self.names.insert(name.clone()) {
            name = format!("{wanted}_{number}");
            number += 1;
        }
        self.by_source.insert(key, name.clone());
        ident(&name)
    }

    /// The `static` items of those whose names are among `words`.
    pub(super) fn statics(&self, words: &BTreeSet<String>) -> Vec<TokenStream> {
        let mut used: Vec<(&String, Kind, &String)> = self
            .by_source
            .iter()
            .filter(|(_, name)| words.contains(*name))
            .map(|((kind, source), name)| (name, *kind, source))
            .collect();
        used.sort_unstable();
        used.into_iter()
            .map(|(name, kind, source)| {
                let (name, source) = (ident(name), literal::text(source));
                match kind {
                    Kind::Pattern => quote!(static #name: Pattern = Pattern::new(#source);),
                    Kind::Rules => quote!(static #name: Rules = Rules::new(#source);),
                }
            })
            .collect()
    }
}
