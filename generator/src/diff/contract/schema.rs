//! The normal form of a schema: what values it accepts, every keyword once.
//!
//! Two schemas that say the same in other words (moved into components, wrapped, split, in another version's spelling) have the
//! same normal form, places aside. Annotations that no message carries are not in it.

use indexmap::{IndexMap, IndexSet};
use serde_json::Value as Json;

use super::decimal::Decimal;
use super::keyword::Keyword;
use crate::diagnostics::Span;

/// The number of a schema in its document's [`Schemas`](super::Schemas).
pub(crate) type SchemaId = u32;

/// The schema that accepts every value.
pub(crate) const ANYTHING: SchemaId = 0;
/// The schema that accepts none.
pub(crate) const NOTHING: SchemaId = 1;

/// JSON types as a set of bits. An integer is a number with [`Numbers::integer`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Types(pub(crate) u8);

impl Types {
    pub(crate) const NULL: Self = Self(1);
    pub(crate) const BOOLEAN: Self = Self(2);
    pub(crate) const NUMBER: Self = Self(4);
    pub(crate) const STRING: Self = Self(8);
    pub(crate) const ARRAY: Self = Self(16);
    pub(crate) const OBJECT: Self = Self(32);
    pub(crate) const ALL: Self = Self(63);
    pub(crate) const NONE: Self = Self(0);
    /// Every single type, in the order in which examples prefer them.
    pub(crate) const EACH: [(Self, &'static str); 6] = [
        (Self::OBJECT, "object"),
        (Self::ARRAY, "array"),
        (Self::STRING, "string"),
        (Self::NUMBER, "number"),
        (Self::BOOLEAN, "boolean"),
        (Self::NULL, "null"),
    ];

    pub(crate) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
    pub(crate) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
    pub(crate) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
    pub(crate) fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
}

/// One end of a range of numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Bound {
    pub(crate) value: Decimal,
    pub(crate) exclusive: bool,
}

/// What is said of numbers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Numbers {
    /// Only integers.
    pub(crate) integer: bool,
    pub(crate) least: Option<Bound>,
    pub(crate) most: Option<Bound>,
    pub(crate) multiples: Vec<Decimal>,
    /// `int32`, `float`, …: the formats that are ranges.
    pub(crate) format: Option<String>,
}

/// What is said of strings. Lengths are in characters.
#[derive(Clone, Debug, Default)]
pub(crate) struct Strings {
    pub(crate) least: u64,
    pub(crate) most: Option<u64>,
    pub(crate) patterns: IndexSet<String>,
    pub(crate) formats: IndexSet<String>,
    /// `contentEncoding` and `contentMediaType`, as far as they are said.
    pub(crate) content: IndexMap<&'static str, String>,
}

/// `contains` with its bounds.
#[derive(Clone, Debug)]
pub(crate) struct Contains {
    pub(crate) schema: SchemaId,
    pub(crate) least: u64,
    pub(crate) most: Option<u64>,
}

/// What is said of lists.
#[derive(Clone, Debug, Default)]
pub(crate) struct Arrays {
    pub(crate) least: u64,
    pub(crate) most: Option<u64>,
    pub(crate) unique: bool,
    pub(crate) prefix: Vec<SchemaId>,
    /// Items behind the prefix.
    pub(crate) rest: SchemaId,
    pub(crate) contains: Vec<Contains>,
}

/// One declared property.
#[derive(Clone, Debug)]
pub(crate) struct Property {
    pub(crate) schema: SchemaId,
    pub(crate) place: Span,
}

/// What is said of objects.
#[derive(Clone, Debug, Default)]
pub(crate) struct Objects {
    pub(crate) properties: IndexMap<String, Property>,
    pub(crate) required: IndexMap<String, Span>,
    pub(crate) patterns: IndexMap<String, SchemaId>,
    /// Properties neither declared nor matched by a pattern.
    pub(crate) additional: SchemaId,
    pub(crate) names: Vec<SchemaId>,
    pub(crate) least: u64,
    pub(crate) most: Option<u64>,
    pub(crate) dependent: IndexMap<String, IndexSet<String>>,
    pub(crate) dependent_schemas: IndexMap<String, SchemaId>,
}

/// `oneOf` or `anyOf`.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    /// Exactly one branch may accept: `oneOf`.
    pub(crate) exclusive: bool,
    pub(crate) branches: Vec<Branch>,
    pub(crate) place: Span,
}

/// One branch of a group.
#[derive(Clone, Debug)]
pub(crate) struct Branch {
    pub(crate) schema: SchemaId,
    /// What the reference calls it.
    pub(crate) name: Option<String>,
    pub(crate) place: Span,
}

/// `if`, `then`, `else`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Condition {
    pub(crate) test: SchemaId,
    pub(crate) then: SchemaId,
    pub(crate) otherwise: SchemaId,
}

/// One schema.
#[derive(Clone, Debug)]
pub(crate) struct Schema {
    /// It accepts nothing.
    pub(crate) never: bool,
    pub(crate) types: Types,
    /// Null is accepted whatever the rest says: `nullable` around a composition.
    pub(crate) or_null: bool,
    pub(crate) values: Option<Vec<Json>>,
    pub(crate) numbers: Numbers,
    pub(crate) strings: Strings,
    pub(crate) arrays: Arrays,
    pub(crate) objects: Objects,
    pub(crate) groups: Vec<Group>,
    pub(crate) nots: Vec<SchemaId>,
    pub(crate) conditions: Vec<Condition>,
    /// Values of `x-extensible-enum`: known ones, others may come.
    pub(crate) extensible: Vec<Json>,
    pub(crate) default: Option<Json>,
    pub(crate) deprecated: bool,
    pub(crate) read_only: bool,
    pub(crate) write_only: bool,
    /// What discriminators ask for: a property and the values that it may have (any where there are none).
    pub(crate) tags: Vec<(String, Vec<String>, Span)>,
    /// The effective XML representation, as text.
    pub(crate) xml: Option<String>,
    /// The schema object, the outermost where several hold together.
    pub(crate) place: Option<Span>,
    /// Where keywords stand.
    pub(crate) places: Vec<(Keyword, Span)>,
}

impl Default for Schema {
    fn default() -> Self {
        Self {
            never: false,
            types: Types::ALL,
            or_null: false,
            values: None,
            numbers: Numbers::default(),
            strings: Strings::default(),
            arrays: Arrays::default(),
            objects: Objects::default(),
            groups: Vec::new(),
            nots: Vec::new(),
            conditions: Vec::new(),
            extensible: Vec::new(),
            default: None,
            deprecated: false,
            read_only: false,
            write_only: false,
            tags: Vec::new(),
            xml: None,
            place: None,
            places: Vec::new(),
        }
    }
}

impl Schema {
    /// Where the keyword stands, or else the schema.
    pub(crate) fn place_of(&self, keyword: Keyword) -> Option<Span> {
        self.places
            .iter()
            .find(|(known, _)| *known == keyword)
            .map(|(_, span)| *span)
            .or(self.place)
    }

    /// How much it says.
    pub(crate) fn size(&self) -> usize {
        let objects = &self.objects;
        let listed = self.values.as_ref().map_or(0, Vec::len) + self.arrays.prefix.len();
        let branches: usize = self.groups.iter().map(|group| group.branches.len()).sum();
        objects.properties.len() + objects.required.len() + listed + branches
    }

    /// Whether the keyword is there.
    pub(crate) fn says(&self, keyword: Keyword) -> bool {
        self.places.iter().any(|(known, _)| *known == keyword)
    }

    /// Whether messages that flow this way carry it at all.
    pub(crate) fn is_ignored(&self, flow: super::Flow) -> bool {
        match flow {
            super::Flow::ToServer => self.read_only,
            super::Flow::ToClient => self.write_only,
        }
    }
}
