//! What a style says, as a value whose scalars are text: the inverse of [`encode`](super::encode).

use serde_json::{Map, Value};

use super::param::{Param, Shape, Style};
use super::{nested, percent};

/// A query parameter, form field or cookie: its name decoded, its value as it came.
#[derive(Clone, Debug)]
pub(super) struct Pair {
    pub(super) name: String,
    pub(super) value: String,
    /// Some parameter took it.
    pub(super) claimed: bool,
}

/// The pairs of a query string or form body. Parts without a name are passed over.
pub(super) fn pairs(query: &str) -> Result<Vec<Pair>, String> {
    let mut pairs = Vec::new();
    for part in query.split('&').filter(|part| !part.is_empty()) {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        pairs.push(Pair {
            name: percent::decode_query(name)?,
            value: value.to_owned(),
            claimed: false,
        });
    }
    Ok(pairs)
}

/// A path parameter from the text at its place.
pub(super) fn path(param: &Param, text: &str) -> Result<Value, String> {
    match param.style {
        Style::Label => {
            let rest = match text.strip_prefix('.') {
                Some(rest) => rest,
                None if text.is_empty() && param.shape != Shape::Scalar => {
                    return Ok(nothing(param.shape));
                }
                None => return Err(String::from("must begin with a full stop")),
            };
            split(
                param,
                rest,
                if param.explode { "." } else { "," },
                &self::text,
            )
        }
        Style::Matrix => matrix(param, text),
        _ => split(param, text, ",", &self::text),
    }
}

/// Percent-encoded text.
pub(super) fn text(text: &str) -> Result<String, String> {
    percent::decode(text).map(std::borrow::Cow::into_owned)
}

fn matrix(param: &Param, text: &str) -> Result<Value, String> {
    if text.is_empty() && param.shape != Shape::Scalar {
        return Ok(nothing(param.shape));
    }
    let rest = text
        .strip_prefix(';')
        .ok_or("must begin with a semicolon")?;
    let named = |part: &str| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        if name == param.name {
            Ok(value.to_owned())
        } else {
            Err(format!("must be written as ;{}=…", param.name))
        }
    };
    match param.shape {
        Shape::Object if param.explode => members(rest.split(';'), &self::text),
        Shape::Array if param.explode => {
            let items: Result<Vec<_>, _> = rest
                .split(';')
                .map(|part| named(part).and_then(|item| self::text(&item)))
                .collect();
            Ok(Value::from(items?))
        }
        _ => split(param, &named(rest)?, ",", &self::text),
    }
}

/// A header from the text of its field.
pub(super) fn header(param: &Param, text: &str) -> Result<Value, String> {
    split(param, text.trim(), ",", &|part| Ok(part.trim().to_owned()))
}

/// A query parameter, form field or cookie from all pairs; `None` when it is not there.
pub(super) fn query(param: &Param, pairs: &mut [Pair]) -> Result<Option<Value>, String> {
    let decode = |text: &str| {
        if param.style == Style::Cookie {
            Ok(text.to_owned())
        } else {
            percent::decode_query(text)
        }
    };
    match param.style {
        Style::DeepObject => return levels(pairs, |name| nested::split_brackets(name, param.name)),
        Style::Dotted => return levels(pairs, |name| nested::split_dots(name, param.name)),
        _ => {}
    }
    if param.explode && param.shape == Shape::Object {
        return exploded(param, pairs, &decode);
    }
    let values: Vec<&str> = pairs
        .iter_mut()
        .filter(|pair| pair.name == param.name)
        .map(|pair| {
            pair.claimed = true;
            pair.value.as_str()
        })
        .collect();
    match (param.shape, values.as_slice()) {
        (_, []) => Ok(None),
        (Shape::Array, _) if param.explode => {
            let items: Result<Vec<_>, _> = values.into_iter().map(decode).collect();
            Ok(Some(Value::from(items?)))
        }
        (Shape::Scalar, [one]) => Ok(Some(Value::String(decode(one)?))),
        (_, [one]) => {
            let one = match param.style {
                Style::SpaceDelimited => one.replace(['+', ' '], "%20"),
                Style::PipeDelimited => one.replace('|', "%7C").replace("%7c", "%7C"),
                _ => (*one).to_owned(),
            };
            split(param, &one, super::encode::delimiter(param.style), &decode).map(Some)
        }
        _ => Err(String::from("is given more than once")),
    }
}

fn levels<'p>(
    pairs: &'p mut [Pair],
    split: impl Fn(&'p str) -> Option<Vec<nested::Level<'p>>>,
) -> Result<Option<Value>, String> {
    let mut value = Value::Null;
    for pair in pairs {
        if let Some(levels) = split(&pair.name) {
            pair.claimed = true;
            nested::insert(&mut value, &levels, percent::decode_query(&pair.value)?)?;
        }
    }
    Ok((!value.is_null()).then_some(value))
}

/// The members of an object that stand for themselves: those it names, or all that nobody took.
fn exploded(
    param: &Param,
    pairs: &mut [Pair],
    decode: &dyn Fn(&str) -> Result<String, String>,
) -> Result<Option<Value>, String> {
    let mut value = Value::Null;
    for pair in pairs {
        let is_member = if param.members.is_empty() {
            !pair.claimed
        } else {
            param.members.contains(&pair.name.as_str())
        };
        if is_member {
            pair.claimed = true;
            nested::insert(&mut value, &[Some(&pair.name)], decode(&pair.value)?)?;
        }
    }
    Ok((!value.is_null()).then_some(value))
}

/// Text with delimiters in the parameter's shape.
fn split(
    param: &Param,
    text: &str,
    delimiter: &str,
    decode: &dyn Fn(&str) -> Result<String, String>,
) -> Result<Value, String> {
    if text.is_empty() && param.shape == Shape::Object {
        return Ok(nothing(param.shape));
    }
    match param.shape {
        Shape::Scalar => decode(text).map(Value::String),
        Shape::Array => {
            let items: Result<Vec<_>, _> = text.split(delimiter).map(decode).collect();
            Ok(Value::from(items?))
        }
        Shape::Object if param.explode => members(text.split(delimiter), decode),
        Shape::Object => {
            let parts: Vec<&str> = text.split(delimiter).collect();
            let mut members = Map::new();
            for pair in parts.chunks(2) {
                let [name, value] = pair else {
                    return Err(String::from("must have a value for every name"));
                };
                add(&mut members, decode(name)?, decode(value)?)?;
            }
            Ok(Value::Object(members))
        }
    }
}

/// Parts that are `name=value`.
fn members<'a>(
    parts: impl Iterator<Item = &'a str>,
    decode: &dyn Fn(&str) -> Result<String, String>,
) -> Result<Value, String> {
    let mut members = Map::new();
    for part in parts {
        let (name, value) = part
            .split_once('=')
            .ok_or("must have a value for every name")?;
        add(&mut members, decode(name)?, decode(value)?)?;
    }
    Ok(Value::Object(members))
}

fn add(members: &mut Map<String, Value>, name: String, value: String) -> Result<(), String> {
    if members.contains_key(&name) {
        return Err(format!("has the member `{name}` twice"));
    }
    members.insert(name, Value::String(value));
    Ok(())
}

fn nothing(shape: Shape) -> Value {
    match shape {
        Shape::Scalar => Value::String(String::new()),
        Shape::Array => Value::Array(Vec::new()),
        Shape::Object => Value::Object(Map::new()),
    }
}
