//! Defaults as constants.
//!
//! Comes in: a member or parameter with its default. Goes out: an associated constant, for whoever
//! wants to show or send it. Nothing uses it by itself: what is absent stays absent.

use heck::ToShoutySnakeCase;
use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Json, Text, Type, TypeKind};
use crate::render::doors::{code, ident, literal};
use crate::render::expression::Expression;

/// The constant of a default that is a single value; nothing for lists, objects and secrets.
pub(crate) fn constant(
    expression: &Expression<'_>,
    name: &str,
    ty: &Type,
    default: Option<&Json>,
) -> Option<TokenStream> {
    let (ty, value) = value(expression, ty, default?)?;
    let plain = name.trim_start_matches("r#").trim_matches('_');
    let constant = ident(&format!("DEFAULT_{}", plain.to_shouty_snake_case()));
    let doc = format!(" What is meant where {} is absent.", code(name));
    Some(quote! {
        #[doc = #doc]
        pub const #constant: #ty = #value;
    })
}

/// Type and value of a constant.
fn value(
    expression: &Expression<'_>,
    ty: &Type,
    default: &Json,
) -> Option<(TokenStream, TokenStream)> {
    let mut ty = ty;
    // Aliases do not lead in a circle; the bound is for documents that nobody has checked.
    for _ in 0..64 {
        match ty {
            Type::Nullable(inner) => ty = inner,
            Type::Named(id) | Type::Boxed(id) => match &expression.types()[*id].kind {
                TypeKind::Alias(target) => ty = &target.ty,
                TypeKind::Enum(values) => {
                    let listed = values.values.iter().find(|value| value.value == *default)?;
                    let (name, variant) = (expression.named(*id), ident(&listed.ident));
                    return Some((name.clone(), quote!(#name::#variant)));
                }
                _ => return None,
            },
            _ => break,
        }
    }
    let value = match ty {
        Type::Bool => {
            let value = default.as_bool()?;
            quote!(#value)
        }
        Type::Integer(kind) => {
            let value = literal::as_integer(default.as_number()?)?;
            if *kind == crate::model::IntegerKind::Big || !literal::limits(*kind).contains(&value) {
                return None;
            }
            literal::int(value)
        }
        Type::Float | Type::Double => literal::float(default.as_number()?),
        Type::Text(Text::Secret | Text::Base64) => return None,
        Type::Text(_) => {
            let text = literal::text(default.as_str()?);
            return Some((quote!(&'static str), quote!(#text)));
        }
        _ => return None,
    };
    Some((expression.of(ty), value))
}
