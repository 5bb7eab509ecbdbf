//! A server-sent event (WHATWG HTML section 9.2).

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::json;
use crate::validate::Violations;

/// A server-sent event.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<T> {
    /// What it carries.
    pub data: T,
    /// Its type; none means `message`.
    pub event: Option<String>,
    /// The id that a client tells as `Last-Event-ID` when it connects again.
    pub id: Option<String>,
    /// How long a client shall wait before it connects again, in milliseconds.
    pub retry: Option<u64>,
}

impl<T> Event<T> {
    /// An event that carries `data`, of the usual type.
    #[must_use]
    pub fn new(data: T) -> Self {
        Self {
            data,
            event: None,
            id: None,
            retry: None,
        }
    }

    /// Sets the type.
    #[must_use]
    pub fn event(mut self, event: impl Into<String>) -> Self {
        self.event = Some(event.into());
        self
    }

    /// Sets the id.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Sets how long a client shall wait before it connects again, in milliseconds.
    #[must_use]
    pub fn retry(mut self, milliseconds: u64) -> Self {
        self.retry = Some(milliseconds);
        self
    }

    fn with<U>(&self, data: U) -> Event<U> {
        Event {
            data,
            event: self.event.clone(),
            id: self.id.clone(),
            retry: self.retry,
        }
    }
}

impl<T> From<T> for Event<T> {
    fn from(data: T) -> Self {
        Self::new(data)
    }
}

/// How the data of events holds typed values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Data {
    /// As JSON text.
    Json,
    /// As the text that it is: strings, dates, numbers.
    Text,
    /// The type describes whole events, as objects with `data`, `event`, `id` and `retry`.
    Whole,
}

impl Data {
    /// The typed form of an event.
    pub(super) fn read<T: DeserializeOwned>(
        self,
        event: &Event<String>,
    ) -> Result<Event<T>, Violations> {
        let data = match self {
            Self::Json => json::from_str(&event.data),
            Self::Text => json::from_text_value(Value::String(event.data.clone())),
            Self::Whole => whole(event),
        };
        data.map(|data| event.with(data))
    }

    /// The text form of an event.
    pub(super) fn write<T: Serialize>(self, event: &Event<T>) -> Result<Event<String>, Violations> {
        let data = &event.data;
        match self {
            Self::Json => json::to_string(data).map(|text| event.with(text)),
            Self::Text => text(value(data)?).map(|text| event.with(text)),
            Self::Whole => {
                let Value::Object(mut members) = value(data)? else {
                    return Err(Violations::one("", "type", "is no event"));
                };
                let mut member = |name: &str| match members.remove(name) {
                    None | Some(Value::Null) => None,
                    Some(value) => text(value).ok(),
                };
                Ok(Event {
                    data: member("data").unwrap_or_default(),
                    event: event.event.clone().or_else(|| member("event")),
                    id: event.id.clone().or_else(|| member("id")),
                    retry: event
                        .retry
                        .or_else(|| member("retry").and_then(|text| text.parse().ok())),
                })
            }
        }
    }
}

fn value<T: Serialize>(data: &T) -> Result<Value, Violations> {
    serde_json::to_value(data).map_err(|error| Violations::one("", "json", error.to_string()))
}

fn text(value: Value) -> Result<String, Violations> {
    match value {
        Value::String(text) => Ok(text),
        other => json::to_string(&other),
    }
}

/// An event as one object. Its data may be described as text or as the value that the text stands for.
fn whole<T: DeserializeOwned>(event: &Event<String>) -> Result<T, Violations> {
    let object = |data: Value| {
        let mut object = Map::new();
        object.insert("data".to_owned(), data);
        let members = [("event", &event.event), ("id", &event.id)];
        for (name, text) in members {
            if let Some(text) = text {
                object.insert(name.to_owned(), Value::String(text.clone()));
            }
        }
        if let Some(retry) = event.retry {
            object.insert("retry".to_owned(), retry.into());
        }
        json::from_value(&Value::Object(object))
    };
    let as_text = || object(Value::String(event.data.clone()));
    let read = match serde_json::from_str::<Value>(&event.data) {
        Ok(value @ (Value::Object(_) | Value::Array(_))) => {
            object(value).or_else(|first| as_text().map_err(|_| first))
        }
        Ok(value) => as_text().or_else(|first| object(value).map_err(|_| first)),
        Err(_) => as_text(),
    };
    // Some services put all of it into the data, and documents do not tell one from the other.
    read.or_else(|first| json::from_str(&event.data).map_err(|_| first))
}

impl Event<String> {
    /// The event as it travels. Line breaks in its type or id would end them, and an id with U+0000 is none: they become
    /// spaces.
    pub(super) fn to_text(&self) -> String {
        let mut out = String::with_capacity(self.data.len() + 16);
        let mut field = |name: &str, value: &str| {
            out.extend([name, ": ", value, "\n"]);
        };
        let single = |text: &str| text.replace(['\r', '\n'], " ");
        if let Some(event) = &self.event {
            field("event", &single(event));
        }
        if let Some(id) = &self.id {
            field("id", &single(id).replace('\0', " "));
        }
        if let Some(retry) = self.retry {
            field("retry", &retry.to_string());
        }
        let data = self.data.replace("\r\n", "\n").replace('\r', "\n");
        for line in data.split('\n') {
            field("data", line);
        }
        out.push('\n');
        out
    }
}
