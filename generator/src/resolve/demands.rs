//! Members that an alternative requires and the object around it describes.
//!
//! Comes in: types that are known. Goes out: the same, in which an alternative does not ask for a
//! member that its own schema leaves open and that stands in the struct around it.

use std::collections::BTreeSet;

use super::uses::{mentions, uses};
use crate::model::{Demand, FieldRole, TypeDef, TypeId, TypeKind, Types};

/// Takes back what structs ask for that stands beside them.
pub(super) fn settle(types: &mut Types) {
    let mut beside: Vec<(TypeId, BTreeSet<String>)> = Vec::new();
    for (_, def) in types.iter() {
        let TypeKind::Struct(object) = &def.kind else {
            continue;
        };
        let is_member = |role: FieldRole| role == FieldRole::Member;
        let names = object.fields.iter().filter(|field| is_member(field.role));
        let names: BTreeSet<String> = names.map(|field| field.name.clone()).collect();
        for field in object.fields.iter().filter(|field| !is_member(field.role)) {
            let mut alternatives = Vec::new();
            mentions(&field.value.ty, &mut alternatives);
            for id in alternatives {
                let below = below(&types[id]);
                beside.extend(below.into_iter().map(|id| (id, names.clone())));
            }
        }
    }
    for (id, names) in beside {
        let TypeKind::Struct(object) = &mut types[id].kind else {
            continue;
        };
        for field in &mut object.fields {
            if field.demanded == Some(Demand::Always) && names.contains(&field.name) {
                field.demanded = None;
            }
        }
    }
}

/// The alternatives of a union.
fn below(def: &TypeDef) -> Vec<TypeId> {
    let mut found = Vec::new();
    if matches!(def.kind, TypeKind::Union(_) | TypeKind::AnyOf(_)) {
        for used in uses(def) {
            mentions(&used.ty, &mut found);
        }
    }
    found
}
