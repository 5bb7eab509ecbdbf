//! A list of values.

use heck::ToSnakeCase;
use proc_macro2::TokenStream;
use quote::quote;

use super::{derives, describe};
use crate::model::{Enum, EnumBase, EnumValue, Json, TypeDef};
use crate::render::doors::{Doc, code, ident, literal};
use crate::render::expression::Expression;

/// The enum with its way from and to the value on the wire.
pub(super) fn render(expression: &Expression<'_>, def: &TypeDef, values: &Enum) -> TokenStream {
    let name = ident(&def.ident);
    let doc = describe(def).attributes();
    let copy = values.closed || values.base == EnumBase::Integer;
    let derives = derives(def, if copy { &["Copy"] } else { &[] });
    let variants = values.values.iter().map(|value| {
        let mut doc = Doc::default().markdown(value.description.as_deref().unwrap_or_default());
        let text = text(&value.value);
        // The identifier says it already, unless the value on the wire cannot be told from it.
        if text.is_empty() {
            doc = doc.own("The empty text.");
        } else if !doc.is_empty() || value.ident.to_snake_case() != text {
            doc = doc.own(format!("{}.", code(&text)));
        }
        let doc = doc.attributes();
        let variant = ident(&value.ident);
        quote!(#doc #variant)
    });
    let unknown = ident(&values.unknown);
    let base = match values.base {
        EnumBase::String => quote!(String),
        EnumBase::Integer => quote!(i64),
    };
    let keeper = (!values.closed).then(|| {
        let doc = if values.extensible {
            " A value that the document does not list; there may be such."
        } else {
            " A value that the document does not list."
        };
        quote!(#[doc = #doc] #unknown(#base))
    });
    let listed: Vec<_> = values
        .values
        .iter()
        .map(|value| ident(&value.ident))
        .collect();
    let wire: Vec<TokenStream> = values
        .values
        .iter()
        .map(|value| wire(values.base, value))
        .collect();
    let text = if values.closed {
        quote!(&'static str)
    } else {
        quote!(&str)
    };
    let access = match values.base {
        EnumBase::String => {
            let other = (!values.closed).then(|| quote!(Self::#unknown(text) => text,));
            quote! {
                /// The text on the wire.
                #[must_use]
                pub fn as_str(&self) -> #text {
                    match self {
                        #(Self::#listed => #wire,)*
                        #other
                    }
                }
            }
        }
        EnumBase::Integer => {
            let other = (!values.closed).then(|| quote!(Self::#unknown(value) => value,));
            quote! {
                /// The number on the wire.
                #[must_use]
                pub fn value(self) -> i64 {
                    match self {
                        #(Self::#listed => #wire,)*
                        #other
                    }
                }
            }
        }
    };
    let (argument, written) = match values.base {
        EnumBase::String => (quote!(&str), quote!(known.as_str())),
        EnumBase::Integer => (quote!(i64), quote!(known.value())),
    };
    let taken = ident(if copy { "copied" } else { "cloned" });
    let shown = match values.base {
        EnumBase::String => quote!(f.pad(self.as_str())),
        EnumBase::Integer => quote!(std::fmt::Display::fmt(&self.value(), f)),
    };
    let conversions = if values.closed {
        closed(&name, values.base)
    } else {
        open(expression, &name, values.base, &unknown)
    };
    quote! {
        #doc
        #derives
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #keeper
        }

        impl #name {
            /// The values that the document lists, in its order.
            pub const ALL: &'static [Self] = &[#(Self::#listed),*];

            #access

            /// The listed value that is written like this.
            pub(crate) fn known(value: #argument) -> Option<Self> {
                Self::ALL.iter().find(|known| #written == value).#taken()
            }
        }

        impl std::fmt::Display for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                #shown
            }
        }

        #conversions
    }
}

/// Every value has a place.
fn open(
    expression: &Expression<'_>,
    name: &proc_macro2::Ident,
    base: EnumBase,
    unknown: &proc_macro2::Ident,
) -> TokenStream {
    let from = expression.prelude("From");
    match base {
        EnumBase::String => quote! {
            impl #from<&str> for #name {
                fn from(text: &str) -> Self {
                    Self::known(text).unwrap_or_else(|| Self::#unknown(text.to_owned()))
                }
            }

            impl #from<String> for #name {
                fn from(text: String) -> Self {
                    Self::known(&text).unwrap_or(Self::#unknown(text))
                }
            }
        },
        EnumBase::Integer => quote! {
            impl #from<i64> for #name {
                fn from(value: i64) -> Self {
                    Self::known(value).unwrap_or(Self::#unknown(value))
                }
            }
        },
    }
}

/// A value that is not listed is refused.
fn closed(name: &proc_macro2::Ident, base: EnumBase) -> TokenStream {
    let violations = quote!(generator_runtime::validate::Violations);
    let error = quote! {
        #violations::one("", "enum", format!("is none of the documented values: {value}"))
    };
    match base {
        EnumBase::String => {
            quote! {
                impl std::str::FromStr for #name {
                    type Err = #violations;

                    fn from_str(value: &str) -> std::result::Result<Self, Self::Err> {
                        Self::known(value).ok_or_else(|| #error)
                    }
                }
            }
        }
        EnumBase::Integer => {
            quote! {
                impl std::convert::TryFrom<i64> for #name {
                    type Error = #violations;

                    fn try_from(value: i64) -> std::result::Result<Self, Self::Error> {
                        Self::known(value).ok_or_else(|| #error)
                    }
                }
            }
        }
    }
}

/// A value as a literal of the base type.
fn wire(base: EnumBase, value: &EnumValue) -> TokenStream {
    match (base, &value.value) {
        (EnumBase::Integer, Json::Number(number)) => {
            literal::integer(number).unwrap_or_else(|| quote!(0))
        }
        (_, value) => {
            let text = literal::text(&text(value));
            quote!(#text)
        }
    }
}

fn text(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}
