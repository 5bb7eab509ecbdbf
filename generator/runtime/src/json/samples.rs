//! Types as the generator emits them, for the tests beside.

use std::collections::BTreeMap;

use serde::de::{Deserialize, Deserializer, MapAccess};
use serde::ser::{Serialize, Serializer};
use serde_json::Value;

use super::*;
use crate::values::Date;

/// Required, optional, optional and nullable, nested, additional.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Job {
    pub(super) id: String,
    pub(super) status: Option<Status>,
    pub(super) end: Option<Option<i64>>,
    pub(super) tasks: Vec<Task>,
    pub(super) labels: BTreeMap<String, i64>,
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
pub(super) struct Task {
    pub(super) name: String,
    pub(super) tries: Option<u8>,
    pub(super) matrix: Option<Vec<Vec<f64>>>,
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
pub(super) enum Status {
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
pub(super) enum Level {
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
        pub(super) struct $name {
            pub(super) own: Option<i64>,
            pub(super) child: Option<Box<$child>>,
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
pub(super) enum Tree {
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
pub(super) enum Pet {
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
pub(super) enum Mixed {
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
pub(super) struct Any {
    pub(super) left: Option<Left>,
    pub(super) task: Option<Task>,
    pub(super) text: Option<String>,
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
pub(super) struct Flat {
    pub(super) id: String,
    pub(super) tree: Tree,
    pub(super) rest: BTreeMap<String, Value>,
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
