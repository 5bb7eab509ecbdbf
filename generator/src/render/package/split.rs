//! Modules with something to say about each operation, in files.
//!
//! Comes in: what a module says per operation. Goes out: one file, or several by the rule of
//! [`layout`](crate::render::layout). It does not know what the items mean.

use std::borrow::Cow;
use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Operation;
use crate::render::File;
use crate::render::doors::{self, Doc};
use crate::render::family::about;
use crate::render::format::{Item, Module, Named};
use crate::render::layout::{self, Keys};

/// A module that has something to say about each operation.
pub(crate) struct Split<'a> {
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
    /// Makes of the parts of one file the items that stand above theirs.
    pub(crate) shared: &'a dyn Fn(&[&Part]) -> Vec<TokenStream>,
}

/// What a module says of one operation.
#[derive(Default)]
pub(crate) struct Part {
    /// What stands in an item that it shares with other operations of the file.
    pub(crate) members: TokenStream,
    /// Items of its own.
    pub(crate) items: Vec<Item>,
}

impl From<TokenStream> for Part {
    fn from(item: TokenStream) -> Self {
        Self {
            items: vec![item.into()],
            ..Self::default()
        }
    }
}

impl Split<'_> {
    /// The files.
    pub(crate) fn files<T: Into<Part>>(
        self,
        operations: &[Operation],
        parts: impl IntoIterator<Item = T>,
    ) -> Vec<File> {
        let parts: Vec<Part> = parts.into_iter().map(Into::into).collect();
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
                let shared = self.shared(&[part]);
                shared.iter().chain(&part.items).map(Item::lines).sum()
            })
            .collect();
        let root = root(self.path);
        let files = layout::arrange(&keys, &lines).into_iter().map(|place| {
            let said: Vec<&Part> = place.items.iter().map(|index| &parts[*index]).collect();
            let mut shared = self.shared(&said);
            let is_first = place.path.is_empty();
            let label = place
                .path
                .first()
                .and_then(|word| labels.get(word.as_str()));
            let mut module = if is_first {
                shared.splice(0..0, self.head.iter().cloned().map(Item::from));
                Module::new(self.docs.clone())
            } else {
                let about = about(&place, label.copied());
                Module::new(Doc::default().own(format!("Operations{about}.")))
            };
            let items = || {
                shared
                    .iter()
                    .chain(said.iter().flat_map(|part| &part.items))
            };
            let named: Named = items().collect();
            module.import(declarations(&named, &self.imports));
            if is_first {
                module.import(self.modules.clone());
            } else {
                let above = self.above.iter();
                let above = above.filter(|name| named.words.contains(**name));
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
            module.extend(items().map(|item| item.text.clone()));
            File {
                path: layout::file_path(self.path, &place),
                text: module.text(),
            }
        });
        files.collect()
    }

    /// The items above those of some parts.
    fn shared(&self, parts: &[&Part]) -> Vec<Item> {
        let items = (self.shared)(parts);
        items.into_iter().map(Item::from).collect()
    }
}

/// The path of a module in its crate: `crate::wire::client` of `src/wire/client`.
fn root(path: &str) -> TokenStream {
    let names = path.split('/').skip(1).map(doors::ident);
    quote!(crate #(::#names)*)
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

/// The declarations of what items refer to, as [`declarations`].
pub(crate) fn imports<T: AsRef<str>>(items: &[TokenStream], known: &[(&str, T)]) -> TokenStream {
    declarations(&Named::of(items), known)
}

/// The declarations of what is named, those of [`RUNTIME`] included: types by their names, modules as the beginning of a path, traits by a
/// method (`.validate`).
pub(crate) fn declarations<T: AsRef<str>>(named: &Named, known: &[(&str, T)]) -> TokenStream {
    let used = |key: &str| match key.strip_prefix('.') {
        Some(method) => named.methods.contains(method),
        None if key.starts_with(|c: char| c.is_ascii_uppercase()) => named.words.contains(key),
        None => named.roots.contains(key),
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
