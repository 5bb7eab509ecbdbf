//! Defaults: which of them are values of their schema.
//!
//! Comes in: the schemas that hold at a place. Goes out: their `default`, unless it is no value
//! that could stand there, which is said.

use super::Resolver;
use super::merge::{Effective, JsonType};
use crate::diagnostics::codes;
use crate::model::Json;
use crate::read::Node;

impl<'d> Resolver<'d> {
    /// The default of schemas that hold at once.
    pub(crate) fn default_of(&mut self, nodes: &[&'d Node]) -> Option<Json> {
        let merged = self.effective(nodes);
        let default = merged.default.clone()?;
        if !self.spend_default(&default, nodes) {
            return None;
        }
        let Some(reason) = self.misfit(&merged, &default) else {
            return Some(default);
        };
        let said = merged.nodes.iter().find_map(|node| node.get("default"));
        if let Some(node) = said {
            self.report(
                &codes::INVALID_DEFAULT,
                node,
                format!("the default `{default}` {reason}; it is left out"),
            );
        }
        None
    }

    /// Why a value cannot stand where a schema holds. A default of `null` says that there is none.
    fn misfit(&self, merged: &Effective<'d>, value: &Json) -> Option<&'static str> {
        if value.is_null() {
            return None;
        }
        let types = self.types_of(merged);
        if !types.is_empty() && !types.iter().any(|ty| is_of(*ty, value)) {
            return Some("is not of the `type` beside it");
        }
        let listed = merged.values.as_ref();
        if !merged.extensible && listed.is_some_and(|values| !values.contains(value)) {
            return Some("is not one of the values of `enum`");
        }
        let integer = value.as_i64();
        let narrow = match merged.format.as_deref() {
            Some("int8") => Some((i64::from(i8::MIN), i64::from(i8::MAX))),
            Some("int16") => Some((i64::from(i16::MIN), i64::from(i16::MAX))),
            Some("int32") => Some((i64::from(i32::MIN), i64::from(i32::MAX))),
            Some("uint8") => Some((0, i64::from(u8::MAX))),
            Some("uint16") => Some((0, i64::from(u16::MAX))),
            Some("uint32") => Some((0, i64::from(u32::MAX))),
            _ => None,
        };
        let beyond = integer
            .zip(narrow)
            .is_some_and(|(value, (low, high))| value < low || value > high);
        beyond.then_some("is beyond the `format` beside it")
    }
}

fn is_of(ty: JsonType, value: &Json) -> bool {
    match ty {
        JsonType::Boolean => value.is_boolean(),
        JsonType::Integer => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        JsonType::Number => value.is_number(),
        JsonType::String => value.is_string(),
        JsonType::Array => value.is_array(),
        JsonType::Object => value.is_object(),
    }
}
