//! The words of the grammar table: kinds of objects, their fields, the shapes of values.
//!
//! The table itself is in [`table`]. It knows Swagger 2.0, OpenAPI 3.0.4, 3.1.1 and 3.2.0 and JSON
//! Schema 2020-12.

mod table;

use super::Version;

/// A kind of object, named as in the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    OpenApi,
    Info,
    Contact,
    License,
    Server,
    ServerVariable,
    Components,
    Paths,
    PathItem,
    Operation,
    ExternalDocs,
    Parameter,
    RequestBody,
    MediaType,
    Encoding,
    Responses,
    Response,
    Callback,
    Webhooks,
    Example,
    Link,
    Header,
    Tag,
    Reference,
    Schema,
    Discriminator,
    Xml,
    SecurityScheme,
    OAuthFlows,
    OAuthFlow,
    SecurityRequirement,
    Items,
}

/// What a value must look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Any value, null included.
    Any,
    /// A string.
    Text,
    /// The text of a reference: nothing else is read as one.
    Address,
    /// One of these strings.
    Choice(&'static [&'static str]),
    /// A boolean.
    Bool,
    /// A number.
    Number,
    /// An integer from zero.
    Count,
    /// A boolean up to 3.0, a number from 3.1.
    Exclusive,
    /// One of these strings; from 3.1 also a list of them.
    Types(&'static [&'static str]),
    /// A list.
    List(&'static Shape),
    /// An object with any keys.
    Map(&'static Shape),
    /// An object of this kind.
    Object(Kind),
    /// An object of this kind or a reference to one.
    OrReference(Kind),
    /// A schema; a boolean from 3.1.
    Schema,
    /// A schema or, in every version, a boolean.
    SchemaOrBool,
    /// The targets of a discriminator: names of schemas or references.
    Mapping,
}

/// Whether a field must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Need {
    /// It may be left out.
    Optional,
    /// The specification asks for it up to this version; the document can be used without.
    Should(Version),
    /// The object is of no use without it.
    Must,
    /// The object is of no use without it when its `type` is this.
    MustFor(&'static str),
}

/// One row of the table.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) shape: Shape,
    pub(super) need: Need,
    pub(super) since: Version,
    pub(super) until: Version,
    /// For readers only: a wrong value does no harm and is left out.
    pub(super) note: bool,
}

/// Keys that are not fixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rest {
    /// Only `x-` keys.
    None,
    /// Paths, beginning with `/`.
    Paths(Shape),
    /// Status codes and ranges.
    Statuses(Shape),
    /// Any key.
    Any(Shape),
}

/// A kind of object with all its fields.
#[derive(Debug)]
pub(super) struct Grammar {
    pub(super) kind: Kind,
    /// With its article, for messages.
    pub(super) title: &'static str,
    /// Its own fields.
    own: &'static [Field],
    /// Fields that it has in common with other kinds.
    shared: &'static [Field],
    pub(super) rest: Rest,
    /// The first version that has such objects.
    since: Version,
}

/// A field that the grammar knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownField {
    /// Kind of object, named as in the specification without blanks: `PathItem`.
    pub object: String,
    /// Name of the field. Of keys that are not fixed, what they are: `{path}`, `{status}`, `{key}`.
    pub name: &'static str,
    /// First version that has it.
    pub since: Version,
    /// Last version that has it.
    pub until: Version,
}

/// Every field of every kind of object that is known, in the order of the specification: the whole of what a
/// document can say.
pub fn known_fields() -> impl Iterator<Item = KnownField> {
    table::GRAMMAR.iter().flat_map(|grammar| {
        let free = match grammar.rest {
            Rest::None => None,
            Rest::Paths(_) => Some("{path}"),
            Rest::Statuses(_) => Some("{status}"),
            Rest::Any(_) => Some("{key}"),
        };
        let fixed = grammar
            .fields()
            .map(|field| (field.name, field.since, field.until));
        let free = free.map(|name| (name, Version::V2_0, Version::V3_2));
        fixed.chain(free).map(|(name, since, until)| KnownField {
            object: format!("{:?}", grammar.kind),
            name,
            since: since.max(grammar.since),
            until,
        })
    })
}

/// Whether Swagger 2.0 says this of a value beside its name.
pub(super) fn is_of_value(key: &str) -> bool {
    table::VALUE.iter().any(|field| field.name == key)
}

impl Kind {
    /// What the target of a reference to this kind must look like.
    pub(super) fn target(self) -> Shape {
        match self {
            Self::OpenApi => Shape::Object(self),
            Self::Schema => Shape::Schema,
            kind => Shape::OrReference(kind),
        }
    }

    /// The row groups of all kinds.
    pub(super) fn all() -> impl Iterator<Item = &'static Grammar> {
        table::GRAMMAR.iter()
    }

    /// The row group of this kind.
    pub(super) fn grammar(self) -> &'static Grammar {
        let grammar = &table::GRAMMAR[self as usize];
        debug_assert_eq!(grammar.kind, self);
        grammar
    }
}

impl Grammar {
    /// All fields, in whatever version.
    fn fields(&self) -> impl Iterator<Item = &'static Field> + use<> {
        self.own.iter().chain(self.shared)
    }

    /// The fields that mean something in a document of this version: its own, and those of other versions, which are used
    /// nevertheless. What Swagger 2.0 alone has means nothing later, where it is said otherwise.
    pub(super) fn known(&self, version: Version) -> impl Iterator<Item = &'static Field> + use<> {
        let known = move |field: &&Field| version == Version::V2_0 || field.until > Version::V2_0;
        self.fields().filter(known)
    }

    /// The names to advise in a document of this version: in Swagger 2.0 its own, which no others are like.
    pub(super) fn names(&self, version: Version) -> impl Iterator<Item = &'static str> + use<> {
        let own = move |field: &&Field| version > Version::V2_0 || field.is_in(version);
        self.known(version).filter(own).map(|field| field.name)
    }

    /// The field of this name: in this version, or else in another one.
    pub(super) fn field(&self, name: &str, version: Version) -> Option<&'static Field> {
        let mut rows = self.known(version).filter(|field| field.name == name);
        let first = rows.next()?;
        match first.is_in(version) {
            true => Some(first),
            false => rows.find(|row| row.is_in(version)).or(Some(first)),
        }
    }
}

impl Field {
    /// Whether this version has the field.
    pub(super) fn is_in(&self, version: Version) -> bool {
        self.since <= version && version <= self.until
    }
}

impl Shape {
    /// With its article, for messages.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Any => "any value",
            Self::Text | Self::Address => "a string",
            Self::Choice(_) => "a string",
            Self::Bool => "a boolean",
            Self::Number => "a number",
            Self::Count => "a non-negative integer",
            Self::Exclusive => "a boolean or a number",
            Self::Types(_) => "the name of a type",
            Self::List(_) => "a list",
            Self::Map(_) | Self::Mapping => "an object",
            Self::Object(Kind::Discriminator) => "an object",
            Self::Object(kind) | Self::OrReference(kind) => kind.grammar().title,
            Self::Schema => "a schema",
            Self::SchemaOrBool => "a schema or a boolean",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_row_once() {
        for (index, grammar) in table::GRAMMAR.iter().enumerate() {
            assert_eq!(grammar.kind as usize, index);
            for (at, field) in grammar.fields().enumerate() {
                assert!(field.since <= field.until, "{}", field.name);
                let again = grammar.fields().skip(at + 1).any(|other| {
                    let apart = other.since > field.until || other.until < field.since;
                    other.name == field.name && !apart
                });
                assert!(!again, "{} twice in {:?}", field.name, grammar.kind);
            }
        }
        assert_eq!(Kind::Items as usize + 1, table::GRAMMAR.len());
    }
}
