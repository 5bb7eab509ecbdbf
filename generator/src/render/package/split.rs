//! One file, or one per tag where one would be too long to read.
//!
//! Comes in: what a module says per operation. Goes out: its files. It does not know what the items mean.

use std::borrow::Cow;
use std::collections::BTreeSet;

use heck::ToSnakeCase;
use indexmap::IndexMap;
use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use crate::model::Operation;
use crate::render::File;
use crate::render::doors::{self, Doc};
use crate::render::format::{Module, words};

/// Tokens of a file of about 1,500 lines.
const LONG: usize = 11_000;

/// A module that has something to say about each operation.
pub(crate) struct Split<'a, F> {
    /// Path without ending, `src/operations`.
    pub(crate) path: &'a str,
    /// What the module says about itself.
    pub(crate) docs: Doc,
    /// Modules that items may refer to by their last name, with the declaration that makes them known.
    pub(crate) imports: Vec<(&'a str, Cow<'a, str>)>,
    /// Declarations that stand above everything in the first file (submodules).
    pub(crate) modules: TokenStream,
    /// Items that stand once, in the first file.
    pub(crate) head: Vec<TokenStream>,
    /// How far the names in the files behind are names of the module itself: a visibility.
    pub(crate) reexport: Option<TokenStream>,
    /// What the files behind take from the first one.
    pub(crate) above: TokenStream,
    /// Makes the items of one file of what is said per operation.
    pub(crate) compose: F,
}

impl<F> Split<'_, F> {
    /// The files.
    pub(crate) fn files<T>(self, operations: &[Operation], parts: Vec<T>) -> Vec<File>
    where
        F: Fn(&[T]) -> Vec<TokenStream>,
    {
        let whole = (self.compose)(&parts);
        let size: usize = whole.iter().map(|item| count(item.clone())).sum();
        let groups = groups(operations);
        let mut first = Module::new(self.docs);
        if size <= LONG || groups.len() < 2 {
            let items: Vec<_> = self.head.into_iter().chain(whole).collect();
            first.import(imports(&items, &self.imports));
            first.import(self.modules);
            for item in items {
                first.item(item);
            }
            return vec![file(self.path, first)];
        }
        let mut parts: Vec<Option<T>> = parts.into_iter().map(Some).collect();
        first.import(imports(&self.head, &self.imports));
        first.import(self.modules);
        let mut files = Vec::new();
        for (name, group) in groups {
            let ident = doors::ident(&name);
            first.import(quote!(mod #ident;));
            let parts: Vec<T> = group
                .members
                .iter()
                .filter_map(|index| parts[*index].take())
                .collect();
            let items = (self.compose)(&parts);
            let docs = Doc::default().own(format!("Operations of {}.", doors::code(group.tag)));
            let mut module = Module::new(docs);
            module.import(imports(&items, &self.imports));
            module.import(self.above.clone());
            for item in items {
                module.item(item);
            }
            if let Some(visibility) = &self.reexport {
                first.import(quote!(#visibility use #ident::*;));
            }
            files.push(file(&format!("{}/{name}", self.path), module));
        }
        for item in self.head {
            first.item(item);
        }
        files.insert(0, file(self.path, first));
        files
    }
}

/// Operations of one tag.
struct Group<'a> {
    tag: &'a str,
    members: Vec<usize>,
}

/// Operations by the name of the module of their first tag, in the order of the tags' first operations.
fn groups(operations: &[Operation]) -> IndexMap<String, Group<'_>> {
    let mut groups: IndexMap<String, Group<'_>> = IndexMap::new();
    for (index, operation) in operations.iter().enumerate() {
        let tag = operation.tags.first().map_or("other", String::as_str);
        let name = module_name(tag);
        // Tags whose names fold into one share a module.
        let group = groups.entry(name).or_insert_with(|| Group {
            tag,
            members: Vec::new(),
        });
        group.members.push(index);
    }
    groups
}

/// Names that files of operations and types refer to: modules that they import, crates, and types of the language, which
/// a module of the name would hide.
const TAKEN: &[&str] = &[
    "access",
    "alloc",
    "bool",
    "bytes",
    "char",
    "client",
    "core",
    "credentials",
    "details",
    "error",
    "f32",
    "f64",
    "generator_runtime",
    "http",
    "i128",
    "i16",
    "i32",
    "i64",
    "i8",
    "isize",
    "json",
    "multipart",
    "operations",
    "other",
    "params",
    "places",
    "schemes",
    "security",
    "serde",
    "serde_json",
    "server",
    "std",
    "str",
    "stream",
    "types",
    "u128",
    "u16",
    "u32",
    "u64",
    "u8",
    "usize",
    "validate",
    "values",
    "wire",
    "xml",
];

/// A file name that is an identifier on every file system: lower-case ASCII.
fn module_name(tag: &str) -> String {
    let name = tag.to_snake_case();
    let name: String = name
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '_')
        .collect();
    let name = name.trim_matches('_');
    let taken = name.is_empty() || (TAKEN.contains(&name) && tag != "other");
    if taken
        || name.starts_with(|c: char| c.is_ascii_digit())
        || syn::parse_str::<syn::Ident>(name).is_err()
    {
        return format!("tag_{name}").trim_end_matches('_').to_owned();
    }
    name.to_owned()
}

fn file(path: &str, module: Module) -> File {
    File {
        path: format!("{path}.rs"),
        text: module.text(),
    }
}

/// The declarations of what items refer to: types by their names, modules as the beginning of a path, traits by a
/// method (`.validate`).
pub(crate) fn imports<T: AsRef<str>>(items: &[TokenStream], known: &[(&str, T)]) -> TokenStream {
    let mut modules = BTreeSet::new();
    let mut names = BTreeSet::new();
    for item in items {
        roots(item.clone(), &mut modules);
        names.extend(words(item));
    }
    let used = |key: &str| match key.strip_prefix('.') {
        Some(method) => items.iter().any(|item| calls(item.clone(), method)),
        None if key.starts_with(|c: char| c.is_ascii_uppercase()) => names.contains(key),
        None => modules.contains(key),
    };
    known
        .iter()
        .filter(|(key, _)| used(key))
        .filter_map(|(_, declaration)| declaration.as_ref().parse::<TokenStream>().ok())
        .collect()
}

/// Whether a method of this name is called: a field or variable of the name needs no trait.
fn calls(tokens: TokenStream, method: &str) -> bool {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is_call = |window: &[TokenTree]| match window {
        [
            TokenTree::Punct(dot),
            TokenTree::Ident(name),
            TokenTree::Group(_),
        ] => dot.as_char() == '.' && *name == method,
        _ => false,
    };
    tokens.windows(3).any(is_call)
        || tokens.into_iter().any(|token| match token {
            TokenTree::Group(group) => calls(group.stream(), method),
            _ => false,
        })
}

/// The first names of all paths with more than one name.
pub(crate) fn roots(tokens: TokenStream, found: &mut BTreeSet<String>) {
    let mut before = ["", ""].map(str::to_owned);
    let mut candidate: Option<String> = None;
    let mut colons = 0;
    for token in tokens {
        let text = match &token {
            TokenTree::Punct(punct) => punct.as_char().to_string(),
            TokenTree::Ident(ident) => ident.to_string(),
            TokenTree::Group(group) => {
                roots(group.stream(), found);
                String::new()
            }
            TokenTree::Literal(_) => String::new(),
        };
        if text == ":" {
            colons += 1;
            if colons == 2 {
                found.extend(candidate.take());
            }
        } else {
            colons = 0;
            let continued = before == [":", ":"];
            candidate = (matches!(token, TokenTree::Ident(_)) && !continued).then(|| text.clone());
        }
        before = [std::mem::take(&mut before[1]), text];
    }
}

fn count(tokens: TokenStream) -> usize {
    tokens
        .into_iter()
        .map(|token| match token {
            TokenTree::Group(group) => 2 + count(group.stream()),
            _ => 1,
        })
        .sum()
}
