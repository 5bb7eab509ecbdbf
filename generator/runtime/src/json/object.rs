//! Reads objects: what an emitted type says about its members, and the loop around it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{
    Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess,
    Visitor,
};

use super::buffered::{Node, buffer};
use super::context::{self, Mode};
use super::failure::Failure;
use super::seen::Seen;
use super::tree::Tree;
use crate::validate::push_token;

/// A type that is read from the members of a JSON object. Emitted types implement it; their `Deserialize` is one call of [`object`].
pub trait FromObject: Sized {
    /// What the object is called in messages: its name in the document.
    const NAME: &'static str;
    /// The members that the type names, in the order in which they usually come.
    const MEMBERS: &'static [&'static str];
    /// Whether parts of the type are read from the whole object ([`Object::part`]), which must then be held in memory.
    const WHOLE: bool = false;

    /// Reads the members.
    ///
    /// # Errors
    /// What is wrong with the members.
    fn read<'de, A: MapAccess<'de>>(object: Object<'de, A>) -> Result<Self, A::Error>;
}

/// Reads an object: the body of an emitted `Deserialize::deserialize`.
///
/// # Errors
/// What is wrong with the value.
pub fn object<'de, T: FromObject, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    if T::WHOLE {
        let value = buffer(deserializer)?.0;
        return Tree(&value)
            .deserialize_map(Whole::<T>(&value, PhantomData))
            .map_err(Error::custom);
    }
    deserializer.deserialize_map(Streamed::<T>(PhantomData))
}

struct Streamed<T>(PhantomData<T>);

impl<'de, T: FromObject> Visitor<'de> for Streamed<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::read(Object::new(map, T::NAME, T::MEMBERS))
    }
}

struct Whole<'a, T>(&'a Node, PhantomData<T>);

impl<'de, T: FromObject> Visitor<'de> for Whole<'de, T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        let mut object = Object::new(map, T::NAME, T::MEMBERS);
        object.whole = Some(self.0);
        T::read(object)
    }
}

/// Which member comes next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key<'de> {
    /// One that the type names: its index in [`FromObject::MEMBERS`].
    Known(usize),
    /// Any other, by name.
    Other(Cow<'de, str>),
}

/// The members of a JSON object while they are read. Every member that [`key`](Self::key) announces is taken by exactly one of the other
/// methods; [`finish`](Self::finish) ends.
pub struct Object<'de, A> {
    map: A,
    name: &'static str,
    members: &'static [&'static str],
    /// Where to look first: members mostly come in the documented order.
    next: usize,
    seen: Seen,
    whole: Option<&'de Node>,
    /// The state of the run counts which members are known.
    counting: bool,
    /// Failures are recorded in the state of the run, and reading goes on.
    collecting: bool,
    failed: bool,
}

impl<'de, A: MapAccess<'de>> Object<'de, A> {
    /// The members of `map`; `name` is for messages, `members` are those that the type names.
    pub fn new(map: A, name: &'static str, members: &'static [&'static str]) -> Self {
        let mode = context::mode();
        let counting =
            mode.is_some() && std::any::type_name::<A::Error>() == std::any::type_name::<Failure>();
        let collecting = counting && mode == Some(Mode::Collect);
        Self {
            map,
            name,
            members,
            next: 0,
            seen: Seen::default(),
            whole: None,
            counting,
            collecting,
            failed: false,
        }
    }

    /// The next member, or `None` behind the last.
    ///
    /// # Errors
    /// What the deserialiser reports, and a named member that was there before.
    pub fn key(&mut self) -> Result<Option<Key<'de>>, A::Error> {
        let key = self.map.next_key_seed(KeySeed {
            members: self.members,
            next: self.next,
        })?;
        if let Some(Key::Known(index)) = key {
            if !self.seen.insert(index) {
                return Err(Error::duplicate_field(self.members[index]));
            }
            self.next = index + 1;
            if self.counting {
                context::with(|context| context.known += 1);
            }
        }
        Ok(key)
    }

    /// Takes the value of the member into `slot`. With an `Option` as `T`, JSON null is `Some(None)`: present, and null.
    ///
    /// # Errors
    /// When the value is no `T`.
    pub fn read<T: Deserialize<'de>>(&mut self, slot: &mut Option<T>) -> Result<(), A::Error> {
        *slot = self.value()?;
        Ok(())
    }

    /// Takes the value of a member that may be absent but is not meant to be null; null counts as absent.
    ///
    /// # Errors
    /// When the value is neither null nor a `T`.
    pub fn read_optional<T: Deserialize<'de>>(
        &mut self,
        slot: &mut Option<T>,
    ) -> Result<(), A::Error> {
        *slot = self.value::<Option<T>>()?.flatten();
        Ok(())
    }

    /// Takes the value of a member that the type does not name but keeps.
    ///
    /// # Errors
    /// When the value is no `T`, or the member was there before.
    pub fn other<T: Deserialize<'de>>(
        &mut self,
        name: Cow<'de, str>,
        additional: &mut BTreeMap<String, T>,
    ) -> Result<(), A::Error> {
        if additional.contains_key(&*name) {
            return Err(Error::custom(format_args!("has the member `{name}` twice")));
        }
        if let Some(value) = self.value()? {
            additional.insert(name.into_owned(), value);
        }
        Ok(())
    }

    /// Passes over the value of the member.
    ///
    /// # Errors
    /// When the value is not well-formed.
    pub fn skip(&mut self) -> Result<(), A::Error> {
        self.map.next_value::<IgnoredAny>().map(drop)
    }

    /// Refuses a member of an object that is closed (`additionalProperties: false`).
    ///
    /// # Errors
    /// Always, except while all violations are collected.
    pub fn unknown(&mut self, name: &str) -> Result<(), A::Error> {
        if !self.collecting {
            return Err(Error::custom(format_args!(
                "{} has no member `{name}`",
                self.name
            )));
        }
        self.fail(
            name,
            "additionalProperties",
            format!("is not a member of {}", self.name),
        );
        self.skip()
    }

    /// Reads a part of the type from the whole object, as `allOf` with a union or properties beside `oneOf` ask for. Can be called at any
    /// time; needs [`FromObject::WHOLE`].
    ///
    /// # Errors
    /// When the object is no `T`.
    pub fn part<T: DeserializeOwned>(&mut self, slot: &mut Option<T>) -> Result<(), A::Error> {
        let Some(whole) = self.whole else {
            return Err(Error::custom(format_args!(
                "{} is read from a stream and has no parts",
                self.name
            )));
        };
        let before = context::with(|context| context.failures);
        match T::deserialize(Tree(whole)) {
            Ok(value) => *slot = Some(value),
            Err(failure) if !self.collecting => return Err(Error::custom(failure)),
            Err(failure) => {
                self.failed = true;
                context::with(|context| {
                    if Some(context.failures) == before {
                        context.record(failure.pointer, failure.keyword, failure.message);
                    }
                    context.resume.clear();
                });
            }
        }
        Ok(())
    }

    /// Ends the object. `required` are the indices of the members that must be there.
    ///
    /// # Errors
    /// When some of them are missing: all of these at once.
    pub fn finish(mut self, required: &[usize]) -> Result<(), A::Error> {
        if !self.collecting {
            if required.iter().all(|&index| self.seen.contains(index)) {
                return Ok(());
            }
            return Err(Error::custom(Missing {
                object: self.name,
                members: self.missing(required),
            }));
        }
        for member in self.missing(required) {
            self.fail(member, "required", String::from("is required"));
        }
        if self.failed {
            Err(Error::custom(format_args!(
                "{} has members that cannot be read",
                self.name
            )))
        } else {
            Ok(())
        }
    }

    fn missing(&self, required: &[usize]) -> Vec<&'static str> {
        required
            .iter()
            .filter(|&&index| !self.seen.contains(index))
            .map(|&index| self.members[index])
            .collect()
    }

    /// The value of the member; `None` when it failed and that is recorded.
    fn value<T: Deserialize<'de>>(&mut self) -> Result<Option<T>, A::Error> {
        match self.map.next_value() {
            Ok(value) => Ok(Some(value)),
            Err(error) if !self.collecting => Err(error),
            Err(_) => {
                self.failed = true;
                // A list that stopped at an element is read on behind it, for what else is wrong.
                while context::with(context::Context::resumable) == Some(true) {
                    if self.map.next_value::<T>().is_ok() {
                        break;
                    }
                }
                Ok(None)
            }
        }
    }

    fn fail(&mut self, member: &str, keyword: &'static str, message: String) {
        self.failed = true;
        let mut pointer = String::new();
        push_token(&mut pointer, member);
        context::with(|context| context.record(pointer, keyword, message));
    }
}

/// The message about members that are missing.
struct Missing {
    object: &'static str,
    members: Vec<&'static str>,
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} lacks ", self.object)?;
        for (index, member) in self.members.iter().enumerate() {
            write!(f, "{}`{member}`", if index > 0 { ", " } else { "" })?;
        }
        Ok(())
    }
}

struct KeySeed {
    members: &'static [&'static str],
    next: usize,
}

impl KeySeed {
    fn find(&self, name: &str) -> Option<usize> {
        if self
            .members
            .get(self.next)
            .is_some_and(|member| *member == name)
        {
            return Some(self.next);
        }
        self.members.iter().position(|member| *member == name)
    }
}

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Key<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key<'de>, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<'de> Visitor<'de> for KeySeed {
    type Value = Key<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Key<'de>, E> {
        Ok(self
            .find(name)
            .map_or(Key::Other(Cow::Borrowed(name)), Key::Known))
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Key<'de>, E> {
        Ok(self
            .find(name)
            .map_or_else(|| Key::Other(Cow::Owned(name.to_owned())), Key::Known))
    }
}

/// Takes a required member out of its slot, behind [`Object::finish`] that made sure of it.
///
/// # Errors
/// When the slot is empty.
pub fn required<T, E: Error>(slot: Option<T>) -> Result<T, E> {
    slot.ok_or_else(|| E::custom("lacks a required member"))
}
