//! Every keyword, at its limits.

use std::collections::BTreeMap;
use std::ops::Bound;

use serde_json::json;

use super::*;
use crate::values::{Date, is_email};

/// A type with constraints, as the generator emits them.
struct Server {
    name: String,
    size: i64,
    ratio: Option<f64>,
    disks: Vec<Disk>,
    tags: BTreeMap<String, Disk>,
}

struct Disk {
    kind: String,
}

impl Validate for Server {
    fn validate(&self, check: &mut Check) {
        check
            .at("name")
            .length(&self.name, 1..=4)
            .matches("^a", self.name.starts_with('a'));
        check
            .at("size")
            .integer(self.size, 1..)
            .multiple_of_integer(self.size, 5);
        if let Some(ratio) = self.ratio {
            check
                .at("ratio")
                .number(ratio, (Bound::Excluded(0.0), Bound::Excluded(1.0)));
        }
        check.at("disks").items(self.disks.len(), ..=2);
        self.disks.validate(&mut check.at("disks"));
        check.at("tags").properties(self.tags.len(), 1..);
        self.tags.validate(&mut check.at("tags"));
    }
}

impl Validate for Disk {
    fn validate(&self, check: &mut Check) {
        check.at("kind").one_of(self.kind == "ssd", &self.kind);
    }
}

fn server() -> Server {
    let disk = || Disk {
        kind: String::from("ssd"),
    };
    Server {
        name: String::from("aüü\u{1f600}"),
        size: 5,
        ratio: Some(0.5),
        disks: vec![disk(), disk()],
        tags: BTreeMap::from([(String::from("a/b"), disk())]),
    }
}

#[test]
fn whole_types() {
    assert_eq!(validate(&server()), Ok(()));
    let mut server = server();
    server.name = String::from("bcdef");
    server.size = -3;
    server.ratio = Some(1.0);
    server.disks.push(Disk {
        kind: String::from("tape"),
    });
    if let Some(tag) = server.tags.get_mut("a/b") {
        tag.kind = String::from("hdd");
    }
    let violations = validate(&server).unwrap_err();
    let found: Vec<_> = violations
        .iter()
        .map(|violation| format!("{} {violation}", violation.keyword))
        .collect();
    assert_eq!(
        found,
        [
            "maxLength /name: must have at most 4 characters, has 5",
            "pattern /name: does not match the pattern ^a",
            "minimum /size: must be at least 1, is -3",
            "multipleOf /size: must be a multiple of 5, is -3",
            "exclusiveMaximum /ratio: must be less than 1, is 1",
            "maxItems /disks: must have at most 2 items, has 3",
            "enum /disks/2/kind: is not one of the documented values: `tape`",
            "enum /tags/a~1b/kind: is not one of the documented values: `hdd`",
        ]
    );
}

/// What `run` reports: the keyword, or nothing.
fn keyword(run: impl FnOnce(&mut Check) -> &mut Check) -> &'static str {
    let mut check = Check::default();
    run(&mut check);
    check
        .finish()
        .map_or_else(|violations| violations.0[0].keyword, |()| "")
}

#[test]
fn keywords() {
    for (found, expected) in [
        (keyword(|check| check.length("", 1..)), "minLength"),
        (keyword(|check| check.length("", ..)), ""),
        (keyword(|check| check.length("äö", 2..=2)), ""),
        (keyword(|check| check.length("\u{1f600}", 2..)), "minLength"),
        (
            keyword(|check| check.length("\u{1f600}\u{1f600}", ..=1)),
            "maxLength",
        ),
        (keyword(|check| check.length("abcd", 2..=3)), "maxLength"),
        (keyword(|check| check.length("e\u{301}", ..=1)), "maxLength"),
        (keyword(|check| check.items(0, 1..)), "minItems"),
        (keyword(|check| check.properties(2, ..=1)), "maxProperties"),
        (
            keyword(|check| check.integer(u64::MAX, ..=i128::from(u64::MAX))),
            "",
        ),
        (
            keyword(|check| check.integer(u64::MAX, ..i128::from(u64::MAX))),
            "exclusiveMaximum",
        ),
        (
            keyword(|check| check.integer(0i64, (Bound::Excluded(0), Bound::Unbounded))),
            "exclusiveMinimum",
        ),
        (keyword(|check| check.integer(i64::MIN, 0..)), "minimum"),
        (keyword(|check| check.number(0.1, 0.1..=0.1)), ""),
        (keyword(|check| check.number(0.1, 0.2..)), "minimum"),
        (keyword(|check| check.number(0.1, ..=0.05)), "maximum"),
        (keyword(|check| check.multiple_of_number(0.07, 0.01)), ""),
        (
            keyword(|check| check.multiple_of_number(0.075, 0.01)),
            "multipleOf",
        ),
        (keyword(|check| check.multiple_of_integer(i64::MIN, 0)), ""),
        (
            keyword(|check| check.multiple_of_integer(7u8, 2)),
            "multipleOf",
        ),
        (keyword(|check| check.format("email", is_email("a@b"))), ""),
        (
            keyword(|check| check.format("email", is_email("a"))),
            "format",
        ),
        (
            keyword(|check| check.unique(&[json!(1), json!(true), json!("1"), json!(null)])),
            "",
        ),
        (
            keyword(|check| check.unique(&[json!(1), json!(1.0)])),
            "uniqueItems",
        ),
        (
            keyword(|check| check.unique(&[json!(0.0), json!(-0.0)])),
            "uniqueItems",
        ),
        (
            keyword(|check| {
                check.unique(&[json!({"a": 1, "b": [2]}), json!({"b": [2.0], "a": 1})])
            }),
            "uniqueItems",
        ),
        (
            keyword(|check| check.unique(&[json!([1, 2]), json!([12])])),
            "",
        ),
        (
            keyword(|check| check.unique(&[json!({"a": {"b": 1}}), json!({"a": {}, "b": 1})])),
            "",
        ),
        (
            keyword(|check| check.unique(&[json!(["a", "b"]), json!(["a\",1\"b"])])),
            "",
        ),
        (
            keyword(|check| check.unique(&[json!(u64::MAX), json!(u64::MAX as f64)])),
            "",
        ),
        (keyword(|check| check.unique(&Vec::<Date>::new())), ""),
    ] {
        assert_eq!(found, expected);
    }
}

#[cfg(feature = "pattern")]
#[test]
fn patterns() {
    static WORD: Pattern = Pattern::new(r"^\w+$");
    static BROKEN: Pattern = Pattern::new("(");
    assert_eq!(keyword(|check| check.pattern("a1", &WORD)), "");
    assert_eq!(keyword(|check| check.pattern("a b", &WORD)), "pattern");
    assert_eq!(keyword(|check| check.pattern("a", &BROKEN)), "pattern");
}

#[test]
fn places() {
    let mut check = Check::default();
    check.at("a").at(3).at("x/~").fail("type", "wrong");
    check.at("").fail("type", "wrong");
    check.fail("type", "wrong");
    assert_eq!(
        check.finish().unwrap_err().to_string(),
        "/a/3/x~1~0: wrong; /: wrong; wrong"
    );
}

/// What is said of parts that have so many violations; `None` for one that is not there.
fn parts(parts: [Option<usize>; 3]) -> Vec<String> {
    let mut check = Check::default();
    let mut place = check.at("it");
    let mut any_of = place.any_of();
    for (index, part) in parts.iter().enumerate() {
        any_of = any_of.part(part, |count, check| {
            for _ in 0..*count {
                check.at(index).fail("test", "is wrong");
            }
        });
    }
    any_of.finish();
    drop(place);
    match check.finish() {
        Ok(()) => Vec::new(),
        Err(violations) => violations.0.into_iter().map(|it| it.pointer).collect(),
    }
}

#[test]
fn one_part_that_fits_is_enough() {
    assert!(parts([Some(0), Some(2), None]).is_empty());
    assert!(parts([Some(2), None, Some(0)]).is_empty());
    assert_eq!(parts([Some(2), Some(1), None]), ["/it/1"]);
    assert_eq!(parts([Some(2), Some(2), Some(3)]), ["/it/0", "/it/0"]);
    assert_eq!(parts([None, None, None]), ["/it"]);
}
