//! The emitted sources of a crate → a program that uses every public item the way its declaration allows.
//!
//! Each claim of the program is one line, so that a compile error says which claim is broken. Types are written as the
//! crate writes them, with its own imports. Nothing is known here of the generator's own list of items.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use proc_macro2::{Delimiter, Group, Punct, Spacing, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::{
    Attribute, Fields, FnArg, GenericParam, Generics, ImplItem, ReceiverKind, Signature, TraitItem,
};

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

/// The walk through one file.
struct Walk<'c> {
    consumer: &'c mut Consumer,
    /// Public path of what the file declares.
    module: String,
    feature: Option<&'static str>,
    /// Whether programs see what the file declares; what it implements they see in any case.
    is_open: bool,
    /// Modules above the file, for `super`.
    above: Vec<String>,
    /// What programs cannot name.
    hidden: BTreeSet<String>,
}

impl<'c> Walk<'c> {
    fn new(consumer: &'c mut Consumer, names: &[&str]) -> Self {
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

    fn file(mut self, text: &str) {
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
    fn import(&mut self, item: &syn::ItemUse, imports: &mut String) {
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
    fn claim(&mut self, item: &str, line: &TokenStream) -> usize {
        let number = self.claimed(item, line);
        let (expanded, differs) = self.expanded(line.clone());
        if differs {
            self.claimed(item, &expanded);
        }
        number
    }

    /// The tokens with what aliases of message types stand for.
    fn expanded(&self, tokens: TokenStream) -> (TokenStream, bool) {
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

    fn claimed(&mut self, item: &str, line: &TokenStream) -> usize {
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

    fn item(&mut self, item: &syn::Item) {
        match item {
            syn::Item::Struct(item) if is_public(&item.vis) => {
                let (name, path) = (&item.ident, self.path(&item.ident));
                let (generics, bounds, arguments) = split(&item.generics);
                let ty = quote!(#name #arguments);
                self.claim(&path, &quote!(fn f #generics (_: #ty) #bounds {}));
                self.derives(&path, &item.generics, &ty, &item.attrs);
                for field in &item.fields {
                    let Some(field_name) = field.ident.as_ref().filter(|_| is_public(&field.vis))
                    else {
                        continue;
                    };
                    let exact = exact(&quote!(x.#field_name), &field.ty.to_token_stream());
                    let own = format!("{path}.{field_name}");
                    let field_ty = &field.ty;
                    self.claim(
                        &own,
                        &quote!(fn f #generics (x: #ty) -> #field_ty #bounds { #exact }),
                    );
                }
                let is_open = item.fields.iter().all(|field| is_public(&field.vis));
                if let (Fields::Named(fields), true) =
                    (&item.fields, is_open && !is(&item.attrs, "non_exhaustive"))
                {
                    let names: Vec<_> = fields.named.iter().map(|field| &field.ident).collect();
                    self.claim(&path, &quote!(fn f #generics (x: #ty) -> #ty #bounds { let #name { #(#names),* } = x; #name { #(#names),* } }));
                }
            }
            syn::Item::Enum(item) if is_public(&item.vis) => self.enumeration(item),
            syn::Item::Type(item) if is_public(&item.vis) => {
                let (name, path, ty) = (&item.ident, self.path(&item.ident), &item.ty);
                let exact = exact(&quote!(x), &ty.to_token_stream());
                let (generics, bounds, arguments) = split(&item.generics);
                self.claim(
                    &path,
                    &quote!(fn f #generics (x: #name #arguments) -> #ty #bounds { #exact }),
                );
            }
            syn::Item::Const(item) if is_public(&item.vis) => {
                let (name, path) = (&item.ident, self.path(&item.ident));
                let (ty, _) = relive(item.ty.to_token_stream(), "'static");
                let exact = exact(&quote!(#name), &ty);
                self.claim(&path, &quote!(fn f() -> #ty { #exact }));
            }
            syn::Item::Fn(item) if is_public(&item.vis) => {
                let (name, path) = (&item.sig.ident, self.path(&item.sig.ident));
                self.function(&path, &quote!(#name), &item.sig, None);
            }
            syn::Item::Trait(item) if is_public(&item.vis) => self.interface(item),
            _ => {}
        }
    }

    fn enumeration(&mut self, item: &syn::ItemEnum) {
        let (name, path) = (&item.ident, self.path(&item.ident));
        let (generics, bounds, arguments) = split(&item.generics);
        let ty = quote!(#name #arguments);
        self.claim(&path, &quote!(fn f #generics (_: #ty) #bounds {}));
        self.derives(&path, &item.generics, &ty, &item.attrs);
        for variant in &item.variants {
            let own = format!("{path}::{}", variant.ident);
            let ident = &variant.ident;
            let is_open = is(&variant.attrs, "non_exhaustive");
            let names: Vec<_> = variant
                .fields
                .iter()
                .enumerate()
                .map(|(index, field)| {
                    field
                        .ident
                        .clone()
                        .unwrap_or_else(|| format_ident!("a{index}"))
                })
                .collect();
            let types: Vec<_> = variant.fields.iter().map(|field| &field.ty).collect();
            let shape = match &variant.fields {
                Fields::Unit => TokenStream::new(),
                Fields::Unnamed(_) => quote!((#(#names),*)),
                Fields::Named(_) if is_open => quote!({ #(#names,)* .. }),
                Fields::Named(_) => quote!({ #(#names),* }),
            };
            let parts = quote!((#(#types,)*));
            self.claim(&own, &quote!(fn f #generics (x: #ty) -> Option<#parts> #bounds { match x { #name::#ident #shape => { let r = ((#(#names,)*),); let (r,): (#parts,) = r; Some(r) } _ => None } }));
            if !is_open {
                self.claim(&own, &quote!(fn f #generics (#(#names: #types),*) -> #ty #bounds { #name::#ident #shape }));
            }
            for field in variant.fields.iter() {
                let (Some(field_name), field_ty) = (&field.ident, &field.ty) else {
                    continue;
                };
                let exact = exact(&quote!(x), &field_ty.to_token_stream());
                self.claim(&format!("{own}.{field_name}"), &quote!(fn f #generics (x: #ty) -> Option<#field_ty> #bounds { match x { #name::#ident { #field_name: x, .. } => Some({ #exact }), _ => None } }));
            }
        }
        if !is(&item.attrs, "non_exhaustive") {
            let variants = item.variants.iter().map(|variant| &variant.ident);
            self.claim(&path, &quote!(fn f #generics (x: #ty) #bounds { match x { #(#name::#variants { .. } => {})* } }));
        }
    }

    /// What is derived, and what every type of plain data is.
    fn derives(
        &mut self,
        path: &str,
        generics: &Generics,
        ty: &TokenStream,
        attributes: &[Attribute],
    ) {
        let lists = attributes
            .iter()
            .filter(|attribute| attribute.path().is_ident("derive"));
        let mut traits: Vec<String> = lists
            .flat_map(|list| {
                list.meta
                    .require_list()
                    .unwrap()
                    .tokens
                    .to_string()
                    .split(',')
                    .map(|name| name.trim().to_owned())
                    .collect::<Vec<_>>()
            })
            .filter(|name| !name.is_empty())
            .collect();
        if generics.params.is_empty() {
            traits.extend(["Send", "Sync", "Unpin"].map(str::to_owned));
        }
        for name in traits {
            let bound: TokenStream = match &*name {
                "Debug" => quote!(std::fmt::Debug),
                "Hash" => quote!(std::hash::Hash),
                name => name.parse().unwrap(),
            };
            // Derives ask the same of what a type is generic over.
            let mut generics = generics.clone();
            for parameter in generics.type_params_mut() {
                parameter.bounds.push(syn::parse_quote!(#bound));
            }
            let line = implements(&generics, ty, &bound);
            self.claim(&format!("{path}: {name}"), &line);
        }
    }

    fn implementation(&mut self, item: &syn::ItemImpl) {
        let ty = &item.self_ty;
        let mentions_hidden = |tokens: &TokenStream| {
            let text = tokens.to_string();
            let mut words = text.split(|c: char| !(c.is_alphanumeric() || c == '_'));
            words.any(|word| self.hidden.contains(word))
        };
        if mentions_hidden(&quote!(#ty)) {
            return;
        }
        let named = self.named(&quote!(#ty));
        let (ty, lifetime) = relive(quote!(#ty), "'i");
        let mut generics = item.generics.clone();
        if lifetime {
            generics.params.insert(0, syn::parse_quote!('i));
        }
        let Some((.., implemented, _)) = &item.trait_ else {
            for member in &item.items {
                match member {
                    ImplItem::Fn(method) if is_public(&method.vis) => {
                        let name = &method.sig.ident;
                        let path = format!("{named}::{name}");
                        self.function(
                            &path,
                            &quote!(<#ty>::#name),
                            &method.sig,
                            Some((&generics, &ty)),
                        );
                    }
                    ImplItem::Const(member) if is_public(&member.vis) => {
                        let name = &member.ident;
                        let of = replaced(member.ty.to_token_stream(), &ty);
                        let (of, _) = relive(of, "'static");
                        let exact = exact(&quote!(<#ty>::#name), &of);
                        let path = format!("{named}::{name}");
                        self.claim(&path, &quote!(fn f() -> #of { #exact }));
                    }
                    _ => {}
                }
            }
            return;
        };
        if mentions_hidden(&quote!(#implemented)) {
            return;
        }
        let text = plain(&quote!(#implemented).to_string());
        let path = format!("{named}: {text}");
        let (implemented, lifetime) = relive(quote!(#implemented), "'t");
        if lifetime {
            generics.params.insert(0, syn::parse_quote!('t));
        }
        let line = implements(&generics, &ty, &implemented);
        self.claim(&path, &line);
        let (parameters, bounds, _) = split(&generics);
        for member in &item.items {
            let ImplItem::Type(member) = member else {
                continue;
            };
            let (name, of) = (
                &member.ident,
                replaced(member.ty.to_token_stream(), &quote!(<#ty as #implemented>)),
            );
            let exact = exact(&quote!(x), &of);
            self.claim(&path, &quote!(fn f #parameters (x: <#ty as #implemented>::#name) -> #of #bounds { #exact }));
        }
    }

    /// A call with exactly the declared arguments, whose result has exactly the declared type.
    fn function(
        &mut self,
        path: &str,
        callee: &TokenStream,
        signature: &Signature,
        owner: Option<(&Generics, &TokenStream)>,
    ) {
        let mut generics = signature.generics.clone();
        let (mut inputs, mut names) = (Vec::new(), Vec::new());
        let nothing = TokenStream::new();
        let this = owner.map_or(&nothing, |(_, ty)| ty);
        if let Some((outer, _)) = owner {
            let own = std::mem::take(&mut generics.params);
            generics.params = outer.params.iter().cloned().chain(own).collect();
            if let Some(clause) = &outer.where_clause {
                generics
                    .make_where_clause()
                    .predicates
                    .extend(clause.predicates.iter().cloned());
            }
        }
        let mut of_receiver = false;
        for (index, input) in signature.inputs.iter().enumerate() {
            let name = format_ident!("a{index}");
            inputs.push(match input {
                FnArg::Receiver(receiver) => match &receiver.kind {
                    ReceiverKind::Reference(_, _, mutable) => {
                        of_receiver = true;
                        quote!(#name: &'r #mutable #this)
                    }
                    _ => quote!(#name: #this),
                },
                FnArg::Typed(argument) => {
                    let ty = replaced(argument.ty.to_token_stream(), this);
                    quote!(#name: #ty)
                }
            });
            names.push(name);
        }
        let mut output = match &signature.output {
            syn::ReturnType::Default => quote!(()),
            syn::ReturnType::Type(_, ty) => replaced(ty.to_token_stream(), this),
        };
        if of_receiver {
            generics.params.insert(0, syn::parse_quote!('r));
            output = relive(output, "'r").0;
        }
        // Lifetimes come first.
        let (lifetimes, others): (Vec<_>, Vec<_>) = generics
            .params
            .into_iter()
            .partition(|parameter| matches!(parameter, GenericParam::Lifetime(_)));
        generics.params = lifetimes.into_iter().chain(others).collect();
        let (generics, bounds, _) = split(&generics);
        let bounds = replaced(bounds, this);
        let (start, wait) = match &signature.asyncness {
            Some(_) => (quote!(async), quote!(.await)),
            None => (quote!(), quote!()),
        };
        let call = quote!(#callee(#(#names),*) #wait);
        let body = match output.to_string().split(' ').any(|word| word == "impl") {
            true => call,
            false => exact(&call, &output),
        };
        self.claim(
            path,
            &quote!(#start fn f #generics (#(#inputs),*) -> #output #bounds { #body }),
        );
    }

    /// An implementation that has all methods.
    fn interface(&mut self, item: &syn::ItemTrait) {
        let (name, path) = (&item.ident, self.path(&item.ident));
        let program = format_ident!("{name}Program");
        let block = self.claim(&path, &quote!(struct #program; impl #name for #program));
        self.consumer.claims[block].line.push('{');
        self.consumer.claims[block].close = "}".to_owned();
        let mut members = Vec::new();
        for member in &item.items {
            let TraitItem::Fn(method) = member else {
                continue;
            };
            let signature = &method.sig;
            let is_future = signature
                .output
                .to_token_stream()
                .to_string()
                .contains("impl Future");
            let body = match is_future {
                true => quote!(std::future::pending()),
                false => quote!(loop {}),
            };
            let own = format!("{path}::{}", signature.ident);
            let index = self.claim(&own, &quote!(#signature { #body }));
            self.consumer.claims[index].is_member = true;
            self.consumer.claims[index].required = method.default.is_none();
            members.push(index);
            // Those who call it, generically.
            let mut generics = syn::ItemTrait::clone(item).generics;
            generics.params.push(syn::parse_quote!(A: #name));
            let method = &signature.ident;
            self.function(
                &own,
                &quote!(<A as #name>::#method),
                signature,
                Some((&generics, &quote!(A))),
            );
        }
        self.consumer.claims[block].members = members;
        let above = &item.supertraits;
        self.claim(
            &path,
            &quote!(fn f<A: #name>() { fn need<A: #above>() {} need::<A>() }),
        );
    }

    fn path(&self, name: &syn::Ident) -> String {
        format!("{}::{name}", self.module)
    }

    /// The path of the type of an implementation, without lifetimes.
    fn named(&self, ty: &TokenStream) -> String {
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

/// A trait without the modules that it stands in, so that imports do not matter.
pub(crate) fn plain(text: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    for c in text.chars().filter(|c| *c != ' ') {
        if c.is_alphanumeric() || c == '_' {
            word.push(c);
            continue;
        }
        words.extend([std::mem::take(&mut word), c.to_string()]);
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    let mut out: Vec<String> = Vec::new();
    for word in words {
        out.push(word);
        let ends = [out.len().checked_sub(2), out.len().checked_sub(1)]
            .map(|at| at.map(|at| out[at].as_str()));
        if ends == [Some(":"), Some(":")] {
            let kept = out.len() - 3;
            out.truncate(kept);
        }
    }
    out.concat()
}

/// A block whose value has exactly this type: nothing is converted on the way.
fn exact(value: &TokenStream, ty: &TokenStream) -> TokenStream {
    quote!(let r = (#value,); let (r,): (#ty,) = r; r)
}

/// A function that compiles when a type implements a trait.
fn implements(generics: &Generics, ty: &TokenStream, bound: &TokenStream) -> TokenStream {
    let (parameters, bounds, _) = split(generics);
    let mut inner = generics.clone();
    inner.params.push(syn::parse_quote!(T));
    inner
        .make_where_clause()
        .predicates
        .push(syn::parse_quote!(T: #bound));
    let (inner, inner_bounds, _) = split(&inner);
    let types = generics
        .params
        .iter()
        .filter_map(|parameter| match parameter {
            GenericParam::Type(parameter) => Some(&parameter.ident),
            _ => None,
        });
    quote!(fn f #parameters () #bounds { fn need #inner () #inner_bounds {} need::<#(#types,)* #ty>() })
}

/// Parameters, bounds and arguments of generics.
fn split(generics: &Generics) -> (TokenStream, TokenStream, TokenStream) {
    let (_, arguments, bounds) = generics.split_for_impl();
    let parameters = &generics.params;
    let parameters = match parameters.is_empty() {
        true => TokenStream::new(),
        false => quote!(<#parameters>),
    };
    (
        parameters,
        bounds.to_token_stream(),
        arguments.to_token_stream(),
    )
}

/// The tokens with another type for `Self`.
fn replaced(tokens: TokenStream, this: &TokenStream) -> TokenStream {
    let mut out = TokenStream::new();
    for token in tokens {
        match token {
            TokenTree::Ident(ident) if ident == "Self" => out.extend(this.clone()),
            TokenTree::Group(group) => out.extend([TokenTree::Group(Group::new(
                group.delimiter(),
                replaced(group.stream(), this),
            ))]),
            token => out.extend([token]),
        }
    }
    out
}

/// The tokens with a lifetime where none is named, and whether there was such a place.
fn relive(tokens: TokenStream, lifetime: &str) -> (TokenStream, bool) {
    let name = format_ident!("{}", lifetime.trim_start_matches('\''));
    let named = [
        TokenTree::Punct(Punct::new('\'', Spacing::Joint)),
        TokenTree::Ident(name),
    ];
    let (mut out, mut found) = (TokenStream::new(), false);
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let follows = |c: char, next: Option<&TokenTree>| matches!(next, Some(TokenTree::Punct(punct)) if punct.as_char() == c);
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '\'' => match tokens.next() {
                Some(TokenTree::Ident(ident)) if ident == "_" => {
                    found = true;
                    out.extend(named.clone());
                }
                next => out.extend([TokenTree::Punct(punct)].into_iter().chain(next)),
            },
            TokenTree::Punct(punct) if punct.as_char() == '&' && !follows('\'', tokens.peek()) => {
                found = true;
                out.extend([TokenTree::Punct(punct)].into_iter().chain(named.clone()));
            }
            TokenTree::Group(group) => {
                let (inner, inside) = relive(group.stream(), lifetime);
                found |= inside;
                let delimiter: Delimiter = group.delimiter();
                out.extend([TokenTree::Group(Group::new(delimiter, inner))]);
            }
            token => out.extend([token]),
        }
    }
    (out, found)
}

fn is_public(visibility: &syn::Visibility) -> bool {
    matches!(visibility, syn::Visibility::Public(_))
}

fn is(attributes: &[Attribute], name: &str) -> bool {
    attributes
        .iter()
        .any(|attribute| attribute.path().is_ident(name))
}
