//! Which named types a type mentions.
//!
//! Comes in: a type of the model. Goes out: the ids in it. Knows no Rust.

use crate::model::{Additional, Type, TypeDef, TypeId, TypeKind};

/// The named types that stand in a definition, in the order of their appearance.
#[must_use]
pub fn types(def: &TypeDef) -> Vec<TypeId> {
    let mut ids = Vec::new();
    match &def.kind {
        TypeKind::Struct(object) => {
            for field in &object.fields {
                collect(&field.value.ty, &mut ids);
            }
            if let Additional::Kept { value, .. } = &object.additional {
                collect(&value.ty, &mut ids);
            }
        }
        TypeKind::Enum(_) => {}
        TypeKind::Union(union) => {
            for variant in &union.variants {
                collect(&variant.value.ty, &mut ids);
            }
        }
        TypeKind::AnyOf(any) => {
            for branch in &any.branches {
                collect(&branch.value.ty, &mut ids);
            }
        }
        TypeKind::Alias(target) => collect(&target.ty, &mut ids),
    }
    ids
}

/// Adds the named types that stand in a type expression.
pub(super) fn collect(ty: &Type, ids: &mut Vec<TypeId>) {
    match ty {
        Type::Array(item) | Type::Map(item) => collect(&item.ty, ids),
        // Tuples that become lists of values mention nothing.
        Type::Tuple(items, None) if super::expression::is_tuple(ty) => {
            for item in items {
                collect(&item.ty, ids);
            }
        }
        Type::Nullable(inner) => collect(inner, ids),
        Type::Named(id) | Type::Boxed(id) => ids.push(*id),
        _ => {}
    }
}
