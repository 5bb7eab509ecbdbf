//! An example of a request that an operation accepts.

use serde_json::{Map, Value as Json, json};

use super::super::contract::api::{Location, Operation, Parameter};
use super::super::contract::{Flow, Schemas};
use super::super::witness::sample;

/// The smallest request: what is required and no more.
pub(super) fn smallest(schemas: &Schemas<'_>, operation: &Operation<'_>) -> Json {
    let mut path = String::new();
    let mut rest = operation.path.as_str();
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}') else {
            break;
        };
        path.push_str(&rest[..open]);
        let name = &rest[open + 1..open + close];
        let parameter = operation
            .parameters
            .iter()
            .find(|own| own.location == Location::Path && own.name == name);
        path.push_str(&parameter.map_or_else(
            || "x".to_owned(),
            |own| serialised(own, &value(schemas, own)),
        ));
        rest = &rest[open + close + 1..];
    }
    path.push_str(rest);
    let mut out = Map::new();
    out.insert("method".to_owned(), operation.key.method.clone().into());
    out.insert("path".to_owned(), path.into());
    for (location, key) in [
        (Location::Query, "query"),
        (Location::Header, "headers"),
        (Location::Cookie, "cookies"),
    ] {
        let values = operation
            .parameters
            .iter()
            .filter(|own| own.location == location && own.required);
        let values: Map<String, Json> = values
            .map(|own| {
                (
                    own.name.clone(),
                    serialised(own, &value(schemas, own)).into(),
                )
            })
            .collect();
        if !values.is_empty() {
            out.insert(key.to_owned(), Json::Object(values));
        }
    }
    if let Some(body) = operation.body.as_ref().filter(|body| body.required)
        && let Some(media) = body.content.first()
    {
        out.insert("contentType".to_owned(), media.name.clone().into());
        let body = sample(schemas, media.schema, Flow::ToServer);
        out.insert("body".to_owned(), body);
    }
    Json::Object(out)
}

/// The smallest request with this much more.
pub(super) fn with(schemas: &Schemas<'_>, operation: &Operation<'_>, more: Json) -> Json {
    let mut request = smallest(schemas, operation);
    if let (Json::Object(request), Json::Object(more)) = (&mut request, more) {
        for (key, value) in more {
            match (request.get_mut(&key), value) {
                (Some(Json::Object(known)), Json::Object(value)) => known.extend(value),
                (_, value) => {
                    request.insert(key, value);
                }
            }
        }
    }
    request
}

/// A value of a parameter.
pub(super) fn value(schemas: &Schemas<'_>, parameter: &Parameter<'_>) -> Json {
    sample(schemas, parameter.schema, Flow::ToServer)
}

/// The part of a request that carries a parameter with this text.
pub(super) fn carrying(parameter: &Parameter<'_>, text: &str) -> Json {
    let key = match parameter.location {
        Location::Query => "query",
        Location::Header => "headers",
        Location::Cookie => "cookies",
        Location::Path => "pathParameters",
    };
    json!({ key: { parameter.name.clone(): text } })
}

/// A value as its parameter writes it (OpenAPI 3.1.1 section 4.8.12.2.3), before percent-encoding.
pub(super) fn serialised(parameter: &Parameter<'_>, value: &Json) -> String {
    if parameter.media.is_some() {
        return value.to_string();
    }
    write(&parameter.name, &parameter.style, parameter.explode, value)
}

/// A value in a style, names included where the style has them for lists and objects.
pub(super) fn write(name: &str, style: &str, explode: bool, value: &Json) -> String {
    let scalar = |value: &Json| {
        value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned)
    };
    let delimiter = match style {
        "spaceDelimited" => " ",
        "pipeDelimited" => "|",
        "label" if explode => ".",
        "matrix" if explode => ";",
        "form" if explode => "&",
        _ => ",",
    };
    let parts: Vec<String> = match value {
        Json::Array(items) => items
            .iter()
            .map(|item| {
                let named = explode
                    && matches!(
                        style,
                        "form" | "matrix" | "spaceDelimited" | "pipeDelimited"
                    );
                if named {
                    format!("{name}={}", scalar(item))
                } else {
                    scalar(item)
                }
            })
            .collect(),
        Json::Object(members) if style == "deepObject" => members
            .iter()
            .map(|(key, value)| format!("{name}[{key}]={}", scalar(value)))
            .collect(),
        Json::Object(members) if explode => members
            .iter()
            .map(|(key, value)| format!("{key}={}", scalar(value)))
            .collect(),
        Json::Object(members) => members
            .iter()
            .flat_map(|(key, value)| [key.clone(), scalar(value)])
            .collect(),
        other => vec![scalar(other)],
    };
    let joined = match style {
        "deepObject" => parts.join("&"),
        "spaceDelimited" | "pipeDelimited" if explode => parts.join("&"),
        _ => parts.join(delimiter),
    };
    match style {
        "label" => format!(".{joined}"),
        "matrix" if explode && (value.is_array() || value.is_object()) => format!(";{joined}"),
        "matrix" => format!(";{name}={joined}"),
        "form" | "spaceDelimited" | "pipeDelimited"
            if !explode && (value.is_array() || value.is_object()) =>
        {
            format!("{name}={joined}")
        }
        _ => joined,
    }
}
