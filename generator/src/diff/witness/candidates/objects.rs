//! Objects at the edges.

use serde_json::{Map, Value as Json};

use super::super::super::contract::schema::{ANYTHING, NOTHING, Schema, Types};
use super::super::super::pattern::{Found, search};
use super::super::accept::property;
use super::super::sample::{Context, build, complete, extra_name, object, odd_values};
use super::Candidates;

pub(super) fn objects<'d>(
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
        if !yes_at.schemas.spend(members.len()) {
            return;
        }
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
        let id = property(yes_at.schemas, yes, name);
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
        let id = property(yes_at.schemas, yes, name);
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
        let id = property(yes_at.schemas, yes, &name);
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
