//! Which operations reach a type.

use std::collections::BTreeMap;

use super::{Keys, of_operations};
use crate::model::{Api, Content, Operation, TypeId};
use crate::render::mention;

/// For each type that an operation reaches: the words that all of these operations share. Types that operations of
/// several groups reach have none.
pub(crate) fn homes(api: &Api) -> BTreeMap<TypeId, Keys> {
    let mut homes: BTreeMap<TypeId, Keys> = BTreeMap::new();
    for operation in api.all_operations() {
        let keys = of_operations(operation);
        let mut next = mentioned(operation);
        while let Some(id) = next.pop() {
            // What is within a type is reached by whatever reaches the type: it shares no more than that.
            let changed = match homes.get_mut(&id) {
                Some(home) => home.shorten(&keys),
                None => {
                    homes.insert(id, keys.clone());
                    true
                }
            };
            if changed {
                next.extend(mention::types(&api.types[id]));
            }
        }
    }
    homes
}

/// The types that an operation names itself.
fn mentioned(operation: &Operation) -> Vec<TypeId> {
    let mut found = Vec::new();
    for parameter in &operation.parameters {
        mention::collect(&parameter.value.ty, &mut found);
    }
    let replies = [&operation.success, &operation.failure]
        .into_iter()
        .flat_map(|outcome| &outcome.replies);
    for reply in replies.clone() {
        for header in &reply.headers {
            mention::collect(&header.value.ty, &mut found);
        }
    }
    let bodies = operation.body.iter().flat_map(|body| &body.contents);
    for content in bodies.chain(replies.filter_map(|reply| reply.payload.as_ref())) {
        contained(content, &mut found);
    }
    found
}

fn contained(content: &Content, found: &mut Vec<TypeId>) {
    mention::collect(&content.value.ty, found);
    for part in content.form.iter().flat_map(|form| &form.parts) {
        mention::collect(&part.field.value.ty, found);
        for header in &part.headers {
            mention::collect(&header.value.ty, found);
        }
    }
}
