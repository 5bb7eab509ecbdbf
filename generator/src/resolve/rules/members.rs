//! Which members rules are about.

use serde_json::Value as Json;

use crate::resolve::Resolver;
use crate::resolve::merge::Effective;

impl<'d> Resolver<'d> {
    /// Whether the rules of an object are about members that it does not describe, so that these
    /// have to be kept until they are checked.
    pub(crate) fn rules_need_members(&mut self, merged: &Effective<'d>) -> bool {
        let says = |key: &str| merged.nodes.iter().any(|node| node.get(key).is_some());
        if ["propertyNames", "minProperties", "maxProperties"]
            .into_iter()
            .any(says)
            || merged.unevaluated.is_some()
            || merged.closed_parts
        {
            return true;
        }
        let known: Vec<String> = merged
            .properties
            .keys()
            .map(|name| (*name).to_owned())
            .collect();
        match self.rules(merged, None) {
            Some(rules) => mentions_other(&rules, &known),
            None => false,
        }
    }
}

/// Whether rules name members that are not among `known`, at the level of the object itself.
fn mentions_other(rules: &Json, known: &[String]) -> bool {
    let Json::Object(keywords) = rules else {
        return false;
    };
    keywords
        .iter()
        .any(|(key, said)| match (key.as_str(), said) {
            ("required", Json::Array(names)) => names
                .iter()
                .filter_map(Json::as_str)
                .any(|name| !known.iter().any(|known| known == name)),
            ("properties", Json::Object(members)) => {
                members.keys().any(|name| !known.contains(name))
            }
            ("dependentRequired", Json::Object(members)) => members.iter().any(|(name, others)| {
                !known.contains(name)
                    || others.as_array().into_iter().flatten().any(|name| {
                        name.as_str()
                            .is_some_and(|name| !known.iter().any(|known| known == name))
                    })
            }),
            ("dependentSchemas", Json::Object(members)) => members
                .iter()
                .any(|(name, schema)| !known.contains(name) || mentions_other(schema, known)),
            ("allOf" | "anyOf" | "oneOf", Json::Array(schemas)) => {
                schemas.iter().any(|schema| mentions_other(schema, known))
            }
            ("not" | "if" | "then" | "else", schema) => mentions_other(schema, known),
            (
                "patternProperties"
                | "propertyNames"
                | "additionalProperties"
                | "unevaluatedProperties"
                | "minProperties"
                | "maxProperties",
                _,
            ) => true,
            _ => false,
        })
}
