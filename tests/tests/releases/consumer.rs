//! The emitted sources of a crate → a program that uses every public item the way its declaration allows.
//!
//! Each claim of the program is one line, so that a compile error says which claim is broken. Types are written as the
//! crate writes them, with its own imports. Nothing is known here of the generator's own list of items.

mod items;
mod tokens;
mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use proc_macro2::TokenStream;
use quote::ToTokens;

use walk::Walk;

pub(crate) use tokens::plain;

/// Something that a program may count on.
#[derive(Debug)]
pub(crate) struct Claim {
    /// The item it is about, as reports call items.
    pub(crate) item: String,
    /// The feature of the crate that it needs.
    pub(crate) feature: Option<&'static str>,
    /// The line that makes the claim; a block is opened here and closed in `close`.
    pub(crate) line: String,
    close: String,
    /// The claims that stand in the block, which must all stand there.
    members: Vec<usize>,
    required: bool,
    is_member: bool,
    module: usize,
    /// Whether it is that the modules are there that a file imports.
    pub(crate) is_module: bool,
}

impl Claim {
    /// Whether it is a block that is incomplete without one of these.
    pub(crate) fn needs(&self, claims: &[Claim], struck: &BTreeSet<usize>) -> bool {
        let required = |member: &usize| claims[*member].required;
        let mut members = self.members.iter().filter(|member| required(member));
        members.any(|member| struck.contains(member))
    }
}

/// A program that makes all claims that a crate allows.
#[derive(Debug, Default)]
pub(crate) struct Consumer {
    pub(crate) claims: Vec<Claim>,
    /// The claim of each file that its imports are there.
    modules: Vec<usize>,
    /// Aliases of message types, by their names.
    aliases: BTreeMap<String, String>,
}

impl Consumer {
    /// The program for the crate in a folder.
    pub(crate) fn of(folder: &Path) -> Self {
        let mut consumer = Self::default();
        let source = folder.join("src");
        let mut files = Vec::new();
        collect(&source, &mut files);
        files.sort();
        let texts: Vec<String> = files
            .iter()
            .map(|file| std::fs::read_to_string(file).unwrap())
            .collect();
        consumer.aliases = aliases(&texts);
        for (file, text) in files.iter().zip(&texts) {
            let relative = file.strip_prefix(&source).unwrap().with_extension("");
            let names: Vec<&str> = relative.iter().map(|name| name.to_str().unwrap()).collect();
            Walk::new(&mut consumer, &names).file(text);
        }
        consumer
    }

    /// The source without some claims, and the claim of each line, counted from 1.
    pub(crate) fn source(&self, struck: &BTreeSet<usize>) -> (String, BTreeMap<usize, usize>) {
        let mut lines = vec!["#![allow(warnings)]".to_owned()];
        let mut places = BTreeMap::new();
        for (module, imports) in self.modules.iter().enumerate() {
            if struck.contains(imports) {
                continue;
            }
            lines.push(self.claims[*imports].line.clone());
            places.insert(lines.len(), *imports);
            let own = |(_, claim): &(usize, &Claim)| {
                claim.module == module && !claim.is_member && !claim.is_module
            };
            for (index, claim) in self.claims.iter().enumerate().filter(own) {
                if struck.contains(&index) {
                    continue;
                }
                lines.push(claim.line.clone());
                places.insert(lines.len(), index);
                for member in claim
                    .members
                    .iter()
                    .filter(|member| !struck.contains(member))
                {
                    lines.push(self.claims[*member].line.clone());
                    places.insert(lines.len(), *member);
                }
                if !claim.close.is_empty() {
                    lines.push(claim.close.clone());
                    places.insert(lines.len(), index);
                }
            }
            lines.push("}".to_owned());
        }
        (lines.join("\n"), places)
    }
}

/// What aliases of message types stand for, with full paths.
fn aliases(texts: &[String]) -> BTreeMap<String, String> {
    let mut types = BTreeSet::new();
    let mut aliases = BTreeMap::new();
    for text in texts {
        for item in syn::parse_file(text).unwrap().items {
            match item {
                syn::Item::Struct(item) => types.insert(item.ident.to_string()),
                syn::Item::Enum(item) => types.insert(item.ident.to_string()),
                syn::Item::Type(item) => {
                    aliases.insert(item.ident.to_string(), item.ty.to_token_stream());
                    types.insert(item.ident.to_string())
                }
                _ => false,
            };
        }
    }
    let full = |ty: &TokenStream| {
        let text = ty.to_string();
        let words: Vec<&str> = text.split(' ').collect();
        let mut out = String::new();
        for (index, word) in words.iter().enumerate() {
            let is_path = index > 0 && words[index - 1] == "::";
            let start = if types.contains(*word) && !is_path {
                "api :: types :: "
            } else {
                ""
            };
            out.push_str(&format!("{start}{word} "));
        }
        out
    };
    aliases
        .iter()
        .map(|(name, ty)| (name.clone(), full(ty)))
        .collect()
}

fn collect(folder: &Path, files: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => collect(&path, files),
            false => files.push(path),
        }
    }
}
