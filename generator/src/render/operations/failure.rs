//! The error of an operation: a variant per documented failure, and one for everything else.
//!
//! Comes in: the documented failures. Goes out: the enum with `Display` and `Error`. It does not know how replies are
//! read or written.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::documentation;
use super::names::{Names, Travel};
use super::outcome::{Carried, differing_sizes};
use super::success::variant;
use crate::model::{Operation, Reply, Status};
use crate::render::doors::{self, Doc};

/// The enum and what makes it an error.
pub(super) fn render(operation: &Operation, names: Names<'_>) -> TokenStream {
    let ident = doors::ident(&operation.failure.ident);
    let method = doors::ident(&operation.method_ident);
    let docs = Doc::default()
        .own(format!("The ways in which `{method}` fails."))
        .attributes();
    let replies = &operation.failure.replies;
    let variants = replies
        .iter()
        .map(|reply| variant(reply, names, Travel::Kept));
    let arms = replies.iter().map(message);
    let allow = differing_sizes(replies.iter().filter_map(|reply| reply.payload.as_ref()));
    quote! {
        #docs
        #[derive(Clone, Debug)]
        #allow
        #[non_exhaustive]
        pub enum #ident {
            #(#variants,)*
            /// An answer that is not documented.
            Undocumented(error::Undocumented),
        }

        impl std::fmt::Display for #ident {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self {
                    #(#arms,)*
                    Self::Undocumented(answer) => std::fmt::Display::fmt(answer, f),
                }
            }
        }

        impl std::error::Error for #ident {}

        impl From<error::Undocumented> for #ident {
            fn from(answer: error::Undocumented) -> Self {
                Self::Undocumented(answer)
            }
        }
    }
}

fn message(reply: &Reply) -> TokenStream {
    let ident = doors::ident(&reply.ident);
    let text = documentation::first_paragraph(reply.description.as_deref().unwrap_or_default());
    if let Status::Code(_) = reply.status {
        let status = documentation::status(reply.status);
        let message = if text.is_empty() {
            status
        } else {
            format!("{status}: {text}")
        };
        let message = Literal::string(&message);
        let pattern = match Carried::by(reply) {
            Carried::Nothing => quote!(Self::#ident),
            Carried::Payload(_) => quote!(Self::#ident(_)),
            Carried::Fields { .. } => quote!(Self::#ident { .. }),
        };
        return quote!(#pattern => f.write_str(#message));
    }
    if text.is_empty() {
        return quote!(Self::#ident { status, .. } => std::fmt::Display::fmt(status, f));
    }
    let text = text.replace('{', "{{").replace('}', "}}");
    let format = Literal::string(&format!("{{status}}: {text}"));
    quote!(Self::#ident { status, .. } => write!(f, #format))
}
