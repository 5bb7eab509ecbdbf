//! What each kind of item allows programs to do.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::{
    Attribute, Fields, FnArg, GenericParam, Generics, ImplItem, ReceiverKind, Signature, TraitItem,
};

use super::tokens::{exact, implements, is, is_public, plain, relive, replaced, split};
use super::walk::Walk;

impl Walk<'_> {
    pub(super) fn item(&mut self, item: &syn::Item) {
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

    pub(super) fn enumeration(&mut self, item: &syn::ItemEnum) {
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
    pub(super) fn derives(
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

    pub(super) fn implementation(&mut self, item: &syn::ItemImpl) {
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
    pub(super) fn function(
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
    pub(super) fn interface(&mut self, item: &syn::ItemTrait) {
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
}
