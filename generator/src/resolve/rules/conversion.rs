//! A schema of a document as a schema without references, in the spelling of 2020-12.

use serde_json::{Map, Value as Json};

use crate::read::Node;
use crate::resolve::{Resolver, limits, pattern};

/// Most schema objects that one set of rules may hold: they are text in the emitted crate.
const LARGEST: usize = 200;

/// Why a schema cannot be a rule.
pub(super) enum Obstacle {
    Cyclic,
    Large,
    Keyword(&'static str),
    Pattern(String),
}

impl std::fmt::Display for Obstacle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Cyclic => f.write_str("its schema leads back to itself"),
            Self::Large => f.write_str("its schema is too large"),
            Self::Keyword(keyword) => write!(f, "its schema has `{keyword}`"),
            Self::Pattern(pattern) => {
                write!(f, "the pattern `{pattern}` {}", pattern::objection(pattern))
            }
        }
    }
}

/// A schema while it is converted.
pub(super) struct Conversion {
    open: Vec<*const Node>,
    left: usize,
}

impl Conversion {
    pub(super) fn new() -> Self {
        Self {
            open: Vec::new(),
            left: LARGEST,
        }
    }
}

impl<'d> Resolver<'d> {
    /// A schema without references.
    pub(super) fn convert(
        &mut self,
        node: &'d Node,
        conversion: &mut Conversion,
    ) -> Result<Json, Obstacle> {
        if let Some(said) = node.as_bool() {
            return Ok(Json::Bool(said));
        }
        conversion.left = conversion.left.checked_sub(1).ok_or(Obstacle::Large)?;
        let identity = std::ptr::from_ref(node);
        if conversion.open.contains(&identity) {
            return Err(Obstacle::Cyclic);
        }
        conversion.open.push(identity);
        let mut schema = Map::new();
        for (key, said) in node.entries() {
            self.keyword(key, said, node, conversion, &mut schema)?;
        }
        conversion.open.pop();
        Ok(Json::Object(schema))
    }

    /// One keyword of a schema, in the spelling of rules.
    pub(super) fn keyword(
        &mut self,
        key: &str,
        said: &'d Node,
        node: &'d Node,
        conversion: &mut Conversion,
        schema: &mut Map<String, Json>,
    ) -> Result<(), Obstacle> {
        let nullable = node.get("nullable").and_then(Node::as_bool) == Some(true);
        let converted = match key {
            "$ref" => {
                let (target, _) = self
                    .document
                    .reference(node)
                    .ok_or(Obstacle::Keyword("$ref"))?;
                let target = self.convert(target, conversion)?;
                let all = schema
                    .entry("allOf")
                    .or_insert_with(|| Json::Array(Vec::new()));
                if let Json::Array(all) = all {
                    all.push(target);
                }
                return Ok(());
            }
            "$dynamicRef" | "$recursiveRef" => return Err(Obstacle::Keyword("$dynamicRef")),
            "not"
            | "if"
            | "then"
            | "else"
            | "contains"
            | "propertyNames"
            | "additionalProperties"
            | "unevaluatedItems"
            | "unevaluatedProperties" => self.convert(said, conversion)?,
            "items" if !said.is_array() => self.convert(said, conversion)?,
            "allOf" | "anyOf" | "oneOf" | "prefixItems" | "items" => {
                let mut schemas = Vec::new();
                for member in said.as_array() {
                    schemas.push(self.convert(member, conversion)?);
                }
                let key = if key == "items" { "prefixItems" } else { key };
                match schema.get_mut(key) {
                    Some(Json::Array(all)) => all.extend(schemas),
                    _ => {
                        schema.insert(key.to_owned(), Json::Array(schemas));
                    }
                }
                return Ok(());
            }
            "properties" | "dependentSchemas" | "patternProperties" => {
                let mut members = Map::new();
                for (name, member) in said.entries() {
                    let name = match key {
                        "patternProperties" => pattern::translate(name)
                            .map_err(|_| Obstacle::Pattern(name.to_owned()))?,
                        _ => name.to_owned(),
                    };
                    members.insert(name, self.convert(member, conversion)?);
                }
                Json::Object(members)
            }
            "pattern" => {
                let pattern = said.as_str().unwrap_or_default();
                let translated = pattern::translate(pattern)
                    .map_err(|_| Obstacle::Pattern(pattern.to_owned()))?;
                Json::String(translated)
            }
            "type" => with_null(said.to_json(), nullable, "null"),
            "enum" => with_null(said.to_json(), nullable, Json::Null),
            // The spelling of 3.0: a flag beside the limit.
            "exclusiveMinimum" | "exclusiveMaximum" if said.as_bool().is_some() => return Ok(()),
            "minimum" | "maximum" => {
                let exclusive = match key {
                    "minimum" => "exclusiveMinimum",
                    _ => "exclusiveMaximum",
                };
                let excluded = node.get(exclusive).and_then(Node::as_bool) == Some(true);
                let key = if excluded { exclusive } else { key };
                schema.insert(key.to_owned(), said.to_json());
                return Ok(());
            }
            // Sizes may be written with a fraction of zero.
            "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties"
            | "maxProperties" | "minContains" | "maxContains" => {
                let Some(size) = limits::count(said) else {
                    return Ok(());
                };
                Json::from(size)
            }
            // What must be there in one direction alone is checked by the type.
            "required" => {
                let names = said.as_array().iter().filter_map(Node::as_str);
                let names: Vec<&str> = names.collect();
                let mut kept = Vec::new();
                for name in names {
                    let member = node.get("properties").and_then(|members| members.get(name));
                    let one_way = member.is_some_and(|member| {
                        let member = self.effective(&[member]);
                        member.read_only || member.write_only
                    });
                    if !one_way {
                        kept.push(Json::from(name));
                    }
                }
                Json::Array(kept)
            }
            "const" | "dependentRequired" | "multipleOf" | "exclusiveMinimum"
            | "exclusiveMaximum" | "uniqueItems" => said.to_json(),
            _ => return Ok(()),
        };
        schema.insert(key.to_owned(), converted);
        Ok(())
    }
}

/// A type or a list of values, `null` among them where the schema says so beside it.
fn with_null(said: Json, nullable: bool, null: impl Into<Json>) -> Json {
    if !nullable {
        return said;
    }
    let null = null.into();
    match said {
        Json::Array(mut all) => {
            if !all.contains(&null) {
                all.push(null);
            }
            Json::Array(all)
        }
        one => Json::Array(vec![one, null]),
    }
}
