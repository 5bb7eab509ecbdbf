//! Variants much larger than the others of their union, and values too large for a stack.
//!
//! Comes in: types without cycles by value. Goes out: unions whose values do not all take the room
//! of one large variant: that one stands behind a pointer. So does what is large in a very large value. Sizes are estimates for 64 bits; it does
//! not matter when they are a little off.

use super::cycles::box_type;
use super::uses::{holds, uses_mut};
use crate::model::{FieldRole, IntegerKind, Struct, Text, Type, TypeId, TypeKind, Types, Use};

/// So many bytes a variant may be larger than the next; clippy objects from 200 on.
const SPREAD: usize = 160;

/// So many bytes a value may take before what is large in it stands behind a pointer: types that hold each other twice, a
/// few levels deep, would be larger than any stack.
const HEAVY: usize = 64 << 10;

/// Room of a list, a text or a map.
const LIST: usize = 24;

/// Room of a free JSON value.
const VALUE: usize = 32;

/// Puts a pointer before variants that are much larger than the others.
pub(super) fn box_large(types: &mut Types) {
    let mut sizes = vec![None; types.len()];
    for index in 0..types.len() {
        settle(types, TypeId(index), &mut sizes);
    }
}

/// Finds the size of a type, those of what it holds first. No recursion: documents nest as deep as
/// they like.
fn settle(types: &mut Types, root: TypeId, sizes: &mut [Option<usize>]) {
    let mut open = vec![(root, false)];
    while let Some((id, ready)) = open.pop() {
        if sizes[id.0].is_some() {
            continue;
        }
        if !ready {
            open.push((id, true));
            let held = super::uses::uses(&types[id]);
            let held = held.into_iter().flat_map(|used| holds(&used.ty));
            open.extend(
                held.filter(|id| sizes[id.0].is_none())
                    .map(|id| (id, false)),
            );
            continue;
        }
        if let TypeKind::Union(union) = &mut types[id].kind {
            let other = union.other.as_ref().map(|_| VALUE);
            loop {
                let mut room: Vec<usize> = union
                    .variants
                    .iter()
                    .map(|variant| size(&variant.value.ty, sizes))
                    .collect();
                let largest = (0..room.len()).max_by_key(|index| room[*index]);
                let Some(largest) = largest else { break };
                let most = room.swap_remove(largest);
                let next = room.into_iter().chain(other).max();
                match (&union.variants[largest].value.ty, next) {
                    (Type::Named(id), Some(next)) if most > next + SPREAD => {
                        union.variants[largest].value.ty = Type::Boxed(*id);
                    }
                    _ => break,
                }
            }
        }
        let mut size = of_kind(&types[id].kind, sizes);
        if size > HEAVY && matches!(types[id].kind, TypeKind::Struct(_) | TypeKind::AnyOf(_)) {
            let large = |held: TypeId| sizes[held.0].is_some_and(|size| size > SPREAD);
            for used in uses_mut(&mut types[id]) {
                box_type(&mut used.ty, &large);
            }
            size = of_kind(&types[id].kind, sizes);
        }
        sizes[id.0] = Some(size);
    }
}

fn of_kind(kind: &TypeKind, sizes: &[Option<usize>]) -> usize {
    let largest = |uses: &mut dyn Iterator<Item = &Use>| {
        uses.map(|used| size(&used.ty, sizes)).max().unwrap_or(0)
    };
    match kind {
        TypeKind::Struct(object) => of_struct(object, sizes),
        TypeKind::Enum(values) if values.closed => 1,
        TypeKind::Enum(_) => LIST,
        TypeKind::Union(union) => {
            let variants = largest(&mut union.variants.iter().map(|variant| &variant.value));
            8 + variants.max(union.other.as_ref().map_or(0, |_| VALUE))
        }
        TypeKind::AnyOf(any) => any
            .branches
            .iter()
            .map(|branch| size(&branch.value.ty, sizes))
            .fold(0, usize::saturating_add),
        TypeKind::Alias(used) => size(&used.ty, sizes),
    }
}

fn of_struct(object: &Struct, sizes: &[Option<usize>]) -> usize {
    let fields = object.fields.iter().map(|field| {
        let optional = !field.required && field.role == FieldRole::Member;
        let bare = size(&field.value.ty, sizes);
        bare + if optional {
            absence(&field.value.ty)
        } else {
            0
        }
    });
    let kept = matches!(object.additional, crate::model::Additional::Kept { .. });
    fields.fold(if kept { LIST } else { 0 }, usize::saturating_add)
}

/// What it takes more to be able to be absent: nothing where a value has room to say so.
fn absence(ty: &Type) -> usize {
    match ty {
        Type::Integer(IntegerKind::I64 | IntegerKind::U64) | Type::Float | Type::Double => 8,
        Type::Integer(_) => 4,
        _ => 0,
    }
}

fn size(ty: &Type, sizes: &[Option<usize>]) -> usize {
    match ty {
        Type::Any | Type::Never | Type::Bytes | Type::Integer(IntegerKind::Big) => VALUE,
        Type::Null => 0,
        Type::Bool => 1,
        Type::Integer(kind) => match kind {
            IntegerKind::I64 | IntegerKind::U64 => 8,
            _ => 4,
        },
        Type::Float | Type::Double | Type::Boxed(_) => 8,
        Type::Text(Text::Ipv4) => 5,
        Type::Text(Text::Ipv6) => 17,
        Type::Text(_) | Type::Array(_) | Type::Map(_) | Type::Tuple(_, Some(_)) => LIST,
        Type::Tuple(items, None) => items
            .iter()
            .map(|item| size(&item.ty, sizes))
            .fold(0, usize::saturating_add),
        Type::Nullable(inner) => size(inner, sizes) + absence(inner),
        Type::Named(id) => sizes[id.0].unwrap_or(LIST),
    }
}
