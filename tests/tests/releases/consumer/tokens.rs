//! Tokens of declarations → tokens of claims about them.

use proc_macro2::{Group, Punct, Spacing, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::{Attribute, GenericParam, Generics};

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
pub(super) fn exact(value: &TokenStream, ty: &TokenStream) -> TokenStream {
    quote!(let r = (#value,); let (r,): (#ty,) = r; r)
}

/// A function that compiles when a type implements a trait.
pub(super) fn implements(
    generics: &Generics,
    ty: &TokenStream,
    bound: &TokenStream,
) -> TokenStream {
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
pub(super) fn split(generics: &Generics) -> (TokenStream, TokenStream, TokenStream) {
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
pub(super) fn replaced(tokens: TokenStream, this: &TokenStream) -> TokenStream {
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
pub(super) fn relive(tokens: TokenStream, lifetime: &str) -> (TokenStream, bool) {
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
                let delimiter = group.delimiter();
                out.extend([TokenTree::Group(Group::new(delimiter, inner))]);
            }
            token => out.extend([token]),
        }
    }
    (out, found)
}

pub(super) fn is_public(visibility: &syn::Visibility) -> bool {
    matches!(visibility, syn::Visibility::Public(_))
}

pub(super) fn is(attributes: &[Attribute], name: &str) -> bool {
    attributes
        .iter()
        .any(|attribute| attribute.path().is_ident(name))
}
