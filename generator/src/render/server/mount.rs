//! Receivers at any URL.
//!
//! Comes in: delivered operations. Goes out: a type with a value per path at which a router receives them, and a router
//! that takes every request as one to such a path, whatever its own.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Operation, PathPart};
use crate::render::doors::{Doc, code, ident, literal};
use crate::render::set::Set;

/// All but the unreserved characters of RFC 3986 section 2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The type of the paths, and the router for one of them.
pub(super) fn render(set: Set<'_>) -> [TokenStream; 3] {
    let (tag, service, noun) = (set.tag(), set.service(), set.noun());
    let mut paths: Vec<&Operation> = Vec::new();
    for operation in set.operations {
        if !paths.iter().any(|known| known.path == operation.path) {
            paths.push(operation);
        }
    }
    let variants: Vec<_> = paths
        .iter()
        .map(|operation| ident(&operation.type_ident))
        .collect();
    let docs = paths.iter().map(|operation| {
        let path = code(&operation.path.text);
        Doc::default().own(format!("{path}.")).attributes()
    });
    let texts = paths
        .iter()
        .map(|operation| literal::text(&path(operation)));
    let type_docs = Doc::default()
        .own(format!(
            "Where a router receives {noun}s, unless it is mounted for one of them."
        ))
        .attributes();
    let router_docs = Doc::default()
        .own(format!(
            "As [`router`], for one {noun} at whatever URL it arrives: the path of requests is not looked at."
        ))
        .attributes();
    let argument = ident(noun);
    [
        quote! {
            #router_docs
            #[must_use]
            pub fn router_for<A: #service>(receiver: A, #argument: #tag) -> Router<Operations<A>> {
                router(receiver).any_path(#argument.path())
            }
        },
        quote! {
            #type_docs
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
            #[non_exhaustive]
            pub enum #tag {
                #(#docs #variants,)*
            }
        },
        quote! {
            impl #tag {
                /// All of them, in the order of the document.
                pub const ALL: &'static [Self] = &[#(Self::#variants),*];

                /// The path, percent-encoded.
                #[must_use]
                pub const fn path(self) -> &'static str {
                    match self {
                        #(Self::#variants => #texts,)*
                    }
                }
            }
        },
    ]
}

/// The path as it stands in a URL.
fn path(operation: &Operation) -> String {
    let mut path = String::new();
    for segment in &operation.path.segments {
        path.push('/');
        for part in segment {
            if let PathPart::Literal(text) = part {
                path.extend(utf8_percent_encode(text, RESERVED));
            }
        }
    }
    path
}
