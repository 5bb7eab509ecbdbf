//! Discriminators that cannot do what they are for: the alternatives do not have their member, or a mapping leads elsewhere.

use std::collections::HashSet;

use super::{Lint, Seen};
use crate::diagnostics::{Diagnostic, codes};
use crate::read::{Kind, Node};
use crate::suggest::nearest;

/// Parts of parts are looked through so far.
const DEPTH: usize = 8;

impl<'d> Lint<'d, '_> {
    pub(super) fn discriminators(&mut self, seen: &Seen<'d>) {
        for schema in seen.of(Kind::Schema) {
            let Some(discriminator) = schema.get("discriminator") else {
                continue;
            };
            let Some(place) = discriminator.get("propertyName") else {
                continue;
            };
            let Some(member) = place.as_str() else {
                continue;
            };
            let alternatives: Vec<&'d Node> = ["oneOf", "anyOf"]
                .iter()
                .filter_map(|key| schema.get(key))
                .flat_map(Node::as_array)
                .collect();
            if alternatives.is_empty() {
                self.base(schema, place, member);
                continue;
            }
            self.alternatives(schema, &alternatives, place, member);
            self.mapping(discriminator, &alternatives);
        }
    }

    /// A schema that others extend.
    fn base(&mut self, schema: &'d Node, place: &'d Node, member: &str) {
        let has_own = schema.get("properties").is_some_and(Node::is_object);
        if has_own && !self.declares(schema, member, DEPTH) {
            let diagnostic = self.lacking("the schema", &[schema], place, member);
            self.say_with(diagnostic);
        }
    }

    fn alternatives(&mut self, schema: &'d Node, all: &[&'d Node], place: &'d Node, member: &str) {
        if schema
            .get("properties")
            .is_some_and(|own| own.get(member).is_some())
        {
            return;
        }
        let lacks: Vec<&'d Node> = all
            .iter()
            .copied()
            .filter(|one| !self.declares(one, member, DEPTH))
            .collect();
        match lacks.as_slice() {
            [] => {}
            lacks if lacks.len() == all.len() => {
                let diagnostic = self.lacking("no alternative", lacks, place, member);
                self.say_with(diagnostic);
            }
            lacks => {
                for one in lacks.iter().copied() {
                    let diagnostic = self.lacking("this alternative", &[one], one, member);
                    self.say_with(diagnostic);
                }
            }
        }
    }

    fn lacking(
        &self,
        who: &str,
        schemas: &[&'d Node],
        place: &'d Node,
        member: &str,
    ) -> Diagnostic {
        let message = match who {
            "no alternative" => {
                format!("no alternative has a property `{member}`, which the discriminator reads")
            }
            who => format!("{who} has no property `{member}`, which the discriminator reads"),
        };
        let names = schemas
            .iter()
            .filter_map(|schema| self.document.follow(schema)?.get("properties"))
            .flat_map(Node::entries)
            .map(|(name, _)| name);
        let diagnostic = Diagnostic::new(&codes::DISCRIMINATOR_MISMATCH, message).at(place);
        match nearest(member, names) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
            None => diagnostic,
        }
    }

    /// Whether a schema, or a part of it, has this property. What cannot be seen through is taken to have it.
    fn declares(&self, schema: &'d Node, member: &str, depth: usize) -> bool {
        let Some(schema) = self.document.follow(schema).filter(|_| depth > 0) else {
            return true;
        };
        if schema
            .get("properties")
            .is_some_and(|all| all.get(member).is_some())
        {
            return true;
        }
        let parts = ["allOf", "anyOf", "oneOf"].map(|key| schema.get(key));
        let mut parts = parts.into_iter().flatten().flat_map(Node::as_array);
        let open = ["properties", "allOf", "anyOf", "oneOf"]
            .iter()
            .all(|key| schema.get(key).is_none());
        // A schema that tells of no members may have any.
        (open && schema.get("type").is_none())
            || parts.any(|part| self.declares(part, member, depth - 1))
    }

    /// Targets of the mapping that are none of the alternatives.
    fn mapping(&mut self, discriminator: &'d Node, alternatives: &[&'d Node]) {
        let plain = |text: &str| text.trim_start_matches("./").to_owned();
        let known: HashSet<String> = alternatives
            .iter()
            .filter_map(|one| one.get("$ref")?.as_str().map(plain))
            .collect();
        if known.len() < alternatives.len() {
            return;
        }
        let schemas = self.document.root().at("/components/schemas");
        let mapping = discriminator.get("mapping").map(Node::entries);
        for (value, target) in mapping.into_iter().flatten() {
            let Some(text) = target.as_str() else {
                continue;
            };
            let is_name = schemas.is_some_and(|schemas| schemas.get(text).is_some());
            let meant = match is_name {
                true => format!("#/components/schemas/{text}"),
                false => plain(text),
            };
            let leads = is_name
                || text
                    .strip_prefix('#')
                    .is_some_and(|at| self.document.root().at(at).is_some());
            if leads && !known.contains(&meant) {
                let message = format!(
                    "`{value}` is mapped to `{text}`, which is not one of the alternatives"
                );
                let diagnostic =
                    Diagnostic::new(&codes::DISCRIMINATOR_MISMATCH, message).at(target);
                self.say_with(
                    diagnostic.help("add the schema to the alternatives, or correct the mapping"),
                );
            }
        }
    }
}
