//! The values that a wait is given, and what their types mean for how they are handed over.
//!
//! Comes in: inputs of a wait, and the types of the parameters that they are for. Goes out: types and expressions. It does
//! not know which method asks.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::model::{
    IntegerKind, Json, Parameter, Text, Type, TypeKind, Types, WaitInput, WaitSource,
};
use crate::render::doors::{self, literal};
use crate::render::expression::Argument;
use crate::render::operations::input::value_type;
use crate::render::operations::names::Names;

/// A value that the wait is given.
pub(super) struct Given<'a> {
    /// Name of the argument.
    pub(super) ident: Ident,
    pub(super) source: &'a WaitSource,
    /// Type of the value.
    pub(super) value: TokenStream,
    pub(super) argument: Argument,
    pub(super) is_copy: bool,
}

impl Given<'_> {
    /// A statement that makes the argument a value of its type.
    pub(super) fn owned(&self) -> TokenStream {
        let (ident, value) = (&self.ident, &self.value);
        let converted = self.argument.convert(&quote!(#ident));
        quote!(let #ident: #value = #converted;)
    }
}

/// Type of what is given: that of the parameter, or of the items of its list.
pub(super) fn input_type<'t>(
    types: &'t Types,
    parameter: &'t Parameter,
    input: &WaitInput,
) -> &'t Type {
    let ty = value_type(parameter);
    match behind(types, ty) {
        Type::Array(item) if input.single => &item.ty,
        _ => ty,
    }
}

/// The type behind aliases and `null`.
fn behind<'t>(types: &'t Types, mut ty: &'t Type) -> &'t Type {
    // Aliases do not lead in a circle; the bound is for documents that nobody has checked.
    for _ in 0..64 {
        ty = match ty {
            Type::Nullable(inner) => inner,
            Type::Named(id) => match &types[*id].kind {
                TypeKind::Alias(target) => &target.ty,
                _ => return ty,
            },
            _ => return ty,
        };
    }
    ty
}

pub(super) fn is_copy(types: &Types, ty: &Type) -> bool {
    match behind(types, ty) {
        Type::Bool | Type::Null | Type::Float | Type::Double => true,
        Type::Integer(kind) => *kind != IntegerKind::Big,
        Type::Text(Text::Ipv4 | Text::Ipv6) => true,
        _ => false,
    }
}

/// A literal of the document as a value of a type that can have it.
pub(super) fn constant(types: &Types, names: Names<'_>, ty: &Type, value: &Json) -> TokenStream {
    match behind(types, ty) {
        Type::Bool => {
            let value = value.as_bool().unwrap_or_default();
            quote!(#value)
        }
        Type::Integer(kind) => {
            let number = value.as_number().and_then(literal::integer);
            match kind {
                IntegerKind::Big => quote!(serde_json::Number::from(#number)),
                _ => quote!(#number),
            }
        }
        Type::Named(id) => {
            let ident = match &types[*id].kind {
                TypeKind::Enum(list) => list.values.iter().find(|known| known.value == *value),
                _ => None,
            };
            let ty = names.types.named(*id);
            let variant = ident.map(|known| doors::ident(&known.ident));
            quote!(#ty::#variant)
        }
        Type::Any => {
            let text = literal::text(&plain(value));
            quote!(serde_json::Value::from(#text))
        }
        _ => {
            let text = literal::text(&plain(value));
            quote!(String::from(#text))
        }
    }
}

/// A scalar as text.
pub(super) fn plain(value: &Json) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
