//! Any subset of several object types.

use proc_macro2::TokenStream;
use quote::quote;

use super::implementations;
use crate::model::{AnyOf, TypeDef};
use crate::render::doors::ident;

/// Every branch is tried on the whole value; their members are put together again.
pub(super) fn render(def: &TypeDef, any: &AnyOf) -> TokenStream {
    let branches: Vec<_> = any
        .branches
        .iter()
        .map(|branch| ident(&branch.ident))
        .collect();
    let deserialize = quote! {
        let mut subset = Subset::new(json::buffer(deserializer)?);
        let value = Self { #(#branches: subset.branch()),* };
        subset.finish()?;
        Ok(value)
    };
    let serialize = quote! {
        let mut parts = Parts::new();
        #(parts.merge(&self.#branches)?;)*
        parts.end(serializer)
    };
    implementations(def, &deserialize, &serialize)
}
