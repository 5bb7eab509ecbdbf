//! Values that prove a difference: accepted by one schema, refused by the other, checked by a JSON Schema validator.

mod accept;
mod around;
mod candidates;
mod sample;

pub(crate) use accept::{accepts, objection};
pub(crate) use sample::sample;

use serde_json::Value as Json;

use super::contract::schema::{ANYTHING, SchemaId};
use super::contract::{Flow, Medium, Schemas};
use super::relation::Step;

/// A place below a schema, seen from one document.
pub(crate) struct Side<'a, 'd> {
    pub(crate) schemas: &'a Schemas<'d>,
    pub(crate) root: SchemaId,
    pub(crate) at: SchemaId,
}

/// Values that are tried for one difference.
const TRIED: usize = 400;

/// A value of the whole position that `yes` accepts and `no` refuses, different at the end of `path`.
///
/// `old_is_yes` tells which alternative of a step is that of `yes`; `first` is a schema of `yes` whose values are tried first.
#[allow(
    clippy::too_many_arguments,
    reason = "a place has these parts, and nothing else has all of them"
)]
pub(crate) fn prove<'d>(
    yes: &Side<'_, 'd>,
    no: &Side<'_, 'd>,
    path: &[Step],
    old_is_yes: bool,
    first: Option<SchemaId>,
    flow: Flow,
    medium: Medium,
) -> Option<Json> {
    let inner = path.iter().fold(medium, |medium, step| step.medium(medium));
    let way = ways(yes, path, old_is_yes);
    let context = sample::Context {
        schemas: yes.schemas,
        flow,
    };
    let groups = [yes, no]
        .iter()
        .any(|side| !side.schemas.get(side.at).groups.is_empty());
    let first = first.map(|first| sample(yes.schemas, first, flow));
    let quick = std::iter::once_with(|| candidates::candidates(yes, no, flow, false));
    let deep =
        std::iter::once_with(|| candidates::candidates(yes, no, flow, true)).filter(|_| groups);
    let mut tried = 0;
    for value in first.into_iter().chain(quick.chain(deep).flatten()) {
        let here = |side: &Side<'_, 'd>| accepts(side.schemas, side.at, &value, flow, inner);
        if here(yes) != Ok(true) || here(no) != Ok(false) {
            continue;
        }
        tried += 1;
        if tried > TRIED {
            break;
        }
        let whole = way.iter().rev().try_fold(value, |value, (schema, step)| {
            around::around(&context, *schema, step, value)
        });
        let Some(whole) = whole else { continue };
        let all = |side: &Side<'_, 'd>| accepts(side.schemas, side.root, &whole, flow, medium);
        if all(yes) == Ok(true) && all(no) == Ok(false) {
            return Some(whole);
        }
        // Whether what is around fits does not depend on the value: few attempts tell.
        if tried > 12 {
            break;
        }
    }
    None
}

/// The schemas on the way, each with the step that leads on.
fn ways(side: &Side<'_, '_>, path: &[Step], old: bool) -> Vec<(SchemaId, Step)> {
    let mut at = side.root;
    let mut way = Vec::with_capacity(path.len());
    for step in path {
        // Of an alternative, only what it is in this document matters here.
        let own = match step {
            Step::Alternative(left, right) => {
                let chosen = if old { *left } else { *right };
                Step::Alternative(chosen, chosen)
            }
            other => other.clone(),
        };
        way.push((at, own));
        let schema = side.schemas.get(at);
        at = match step {
            Step::Property(name) => schema
                .objects
                .properties
                .get(name)
                .map_or(schema.objects.additional, |property| property.schema),
            Step::Additional => schema.objects.additional,
            Step::Pattern(pattern) => schema
                .objects
                .patterns
                .get(pattern)
                .copied()
                .unwrap_or(schema.objects.additional),
            Step::Name => side.schemas.both(schema.objects.names.iter().copied()),
            Step::Item => schema.arrays.rest,
            Step::Prefix(index) => *schema
                .arrays
                .prefix
                .get(*index)
                .unwrap_or(&schema.arrays.rest),
            Step::Alternative(left, right) => {
                if old {
                    *left
                } else {
                    *right
                }
            }
            Step::Dependent(name) => schema
                .objects
                .dependent_schemas
                .get(name)
                .copied()
                .unwrap_or(ANYTHING),
        };
    }
    way
}
