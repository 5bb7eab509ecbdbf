//! Another name for a type.

use proc_macro2::TokenStream;
use quote::quote;

use super::describe;
use crate::model::{TypeDef, Use};
use crate::render::doors::ident;
use crate::render::expression::Expression;
use crate::render::facts;

/// `pub type`. What the alias demands of its values is checked wherever it is used.
pub(super) fn render(expression: &Expression<'_>, def: &TypeDef, target: &Use) -> TokenStream {
    let name = ident(&def.ident);
    let ty = expression.of(&target.ty);
    let mut doc = describe(def);
    let facts = facts::paragraph(expression.types(), target, None, None);
    if !facts.is_empty() {
        doc = doc.own(facts);
    }
    let doc = doc.attributes();
    quote!(#doc pub type #name = #ty;)
}
