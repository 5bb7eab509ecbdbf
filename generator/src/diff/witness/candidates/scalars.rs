//! Texts and numbers at the edges.

use serde_json::Value as Json;

use super::super::super::contract::Decimal;
use super::super::super::contract::format::{range, samples};
use super::super::super::contract::schema::Schema;
use super::super::super::pattern::{Found, search};
use super::super::super::relation::numbers::effective;
use super::super::sample::text;
use super::{Candidates, LONGEST};

pub(super) fn strings(yes: &Schema, no: &Schema, out: &mut Candidates) {
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

pub(super) fn numbers(yes: &Schema, no: &Schema, out: &mut Candidates) {
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
                        values.push(Decimal::whole(value as i128));
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
