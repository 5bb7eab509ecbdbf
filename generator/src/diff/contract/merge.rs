//! Schema objects that hold together → one normal form.
//!
//! `allOf` is intersection here, to the letter: an object that is closed refuses what another one declares.

use std::rc::Rc;

use indexmap::{IndexMap, IndexSet};
use serde_json::Value as Json;

use super::canonical::canonical;
use super::decimal::Decimal;
use super::keyword::Keyword;
use super::schema::{
    ANYTHING, Bound, Branch, Condition, Contains, Group, NOTHING, Property, Schema, SchemaId, Types,
};
use super::schemas::{Part, Schemas, Tag};
use crate::diagnostics::Span;
use crate::diff::pattern;
use crate::read::Node;

/// Keys that say nothing of the values a schema accepts, nor anything else that is compared.
const SILENT: [&str; 24] = [
    "$ref",
    "allOf",
    "oneOf",
    "anyOf",
    "title",
    "description",
    "example",
    "examples",
    "$comment",
    "$schema",
    "$id",
    "$anchor",
    "$dynamicAnchor",
    "$defs",
    "definitions",
    "externalDocs",
    "nullable",
    "discriminator",
    "then",
    "else",
    "$vocabulary",
    "$dynamicRef",
    "contentSchema",
    "summary",
];

/// Whether a schema object says something beside its compositions.
pub(super) fn says_something(node: &Node) -> bool {
    node.entries().any(|(key, value)| match key {
        "nullable" => value.as_bool() == Some(true) && node.get("type").is_some(),
        "discriminator" | "then" | "else" => true,
        "x-extensible-enum" => true,
        key => !key.starts_with("x-") && !SILENT.contains(&key),
    })
}

/// What one schema object says of the members of objects.
struct Members<'d> {
    properties: Vec<(&'d str, &'d Node, Span)>,
    patterns: Vec<(&'d str, SchemaId)>,
    additional: Option<SchemaId>,
}

/// Merges.
pub(super) fn merge<'d>(schemas: &Schemas<'d>, parts: &Rc<[Part]>) -> Schema {
    let mut schema = Schema::default();
    let mut members = Vec::new();
    let mut lists: Vec<(Vec<SchemaId>, SchemaId)> = Vec::new();
    let mut formats = Vec::new();
    let mut unevaluated = Vec::new();
    let mut open_alternatives = false;
    let mut null = true;
    for part in parts.iter() {
        match part {
            Part::Never => schema.never = true,
            Part::Only(types) => {
                schema.types = schema.types.and(Types(*types));
                null &= Types(*types).has(Types::NULL);
            }
            Part::OrNull => schema.or_null = true,
            Part::Tag(number) => tagged(schemas.tag(*number), &mut schema),
            Part::Node {
                index,
                alternatives,
            } => {
                let node = schemas.node(*index);
                if schema.place.is_none() {
                    schema.place = Some(node.span);
                }
                for (key, _) in node.entries() {
                    if let (Some(keyword), Some(place)) = (keyword(key), node.key_span(key)) {
                        schema.places.push((keyword, place));
                    }
                }
                scalars(node, &mut schema, &mut formats);
                members.push(members_of(schemas, node, &mut schema));
                lists_of(schemas, node, &mut schema, &mut lists);
                applicators(schemas, node, &mut schema);
                if *alternatives {
                    groups(schemas, node, &mut schema);
                }
                if let Some(tag) = base_tag(node) {
                    tagged(tag, &mut schema);
                }
                open_alternatives |= *alternatives
                    && ["oneOf", "anyOf"]
                        .iter()
                        .any(|key| node.get(key).is_some_and(|list| list.as_array().len() > 1));
                if let Some(rest) = node.get("unevaluatedProperties") {
                    unevaluated.push(schemas.at(rest));
                }
                if let Some(rest) = node.get("unevaluatedItems")
                    && node.get("items").is_none_or(Node::is_array)
                {
                    lists.push((prefix_of(schemas, node), schemas.at(rest)));
                }
            }
        }
    }
    schema.or_null &= null;
    merge_lists(schemas, &lists, &mut schema);
    merge_members(schemas, &members, &mut schema);
    // With alternatives still open it is their members that decide what remains; each of them asks again.
    if !open_alternatives && members.iter().all(|member| member.additional.is_none()) {
        schema.objects.additional =
            schemas.both(std::iter::once(schema.objects.additional).chain(unevaluated));
    }
    finish(&mut schema, &formats);
    schema
}

fn keyword(key: &str) -> Option<Keyword> {
    Some(match key {
        "type" => Keyword::Type,
        "nullable" => Keyword::Null,
        "enum" | "const" => Keyword::Enum,
        "x-extensible-enum" => Keyword::ExtensibleEnum,
        "format" => Keyword::Format,
        "minimum" | "exclusiveMinimum" => Keyword::Minimum,
        "maximum" | "exclusiveMaximum" => Keyword::Maximum,
        "multipleOf" => Keyword::MultipleOf,
        "minLength" => Keyword::MinLength,
        "maxLength" => Keyword::MaxLength,
        "pattern" => Keyword::Pattern,
        "contentEncoding" | "contentMediaType" => Keyword::Content,
        "minItems" => Keyword::MinItems,
        "maxItems" => Keyword::MaxItems,
        "uniqueItems" => Keyword::UniqueItems,
        "items" | "prefixItems" | "additionalItems" => Keyword::Items,
        "contains" | "minContains" | "maxContains" => Keyword::Contains,
        "properties" => Keyword::Property,
        "required" => Keyword::Required,
        "additionalProperties" => Keyword::AdditionalProperties,
        "unevaluatedProperties" | "unevaluatedItems" => Keyword::Unevaluated,
        "patternProperties" => Keyword::PatternProperties,
        "propertyNames" => Keyword::PropertyNames,
        "minProperties" => Keyword::MinProperties,
        "maxProperties" => Keyword::MaxProperties,
        "dependentRequired" | "dependencies" => Keyword::DependentRequired,
        "dependentSchemas" => Keyword::DependentSchemas,
        "oneOf" => Keyword::OneOf,
        "anyOf" => Keyword::Alternative,
        "not" => Keyword::Not,
        "if" | "then" | "else" => Keyword::Condition,
        "discriminator" => Keyword::Discriminator,
        "xml" => Keyword::Xml,
        "default" => Keyword::Default,
        "deprecated" => Keyword::Deprecated,
        "readOnly" => Keyword::ReadOnly,
        "writeOnly" => Keyword::WriteOnly,
        _ => return None,
    })
}

fn types_of(node: &Node, integer: &mut bool) -> Option<Types> {
    let spelled = node.get("type")?;
    let names: Vec<&str> = match spelled.as_str() {
        Some(name) => vec![name],
        None => spelled.as_array().iter().filter_map(Node::as_str).collect(),
    };
    let mut types = Types::NONE;
    for name in &names {
        types = types.or(match *name {
            "null" => Types::NULL,
            "boolean" => Types::BOOLEAN,
            "integer" | "number" => Types::NUMBER,
            "string" => Types::STRING,
            "array" => Types::ARRAY,
            "object" => Types::OBJECT,
            // `file` and other inventions say nothing that could be compared.
            _ => return None,
        });
    }
    *integer = names.contains(&"integer") && !names.contains(&"number");
    if node.get("nullable").and_then(Node::as_bool) == Some(true) {
        types = types.or(Types::NULL);
    }
    Some(types)
}

fn scalars(node: &Node, schema: &mut Schema, formats: &mut Vec<String>) {
    let count = |key: &str| node.get(key).and_then(Node::as_u64);
    let least = |slot: &mut u64, key: &str| *slot = (*slot).max(count(key).unwrap_or(0));
    let most = |slot: &mut Option<u64>, key: &str| {
        if let Some(limit) = count(key) {
            *slot = Some(slot.map_or(limit, |known| known.min(limit)));
        }
    };
    let flag = |key: &str| node.get(key).and_then(Node::as_bool) == Some(true);
    let mut integer = false;
    if let Some(types) = types_of(node, &mut integer) {
        schema.types = schema.types.and(types);
        schema.numbers.integer |= integer;
    }
    least(&mut schema.strings.least, "minLength");
    most(&mut schema.strings.most, "maxLength");
    least(&mut schema.arrays.least, "minItems");
    most(&mut schema.arrays.most, "maxItems");
    least(&mut schema.objects.least, "minProperties");
    most(&mut schema.objects.most, "maxProperties");
    schema.arrays.unique |= flag("uniqueItems");
    schema.deprecated |= flag("deprecated");
    schema.read_only |= flag("readOnly");
    schema.write_only |= flag("writeOnly");
    if let Some(pattern) = node.get("pattern").and_then(Node::as_str) {
        schema.strings.patterns.insert(pattern.to_owned());
    }
    if let Some(format) = node.get("format").and_then(Node::as_str) {
        formats.push(format.to_owned());
    }
    for key in ["contentEncoding", "contentMediaType"] {
        if let Some(text) = node.get(key).and_then(Node::as_str) {
            schema.strings.content.entry(key).or_insert(text.to_owned());
        }
    }
    for lower in [true, false] {
        let (plain, strict) = if lower {
            ("minimum", "exclusiveMinimum")
        } else {
            ("maximum", "exclusiveMaximum")
        };
        let exclusive = flag(strict);
        for (key, exclusive) in [(plain, exclusive), (strict, true)] {
            if let Some(number) = node.get(key).and_then(Node::as_number) {
                let bound = Bound {
                    value: Decimal::new(number),
                    exclusive,
                };
                let slot = if lower {
                    &mut schema.numbers.least
                } else {
                    &mut schema.numbers.most
                };
                *slot = Some(slot.map_or(bound, |known| tighter(known, bound, lower)));
            }
        }
    }
    if let Some(step) = node.get("multipleOf").and_then(Node::as_number) {
        let step = Decimal::new(step);
        if !schema.numbers.multiples.contains(&step) {
            schema.numbers.multiples.push(step);
        }
    }
    let values = node
        .get("const")
        .map(|value| vec![canonical(&value.to_json())]);
    let listed = node.get("enum").filter(|list| list.is_array()).map(|list| {
        let mut values: Vec<Json> = Vec::new();
        for value in list.as_array() {
            let value = canonical(&value.to_json());
            if !values.contains(&value) {
                values.push(value);
            }
        }
        values
    });
    for values in [values, listed].into_iter().flatten() {
        schema.values = Some(match schema.values.take() {
            None => values,
            Some(known) => known
                .into_iter()
                .filter(|value| values.contains(value))
                .collect(),
        });
    }
    if let Some(list) = node.get("x-extensible-enum") {
        schema.extensible.extend(
            list.as_array()
                .iter()
                .map(|value| canonical(&value.to_json())),
        );
    }
    if schema.default.is_none() {
        schema.default = node.get("default").map(|value| canonical(&value.to_json()));
    }
    if let Some(xml) = node.get("xml") {
        // Where several members say one, all of them count, in whatever order they stand.
        let known = schema.xml.take().unwrap_or_default();
        let own = canonical(&xml.to_json()).to_string();
        let mut all: Vec<&str> = known.lines().chain([own.as_str()]).collect();
        all.sort_unstable();
        all.dedup();
        schema.xml = Some(all.join("\n"));
    }
}

/// The bound that leaves less.
pub(crate) fn tighter(left: Bound, right: Bound, lower: bool) -> Bound {
    match (left.value.order(right.value), lower) {
        (std::cmp::Ordering::Equal, _) => Bound {
            exclusive: left.exclusive || right.exclusive,
            ..left
        },
        (std::cmp::Ordering::Greater, true) | (std::cmp::Ordering::Less, false) => left,
        _ => right,
    }
}

fn members_of<'d>(schemas: &Schemas<'d>, node: &'d Node, schema: &mut Schema) -> Members<'d> {
    for name in node.get("required").map(Node::as_array).unwrap_or_default() {
        if let Some(text) = name.as_str() {
            schema
                .objects
                .required
                .entry(text.to_owned())
                .or_insert(name.span);
        }
    }
    if let Some(names) = node.get("propertyNames") {
        let id = schemas.at(names);
        if id != ANYTHING && !schema.objects.names.contains(&id) {
            schema.objects.names.push(id);
        }
    }
    for key in ["dependentRequired", "dependencies"] {
        for (name, list) in node.get(key).into_iter().flat_map(Node::entries) {
            let others = list
                .as_array()
                .iter()
                .filter_map(Node::as_str)
                .map(str::to_owned);
            let others: IndexSet<String> = others.collect();
            if !others.is_empty() {
                schema
                    .objects
                    .dependent
                    .entry(name.to_owned())
                    .or_default()
                    .extend(others);
            }
        }
    }
    for key in ["dependentSchemas", "dependencies"] {
        for (name, other) in node.get(key).into_iter().flat_map(Node::entries) {
            if other.is_array() {
                continue;
            }
            let id = schemas.at(other);
            let slot = schema
                .objects
                .dependent_schemas
                .entry(name.to_owned())
                .or_insert(ANYTHING);
            *slot = schemas.both([*slot, id]);
        }
    }
    let properties = node.get("properties").and_then(Node::as_object);
    Members {
        properties: properties.map_or_else(Vec::new, |object| {
            object
                .0
                .iter()
                .map(|(name, member)| (name.as_str(), &member.node, member.key))
                .collect()
        }),
        patterns: node
            .get("patternProperties")
            .into_iter()
            .flat_map(Node::entries)
            .map(|(pattern, schema)| (pattern, schemas.at(schema)))
            .collect(),
        additional: node
            .get("additionalProperties")
            .map(|rest| schemas.at(rest)),
    }
}

fn merge_members<'d>(schemas: &Schemas<'d>, members: &[Members<'d>], schema: &mut Schema) {
    let objects = &mut schema.objects;
    let mut names: IndexMap<&str, Span> = IndexMap::new();
    for member in members {
        for (name, _, place) in &member.properties {
            names.entry(name).or_insert(*place);
        }
    }
    for (name, place) in names {
        let mut ids = Vec::new();
        for member in members {
            let mut found = false;
            for (_, node, _) in member.properties.iter().filter(|(own, ..)| *own == name) {
                ids.push(schemas.at(node));
                found = true;
            }
            for (_, id) in member
                .patterns
                .iter()
                .filter(|(own, _)| pattern::matches(own, name))
            {
                ids.push(*id);
                found = true;
            }
            if let (false, Some(rest)) = (found, member.additional) {
                ids.push(rest);
            }
        }
        let schema = schemas.both(ids);
        objects
            .properties
            .insert(name.to_owned(), Property { schema, place });
    }
    for (pattern, id) in members.iter().flat_map(|member| &member.patterns) {
        let slot = objects
            .patterns
            .entry((*pattern).to_owned())
            .or_insert(ANYTHING);
        *slot = schemas.both([*slot, *id]);
    }
    objects.additional = schemas.both(members.iter().filter_map(|member| member.additional));
}

fn prefix_of<'d>(schemas: &Schemas<'d>, node: &'d Node) -> Vec<SchemaId> {
    let list = node
        .get("prefixItems")
        .or_else(|| node.get("items").filter(|items| items.is_array()));
    let list = list.map(Node::as_array).unwrap_or_default();
    list.iter().map(|item| schemas.at(item)).collect()
}

fn lists_of<'d>(
    schemas: &Schemas<'d>,
    node: &'d Node,
    schema: &mut Schema,
    lists: &mut Vec<(Vec<SchemaId>, SchemaId)>,
) {
    let prefix = prefix_of(schemas, node);
    let rest = match node.get("items") {
        Some(items) if items.is_array() => schemas.at_key(node, "additionalItems"),
        Some(items) => schemas.at(items),
        None => ANYTHING,
    };
    if !prefix.is_empty() || rest != ANYTHING {
        lists.push((prefix, rest));
    }
    if let Some(wanted) = node.get("contains") {
        let count = |key: &str| node.get(key).and_then(Node::as_u64);
        let (least, most) = (count("minContains").unwrap_or(1), count("maxContains"));
        if least > 0 || most.is_some() {
            schema.arrays.contains.push(Contains {
                schema: schemas.at(wanted),
                least,
                most,
            });
        }
    }
}

fn merge_lists(schemas: &Schemas<'_>, lists: &[(Vec<SchemaId>, SchemaId)], schema: &mut Schema) {
    let length = lists
        .iter()
        .map(|(prefix, _)| prefix.len())
        .max()
        .unwrap_or(0);
    let at = |index: usize| {
        schemas.both(
            lists
                .iter()
                .map(|(prefix, rest)| *prefix.get(index).unwrap_or(rest)),
        )
    };
    schema.arrays.prefix = (0..length).map(at).collect();
    schema.arrays.rest = schemas.both(lists.iter().map(|(_, rest)| *rest));
    while schema.arrays.prefix.last() == Some(&schema.arrays.rest) {
        schema.arrays.prefix.pop();
    }
    if schema.arrays.rest == NOTHING {
        let length = schema.arrays.prefix.len() as u64;
        schema.arrays.most = Some(schema.arrays.most.map_or(length, |most| most.min(length)));
    }
}

fn applicators<'d>(schemas: &Schemas<'d>, node: &'d Node, schema: &mut Schema) {
    if let Some(not) = node.get("not") {
        let id = schemas.at(not);
        if id == ANYTHING {
            schema.never = true;
        } else if id != NOTHING && !schema.nots.contains(&id) {
            schema.nots.push(id);
        }
    }
    if let Some(test) = node.get("if") {
        let condition = Condition {
            test: schemas.at(test),
            then: schemas.at_key(node, "then"),
            otherwise: schemas.at_key(node, "else"),
        };
        if (condition.then, condition.otherwise) != (ANYTHING, ANYTHING) {
            schema.conditions.push(condition);
        }
    }
}

fn groups<'d>(schemas: &Schemas<'d>, node: &'d Node, schema: &mut Schema) {
    for (key, exclusive) in [("oneOf", true), ("anyOf", false)] {
        let list = node.get(key).map(Node::as_array).unwrap_or_default();
        if list.len() < 2 {
            continue;
        }
        let place = node.key_span(key).unwrap_or(node.span);
        let discriminator = node.get("discriminator");
        let branches = list.iter().map(|branch| {
            let name = schemas.document.reference(branch).map(|(_, name)| name);
            let mut id = schemas.at(branch);
            if let Some(tag) = discriminator
                .and_then(|discriminator| tag_of(schemas, discriminator, branch, name.as_deref()))
            {
                id = schemas.tagged(id, tag);
            }
            Branch {
                schema: id,
                name,
                place: branch.span,
            }
        });
        let branches = branches.collect();
        schema.groups.push(Group {
            exclusive,
            branches,
            place,
        });
    }
}

/// The values with which a discriminator chooses a branch: those that `mapping` gives it, or else its name.
fn tag_of(
    schemas: &Schemas<'_>,
    discriminator: &Node,
    branch: &Node,
    name: Option<&str>,
) -> Option<Tag> {
    let property = discriminator.get("propertyName")?.as_str()?;
    let name = name?;
    let target = schemas.document.follow(branch);
    let mapping = discriminator
        .get("mapping")
        .into_iter()
        .flat_map(Node::entries);
    let mut values: Vec<String> = mapping
        .filter(|(_, to)| {
            let Some(text) = to.as_str() else {
                return false;
            };
            let located = schemas.document.locate(to.span.file, text);
            text == name
                || located.is_some_and(|(node, _)| {
                    let node = schemas.document.follow(node);
                    node.zip(target)
                        .is_some_and(|(left, right)| std::ptr::eq(left, right))
                })
        })
        .map(|(value, _)| value.to_owned())
        .collect();
    if values.is_empty() {
        values.push(name.to_owned());
    }
    values.sort_unstable();
    Some(Tag {
        property: property.to_owned(),
        values,
        place: discriminator.span,
    })
}

/// A discriminator of a base, whose alternatives are those that extend it: it must be there.
fn base_tag(node: &Node) -> Option<Tag> {
    let composed = ["oneOf", "anyOf"].iter().any(|key| node.get(key).is_some());
    let discriminator = node.get("discriminator").filter(|_| !composed)?;
    Some(Tag {
        property: discriminator.get("propertyName")?.as_str()?.to_owned(),
        values: Vec::new(),
        place: discriminator.span,
    })
}

/// A discriminator as what it comes to: a required property with the values that choose this alternative.
fn tagged(tag: Tag, schema: &mut Schema) {
    schema.places.push((Keyword::Discriminator, tag.place));
    schema.tags.push((tag.property, tag.values, tag.place));
}

fn finish(schema: &mut Schema, formats: &[String]) {
    let objects = &mut schema.objects;
    if objects.additional == NOTHING && objects.patterns.is_empty() {
        // In a closed object, what may have no value is as good as undeclared, and there are no more members than declared ones.
        objects
            .properties
            .retain(|_, property| property.schema != NOTHING);
        let declared = objects.properties.len() as u64;
        objects.most = objects.most.filter(|most| *most < declared);
    }
    // Multiples of a whole number are integers.
    schema.numbers.integer |= schema
        .numbers
        .multiples
        .iter()
        .any(|step| step.to_i128().is_some());
    for format in formats {
        if crate::diff::contract::format::range(format).is_some() {
            schema.numbers.format.get_or_insert_with(|| format.clone());
        }
        schema.strings.formats.insert(format.clone());
    }
    if schema.numbers.integer {
        for lower in [true, false] {
            let slot = if lower {
                &mut schema.numbers.least
            } else {
                &mut schema.numbers.most
            };
            if let Some(bound) = slot
                && let Some(whole) = bound.value.rounded(lower)
            {
                let met = bound.exclusive && Decimal::whole(whole) == bound.value;
                let step = if lower { 1 } else { -1 };
                *bound = Bound {
                    value: Decimal::whole(whole + if met { step } else { 0 }),
                    exclusive: false,
                };
            }
        }
        schema
            .numbers
            .multiples
            .retain(|step| Decimal::whole(1).is_multiple_of(*step) != Some(true));
    }
    // Two discriminators that ask one property for different values choose nothing together.
    schema.never |= schema.tags.iter().any(|(property, values, _)| {
        schema.tags.iter().any(|(other, others, _)| {
            property == other
                && !values.is_empty()
                && !others.is_empty()
                && !values.iter().any(|value| others.contains(value))
        })
    });
    let required = schema.objects.required.len() as u64;
    if required > 0 && schema.objects.least <= required {
        schema.objects.least = 0;
    }
    if let Some(mut values) = schema.values.take() {
        values.retain(|value| schema.types.has(type_of(value)) && may_hold(schema, value));
        let values = schema.values.insert(values);
        if *values == [Json::Bool(true), Json::Bool(false)]
            || *values == [Json::Bool(false), Json::Bool(true)]
        {
            schema.values = None;
            schema.types = schema.types.and(Types::BOOLEAN);
        }
    }
    let nothing = schema
        .values
        .as_ref()
        .map_or(schema.types == Types::NONE, Vec::is_empty);
    if nothing && !schema.or_null {
        schema.never = true;
    }
}

/// Whether a listed value is within the limits that stand beside the list.
fn may_hold(schema: &Schema, value: &Json) -> bool {
    let (numbers, strings) = (&schema.numbers, &schema.strings);
    match value {
        Json::String(text) => {
            let length = text.chars().count() as u64;
            length >= strings.least
                && strings.most.is_none_or(|most| length <= most)
                && strings.patterns.iter().all(|own| {
                    matches!(
                        pattern::search(&[own], &[], 0),
                        pattern::Found::Undecided(_)
                    ) || pattern::matches(own, text)
                })
        }
        Json::Number(number) => {
            let value = Decimal::of_json(number);
            let beyond = |bound: Option<Bound>, outside: std::cmp::Ordering| {
                bound.is_some_and(|bound| {
                    let order = value.order(bound.value);
                    order == outside || (order.is_eq() && bound.exclusive)
                })
            };
            !beyond(numbers.least, std::cmp::Ordering::Less)
                && !beyond(numbers.most, std::cmp::Ordering::Greater)
                && (!numbers.integer || value.is_multiple_of(Decimal::whole(1)) != Some(false))
                && numbers
                    .multiples
                    .iter()
                    .all(|step| value.is_multiple_of(*step) != Some(false))
        }
        _ => true,
    }
}

/// The type of a value.
pub(crate) fn type_of(value: &Json) -> Types {
    match value {
        Json::Null => Types::NULL,
        Json::Bool(_) => Types::BOOLEAN,
        Json::Number(_) => Types::NUMBER,
        Json::String(_) => Types::STRING,
        Json::Array(_) => Types::ARRAY,
        Json::Object(_) => Types::OBJECT,
    }
}
