//! Members that tell the variants of unions apart.
//!
//! Comes in: all types. Goes out: structs whose discriminating member is known to have one text,
//! so that whoever makes one need not say it. A struct that stands for several texts, in one union
//! or in several, is left to its maker.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Choice, EnumBase, Field, Text, Type, TypeId, TypeKind, Types};

/// Notes the texts of discriminating members.
pub(super) fn settle(types: &mut Types) {
    let mut texts: BTreeMap<(TypeId, &str), BTreeSet<&str>> = BTreeMap::new();
    for (_, def) in types.iter() {
        let TypeKind::Union(union) = &def.kind else {
            continue;
        };
        let Choice::Tag(member) = &union.choice else {
            continue;
        };
        for variant in &union.variants {
            if let Some(id) = structure(types, &variant.value.ty) {
                let known = texts.entry((id, member)).or_default();
                known.extend(variant.tags.iter().map(String::as_str));
            }
        }
    }
    let mut single = Vec::new();
    for ((id, member), texts) in texts {
        let TypeKind::Struct(object) = &types[id].kind else {
            continue;
        };
        let mut texts = texts.into_iter();
        let (Some(text), None) = (texts.next(), texts.next()) else {
            continue;
        };
        let position = object
            .fields
            .iter()
            .position(|field| field.name == member && can_be(types, field, text));
        if let Some(position) = position {
            single.push((id, position, text.to_owned()));
        }
    }
    for (id, position, text) in single {
        if let TypeKind::Struct(object) = &mut types[id].kind {
            object.fields[position].tag = Some(text);
        }
    }
}

/// Whether a member that is always there can have a text.
fn can_be(types: &Types, field: &Field, text: &str) -> bool {
    field.required
        && match &field.value.ty {
            Type::Text(Text::String) => true,
            Type::Named(id) => matches!(&types[*id].kind, TypeKind::Enum(values)
                if values.base == EnumBase::String
                    && values.values.iter().any(|value| value.value == text)),
            _ => false,
        }
}

/// The struct behind boxes and aliases.
fn structure(types: &Types, ty: &Type) -> Option<TypeId> {
    let mut ty = ty;
    // Aliases do not lead in a circle; the bound is for documents that nobody has checked.
    for _ in 0..64 {
        let (Type::Named(id) | Type::Boxed(id)) = ty else {
            return None;
        };
        match &types[*id].kind {
            TypeKind::Struct(_) => return Some(*id),
            TypeKind::Alias(target) => ty = &target.ty,
            _ => return None,
        }
    }
    None
}
