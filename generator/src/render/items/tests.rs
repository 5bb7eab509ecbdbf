#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
//! The items of the model are those of the emitted files, for every document of this checkout.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use proc_macro2::TokenStream;

use super::walk::Walk;
use super::{Feature, Item, Kind, aliases, of};
use crate::diagnostics::Diagnostics;
use crate::model::Api;
use crate::read::{ReadOptions, read};
use crate::render::{File, Options, Parts, render};
use crate::resolve::resolve;

fn documents() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folders = [root.join("specs"), root.join("tests/fixtures/probes")];
    let mut documents: Vec<PathBuf> = folders
        .iter()
        .flat_map(|folder| std::fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            let ending = path.extension().and_then(|ending| ending.to_str());
            matches!(ending, Some("yaml" | "yml" | "json"))
        })
        .collect();
    documents.sort();
    documents
}

/// The public items of emitted files, and the traits that the private modules implement for message types.
fn emitted(api: &Api, files: &[File]) -> (Vec<Item>, BTreeMap<String, BTreeSet<String>>) {
    let mut walk = Walk::new(aliases(api));
    let mut traits: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in files {
        let Some(path) = file
            .path
            .strip_prefix("src/")
            .and_then(|path| path.strip_suffix(".rs"))
        else {
            continue;
        };
        let names: Vec<&str> = path.split('/').collect();
        let delivered = ["webhooks", "callbacks"].contains(&names[0]) && names.len() > 1;
        let (set, module) = match delivered {
            true => (format!("{}::", names[0]), names[1]),
            false => (String::new(), names[0]),
        };
        let feature = match module {
            "types" | "operations" => None,
            "client" => Some(Feature::Client),
            "server" => Some(Feature::Server),
            "wire" => {
                implemented(&file.text, &set, &mut walk, &mut traits);
                if names.last() == Some(&"expressions") {
                    walk.file("operations", None, file.text.parse().unwrap());
                }
                continue;
            }
            _ => continue,
        };
        let tokens: TokenStream = file.text.parse().unwrap();
        walk.file(&format!("{set}{module}"), feature, tokens);
    }
    (walk.items, traits)
}

/// What a private module implements: of messages the names of the traits, of operations what a call gives.
fn implemented(
    text: &str,
    set: &str,
    walk: &mut Walk,
    traits: &mut BTreeMap<String, BTreeSet<String>>,
) {
    for item in syn::parse_str::<syn::File>(text).unwrap().items {
        let syn::Item::Impl(item) = item else {
            continue;
        };
        let Some(implemented) = super::walk::trait_of(&item) else {
            continue;
        };
        let name = implemented.into_iter().find_map(|token| match token {
            proc_macro2::TokenTree::Ident(name) => Some(name.to_string()),
            _ => None,
        });
        let name = name.unwrap_or_default();
        let ty = &item.self_ty;
        let ty = quote::quote!(#ty).to_string().replace(' ', "");
        if ty.starts_with("types::") {
            traits.entry(ty).or_default().insert(name);
        } else if name == "client" {
            let kept = item
                .items
                .iter()
                .filter(|member| matches!(member, syn::ImplItem::Type(_)));
            let ty = &item.self_ty;
            let implementation = quote::quote! {
                impl generator_runtime::client::Operation for #ty { #(#kept)* }
            };
            walk.file(
                &format!("{set}client"),
                Some(Feature::Client),
                implementation,
            );
        }
    }
}

#[test]
fn items_are_those_of_the_emitted_files() {
    for path in documents() {
        let mut diagnostics = Diagnostics::new();
        let Some(document) = read(&path, &ReadOptions::default(), &mut diagnostics) else {
            continue;
        };
        let api = resolve(&document, "probe", &mut diagnostics);
        let files = render(&api, &Options::default());
        let (items, traits) = emitted(&api, &files);
        let shown = |item: &Item| {
            let flags = (
                item.non_exhaustive,
                item.deprecated,
                item.provided,
                item.feature,
            );
            format!(
                "{:?} {} {} {:?} {flags:?}",
                item.kind, item.signature, item.meaning, item.value
            )
        };
        let expected: BTreeSet<String> = items.iter().map(shown).collect();
        let found = of(&api, Parts::default());
        let listed: BTreeSet<String> = found.iter().map(shown).collect();
        let missing: Vec<_> = expected.difference(&listed).collect();
        let invented: Vec<_> = listed.difference(&expected).collect();
        assert!(
            missing.is_empty() && invented.is_empty(),
            "{}: {missing:#?} {invented:#?}",
            path.display()
        );
        let paths: BTreeSet<(&str, Kind)> =
            found.iter().map(|item| (&*item.path, item.kind)).collect();
        assert_eq!(
            paths.len(),
            found.len(),
            "{}: two items with one path",
            path.display()
        );
        for item in &found {
            let known = ["Serialize", "Deserialize", "Validate"];
            let told: BTreeSet<&str> = item
                .traits
                .iter()
                .map(String::as_str)
                .filter(|name| known.contains(name))
                .collect();
            let own = traits.get(&item.path).into_iter().flatten();
            let own: BTreeSet<&str> = own
                .map(String::as_str)
                .filter(|name| known.contains(name))
                .collect();
            let is_message =
                matches!(item.kind, Kind::Struct | Kind::Enum) && item.path.starts_with("types::");
            assert!(
                !is_message || told == own,
                "{}: {}: {told:?} {own:?}",
                path.display(),
                item.path
            );
        }
    }
}
