//! The walk through a file: what it imports, where its items stand, and how claims about them are written down.

use std::collections::BTreeSet;

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::ToTokens;

use super::tokens::is_public;
use super::{Claim, Consumer};

/// The walk through one file.
pub(super) struct Walk<'c> {
    pub(super) consumer: &'c mut Consumer,
    /// Public path of what the file declares.
    module: String,
    feature: Option<&'static str>,
    /// Whether programs see what the file declares; what it implements they see in any case.
    is_open: bool,
    /// Modules above the file, for `super`.
    above: Vec<String>,
    /// What programs cannot name.
    pub(super) hidden: BTreeSet<String>,
}

impl<'c> Walk<'c> {
    pub(super) fn new(consumer: &'c mut Consumer, names: &[&str]) -> Self {
        let is_set = ["webhooks", "callbacks"].contains(&names[0]) && names.len() > 1;
        let module = match is_set {
            true => names[..2].join("::"),
            false => names[0].to_owned(),
        };
        let of = |end: &'static str| names.contains(&end).then_some(end);
        let above = names[..names.len() - 1]
            .iter()
            .map(|name| (*name).to_owned());
        Self {
            consumer,
            module,
            feature: of("client").or(of("server")),
            is_open: !names.contains(&"wire") && names != ["lib"],
            above: above.collect(),
            hidden: BTreeSet::new(),
        }
    }

    pub(super) fn file(mut self, text: &str) {
        let file = syn::parse_file(text).unwrap();
        let mut imports = String::new();
        for item in &file.items {
            let (name, visibility) = match item {
                syn::Item::Use(item) => {
                    self.import(item, &mut imports);
                    continue;
                }
                syn::Item::Struct(item) => (&item.ident, &item.vis),
                syn::Item::Enum(item) => (&item.ident, &item.vis),
                syn::Item::Trait(item) => (&item.ident, &item.vis),
                syn::Item::Type(item) => (&item.ident, &item.vis),
                _ => continue,
            };
            if !is_public(visibility) {
                self.hidden.insert(name.to_string());
            }
        }
        let is_open = self.is_open;
        if is_open {
            imports.push_str(&format!("use api::{}::*;", self.module));
        }
        let of = self
            .module
            .split("::")
            .next()
            .unwrap_or_default()
            .to_owned();
        self.consumer.modules.push(self.consumer.claims.len());
        let index = self.claim(&of, &TokenStream::new());
        let claim = &mut self.consumer.claims[index];
        claim.line = format!("mod m{index} {{ {imports}");
        claim.is_module = true;
        for item in &file.items {
            match item {
                syn::Item::Impl(item) => self.implementation(item),
                item if is_open => self.item(item),
                _ => {}
            }
        }
    }

    /// Takes over what a file imports, and claims what it exports.
    pub(super) fn import(&mut self, item: &syn::ItemUse, imports: &mut String) {
        let tree = item.tree.to_token_stream().to_string();
        let mut words: Vec<&str> = tree.split(' ').collect();
        let mut path: Vec<&str> = Vec::new();
        if words[0] == "crate" {
            words.drain(..2);
        } else if words[0] == "super" {
            let mut above = self.above.len();
            words.drain(..2);
            while words[0] == "super" {
                above -= 1;
                words.drain(..2);
            }
            path.extend(
                self.above[..above]
                    .iter()
                    .flat_map(|name| [name.as_str(), "::"]),
            );
        } else {
            if !is_public(&item.vis) {
                imports.push_str(&format!("use {tree};"));
            }
            return;
        }
        path.extend(words);
        if path.contains(&"wire") {
            let names = path
                .iter()
                .filter(|word| word.chars().all(|c| c.is_alphanumeric() || c == '_'));
            self.hidden.extend(names.map(|name| (*name).to_owned()));
        } else {
            imports.push_str(&format!("use api::{};", path.join(" ")));
        }
    }

    /// Makes a claim, and the same with what aliases stand for: that is what programs may count on as well.
    pub(super) fn claim(&mut self, item: &str, line: &TokenStream) -> usize {
        let number = self.claimed(item, line);
        let (expanded, differs) = self.expanded(line.clone());
        if differs {
            self.claimed(item, &expanded);
        }
        number
    }

    /// The tokens with what aliases of message types stand for.
    pub(super) fn expanded(&self, tokens: TokenStream) -> (TokenStream, bool) {
        let (mut out, mut differs) = (Vec::new(), false);
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => match self.consumer.aliases.get(&ident.to_string()) {
                    Some(target) => {
                        // The modules before the name go with it.
                        for module in ["types", "api", "crate"] {
                            let start = out.len().saturating_sub(3);
                            let before = out[start..].iter().map(TokenTree::to_string);
                            if before.eq([module, ":", ":"].map(str::to_owned)) {
                                out.truncate(start);
                            }
                        }
                        let target: TokenStream = target.parse().unwrap();
                        out.extend(self.expanded(target).0);
                        differs = true;
                    }
                    None => out.push(TokenTree::Ident(ident)),
                },
                TokenTree::Group(group) => {
                    let (inner, inside) = self.expanded(group.stream());
                    differs |= inside;
                    out.push(TokenTree::Group(Group::new(group.delimiter(), inner)));
                }
                token => out.push(token),
            }
        }
        (out.into_iter().collect(), differs)
    }

    pub(super) fn claimed(&mut self, item: &str, line: &TokenStream) -> usize {
        let number = self.consumer.claims.len();
        let line = line.to_string().replace("crate ::", "api ::");
        let line = line.replacen("fn f ", &format!("fn f{number} "), 1);
        self.consumer.claims.push(Claim {
            item: item.to_owned(),
            feature: self.feature,
            line: line.replace('\n', " "),
            close: String::new(),
            members: Vec::new(),
            required: false,
            is_member: false,
            is_module: false,
            module: self.consumer.modules.len() - 1,
        });
        number
    }

    pub(super) fn path(&self, name: &syn::Ident) -> String {
        format!("{}::{name}", self.module)
    }

    /// The path of the type of an implementation, without lifetimes.
    pub(super) fn named(&self, ty: &TokenStream) -> String {
        let set = self.module.split_once("::").map(|(set, _)| set);
        let mut text = String::new();
        for word in ty
            .to_string()
            .split(' ')
            .filter(|word| !word.starts_with('\''))
        {
            text.push_str(word);
        }
        let text = text.replace("<,", "<").replace("<>", "");
        if let Some(path) = text.strip_prefix("crate::") {
            return path.to_owned();
        }
        match (
            text.starts_with("operations::") || text.starts_with("types::"),
            set,
        ) {
            (true, Some(set)) if text.starts_with("operations") => format!("{set}::{text}"),
            (true, _) => text,
            (false, _) => format!("{}::{text}", self.module),
        }
    }
}
