//! `enum`, `const` and their extensions: the values that all schemas allow.

use std::collections::HashSet;

use super::Effective;
use crate::model::Json;
use crate::read::Node;
use crate::resolve::Resolver;

impl<'d> Resolver<'d> {
    pub(super) fn merge_values(&mut self, node: &'d Node, merged: &mut Effective<'d>) {
        let list = |key: &str| -> Vec<Option<String>> {
            node.get(key)
                .map(Node::as_array)
                .unwrap_or_default()
                .iter()
                .map(|item| item.as_str().map(str::to_owned))
                .collect()
        };
        let listed = node.get("enum").filter(|values| values.is_array());
        let extensible = node
            .get("x-extensible-enum")
            .filter(|values| values.is_array());
        let values: Option<Vec<Json>> = if let Some(constant) = node.get("const") {
            merged.constant = true;
            Some(vec![constant.to_json()])
        } else {
            listed
                .or(extensible)
                .map(|values| values.as_array().iter().map(Node::to_json).collect())
        };
        let Some(values) = values else { return };
        if listed.is_none() && extensible.is_some() && node.get("const").is_none() {
            merged.extensible = true;
        }
        for names in ["x-enum-varnames", "x-enumNames", "x-enum-names"] {
            if merged.value_names.is_empty() {
                merged.value_names = list(names);
            }
        }
        for docs in ["x-enum-descriptions", "x-enumDescriptions"] {
            if merged.value_docs.is_empty() {
                merged.value_docs = list(docs);
            }
            if merged.value_docs.is_empty()
                && let Some(by_value) = node.get(docs).filter(|docs| docs.is_object())
            {
                merged.value_docs = values
                    .iter()
                    .map(|value| by_value.get(value.as_str()?)?.as_str().map(str::to_owned))
                    .collect();
            }
        }
        merged.values = Some(match merged.values.take() {
            None => values,
            Some(before) => {
                let values: HashSet<Json> = values.into_iter().collect();
                before
                    .into_iter()
                    .filter(|value| values.contains(value))
                    .collect()
            }
        });
    }
}
