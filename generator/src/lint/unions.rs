//! Unions whose values do not tell which variant they are.

use std::collections::BTreeSet;

use super::Lint;
use crate::diagnostics::{Diagnostic, codes};
use crate::model::{Api, Choice, EnumBase, Struct, Type, TypeKind, Union};

impl Lint<'_, '_> {
    pub(super) fn unions(&mut self, api: &Api) {
        for (_, def) in api.types.iter() {
            let TypeKind::Union(union) = &def.kind else {
                continue;
            };
            if let Some((one, other)) = confused(api, union) {
                let mut diagnostic = Diagnostic::new(
                    &codes::AMBIGUOUS_UNION,
                    format!(
                        "a `{other}` of `{}` can be taken for a `{one}`: no member tells them apart",
                        def.ident
                    ),
                );
                diagnostic.span = self
                    .document
                    .root()
                    .at(&def.pointer)
                    .map(|schema| schema.span);
                self.say_with(diagnostic);
            }
        }
    }
}

/// The first two variants that one value may be.
fn confused<'a>(api: &'a Api, union: &'a Union) -> Option<(&'a str, &'a str)> {
    if union.choice != Choice::Trial {
        return None;
    }
    let objects: Vec<_> = union
        .variants
        .iter()
        .filter_map(|variant| Some((variant.ident.as_str(), object(api, &variant.value.ty)?)))
        .collect();
    objects.iter().enumerate().find_map(|(index, (name, one))| {
        let later = objects[index + 1..].iter();
        let mut same =
            later.filter(|(_, other)| !apart(api, one, other) && !apart(api, other, one));
        same.next().map(|(other, _)| (*name, *other))
    })
}

fn object<'a>(api: &'a Api, ty: &Type) -> Option<&'a Struct> {
    let (Type::Named(id) | Type::Boxed(id)) = ty else {
        return None;
    };
    match &api.types[*id].kind {
        TypeKind::Struct(object) => Some(object),
        TypeKind::Alias(other) if other.ty != *ty => object(api, &other.ty),
        _ => None,
    }
}

/// Whether one of two objects must have a member that the other does not know, or knows with other values.
fn apart(api: &Api, one: &Struct, other: &Struct) -> bool {
    one.fields
        .iter()
        .filter(|field| field.required)
        .any(|field| {
            let Some(known) = other.fields.iter().find(|known| known.name == field.name) else {
                return true;
            };
            match (listed(api, &field.value.ty), listed(api, &known.value.ty)) {
                (Some(left), Some(right)) => left.is_disjoint(&right),
                _ => match (kind(api, &field.value.ty), kind(api, &known.value.ty)) {
                    (Some(left), Some(right)) => left != right,
                    _ => false,
                },
            }
        })
}

fn listed(api: &Api, ty: &Type) -> Option<BTreeSet<String>> {
    let Type::Named(id) = ty else { return None };
    match &api.types[*id].kind {
        TypeKind::Enum(values) if values.base == EnumBase::String => Some(
            values
                .values
                .iter()
                .map(|value| value.value.to_string())
                .collect(),
        ),
        _ => None,
    }
}

/// The kind of JSON values that a type has, where it has but one.
fn kind(api: &Api, ty: &Type) -> Option<&'static str> {
    match ty {
        Type::Bool => Some("boolean"),
        Type::Integer(_) | Type::Float | Type::Double => Some("number"),
        Type::Text(_) => Some("string"),
        Type::Array(_) | Type::Tuple(..) => Some("array"),
        Type::Map(_) => Some("object"),
        Type::Named(id) | Type::Boxed(id) => match &api.types[*id].kind {
            TypeKind::Struct(_) | TypeKind::AnyOf(_) => Some("object"),
            TypeKind::Enum(values) => Some(match values.base {
                EnumBase::String => "string",
                EnumBase::Integer => "number",
            }),
            TypeKind::Union(_) | TypeKind::Alias(_) => None,
        },
        _ => None,
    }
}
