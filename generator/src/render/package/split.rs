//! Modules with something to say about each operation, in files.
//!
//! Comes in: what a module says per operation. Goes out: one file, or several by the rule of
//! [`layout`](crate::render::layout). It does not know what the items mean.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use crate::model::Operation;
use crate::render::File;
use crate::render::doors::{self, Doc};
use crate::render::family::about;
use crate::render::format::{self, Module, words};
use crate::render::layout::{self, Keys};

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
    /// Names that the files behind take from the first one.
    pub(crate) above: &'a [&'a str],
    /// Makes the items of one file of what is said per operation.
    pub(crate) compose: F,
}

impl<F> Split<'_, F> {
    /// The files.
    pub(crate) fn files<T>(self, operations: &[Operation], parts: Vec<T>) -> Vec<File>
    where
        F: Fn(&[T]) -> Vec<TokenStream>,
    {
        let keys: Vec<Keys> = operations.iter().map(layout::of_operations).collect();
        let mut labels: BTreeMap<&str, &str> = BTreeMap::new();
        for key in &keys {
            if let (Some(word), Some(group)) = (key.words.first(), &key.group) {
                labels.entry(word).or_insert(group);
            }
        }
        let lines: Vec<usize> = parts
            .iter()
            .map(|part| {
                (self.compose)(std::slice::from_ref(part))
                    .into_iter()
                    .map(lines)
                    .sum()
            })
            .collect();
        let mut parts: Vec<Option<T>> = parts.into_iter().map(Some).collect();
        let root = root(self.path);
        let files = layout::arrange(&keys, &lines).into_iter().map(|place| {
            let said: Vec<T> = place
                .items
                .iter()
                .filter_map(|index| parts[*index].take())
                .collect();
            let mut items = (self.compose)(&said);
            let is_first = place.path.is_empty();
            let label = place
                .path
                .first()
                .and_then(|word| labels.get(word.as_str()));
            let mut module = if is_first {
                items.splice(0..0, self.head.iter().cloned());
                Module::new(self.docs.clone())
            } else {
                let about = about(&place, label.copied());
                Module::new(Doc::default().own(format!("Operations{about}.")))
            };
            module.import(imports(&items, &self.imports));
            if is_first {
                module.import(self.modules.clone());
            } else {
                let used: BTreeSet<String> = items.iter().flat_map(words).collect();
                let above = self.above.iter().filter(|name| used.contains(**name));
                let above: Vec<_> = above.map(|name| doors::ident(name)).collect();
                if !above.is_empty() {
                    module.import(quote!(use #root::{#(#above),*};));
                }
            }
            let below: Vec<_> = place
                .modules
                .iter()
                .map(|name| doors::ident(name))
                .collect();
            module.import(quote!(#(mod #below;)*));
            if let Some(visibility) = &self.reexport {
                module.import(quote!(#(#visibility use #below::*;)*));
            }
            for item in items {
                module.item(item);
            }
            File {
                path: layout::file_path(self.path, &place),
                text: module.text(),
            }
        });
        files.collect()
    }
}

/// The path of a module in its crate: `crate::wire::client` of `src/wire/client`.
fn root(path: &str) -> TokenStream {
    let names = path.split('/').skip(1).map(doors::ident);
    quote!(crate #(::#names)*)
}

/// How many lines an item takes, with the blank one before it.
fn lines(item: TokenStream) -> usize {
    match item.is_empty() {
        true => 0,
        false => format::items(item).lines().count() + 1,
    }
}

/// Modules of the runtime that type expressions refer to, wherever they stand.
pub(crate) const RUNTIME: [(&str, &str); 6] = [
    ("body", "use generator_runtime::body;"),
    ("credentials", "use generator_runtime::credentials;"),
    ("error", "use generator_runtime::error;"),
    ("multipart", "use generator_runtime::multipart;"),
    ("stream", "use generator_runtime::stream;"),
    ("values", "use generator_runtime::values;"),
];

/// The declarations of what items refer to, those of [`RUNTIME`] included: types by their names, modules as the beginning of a path, traits by a
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
    let own = known.iter().map(|(key, text)| (*key, text.as_ref()));
    let runtime = RUNTIME.iter().copied();
    let runtime = runtime.filter(|(key, _)| !known.iter().any(|(own, _)| own == key));
    runtime
        .chain(own)
        .filter(|(key, _)| used(key))
        .filter_map(|(_, declaration)| declaration.parse::<TokenStream>().ok())
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
            // `a::b`, or the method `.b::<T>`; `..b::C` is a range.
            let continued = before == [":", ":"] || (before[1] == "." && before[0] != ".");
            candidate = (matches!(token, TokenTree::Ident(_)) && !continued).then(|| text.clone());
        }
        before = [std::mem::take(&mut before[1]), text];
    }
}
