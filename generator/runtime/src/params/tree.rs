//! A value as text with structure: what all styles write.

use std::fmt::Display;

use serde::ser::{self, Serialize};

/// A value whose scalars are text, in document order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Tree {
    /// Absent: `None`, null.
    Nothing,
    Scalar(String),
    List(Vec<Tree>),
    Map(Vec<(String, Tree)>),
}

impl Tree {
    pub(super) fn of<T: Serialize + ?Sized>(value: &T) -> Result<Self, Unwritable> {
        value.serialize(ToTree)
    }

    /// Whether there are no parts to write: nothing, or a list or object of nothing.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Nothing => true,
            Self::Scalar(_) => false,
            Self::List(items) => items.is_empty(),
            Self::Map(members) => members.iter().all(|(_, member)| *member == Self::Nothing),
        }
    }
}

/// The texts of a value: one for a scalar, one per item of a list of them, none for `None` and null.
///
/// # Errors
/// When there are objects or further lists in it.
pub(crate) fn texts<T: Serialize + ?Sized>(value: &T) -> Result<Vec<String>, String> {
    let single = |tree| match tree {
        Tree::Scalar(text) => Ok(text),
        _ => Err("has something inside a list that is no text".to_owned()),
    };
    match Tree::of(value).map_err(|error| error.0)? {
        Tree::Nothing => Ok(Vec::new()),
        Tree::Scalar(text) => Ok(vec![text]),
        Tree::List(items) => items.into_iter().map(single).collect(),
        Tree::Map(_) => Err("is an object, which has no text".to_owned()),
    }
}

/// The text of a value that is one.
///
/// # Errors
/// When it is a list or an object, or nothing.
#[cfg(any(feature = "client", feature = "server"))]
pub(crate) fn text<T: Serialize + ?Sized>(value: &T) -> Result<String, String> {
    match Tree::of(value).map_err(|error| error.0)? {
        Tree::Scalar(text) => Ok(text),
        _ => Err("has no text".to_owned()),
    }
}

/// Why a value has no tree.
#[derive(Debug)]
pub(super) struct Unwritable(pub(super) String);

impl Display for Unwritable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unwritable {}

impl ser::Error for Unwritable {
    fn custom<T: Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

struct ToTree;

macro_rules! scalars {
    ($($method:ident: $kind:ty),*) => { $(
        fn $method(self, value: $kind) -> Result<Tree, Unwritable> {
            Ok(Tree::Scalar(value.to_string()))
        }
    )* };
}

impl ser::Serializer for ToTree {
    type Ok = Tree;
    type Error = Unwritable;
    type SerializeSeq = List;
    type SerializeTuple = List;
    type SerializeTupleStruct = List;
    type SerializeTupleVariant = List;
    type SerializeMap = Map;
    type SerializeStruct = Map;
    type SerializeStructVariant = ser::Impossible<Tree, Unwritable>;

    scalars! {
        serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_i128: i128,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_u128: u128,
        serialize_f32: f32, serialize_f64: f64, serialize_char: char, serialize_str: &str
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<Tree, Unwritable> {
        String::from_utf8(bytes.to_vec())
            .map(Tree::Scalar)
            .map_err(ser::Error::custom)
    }

    fn serialize_none(self) -> Result<Tree, Unwritable> {
        Ok(Tree::Nothing)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Tree, Unwritable> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Tree, Unwritable> {
        Ok(Tree::Nothing)
    }

    fn serialize_unit_struct(self, _name: &'static str) -> Result<Tree, Unwritable> {
        Ok(Tree::Nothing)
    }

    fn serialize_unit_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
    ) -> Result<Tree, Unwritable> {
        Ok(Tree::Scalar(variant.to_owned()))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        value: &T,
    ) -> Result<Tree, Unwritable> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Tree, Unwritable> {
        Ok(Tree::Map(vec![(
            variant.to_owned(),
            value.serialize(self)?,
        )]))
    }

    fn serialize_seq(self, _length: Option<usize>) -> Result<List, Unwritable> {
        Ok(List(Vec::new()))
    }

    fn serialize_tuple(self, _length: usize) -> Result<List, Unwritable> {
        Ok(List(Vec::new()))
    }

    fn serialize_tuple_struct(
        self,
        _name: &'static str,
        _length: usize,
    ) -> Result<List, Unwritable> {
        Ok(List(Vec::new()))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<List, Unwritable> {
        Ok(List(Vec::new()))
    }

    fn serialize_map(self, _length: Option<usize>) -> Result<Map, Unwritable> {
        Ok(Map {
            members: Vec::new(),
            name: String::new(),
        })
    }

    fn serialize_struct(self, _name: &'static str, _length: usize) -> Result<Map, Unwritable> {
        self.serialize_map(None)
    }

    fn serialize_struct_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        _length: usize,
    ) -> Result<Self::SerializeStructVariant, Unwritable> {
        Err(ser::Error::custom(format_args!(
            "has a variant {variant} that has no text"
        )))
    }
}

struct List(Vec<Tree>);

macro_rules! lists {
    ($($kind:ident::$method:ident),*) => { $(
        impl ser::$kind for List {
            type Ok = Tree;
            type Error = Unwritable;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
                self.0.push(Tree::of(value)?);
                Ok(())
            }

            fn end(self) -> Result<Tree, Unwritable> {
                Ok(Tree::List(self.0))
            }
        }
    )* };
}

lists! {
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field,
    SerializeTupleVariant::serialize_field
}

struct Map {
    members: Vec<(String, Tree)>,
    name: String,
}

impl ser::SerializeMap for Map {
    type Ok = Tree;
    type Error = Unwritable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unwritable> {
        match Tree::of(key)? {
            Tree::Scalar(name) => self.name = name,
            _ => return Err(ser::Error::custom("has a member whose name is no text")),
        }
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        self.members
            .push((std::mem::take(&mut self.name), Tree::of(value)?));
        Ok(())
    }

    fn end(self) -> Result<Tree, Unwritable> {
        Ok(Tree::Map(self.members))
    }
}

impl ser::SerializeStruct for Map {
    type Ok = Tree;
    type Error = Unwritable;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        self.members.push((name.to_owned(), Tree::of(value)?));
        Ok(())
    }

    fn end(self) -> Result<Tree, Unwritable> {
        Ok(Tree::Map(self.members))
    }
}
