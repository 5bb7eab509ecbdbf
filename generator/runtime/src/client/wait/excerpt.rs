//! Values taken out of a call or its answer by JSON pointers, to make another call of them.

use http::HeaderMap;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::json;
use crate::validate::Violations;

/// A message whose parts are wanted.
#[derive(Debug, Clone, Default)]
pub struct Excerpt {
    body: Value,
    headers: HeaderMap,
}

impl Excerpt {
    /// An input of a call. What cannot be written as JSON has no parts.
    pub fn of<T: Serialize + ?Sized>(value: &T) -> Self {
        Self {
            body: serde_json::to_value(value).unwrap_or_default(),
            headers: HeaderMap::new(),
        }
    }

    /// An answer.
    pub(super) fn answer(headers: HeaderMap, body: &[u8]) -> Self {
        Self {
            body: serde_json::from_slice(body).unwrap_or_default(),
            headers,
        }
    }

    /// The value at a JSON pointer, as the type that the other call wants; numbers become texts and texts numbers.
    ///
    /// # Errors
    /// When there is none, or it does not fit.
    pub fn at<T: DeserializeOwned>(&self, pointer: &str) -> Result<T, Violations> {
        match self.body.pointer(pointer) {
            None | Some(Value::Null) => Err(missing(pointer)),
            Some(value) => convert(value).map_err(|violations| violations.within(pointer)),
        }
    }

    /// The value of a header.
    ///
    /// # Errors
    /// When there is none, or it does not fit.
    pub fn header<T: DeserializeOwned>(&self, name: &str) -> Result<T, Violations> {
        let place = format!("/header/{name}");
        let value = self.headers.get(name).and_then(|value| value.to_str().ok());
        let value = value.ok_or_else(|| missing(&place))?;
        convert(&Value::from(value)).map_err(|violations| violations.within(&place))
    }

    /// Makes something of every item of a list.
    ///
    /// # Errors
    /// When there is no list, or nothing can be made of an item.
    pub fn each<T>(
        &self,
        pointer: &str,
        mut make: impl FnMut(&Self) -> Result<T, Violations>,
    ) -> Result<Vec<T>, Violations> {
        let items = self.body.pointer(pointer).and_then(Value::as_array);
        let items = items.ok_or_else(|| missing(pointer))?;
        let items = items.iter().enumerate().map(|(index, item)| {
            make(&Self::of(item))
                .map_err(|violations| violations.within(&format!("{pointer}/{index}")))
        });
        items.collect()
    }
}

fn convert<T: DeserializeOwned>(value: &Value) -> Result<T, Violations> {
    json::from_value(value).or_else(|violations| {
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Bool(value) => value.to_string(),
            Value::Null | Value::Array(_) | Value::Object(_) => return Err(violations),
        };
        json::from_text_value(Value::from(text)).map_err(|_| violations)
    })
}

fn missing(pointer: &str) -> Violations {
    Violations::one(pointer, "required", "is missing")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_fit_the_type_that_is_asked_for() {
        let call =
            Excerpt::of(&json!({"id": 7, "size": "12", "none": null, "list": [{"id": "a"}, {}]}));
        assert_eq!(call.at::<String>("/id"), Ok("7".to_owned()));
        assert_eq!(call.at::<u32>("/size"), Ok(12));
        for pointer in ["/none", "/nothing", "/list/9"] {
            assert_eq!(call.at::<String>(pointer), Err(missing(pointer)));
        }
        assert!(call.at::<u32>("/list").is_err());
        let ids = call.each("/list", |item| item.at::<String>("/id"));
        assert_eq!(
            ids,
            Err(Violations::one("/list/1/id", "required", "is missing"))
        );
        assert!(call.each("/id", |_| Ok(())).is_err());
    }
}
