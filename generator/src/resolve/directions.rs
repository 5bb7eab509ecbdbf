//! What must be there in which direction.
//!
//! Comes in: an API whose types are known. Goes out: which `readOnly` and `writeOnly` members must
//! be there always, and which in one direction alone. A type that only responses use has its
//! `readOnly` members always, and one that only requests use its `writeOnly` members; a type that
//! no operation uses may travel either way.

use super::uses::{mentions, uses};
use crate::model::{
    Api, Content, Demand, Direction, Operation, Type, TypeId, TypeKind, Types, Use,
};

/// Settles the presence of the members that belong to one direction.
pub(super) fn settle(api: &mut Api) {
    let (mut requests, mut responses) = (Vec::new(), Vec::new());
    for operation in &api.operations {
        sent(operation, &mut requests);
        answered(operation, &mut responses);
    }
    // The service sends these itself.
    for operation in api.webhooks.iter().chain(&api.callback_operations) {
        sent(operation, &mut responses);
        answered(operation, &mut requests);
    }
    let requests = reached(&api.types, requests);
    let responses = reached(&api.types, responses);
    for index in 0..api.types.len() {
        let TypeKind::Struct(object) = &mut api.types[TypeId(index)].kind else {
            continue;
        };
        for field in &mut object.fields {
            let direction = match (field.read_only, field.write_only) {
                (false, false) => continue,
                (true, false) => Some(Direction::Response),
                (false, true) => Some(Direction::Request),
                (true, true) => None,
            };
            let alone = match direction {
                Some(Direction::Response) => responses[index] && !requests[index],
                Some(Direction::Request) => requests[index] && !responses[index],
                None => false,
            };
            if field.required && !alone {
                field.required = false;
                field.demanded = direction.map(Demand::In);
            }
        }
    }
}

fn sent(operation: &Operation, found: &mut Vec<TypeId>) {
    for parameter in &operation.parameters {
        mentions(&parameter.value.ty, found);
    }
    for content in operation.body.iter().flat_map(|body| &body.contents) {
        of_content(content, found);
    }
}

fn answered(operation: &Operation, found: &mut Vec<TypeId>) {
    let outcomes = [&operation.success, &operation.failure];
    for reply in outcomes.into_iter().flat_map(|outcome| &outcome.replies) {
        for header in &reply.headers {
            mentions(&header.value.ty, found);
        }
        if let Some(content) = &reply.payload {
            of_content(content, found);
        }
    }
}

fn of_content(content: &Content, found: &mut Vec<TypeId>) {
    let own: [&Use; 1] = [&content.value];
    let parts = content.form.iter().flat_map(|form| &form.parts);
    let parts = parts.flat_map(|part| {
        let headers = part.headers.iter().map(|header| &header.value);
        std::iter::once(&part.field.value).chain(headers)
    });
    let types: Vec<&Type> = own.into_iter().chain(parts).map(|used| &used.ty).collect();
    for ty in types {
        mentions(ty, found);
    }
}

/// The types that are found from these on, by index.
fn reached(types: &Types, mut open: Vec<TypeId>) -> Vec<bool> {
    let mut reached = vec![false; types.len()];
    while let Some(id) = open.pop() {
        if !std::mem::replace(&mut reached[id.0], true) {
            for used in uses(&types[id]) {
                mentions(&used.ty, &mut open);
            }
        }
    }
    reached
}
