//! Values at the edges of two schemas: where one accepts and the other refuses, one of these usually shows it.

use serde_json::{Map, Value as Json};

use super::super::contract::format::{range, samples};
use super::super::contract::schema::{ANYTHING, NOTHING, Schema, SchemaId, Types};
use super::super::contract::{Flow, Medium, Schemas};
use super::super::pattern::{Found, search};
use super::super::relation::Step;
use super::super::relation::numbers::effective;
use super::Side;
use super::accept::accepts;
use super::sample::{
    Context, another, around, array, build, complete, extra_name, object, odd_values, text,
};

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
    let mut out = Candidates { values: Vec::new() };
    collect(
        yes.schemas,
        yes.at,
        no.schemas,
        no.at,
        flow,
        if deep { 0 } else { MOST_LEVELS },
        &mut out,
    );
    out.values
}

struct Candidates {
    values: Vec<Json>,
}

impl Candidates {
    fn push(&mut self, value: Json) {
        if self.values.len() < MOST && !self.values.contains(&value) {
            self.values.push(value);
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

/// Values that differ in what exclusions, conditions and `contains` say, built into values of the whole.
fn inner<'d>(
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
    let mut found = Candidates { values: Vec::new() };
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

fn strings(yes: &Schema, no: &Schema, out: &mut Candidates) {
    let (left, right) = (&yes.strings, &no.strings);
    let accepted: Vec<&str> = left.patterns.iter().map(String::as_str).collect();
    let refused: Vec<&str> = right.patterns.iter().map(String::as_str).collect();
    if !refused.is_empty() && left.patterns != right.patterns {
        for least in [left.least, 1, 0] {
            if let Found::Text(text) =
                search(&accepted, &refused, usize::try_from(least).unwrap_or(0))
            {
                out.push(text.into());
            }
        }
    }
    // Patterns that no automaton can be made of: their own letters are worth a try.
    for pattern in left
        .patterns
        .iter()
        .chain(&right.patterns)
        .filter(|_| left.patterns != right.patterns)
    {
        for word in pattern.split(|character: char| !character.is_ascii_alphanumeric()) {
            out.push(word.into());
        }
    }
    let mut lengths = vec![0, 1];
    for length in [Some(left.least), left.most, Some(right.least), right.most]
        .into_iter()
        .flatten()
    {
        lengths.extend([length.saturating_sub(1), length, length.saturating_add(1)]);
    }
    lengths.retain(|length| {
        *length <= LONGEST && *length >= left.least && left.most.is_none_or(|most| *length <= most)
    });
    lengths.sort_unstable();
    lengths.dedup();
    for length in lengths {
        if left.patterns.is_empty() {
            out.push("a".repeat(usize::try_from(length).unwrap_or(0)).into());
        } else {
            out.push(text(left, length).into());
        }
    }
    for format in left.formats.iter().chain(&right.formats) {
        for text in samples(format) {
            out.push((*text).into());
        }
    }
    for value in [
        "",
        "a",
        "A",
        "0",
        "1.5",
        "true",
        "not a format",
        "a b",
        "ä",
        "!",
        "-",
        "_",
        "aaaaaaaaaaaa",
        "a/b?c=d",
        "(",
        "😀",
    ] {
        out.push(value.into());
    }
}

fn numbers(yes: &Schema, no: &Schema, out: &mut Candidates) {
    let (left, right) = (&yes.numbers, &no.numbers);
    let mut values = Vec::new();
    for numbers in [right, left] {
        let by_format = numbers.format.as_deref().and_then(range);
        let bounds = [
            effective(numbers, numbers.least, true),
            effective(numbers, numbers.most, false),
            by_format.map(|(least, _)| least),
            by_format.map(|(_, most)| most),
        ];
        for bound in bounds.into_iter().flatten() {
            values.push(bound.value);
            for delta in [1.0, -1.0, 0.5, -0.5, 0.001, -0.001] {
                values.push(bound.value.plus(delta));
            }
            for step in left.multiples.iter().chain(&right.multiples) {
                let near = (bound.value.to_f64() / step.to_f64()).floor();
                for more in [-2.0, -1.0, 0.0, 1.0, 2.0, 3.0] {
                    let value = (near + more) * step.to_f64();
                    if value.abs() < 1e15 && value.fract() == 0.0 {
                        values.push(super::super::contract::Decimal::whole(value as i128));
                    }
                }
            }
        }
    }
    for value in values {
        let json = value.to_json();
        if !json.is_null() {
            out.push(json);
        }
    }
    for step in left.multiples.iter().chain(&right.multiples) {
        for factor in 1..8_i32 {
            let value = step.to_f64() * f64::from(factor);
            out.push(if value.fract() == 0.0 && value.abs() < 1e15 {
                Json::from(value as i64)
            } else {
                Json::from(value)
            });
        }
    }
    for value in [0, 1, -1, 2, 3, 5, 7] {
        out.push(value.into());
    }
    for value in [0.5, 1.5, 2.25, 1e300, -1e300, 1e30] {
        out.push(value.into());
    }
}

fn arrays<'d>(
    yes_at: &Context<'_, 'd>,
    yes: &Schema,
    no_at: &Context<'_, 'd>,
    no: &Schema,
    out: &mut Candidates,
) {
    let (left, right) = (&yes.arrays, &no.arrays);
    let mut lengths = vec![0, 1, 2];
    for length in [
        Some(left.least),
        left.most,
        Some(right.least),
        right.most,
        Some(left.prefix.len() as u64),
        Some(right.prefix.len() as u64),
    ]
    .into_iter()
    .flatten()
    {
        lengths.extend([length.saturating_sub(1), length, length.saturating_add(1)]);
    }
    lengths.retain(|length| {
        *length <= 2000 && *length >= left.least && left.most.is_none_or(|most| *length <= most)
    });
    lengths.sort_unstable();
    lengths.dedup();
    for length in lengths {
        let value = array(yes_at, yes, length, 0);
        // Equal items show what uniqueness forbids, unequal ones what it does not.
        if let Json::Array(items) = &value {
            let unlike: Vec<Json> = items
                .iter()
                .enumerate()
                .map(|(index, item)| {
                    another(
                        yes_at,
                        *left.prefix.get(index).unwrap_or(&left.rest),
                        item,
                        index,
                    )
                })
                .collect();
            out.push(Json::Array(unlike));
        }
        out.push(value);
    }
    for contains in left.contains.iter().chain(&right.contains) {
        let at = if left
            .contains
            .iter()
            .any(|own| own.schema == contains.schema)
        {
            yes_at
        } else {
            no_at
        };
        let item = build(at, contains.schema, None, 0);
        for count in 0..(contains.least.max(contains.most.unwrap_or(0)).min(50) + 2) {
            out.push(Json::Array(vec![
                item.clone();
                usize::try_from(count).unwrap_or(0)
            ]));
        }
    }
    for value in [Json::from("x"), Json::from(7), Json::Bool(true), Json::Null] {
        out.push(Json::Array(vec![value]));
    }
}

fn objects<'d>(
    yes_at: &Context<'_, 'd>,
    yes: &Schema,
    no_at: &Context<'_, 'd>,
    no: &Schema,
    out: &mut Candidates,
) {
    let (left, right) = (&yes.objects, &no.objects);
    let Json::Object(base) = object(yes_at, yes, 0) else {
        return;
    };
    let mut add = |mut members: Map<String, Json>, finish: bool| {
        if finish {
            complete(yes_at, yes, &mut members, 0);
        }
        out.push(Json::Object(members));
    };
    // Members that only one side declares, then each one that both do.
    let mut names: Vec<&String> = left
        .properties
        .keys()
        .filter(|name| !right.properties.contains_key(*name))
        .collect();
    names.extend(
        right
            .properties
            .keys()
            .filter(|name| !left.properties.contains_key(*name)),
    );
    names.extend(
        left.properties
            .keys()
            .filter(|name| right.properties.contains_key(*name)),
    );
    for name in names.iter().take(200) {
        let mut members = base.clone();
        let id = super::accept::property(yes_at.schemas, yes, name);
        if yes_at.schemas.get(id).is_ignored(yes_at.flow) {
            continue;
        }
        members.insert((*name).clone(), build(yes_at, id, None, 1));
        add(members.clone(), true);
        if id == ANYTHING {
            for value in odd_values() {
                members.insert((*name).clone(), value);
                add(members.clone(), true);
            }
        }
    }
    for name in left
        .dependent
        .keys()
        .chain(right.dependent.keys())
        .chain(left.dependent_schemas.keys())
        .chain(right.dependent_schemas.keys())
    {
        let mut members = base.clone();
        let id = super::accept::property(yes_at.schemas, yes, name);
        members.insert(name.clone(), build(yes_at, id, None, 1));
        add(members, true);
    }
    // Members of other names.
    let mut extra: Vec<String> = Vec::new();
    for pattern in left.patterns.keys().chain(right.patterns.keys()) {
        if let Found::Text(name) = search(&[pattern], &[], 1) {
            extra.push(name);
        }
    }
    for (at, ids) in [(no_at, &right.names), (yes_at, &left.names)] {
        for id in ids {
            if let Json::String(name) = build(at, *id, Some(Types::STRING), 0) {
                extra.push(name);
            }
        }
    }
    extra.extend([
        "other1".to_owned(),
        "Other_2-x".to_owned(),
        "x-other".to_owned(),
        "a".to_owned(),
        String::new(),
        "a".repeat(300),
    ]);
    for name in extra {
        if left.properties.contains_key(&name) {
            continue;
        }
        let mut members = base.clone();
        let id = super::accept::property(yes_at.schemas, yes, &name);
        if id == NOTHING {
            continue;
        }
        members.insert(name.clone(), build(yes_at, id, None, 1));
        add(members.clone(), true);
        if id == ANYTHING {
            for value in odd_values() {
                members.insert(name.clone(), value);
                add(members.clone(), true);
            }
        }
    }
    // As many members as either side sets limits to.
    for count in [Some(left.least), left.most, Some(right.least), right.most]
        .into_iter()
        .flatten()
    {
        for count in [count.saturating_sub(1), count, count.saturating_add(1)] {
            if count > 2000 || count < base.len() as u64 {
                continue;
            }
            let mut members = base.clone();
            for (name, property) in &left.properties {
                if (members.len() as u64) < count
                    && !members.contains_key(name)
                    && left.additional == NOTHING
                {
                    members.insert(name.clone(), build(yes_at, property.schema, None, 1));
                }
            }
            let mut index = 0;
            while (members.len() as u64) < count && left.additional != NOTHING {
                members.insert(extra_name(index), build(yes_at, left.additional, None, 1));
                index += 1;
            }
            add(members, false);
        }
    }
    // Everything that is declared at once.
    let mut members = base.clone();
    for (name, property) in left.properties.iter().take(60) {
        if !members.contains_key(name)
            && !yes_at.schemas.get(property.schema).is_ignored(yes_at.flow)
        {
            members.insert(name.clone(), build(yes_at, property.schema, None, 1));
        }
    }
    add(members, true);
    add(base, false);
}
