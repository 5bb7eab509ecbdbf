//! A list of values.

use proc_macro2::TokenStream;
use quote::quote;

use super::implementations;
use crate::model::{Enum, EnumBase, Json, TypeDef};
use crate::render::doors::{ident, literal};

/// A value that is not listed is kept, or refused by a closed list.
pub(super) fn render(def: &TypeDef, values: &Enum) -> TokenStream {
    let unknown = ident(&values.unknown);
    let listed: Vec<_> = values
        .values
        .iter()
        .map(|value| match &value.value {
            Json::String(text) => literal::text(text),
            other => literal::json(other),
        })
        .collect();
    let (read, known, kept, write) = match values.base {
        EnumBase::String => (
            quote!(let value = json::string(deserializer)?;),
            quote!(Self::known(&value)),
            quote!(value.into_owned()),
            quote!(serializer.serialize_str(self.as_str())),
        ),
        EnumBase::Integer => (
            quote!(let value = json::integer(deserializer)?;),
            quote!(Self::known(value)),
            quote!(value),
            quote!(serializer.serialize_i64(self.value())),
        ),
    };
    let deserialize = if values.closed {
        quote! {
            #read
            #known.ok_or_else(|| json::not_one_of(value, &[#(#listed),*]))
        }
    } else {
        quote! {
            #read
            Ok(#known.unwrap_or_else(|| json::unrecognized(Self::#unknown(#kept))))
        }
    };
    implementations(def, &deserialize, &write)
}
