//! Parameters of strangers become values of types that are written in every style so that they are read as the same.

use std::collections::BTreeMap;
use std::fmt::Debug;

use everything::types::{Colour, Point, Tree};
use generator_runtime::params::{Inputs, Param, Place, Style, Target, form};
use http::header::COOKIE;
use http::{HeaderMap, HeaderName, HeaderValue};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::inputs::{self, choice, pick};

const MEMBERS: &[&str] = &["x", "y", "label"];

/// Every style at every place, for each shape.
fn params() -> Vec<Param> {
    let mut all = Vec::new();
    for explode in [false, true] {
        let places = [
            (
                Param::path("p"),
                &[Style::Simple, Style::Label, Style::Matrix][..],
            ),
            (
                Param::query("p"),
                &[
                    Style::Form,
                    Style::SpaceDelimited,
                    Style::PipeDelimited,
                    Style::DeepObject,
                    Style::Dotted,
                ],
            ),
            (Param::query("p").allow_reserved(), &[Style::Form]),
            (Param::query("p").allow_empty(), &[Style::Form]),
            (Param::query("p").json(), &[Style::Form]),
            (Param::query("p").form(), &[Style::Form]),
            (Param::query_string("p"), &[Style::Form]),
            (Param::query_string("p").json(), &[Style::Form]),
            (Param::header("p"), &[Style::Simple]),
            (Param::header("p").json(), &[Style::Simple]),
            (Param::cookie("p"), &[Style::Form, Style::Cookie]),
        ];
        for (param, styles) in places {
            for style in styles {
                all.push(param.style(*style).explode(explode));
            }
        }
    }
    all
}

/// Takes a byte that chooses a parameter, one that chooses a type, and text at the parameter's place.
///
/// # Panics
/// When a value that was read and written is read as another one.
pub fn parameters(data: &[u8]) {
    let (number, rest) = choice(data);
    let (kind, text) = choice(rest);
    let text = &*inputs::text(text);
    let all = params();
    let scalar = *pick(&all, number);
    let (list, object) = (scalar.array(), scalar.object(MEMBERS));
    match pick(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], kind) {
        0 => stable::<String>(&scalar, text),
        1 => stable::<i64>(&scalar, text),
        2 => stable::<bool>(&scalar, text),
        3 => stable::<Colour>(&scalar, text),
        4 => stable::<Vec<String>>(&list, text),
        5 => stable::<Vec<f64>>(&list, text),
        6 => stable::<Point>(&object, text),
        7 => stable::<Tree>(&scalar.object(&["name", "colour", "children", "by"]), text),
        8 => stable::<BTreeMap<String, String>>(&scalar.object(&[]), text),
        _ => body(text),
    }
}

/// Reads a parameter, writes it, and reads it again.
fn stable<T: DeserializeOwned + Serialize + PartialEq + Debug>(param: &Param, text: &str) {
    let mut headers = HeaderMap::new();
    let mut captures = [("p", String::new())];
    let mut query = None;
    match param.place {
        Place::Path => text.clone_into(&mut captures[0].1),
        Place::Query | Place::QueryString => query = Some(text),
        Place::Header | Place::Cookie => {
            let name = match param.place {
                Place::Cookie => COOKIE,
                _ => HeaderName::from_static("p"),
            };
            for line in text.split('\n') {
                let Ok(value) = HeaderValue::from_str(line) else {
                    return;
                };
                headers.append(&name, value);
            }
        }
    }
    let Some(value) = read::<T>(param, &captures, query, &headers) else {
        return;
    };
    let mut target = Target::new();
    if param.place == Place::Path {
        target.literal("/");
    }
    target.set(param, &value);
    // Not all that can be read can be written: null in a list, an empty path.
    let Ok((uri, headers)) = target.finish() else {
        return;
    };
    // What looks percent-encoded stays as it is where reserved characters do (RFC 6570 section 3.2.3).
    if param.allow_reserved && looks_encoded(&said(&value).to_string()) {
        return;
    }
    let captures = [("p", uri.path()[1..].to_owned())];
    let again = read::<T>(param, &captures, uri.query(), &headers);
    match again {
        Some(again) => assert_eq!(said(&again), said(&value), "{param:?}: {uri} {headers:?}"),
        None => assert_eq!(
            said(&value),
            Value::Null,
            "{param:?}: {value:?} became {uri} {headers:?}"
        ),
    }
}

fn read<T: DeserializeOwned>(
    param: &Param,
    captures: &[(&'static str, String)],
    query: Option<&str>,
    headers: &HeaderMap,
) -> Option<T> {
    let mut inputs = Inputs::new(captures, query, headers);
    let value = inputs.optional::<T>(param);
    match inputs.finish() {
        Ok(()) => value,
        Err(violations) => {
            assert!(!violations.is_empty());
            None
        }
    }
}

/// What a value says on the wire: lists and objects without parts are not written, null neither (RFC 6570 section 2.3).
fn said(value: &impl Serialize) -> Value {
    fn filled(value: Value) -> Option<Value> {
        match value {
            Value::Null => None,
            Value::Array(items) => {
                let items: Vec<Value> = items.into_iter().filter_map(filled).collect();
                (!items.is_empty()).then_some(Value::Array(items))
            }
            Value::Object(members) => {
                let members = members.into_iter();
                let members = members.filter_map(|(name, value)| Some((name, filled(value)?)));
                let members: Map<String, Value> = members.collect();
                (!members.is_empty()).then_some(Value::Object(members))
            }
            other => Some(other),
        }
    }
    filled(serde_json::to_value(value).unwrap_or_default()).unwrap_or_default()
}

/// The same for a form.
fn body(text: &str) {
    let Ok(value) = form::decode::<everything::types::Form>(text.as_bytes()) else {
        return;
    };
    if let Ok(written) = form::encode(&value) {
        let again = form::decode::<everything::types::Form>(written.as_bytes());
        assert_eq!(again.ok(), Some(value), "{written}");
    }
}

/// Whether a percent sign with two hexadecimal digits is in the text.
fn looks_encoded(text: &str) -> bool {
    text.as_bytes()
        .windows(3)
        .any(|part| part[0] == b'%' && part[1].is_ascii_hexdigit() && part[2].is_ascii_hexdigit())
}
