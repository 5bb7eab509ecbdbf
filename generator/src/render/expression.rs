//! Type expressions.
//!
//! Comes in: a type of the model. Goes out: the Rust type that holds its values, and how a caller
//! hands one over. Every other renderer names types through this module.
//!
//! | model | Rust |
//! |---|---|
//! | any value, no value | `serde_json::Value` |
//! | `null` | `()` |
//! | integers | `i8` … `u64`; beyond 64 bits `serde_json::Number` |
//! | numbers | `f64`; `format: float` too, since `f32` would lose digits that peers do send |
//! | texts | `String`, the types of `generator_runtime::values`, `std::net` addresses |
//! | list of fixed items | a tuple; with further items, or more than twelve, a `Vec` of values |
//! | map | `BTreeMap<String, T>` |

use proc_macro2::TokenStream;
use quote::quote;

use super::doors::ident;
use crate::model::{Field, IntegerKind, Text, Type, TypeId, TypeKind, Types};

/// Tuples up to this length have all the traits that generated types need.
const LONGEST_TUPLE: usize = 12;

/// Where an expression stands, which decides how named types are reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// In the module of the types: by their bare names.
    Types,
    /// In any other module that imports the module `types`.
    Elsewhere,
}

/// Turns types of the model into Rust types. They refer to the modules `values` and `credentials` of the runtime,
/// which every file imports that names them.
#[derive(Clone, Copy, Debug)]
pub struct Expression<'a> {
    types: &'a Types,
    scope: Scope,
    /// Whether types of the API are called like these traits of the prelude.
    taken: [bool; PRELUDE.len()],
}

/// Traits of the prelude that expressions name.
pub(crate) const PRELUDE: [&str; 2] = ["From", "Into"];

/// How a caller hands over a value.
#[derive(Clone, Debug)]
pub struct Argument {
    /// Type of the function's argument, `impl Into<String>`.
    pub ty: TokenStream,
    conversion: Conversion,
}

#[derive(Clone, Copy, Debug)]
enum Conversion {
    None,
    Into,
    Box,
}

/// How a member of an object may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Always there, never `null`: `T`.
    Required,
    /// Always there, perhaps `null`: `Option<T>`.
    RequiredNullable,
    /// Perhaps absent: `Option<T>`.
    Optional,
    /// Perhaps absent, perhaps `null`: `Option<Option<T>>`.
    OptionalNullable,
}

impl Presence {
    /// The presence of a field.
    #[must_use]
    pub fn of(field: &Field) -> Self {
        match (field.required, matches!(field.value.ty, Type::Nullable(_))) {
            (true, false) => Self::Required,
            (true, true) => Self::RequiredNullable,
            (false, false) => Self::Optional,
            (false, true) => Self::OptionalNullable,
        }
    }

    /// Whether a value must be given to make the object.
    #[must_use]
    pub fn is_required(self) -> bool {
        matches!(self, Self::Required | Self::RequiredNullable)
    }
}

impl<'a> Expression<'a> {
    /// Expressions for one place.
    #[must_use]
    pub fn new(types: &'a Types, scope: Scope) -> Self {
        // Elsewhere types are named with their module, and take no name.
        let is_taken =
            |name| scope == Scope::Types && types.iter().any(|(_, def)| def.ident == name);
        Self {
            types,
            scope,
            taken: PRELUDE.map(is_taken),
        }
    }

    /// The types of the API.
    #[must_use]
    pub fn types(&self) -> &'a Types {
        self.types
    }

    /// The Rust type for values of a type.
    #[must_use]
    pub fn of(&self, ty: &Type) -> TokenStream {
        match ty {
            Type::Any | Type::Never => quote!(serde_json::Value),
            Type::Null => quote!(()),
            Type::Bool => quote!(bool),
            Type::Integer(kind) => integer(*kind),
            Type::Float | Type::Double => quote!(f64),
            Type::Text(text) => text_type(*text),
            Type::Bytes => quote!(bytes::Bytes),
            Type::Array(item) => {
                let item = self.of(&item.ty);
                quote!(Vec<#item>)
            }
            Type::Tuple(items, None) if is_tuple(ty) => {
                let items = items.iter().map(|item| self.of(&item.ty));
                quote!((#(#items,)*))
            }
            Type::Tuple(..) => quote!(Vec<serde_json::Value>),
            Type::Map(value) => {
                let value = self.of(&value.ty);
                quote!(std::collections::BTreeMap<String, #value>)
            }
            Type::Nullable(inner) => {
                let inner = self.of(inner);
                quote!(Option<#inner>)
            }
            Type::Named(id) => self.named(*id),
            Type::Boxed(id) => {
                let named = self.named(*id);
                quote!(Box<#named>)
            }
        }
    }

    /// The Rust type of a field, its absence included.
    #[must_use]
    pub fn field(&self, field: &Field) -> TokenStream {
        let ty = self.of(&field.value.ty);
        if Presence::of(field).is_required() {
            ty
        } else {
            quote!(Option<#ty>)
        }
    }

    /// A named type.
    #[must_use]
    pub fn named(&self, id: TypeId) -> TokenStream {
        let name = ident(&self.types[id].ident);
        match self.scope {
            Scope::Types => quote!(#name),
            Scope::Elsewhere => quote!(types::#name),
        }
    }

    /// How a caller hands over a value of a type: texts, byte strings and free values by
    /// `impl Into<…>`, boxed values without their box, everything else as it is.
    #[must_use]
    pub fn argument(&self, ty: &Type) -> Argument {
        let (ty, conversion) = match ty {
            Type::Boxed(id) => (self.named(*id), Conversion::Box),
            ty => match self.behind(ty) {
                Type::Any
                | Type::Never
                | Type::Bytes
                | Type::Text(Text::String | Text::Secret | Text::Base64) => {
                    let into = self.prelude("Into");
                    let ty = self.of(ty);
                    (quote!(impl #into<#ty>), Conversion::Into)
                }
                _ => (self.of(ty), Conversion::None),
            },
        };
        Argument { ty, conversion }
    }

    /// The type behind aliases.
    fn behind<'t>(&self, ty: &'t Type) -> &'t Type
    where
        'a: 't,
    {
        let mut ty = ty;
        // Aliases do not lead in a circle; the bound is for documents that nobody has checked.
        for _ in 0..64 {
            let Type::Named(id) = ty else { break };
            let TypeKind::Alias(target) = &self.types[*id].kind else {
                break;
            };
            ty = &target.ty;
        }
        ty
    }

    /// A name of the standard prelude, in full where a type of the API has the same name.
    /// Known are `From` and `Into`.
    #[must_use]
    pub fn prelude(&self, name: &'static str) -> TokenStream {
        let ident = ident(name);
        let mut taken = PRELUDE.iter().zip(self.taken);
        if taken.any(|(known, taken)| *known == name && taken) {
            quote!(std::convert::#ident)
        } else {
            quote!(#ident)
        }
    }
}

impl Argument {
    /// Whether the argument is an `impl Trait`.
    #[must_use]
    pub fn is_generic(&self) -> bool {
        matches!(self.conversion, Conversion::Into)
    }

    /// The value of the type, made of the argument.
    #[must_use]
    pub fn convert(&self, argument: &TokenStream) -> TokenStream {
        match self.conversion {
            Conversion::None => argument.clone(),
            Conversion::Into => quote!(#argument.into()),
            Conversion::Box => quote!(Box::new(#argument)),
        }
    }
}

/// Whether a type becomes a Rust tuple.
#[must_use]
pub fn is_tuple(ty: &Type) -> bool {
    matches!(ty, Type::Tuple(items, None) if (1..=LONGEST_TUPLE).contains(&items.len()))
}

fn integer(kind: IntegerKind) -> TokenStream {
    match kind {
        IntegerKind::I8 => quote!(i8),
        IntegerKind::I16 => quote!(i16),
        IntegerKind::I32 => quote!(i32),
        IntegerKind::I64 => quote!(i64),
        IntegerKind::U8 => quote!(u8),
        IntegerKind::U16 => quote!(u16),
        IntegerKind::U32 => quote!(u32),
        IntegerKind::U64 => quote!(u64),
        IntegerKind::Big => quote!(serde_json::Number),
    }
}

fn text_type(text: Text) -> TokenStream {
    match text {
        Text::String => quote!(String),
        Text::DateTime => quote!(values::DateTime),
        Text::Date => quote!(values::Date),
        Text::Time => quote!(values::Time),
        Text::Duration => quote!(values::Duration),
        Text::Uuid => quote!(values::Uuid),
        Text::Uri => quote!(values::Uri),
        Text::Ipv4 => quote!(std::net::Ipv4Addr),
        Text::Ipv6 => quote!(std::net::Ipv6Addr),
        Text::Base64 => quote!(values::Base64),
        Text::Secret => quote!(credentials::Secret),
    }
}
