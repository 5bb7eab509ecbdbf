use serde_json::{Value, json};

use super::Rules;
use crate::validate::Check;

/// Checks what a schema says of values: what is reported, or nothing.
fn check(schema: &'static str, cases: &[(Value, &str)]) {
    let rules = Rules::new(schema);
    for (value, expected) in cases {
        let mut check = Check::default();
        check.rules(value, &rules);
        let found = check
            .finish()
            .err()
            .map(|violations| violations.to_string());
        assert_eq!(
            found.as_deref().unwrap_or_default(),
            *expected,
            "{schema}: {value}"
        );
    }
}

#[test]
fn members() {
    check(
        r#"{"dependentRequired": {"a": ["b"]}, "propertyNames": {"maxLength": 2}}"#,
        &[
            (json!({"b": 1}), ""),
            (json!({"a": 1}), "/b: is required"),
            (
                json!({"abc": 1}),
                r#"/abc: must not have this name; names satisfy {"maxLength":2}"#,
            ),
            (json!([1]), ""),
        ],
    );
    check(
        r#"{"patternProperties": {"^n": {"type": "integer"}}, "additionalProperties": {"type": "string"}, "dependentSchemas": {"n": {"maxProperties": 1}}}"#,
        &[
            (json!({"n": 1}), ""),
            (json!({"n1": 1.0, "a": "b"}), ""),
            (
                json!({"n": 1, "a": "b"}),
                "must have at most 1 members, has 2",
            ),
            (json!({"n1": "1"}), r#"/n1: must be of type "integer""#),
            (json!({"a": 1}), r#"/a: must be of type "string""#),
        ],
    );
}

#[test]
fn items() {
    check(
        r#"{"contains": {"const": 1}, "minContains": 2, "maxContains": 3}"#,
        &[
            (json!([1, 1.0]), ""),
            (
                json!([1, 2]),
                r#"must have at least 2 items that satisfy {"const":1}, has 1"#,
            ),
            (
                json!([1, 1, 1, 1]),
                r#"must have at most 3 items that satisfy {"const":1}, has 4"#,
            ),
        ],
    );
    check(
        r#"{"prefixItems": [{"type": "string"}], "items": {"minimum": 2}, "uniqueItems": true}"#,
        &[
            (json!(["a", 2, 3]), ""),
            (
                json!([1, 1]),
                "must not have equal items; /0: must be of type \"string\"; /1: must be at least 2, is 1",
            ),
        ],
    );
}

#[test]
fn alternatives() {
    check(
        r#"{"oneOf": [{"minimum": 2}, {"multipleOf": 2}], "not": {"enum": [7]}, "anyOf": [{"type": "integer"}, {"type": "null"}]}"#,
        &[
            (json!(3), ""),
            (json!(4), "fits more than one of the alternatives"),
            (json!(1), "fits none of the alternatives"),
            (json!(7), r#"must not satisfy {"enum":[7]}"#),
            (json!(3.5), "fits none of the alternatives"),
        ],
    );
    check(
        r#"{"if": {"required": ["a"]}, "then": {"required": ["b"]}, "else": {"maxProperties": 0}}"#,
        &[
            (json!({"a": 1, "b": 1}), ""),
            (json!({"a": 1}), "/b: is required"),
            (json!({"c": 1}), "must have at most 0 members, has 1"),
        ],
    );
}

#[test]
fn what_no_schema_looked_at() {
    check(
        r#"{"properties": {"a": {}}, "anyOf": [{"properties": {"b": {"const": 1}}}, true], "unevaluatedProperties": false}"#,
        &[
            (json!({"a": 1, "b": 1}), ""),
            (json!({"a": 1, "b": 2}), "/b: must not be there"),
            (json!({"c": 1}), "/c: must not be there"),
        ],
    );
    check(
        r#"{"prefixItems": [true], "contains": {"const": 1}, "unevaluatedItems": {"type": "string"}}"#,
        &[
            (json!([0, 1, "a"]), ""),
            (json!([0, 1, 2]), r#"/2: must be of type "string""#),
        ],
    );
}

#[test]
fn large_numbers_are_exact() {
    check(
        r#"{"minimum": 9007199254740993}"#,
        &[
            (json!(9_007_199_254_740_993_i64), ""),
            (
                json!(9_007_199_254_740_992_i64),
                "must be at least 9007199254740993, is 9007199254740992",
            ),
        ],
    );
}
