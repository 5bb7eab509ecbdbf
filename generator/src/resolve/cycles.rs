//! Types that contain themselves: aliases that name nothing, and members that need a pointer.

use super::uses::{holds, mentions, uses, uses_mut};
use crate::model::{Type, TypeId, TypeKind, Types};

/// An alias that leads back to itself through aliases alone names no type at all; where it does,
/// any value stands in for it.
pub(super) fn break_alias_cycles(types: &mut Types) {
    let edges: Vec<Vec<TypeId>> = types.iter().map(|(_, def)| aliased(&def.kind)).collect();
    let component = components(&edges);
    let mut members = vec![0_usize; types.len()];
    component.iter().for_each(|own| members[*own] += 1);
    // In which search a type was seen last.
    let mut seen = vec![usize::MAX; types.len()];
    for index in 0..types.len() {
        let start = TypeId(index);
        let own = component[index];
        if members[own] == 1 && !edges[index].contains(&start) {
            continue;
        }
        let mut open = vec![start];
        let mut cyclic = false;
        while let Some(id) = open.pop() {
            for next in aliased(&types[id].kind) {
                if next == start {
                    cyclic = true;
                } else if component[next.0] == own && seen[next.0] != index {
                    seen[next.0] = index;
                    open.push(next);
                }
            }
        }
        if cyclic && let TypeKind::Alias(used) = &mut types[start].kind {
            erase(&mut used.ty);
        }
    }
}

/// The types that an alias mentions.
fn aliased(kind: &TypeKind) -> Vec<TypeId> {
    let mut found = Vec::new();
    if let TypeKind::Alias(used) = kind {
        mentions(&used.ty, &mut found);
    }
    found
}

/// Replaces the named types of an alias by any value.
fn erase(ty: &mut Type) {
    match ty {
        Type::Named(_) | Type::Boxed(_) => *ty = Type::Any,
        Type::Nullable(inner) => {
            erase(inner);
            if **inner == Type::Any {
                *ty = Type::Any;
            }
        }
        Type::Array(item) | Type::Map(item) => erase(&mut item.ty),
        Type::Tuple(items, rest) => {
            items.iter_mut().for_each(|item| erase(&mut item.ty));
            if let Some(rest) = rest {
                erase(&mut rest.ty);
            }
        }
        _ => {}
    }
}

/// Puts a pointer where a type would contain itself: on every edge inside a strongly connected
/// component that is held by value.
pub(super) fn box_cycles(types: &mut Types) {
    let edges: Vec<Vec<TypeId>> = types
        .iter()
        .map(|(_, def)| {
            uses(def)
                .into_iter()
                .flat_map(|used| holds(&used.ty))
                .collect()
        })
        .collect();
    let component = components(&edges);
    for index in 0..types.len() {
        let own = component[index];
        let id = TypeId(index);
        let cyclic = |target: TypeId| {
            component[target.0] == own && (target != id || edges[index].contains(&id))
        };
        for used in uses_mut(&mut types[id]) {
            box_type(&mut used.ty, &cyclic);
        }
    }
}

pub(super) fn box_type(ty: &mut Type, cyclic: &dyn Fn(TypeId) -> bool) {
    match ty {
        Type::Named(id) if cyclic(*id) => *ty = Type::Boxed(*id),
        Type::Nullable(inner) => box_type(inner, cyclic),
        Type::Tuple(items, _) => items
            .iter_mut()
            .for_each(|item| box_type(&mut item.ty, cyclic)),
        _ => {}
    }
}

/// Strongly connected components (Tarjan), without recursion; one number for each node.
fn components(edges: &[Vec<TypeId>]) -> Vec<usize> {
    const UNSEEN: usize = usize::MAX;
    let count = edges.len();
    let mut index = vec![UNSEEN; count];
    let mut low = vec![0_usize; count];
    let mut component = vec![UNSEEN; count];
    let mut stack = Vec::new();
    let mut next_index = 0;
    let mut next_component = 0;
    for root in 0..count {
        if index[root] != UNSEEN {
            continue;
        }
        let mut calls = vec![(root, 0_usize)];
        while let Some((node, edge)) = calls.pop() {
            if edge == 0 {
                index[node] = next_index;
                low[node] = next_index;
                next_index += 1;
                stack.push(node);
            } else {
                let child = edges[node][edge - 1].0;
                if component[child] == UNSEEN {
                    low[node] = low[node].min(low[child]);
                }
            }
            let mut position = edge;
            let mut descended = false;
            while let Some(target) = edges[node].get(position) {
                position += 1;
                if index[target.0] == UNSEEN {
                    calls.push((node, position));
                    calls.push((target.0, 0));
                    descended = true;
                    break;
                } else if component[target.0] == UNSEEN {
                    low[node] = low[node].min(index[target.0]);
                }
            }
            if !descended && low[node] == index[node] {
                while let Some(member) = stack.pop() {
                    component[member] = next_component;
                    if member == node {
                        break;
                    }
                }
                next_component += 1;
            }
        }
    }
    component
}
