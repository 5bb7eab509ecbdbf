//! Keywords that apply schemas: to the value itself, to its members, to its items.

use std::collections::{BTreeSet, HashMap};

use regex_lite::Regex;
use serde_json::{Map, Value};

use super::assertion::assertions;
use crate::validate::Check;

/// Which members and items some schema was applied to, for `unevaluatedProperties` and `unevaluatedItems`.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    members: BTreeSet<String>,
    items: BTreeSet<usize>,
}

impl Seen {
    fn add(&mut self, other: Self) {
        self.members.extend(other.members);
        self.items.extend(other.items);
    }
}

/// Applies schemas to values. Schemas are finite and hold no references, so that recursion ends with them.
pub(super) struct Evaluation<'r> {
    patterns: &'r HashMap<String, Regex>,
}

/// Where violations are reported; nowhere while a schema is only tried.
type Report<'c> = Option<&'c mut Check>;

impl<'r> Evaluation<'r> {
    pub(super) fn new(patterns: &'r HashMap<String, Regex>) -> Self {
        Self { patterns }
    }

    /// Whether `value` satisfies `schema`; what does not is reported.
    pub(super) fn holds(
        &self,
        schema: &Value,
        value: &Value,
        seen: &mut Seen,
        mut report: Report<'_>,
    ) -> bool {
        let keywords = match schema {
            Value::Object(keywords) => keywords,
            Value::Bool(false) => {
                fail(&mut report, "false", "must not be there");
                return false;
            }
            _ => return true,
        };
        let mut ok = true;
        for (keyword, message) in assertions(keywords, value, self.patterns) {
            ok = false;
            fail(&mut report, keyword, &message);
        }
        let mut own = Seen::default();
        if let Value::Object(members) = value {
            ok &= self.members(keywords, members, &mut own, report.as_deref_mut());
        }
        if let Value::Array(items) = value {
            ok &= self.items(keywords, items, &mut own, report.as_deref_mut());
        }
        ok &= self.in_place(keywords, value, &mut own, &mut report);
        if let Value::Object(members) = value
            && let Some(schema) = keywords.get("unevaluatedProperties")
        {
            for (name, value) in members {
                if own.members.insert(name.clone()) {
                    ok &= self.at(schema, value, name, report.as_deref_mut());
                }
            }
        }
        if let Value::Array(items) = value
            && let Some(schema) = keywords.get("unevaluatedItems")
        {
            for (index, value) in items.iter().enumerate() {
                if own.items.insert(index) {
                    ok &= self.at(schema, value, index, report.as_deref_mut());
                }
            }
        }
        if ok {
            seen.add(own);
        }
        ok
    }

    /// `allOf`, `anyOf`, `oneOf`, `not`, `if` and `dependentSchemas`.
    fn in_place(
        &self,
        keywords: &Map<String, Value>,
        value: &Value,
        seen: &mut Seen,
        report: &mut Report<'_>,
    ) -> bool {
        let mut ok = true;
        let list = |keyword: &str| keywords.get(keyword).and_then(Value::as_array);
        for schema in list("allOf").into_iter().flatten() {
            ok &= self.holds(schema, value, seen, report.as_deref_mut());
        }
        for (keyword, schemas) in [("anyOf", list("anyOf")), ("oneOf", list("oneOf"))] {
            let Some(schemas) = schemas else { continue };
            let fitting = schemas
                .iter()
                .filter(|schema| self.holds(schema, value, seen, None))
                .count();
            if fitting == 0 {
                ok = false;
                fail(report, keyword, "fits none of the alternatives");
            } else if fitting > 1 && keyword == "oneOf" {
                ok = false;
                fail(report, keyword, "fits more than one of the alternatives");
            }
        }
        if let Some(schema) = keywords.get("not")
            && self.holds(schema, value, &mut Seen::default(), None)
        {
            ok = false;
            fail(report, "not", &format!("must not satisfy {schema}"));
        }
        if let Some(condition) = keywords.get("if") {
            let branch = if self.holds(condition, value, seen, None) {
                "then"
            } else {
                "else"
            };
            if let Some(schema) = keywords.get(branch) {
                ok &= self.holds(schema, value, seen, report.as_deref_mut());
            }
        }
        let dependent = keywords.get("dependentSchemas").and_then(Value::as_object);
        for (name, schema) in dependent.into_iter().flatten() {
            if value.get(name).is_some() {
                ok &= self.holds(schema, value, seen, report.as_deref_mut());
            }
        }
        ok
    }

    fn members(
        &self,
        keywords: &Map<String, Value>,
        members: &Map<String, Value>,
        seen: &mut Seen,
        mut report: Report<'_>,
    ) -> bool {
        let mut ok = true;
        let object = |keyword: &str| keywords.get(keyword).and_then(Value::as_object);
        let mut require = |names: Option<&Value>, report: &mut Report<'_>| {
            let names = names.and_then(Value::as_array).into_iter().flatten();
            for name in names.filter_map(Value::as_str) {
                if !members.contains_key(name) {
                    ok = false;
                    if let Some(check) = report {
                        check.at(name).fail("required", "is required");
                    }
                }
            }
        };
        require(keywords.get("required"), &mut report);
        for (name, required) in object("dependentRequired").into_iter().flatten() {
            if members.contains_key(name) {
                require(Some(required), &mut report);
            }
        }
        let properties = object("properties");
        for (name, value) in members {
            let mut known = false;
            if let Some(schema) = properties.and_then(|properties| properties.get(name)) {
                known = true;
                ok &= self.at(schema, value, name, report.as_deref_mut());
            }
            for (pattern, schema) in object("patternProperties").into_iter().flatten() {
                if self
                    .patterns
                    .get(pattern)
                    .is_some_and(|regex| regex.is_match(name))
                {
                    known = true;
                    ok &= self.at(schema, value, name, report.as_deref_mut());
                }
            }
            if let Some(schema) = keywords.get("additionalProperties").filter(|_| !known) {
                known = true;
                ok &= self.at(schema, value, name, report.as_deref_mut());
            }
            if known {
                seen.members.insert(name.clone());
            }
            if let Some(schema) = keywords.get("propertyNames") {
                let text = Value::from(name.as_str());
                if !self.holds(schema, &text, &mut Seen::default(), None) {
                    ok = false;
                    if let Some(check) = &mut report {
                        let message = format!("must not have this name; names satisfy {schema}");
                        check.at(name).fail("propertyNames", message);
                    }
                }
            }
        }
        ok
    }

    fn items(
        &self,
        keywords: &Map<String, Value>,
        items: &[Value],
        seen: &mut Seen,
        mut report: Report<'_>,
    ) -> bool {
        let mut ok = true;
        let prefix = keywords.get("prefixItems").and_then(Value::as_array);
        let prefix = prefix.map(Vec::as_slice).unwrap_or_default();
        for (index, value) in items.iter().enumerate() {
            if let Some(schema) = prefix.get(index).or_else(|| keywords.get("items")) {
                seen.items.insert(index);
                ok &= self.at(schema, value, index, report.as_deref_mut());
            }
        }
        if let Some(schema) = keywords.get("contains") {
            let mut found = 0;
            for (index, value) in items.iter().enumerate() {
                if self.holds(schema, value, &mut Seen::default(), None) {
                    seen.items.insert(index);
                    found += 1;
                }
            }
            let limit = |keyword: &str| keywords.get(keyword).and_then(Value::as_u64);
            let least = limit("minContains").unwrap_or(1);
            if found < least {
                ok = false;
                let keyword = match limit("minContains") {
                    Some(_) => "minContains",
                    None => "contains",
                };
                let message =
                    format!("must have at least {least} items that satisfy {schema}, has {found}");
                fail(&mut report, keyword, &message);
            }
            if let Some(most) = limit("maxContains").filter(|most| found > *most) {
                ok = false;
                let message =
                    format!("must have at most {most} items that satisfy {schema}, has {found}");
                fail(&mut report, "maxContains", &message);
            }
        }
        ok
    }

    /// Applies a schema to something that the value holds.
    fn at(
        &self,
        schema: &Value,
        value: &Value,
        place: impl std::fmt::Display,
        report: Report<'_>,
    ) -> bool {
        let mut seen = Seen::default();
        match report {
            Some(check) => self.holds(schema, value, &mut seen, Some(&mut check.at(place))),
            None => self.holds(schema, value, &mut seen, None),
        }
    }
}

fn fail(report: &mut Report<'_>, keyword: &'static str, message: &str) {
    if let Some(check) = report {
        check.fail(keyword, message);
    }
}
