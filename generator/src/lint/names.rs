//! Names that become the same identifier.

use std::collections::HashMap;

use super::Lint;
use crate::diagnostics::{Diagnostic, Span, codes};
use crate::model::{Api, TypeDef, TypeKind};
use crate::read::Node;
use crate::resolve::{Position, cased};

impl Lint<'_, '_> {
    pub(super) fn names(&mut self, api: &Api) {
        let root = self.document.root();
        let schemas = root.get("components").and_then(|all| all.get("schemas"));
        let named: Vec<_> = api
            .types
            .iter()
            .filter_map(|(_, def)| {
                let name = def.schema.as_deref()?;
                let place = schemas.and_then(|schemas| schemas.key_span(name));
                Some((name, def.ident.as_str(), place))
            })
            .collect();
        self.collisions("schema", "type", Position::Type, &named);
        let operations: Vec<_> = api
            .operations
            .iter()
            .filter_map(|operation| {
                let node = root.at(&operation.pointer)?;
                let id = node
                    .get("operationId")
                    .filter(|id| id.as_str() == Some(&operation.id))?;
                Some((
                    operation.id.as_str(),
                    operation.method_ident.as_str(),
                    Some(id.span),
                ))
            })
            .collect();
        self.collisions("operation", "method", Position::Value, &operations);
        for (_, def) in api.types.iter() {
            let place = |name: &str, key: &str| {
                let schema = self.schema_of(def)?;
                schema.get(key)?.key_span(name).or(Some(schema.span))
            };
            match &def.kind {
                TypeKind::Struct(object) => {
                    let fields: Vec<_> = object
                        .fields
                        .iter()
                        .filter(|field| !field.name.is_empty())
                        .map(|field| {
                            (
                                field.name.as_str(),
                                field.ident.as_str(),
                                place(&field.name, "properties"),
                            )
                        })
                        .collect();
                    self.collisions("member", "field", Position::Value, &fields);
                }
                TypeKind::Enum(values) => {
                    let span = self.schema_of(def).map(|schema| schema.span);
                    let values: Vec<_> = values
                        .values
                        .iter()
                        .filter_map(|value| {
                            Some((value.value.as_str()?, value.ident.as_str(), span))
                        })
                        .collect();
                    self.collisions("value", "variant", Position::Variant, &values);
                }
                _ => {}
            }
        }
    }

    /// The schema that a type was made of.
    fn schema_of(&self, def: &TypeDef) -> Option<&Node> {
        self.document.root().at(&def.pointer)
    }

    /// Names with their identifiers and places: says which had to become another because it was taken.
    fn collisions(
        &mut self,
        what: &str,
        becomes: &str,
        position: Position,
        names: &[(&str, &str, Option<Span>)],
    ) {
        let mut first: HashMap<String, &str> = HashMap::new();
        for (name, ident, span) in names {
            let wanted = cased(name, position);
            let Some(other) = first.get(&wanted) else {
                first.insert(wanted, name);
                continue;
            };
            // That one name is given twice is told elsewhere.
            if other == name {
                continue;
            }
            let mut diagnostic = Diagnostic::new(
                &codes::NAME_COLLISION,
                format!(
                    "the {what} `{name}` becomes the {becomes} `{ident}`, since `{other}` is `{wanted}` already"
                ),
            );
            diagnostic.span = *span;
            self.say_with(diagnostic);
        }
    }
}
