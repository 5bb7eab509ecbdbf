//! Large modules split into files by the families of their types.
//!
//! Comes in: items, one per type. Goes out: one file, or a file per family with one above them.
//! A type belongs to the family of the first word of its name where at least six types
//! share it, otherwise to that of its initial. So a type that is added or changed moves no other
//! one, but for those of the family that it completes.

use std::collections::BTreeMap;

use heck::ToSnakeCase;
use proc_macro2::TokenStream;

use super::File;
use super::format::{self, Module};
use crate::model::{TypeId, Types};

/// A module of more lines is split.
const LINES: usize = 2200;

/// So many types make a family.
const FAMILY: usize = 6;

/// Which type stands in which file.
#[derive(Debug)]
pub struct Families {
    names: Vec<String>,
    members: BTreeMap<String, Vec<TypeId>>,
}

/// The file that a module is made for.
#[derive(Clone, Copy, Debug)]
pub enum Part<'a> {
    /// The only one; holds all items.
    Whole,
    /// Above those of these families; holds none.
    Top(&'a [&'a str]),
    /// That of a family.
    Family(&'a str),
}

impl Families {
    /// The families of the types of an API.
    #[must_use]
    pub fn new(types: &Types) -> Self {
        let words: Vec<String> = types
            .iter()
            .map(|(_, def)| first_word(&def.ident))
            .collect();
        let mut count: BTreeMap<&str, usize> = BTreeMap::new();
        for word in &words {
            *count.entry(word).or_default() += 1;
        }
        // Types come in the order of emission, names are found by id.
        let mut names = vec![String::new(); types.len()];
        let mut members: BTreeMap<String, Vec<TypeId>> = BTreeMap::new();
        for ((id, _), word) in types.iter().zip(&words) {
            let name = module_name(if count[word.as_str()] < FAMILY {
                initial(word)
            } else {
                word.clone()
            });
            members.entry(name.clone()).or_default().push(id);
            names[id.0] = name;
        }
        Self { names, members }
    }

    /// Name of the family of a type, which is also that of its module.
    #[must_use]
    pub fn of(&self, id: TypeId) -> &str {
        &self.names[id.0]
    }

    /// All families with their types.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[TypeId])> {
        self.members
            .iter()
            .map(|(name, ids)| (name.as_str(), ids.as_slice()))
    }

    /// The types of a family, in the order of the API.
    #[must_use]
    pub fn members(&self, name: &str) -> &[TypeId] {
        self.members.get(name).map_or(&[], Vec::as_slice)
    }
}

/// The files of a module at `path` (`src/types`): `path.rs`, and `path/<family>.rs` when it would
/// be too long. `module` makes each file's module, without its items, from what will stand in it.
#[must_use]
pub fn split(
    path: &str,
    families: &Families,
    items: Vec<(TypeId, TokenStream)>,
    module: impl Fn(Part<'_>, &[TokenStream]) -> Module,
) -> Vec<File> {
    let (ids, tokens): (Vec<TypeId>, Vec<TokenStream>) = items.into_iter().unzip();
    let texts: Vec<String> = tokens.iter().cloned().map(format::items).collect();
    let lines: usize = texts.iter().map(|text| text.lines().count() + 1).sum();
    if lines <= LINES {
        let mut whole = module(Part::Whole, &tokens);
        whole.extend(texts);
        return vec![File {
            path: format!("{path}.rs"),
            text: whole.text(),
        }];
    }
    let mut by_family: BTreeMap<&str, (Vec<TokenStream>, Vec<String>)> = BTreeMap::new();
    for ((id, tokens), text) in ids.into_iter().zip(tokens).zip(texts) {
        let (all_tokens, all_texts) = by_family.entry(families.of(id)).or_default();
        all_tokens.push(tokens);
        all_texts.push(text);
    }
    let names: Vec<&str> = by_family.keys().copied().collect();
    let top = module(Part::Top(&names), &[]);
    let mut files = vec![File {
        path: format!("{path}.rs"),
        text: top.text(),
    }];
    for (family, (tokens, texts)) in by_family {
        let mut part = module(Part::Family(family), &tokens);
        part.extend(texts);
        files.push(File {
            path: format!("{path}/{family}.rs"),
            text: part.text(),
        });
    }
    files
}

fn first_word(ident: &str) -> String {
    let snake = ident.to_snake_case();
    snake.split('_').next().unwrap_or_default().to_owned()
}

/// The first letter; whatever is no Latin letter stands together.
fn initial(word: &str) -> String {
    match word.chars().next() {
        Some(letter) if letter.is_ascii_lowercase() => letter.to_string(),
        _ => "other".to_owned(),
    }
}

/// A name that can be that of a file: no keyword, ASCII only.
fn module_name(word: String) -> String {
    let legal = word
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        && word.starts_with(|c: char| c.is_ascii_lowercase());
    if !legal {
        return "other".to_owned();
    }
    match syn::parse_str::<syn::Ident>(&word) {
        Ok(_) if word != "gen" => word,
        _ => format!("{word}_types"),
    }
}
