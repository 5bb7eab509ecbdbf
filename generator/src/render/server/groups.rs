//! The traits of an API that is too large for one.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToUpperCamelCase;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{IMPORTS, method};
use crate::model::{Api, Operation};
use crate::render::File;
use crate::render::doors::{Doc, code, ident};
use crate::render::format::Module;
use crate::render::layout;
use crate::render::operations::names::Names;
use crate::render::package::split::imports;

/// More operations than that are several traits.
const MANY: usize = 64;

/// Operations that one trait is made of.
pub(super) struct Group<'a> {
    /// Name of the module.
    name: String,
    /// Name of the trait.
    ident: String,
    /// What the document calls it.
    label: String,
    /// What the document says of it, where it is a tag.
    description: &'a str,
    pub(super) operations: Vec<&'a Operation>,
}

/// The groups, by name; none when one trait is enough, or when all operations are of one group anyway.
pub(super) fn of(api: &Api) -> Vec<Group<'_>> {
    let mut groups: BTreeMap<String, Group<'_>> = BTreeMap::new();
    if api.operations.len() > MANY {
        for operation in &api.operations {
            let keys = layout::of_operations(operation);
            let name = keys.words.into_iter().next().unwrap_or_default();
            let group = groups.entry(name.clone()).or_insert_with(|| {
                let label = keys.group.unwrap_or_else(|| name.clone());
                let tag = api.tags.iter().find(|tag| tag.name == label);
                Group {
                    description: tag.and_then(|tag| tag.description.as_deref()).unwrap_or(""),
                    label,
                    ident: String::new(),
                    name,
                    operations: Vec::new(),
                }
            });
            group.operations.push(operation);
        }
    }
    if groups.len() == 1 {
        return Vec::new();
    }
    let mut groups: Vec<Group<'_>> = groups.into_values().collect();
    let mut taken = BTreeSet::from(["Api".to_owned()]);
    for group in &mut groups {
        group.ident = trait_name(&group.name, &mut taken);
    }
    groups
}

/// `BooksApi`: the second word keeps it apart from everything that Rust calls by such names. `foo2` and `foo_2` are two
/// modules but one word as the name of a type, so the second of them is numbered.
fn trait_name(module: &str, taken: &mut BTreeSet<String>) -> String {
    let words = module
        .strip_suffix("_group")
        .unwrap_or(module)
        .to_upper_camel_case();
    let numbered = (2..).map(|number| format!("{words}Api{number}"));
    let mut candidates = std::iter::once(format!("{words}Api")).chain(numbered);
    candidates
        .find(|name| taken.insert(name.clone()))
        .unwrap_or_default()
}

/// The names of the traits.
pub(super) fn names(groups: &[Group<'_>]) -> Vec<Ident> {
    groups.iter().map(Group::ident).collect()
}

/// The declarations of the modules of the groups.
pub(super) fn modules(groups: &[Group<'_>]) -> TokenStream {
    let modules: Vec<Ident> = groups.iter().map(|group| ident(&group.name)).collect();
    let names = names(groups);
    quote!(#(mod #modules;)* #(pub use #modules::#names;)*)
}

impl Group<'_> {
    fn ident(&self) -> Ident {
        ident(&self.ident)
    }

    /// Its trait.
    pub(super) fn item(&self, names: Names<'_>) -> TokenStream {
        let name = self.ident();
        let label = code(&self.label);
        let docs = Doc::default()
            .own(format!("The operations of {label}."))
            .markdown(self.description)
            .own("Methods that are not implemented answer 501.")
            .attributes();
        let methods = self
            .operations
            .iter()
            .map(|operation| method(operation, names));
        quote! {
            #docs
            pub trait #name: Send + Sync + 'static {
                #(#methods)*
            }
        }
    }

    pub(super) fn file(&self, names: Names<'_>) -> File {
        let label = code(&self.label);
        let mut module = Module::new(Doc::default().own(format!("Serves {label}.")));
        let items = [self.item(names)];
        module.import(imports(&items, IMPORTS));
        module.import(quote!(
            use crate::server::not_implemented;
        ));
        let [item] = items;
        module.item(item);
        File {
            path: format!("src/server/{}.rs", self.name),
            text: module.text(),
        }
    }
}
