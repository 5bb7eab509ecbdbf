//! Keywords about a value by itself, without the schemas of what it holds.

use std::collections::{HashMap, HashSet};

use regex_lite::Regex;
use serde_json::{Map, Number, Value};

use crate::json::canonical;
use crate::validate::multiple::is_multiple;

/// What is violated: the keyword, and what to say.
pub(super) type Finding = (&'static str, String);

/// Checks the keywords of a schema that are about `value` by itself.
pub(super) fn assertions(
    keywords: &Map<String, Value>,
    value: &Value,
    patterns: &HashMap<String, Regex>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(types) = keywords.get("type")
        && !is_of_type(types, value)
    {
        findings.push(("type", format!("must be of type {types}")));
    }
    if let Some(Value::Array(values)) = keywords.get("enum") {
        let found = canonical(value);
        if !values.iter().any(|value| canonical(value) == found) {
            findings.push((
                "enum",
                format!("is not one of the documented values: `{value}`"),
            ));
        }
    }
    if let Some(constant) = keywords.get("const")
        && canonical(constant) != canonical(value)
    {
        findings.push(("const", format!("must be {constant}")));
    }
    match value {
        Value::Number(number) => numeric(keywords, number, &mut findings),
        Value::String(text) => textual(keywords, text, patterns, &mut findings),
        Value::Array(items) => {
            size(
                keywords,
                items.len(),
                ["minItems", "maxItems"],
                "items",
                &mut findings,
            );
            let mut seen = HashSet::new();
            if keywords.get("uniqueItems") == Some(&Value::Bool(true))
                && !items.iter().all(|item| seen.insert(canonical(item)))
            {
                findings.push(("uniqueItems", "must not have equal items".to_owned()));
            }
        }
        Value::Object(members) => {
            let names = ["minProperties", "maxProperties"];
            size(keywords, members.len(), names, "members", &mut findings);
        }
        Value::Null | Value::Bool(_) => {}
    }
    findings
}

fn is_of_type(types: &Value, value: &Value) -> bool {
    let fits = |name: &Value| match (name.as_str().unwrap_or_default(), value) {
        ("null", Value::Null)
        | ("boolean", Value::Bool(_))
        | ("number", Value::Number(_))
        | ("string", Value::String(_))
        | ("array", Value::Array(_))
        | ("object", Value::Object(_)) => true,
        ("integer", Value::Number(number)) => {
            !number.is_f64() || number.as_f64().is_some_and(|number| number.fract() == 0.0)
        }
        _ => false,
    };
    types
        .as_array()
        .map_or_else(|| fits(types), |types| types.iter().any(fits))
}

fn numeric(keywords: &Map<String, Value>, number: &Number, findings: &mut Vec<Finding>) {
    let Some(found) = number.as_f64() else { return };
    let integer = |number: &Number| {
        number
            .as_i64()
            .map(i128::from)
            .or_else(|| number.as_u64().map(i128::from))
    };
    let below = |limit: &Number| match (integer(number), integer(limit)) {
        (Some(number), Some(limit)) => number.cmp(&limit),
        _ => found.total_cmp(&limit.as_f64().unwrap_or(f64::INFINITY)),
    };
    let limits: [(&'static str, fn(std::cmp::Ordering) -> bool, &str); 4] = [
        ("minimum", std::cmp::Ordering::is_ge, "at least"),
        ("exclusiveMinimum", std::cmp::Ordering::is_gt, "more than"),
        ("maximum", std::cmp::Ordering::is_le, "at most"),
        ("exclusiveMaximum", std::cmp::Ordering::is_lt, "less than"),
    ];
    for (keyword, holds, words) in limits {
        if let Some(Value::Number(limit)) = keywords.get(keyword)
            && !holds(below(limit))
        {
            findings.push((keyword, format!("must be {words} {limit}, is {number}")));
        }
    }
    if let Some(step) = keywords.get("multipleOf").and_then(Value::as_f64)
        && !is_multiple(found, step)
    {
        findings.push((
            "multipleOf",
            format!("must be a multiple of {step}, is {number}"),
        ));
    }
}

fn textual(
    keywords: &Map<String, Value>,
    text: &str,
    patterns: &HashMap<String, Regex>,
    findings: &mut Vec<Finding>,
) {
    let characters = text.chars().count();
    size(
        keywords,
        characters,
        ["minLength", "maxLength"],
        "characters",
        findings,
    );
    if let Some(pattern) = keywords.get("pattern").and_then(Value::as_str)
        && !patterns
            .get(pattern)
            .is_some_and(|regex| regex.is_match(text))
    {
        findings.push(("pattern", format!("does not match the pattern {pattern}")));
    }
}

fn size(
    keywords: &Map<String, Value>,
    found: usize,
    [least, most]: [&'static str; 2],
    unit: &str,
    findings: &mut Vec<Finding>,
) {
    let limit = |keyword: &str| keywords.get(keyword).and_then(Value::as_u64);
    if let Some(limit) = limit(least).filter(|limit| (found as u64) < *limit) {
        findings.push((
            least,
            format!("must have at least {limit} {unit}, has {found}"),
        ));
    }
    if let Some(limit) = limit(most).filter(|limit| (found as u64) > *limit) {
        findings.push((
            most,
            format!("must have at most {limit} {unit}, has {found}"),
        ));
    }
}
