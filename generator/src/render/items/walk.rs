//! Emitted tokens → public items. How functions are told is in `signature.rs` beside it.

use std::collections::HashMap;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Attribute, Fields, ImplItem, TraitItem, Visibility};

use super::text::{expanded, line, words};
use super::{Feature, Item, Kind};

/// The items that were found.
pub(super) struct Walk {
    pub(super) items: Vec<Item>,
    aliases: HashMap<String, Vec<String>>,
    module: String,
    feature: Option<Feature>,
}

impl Walk {
    pub(super) fn new(aliases: HashMap<String, Vec<String>>) -> Self {
        Self {
            items: Vec::new(),
            aliases,
            module: String::new(),
            feature: None,
        }
    }

    /// Adds the items of a file of a module.
    ///
    /// # Panics
    /// When the tokens are no Rust items, which only a mistake in this stage can cause.
    pub(super) fn file(&mut self, module: &str, feature: Option<Feature>, tokens: TokenStream) {
        let file = match syn::parse2::<syn::File>(tokens) {
            Ok(file) => file,
            Err(error) => panic!("emitted code must parse: {error}"),
        };
        module.clone_into(&mut self.module);
        self.feature = feature;
        for item in &file.items {
            self.item(item);
        }
    }

    fn item(&mut self, item: &syn::Item) {
        match item {
            syn::Item::Struct(item) if is_public(&item.vis) => {
                let path = self.path(&item.ident);
                let generics = &item.generics;
                let shape = match &item.fields {
                    Fields::Named(_) => TokenStream::new(),
                    Fields::Unnamed(fields) => {
                        let fields =
                            fields
                                .unnamed
                                .iter()
                                .map(|field| match is_public(&field.vis) {
                                    true => field.ty.to_token_stream(),
                                    false => quote!(_),
                                });
                        quote!((#(#fields),*))
                    }
                    Fields::Unit => quote!(;),
                };
                let rest = quote!(#generics #shape);
                self.add(Kind::Struct, &path, None, "pub struct ", rest, &item.attrs);
                self.fields(&path, &item.fields, false);
            }
            syn::Item::Enum(item) if is_public(&item.vis) => {
                let path = self.path(&item.ident);
                let generics = &item.generics;
                let rest = quote!(#generics);
                self.add(Kind::Enum, &path, None, "pub enum ", rest, &item.attrs);
                for variant in &item.variants {
                    let own = format!("{path}::{}", variant.ident);
                    let payload = match &variant.fields {
                        Fields::Unnamed(fields) => {
                            let types = fields.unnamed.iter().map(|field| &field.ty);
                            quote!((#(#types),*))
                        }
                        Fields::Named(_) => quote!({ .. }),
                        Fields::Unit => TokenStream::new(),
                    };
                    self.add(
                        Kind::Variant,
                        &own,
                        Some(&path),
                        "",
                        payload,
                        &variant.attrs,
                    );
                    self.fields(&own, &variant.fields, true);
                }
            }
            syn::Item::Type(item) if is_public(&item.vis) => {
                let path = self.path(&item.ident);
                let ty = &item.ty;
                self.add(
                    Kind::Alias,
                    &path,
                    None,
                    "pub type ",
                    quote!(= #ty),
                    &item.attrs,
                );
            }
            syn::Item::Const(item) if is_public(&item.vis) => {
                let path = self.path(&item.ident);
                self.constant(&path, None, &item.ty, &item.expr, &item.attrs);
            }
            syn::Item::Fn(item) if is_public(&item.vis) => {
                let path = self.path(&item.sig.ident);
                self.function(Kind::Function, &path, None, &item.sig, &item.attrs);
            }
            syn::Item::Trait(item) if is_public(&item.vis) => {
                let path = self.path(&item.ident);
                let (generics, above) = (&item.generics, &item.supertraits);
                let rest = quote!(#generics : #above);
                self.add(Kind::Trait, &path, None, "pub trait ", rest, &item.attrs);
                for member in &item.items {
                    if let TraitItem::Fn(method) = member {
                        let own = format!("{path}::{}", method.sig.ident);
                        let kind = Kind::TraitMethod;
                        self.function(kind, &own, Some(&path), &method.sig, &method.attrs);
                        if let Some(item) = self.items.last_mut() {
                            item.provided = method.default.is_some();
                        }
                    }
                }
            }
            syn::Item::Impl(item) => self.implementation(item),
            _ => {}
        }
    }

    fn implementation(&mut self, item: &syn::ItemImpl) {
        let ty = &item.self_ty;
        let named = self.named(words(quote!(#ty)));
        let parent = named.split('<').next().unwrap_or_default().to_owned();
        if let Some(implemented) = trait_of(item) {
            let generics = &item.generics;
            let types = item.items.iter().filter_map(|member| match member {
                ImplItem::Type(member) => {
                    let (ident, ty) = (&member.ident, &member.ty);
                    Some(quote!(type #ident = #ty;))
                }
                _ => None,
            });
            let text = line(&words(implemented));
            let bounds = &generics.where_clause;
            let rest = quote!({ #(#types)* } #bounds);
            let path = format!("{named}: {text}");
            self.add(
                Kind::Implementation,
                &path,
                Some(&parent),
                "impl ",
                rest,
                &item.attrs,
            );
            return;
        }
        for member in &item.items {
            match member {
                ImplItem::Fn(method) if is_public(&method.vis) => {
                    let path = format!("{named}::{}", method.sig.ident);
                    self.function(
                        Kind::Method,
                        &path,
                        Some(&parent),
                        &method.sig,
                        &method.attrs,
                    );
                }
                ImplItem::Const(member) if is_public(&member.vis) => {
                    let path = format!("{named}::{}", member.ident);
                    let parent = Some(&*parent);
                    self.constant(&path, parent, &member.ty, &member.expr, &member.attrs);
                }
                _ => {}
            }
        }
    }

    fn fields(&mut self, path: &str, fields: &Fields, of_variant: bool) {
        let Fields::Named(fields) = fields else {
            return;
        };
        for field in &fields.named {
            let Some(name) = &field.ident else { continue };
            if of_variant || is_public(&field.vis) {
                let own = format!("{path}.{name}");
                let ty = &field.ty;
                let start = if of_variant { "" } else { "pub " };
                self.add(
                    Kind::Field,
                    &own,
                    Some(path),
                    start,
                    quote!(: #ty),
                    &field.attrs,
                );
            }
        }
    }

    fn constant(
        &mut self,
        path: &str,
        parent: Option<&str>,
        ty: &syn::Type,
        value: &syn::Expr,
        attributes: &[Attribute],
    ) {
        self.add(
            Kind::Constant,
            path,
            parent,
            "pub const ",
            quote!(: #ty),
            attributes,
        );
        let text = line(&words(quote!(#ty)));
        if let Some(item) = self.items.last_mut() {
            // What lists all values of a type says no more than they do.
            item.value = (!text.contains("Self")).then(|| line(&words(quote!(#value))));
        }
    }

    fn add(
        &mut self,
        kind: Kind,
        path: &str,
        parent: Option<&str>,
        start: &str,
        rest: TokenStream,
        attributes: &[Attribute],
    ) {
        let rest = words(rest);
        let meaning = line(&self.expanded(&rest));
        // The space before what follows is that behind a name.
        let mut named = vec!["a".to_owned()];
        named.extend(rest);
        let signature = format!("{start}{path}{}", &line(&named)[1..]);
        self.push(kind, path, parent, signature, meaning, attributes);
    }

    pub(super) fn push(
        &mut self,
        kind: Kind,
        path: &str,
        parent: Option<&str>,
        signature: String,
        meaning: String,
        attributes: &[Attribute],
    ) {
        self.items.push(Item {
            kind,
            path: path.to_owned(),
            parent: parent.map(str::to_owned),
            signature,
            meaning,
            arguments: Vec::new(),
            value: None,
            feature: self.feature,
            non_exhaustive: has(attributes, "non_exhaustive"),
            deprecated: has(attributes, "deprecated"),
            provided: false,
            traits: derived(attributes),
            pointer: String::new(),
            role: path.to_owned(),
            member: None,
        });
    }

    pub(super) fn expanded(&self, words: &[String]) -> Vec<String> {
        expanded(words, &self.aliases, self.module == "types")
    }

    fn path(&self, ident: &proc_macro2::Ident) -> String {
        format!("{}::{ident}", self.module)
    }

    /// The path of the type of an implementation, its lifetimes left out.
    fn named(&self, mut words: Vec<String>) -> String {
        words.retain(|word| !word.starts_with('\''));
        let mut text = line(&words);
        for (from, to) in [("<, ", "<"), ("<>", "")] {
            text = text.replace(from, to);
        }
        if let Some(path) = text.strip_prefix("crate::") {
            return path.to_owned();
        }
        let set = self.module.rsplit_once("::").map(|(set, _)| set);
        match (text.starts_with("operations::"), set) {
            (true, None) => text,
            (true, Some(set)) => format!("{set}::{text}"),
            (false, _) => format!("{}::{text}", self.module),
        }
    }
}

pub(super) fn trait_of(item: &syn::ItemImpl) -> Option<TokenStream> {
    item.trait_.as_ref().map(|implemented| {
        let (.., path, _) = implemented;
        quote!(#path)
    })
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn has(attributes: &[Attribute], name: &str) -> bool {
    attributes
        .iter()
        .any(|attribute| attribute.path().is_ident(name))
}

/// The traits in `derive`.
fn derived(attributes: &[Attribute]) -> Vec<String> {
    let derives = attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("derive"));
    let lists = derives.filter_map(|attribute| attribute.meta.require_list().ok());
    let mut names: Vec<String> = lists
        .flat_map(|list| words(list.tokens.clone()))
        .filter(|word| word != ",")
        .collect();
    names.sort();
    names
}
