//! Which types a definition uses, and how.

use crate::model::{Additional, Type, TypeDef, TypeId, TypeKind, Use};

/// Every use of a type inside a definition.
pub(super) fn uses(def: &TypeDef) -> Vec<&Use> {
    match &def.kind {
        TypeKind::Struct(structure) => {
            let mut uses: Vec<&Use> = structure.fields.iter().map(|field| &field.value).collect();
            if let Additional::Kept { value, .. } = &structure.additional {
                uses.push(value);
            }
            uses
        }
        TypeKind::Enum(_) => Vec::new(),
        TypeKind::Union(union) => union
            .variants
            .iter()
            .map(|variant| &variant.value)
            .collect(),
        TypeKind::AnyOf(any) => any.branches.iter().map(|branch| &branch.value).collect(),
        TypeKind::Alias(used) => vec![used],
    }
}

pub(super) fn uses_mut(def: &mut TypeDef) -> Vec<&mut Use> {
    match &mut def.kind {
        TypeKind::Struct(structure) => {
            let mut uses: Vec<&mut Use> = structure
                .fields
                .iter_mut()
                .map(|field| &mut field.value)
                .collect();
            if let Additional::Kept { value, .. } = &mut structure.additional {
                uses.push(value);
            }
            uses
        }
        TypeKind::Enum(_) => Vec::new(),
        TypeKind::Union(union) => union
            .variants
            .iter_mut()
            .map(|variant| &mut variant.value)
            .collect(),
        TypeKind::AnyOf(any) => any
            .branches
            .iter_mut()
            .map(|branch| &mut branch.value)
            .collect(),
        TypeKind::Alias(used) => vec![used],
    }
}

/// Named types that a type expression holds, wherever they stand in it.
pub(super) fn mentions(ty: &Type, found: &mut Vec<TypeId>) {
    match ty {
        Type::Named(id) | Type::Boxed(id) => found.push(*id),
        Type::Nullable(inner) => mentions(inner, found),
        Type::Array(item) | Type::Map(item) => mentions(&item.ty, found),
        Type::Tuple(items, rest) => {
            items
                .iter()
                .chain(rest.as_deref())
                .for_each(|item| mentions(&item.ty, found));
        }
        _ => {}
    }
}

/// Named types that a type expression holds by value: not behind a list, map or pointer.
pub(super) fn holds(ty: &Type) -> Vec<TypeId> {
    match ty {
        Type::Named(id) => vec![*id],
        Type::Nullable(inner) => holds(inner),
        Type::Tuple(items, _) => items.iter().flat_map(|item| holds(&item.ty)).collect(),
        _ => Vec::new(),
    }
}
