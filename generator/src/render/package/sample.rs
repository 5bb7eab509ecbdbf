//! Plausible values, as expressions of an example.
//!
//! Comes in: a type, and the document's example if it has one. Goes out: an expression that compiles, or nothing when
//! none can be made.

use std::cell::Cell;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::model::{IntegerKind, Json, Text, Type, TypeKind, Types, Use};
use crate::render::doors::{ident, literal};
use crate::render::expression::{Expression, Scope, is_tuple};
use crate::render::types::{Given, given};

/// Types inside each other are followed this far.
const DEPTH: usize = 12;

/// So many values are made within one: nobody reads more.
const MOST: usize = 1000;

/// Makes values of an API's types.
#[derive(Clone, Copy)]
pub(super) struct Sampler<'a> {
    types: &'a Types,
    expression: Expression<'a>,
}

impl<'a> Sampler<'a> {
    /// For the types of an API.
    pub(super) fn new(types: &'a Types) -> Self {
        Self {
            types,
            expression: Expression::new(types, Scope::Elsewhere),
        }
    }

    /// An argument: what `impl Into<…>` takes may be shorter than the value itself.
    pub(super) fn argument(
        &self,
        name: &str,
        value: &Use,
        example: Option<&Json>,
    ) -> Option<TokenStream> {
        self.make(name, value, example, true, 0, &Cell::new(MOST))
    }

    /// A value of the type itself.
    pub(super) fn value(
        &self,
        name: &str,
        value: &Use,
        example: Option<&Json>,
    ) -> Option<TokenStream> {
        self.make(name, value, example, false, 0, &Cell::new(MOST))
    }

    fn make(
        &self,
        name: &str,
        value: &Use,
        example: Option<&Json>,
        argument: bool,
        depth: usize,
        left: &Cell<usize>,
    ) -> Option<TokenStream> {
        if depth > DEPTH || left.get() == 0 {
            return None;
        }
        left.set(left.get() - 1);
        Some(match &value.ty {
            Type::Any | Type::Never => match example {
                Some(Json::String(text)) => {
                    let text = literal::text(text);
                    if argument {
                        quote!(#text)
                    } else {
                        quote!(serde_json::Value::from(#text))
                    }
                }
                _ => quote!(serde_json::Value::Null),
            },
            Type::Null => quote!(()),
            Type::Bool => {
                let value = example.and_then(Json::as_bool).unwrap_or(true);
                quote!(#value)
            }
            Type::Integer(kind) => integer(*kind, value, example),
            Type::Float | Type::Double => {
                let number = example
                    .and_then(Json::as_number)
                    .or(value.constraints.minimum.as_ref());
                number.map_or_else(|| quote!(1.0), literal::float)
            }
            Type::Text(text) => self.text(*text, name, example, argument),
            Type::Bytes => {
                if argument {
                    quote!("content")
                } else {
                    quote!(bytes::Bytes::from("content"))
                }
            }
            Type::Array(item) => {
                let first = example
                    .and_then(Json::as_array)
                    .and_then(|items| items.first());
                let item = self.make(name, item, first, false, depth + 1, left)?;
                quote!(vec![#item])
            }
            Type::Tuple(items, None) if is_tuple(&value.ty) => {
                let items: Option<Vec<_>> = items
                    .iter()
                    .map(|item| self.make(name, item, None, false, depth + 1, left))
                    .collect();
                let items = items?;
                quote!((#(#items,)*))
            }
            Type::Tuple(..) => quote!(Vec::new()),
            Type::Map(_) => quote!(std::collections::BTreeMap::new()),
            Type::Nullable(_) => quote!(None),
            Type::Named(id) => self.named(name, *id, example, depth, left)?,
            Type::Boxed(id) => {
                let inner = self.named(name, *id, example, depth, left)?;
                if argument {
                    inner
                } else {
                    quote!(Box::new(#inner))
                }
            }
        })
    }

    fn named(
        &self,
        name: &str,
        id: crate::model::TypeId,
        example: Option<&Json>,
        depth: usize,
        left: &Cell<usize>,
    ) -> Option<TokenStream> {
        let def = &self.types[id];
        let ty = self.expression.named(id);
        let example = example.or(def.example.as_ref());
        match &def.kind {
            TypeKind::Struct(object) => {
                let mut arguments = Vec::new();
                for field in &object.fields {
                    if !matches!(given(self.types, field), Given::Argument) {
                        continue;
                    }
                    let inside = example.and_then(|example| example.get(&field.name));
                    let inside = inside.or(field.example.as_ref());
                    arguments.push(self.make(
                        &field.ident,
                        &field.value,
                        inside,
                        true,
                        depth + 1,
                        left,
                    )?);
                }
                Some(quote!(#ty::new(#(#arguments),*)))
            }
            TypeKind::Enum(values) => {
                let known = values
                    .values
                    .iter()
                    .find(|known| Some(&known.value) == example);
                let variant = ident(&known.or(values.values.first())?.ident);
                Some(quote!(#ty::#variant))
            }
            TypeKind::Union(union) => {
                let variant = union.variants.first()?;
                let value = self.make(name, &variant.value, None, false, depth + 1, left)?;
                let variant = ident(&variant.ident);
                Some(quote!(#ty::#variant(#value)))
            }
            TypeKind::AnyOf(_) => None,
            // An argument is made by the name that is written, not by what it stands for.
            TypeKind::Alias(target) => self.make(name, target, example, false, depth + 1, left),
        }
    }

    fn text(&self, text: Text, name: &str, example: Option<&Json>, argument: bool) -> TokenStream {
        let given = example.and_then(Json::as_str);
        let checked = |kind: TokenStream, usual: &str| {
            let text = literal::text(given.unwrap_or(usual));
            quote!(generator_runtime::values::#kind::new(#text)?)
        };
        match text {
            Text::String => {
                let text = literal::text(given.unwrap_or(name));
                if argument {
                    quote!(#text)
                } else {
                    quote!(String::from(#text))
                }
            }
            Text::Secret => {
                let text = literal::text(given.unwrap_or("secret"));
                if argument {
                    quote!(#text)
                } else {
                    quote!(generator_runtime::credentials::Secret::new(#text))
                }
            }
            Text::DateTime => checked(quote!(DateTime), "2026-01-01T00:00:00Z"),
            Text::Date => checked(quote!(Date), "2026-01-01"),
            Text::Time => checked(quote!(Time), "00:00:00Z"),
            Text::Duration => checked(quote!(Duration), "PT1H"),
            Text::Uuid => checked(quote!(Uuid), "67e55044-10b1-426f-9247-bb680e5fe0c8"),
            Text::Uri => checked(quote!(Uri), "https://example.com/"),
            Text::Ipv4 => quote!(std::net::Ipv4Addr::LOCALHOST),
            Text::Ipv6 => quote!(std::net::Ipv6Addr::LOCALHOST),
            Text::Base64 => {
                if argument {
                    quote!(&b"content"[..])
                } else {
                    quote!(generator_runtime::values::Base64(b"content".to_vec()))
                }
            }
        }
    }
}

fn integer(kind: IntegerKind, value: &Use, example: Option<&Json>) -> TokenStream {
    let number = example
        .and_then(Json::as_number)
        .or(value.constraints.minimum.as_ref());
    let number = number.and_then(literal::as_integer);
    let range = match kind {
        IntegerKind::I8 => i128::from(i8::MIN)..=i128::from(i8::MAX),
        IntegerKind::I16 => i128::from(i16::MIN)..=i128::from(i16::MAX),
        IntegerKind::I32 => i128::from(i32::MIN)..=i128::from(i32::MAX),
        IntegerKind::I64 | IntegerKind::Big => i128::from(i64::MIN)..=i128::from(i64::MAX),
        IntegerKind::U8 => 0..=i128::from(u8::MAX),
        IntegerKind::U16 => 0..=i128::from(u16::MAX),
        IntegerKind::U32 => 0..=i128::from(u32::MAX),
        IntegerKind::U64 => 0..=i128::from(u64::MAX),
    };
    let number = number.filter(|number| range.contains(number)).unwrap_or(1);
    let digits = Literal::u128_unsuffixed(number.unsigned_abs());
    let digits = if number < 0 {
        quote!(-#digits)
    } else {
        quote!(#digits)
    };
    if kind == IntegerKind::Big {
        quote!(serde_json::Number::from(#digits))
    } else {
        digits
    }
}
