//! Values at the edges of two schemas: where one accepts and the other refuses, one of these usually shows it.

mod arrays;
mod inner;
mod objects;
mod scalars;

use indexmap::IndexSet;
use serde_json::{Map, Value as Json};

use super::super::contract::schema::{SchemaId, Types};
use super::super::contract::{Flow, Schemas};
use super::Side;
use super::sample::{Context, build};

use arrays::arrays;
use inner::inner;
use objects::objects;
use scalars::{numbers, strings};

/// Alternatives within alternatives are compared so deep.
const MOST_LEVELS: usize = 2;
/// So many candidates at most, each small.
const MOST: usize = 1500;
/// Lengths beyond are not tried: the value would be too long to read.
const LONGEST: u64 = 20_000;

/// Candidates, the most telling first. Of alternatives, one value each; `deep` compares each with each instead.
pub(super) fn candidates<'d>(
    yes: &Side<'_, 'd>,
    no: &Side<'_, 'd>,
    flow: Flow,
    deep: bool,
) -> Vec<Json> {
    let mut out = Candidates {
        values: IndexSet::new(),
    };
    collect(
        yes.schemas,
        yes.at,
        no.schemas,
        no.at,
        flow,
        if deep { 0 } else { MOST_LEVELS },
        &mut out,
    );
    out.values.into_iter().collect()
}

struct Candidates {
    values: IndexSet<Json>,
}

impl Candidates {
    fn push(&mut self, value: Json) {
        if self.values.len() < MOST {
            self.values.insert(value);
        }
    }
}

fn collect<'d>(
    yes_in: &Schemas<'d>,
    yes_id: SchemaId,
    no_in: &Schemas<'d>,
    no_id: SchemaId,
    flow: Flow,
    level: usize,
    out: &mut Candidates,
) {
    let yes_at = Context {
        schemas: yes_in,
        flow,
    };
    let no_at = Context {
        schemas: no_in,
        flow,
    };
    let (yes, no) = (yes_in.get(yes_id), no_in.get(no_id));
    for (schemas, schema) in [(yes_in, &yes), (no_in, &no)] {
        for value in schema.values.iter().flatten() {
            out.push(value.clone());
        }
        for not in &schema.nots {
            let not = schemas.get(*not);
            for value in not.values.iter().flatten() {
                out.push(value.clone());
            }
        }
    }
    for (one, _) in Types::EACH {
        if yes.types.has(one) && yes.groups.is_empty() {
            out.push(build(&yes_at, yes_id, Some(one), 0));
        }
    }
    out.push(Json::Null);
    if !yes.groups.is_empty() || !no.groups.is_empty() {
        // Each alternative by itself, against each of the other side.
        if let (Some(left), Some(right)) = (yes_in.expand(yes_id, None), no_in.expand(no_id, None))
        {
            for branch in &left {
                out.push(build(&yes_at, branch.schema, None, 0));
            }
            if level < MOST_LEVELS {
                for branch in left.iter().take(8) {
                    for other in right.iter().take(8) {
                        if out.values.len() < MOST {
                            collect(
                                yes_in,
                                branch.schema,
                                no_in,
                                other.schema,
                                flow,
                                level + 1,
                                out,
                            );
                        }
                    }
                }
            }
            if level >= MOST_LEVELS {
                return;
            }
            // A value of two alternatives at once tells `oneOf` from `anyOf`.
            for (index, one) in left.iter().enumerate().take(6) {
                for two in left.iter().skip(index + 1).take(6) {
                    let both = yes_in.both([one.schema, two.schema]);
                    for (kind, _) in Types::EACH {
                        if yes_in.get(both).types.has(kind) {
                            out.push(build(&yes_at, both, Some(kind), 0));
                        }
                    }
                }
            }
        }
        return;
    }
    if yes.types.has(Types::STRING) {
        strings(&yes, &no, out);
    }
    if yes.types.has(Types::NUMBER) {
        numbers(&yes, &no, out);
    }
    if yes.types.has(Types::BOOLEAN) {
        out.push(Json::Bool(true));
        out.push(Json::Bool(false));
    }
    if yes.types.has(Types::ARRAY) {
        arrays(&yes_at, &yes, &no_at, &no, out);
    }
    if yes.types.has(Types::OBJECT) {
        objects(&yes_at, &yes, &no_at, &no, out);
    }
    if level <= MOST_LEVELS {
        inner(&yes_at, (yes_id, &yes), &no_at, &no, out);
    }
    // Values of the other side's exclusions and tests.
    for (at, schema) in [(&no_at, &no), (&yes_at, &yes)] {
        for id in schema
            .nots
            .iter()
            .chain(schema.conditions.iter().map(|condition| &condition.test))
        {
            for (one, _) in Types::EACH {
                if at.schemas.get(*id).types.has(one) {
                    let value = build(at, *id, Some(one), 0);
                    if let (Json::Object(more), Json::Object(base)) =
                        (&value, build(&yes_at, yes_id, None, 0))
                    {
                        let mut merged = base;
                        merged.extend(more.clone());
                        out.push(Json::Object(merged));
                    }
                    out.push(value);
                }
            }
        }
    }
    for value in [
        Json::from("x"),
        Json::from(7),
        Json::from(1.5),
        Json::Bool(true),
        Json::Array(Vec::new()),
        Json::Object(Map::new()),
    ] {
        out.push(value);
    }
}
