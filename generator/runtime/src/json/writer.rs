//! Writes objects.

use std::collections::BTreeMap;

use serde::ser::{Error, Serialize, SerializeMap, Serializer};
use serde_json::{Map, Value};

/// Writes the members of an object one after the other.
pub struct ObjectWriter<S: Serializer>(S::SerializeMap);

impl<S: Serializer> ObjectWriter<S> {
    /// Begins an object.
    ///
    /// # Errors
    /// What the serialiser reports.
    pub fn new(serializer: S) -> Result<Self, S::Error> {
        serializer.serialize_map(None).map(Self)
    }

    /// Writes a member that is always there.
    ///
    /// # Errors
    /// What the serialiser reports.
    pub fn member<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), S::Error> {
        self.0.serialize_entry(name, value)
    }

    /// Writes a member if it is there. With an `Option` as `T`, `Some(None)` writes null.
    ///
    /// # Errors
    /// What the serialiser reports.
    pub fn optional<T: Serialize>(
        &mut self,
        name: &str,
        value: &Option<T>,
    ) -> Result<(), S::Error> {
        match value {
            Some(value) => self.0.serialize_entry(name, value),
            None => Ok(()),
        }
    }

    /// Writes the members that the type does not name.
    ///
    /// # Errors
    /// What the serialiser reports.
    pub fn additional<T: Serialize>(
        &mut self,
        members: &BTreeMap<String, T>,
    ) -> Result<(), S::Error> {
        members
            .iter()
            .try_for_each(|(name, value)| self.0.serialize_entry(name, value))
    }

    /// Ends the object.
    ///
    /// # Errors
    /// What the serialiser reports.
    pub fn end(self) -> Result<S::Ok, S::Error> {
        self.0.end()
    }
}

/// Puts together a value of which several parts write members, maybe the same ones: flattened unions, `anyOf`. A member that several
/// parts write is written once; objects are merged all the way down; otherwise the first part counts.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    members: Vec<(String, Value)>,
    /// A part that is no object.
    scalar: Option<Value>,
}

impl Parts {
    /// No parts yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a member.
    ///
    /// # Errors
    /// When the value has no JSON form.
    pub fn member<T: Serialize + ?Sized, E: Error>(
        &mut self,
        name: &str,
        value: &T,
    ) -> Result<(), E> {
        let value = serde_json::to_value(value).map_err(E::custom)?;
        self.insert(name.to_owned(), value);
        Ok(())
    }

    /// Adds a member if it is there.
    ///
    /// # Errors
    /// When the value has no JSON form.
    pub fn optional<T: Serialize, E: Error>(
        &mut self,
        name: &str,
        value: &Option<T>,
    ) -> Result<(), E> {
        value
            .as_ref()
            .map_or(Ok(()), |value| self.member(name, value))
    }

    /// Adds the members that the type does not name.
    ///
    /// # Errors
    /// When a value has no JSON form.
    pub fn additional<T: Serialize, E: Error>(
        &mut self,
        members: &BTreeMap<String, T>,
    ) -> Result<(), E> {
        members
            .iter()
            .try_for_each(|(name, value)| self.member(name, value))
    }

    /// Adds all members of a part. What is null (an absent branch) adds nothing.
    ///
    /// # Errors
    /// When the part has no JSON form, or is no object and there is more than it.
    pub fn merge<T: Serialize + ?Sized, E: Error>(&mut self, part: &T) -> Result<(), E> {
        match serde_json::to_value(part).map_err(E::custom)? {
            Value::Null => {}
            Value::Object(members) => members
                .into_iter()
                .for_each(|(name, value)| self.insert(name, value)),
            other => self.scalar = self.scalar.take().or(Some(other)),
        }
        Ok(())
    }

    /// Writes the whole.
    ///
    /// # Errors
    /// What the serialiser reports, and when objects and other values were put together.
    pub fn end<S: Serializer>(self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.scalar {
            None => serializer.collect_map(self.members),
            Some(value) if self.members.is_empty() => value.serialize(serializer),
            Some(_) => Err(S::Error::custom(
                "an object cannot be merged with a value that is none",
            )),
        }
    }

    /// The text of a member, if it has one.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        let (_, value) = self.members.iter().find(|(there, _)| there == name)?;
        value.as_str()
    }

    /// Sets a member to a text; one that is new comes first.
    pub(super) fn replace(&mut self, name: &str, text: &str) {
        self.members.retain(|(there, _)| there != name);
        self.members.insert(0, (name.to_owned(), Value::from(text)));
    }

    fn insert(&mut self, name: String, value: Value) {
        match self.members.iter_mut().find(|(there, _)| *there == name) {
            Some((_, there)) => deepen(there, value),
            None => self.members.push((name, value)),
        }
    }
}

/// Adds what `more` has and `value` lacks.
fn deepen(value: &mut Value, more: Value) {
    let (Value::Object(members), Value::Object(more)) = (value, more) else {
        return;
    };
    for (name, more) in more {
        match members.get_mut(&name) {
            Some(there) => deepen(there, more),
            None => {
                members.insert(name, more);
            }
        }
    }
}

/// Removes from `additional` the members that `part` writes: they belong to the part.
///
/// # Errors
/// When the part has no JSON form.
pub fn without<T, P: Serialize, E: serde::de::Error>(
    additional: &mut BTreeMap<String, T>,
    part: &P,
) -> Result<(), E> {
    let part: Map<String, Value> = match serde_json::to_value(part).map_err(E::custom)? {
        Value::Object(members) => members,
        _ => return Ok(()),
    };
    additional.retain(|name, _| !part.contains_key(name));
    Ok(())
}
