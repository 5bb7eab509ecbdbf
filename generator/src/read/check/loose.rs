//! Keys of a schema or another object that are directly in the object around it: they are read as what they are.

use super::{Walk, head};
use crate::diagnostics::{Severity, codes};
use crate::read::grammar::{Grammar, Kind};
use crate::read::repair::Mending;
use crate::read::{Node, Object, Version};

/// Keys of another kind of object that stand in one directly, and where they belong.
#[derive(Clone, Copy)]
pub(super) struct Loose {
    /// The kind whose keys they are.
    pub(super) kind: Kind,
    /// The keys of the objects around them.
    pub(super) under: &'static [&'static str],
}

impl Loose {
    /// Whether a key is one of those.
    pub(super) fn has(self, grammar: &Grammar, key: &str, version: Version) -> bool {
        match self.kind {
            // Of a body in Swagger 2.0; what the parameter has as well is its own.
            Kind::Schema if version == Version::V2_0 && grammar.kind == Kind::Parameter => {
                let own = ["description", "required"].contains(&key);
                !own && Kind::Schema.grammar().field(key, version).is_some()
            }
            Kind::Schema => is_schema_key(grammar, key, version),
            // `examples` of Swagger 2.0 are something else.
            _ => key == "schema",
        }
    }
}

/// Whether a key belongs to schemas and not to this kind of object.
pub(super) fn is_schema_key(grammar: &Grammar, key: &str, version: Version) -> bool {
    grammar.field(key, version).is_none() && Kind::Schema.grammar().field(key, version).is_some()
}

impl<'a> Walk<'a, '_> {
    /// Whether keys stand in an object directly that belong to one inside of it, as in Swagger 2.0: those of a schema in a
    /// parameter, the schema of a body in a response. They are moved there.
    pub(super) fn loose(&mut self, node: &Node, object: &Object, kind: Kind) -> Option<Loose> {
        let has = |key: &str| object.contains_key(key);
        let loose = match kind {
            Kind::Parameter if self.version == Version::V2_0 && super::swagger::is_bare(object) => {
                Loose {
                    kind: Kind::Schema,
                    under: &["schema"],
                }
            }
            // There, it is the way to say it.
            Kind::Parameter | Kind::Header | Kind::Response if self.version == Version::V2_0 => {
                return None;
            }
            Kind::Parameter | Kind::Header
                if !["$ref", "schema", "content"].iter().any(|key| has(key))
                    && ["type", "enum", "items"].iter().any(|key| has(key)) =>
            {
                Loose {
                    kind: Kind::Schema,
                    under: &["schema"],
                }
            }
            Kind::MediaType
                if !["$ref", "schema", "itemSchema"].iter().any(|key| has(key))
                    && ["type", "properties", "items", "allOf", "oneOf", "anyOf"]
                        .iter()
                        .any(|key| has(key)) =>
            {
                Loose {
                    kind: Kind::Schema,
                    under: &["schema"],
                }
            }
            Kind::Response | Kind::RequestBody
                if has("schema") && !["$ref", "content"].iter().any(|key| has(key)) =>
            {
                Loose {
                    kind: Kind::MediaType,
                    under: &["content", "application/json"],
                }
            }
            _ => return None,
        };
        let grammar = kind.grammar();
        let keys = object
            .keys()
            .filter(|key| loose.has(grammar, key, self.version));
        let keys: Vec<String> = keys.map(str::to_owned).collect();
        let message = format!(
            "{} has no `{}`; `{}` {} directly in it",
            grammar.title,
            loose.under[0],
            keys.join("`, `"),
            if keys.len() == 1 { "is" } else { "are" }
        );
        let help = match loose.kind {
            Kind::Schema => "write that under `schema`, as which it is read".to_owned(),
            _ => format!(
                "it is read as that of `{}`; move it there",
                loose.under.join(": ")
            ),
        };
        let code = &codes::MISSING_KEY;
        self.report(code, Severity::Warning, head(node), message, Some(&help));
        self.repair(Mending::Gather(keys, loose.under));
        Some(loose)
    }
}
