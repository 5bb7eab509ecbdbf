//! Candidates for what exclusions, conditions and `contains` say.

use indexmap::IndexSet;
use serde_json::Value as Json;

use super::super::super::contract::schema::{ANYTHING, NOTHING, Schema, SchemaId};
use super::super::super::contract::{Flow, Medium, Schemas};
use super::super::super::relation::Step;
use super::super::accept::accepts;
use super::super::around::around;
use super::super::sample::{Context, build};
use super::{Candidates, MOST_LEVELS, collect};

/// Values that differ in what exclusions, conditions and `contains` say, built into values of the whole.
pub(super) fn inner<'d>(
    yes_at: &Context<'_, 'd>,
    (yes_id, yes): (SchemaId, &Schema),
    no_at: &Context<'_, 'd>,
    no: &Schema,
    out: &mut Candidates,
) {
    let flow = yes_at.flow;
    let between = |left: &Schemas<'d>, one: SchemaId, right: &Schemas<'d>, other: SchemaId| {
        telling(left, one, right, other, flow, MOST_LEVELS)
    };
    let base = build(yes_at, yes_id, None, 0);
    let join = |parts: [&Json; 2]| {
        let mut whole = base.as_object().cloned().unwrap_or_default();
        for part in parts {
            whole.extend(part.as_object().cloned().unwrap_or_default());
        }
        Json::Object(whole)
    };
    // What one exclusion takes and the other does not is what is excluded only there.
    for excluded in &no.nots {
        for own in yes.nots.iter().chain(&[NOTHING]).take(2) {
            for value in between(no_at.schemas, *excluded, yes_at.schemas, *own) {
                if value.is_object() {
                    out.push(join([&value, &Json::Null]));
                }
                out.push(value);
            }
        }
    }
    for (index, condition) in no.conditions.iter().enumerate() {
        let own = yes.conditions.get(index);
        let tested = build(no_at, condition.test, None, 0);
        for (wanted, had, test) in [
            (condition.then, own.map(|own| own.then), &tested),
            (
                condition.otherwise,
                own.map(|own| own.otherwise),
                &Json::Null,
            ),
        ] {
            let had = had.unwrap_or(ANYTHING);
            for value in between(yes_at.schemas, had, no_at.schemas, wanted) {
                if value.is_object() {
                    out.push(join([test, &value]));
                }
                out.push(value);
            }
        }
    }
    for (index, wanted) in no.arrays.contains.iter().enumerate() {
        let own = yes.arrays.contains.get(index);
        let had = own.map_or(ANYTHING, |own| own.schema);
        let least = own.map_or(1, |own| own.least).clamp(1, 50);
        for item in between(yes_at.schemas, had, no_at.schemas, wanted.schema) {
            out.push(Json::Array(vec![item; usize::try_from(least).unwrap_or(1)]));
        }
    }
}

/// A few values that one schema takes and the other refuses, as far as one place of them tells.
fn telling<'d>(
    left: &Schemas<'d>,
    one: SchemaId,
    right: &Schemas<'d>,
    other: SchemaId,
    flow: Flow,
    depth: usize,
) -> Vec<Json> {
    let tells = |value: &Json| {
        accepts(left, one, value, flow, Medium::Json) == Ok(true)
            && accepts(right, other, value, flow, Medium::Json) == Ok(false)
    };
    let mut found = Candidates {
        values: IndexSet::new(),
    };
    let level = MOST_LEVELS + 1;
    collect(left, one, right, other, flow, level, &mut found);
    let found: Vec<Json> = found.values.into_iter().filter(tells).take(6).collect();
    if !found.is_empty() || depth == 0 {
        return found;
    }
    let (yes, no) = (left.get(one), right.get(other));
    let shared = yes.objects.properties.iter().filter_map(|(name, own)| {
        let other = no.objects.properties.get(name)?;
        Some((Step::Property(name.clone()), own.schema, other.schema))
    });
    let open = [
        (
            Step::Additional,
            yes.objects.additional,
            no.objects.additional,
        ),
        (Step::Item, yes.arrays.rest, no.arrays.rest),
    ];
    let context = Context {
        schemas: left,
        flow,
    };
    shared
        .take(30)
        .chain(open)
        .filter(|(_, one, other)| (*one, *other) != (ANYTHING, ANYTHING))
        .flat_map(|(step, inside, beside)| {
            let parts = telling(left, inside, right, beside, flow, depth - 1);
            let built = parts
                .into_iter()
                .filter_map(|part| around(&context, one, &step, part));
            built.filter(tells).take(2).collect::<Vec<Json>>()
        })
        .take(6)
        .collect()
}
