//! What to do about a mistake, in the words of who has to mend it.

use crate::read::grammar::{Grammar, Kind, Rest, Shape};
use crate::read::{Node, Value, Version};

/// More keys than this are no help.
const LISTED: usize = 12;

/// Keys of Swagger 2.0 and of common belief, and what says the same in OpenAPI 3.
const OLD: &[(&str, &str)] = &[
    ("definitions", "write schemas under `components: schemas`"),
    (
        "securityDefinitions",
        "write them under `components: securitySchemes`",
    ),
    ("host", "write `servers: [{url: 'https://host/base/path'}]`"),
    (
        "basePath",
        "write `servers: [{url: 'https://host/base/path'}]`",
    ),
    (
        "schemes",
        "write `servers: [{url: 'https://host/base/path'}]`",
    ),
    ("consumes", "name media types under `requestBody: content`"),
    (
        "produces",
        "name media types under the `content` of each response",
    ),
    ("swagger", "remove it: `openapi` says the version"),
    ("collectionFormat", "say `style` and `explode`"),
    (
        "optional",
        "list the names of required properties under `required`, and leave this one out",
    ),
    ("nullable", "say `type: [string, 'null']`"),
    (
        "additionalItems",
        "say `items`, and `prefixItems` for the first ones",
    ),
];

/// What to do about a key that has no meaning where it stands.
pub(super) fn unknown_key(
    grammar: &'static Grammar,
    key: &str,
    version: Version,
    node: Option<&Node>,
) -> Option<String> {
    if grammar.kind == Kind::Header && ["name", "in"].contains(&key) {
        return Some("remove it: the name of a header is the key above it".to_owned());
    }
    // A key without a value, as in `{type string}` or `{description: ok, really}`.
    if node.is_some_and(|node| node.is_null() && node.span.start == node.span.end) {
        let words = key.split_once(' ');
        return Some(
            match words.filter(|(word, _)| grammar.field(word, version).is_some()) {
                Some((word, rest)) => format!("a colon is missing: write `{word}: {rest}`"),
                None => format!(
                    "a key needs a value; if `{key}` belongs to the text before it, put that text in quotes"
                ),
            },
        );
    }
    if version > Version::V2_0
        && let Some((_, help)) = OLD.iter().find(|(old, _)| *old == key)
    {
        return Some((*help).to_owned());
    }
    // Keys of one or two kinds of objects most likely stand at the wrong level.
    let owners: Vec<&str> = Kind::all()
        .filter(|owner| owner.names(version).any(|name| name == key))
        .map(|owner| owner.title)
        .collect();
    if owners.is_empty() && grammar.kind == Kind::Schema && node.is_some_and(Node::is_object) {
        return Some(format!(
            "if `{key}` is a property, write it under `properties`; keys of your own begin with `x-`"
        ));
    }
    if (1..=3).contains(&owners.len()) {
        return Some(format!(
            "it is a key of {}: move it there",
            owners.join(" or ")
        ));
    }
    let known: Vec<&str> = grammar.names(version).collect();
    match known.len() {
        1..=LISTED => Some(format!(
            "correct the spelling, move it, or begin it with `x-`; known here: `{}`",
            known.join("`, `")
        )),
        _ => None,
    }
}

/// How to say in a version of OpenAPI what another one says by a key, or by this form of its value.
pub(super) fn other_version(key: &str, belongs: &str) -> Option<&'static str> {
    let old = belongs.contains("and earlier") || belongs.ends_with("OpenAPI 3.0");
    Some(match (key, old) {
        _ if belongs.starts_with("with the value") && belongs.contains("3.1") => {
            "name `openapi: 3.1.0`, or use another one"
        }
        _ if belongs.starts_with("with the value") => "name `openapi: 3.2.0`, or use another one",
        ("nullable", false) => "write `x-nullable: true`",
        ("nullable", true) => "write `type: [string, 'null']`, with the type in place of `string`",
        ("exclusiveMinimum", true) => {
            "write the limit itself: `exclusiveMinimum: 0` in place of `minimum: 0`"
        }
        ("exclusiveMaximum", true) => {
            "write the limit itself: `exclusiveMaximum: 9` in place of `maximum: 9`"
        }
        ("exclusiveMinimum" | "exclusiveMaximum", false) => {
            "write the limit as `minimum` or `maximum`, and `true` here"
        }
        ("type", false) => {
            "write one type, and `nullable: true` where null may come; or name `openapi: 3.1.0`"
        }
        ("const", false) => "write an `enum` of one value; or name `openapi: 3.1.0`",
        ("examples", false) => "write one `example`; or name `openapi: 3.1.0`",
        ("webhooks", false) => "call it `x-webhooks`; or name `openapi: 3.1.0`",
        (_, false) if belongs.contains("3.0 and later") => {
            "write it as Swagger 2.0 does, or convert the document to OpenAPI 3"
        }
        (_, false) if belongs.contains("3.2") => "name `openapi: 3.2.0`, or leave it out",
        (_, false) if belongs.contains("3.1") => "name `openapi: 3.1.0`, or write it as 3.0 does",
        _ => return None,
    })
}

/// How to add a key that is missing.
pub(super) fn missing_key(grammar: &'static Grammar, name: &str, version: Version) -> String {
    let old = version == Version::V2_0;
    let what = match (grammar.kind, name) {
        (Kind::OpenApi, "info") => "info: {title: My API, version: 1.0.0}",
        (Kind::OpenApi, "paths") => "paths: {}",
        (Kind::Info | Kind::OpenApi, "title") => "title: My API",
        (_, "version") => "version: 1.0.0",
        (Kind::Operation, "responses") => {
            return "add `responses` with at least one status, such as `'200': {description: Done}`".to_owned();
        }
        (Kind::Response, "description") => "description: Done",
        (Kind::Parameter, "in") if old => {
            return "add where it travels: `in: query`, `path`, `header`, `formData` or `body`"
                .to_owned();
        }
        (Kind::SecurityScheme, "in") if old => "in: header",
        (Kind::SecurityScheme, "flow") => "flow: application",
        (Kind::Parameter, "in") => {
            return "add where it travels: `in: query`, `path`, `header` or `cookie`".to_owned();
        }
        (Kind::Parameter | Kind::SecurityScheme, "name") => {
            return "add the `name` under which it travels".to_owned();
        }
        (Kind::RequestBody, "content") => "content: {application/json: {schema: {}}}",
        (Kind::Discriminator, "propertyName") => {
            return "add `propertyName`, the member that tells the alternatives apart".to_owned();
        }
        (Kind::ServerVariable, "default") => {
            return "add a `default`, which holds when nobody sets the variable".to_owned();
        }
        (_, "scopes") => "scopes: {}",
        (Kind::SecurityScheme, "in") => {
            return "add where it travels: `in: header`, `query` or `cookie`".to_owned();
        }
        (Kind::SecurityScheme, "scheme") => "scheme: bearer",
        (_, name) => return format!("add `{name}`"),
    };
    format!("add `{what}`")
}

/// How to write a value that is of another type than its key asks for.
pub(super) fn wrong_type(node: &Node, shape: Shape, key: Option<&str>, version: Version) -> String {
    const TYPES: &[&str] = &["boolean", "object", "array", "number", "string", "integer"];
    let keys = |kind: Kind| {
        let names: Vec<&str> = kind.grammar().names(version).take(5).collect();
        match (names.as_slice(), kind.grammar().rest) {
            ([], Rest::Paths(_)) => "write paths as keys: `/images: …`".to_owned(),
            ([], Rest::Statuses(_)) => "write statuses as keys: `'200': …`".to_owned(),
            ([], _) => "write `key: value`, without `-`".to_owned(),
            (names, _) => format!("write an object with keys such as `{}`", names.join("`, `")),
        }
    };
    match (shape, &node.value) {
        (Shape::Object(Kind::Discriminator), Value::String(text)) => {
            format!("write `discriminator: {{propertyName: {text}}}`")
        }
        (Shape::Schema | Shape::SchemaOrBool | Shape::OrReference(_), Value::String(text))
            if text.starts_with("#/") || text.contains(".yaml") || text.contains(".json") =>
        {
            format!("write `{{$ref: '{text}'}}`")
        }
        (Shape::Schema | Shape::SchemaOrBool, Value::String(text))
            if key == Some("type") && TYPES.contains(&text.as_str()) =>
        {
            "write the type beside `properties`, not in it; a property that is called `type` needs a schema".to_owned()
        }
        (Shape::OrReference(Kind::Example), _) => "write the example under `value`: `{value: …}`".to_owned(),
        (Shape::Types(known), _) => format!("write one of `{}`", known.join("`, `")),
        (Shape::Schema | Shape::SchemaOrBool, Value::String(text)) if TYPES.contains(&text.as_str()) => {
            format!("write `{{type: {text}}}`")
        }
        (Shape::Schema | Shape::SchemaOrBool, Value::Array(_)) if key == Some("required") => {
            "write the list beside `properties`, not in it; a property that is called `required` needs a schema".to_owned()
        }
        (Shape::Schema | Shape::SchemaOrBool, _) => "write a schema such as `{type: string}`".to_owned(),
        (Shape::Map(_) | Shape::Mapping, Value::Array(_)) => {
            "write names as keys: `name: …`, without `-`".to_owned()
        }
        (Shape::Map(_) | Shape::Mapping, _) => "write an object with names as keys: `name: …`".to_owned(),
        (Shape::Object(kind) | Shape::OrReference(kind), _) => keys(kind),
        (Shape::Address, Value::Null) => {
            "put the reference in quotes, as `#` begins a comment: `$ref: '#/…'`".to_owned()
        }
        (Shape::Address, _) if version == Version::V2_0 => {
            "write a reference such as `'#/definitions/Name'`".to_owned()
        }
        (Shape::Address, _) => "write a reference such as `'#/components/schemas/Name'`".to_owned(),
        (Shape::Text | Shape::Choice(_), _) => "write a string, in quotes if it looks like something else".to_owned(),
        (Shape::Bool, _) => "write `true` or `false`, without quotes".to_owned(),
        (Shape::Number | Shape::Exclusive, _) => "write one number, without quotes".to_owned(),
        (Shape::Count, _) => "write an integer that is not negative".to_owned(),
        (Shape::List(_), _) => "write a list: `[…]`, or lines that begin with `-`".to_owned(),
        (Shape::Any, _) => "write another value".to_owned(),
    }
}

/// The status that is meant by a key that is none, or looks most like it.
pub(super) fn status(key: &str) -> Option<String> {
    let digits: String = key
        .trim()
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    let class = digits.starts_with(['1', '2', '3', '4', '5']);
    match digits.len() {
        3 if class => Some(digits),
        1 | 2 if class => Some(format!("{}XX", &digits[..1])),
        _ => {
            let words = [
                ("default", "default"),
                ("ok", "200"),
                ("success", "200"),
                ("created", "201"),
                ("error", "default"),
            ];
            let names = words.map(|(word, _)| word);
            let near = names
                .into_iter()
                .find(|word| key.eq_ignore_ascii_case(word));
            let near = near.or_else(|| crate::suggest::nearest(key, names))?;
            let (_, meant) = words.into_iter().find(|(word, _)| *word == near)?;
            Some(meant.to_owned())
        }
    }
}
