//! Bodies of `application/x-www-form-urlencoded`.

use serde::de::DeserializeOwned;
use serde::ser::Serialize;
use serde_json::{Map, Value};

use super::decode;
use super::encode;
use super::param::{Content, Param, Shape, Style};
use super::percent;
use super::tree::Tree;
use crate::json;
use crate::validate::Violations;

/// Writes an object as a form: scalars as they are, lists repeated, objects as JSON text, which is what `OpenAPI` says for properties without
/// an encoding (Encoding Object, `contentType`).
///
/// # Errors
/// When the value is no object, or has a list inside a list.
pub fn encode<T: Serialize + ?Sized>(value: &T) -> Result<String, Violations> {
    encode_with(value, &[])
}

/// Writes an object as a form, with the encodings that `params` give to some properties.
///
/// # Errors
/// When the value is no object, or a property cannot be written in its style.
pub fn encode_with<T: Serialize + ?Sized>(
    value: &T,
    params: &[Param],
) -> Result<String, Violations> {
    // The tree has the order of the members, the JSON the types of what is inside them.
    let json = serde_json::to_value(value).unwrap_or_default();
    let tree = Tree::of(value).map_err(|error| Violations::one("", "style", error.0))?;
    let Tree::Map(members) = tree else {
        return Err(Violations::one(
            "",
            "style",
            "is no object, as a form must be",
        ));
    };
    let mut violations = Violations::default();
    let mut form = String::new();
    for (name, tree) in &members {
        match pairs(name, tree, json.get(name), params) {
            Ok(pairs) => {
                for (name, value) in pairs {
                    let separator = if form.is_empty() { "" } else { "&" };
                    form.extend([separator, &in_forms(&name), "=", &in_forms(&value)]);
                }
            }
            Err(message) => violations.extend(Violations::one(pointer(name), "style", message)),
        }
    }
    violations.into_result().map(|()| form)
}

/// Percent-encoded text in the words of forms (WHATWG URL section 5.2): other characters stay as they are than RFC 3986 has it.
fn in_forms(text: &str) -> String {
    text.replace("%20", "+")
        .replace("%2A", "*")
        .replace('~', "%7E")
}

/// The pairs of one property.
fn pairs(
    name: &str,
    tree: &Tree,
    json: Option<&Value>,
    params: &[Param],
) -> Result<Vec<encode::Pair>, String> {
    let encoded = percent::encode(name);
    let as_json = |value: &Value| (encoded.clone(), percent::encode(&value.to_string()));
    let json = json.unwrap_or(&Value::Null);
    match (params.iter().find(|param| param.name == name), tree) {
        (_, Tree::Nothing) => Ok(Vec::new()),
        // A media type holds for every item of a list.
        (Some(param), Tree::List(_)) if param.content == Some(Content::Json) => {
            let items = json.as_array().map(Vec::as_slice).unwrap_or_default();
            Ok(items.iter().map(as_json).collect())
        }
        (Some(param), _) if param.content == Some(Content::Json) => Ok(vec![as_json(json)]),
        (Some(param), tree) => encode::query(param, tree),
        (None, Tree::Scalar(text)) => Ok(vec![(encoded, percent::encode(text))]),
        (None, Tree::Map(_)) => Ok(vec![as_json(json)]),
        (None, Tree::List(items)) => {
            let values = json.as_array().map(Vec::as_slice).unwrap_or_default();
            let pairs = items.iter().zip(values).map(|(item, json)| match item {
                Tree::Scalar(text) => Ok((encoded.clone(), percent::encode(text))),
                Tree::Map(_) => Ok(as_json(json)),
                Tree::List(_) | Tree::Nothing => Err(String::from(
                    "has a list or null inside a list, which a form cannot write",
                )),
            });
            pairs.collect()
        }
    }
}

/// Reads a form.
///
/// # Errors
/// Everything that is wrong with it as a `T`, at JSON pointers into the object it stands for.
pub fn decode<T: DeserializeOwned>(body: &[u8]) -> Result<T, Violations> {
    decode_with(body, &[])
}

/// Reads a form, with the encodings that `params` give to some properties.
///
/// # Errors
/// As [`decode`].
pub fn decode_with<T: DeserializeOwned>(body: &[u8], params: &[Param]) -> Result<T, Violations> {
    let wrong = |message: String| Violations::one("", "style", message);
    let text = std::str::from_utf8(body).map_err(|_| wrong(String::from("is not UTF-8")))?;
    let mut pairs = decode::pairs(text).map_err(wrong)?;
    let mut members = Map::new();
    let mut violations = Violations::default();
    for param in params {
        match property(param, &mut pairs) {
            Ok(Some(value)) => drop(members.insert(param.name.to_owned(), value)),
            Ok(None) => {}
            Err(message) => {
                violations.extend(Violations::one(pointer(param.name), "style", message))
            }
        }
    }
    violations.into_result()?;
    let rest = Param::query("").object(&[]);
    if let Some(Value::Object(rest)) = decode::query(&rest, &mut pairs).map_err(wrong)? {
        members.extend(rest);
    }
    json::from_text_value(Value::Object(members))
}

/// The value of a property that has an encoding.
fn property(param: &Param, pairs: &mut [decode::Pair]) -> Result<Option<Value>, String> {
    if param.content != Some(Content::Json) {
        return decode::query(param, pairs);
    }
    let parse = |value: Value| match value {
        Value::String(text) => serde_json::from_str(&text).map_err(|error| error.to_string()),
        other => Ok(other),
    };
    let texts = Param {
        shape: match param.shape {
            Shape::Object => Shape::Scalar,
            shape => shape,
        },
        style: Style::Form,
        explode: true,
        ..*param
    };
    match decode::query(&texts, pairs)? {
        Some(Value::Array(items)) => {
            let items: Result<Vec<Value>, String> = items.into_iter().map(parse).collect();
            items.map(|items| Some(Value::Array(items)))
        }
        Some(value) => parse(value).map(Some),
        None => Ok(None),
    }
}

fn pointer(name: &str) -> String {
    let mut pointer = String::new();
    crate::validate::push_token(&mut pointer, name);
    pointer
}
