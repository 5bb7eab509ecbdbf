//! Lists at the edges.

use serde_json::Value as Json;

use super::super::super::contract::schema::Schema;
use super::super::sample::{Context, another, array, build};
use super::Candidates;

pub(super) fn arrays<'d>(
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
