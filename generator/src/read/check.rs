//! Walks a tree by the grammar table: says what is wrong with it, and finds its references.
//!
//! Depth is bounded by the loader, so recursion is.

use std::collections::HashMap;

use super::grammar::{Grammar, Kind, Need, Rest, Shape};
use super::repair::{Mending, Repair};
use super::suggest::nearest;
use super::{Node, Object, Pointer, Value, Version, scalar};
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Severity, Span, codes};

/// A reference that was found.
#[derive(Debug)]
pub(super) struct Found {
    /// Where its text stands.
    pub(super) span: Span,
    /// Its text.
    pub(super) text: String,
    /// Where the text stands in its file.
    pub(super) pointer: String,
    /// What it has to point to.
    pub(super) kind: Kind,
    /// Whether it is a target of a discriminator, which may also be the name of a schema.
    pub(super) mapping: bool,
}

/// What a walk finds.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// References, in document order.
    pub(super) references: Vec<Found>,
    /// Schemas that have an `$anchor`: its name and their place.
    pub(super) anchors: Vec<(String, Pointer)>,
    /// Mistakes to mend.
    pub(super) repairs: Vec<Repair>,
}

/// Where each object was seen and as what.
pub(super) type Seen = HashMap<Span, Kind>;

/// One step of a pointer.
#[derive(Clone, Copy)]
enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

/// Walks the value at `base`, which is expected to be of this shape.
pub(super) fn check(
    node: &Node,
    base: &Pointer,
    kind: Kind,
    version: Version,
    seen: &mut Seen,
    diagnostics: &mut Diagnostics,
) -> Findings {
    let mut walk = Walk {
        base,
        path: Vec::new(),
        version,
        seen,
        diagnostics,
        found: Findings::default(),
    };
    let shape = match kind {
        Kind::OpenApi => Shape::Object(kind),
        Kind::Schema => Shape::Schema,
        kind => Shape::OrReference(kind),
    };
    walk.value(
        node,
        shape,
        Place {
            key: None,
            note: false,
        },
    );
    walk.found
}

/// What is known of the place a value stands at.
#[derive(Clone, Copy)]
struct Place<'a> {
    key: Option<&'a str>,
    note: bool,
}

struct Walk<'a, 'd> {
    base: &'a Pointer,
    path: Vec<Step<'a>>,
    version: Version,
    seen: &'d mut Seen,
    diagnostics: &'d mut Diagnostics,
    found: Findings,
}

impl<'a> Walk<'a, '_> {
    fn value(&mut self, node: &'a Node, shape: Shape, place: Place<'a>) {
        match (shape, &node.value) {
            (Shape::Any, _) => {}
            (Shape::Text | Shape::Address, Value::String(_))
            | (Shape::Bool, Value::Bool(_))
            | (Shape::Number, Value::Number(_)) => {}
            (Shape::Text, Value::Number(number)) => {
                self.mended(
                    node,
                    shape,
                    place,
                    Value::String(number.as_str().to_owned()),
                );
            }
            (Shape::Text, Value::Bool(value)) => {
                self.mended(node, shape, place, Value::String(value.to_string()))
            }
            (Shape::Bool, Value::String(text)) if text == "true" || text == "false" => {
                self.mended(node, shape, place, Value::Bool(text == "true"));
            }
            (Shape::Number | Shape::Count, Value::String(text))
                if scalar::number(text).is_some() =>
            {
                if let Some(number) = scalar::number(text) {
                    self.mended(node, shape, place, Value::Number(number));
                }
            }
            (Shape::Count, Value::Number(number)) if number.as_u64().is_some() => {}
            (Shape::Exclusive, Value::Bool(_)) => {
                if self.version > Version::V3_0 {
                    self.other_version(node.span, place, "as a boolean belongs to OpenAPI 3.0");
                }
            }
            (Shape::Exclusive, Value::Number(_)) => {
                if self.version == Version::V3_0 {
                    self.other_version(node.span, place, "as a number belongs to OpenAPI 3.1");
                }
            }
            (Shape::Choice(known), Value::String(text)) => self.choice(node, text, known, place),
            (Shape::Types(_), Value::String(text)) if text == "null" => {
                if self.version == Version::V3_0 {
                    self.other_version(node.span, place, "of `null` belongs to OpenAPI 3.1");
                }
            }
            (Shape::Types(known), Value::String(text)) => self.choice(node, text, known, place),
            (Shape::Types(known), Value::Array(items)) => {
                if self.version == Version::V3_0 {
                    self.other_version(node.span, place, "as a list belongs to OpenAPI 3.1");
                }
                self.items(items, Shape::Choice(known), place);
            }
            (Shape::List(shape), Value::Array(items)) => self.items(items, *shape, place),
            (
                Shape::List(shape @ (Shape::Text | Shape::Object(Kind::SecurityRequirement))),
                value,
            ) if !matches!(
                (shape, value),
                (_, Value::Null | Value::Bool(_)) | (Shape::Text, Value::Object(_))
            ) =>
            {
                let message = format!("{} is a list, found {}", self.name(place), value.kind());
                self.report(
                    &codes::WRONG_TYPE,
                    Severity::Warning,
                    node.span,
                    message,
                    Some("it is read as a list of one"),
                );
                self.repair(Mending::Wrap);
                self.step(Step::Index(0), |walk| walk.value(node, *shape, place));
            }
            (
                Shape::Map(_)
                | Shape::Mapping
                | Shape::Object(_)
                | Shape::Schema
                | Shape::OrReference(_),
                Value::Array(items),
            ) if items.is_empty() => {
                self.mended(node, shape, place, Value::Object(Object::default()));
            }
            (Shape::Map(shape), Value::Object(object)) => self.map(object, *shape),
            (Shape::Mapping, Value::Object(object)) => self.mapping(object),
            (Shape::Object(kind), Value::Object(object)) => self.object(node, object, kind),
            (Shape::OrReference(kind), Value::Object(object)) => match object.0.get("$ref") {
                Some(_) if kind != Kind::PathItem => self.reference(node, object, kind),
                _ => self.object(node, object, kind),
            },
            (Shape::Schema | Shape::SchemaOrBool, Value::Object(object)) => {
                self.object(node, object, Kind::Schema)
            }
            (Shape::SchemaOrBool, Value::Bool(_)) => {}
            (Shape::Schema, Value::Bool(_)) => {
                if self.version == Version::V3_0 {
                    self.other_version(
                        node.span,
                        place,
                        "as a boolean schema belongs to OpenAPI 3.1",
                    );
                }
            }
            (Shape::SchemaOrBool, Value::String(text)) if text == "true" || text == "false" => {
                self.mended(node, shape, place, Value::Bool(text == "true"));
            }
            _ => self.wrong_type(node, shape, place),
        }
    }

    fn object(&mut self, node: &'a Node, object: &'a Object, kind: Kind) {
        self.seen.insert(node.span, kind);
        let grammar = kind.grammar();
        for (key, member) in &object.0 {
            self.step(Step::Key(key), |walk| {
                walk.member(grammar, key, member.key, &member.node)
            });
        }
        self.required(node, object, grammar);
        match kind {
            Kind::Schema => self.schema(object),
            Kind::PathItem => {
                if let Some(member) = object.0.get("$ref") {
                    self.found_reference(&member.node, Kind::PathItem);
                }
            }
            Kind::Parameter | Kind::Header
                if !object.contains_key("schema") && !object.contains_key("content") =>
            {
                let message = format!("{} has neither `schema` nor `content`", grammar.title);
                let help = "add a `schema`; it is read as one that allows anything";
                self.report(
                    &codes::MISSING_KEY,
                    Severity::Warning,
                    head(node),
                    message,
                    Some(help),
                );
            }
            _ => {}
        }
    }

    fn member(&mut self, grammar: &'static Grammar, key: &'a str, span: Span, node: &'a Node) {
        let place = Place {
            key: Some(key),
            note: false,
        };
        if let Some(field) = grammar.field(key) {
            let place = Place {
                note: field.note,
                ..place
            };
            if !field.is_in(self.version) {
                let belongs = match field.since > self.version {
                    true => format!("belongs to OpenAPI {} and later", field.since),
                    false => format!("belongs to OpenAPI {} and earlier", field.until),
                };
                self.other_version(span, place, &belongs);
            }
            return match field.shape {
                Shape::Any => {}
                _ if node.is_null() => self.null(node, field.need, place),
                shape => self.value(node, shape, place),
            };
        }
        if key.starts_with("x-") {
            return;
        }
        match grammar.rest {
            Rest::None => self.unknown_key(grammar, key, span),
            Rest::Any(shape) => self.entry(node, shape, place),
            Rest::Paths(shape) => {
                if key == "$ref" {
                    return self.unknown_key(grammar, key, span);
                }
                if !key.starts_with('/') {
                    let message = format!("the path `{key}` does not begin with `/`");
                    self.report(
                        &codes::WRONG_VALUE,
                        Severity::Warning,
                        span,
                        message,
                        Some(&format!("write `/{key}`")),
                    );
                }
                self.entry(node, shape, place);
            }
            Rest::Statuses(shape) => {
                let bytes = key.as_bytes();
                let class = bytes.len() == 3 && matches!(bytes[0], b'1'..=b'5');
                let known =
                    class && (bytes[1..].iter().all(u8::is_ascii_digit) || &bytes[1..] == b"XX");
                if key == "$ref" {
                    return self.unknown_key(grammar, key, span);
                }
                if !known && key != "default" {
                    let message = format!(
                        "`{key}` is not a status code, a range such as `4XX`, or `default`"
                    );
                    let upper = key.to_ascii_uppercase();
                    let help = (upper != key).then(|| format!("write `{upper}`"));
                    self.report(
                        &codes::WRONG_VALUE,
                        Severity::Warning,
                        span,
                        message,
                        help.as_deref(),
                    );
                }
                self.entry(node, shape, place);
            }
        }
    }

    fn map(&mut self, object: &'a Object, shape: Shape) {
        for (key, member) in &object.0 {
            let place = Place {
                key: Some(key),
                note: false,
            };
            self.step(Step::Key(key), |walk| {
                walk.entry(&member.node, shape, place)
            });
        }
    }

    /// A value under a free key: null counts as an empty one.
    fn entry(&mut self, node: &'a Node, shape: Shape, place: Place<'a>) {
        let empty = match shape {
            _ if !node.is_null() => None,
            Shape::Any => None,
            Shape::Text => Some(Value::String(String::new())),
            Shape::List(_) => Some(Value::Array(Vec::new())),
            Shape::Map(_) | Shape::Object(_) | Shape::OrReference(_) | Shape::Schema => {
                Some(Value::Object(Object::default()))
            }
            _ => None,
        };
        match empty {
            Some(empty) => {
                let message = format!("{} is {}, found null", self.name(place), shape.title());
                self.report(
                    &codes::WRONG_TYPE,
                    Severity::Warning,
                    node.span,
                    message,
                    Some("it is read as an empty one"),
                );
                self.repair(Mending::Replace(empty));
            }
            None => self.value(node, shape, place),
        }
    }

    fn items(&mut self, items: &'a [Node], shape: Shape, place: Place<'a>) {
        for (index, item) in items.iter().enumerate() {
            self.step(Step::Index(index), |walk| walk.value(item, shape, place));
        }
    }

    fn mapping(&mut self, object: &'a Object) {
        for (key, member) in &object.0 {
            let place = Place {
                key: Some(key),
                note: false,
            };
            self.step(Step::Key(key), |walk| {
                walk.value(&member.node, Shape::Text, place);
                if let Some(text) = member.node.as_str() {
                    walk.push_reference(member.node.span, text, Kind::Schema, true);
                }
            });
        }
    }

    /// A Reference Object: nothing beside `$ref` counts, but for `summary` and `description`.
    fn reference(&mut self, node: &'a Node, object: &'a Object, kind: Kind) {
        self.seen.insert(node.span, kind);
        for (key, member) in &object.0 {
            match key.as_str() {
                "$ref" => self.step(Step::Key(key), |walk| {
                    let place = Place {
                        key: Some(key),
                        note: false,
                    };
                    walk.value(&member.node, Shape::Address, place);
                    walk.push_text(&member.node, kind);
                }),
                "summary" | "description" => self.beside(key, member.key, Severity::Info),
                _ if key.starts_with("x-") => {}
                _ => self.step(Step::Key(key), |walk| {
                    let message = format!("`{key}` has no effect beside `$ref`");
                    walk.report(
                        &codes::REFERENCE_SIBLINGS,
                        Severity::Warning,
                        member.key,
                        message,
                        None,
                    );
                }),
            }
        }
    }

    fn schema(&mut self, object: &'a Object) {
        if let Some(member) = object.0.get("$ref") {
            self.found_reference(&member.node, Kind::Schema);
            for (key, sibling) in &object.0 {
                let severity = match key.as_str() {
                    "$ref" => continue,
                    // Unknown keys are told as such.
                    key if Kind::Schema.grammar().field(key).is_none() => continue,
                    "title" | "description" | "example" | "examples" | "externalDocs"
                    | "$comment" => Severity::Info,
                    _ => Severity::Warning,
                };
                self.beside(key, sibling.key, severity);
            }
        }
        if let Some(name) = object.get("$anchor").and_then(Node::as_str) {
            self.found
                .anchors
                .push((name.to_owned(), Pointer(self.tokens())));
        }
        for (key, member) in &object.0 {
            let code = match key.as_str() {
                "$id" => &codes::UNSUPPORTED_SCHEMA_ID,
                "$dynamicRef" | "$dynamicAnchor" | "$recursiveRef" | "$recursiveAnchor" => {
                    &codes::UNSUPPORTED_DYNAMIC_REFERENCE
                }
                _ => continue,
            };
            self.step(Step::Key(key), |walk| {
                walk.report(
                    code,
                    code.severity,
                    member.key,
                    format!("`{key}` is ignored"),
                    None,
                );
            });
        }
    }

    /// A key beside the `$ref` of a schema: 3.0 says that it has no effect.
    fn beside(&mut self, key: &'a str, span: Span, severity: Severity) {
        if self.version == Version::V3_0 {
            self.step(Step::Key(key), |walk| {
                let message = format!("`{key}` beside `$ref` belongs to OpenAPI 3.1");
                walk.report(&codes::OTHER_VERSION_KEY, severity, span, message, None);
            });
        }
    }

    fn found_reference(&mut self, node: &'a Node, kind: Kind) {
        self.step(Step::Key("$ref"), |walk| walk.push_text(node, kind));
    }

    fn push_text(&mut self, node: &'a Node, kind: Kind) {
        if let Some(text) = node.as_str() {
            self.push_reference(node.span, text, kind, false);
        }
    }

    fn push_reference(&mut self, span: Span, text: &str, kind: Kind, mapping: bool) {
        let pointer = Pointer(self.tokens()).to_string();
        self.found.references.push(Found {
            span,
            text: text.to_owned(),
            pointer,
            kind,
            mapping,
        });
    }

    fn required(&mut self, node: &'a Node, object: &'a Object, grammar: &'static Grammar) {
        if object.contains_key("$ref") {
            return;
        }
        for field in grammar.fields {
            let severity = match field.need {
                Need::Optional => continue,
                Need::Should(until) if self.version <= until => Severity::Warning,
                Need::Should(_) => continue,
                Need::Must => Severity::Error,
                Need::MustFor(value)
                    if object.get("type").and_then(Node::as_str) == Some(value) =>
                {
                    Severity::Error
                }
                Need::MustFor(_) => continue,
            };
            if object.get(field.name).is_none_or(Node::is_null) {
                let message = format!("{} lacks `{}`", grammar.title, field.name);
                self.report(&codes::MISSING_KEY, severity, head(node), message, None);
            }
        }
    }

    fn unknown_key(&mut self, grammar: &'static Grammar, key: &str, span: Span) {
        if key == "$ref" {
            let message = format!("a `$ref` is not possible in place of {}", grammar.title);
            let help = "write the value here; references stand where the specification allows a Reference Object";
            return self.report(
                &codes::UNKNOWN_KEY,
                Severity::Error,
                span,
                message,
                Some(help),
            );
        }
        let message = format!("`{key}` is not a key of {}", grammar.title);
        let near = match self.diagnostics.is_full(&codes::UNKNOWN_KEY) {
            true => None,
            false => nearest(key, grammar.fields.iter().map(|field| field.name)),
        };
        let help = near.map(|near| format!("did you mean `{near}`?"));
        self.report(
            &codes::UNKNOWN_KEY,
            Severity::Warning,
            span,
            message,
            help.as_deref(),
        );
    }

    fn choice(&mut self, node: &Node, text: &str, known: &[&str], place: Place<'_>) {
        if known.contains(&text) {
            return;
        }
        let message = format!("`{text}` is none of the values of {}", self.name(place));
        let list = known.join("`, `");
        let help = match nearest(text, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`? Known: `{list}`"),
            None => format!("known: `{list}`"),
        };
        self.report(
            &codes::WRONG_VALUE,
            Severity::Warning,
            node.span,
            message,
            Some(&help),
        );
    }

    fn null(&mut self, node: &Node, need: Need, place: Place<'_>) {
        // Where the key must be there, `required` says that it lacks.
        let told = match need {
            Need::Should(until) => self.version <= until,
            Need::Must => true,
            Need::Optional | Need::MustFor(_) => false,
        };
        if !told {
            let message = format!("{} is null", self.name(place));
            self.report(
                &codes::WRONG_TYPE,
                Severity::Warning,
                node.span,
                message,
                Some("leave the key out; it is ignored"),
            );
        }
        self.repair(Mending::Remove);
    }

    fn other_version(&mut self, span: Span, place: Place<'_>, belongs: &str) {
        let message = format!("{} {belongs}", self.name(place));
        self.report(
            &codes::OTHER_VERSION_KEY,
            Severity::Warning,
            span,
            message,
            None,
        );
    }

    /// A value of another type whose meaning is plain.
    fn mended(&mut self, node: &Node, shape: Shape, place: Place<'_>, value: Value) {
        let message = format!(
            "{} is {}, found {}",
            self.name(place),
            shape.title(),
            node.value.kind()
        );
        let help = match &value {
            Value::String(text) => format!("it is read as \"{text}\"; write it in quotes"),
            Value::Object(_) => "it is read as an empty object; write `{}`".to_owned(),
            _ => "it is read as if it had no quotes".to_owned(),
        };
        self.report(
            &codes::WRONG_TYPE,
            Severity::Warning,
            node.span,
            message,
            Some(&help),
        );
        self.repair(Mending::Replace(value));
    }

    fn wrong_type(&mut self, node: &Node, shape: Shape, place: Place<'_>) {
        let name = self.name(place);
        let message = match (&node.value, shape) {
            (Value::Number(number), Shape::Count) => {
                format!("{name} is {}, found {}", shape.title(), number.as_str())
            }
            _ => format!("{name} is {}, found {}", shape.title(), node.value.kind()),
        };
        let flag = place.key == Some("required") && matches!(node.value, Value::Bool(_));
        // Only a key can be left out, not the item of a list.
        let removable = matches!(self.path.last(), Some(Step::Key(key)) if place.key == Some(*key));
        if (place.note || flag) && removable {
            let help = match flag {
                true => {
                    "it is ignored; list the names of required properties in the object that has them"
                }
                false => "it is ignored",
            };
            self.report(
                &codes::WRONG_TYPE,
                Severity::Warning,
                node.span,
                message,
                Some(help),
            );
            self.repair(Mending::Remove);
        } else {
            let severity = if place.note {
                Severity::Warning
            } else {
                Severity::Error
            };
            self.report(&codes::WRONG_TYPE, severity, node.span, message, None);
        }
    }

    fn name(&self, place: Place<'_>) -> String {
        match (place.key, self.path.last()) {
            (Some(key), Some(Step::Index(index))) => format!("item {index} of `{key}`"),
            (Some(key), _) => format!("`{key}`"),
            (None, _) => "the target of a reference".to_owned(),
        }
    }

    fn step(&mut self, step: Step<'a>, go: impl FnOnce(&mut Self)) {
        self.path.push(step);
        go(self);
        self.path.pop();
    }

    fn tokens(&self) -> Vec<String> {
        let steps = self.path.iter().map(|step| match step {
            Step::Key(key) => (*key).to_owned(),
            Step::Index(index) => index.to_string(),
        });
        self.base.0.iter().cloned().chain(steps).collect()
    }

    fn repair(&mut self, mending: Mending) {
        let place = self.tokens();
        self.found.repairs.push(Repair { place, mending });
    }

    fn report(
        &mut self,
        code: &'static Code,
        severity: Severity,
        span: Span,
        message: String,
        help: Option<&str>,
    ) {
        let mut diagnostic = Diagnostic::new(code, message).at(span).severity(severity);
        if !self.diagnostics.is_full(code) {
            diagnostic.pointer = Pointer(self.tokens()).to_string();
            diagnostic.help = help.map(str::to_owned);
        }
        self.diagnostics.push(diagnostic);
    }
}

/// The beginning of a value: where something lacks, the whole of it is too much to underline.
fn head(node: &Node) -> Span {
    Span {
        end: node.span.end.min(node.span.start + 1),
        ..node.span
    }
}
