//! Message types.

use super::{Constraints, Json};

/// All named types of an API, in the order in which they are to be emitted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Types {
    defs: Vec<TypeDef>,
    order: Vec<TypeId>,
}

/// Names one type of [`Types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub usize);

impl Types {
    /// Adds a type.
    pub fn push(&mut self, def: TypeDef) -> TypeId {
        let id = TypeId(self.defs.len());
        self.defs.push(def);
        self.order.push(id);
        id
    }

    /// Iterates with ids, in emission order.
    pub fn iter(&self) -> impl Iterator<Item = (TypeId, &TypeDef)> {
        self.order.iter().map(|id| (*id, &self.defs[id.0]))
    }

    /// Sets the order of emission.
    ///
    /// # Panics
    /// When `order` does not name every type once.
    pub fn set_order(&mut self, order: Vec<TypeId>) {
        let mut named = order.clone();
        named.sort_unstable();
        assert!(
            named.iter().enumerate().all(|(index, id)| id.0 == index)
                && named.len() == self.defs.len(),
            "the order names every type once"
        );
        self.order = order;
    }

    /// How many types there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.defs.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.defs.is_empty()
    }
}

impl std::ops::Index<TypeId> for Types {
    type Output = TypeDef;
    fn index(&self, id: TypeId) -> &TypeDef {
        &self.defs[id.0]
    }
}

impl std::ops::IndexMut<TypeId> for Types {
    fn index_mut(&mut self, id: TypeId) -> &mut TypeDef {
        &mut self.defs[id.0]
    }
}

/// A named type.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeDef {
    /// Identifier, unique among the types.
    pub ident: String,
    /// Name in `components.schemas`; `None` for a type that was written inline.
    pub schema: Option<String>,
    /// JSON pointer of its schema, `/components/schemas/Job`.
    pub pointer: String,
    /// `title`.
    pub title: Option<String>,
    /// `description`, `CommonMark`.
    pub description: Option<String>,
    /// Deprecated in the document.
    pub deprecated: bool,
    /// First example of the document that can be shown.
    pub example: Option<Json>,
    /// What it is.
    pub kind: TypeKind,
    /// What its kind cannot say: a schema without references, to be checked as it is. Those of an
    /// alias are among its constraints.
    pub rules: Option<Json>,
    /// Whether it or a type inside it has constraints, so that it can be validated.
    pub validated: bool,
    /// Whether it holds a floating-point number or any JSON value, so that it has no `Eq`/`Hash`.
    pub has_float: bool,
    /// Whether every member may be absent, so that it has a default value.
    pub has_default: bool,
}

/// What a named type is.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeKind {
    /// An object with known members.
    Struct(Struct),
    /// A list of values of one base type.
    Enum(Enum),
    /// One of several types (`oneOf`, or `anyOf` of things that cannot hold at once).
    Union(Union),
    /// Any subset of several object types at once (`anyOf`).
    AnyOf(AnyOf),
    /// Another name for a type, with its own constraints.
    Alias(Use),
}

/// A type where it is used, with the constraints of that place.
#[derive(Clone, Debug, PartialEq)]
pub struct Use {
    /// The type.
    pub ty: Type,
    /// Constraints on the value at this place (those of a named type are its own).
    pub constraints: Constraints,
}

/// A type expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// Any JSON value.
    Any,
    /// Only `null`.
    Null,
    /// No value at all (`false` schema).
    Never,
    /// `boolean`.
    Bool,
    /// `integer`.
    Integer(IntegerKind),
    /// `number` with `format: float`.
    Float,
    /// `number`.
    Double,
    /// `string`.
    Text(Text),
    /// Bytes as they are: a binary body or a part of a multipart form.
    Bytes,
    /// `array`.
    Array(Box<Use>),
    /// `array` with `prefixItems`: fixed items, then any number of others.
    Tuple(Vec<Use>, Option<Box<Use>>),
    /// `object` without known members.
    Map(Box<Use>),
    /// `null` is allowed beside the type.
    Nullable(Box<Type>),
    /// A named type.
    Named(TypeId),
    /// A named type behind a pointer, because it contains itself.
    Boxed(TypeId),
}

/// Width of an integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntegerKind {
    /// `int8`.
    I8,
    /// `int16`.
    I16,
    /// `int32`.
    I32,
    /// `int64`, and integers without format.
    I64,
    /// `uint8`.
    U8,
    /// `uint16`.
    U16,
    /// `uint32`.
    U32,
    /// `uint64`, and integers whose limits ask for it.
    U64,
    /// Beyond 64 bits; kept as its text.
    Big,
}

/// What a string holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    /// Just text.
    String,
    /// RFC 3339 date and time.
    DateTime,
    /// RFC 3339 full-date.
    Date,
    /// RFC 3339 full-time.
    Time,
    /// ISO 8601 duration.
    Duration,
    /// RFC 9562 UUID.
    Uuid,
    /// RFC 3986 URI.
    Uri,
    /// IPv4 address.
    Ipv4,
    /// IPv6 address.
    Ipv6,
    /// Base64 (RFC 4648) of bytes.
    Base64,
    /// A secret; hidden in debug output.
    Secret,
}

/// An object with known members.
#[derive(Clone, Debug, PartialEq)]
pub struct Struct {
    /// Members in document order.
    pub fields: Vec<Field>,
    /// Members that are not among the fields.
    pub additional: Additional,
    /// `minProperties`, `maxProperties`.
    pub constraints: Constraints,
}

/// A member of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Name on the wire; empty for a flattened field.
    pub name: String,
    /// Identifier, unique in the struct.
    pub ident: String,
    /// Identifier of the setter, unique among the methods of the struct.
    pub setter: String,
    /// What the field is for.
    pub role: FieldRole,
    /// Type. `Nullable` only when `null` is a value of its own.
    pub value: Use,
    /// Must be present wherever the type travels.
    pub required: bool,
    /// When validation asks for a member that the type leaves optional.
    pub demanded: Option<Demand>,
    /// `readOnly`: set by the service.
    pub read_only: bool,
    /// `writeOnly`: only in requests.
    pub write_only: bool,
    /// The one text that the member has in all unions which tell their variants apart by it.
    pub tag: Option<String>,
    /// Deprecated in the document.
    pub deprecated: bool,
    /// `description`, `CommonMark`.
    pub description: Option<String>,
    /// `default`; documented, never sent by itself.
    pub default: Option<Json>,
    /// First example of the document.
    pub example: Option<Json>,
}

/// When validation asks for a member that its type leaves optional.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demand {
    /// Always: no schema describes the member.
    Always,
    /// In this direction alone, of a type that travels in both.
    In(Direction),
}

/// Which way a message travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From the client to the service.
    Request,
    /// From the service to the client.
    Response,
}

/// What a field is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldRole {
    /// A member of its own.
    Member,
    /// Its own members stand in the object itself (properties beside `oneOf`).
    Flattened,
}

/// What becomes of members that are not among the fields.
#[derive(Clone, Debug, PartialEq)]
pub enum Additional {
    /// Ignored when read.
    Ignored,
    /// Refused (`additionalProperties: false`).
    Refused,
    /// Kept in a map (`additionalProperties` or `patternProperties`).
    Kept {
        /// Identifier of the map.
        ident: String,
        /// Type of the values.
        value: Box<Use>,
        /// Names must match one of these patterns (`regex-lite` syntax); empty: any name.
        patterns: Vec<String>,
    },
}

/// A list of values.
#[derive(Clone, Debug, PartialEq)]
pub struct Enum {
    /// Type of the values.
    pub base: EnumBase,
    /// Values in document order.
    pub values: Vec<EnumValue>,
    /// A value that is not listed is refused when read (`const`). Otherwise it is kept.
    pub closed: bool,
    /// A value that is not listed is fine (`x-extensible-enum`). Otherwise validation reports it.
    pub extensible: bool,
    /// Identifier of the variant that keeps values that are not listed.
    pub unknown: String,
}

/// Type of an enum's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnumBase {
    /// Strings.
    String,
    /// Integers, `i64`.
    Integer,
}

/// One value of an enum.
#[derive(Clone, Debug, PartialEq)]
pub struct EnumValue {
    /// Identifier of the variant.
    pub ident: String,
    /// The value: a string, or an integer.
    pub value: Json,
    /// `CommonMark`.
    pub description: Option<String>,
}

/// One of several types.
#[derive(Clone, Debug, PartialEq)]
pub struct Union {
    /// Variants in document order.
    pub variants: Vec<Variant>,
    /// How the variant of a value is found.
    pub choice: Choice,
    /// The variant of values whose tag is absent or stands for no other (`defaultMapping`).
    pub fallback: Option<usize>,
    /// Identifier of the variant that keeps values no other variant takes; `None` when such
    /// values are refused.
    pub other: Option<String>,
}

/// How the variant of a value is found.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// By the text of this member (`discriminator`).
    Tag(String),
    /// The variant that takes the value without losing anything.
    Trial,
}

/// A variant of a union.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// Identifier.
    pub ident: String,
    /// Texts of the discriminator that stand for it; empty unless [`Choice::Tag`].
    pub tags: Vec<String>,
    /// Its type.
    pub value: Use,
    /// `CommonMark`.
    pub description: Option<String>,
}

/// Any subset of several object types, at least one of them.
#[derive(Clone, Debug, PartialEq)]
pub struct AnyOf {
    /// Branches in document order; each becomes an optional field.
    pub branches: Vec<Variant>,
}
