//! Walks a tree by the grammar table: says what is wrong with it, and finds its references.
//!
//! Depth is bounded by the loader, so recursion is.
//! Long because the walk is one: each kind of value in the table is a step of it.

mod advice;
mod keys;
mod loose;
mod members;
mod mistakes;
mod objects;
mod references;
mod strays;
mod swagger;
mod together;
mod values;

use std::collections::{HashMap, HashSet};

use super::grammar::{Kind, Need, Shape};
use super::repair::{Mending, Repair};
use super::{Node, Object, Pointer, Value, Version, scalar};
use crate::diagnostics::{Diagnostic, Diagnostics, Severity, Span, codes};

/// So many mistakes of one walk are mended: bounds the memory that a hostile document can take.
const MOST_REPAIRS: usize = 100_000;

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
    /// How it is written.
    pub(super) form: Form,
}

/// How a reference is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `$ref`.
    Plain,
    /// The target of a discriminator, which may also be the name of a schema.
    Mapping,
    /// `$dynamicRef` or `$recursiveRef`: where it leads depends on where it is reached from.
    Dynamic(&'static str),
    /// `$ref` among the members of a map, which leads to a map of further members of this shape.
    Members(&'static Shape),
}

/// What a walk finds.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// References, in document order.
    pub(super) references: Vec<Found>,
    /// Schemas that have an anchor.
    pub(super) anchors: Vec<Anchor>,
    /// Path items with keys beside their `$ref`.
    pub(super) path_items: Vec<Pointer>,
    /// Maps with a `$ref` to further members.
    pub(super) maps: Vec<Pointer>,
    /// Mistakes to mend.
    pub(super) repairs: Vec<Repair>,
}

/// A schema with an `$anchor` or `$dynamicAnchor`.
#[derive(Debug)]
pub(super) struct Anchor {
    pub(super) name: String,
    /// Where the schema stands.
    pub(super) pointer: Pointer,
    /// Where the name stands.
    pub(super) span: Span,
    pub(super) dynamic: bool,
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
    shape: Shape,
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
        named: None,
        misspelt: HashSet::new(),
        excused: HashSet::new(),
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
    /// A parameter whose name is its key in an object of parameters.
    named: Option<Span>,
    /// Keys that are misspelt, in whose place something lacks that must be there.
    misspelt: HashSet<Span>,
    /// Values that lack something for a reason that is told.
    excused: HashSet<Span>,
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
            (Shape::Bool, Value::String(text)) if mistakes::truth(text).is_some() => {
                if let Some(value) = mistakes::truth(text) {
                    self.mended(node, shape, place, Value::Bool(value));
                }
            }
            (Shape::Exclusive, Value::String(text))
                if mistakes::truth(text).is_some() || scalar::number(text).is_some() =>
            {
                let number = scalar::number(text).map(Value::Number);
                if let Some(value) = number.or(mistakes::truth(text).map(Value::Bool)) {
                    self.mended(node, shape, place, value);
                }
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
                if self.version <= Version::V3_0 {
                    self.other_version(node.span, place, "as a number belongs to OpenAPI 3.1");
                }
            }
            (Shape::Choice(known), Value::String(text)) => self.choice(node, text, known, place),
            (Shape::Types(_), Value::String(text)) if text == "null" => {
                if self.version <= Version::V3_0 {
                    self.other_version(node.span, place, "of `null` belongs to OpenAPI 3.1");
                }
            }
            (Shape::Types(known), Value::String(text)) => self.type_name(node, text, known, place),
            (Shape::Types(known), Value::Array(items)) => {
                if self.version <= Version::V3_0 {
                    self.other_version(node.span, place, "as a list belongs to OpenAPI 3.1");
                }
                for (index, item) in items.iter().enumerate() {
                    self.step(Step::Index(index), |walk| match &item.value {
                        Value::String(text) => walk.type_name(item, text, known, place),
                        Value::Null => walk.null_type(item, place),
                        _ => walk.wrong_type(item, Shape::Choice(known), place),
                    });
                }
            }
            (Shape::List(_), Value::Array(items))
                if items.is_empty() && place.key == Some("enum") =>
            {
                let message = "`enum` lists no value, so that none would be right".to_owned();
                let help = "list the values, or leave the key out; it is ignored";
                let code = &codes::WRONG_VALUE;
                self.report(code, Severity::Warning, node.span, message, Some(help));
                self.repair(Mending::Remove);
            }
            (Shape::List(shape), Value::Array(items)) => {
                if *shape == Shape::OrReference(Kind::Parameter) {
                    self.again(items);
                }
                self.items(items, *shape, place);
            }
            (Shape::List(Shape::OrReference(Kind::Parameter)), Value::Object(object))
                if mistakes::is_map_of_parameters(object) =>
            {
                self.wrapped(node, "it is read as a list of its values");
                self.repair(Mending::Parameters);
                for (index, member) in object.0.values().enumerate() {
                    self.step(Step::Index(index), |walk| {
                        walk.named = Some(member.node.span);
                        walk.value(&member.node, Shape::OrReference(Kind::Parameter), place);
                    });
                }
            }
            (Shape::List(Shape::Object(kind)), Value::String(text))
                if !place.note && mistakes::named_by(*kind).is_some() =>
            {
                self.named_list(node, *kind, text, place);
            }
            (Shape::List(_), Value::Object(object)) if mistakes::is_dashed(object) => {
                self.dashed(node, object, place);
            }
            (Shape::List(shape), value) if mistakes::is_single(*shape, value) => {
                self.wrapped(node, "it is read as a list of one");
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
            (Shape::Map(Shape::Schema), Value::Object(object))
                if place.key == Some("properties")
                    && object.get("type").and_then(Node::as_str).is_some() =>
            {
                // A schema in place of its properties: what else is in it would be one more mistake each.
                if let Some((key, member)) = object.0.get_key_value("type") {
                    let place = Place {
                        key: Some(key),
                        note: false,
                    };
                    self.step(Step::Key(key), |walk| {
                        walk.wrong_type(&member.node, Shape::Schema, place);
                    });
                }
            }
            (Shape::Map(shape), Value::Object(object)) => {
                if place.key != Some("content") || self.media_types(object) {
                    self.map(object, shape);
                }
            }
            (Shape::Mapping, Value::Object(object)) => self.mapping(object),
            (
                Shape::Object(kind @ (Kind::Paths | Kind::Operation | Kind::Responses)),
                Value::Object(object),
            ) if object.get("$ref").and_then(Node::as_str).is_some() => {
                self.misplaced(node, object, kind);
            }
            (Shape::Object(kind), Value::Object(object)) => self.object(node, object, kind),
            (Shape::OrReference(kind), Value::Object(object))
                if kind != Kind::PathItem && self.misspelt_reference(object, kind) => {}
            (shape @ Shape::OrReference(Kind::MediaType), Value::Object(object))
                if mistakes::is_content(object) =>
            {
                let message = format!(
                    "{} must be {}, found an object of media types",
                    self.name(place),
                    shape.title()
                );
                let help = "it is read as a `content`, to which a `$ref` in a `content` can lead";
                let code = &codes::WRONG_TYPE;
                self.report(code, Severity::Warning, head(node), message, Some(help));
                self.map(object, &Shape::OrReference(Kind::MediaType));
            }
            (Shape::OrReference(kind), Value::Object(object)) => match object.0.get("$ref") {
                Some(_) if kind != Kind::PathItem => self.reference(node, object, kind),
                _ => self.object(node, object, kind),
            },
            (Shape::Schema | Shape::SchemaOrBool, Value::Object(object)) => {
                self.object(node, object, Kind::Schema)
            }
            (Shape::SchemaOrBool, Value::Bool(_)) => {}
            (Shape::Schema, Value::Bool(_)) => {
                if self.version <= Version::V3_0 {
                    self.other_version(
                        node.span,
                        place,
                        "as a boolean schema belongs to OpenAPI 3.1",
                    );
                }
            }
            (Shape::SchemaOrBool, Value::String(text)) if mistakes::truth(text).is_some() => {
                if let Some(value) = mistakes::truth(text) {
                    self.mended(node, shape, place, Value::Bool(value));
                }
            }
            (Shape::Schema, Value::Array(items))
                if items.len() == 1 && (place.key == Some("items") || items[0].is_object()) =>
            {
                self.wrapped(node, "it is read as the only item of the list");
                self.repair(Mending::Unwrap);
                // So that references to it do not say it again.
                self.seen.insert(node.span, Kind::Schema);
                self.value(&items[0], shape, place);
            }
            (Shape::Schema, Value::Array(items))
                if items.len() > 1 && place.key == Some("items") =>
            {
                self.wrapped(
                    node,
                    "it is read as `prefixItems`: a schema for each position",
                );
                self.items(items, shape, place);
            }
            (Shape::Object(kind), Value::String(text)) if mistakes::named_by(kind).is_some() => {
                self.named(node, kind, text, place);
            }
            _ => self.wrong_type(node, shape, place),
        }
    }

    fn object(&mut self, node: &'a Node, object: &'a Object, kind: Kind) {
        self.seen.insert(node.span, kind);
        let grammar = kind.grammar();
        if self.nested(object, grammar) {
            return;
        }
        let loose = self.loose(node, object, kind);
        let strayed = match loose {
            None => self.strayed(object, grammar),
            Some(_) => HashSet::new(),
        };
        if loose.is_none_or(|loose| loose.kind == Kind::Schema)
            && !self.excused.contains(&node.span)
        {
            self.required(node, object, grammar);
        }
        for (key, member) in &object.0 {
            if strayed.contains(key.as_str()) {
                continue;
            }
            if let Some(loose) = loose.filter(|loose| loose.has(grammar, key, self.version)) {
                let depth = self.path.len();
                self.path
                    .extend(loose.under.iter().map(|key| Step::Key(key)));
                self.step(Step::Key(key), |walk| {
                    walk.member(loose.kind.grammar(), key, member.key, &member.node);
                });
                self.path.truncate(depth);
                continue;
            }
            self.step(Step::Key(key), |walk| {
                walk.member(grammar, key, member.key, &member.node)
            });
        }
        if kind == Kind::Parameter {
            self.path_parameter(node, object);
        }
        self.together(node, object, kind);
        if self.version == Version::V2_0 {
            self.swagger(node, object, kind);
        }
        match kind {
            Kind::Schema => {
                self.schema(object);
                self.items_said(node, object);
            }
            Kind::OAuthFlows => self.flows(object),
            Kind::OpenApi => {
                if let Some(node) = object.get("jsonSchemaDialect") {
                    self.step(Step::Key("jsonSchemaDialect"), |walk| walk.dialect(node));
                }
            }
            Kind::PathItem => {
                if let Some(member) = object.0.get("$ref") {
                    self.found_reference(&member.node, Kind::PathItem);
                    if object.len() > 1 {
                        let pointer = Pointer(self.tokens());
                        self.found.path_items.push(pointer);
                    }
                }
            }
            Kind::Parameter | Kind::Header
                if self.version > Version::V2_0
                    && loose.is_none()
                    && !self.excused.contains(&node.span)
                    && (object.contains_key("name") || kind == Kind::Header)
                    && !self.is_misspelt(object, "schema")
                    && !self.is_misspelt(object, "content")
                    && !object.contains_key("schema")
                    && !object.contains_key("content") =>
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

    fn map(&mut self, object: &'a Object, shape: &'static Shape) {
        for (key, member) in &object.0 {
            if key == "$ref" && self.further(&member.node, shape) {
                continue;
            }
            let place = Place {
                key: Some(key),
                note: false,
            };
            self.step(Step::Key(key), |walk| {
                walk.entry(&member.node, *shape, place)
            });
        }
    }

    /// A value under a free key: null counts as an empty one.
    fn entry(&mut self, node: &'a Node, shape: Shape, place: Place<'a>) {
        if self.excused.contains(&node.span) && node.is_null() {
            return self.repair(Mending::Remove);
        }
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
                let message = format!("{} must be {}, found null", self.name(place), shape.title());
                self.report(
                    &codes::WRONG_TYPE,
                    Severity::Warning,
                    node.span,
                    message,
                    Some("it is read as if it were empty"),
                );
                self.repair(Mending::Replace(empty));
            }
            None => self.value(node, shape, place),
        }
    }

    fn items(&mut self, items: &'a [Node], shape: Shape, place: Place<'a>) {
        for (index, item) in items.iter().enumerate() {
            self.step(Step::Index(index), |walk| match shape {
                Shape::Text | Shape::Object(_) | Shape::OrReference(_)
                    if item.is_null() && !place.note =>
                {
                    walk.null(item, Need::Optional, place);
                }
                _ => walk.value(item, shape, place),
            });
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
        match self.found.repairs.len() {
            count if count < MOST_REPAIRS => {
                let place = self.tokens();
                self.found.repairs.push(Repair { place, mending });
            }
            _ => {
                let message = format!("more than {MOST_REPAIRS} mistakes would have to be mended");
                self.diagnostics
                    .push(Diagnostic::new(&codes::TOO_MANY_VALUES, message));
            }
        }
    }
}

/// The beginning of a value: where something lacks, the whole of it is too much to underline.
fn head(node: &Node) -> Span {
    Span {
        end: node.span.end.min(node.span.start + 1),
        ..node.span
    }
}
