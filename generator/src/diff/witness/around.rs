//! Values built around a given part: what a schema asks for, with that part in its place.

use serde_json::Value as Json;

use super::super::contract::schema::{Schema, SchemaId};
use super::super::pattern::{Found, search};
use super::super::relation::Step;
use super::accept::property;
use super::sample::{
    Context, MOST_ITEMS, another, apart, array, build, complete, extra_name, object,
};

/// A value of the schema that holds `part` where the step leads.
pub(super) fn around(
    context: &Context<'_, '_>,
    id: SchemaId,
    step: &Step,
    part: Json,
) -> Option<Json> {
    let schema = context.schemas.get(id);
    let with = |name: String, part: Json| {
        let Json::Object(mut members) = object(context, &schema, 0) else {
            return None;
        };
        members.insert(name, part);
        complete(context, &schema, &mut members, 0);
        Some(Json::Object(members))
    };
    match step {
        Step::Alternative(chosen, _) => Some(apart(context, id, *chosen, part)),
        Step::Property(name) => with(name.clone(), part),
        Step::Additional => {
            let name = (0..)
                .map(extra_name)
                .find(|name| !schema.objects.properties.contains_key(name))?;
            with(name, part)
        }
        Step::Pattern(pattern) => match search(&[pattern.as_str()], &[], 1) {
            Found::Text(name) => with(name, part),
            _ => None,
        },
        Step::Name => {
            let name = part.as_str()?.to_owned();
            let value = build(context, property(context.schemas, &schema, &name), None, 1);
            with(name, value)
        }
        Step::Dependent(name) => {
            let Json::Object(mut members) = object(context, &schema, 0) else {
                return None;
            };
            let value = build(context, property(context.schemas, &schema, name), None, 1);
            members.insert(name.clone(), value);
            if let Json::Object(mut part) = part {
                // The member that brings the schema counts among those that it limits.
                let limits = context
                    .schemas
                    .get(schema.objects.dependent_schemas.get(name).copied()?)
                    .objects
                    .most;
                let spare = part
                    .keys()
                    .rev()
                    .find(|key| !schema.objects.properties.contains_key(*key))
                    .cloned()
                    .filter(|_| limits.is_some());
                if let Some(spare) = spare.filter(|_| !part.contains_key(name)) {
                    part.remove(&spare);
                }
                members.extend(part);
            }
            Some(Json::Object(members))
        }
        Step::Item => {
            let mut items = list(array(
                context,
                &schema,
                schema.arrays.prefix.len() as u64,
                0,
            ));
            let place = schema.arrays.prefix.len();
            if items.len() > place {
                items[place] = part
            } else {
                items.push(part)
            }
            fill(context, &schema, &mut items);
            Some(Json::Array(items))
        }
        Step::Prefix(index) => {
            let mut items = list(array(context, &schema, *index as u64, 0));
            items.truncate(*index);
            items.push(part);
            fill(context, &schema, &mut items);
            Some(Json::Array(items))
        }
    }
}

fn list(value: Json) -> Vec<Json> {
    match value {
        Json::Array(items) => items,
        _ => Vec::new(),
    }
}

/// Adds items up to the least number.
fn fill(context: &Context<'_, '_>, schema: &Schema, items: &mut Vec<Json>) {
    while (items.len() as u64) < schema.arrays.least.min(MOST_ITEMS) {
        let index = items.len();
        let id = *schema
            .arrays
            .prefix
            .get(index)
            .unwrap_or(&schema.arrays.rest);
        let item = build(context, id, None, 1);
        items.push(if schema.arrays.unique {
            another(context, id, &item, index)
        } else {
            item
        });
    }
}
