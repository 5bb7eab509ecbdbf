//! Two APIs → the names of types and operations whose public items can differ.
//!
//! Comes in: two models. Goes out: what is not the same in both. The rest has the same items on both sides, so they need not be
//! made to be compared. When in doubt, something differs: that costs time, and nothing else.
//!
//! The items of a type or an operation depend on its definition; on the names of the types that it mentions; and on what those
//! are of them that only name something (aliases), or whose values show in defaults and constructors (enums). What
//! the renderers look at beyond that must be said here. A test holds the items of what differs against all items.

use std::collections::{HashMap, HashSet};

use crate::model::{Api, Operation, OperationSet, TypeDef, TypeId, TypeKind};
use crate::render::expression::PRELUDE;
use crate::render::server;

/// What differs between two APIs, by identifiers.
#[derive(Debug, Default)]
pub(crate) struct Differing<'a> {
    types: HashSet<&'a str>,
    /// Identifiers of methods, by set.
    operations: [HashSet<&'a str>; OperationSet::ALL.len()],
}

impl<'a> Differing<'a> {
    /// What differs; nothing comes back where everything may.
    pub(crate) fn between(old: &'a Api, new: &'a Api) -> Option<Self> {
        let ids = |api: &'a Api| -> HashMap<&'a str, TypeId> {
            let named = api.types.iter();
            named.map(|(id, def)| (&*def.ident, id)).collect()
        };
        let (old_ids, new_ids) = (ids(old), ids(new));
        // A type of such a name changes how all others are written.
        if PRELUDE
            .iter()
            .any(|name| old_ids.contains_key(name) != new_ids.contains_key(name))
        {
            return None;
        }
        let pairs = Pairs { new, old: &old_ids };
        let gone = old_ids.keys().filter(|name| !new_ids.contains_key(*name));
        let mut types: HashSet<&str> = gone.copied().collect();
        let mut mentions = HashMap::new();
        for (id, def) in new.types.iter() {
            let counterpart = old_ids.get(&*def.ident).map(|old_id| &old.types[*old_id]);
            let (is_same, found) = pairs.same(counterpart, def, TypeDef::renumber);
            mentions.insert(id, found);
            if !is_same {
                types.insert(&def.ident);
            }
        }
        let shown = shown(&[old, new], &types, &mentions);
        for (id, def) in new.types.iter() {
            if mentions[&id].iter().any(|id| shown.contains(id)) {
                types.insert(&def.ident);
            }
        }
        let operations = OperationSet::ALL.map(|set| pairs.operations(old, set, &shown));
        Some(Self { types, operations })
    }

    /// Whether a type differs.
    pub(super) fn has_type(&self, def: &TypeDef) -> bool {
        self.types.contains(&*def.ident)
    }

    /// Whether an operation of a set differs.
    pub(super) fn has_operation(&self, set: OperationSet, operation: &Operation) -> bool {
        self.operations[set as usize].contains(&*operation.method_ident)
    }
}

/// The types that show in what mentions them, and differ.
fn shown(
    apis: &[&Api; 2],
    differing: &HashSet<&str>,
    mentions: &HashMap<TypeId, Vec<TypeId>>,
) -> HashSet<TypeId> {
    let new = apis[1];
    let shows: HashSet<&str> = apis
        .iter()
        .flat_map(|api| api.types.iter())
        .filter(|(_, def)| matches!(def.kind, TypeKind::Alias(_) | TypeKind::Enum(_)))
        .map(|(_, def)| &*def.ident)
        .collect();
    let mut shown: HashSet<TypeId> = new
        .types
        .iter()
        .filter(|(_, def)| shows.contains(&*def.ident) && differing.contains(&*def.ident))
        .map(|(id, _)| id)
        .collect();
    // An alias shows what it stands for.
    let aliases: Vec<TypeId> = new
        .types
        .iter()
        .filter(|(_, def)| matches!(def.kind, TypeKind::Alias(_)))
        .map(|(id, _)| id)
        .collect();
    loop {
        let before = shown.len();
        for alias in &aliases {
            if mentions[alias].iter().any(|id| shown.contains(id)) {
                shown.insert(*alias);
            }
        }
        if shown.len() == before {
            return shown;
        }
    }
}

/// Changes the ids that a definition mentions.
type Renumber<T> = fn(&mut T, &mut dyn FnMut(&mut TypeId));

/// Definitions of the new API beside those of the old one.
struct Pairs<'a, 'i> {
    new: &'a Api,
    old: &'i HashMap<&'a str, TypeId>,
}

impl<'a> Pairs<'a, '_> {
    /// Whether two definitions are the same but for the numbers of types, and the types that the new one mentions.
    fn same<T: Clone + PartialEq>(
        &self,
        old: Option<&T>,
        new: &T,
        renumber: Renumber<T>,
    ) -> (bool, Vec<TypeId>) {
        let mut copy = new.clone();
        let mut mentions = Vec::new();
        renumber(&mut copy, &mut |id| {
            mentions.push(*id);
            let counterpart = self.old.get(&*self.new.types[*id].ident);
            // No type has this number.
            *id = counterpart.copied().unwrap_or(TypeId(usize::MAX));
        });
        (old.is_some_and(|old| *old == copy), mentions)
    }

    /// The operations of a set that differ.
    fn operations(
        &self,
        old: &'a Api,
        set: OperationSet,
        shown: &HashSet<TypeId>,
    ) -> HashSet<&'a str> {
        let (before, after) = (Told::of(old, set), Told::of(self.new, set));
        let mut differing: HashSet<&str> = before
            .operations
            .keys()
            .filter(|name| !after.operations.contains_key(*name))
            .copied()
            .collect();
        differing.extend(before.followed.iter().chain(&after.followed));
        for (name, operation) in &after.operations {
            let counterpart = before.operations.get(name).copied();
            let (is_same, mentions) = self.same(counterpart, *operation, Operation::renumber);
            let is_moved = before.traits.get(name) != after.traits.get(name);
            if !is_same || is_moved || mentions.iter().any(|id| shown.contains(id)) {
                differing.insert(name);
            }
        }
        differing
    }
}

/// What is known of the operations of a set, by the identifiers of their methods.
struct Told<'a> {
    operations: HashMap<&'a str, &'a Operation>,
    /// Operations that are waited for or give pages: those methods look at other operations and deep into types.
    followed: Vec<&'a str>,
    /// The traits of a server that the operations are methods of.
    traits: HashMap<&'a str, String>,
}

impl<'a> Told<'a> {
    fn of(api: &'a Api, set: OperationSet) -> Self {
        let operations = api.set(set);
        let named = operations.iter();
        let mut told = Self {
            operations: named.map(|one| (&*one.method_ident, one)).collect(),
            followed: Vec::new(),
            traits: HashMap::new(),
        };
        if set == OperationSet::Paths {
            let starters = api.waits.iter().map(|wait| wait.starter);
            let lists = api.pages.iter().map(|paging| paging.operation);
            let followed = starters.chain(lists);
            told.followed = followed
                .map(|index| &*operations[index].method_ident)
                .collect();
            for (name, members) in server::traits(api) {
                let members = members.into_iter();
                told.traits
                    .extend(members.map(|one| (&*one.method_ident, name.to_string())));
            }
        }
        told
    }
}
