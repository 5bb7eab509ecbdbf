//! Lists of values (`enum`, `const`, `x-extensible-enum`) to enum types.

use std::collections::HashMap;

use indexmap::IndexSet;
use serde_json::Value as Json;

use super::Resolver;
use super::merge::{Effective, JsonType};
use super::names::{Position, Scope};
use super::schemas::Built;
use crate::diagnostics::codes;
use crate::model::{Constraints, Enum, EnumBase, EnumValue, Type, TypeKind, Use};

impl<'d> Resolver<'d> {
    /// What a schema with a list of values is.
    pub(crate) fn build_values(&mut self, merged: &Effective<'d>) -> Built {
        let repaired = self.repaired(merged).into_iter();
        let distinct: IndexSet<Json> = repaired.filter(|value| !value.is_null()).collect();
        let mut values: Vec<Json> = distinct.into_iter().collect();
        if values.is_empty() {
            return Built::Use(Use::plain(Type::Null));
        }
        if !self.spend_values(values.len(), &merged.nodes) {
            return Built::Use(Use::plain(Type::Any));
        }
        if values.iter().all(Json::is_string) {
            return Built::Kind(TypeKind::Enum(enumeration(
                EnumBase::String,
                &values,
                merged,
            )));
        }
        if values.iter().all(|value| value.as_i64().is_some()) {
            return Built::Kind(TypeKind::Enum(enumeration(
                EnumBase::Integer,
                &values,
                merged,
            )));
        }
        let one_of = |ty: Type, values: Vec<Json>| {
            Built::Use(Use {
                ty,
                constraints: Constraints {
                    one_of: values,
                    ..Constraints::default()
                },
            })
        };
        if values.iter().all(Json::is_boolean) {
            return if values.len() == 2 {
                Built::Use(Use::plain(Type::Bool))
            } else {
                one_of(Type::Bool, values)
            };
        }
        if values.iter().all(Json::is_number) {
            return one_of(Type::Double, values);
        }
        // Any value may be `null`, so the list has to say whether it may be here.
        if merged.values.iter().flatten().any(Json::is_null) {
            values.push(Json::Null);
        }
        one_of(Type::Any, values)
    }

    /// The values, brought to the type that stands beside them: `type: string` with `enum: [1, 2]`
    /// means the texts, as every value that could be sent is a text.
    fn repaired(&mut self, merged: &Effective<'d>) -> Vec<Json> {
        let values = merged.values.clone().unwrap_or_default();
        let Some([ty]) = merged.types.as_deref() else {
            return values;
        };
        let mut changed: Vec<(Json, Option<Json>)> = Vec::new();
        let repaired: Vec<Json> = values
            .into_iter()
            .filter_map(|value| {
                let fitting = match (ty, &value) {
                    (JsonType::String, Json::Number(_) | Json::Bool(_)) => {
                        Some(Json::String(value.to_string()))
                    }
                    (JsonType::Integer, Json::String(text)) => {
                        text.parse::<i64>().ok().map(Json::from)
                    }
                    (JsonType::Integer, Json::Number(number)) if number.as_i64().is_none() =>
                    {
                        #[expect(clippy::cast_possible_truncation, reason = "whole and in range")]
                        number
                            .as_f64()
                            .filter(|f| f.fract() == 0.0 && f.abs() < 9e15)
                            .map(|f| Json::from(f as i64))
                    }
                    (JsonType::Number, Json::String(text)) => {
                        text.parse::<f64>().ok().map(Json::from)
                    }
                    (JsonType::Boolean, Json::String(text)) => {
                        text.parse::<bool>().ok().map(Json::from)
                    }
                    (JsonType::Number, Json::Number(_)) | (_, Json::Null) => return Some(value),
                    (JsonType::String, Json::String(_))
                    | (JsonType::Boolean, Json::Bool(_))
                    | (JsonType::Integer, Json::Number(_))
                    | (JsonType::Array, Json::Array(_))
                    | (JsonType::Object, Json::Object(_)) => return Some(value),
                    _ => None,
                };
                changed.push((value, fitting.clone()));
                fitting
            })
            .collect();
        self.report_other_types(merged, &changed);
        repaired
    }

    /// Says which values are of another type than the one beside them: one at its place, several at that of their list.
    fn report_other_types(&mut self, merged: &Effective<'d>, changed: &[(Json, Option<Json>)]) {
        let ([(value, fitting), more @ ..], Some(first)) = (changed, merged.nodes.first()) else {
            return;
        };
        let lists = || merged.nodes.iter().filter_map(|node| node.get("enum"));
        let constant = merged.nodes.iter().find_map(|node| node.get("const"));
        let listed = lists().find_map(|list| {
            let item = list
                .as_array()
                .iter()
                .find(|item| item.to_json() == *value)?;
            Some(if more.is_empty() { item } else { list })
        });
        let keyword = match (listed, constant) {
            (None, Some(_)) => "const",
            _ => "enum",
        };
        let kept = changed
            .iter()
            .filter(|(_, fitting)| fitting.is_some())
            .count();
        let message = match (more.len(), fitting) {
            (0, Some(fitting)) => format!(
                "the value `{value}` of `{keyword}` is not of the `type` beside it; it is read as `{fitting}`"
            ),
            (0, None) => format!(
                "the value `{value}` of `{keyword}` is not of the `type` beside it; it is left out"
            ),
            (more, _) => {
                let what = match kept {
                    0 => "they are left out",
                    _ if kept == changed.len() => "they are read as values of that type",
                    _ => {
                        "those that can be are read as values of that type, the others are left out"
                    }
                };
                format!(
                    "the value `{value}` of `{keyword}` and {more} more are not of the `type` beside it; {what}"
                )
            }
        };
        let node = listed.or(constant).unwrap_or(first);
        self.report(&codes::ENUM_TYPE_MISMATCH, node, message);
    }
}

fn enumeration(base: EnumBase, values: &[Json], merged: &Effective<'_>) -> Enum {
    let all = merged.values.as_deref().unwrap_or_default();
    let mut scope = Scope::reserving(&["Unknown"]);
    let mut places: HashMap<&Json, usize> = HashMap::new();
    for (index, listed) in all.iter().enumerate() {
        places.entry(listed).or_insert(index);
    }
    let values: Vec<EnumValue> = values
        .iter()
        .map(|value| {
            let spelled = places.get(&Json::String(text(value)));
            let index = [places.get(value), spelled].into_iter().flatten().min();
            let index = index.copied();
            let named = |list: &[Option<String>]| {
                index.and_then(|index| list.get(index).cloned().flatten())
            };
            let words = named(&merged.value_names).unwrap_or_else(|| text(value));
            EnumValue {
                ident: scope.claim(&words, Position::Variant),
                value: value.clone(),
                description: named(&merged.value_docs),
            }
        })
        .collect();
    Enum {
        base,
        values,
        closed: merged.constant,
        extensible: merged.extensible,
        unknown: "Unknown".to_owned(),
    }
}

fn text(value: &Json) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
