//! Reading and writing, by tables of documents and what is wrong with them. Long because each violation is a line.

use std::collections::BTreeMap;

use serde::de::{Deserialize, DeserializeOwned, Deserializer};
use serde::ser::Serialize;
use serde_json::{Value, json};

use super::samples::*;
use super::*;
use crate::values::DateTime;

fn round_trip<T: DeserializeOwned + Serialize>(value: Value) -> T {
    let text = value.to_string();
    let read: T = from_str(&text).unwrap_or_else(|violations| panic!("{text}: {violations}"));
    assert_eq!(serde_json::to_value(&read).unwrap(), value);
    assert_eq!(
        serde_json::from_slice::<Value>(&to_vec(&read).unwrap()).unwrap(),
        value
    );
    read
}

fn refused<T: DeserializeOwned>(text: &str, expected: &[(&str, &str, &str)]) {
    let violations = from_str::<T>(text)
        .err()
        .unwrap_or_else(|| panic!("{text} is read"));
    let got: Vec<_> = violations
        .iter()
        .map(|violation| {
            (
                violation.pointer.as_str(),
                violation.keyword,
                violation.message.as_str(),
            )
        })
        .collect();
    assert_eq!(got, expected, "{text}");
    // Nothing stays behind for the next read.
    assert!(context::mode().is_none());
}

#[test]
fn objects_round_trip() {
    let job: Job = round_trip(
        json!({"id": "1", "status": "done", "end": null, "tasks": [{"name": "a"}], "x": 1}),
    );
    assert_eq!(
        (job.status, job.end, job.labels["x"]),
        (Some(Status::Done), Some(None), 1)
    );
    let job: Job = round_trip(json!({"tasks": [], "end": 5, "id": "1", "status": "new"}));
    assert_eq!(
        (job.status, job.end),
        (Some(Status::Other(String::from("new"))), Some(Some(5)))
    );
    let job: Job = from_str(r#"{"tasks": [], "id": "\u0031", "status": null}"#).unwrap();
    assert_eq!((job.id.as_str(), job.status, job.end), ("1", None, None));
    assert_eq!(from_str::<u64>("18446744073709551615"), Ok(u64::MAX));
}

#[test]
fn all_violations_are_found() {
    refused::<Job>(
        "{}",
        &[
            ("/id", "required", "is required"),
            ("/tasks", "required", "is required"),
        ],
    );
    refused::<Job>(
        r#"{"id": 12, "status": [], "end": "x", "tasks": {}, "a/b": "c", "x": true}"#,
        &[
            ("/id", "type", "expected a string, found 12"),
            ("/status", "type", "expected a string, found an array"),
            ("/end", "type", "expected an integer, found \"x\""),
            ("/tasks", "type", "expected an array, found an object"),
            ("/a~1b", "type", "expected an integer, found \"c\""),
            ("/x", "type", "expected an integer, found true"),
        ],
    );
    refused::<Job>(
        r#"{"id": "1", "tasks": [{}, {"name": "a", "tries": 300, "more": 1}, 7, {"name": "b"}, {"name": null,
            "matrix": [[1, "a", "b"], [], [2, 3, {}], 5]}], "y": null}"#,
        &[
            ("/tasks/0/name", "required", "is required"),
            (
                "/tasks/1/tries",
                "format",
                "expected an integer from 0 to 255, found 300",
            ),
            (
                "/tasks/1/more",
                "additionalProperties",
                "is not a member of Task",
            ),
            ("/tasks/2", "type", "expected an object, found 7"),
            ("/tasks/4/name", "type", "expected a string, found null"),
            (
                "/tasks/4/matrix/0/1",
                "type",
                "expected a number, found \"a\"",
            ),
            (
                "/tasks/4/matrix/0/2",
                "type",
                "expected a number, found \"b\"",
            ),
            (
                "/tasks/4/matrix/2/2",
                "type",
                "expected a number, found an object",
            ),
            ("/tasks/4/matrix/3", "type", "expected an array, found 5"),
            ("/y", "type", "expected an integer, found null"),
        ],
    );
    refused::<Vec<BTreeMap<String, u8>>>(
        r#"[{"a": -1, "b": 1, "c": "x"}, {}, {"d": []}, null]"#,
        &[
            (
                "/0/a",
                "format",
                "expected an integer from 0 to 255, found -1",
            ),
            ("/0/c", "type", "expected an integer, found \"x\""),
            ("/2/d", "type", "expected an integer, found an array"),
            ("/3", "type", "expected an object, found null"),
        ],
    );
    refused::<Level>("3", &[("", "enum", "expected one of `1`, `2`, found `3`")]);
    refused::<Vec<String>>("7", &[("", "type", "expected an array, found 7")]);
}

#[test]
fn text_that_is_no_json() {
    refused::<Job>("", &[("", "json", "expected JSON, found nothing")]);
    refused::<Job>(
        "{\"id\": }",
        &[("", "json", "expected value at line 1 column 8")],
    );
    refused::<i64>(
        "1 2",
        &[("", "json", "trailing characters at line 1 column 3")],
    );
    refused::<Job>(
        r#"{"id": "1", "id": "2", "tasks": []}"#,
        &[("", "json", "has the member `id` twice at line 1 column 16")],
    );
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(from_str::<Value>(&nested(127)).is_ok());
    refused::<Value>(
        &nested(128),
        &[("", "json", "recursion limit exceeded at line 1 column 128")],
    );
    assert!(from_str::<Mixed>(&nested(100)).is_ok());
    refused::<Mixed>(
        &nested(100_000),
        &[("", "json", "recursion limit exceeded at line 1 column 128")],
    );
}

#[test]
fn a_number_without_fraction_is_an_integer() {
    assert_eq!(
        from_str::<Vec<i64>>("[1.0, -2e3, 3]"),
        Ok(vec![1, -2000, 3])
    );
    assert_eq!(from_str::<u64>("1e19"), Ok(10_000_000_000_000_000_000));
    assert_eq!(from_str::<Level>("2.0"), Ok(Level::Two));
    refused::<Vec<i64>>(
        "[1.5, 1e19, 1e20]",
        &[
            ("/0", "type", "expected an integer, found 1.5"),
            (
                "/1",
                "format",
                "expected an integer of at most 64 bits, found 10000000000000000000",
            ),
            (
                "/2",
                "type",
                "expected an integer, found 100000000000000000000",
            ),
        ],
    );
}

#[test]
fn many_violations_are_cut() {
    let bad = vec![json!("x"); 50_000];
    let violations = from_str::<Vec<i64>>(&Value::from(bad).to_string()).unwrap_err();
    assert_eq!(violations.0.len(), 100);
}

#[test]
fn members_there_twice() {
    for count in [2, 15, 16, 17, 40] {
        let members = |last: usize| {
            (1..count)
                .chain([last])
                .map(|at| format!("\"m{at}\":{at}"))
                .collect::<Vec<_>>()
                .join(",")
        };
        assert!(from_str::<Mixed>(&format!("{{{}}}", members(count))).is_ok());
        for last in [1, count - 1] {
            let violations = from_str::<Mixed>(&format!("{{{}}}", members(last))).unwrap_err();
            assert!(
                violations
                    .to_string()
                    .starts_with(&format!("has the member `m{last}` twice")),
                "{violations}"
            );
        }
    }
}

#[test]
fn tagged_unions() {
    assert!(matches!(
        round_trip(json!({"name": "task", "tries": 1})),
        Pet::Task(_)
    ));
    assert!(matches!(
        round_trip(json!({"name": "new", "tries": "x"})),
        Pet::Other(_)
    ));
    assert!(matches!(round_trip(json!([1])), Pet::Other(_)));
    refused::<Vec<Pet>>(
        r#"[{"name": "task", "tries": "x", "matrix": [1, []]}, {"name": "task", "a": 1}]"#,
        &[
            ("/0/tries", "type", "expected an integer, found \"x\""),
            ("/0/matrix/0", "type", "expected an array, found 1"),
            ("/1/a", "additionalProperties", "is not a member of Task"),
        ],
    );
}

#[test]
fn untagged_unions() {
    assert_eq!(round_trip::<Mixed>(json!(1)), Mixed::Integer(1));
    assert_eq!(
        round_trip::<Mixed>(json!("done")),
        Mixed::Status(Status::Done)
    );
    assert!(matches!(round_trip(json!("2020-01-01")), Mixed::Date(_)));
    assert!(matches!(round_trip(json!("abc")), Mixed::Text(_)));
    assert!(matches!(round_trip(json!({"name": "a"})), Mixed::Task(_)));
    assert!(matches!(round_trip(json!({"nome": "a"})), Mixed::Other(_)));
    let Mixed::List(list) = round_trip(json!([1, "done", ["2020-01-01"], true])) else {
        panic!()
    };
    assert!(matches!(
        list[..],
        [
            Mixed::Integer(1),
            Mixed::Status(Status::Done),
            Mixed::List(_),
            Mixed::Other(_)
        ]
    ));
    assert!(matches!(round_trip(json!({"left": 1})), Tree::Left(_)));
    assert!(matches!(round_trip(json!({"right": 1})), Tree::Right(_)));
    assert!(matches!(
        round_trip(json!({"child": {"right": 1}})),
        Tree::Left(_)
    ));
    refused::<Vec<Tree>>(
        r#"[{}, {"left": "x", "right": []}, {"child": {"left": [], "right": "y"}}]"#,
        &[
            (
                "/1",
                "type",
                "matches none of the alternatives: (1) /left: expected an integer, found \"x\"; \
                 (2) /right: expected an integer, found an array",
            ),
            (
                "/2",
                "type",
                "matches none of the alternatives: (1) /child: matches none of the alternatives: (1) /left: expected an integer, found \
                 an array; (2) /right: expected an integer, found \"y\"; (2) /child: matches none of the alternatives",
            ),
        ],
    );
}

#[test]
fn nested_unions_take_bounded_time() {
    let mut value = json!({"right": 1});
    for depth in 0..100 {
        let side = if depth % 2 == 0 { "left" } else { "right" };
        value = json!({side: depth, "child": value});
    }
    round_trip::<Tree>(value);
    // `anyOf` that contains itself doubles with every level, as values; that ends with an error, soon.
    #[derive(Debug)]
    struct Doubling(#[expect(dead_code)] [Option<Box<Nest>>; 2]);
    impl<'de> Deserialize<'de> for Doubling {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let mut subset = Subset::new(buffer(deserializer)?);
            let this = Doubling([subset.branch(), subset.branch()]);
            subset.finish()?;
            Ok(this)
        }
    }
    #[derive(Debug)]
    struct Nest(#[expect(dead_code)] Vec<Doubling>);
    impl<'de> Deserialize<'de> for Nest {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            Deserialize::deserialize(deserializer).map(Nest)
        }
    }
    assert!(from_str::<Doubling>(&("[".repeat(8) + &"]".repeat(8))).is_ok());
    let violations = from_str::<Doubling>(&("[".repeat(100) + &"]".repeat(100))).unwrap_err();
    assert!(
        violations.to_string().contains("too many ways"),
        "{violations}"
    );
}

#[test]
fn any_of() {
    let any: Any = round_trip(json!({"name": "a", "tries": 1}));
    assert!(any.left.is_some() && any.task.is_some());
    let any: Any = round_trip(json!({"left": 1}));
    assert!(any.left.is_some() && any.task.is_none());
    assert_eq!(round_trip::<Any>(json!("x")).text.as_deref(), Some("x"));
    refused::<Any>(
        "5",
        &[(
            "",
            "type",
            "matches none of the alternatives: (1) expected an object, found 5; (2) expected an object, found 5; (3) expected a string, found 5",
        )],
    );
}

#[test]
fn parts_merge_all_the_way_down() {
    let mut parts = Parts::new();
    parts
        .merge::<_, serde_json::Error>(&json!({"a": {"x": 1}, "b": 1}))
        .unwrap();
    parts
        .merge::<_, serde_json::Error>(&json!({"a": {"y": 2}, "b": 2, "c": 3}))
        .unwrap();
    let text = parts.end(serde_json::value::Serializer).unwrap();
    assert_eq!(text, json!({"a": {"x": 1, "y": 2}, "b": 1, "c": 3}));
}

#[test]
fn properties_beside_a_union() {
    let flat: Flat = round_trip(json!({"id": "1", "right": 2, "more": [true]}));
    assert!(matches!(flat.tree, Tree::Right(_)));
    assert_eq!(flat.rest.keys().collect::<Vec<_>>(), ["more"]);
    refused::<Vec<Flat>>(
        r#"[{"id": 1, "left": "x", "right": "y"}, {"right": 1}]"#,
        &[
            (
                "/0",
                "type",
                "matches none of the alternatives: (1) /left: expected an integer, found \"x\"; \
                 (2) /right: expected an integer, found \"y\"",
            ),
            ("/0/id", "type", "expected a string, found 1"),
            ("/1/id", "required", "is required"),
        ],
    );
}

#[test]
fn reads_from_any_deserialiser() {
    let value = json!({"id": "1", "tasks": []});
    assert!(Job::deserialize(&value).is_ok());
    assert!(serde_json::from_value::<Job>(value.clone()).is_ok());
    assert!(from_value::<Job>(&value).is_ok());
    assert_eq!(
        serde_json::from_str::<Job>("{}").unwrap_err().to_string(),
        "Job lacks `id`, `tasks` at line 1 column 2"
    );
    assert!(serde_json::from_str::<DateTime>("\"x\"").is_ok());
}

/// Deterministic documents made of the members and values that the types above know, right and wrong.
fn noise(seed: &mut u64, depth: u32) -> Value {
    *seed = seed
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    let random = (*seed >> 33) as usize;
    let names = [
        "id", "status", "end", "tasks", "name", "tries", "matrix", "left", "right", "child", "x",
    ];
    match random % 9 {
        0 => Value::Null,
        1 => json!(random.is_multiple_of(3)),
        2 => json!(random % 1000),
        3 => json!(-0.5),
        4 => json!(["done", "task", "job", "2020-01-01", ""][random / 9 % 5]),
        5 if depth > 0 => (0..random / 9 % 4)
            .map(|_| noise(seed, depth - 1))
            .collect(),
        _ if depth > 0 => {
            let members = 1 + random / 9 % 5;
            Value::Object(
                (0..members)
                    .map(|at| {
                        (
                            names[(random / 50 + at * 3) % 11].to_owned(),
                            noise(seed, depth - 1),
                        )
                    })
                    .collect(),
            )
        }
        _ => json!(2.0),
    }
}

#[test]
fn noise_is_read_or_refused() {
    fn check<T: DeserializeOwned + Serialize>(value: &Value) -> bool {
        match from_str::<T>(&value.to_string()) {
            Ok(read) => {
                // What was read is written so that it is read again, to the same.
                let once = to_string(&read).unwrap();
                let again: T = from_str(&once)
                    .unwrap_or_else(|violations| panic!("{value} -> {once}: {violations}"));
                assert_eq!(to_string(&again).unwrap(), once, "{value}");
                true
            }
            Err(violations) => {
                assert!(!violations.is_empty());
                for violation in &violations {
                    // A missing member is the one place that need not exist.
                    let place = match violation.keyword {
                        "required" => &violation.pointer[..violation.pointer.rfind('/').unwrap()],
                        _ => &violation.pointer,
                    };
                    assert!(value.pointer(place).is_some(), "{value}: {violation}");
                }
                assert!(
                    serde_json::from_value::<T>(value.clone()).is_err()
                        == from_str::<T>(&value.to_string()).is_err()
                );
                false
            }
        }
    }
    let mut seed = 1;
    let mut read = [0; 8];
    for _ in 0..600 {
        let value = noise(&mut seed, 5);
        let mut job = json!({"id": "1", "end": 2, "tasks": [{"name": "a"}, {"name": "b", "matrix": [[1], []]}], "x": 3});
        let at = ["/id", "/end", "/tasks/0", "/tasks/1/matrix", "/x"][seed as usize % 5];
        if let Some(place) = job.pointer_mut(at) {
            *place = noise(&mut seed, 3);
        }
        for (count, ok) in read.iter_mut().zip([
            check::<Job>(&job),
            check::<Task>(&job["tasks"][1]),
            check::<Tree>(&value),
            check::<Pet>(&value),
            check::<Mixed>(&value),
            check::<Any>(&value),
            check::<Flat>(&value),
            check::<Vec<Tree>>(&value),
        ]) {
            *count += usize::from(ok);
        }
    }
    assert!(read.iter().all(|count| *count > 0), "{read:?}");
}
