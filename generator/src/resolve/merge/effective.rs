//! One schema in which every keyword stands once; data only.

use std::cell::OnceCell;

use indexmap::{IndexMap, IndexSet};

use crate::model::Json;
use crate::read::Node;
use crate::resolve::limits::Limits;

/// JSON types (JSON Schema 2020-12 section 4.2.1); `null` is kept apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum JsonType {
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
}

impl JsonType {
    pub(super) fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "boolean" => Self::Boolean,
            "integer" => Self::Integer,
            "number" => Self::Number,
            "string" => Self::String,
            "array" => Self::Array,
            "object" => Self::Object,
            _ => return None,
        })
    }
}

/// What is said of members without a property of their own.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) enum AdditionalSchema<'d> {
    #[default]
    Unsaid,
    Refused,
    Allowed,
    Typed(&'d Node),
}

impl<'d> AdditionalSchema<'d> {
    pub(super) fn of(said: &'d Node) -> Self {
        match said.as_bool() {
            Some(false) => Self::Refused,
            Some(true) => Self::Allowed,
            None => Self::Typed(said),
        }
    }
}

/// `oneOf` or `anyOf`, with its branches.
#[derive(Clone, Debug)]
pub(crate) struct Group<'d> {
    pub(crate) exclusive: bool,
    pub(crate) branches: Vec<&'d Node>,
}

/// One schema in which every keyword stands once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Effective<'d> {
    /// Schema objects that take part, outermost first.
    pub(crate) nodes: Vec<&'d Node>,
    /// No value satisfies it.
    pub(crate) never: bool,
    /// Types allowed, `null` aside; `None` when nothing is said.
    pub(crate) types: Option<Vec<JsonType>>,
    /// `null` is allowed by `nullable` or by every `type`.
    pub(crate) nullable: bool,
    /// Only `null` is allowed.
    pub(crate) only_null: bool,
    pub(crate) format: Option<String>,
    pub(crate) base64: bool,
    pub(crate) binary_media: bool,
    pub(crate) title: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) deprecated: bool,
    pub(crate) default: Option<Json>,
    pub(crate) example: Option<Json>,
    pub(crate) read_only: bool,
    pub(crate) write_only: bool,
    pub(crate) properties: IndexMap<&'d str, Vec<&'d Node>>,
    pub(crate) required: IndexSet<&'d str>,
    pub(crate) additional: AdditionalSchema<'d>,
    pub(crate) patterns: Vec<(&'d str, &'d Node)>,
    pub(crate) items: Vec<&'d Node>,
    pub(crate) prefix: Vec<&'d Node>,
    pub(crate) closed_items: bool,
    /// `enum` values, `null` included; the values all `enum`s have in common.
    pub(crate) values: Option<Vec<Json>>,
    /// The values come from `const`.
    pub(crate) constant: bool,
    /// The values come from `x-extensible-enum`.
    pub(crate) extensible: bool,
    pub(crate) value_names: Vec<Option<String>>,
    pub(crate) value_docs: Vec<Option<String>>,
    pub(crate) groups: Vec<Group<'d>>,
    pub(crate) discriminator: Option<&'d Node>,
    pub(crate) limits: Limits,
    /// `unevaluatedProperties` that depends on which alternative holds, so that it says more than
    /// `additionalProperties` could.
    pub(crate) unevaluated: Option<&'d Node>,
    /// A member of `allOf` has `unevaluatedProperties`, which is about that member alone.
    pub(crate) closed_parts: bool,
    /// Its rules, once they are known; what changes a copy forgets them.
    pub(crate) rules: OnceCell<Option<Json>>,
}
