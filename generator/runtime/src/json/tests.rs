//! Types as the generator emits them, read and written.

use std::collections::BTreeMap;

use serde::de::{Deserialize, DeserializeOwned, Deserializer, MapAccess};
use serde::ser::{Serialize, Serializer};
use serde_json::{Value, json};

use super::*;
use crate::values::{Date, DateTime};

/// Required, optional, optional and nullable, nested, additional.
#[derive(Clone, Debug, PartialEq)]
struct Job {
    id: String,
    status: Option<Status>,
    end: Option<Option<i64>>,
    tasks: Vec<Task>,
    labels: BTreeMap<String, i64>,
}

impl FromObject for Job {
    const NAME: &'static str = "Job";
    const MEMBERS: &'static [&'static str] = &["id", "status", "end", "tasks"];

    fn read<'de, A: MapAccess<'de>>(mut object: Object<'de, A>) -> Result<Self, A::Error> {
        let mut id = None;
        let mut status = None;
        let mut end = None;
        let mut tasks = None;
        let mut labels = BTreeMap::new();
        while let Some(key) = object.key()? {
            match key {
                Key::Known(0) => object.read(&mut id)?,
                Key::Known(1) => object.read_optional(&mut status)?,
                Key::Known(2) => object.read(&mut end)?,
                Key::Known(3) => object.read(&mut tasks)?,
                Key::Known(_) => object.skip()?,
                Key::Other(name) => object.other(name, &mut labels)?,
            }
        }
        object.finish(&[0, 3])?;
        Ok(Job {
            id: required(id)?,
            status,
            end,
            tasks: required(tasks)?,
            labels,
        })
    }
}

impl<'de> Deserialize<'de> for Job {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        object(deserializer)
    }
}

impl Serialize for Job {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = ObjectWriter::new(serializer)?;
        object.member("id", &self.id)?;
        object.optional("status", &self.status)?;
        object.optional("end", &self.end)?;
        object.member("tasks", &self.tasks)?;
        object.additional(&self.labels)?;
        object.end()
    }
}

/// A closed object.
#[derive(Clone, Debug, PartialEq)]
struct Task {
    name: String,
    tries: Option<u8>,
    matrix: Option<Vec<Vec<f64>>>,
}

impl FromObject for Task {
    const NAME: &'static str = "Task";
    const MEMBERS: &'static [&'static str] = &["name", "tries", "matrix"];

    fn read<'de, A: MapAccess<'de>>(mut object: Object<'de, A>) -> Result<Self, A::Error> {
        let mut name = None;
        let mut tries = None;
        let mut matrix = None;
        while let Some(key) = object.key()? {
            match key {
                Key::Known(0) => object.read(&mut name)?,
                Key::Known(1) => object.read_optional(&mut tries)?,
                Key::Known(2) => object.read_optional(&mut matrix)?,
                Key::Known(_) => object.skip()?,
                Key::Other(name) => object.unknown(&name)?,
            }
        }
        object.finish(&[0])?;
        Ok(Task {
            name: required(name)?,
            tries,
            matrix,
        })
    }
}

impl<'de> Deserialize<'de> for Task {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        object(deserializer)
    }
}

impl Serialize for Task {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = ObjectWriter::new(serializer)?;
        object.member("name", &self.name)?;
        object.optional("tries", &self.tries)?;
        object.optional("matrix", &self.matrix)?;
        object.end()
    }
}

/// An open enumeration.
#[derive(Clone, Debug, PartialEq)]
enum Status {
    Done,
    Other(String),
}

impl<'de> Deserialize<'de> for Status {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = string(deserializer)?;
        Ok(match &*text {
            "done" => Status::Done,
            _ => Status::Other(unrecognized(text.into_owned())),
        })
    }
}

impl Serialize for Status {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match self {
            Status::Done => "done",
            Status::Other(text) => text,
        })
    }
}

/// A closed enumeration of integers.
#[derive(Clone, Debug, PartialEq)]
enum Level {
    One,
    Two,
}

impl<'de> Deserialize<'de> for Level {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match integer(deserializer)? {
            1 => Ok(Level::One),
            2 => Ok(Level::Two),
            other => Err(not_one_of(other, &["1", "2"])),
        }
    }
}

impl Serialize for Level {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(match self {
            Level::One => 1,
            Level::Two => 2,
        })
    }
}

/// A struct of one recursive member and one of its own, for unions.
macro_rules! node {
    ($name:ident, $own:literal, $child:ty) => {
        #[derive(Clone, Debug, PartialEq)]
        struct $name {
            own: Option<i64>,
            child: Option<Box<$child>>,
        }

        impl FromObject for $name {
            const NAME: &'static str = stringify!($name);
            const MEMBERS: &'static [&'static str] = &[$own, "child"];

            fn read<'de, A: MapAccess<'de>>(mut object: Object<'de, A>) -> Result<Self, A::Error> {
                let mut own = None;
                let mut child = None;
                while let Some(key) = object.key()? {
                    match key {
                        Key::Known(0) => object.read_optional(&mut own)?,
                        Key::Known(1) => object.read_optional(&mut child)?,
                        _ => object.skip()?,
                    }
                }
                object.finish(&[])?;
                Ok($name { own, child })
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                object(deserializer)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut object = ObjectWriter::new(serializer)?;
                object.optional($own, &self.own)?;
                object.optional("child", &self.child)?;
                object.end()
            }
        }
    };
}

node!(Left, "left", Tree);
node!(Right, "right", Tree);

/// A union without discriminator that contains itself.
#[derive(Clone, Debug, PartialEq)]
enum Tree {
    Left(Left),
    Right(Right),
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Trial::new(buffer(deserializer)?)
            .variant(Tree::Left)
            .variant(Tree::Right)
            .finish()
    }
}

impl Serialize for Tree {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Tree::Left(value) => value.serialize(serializer),
            Tree::Right(value) => value.serialize(serializer),
        }
    }
}

/// A union with a discriminator, open.
#[derive(Clone, Debug, PartialEq)]
enum Pet {
    Job(Job),
    Task(Task),
    Other(Value),
}

impl<'de> Deserialize<'de> for Pet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = buffer(deserializer)?;
        match tag(&value, "name") {
            Some("job") => variant(value).map(Pet::Job),
            Some("task") => variant(value).map(Pet::Task),
            _ => Ok(Pet::Other(unrecognized(value.into()))),
        }
    }
}

impl Serialize for Pet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Pet::Job(value) => value.serialize(serializer),
            Pet::Task(value) => value.serialize(serializer),
            Pet::Other(value) => value.serialize(serializer),
        }
    }
}

/// Scalars and an object.
#[derive(Clone, Debug, PartialEq)]
enum Mixed {
    Integer(i64),
    Status(Status),
    Date(Date),
    Text(String),
    List(Vec<Mixed>),
    Task(Task),
    Other(Value),
}

impl<'de> Deserialize<'de> for Mixed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let trial = Trial::new(buffer(deserializer)?);
        let trial = trial
            .variant(Mixed::Integer)
            .variant(Mixed::Status)
            .variant(Mixed::Date);
        trial
            .variant(Mixed::Text)
            .variant(Mixed::List)
            .variant(Mixed::Task)
            .finish_or(Mixed::Other)
    }
}

impl Serialize for Mixed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Mixed::Integer(value) => value.serialize(serializer),
            Mixed::Status(value) => value.serialize(serializer),
            Mixed::Date(value) => value.serialize(serializer),
            Mixed::Text(value) => value.serialize(serializer),
            Mixed::List(value) => value.serialize(serializer),
            Mixed::Task(value) => value.serialize(serializer),
            Mixed::Other(value) => value.serialize(serializer),
        }
    }
}

/// `anyOf`.
#[derive(Clone, Debug, PartialEq)]
struct Any {
    left: Option<Left>,
    task: Option<Task>,
    text: Option<String>,
}

impl<'de> Deserialize<'de> for Any {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut subset = Subset::new(buffer(deserializer)?);
        let any = Any {
            left: subset.branch(),
            task: subset.branch(),
            text: subset.branch(),
        };
        subset.finish()?;
        Ok(any)
    }
}

impl Serialize for Any {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut parts = Parts::new();
        parts.merge(&self.left)?;
        parts.merge(&self.task)?;
        parts.merge(&self.text)?;
        parts.end(serializer)
    }
}

/// Properties beside a union.
#[derive(Clone, Debug, PartialEq)]
struct Flat {
    id: String,
    tree: Tree,
    rest: BTreeMap<String, Value>,
}

impl FromObject for Flat {
    const NAME: &'static str = "Flat";
    const MEMBERS: &'static [&'static str] = &["id"];
    const WHOLE: bool = true;

    fn read<'de, A: MapAccess<'de>>(mut object: Object<'de, A>) -> Result<Self, A::Error> {
        let mut id = None;
        let mut tree: Option<Tree> = None;
        let mut rest = BTreeMap::new();
        object.part(&mut tree)?;
        while let Some(key) = object.key()? {
            match key {
                Key::Known(0) => object.read(&mut id)?,
                Key::Known(_) => object.skip()?,
                Key::Other(name) => object.other(name, &mut rest)?,
            }
        }
        object.finish(&[0])?;
        without(&mut rest, &tree)?;
        Ok(Flat {
            id: required(id)?,
            tree: required(tree)?,
            rest,
        })
    }
}

impl<'de> Deserialize<'de> for Flat {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        object(deserializer)
    }
}

impl Serialize for Flat {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut parts = Parts::new();
        parts.member("id", &self.id)?;
        parts.merge(&self.tree)?;
        parts.additional(&self.rest)?;
        parts.end(serializer)
    }
}

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
