//! Schemas to types: which Rust-neutral type a schema stands for.
//!
//! Comes in: schema nodes. Goes out: [`Use`]s, and named types in the resolver's table. Schemas
//! that are referred to get their name first and are worked off from a queue, so that chains of
//! references need no stack and recursive schemas end.

use super::Resolver;
use super::merge::{AdditionalSchema, Effective, JsonType};
use super::names::{Position, Scope};
use crate::diagnostics::codes;
use crate::model::{
    Additional, Constraints, Field, FieldRole, IntegerKind, StringFormat, Struct, Text, Type,
    TypeDef, TypeId, TypeKind, Use,
};
use crate::read::Node;

/// Where a schema stands, in words; names the types that are written inline.
#[derive(Clone, Debug)]
pub(crate) struct Hint(String);

impl Hint {
    pub(crate) fn new(words: impl Into<String>) -> Self {
        Self(words.into())
    }

    pub(crate) fn child(&self, word: &str) -> Self {
        Self(format!("{} {word}", self.0))
    }

    pub(crate) fn words(&self) -> &str {
        &self.0
    }
}

/// A named type to be filled in, or an anonymous place.
pub(crate) enum Built {
    Kind(TypeKind),
    Use(Use),
}

/// Keywords that say something about a value without shaping it.
const ANNOTATIONS: &[&str] = &[
    "$ref",
    "$comment",
    "description",
    "title",
    "summary",
    "default",
    "example",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
    "externalDocs",
    "xml",
    "nullable",
    "$id",
    "$schema",
    "$anchor",
];

impl<'d> Resolver<'d> {
    /// The type of a schema where it is used.
    pub(crate) fn use_of(&mut self, node: &'d Node, hint: &Hint) -> Use {
        self.use_of_all(&[node], hint)
    }

    /// The type of schemas that hold at once where they are used.
    pub(crate) fn use_of_all(&mut self, nodes: &[&'d Node], hint: &Hint) -> Use {
        let shaping: Vec<&'d Node> = nodes.iter().copied().filter(|node| shapes(node)).collect();
        let nullable = nodes
            .iter()
            .any(|node| node.get("nullable").and_then(Node::as_bool) == Some(true));
        match shaping.as_slice() {
            [] => Use::plain(if nodes.iter().any(|n| n.as_bool() == Some(false)) {
                Type::Never
            } else {
                Type::Any
            }),
            [single] => {
                let used = self.use_of_one(single, hint);
                if nullable { nullable_use(used) } else { used }
            }
            several => {
                let first = self.document.follow(several[0]).map(std::ptr::from_ref);
                if several
                    .iter()
                    .all(|node| self.document.follow(node).map(std::ptr::from_ref) == first)
                {
                    return self.use_of_one(several[0], hint);
                }
                let merged = self.effective(several);
                self.inline(&merged, hint, None)
            }
        }
    }

    fn use_of_one(&mut self, node: &'d Node, hint: &Hint) -> Use {
        if let Some((reference, nullable)) = self.plain_reference(node) {
            let used = self.referred(reference, hint);
            return if nullable { nullable_use(used) } else { used };
        }
        let identity = std::ptr::from_ref(node);
        if let Some(id) = self.named.get(&identity).copied() {
            let merged = self.effective(&[node]);
            let used = Use::plain(Type::Named(id));
            return if self.allows_null(&merged) {
                nullable_use(used)
            } else {
                used
            };
        }
        let merged = self.effective(&[node]);
        self.inline(&merged, hint, Some(identity))
    }

    /// The node with the `$ref`, when a schema is nothing but a reference: alone, with
    /// annotations beside it, or wrapped in an `allOf`, `oneOf` or `anyOf` of one.
    fn plain_reference(&self, node: &'d Node) -> Option<(&'d Node, bool)> {
        let mut node = node;
        let mut nullable = false;
        for _ in 0..16 {
            nullable |= node.get("nullable").and_then(Node::as_bool) == Some(true);
            if node.get("$ref").is_some() {
                return node
                    .entries()
                    .all(|(key, _)| ANNOTATIONS.contains(&key) || key.starts_with("x-"))
                    .then_some((node, nullable));
            }
            let mut wrapped = None;
            for (key, value) in node.entries() {
                match key {
                    "allOf" | "oneOf" | "anyOf"
                        if wrapped.is_none() && value.as_array().len() == 1 =>
                    {
                        wrapped = value.as_array().first();
                    }
                    // Common beside a wrapped reference, and it says nothing new.
                    "type" if value.as_str() == Some("object") => {}
                    _ if ANNOTATIONS.contains(&key) || key.starts_with("x-") => {}
                    _ => return None,
                }
            }
            node = wrapped?;
        }
        None
    }

    /// The type a `$ref` leads to.
    fn referred(&mut self, reference: &'d Node, hint: &Hint) -> Use {
        let Some(target) = self.document.follow(reference) else {
            return Use::plain(Type::Any);
        };
        let merged = self.effective(&[target]);
        let component = self.components.contains_key(&std::ptr::from_ref(target));
        if !component && is_scalar(&merged) {
            return self.inline(&merged, hint, None);
        }
        let id = self.name_target(target, reference);
        let used = Use::plain(Type::Named(id));
        if self.allows_null(&merged) {
            nullable_use(used)
        } else {
            used
        }
    }

    /// The named type of a schema that is referred to; it is filled in later.
    fn name_target(&mut self, target: &'d Node, reference: &'d Node) -> TypeId {
        if let Some(id) = self.named.get(&std::ptr::from_ref(target)) {
            return *id;
        }
        let words = self
            .document
            .reference(reference)
            .map_or_else(|| "Referred".to_owned(), |(_, name)| name);
        self.enqueue(target, None, &words)
    }

    /// Names a schema and puts it in the queue.
    pub(crate) fn enqueue(
        &mut self,
        target: &'d Node,
        schema: Option<&str>,
        words: &str,
    ) -> TypeId {
        let ident = self.type_names.claim(words, Position::Type);
        let id = self.types.push(TypeDef {
            ident,
            schema: schema.map(str::to_owned),
            pointer: self.document.pointer_of(target),
            title: None,
            description: None,
            deprecated: false,
            example: None,
            kind: TypeKind::Alias(Use::plain(Type::Any)),
            validated: false,
            has_float: false,
            has_default: false,
        });
        self.named.insert(std::ptr::from_ref(target), id);
        self.queue.push_back((id, target, Hint::new(words)));
        id
    }

    /// Fills in every named type that waits.
    pub(crate) fn work_off(&mut self) {
        while let Some((id, target, hint)) = self.queue.pop_front() {
            let merged = self.effective(&[target]);
            self.describe(id, &merged);
            let kind = match self.plain_reference(target) {
                Some((reference, _)) => TypeKind::Alias(self.referred(reference, &hint)),
                None => match self.build(&merged, &hint) {
                    Built::Kind(kind) => kind,
                    Built::Use(used) => TypeKind::Alias(used),
                },
            };
            self.types[id].kind = kind;
        }
    }

    fn describe(&mut self, id: TypeId, merged: &Effective<'d>) {
        let def = &mut self.types[id];
        def.title.clone_from(&merged.title);
        def.description.clone_from(&merged.description);
        def.deprecated = merged.deprecated;
        def.example.clone_from(&merged.example);
    }

    /// The type of an effective schema at an anonymous place; what needs a name gets one.
    fn inline(
        &mut self,
        merged: &Effective<'d>,
        hint: &Hint,
        identity: Option<*const Node>,
    ) -> Use {
        let nullable = self.allows_null(merged);
        let used = match self.build(merged, hint) {
            Built::Use(used) => used,
            Built::Kind(kind) => {
                let id = self.push_inline(merged, hint, kind);
                if let Some(identity) = identity {
                    self.named.insert(identity, id);
                }
                Use::plain(Type::Named(id))
            }
        };
        if nullable { nullable_use(used) } else { used }
    }

    fn push_inline(&mut self, merged: &Effective<'d>, hint: &Hint, kind: TypeKind) -> TypeId {
        let ident = self.type_names.claim(hint.words(), Position::Type);
        let pointer = merged
            .nodes
            .first()
            .map_or_else(String::new, |node| self.document.pointer_of(node));
        let id = self.types.push(TypeDef {
            ident,
            schema: None,
            pointer,
            title: None,
            description: None,
            deprecated: false,
            example: None,
            kind,
            validated: false,
            has_float: false,
            has_default: false,
        });
        self.describe(id, merged);
        id
    }

    /// Names a type that no schema of the document stands for by itself.
    pub(crate) fn named_use(&mut self, merged: &Effective<'d>, hint: &Hint, built: Built) -> Use {
        match built {
            Built::Use(used) => used,
            Built::Kind(kind) => Use::plain(Type::Named(self.push_inline(merged, hint, kind))),
        }
    }

    /// Decides what an effective schema is, `null` aside.
    pub(crate) fn build(&mut self, merged: &Effective<'d>, hint: &Hint) -> Built {
        if self.depth > MAX_DEPTH {
            if let Some(node) = merged.nodes.first() {
                self.report(
                    &codes::NESTING_TOO_DEEP,
                    node,
                    "the schema nests too deep; any value is taken here".to_owned(),
                );
            }
            return Built::Use(Use::plain(Type::Any));
        }
        self.depth += 1;
        let built = self.build_within(merged, hint);
        self.depth -= 1;
        built
    }

    fn build_within(&mut self, merged: &Effective<'d>, hint: &Hint) -> Built {
        if merged.never {
            return Built::Use(Use::plain(Type::Never));
        }
        if merged.values.is_some() {
            return self.build_values(merged);
        }
        if let Some(built) = self.build_composition(merged, hint) {
            return built;
        }
        if merged.only_null {
            return Built::Use(Use::plain(Type::Null));
        }
        match self.types_of(merged).as_slice() {
            [] => Built::Use(Use::plain(Type::Any)),
            [single] => self.build_type(*single, merged, hint),
            several => self.build_type_list(several, merged, hint),
        }
    }

    /// The types of an effective schema: those it names, or else those its keywords imply.
    pub(crate) fn types_of(&self, merged: &Effective<'d>) -> Vec<JsonType> {
        if let Some(types) = &merged.types {
            let mut types = types.clone();
            if types.contains(&JsonType::Number) {
                types.retain(|ty| *ty != JsonType::Integer);
            }
            return types;
        }
        let object = !merged.properties.is_empty()
            || !matches!(merged.additional, AdditionalSchema::Unsaid)
            || !merged.patterns.is_empty();
        if object {
            vec![JsonType::Object]
        } else if !merged.items.is_empty() || !merged.prefix.is_empty() {
            vec![JsonType::Array]
        } else if merged.limits.min_length.is_some()
            || merged.limits.max_length.is_some()
            || !merged.limits.patterns.is_empty()
            || merged
                .format
                .as_deref()
                .is_some_and(|format| TEXT_FORMATS.contains(&format))
        {
            vec![JsonType::String]
        } else {
            Vec::new()
        }
    }

    /// The type for one JSON type of an effective schema.
    pub(crate) fn build_type(
        &mut self,
        ty: JsonType,
        merged: &Effective<'d>,
        hint: &Hint,
    ) -> Built {
        let constraints = self.constraints(ty, merged);
        let ty = match ty {
            JsonType::Boolean => Type::Bool,
            JsonType::Integer => Type::Integer(integer_kind(merged)),
            JsonType::Number => match merged.format.as_deref() {
                Some("float") => Type::Float,
                Some("int64" | "int32" | "integer") => Type::Integer(integer_kind(merged)),
                _ => Type::Double,
            },
            JsonType::String => Type::Text(text_kind(merged)),
            JsonType::Array => self.array(merged, hint),
            JsonType::Object => return self.object(merged, hint),
        };
        Built::Use(Use { ty, constraints })
    }

    fn array(&mut self, merged: &Effective<'d>, hint: &Hint) -> Type {
        let item = hint.child("item");
        if merged.prefix.is_empty() {
            let used = match merged.items.as_slice() {
                [] => Use::plain(if merged.closed_items {
                    Type::Never
                } else {
                    Type::Any
                }),
                several => self.use_of_all(several, &item),
            };
            return Type::Array(Box::new(used));
        }
        let prefix: Vec<Use> = merged
            .prefix
            .iter()
            .enumerate()
            .map(|(index, node)| self.use_of(node, &hint.child(&format!("item {}", index + 1))))
            .collect();
        let fixed = merged.limits.min_items.unwrap_or(0) >= prefix.len() as u64;
        let rest = match merged.items.as_slice() {
            [] if merged.closed_items
                || (fixed && merged.limits.max_items == Some(prefix.len() as u64)) =>
            {
                None
            }
            [] => Some(Box::new(Use::plain(Type::Any))),
            several => Some(Box::new(self.use_of_all(several, &item))),
        };
        Type::Tuple(prefix, rest)
    }

    fn object(&mut self, merged: &Effective<'d>, hint: &Hint) -> Built {
        let constraints = self.constraints(JsonType::Object, merged);
        let undeclared: Vec<&'d str> = merged
            .required
            .iter()
            .copied()
            .filter(|name| !merged.properties.contains_key(name))
            .collect();
        if merged.properties.is_empty() && undeclared.is_empty() {
            let value = match (merged.additional, merged.patterns.as_slice()) {
                (AdditionalSchema::Typed(schema), []) => {
                    Some(self.use_of(schema, &hint.child("value")))
                }
                (AdditionalSchema::Unsaid | AdditionalSchema::Allowed, []) => {
                    Some(Use::plain(Type::Any))
                }
                _ => None,
            };
            if let Some(value) = value {
                return Built::Use(Use {
                    ty: Type::Map(Box::new(value)),
                    constraints,
                });
            }
        }
        let fields = self.fields(merged, &undeclared, hint);
        Built::Kind(TypeKind::Struct(self.structure(
            merged,
            fields,
            constraints,
            hint,
        )))
    }

    /// A struct of these fields with what the schema says of other members.
    pub(crate) fn structure(
        &mut self,
        merged: &Effective<'d>,
        mut fields: Vec<Field>,
        constraints: Constraints,
        hint: &Hint,
    ) -> Struct {
        let mut idents = Scope::default();
        // A setter cannot share a name with the constructor or with methods clippy takes for
        // those of well-known traits.
        let mut setters = Scope::reserving(RESERVED_SETTERS);
        for field in &mut fields {
            field.ident = idents.claim(&field.ident, Position::Value);
            field.setter = setters.claim_or(&field.ident, "value", Position::Value);
        }
        let additional = self.additional(merged, &mut idents, hint);
        Struct {
            fields,
            additional,
            constraints,
        }
    }

    fn additional(
        &mut self,
        merged: &Effective<'d>,
        idents: &mut Scope,
        hint: &Hint,
    ) -> Additional {
        let value_hint = hint.child("value");
        let kept = |idents: &mut Scope, value: Use, patterns: Vec<String>| Additional::Kept {
            ident: idents.claim_or("additional_properties", "map", Position::Value),
            value: Box::new(value),
            patterns,
        };
        match (merged.patterns.as_slice(), merged.additional) {
            ([], AdditionalSchema::Unsaid) => Additional::Ignored,
            ([], AdditionalSchema::Refused) => Additional::Refused,
            ([], AdditionalSchema::Allowed) => kept(idents, Use::plain(Type::Any), Vec::new()),
            ([], AdditionalSchema::Typed(schema)) => {
                let value = self.use_of(schema, &value_hint);
                kept(idents, value, Vec::new())
            }
            (patterns, AdditionalSchema::Unsaid | AdditionalSchema::Refused) => {
                let (names, schemas): (Vec<&'d str>, Vec<&'d Node>) =
                    patterns.iter().copied().unzip();
                let value = match schemas.as_slice() {
                    [single] => self.use_of(single, &value_hint),
                    several => {
                        self.report(
                            &codes::UNCHECKED_KEYWORD,
                            several[0],
                            "several `patternProperties` are read as any value".to_owned(),
                        );
                        Use::plain(Type::Any)
                    }
                };
                let closed = matches!(merged.additional, AdditionalSchema::Refused);
                let mut translated = Vec::new();
                if closed {
                    for name in names {
                        if let Some(pattern) = self.pattern(name, merged) {
                            translated.push(pattern);
                        }
                    }
                }
                kept(
                    idents,
                    if closed { value } else { Use::plain(Type::Any) },
                    translated,
                )
            }
            (patterns, _) => {
                self.report(
                    &codes::UNCHECKED_KEYWORD,
                    patterns[0].1,
                    "`patternProperties` beside `additionalProperties` is read as any value"
                        .to_owned(),
                );
                kept(idents, Use::plain(Type::Any), Vec::new())
            }
        }
    }

    /// The fields of an effective object schema; idents are settled by [`Self::structure`].
    pub(crate) fn fields(
        &mut self,
        merged: &Effective<'d>,
        undeclared: &[&'d str],
        hint: &Hint,
    ) -> Vec<Field> {
        let mut fields = Vec::with_capacity(merged.properties.len() + undeclared.len());
        for (name, nodes) in &merged.properties {
            let value = self.use_of_all(nodes, &hint.child(name));
            let own = self.annotations(nodes);
            fields.push(Field {
                name: (*name).to_owned(),
                ident: (*name).to_owned(),
                setter: String::new(),
                role: FieldRole::Member,
                value,
                required: merged.required.contains(name),
                read_only: own.read_only,
                write_only: own.write_only,
                deprecated: own.deprecated,
                description: own.description.or(own.title),
                default: own.default,
                example: own.example,
            });
        }
        for name in undeclared {
            if let Some(node) = merged.nodes.first() {
                self.report(
                    &codes::REQUIRED_WITHOUT_PROPERTY,
                    node,
                    format!("`{name}` is required but has no property; any value is taken, and it may be absent"),
                );
            }
            fields.push(Field {
                name: (*name).to_owned(),
                ident: (*name).to_owned(),
                setter: String::new(),
                role: FieldRole::Member,
                value: Use::plain(Type::Any),
                required: false,
                read_only: false,
                write_only: false,
                deprecated: false,
                description: None,
                default: None,
                example: None,
            });
        }
        fields
    }

    /// What is said of a property at its own place; a named type keeps its own description.
    fn annotations(&mut self, nodes: &[&'d Node]) -> Effective<'d> {
        let mut own = Effective::default();
        for node in nodes {
            let merged = self.effective(&[node]);
            let direct = merged
                .nodes
                .first()
                .is_some_and(|first| first.get("$ref").is_none());
            let text = |key: &str| node.get(key).and_then(Node::as_str).map(str::to_owned);
            own.description = own.description.or_else(|| text("description"));
            if direct {
                own.title = own.title.or_else(|| text("title"));
            }
            own.read_only |= merged.read_only;
            own.write_only |= merged.write_only;
            own.deprecated |= node.get("deprecated").and_then(Node::as_bool) == Some(true);
            own.default = own.default.or_else(|| merged.default.clone());
            own.example = own.example.or(if direct {
                merged.example
            } else {
                node.get("example").map(Node::to_json)
            });
        }
        own
    }

    /// Whether `null` is among the values of an effective schema.
    pub(crate) fn allows_null(&mut self, merged: &Effective<'d>) -> bool {
        if merged.only_null {
            return false;
        }
        if let Some(values) = &merged.values {
            return merged.nullable
                || values.iter().any(serde_json::Value::is_null) && values.len() > 1;
        }
        if merged.nullable {
            return true;
        }
        merged
            .groups
            .iter()
            .any(|group| group.branches.iter().any(|branch| self.is_null(branch)))
    }

    /// Whether a schema allows only `null`.
    pub(crate) fn is_null(&self, node: &'d Node) -> bool {
        let Some(node) = self.document.follow(node) else {
            return false;
        };
        let only = |key: &str| {
            node.get(key).is_some_and(
                |values| matches!(values.as_array(), [single] if single.to_json().is_null()),
            )
        };
        node.get("type").and_then(Node::as_str) == Some("null")
            || node.get("type").is_some_and(
                |types| matches!(types.as_array(), [single] if single.as_str() == Some("null")),
            )
            || only("enum")
            || node
                .get("const")
                .is_some_and(|value| value.to_json().is_null())
    }

    /// The constraints that count for a type.
    pub(crate) fn constraints(&mut self, ty: JsonType, merged: &Effective<'d>) -> Constraints {
        let limits = &merged.limits;
        let mut constraints = Constraints::default();
        match ty {
            JsonType::Boolean => {}
            JsonType::Integer | JsonType::Number => {
                if let Some(bound) = &limits.minimum {
                    constraints.minimum = Some(bound.value.clone());
                    constraints.exclusive_minimum = bound.exclusive;
                }
                if let Some(bound) = &limits.maximum {
                    constraints.maximum = Some(bound.value.clone());
                    constraints.exclusive_maximum = bound.exclusive;
                }
                constraints.multiple_of.clone_from(&limits.multiple_of);
            }
            JsonType::String => {
                constraints.min_length = limits.min_length.filter(|least| *least > 0);
                constraints.max_length = limits.max_length;
                constraints.format = match merged.format.as_deref() {
                    Some("email") => Some(StringFormat::Email),
                    Some("hostname") => Some(StringFormat::Hostname),
                    _ => None,
                };
                let patterns = limits.patterns.clone();
                for (index, pattern) in patterns.iter().enumerate() {
                    if index > 0 {
                        if let Some(node) = merged.nodes.first() {
                            self.report(
                                &codes::UNCHECKED_KEYWORD,
                                node,
                                format!("a second pattern holds here; `{pattern}` is not checked"),
                            );
                        }
                    } else {
                        constraints.pattern = self.pattern(pattern, merged);
                    }
                }
            }
            JsonType::Array => {
                constraints.min_items = limits.min_items.filter(|least| *least > 0);
                constraints.max_items = limits.max_items;
                constraints.unique_items = limits.unique_items;
            }
            JsonType::Object => {
                constraints.min_properties = limits.min_properties.filter(|least| *least > 0);
                constraints.max_properties = limits.max_properties;
            }
        }
        constraints
    }

    fn pattern(&mut self, pattern: &str, merged: &Effective<'d>) -> Option<String> {
        match super::pattern::translate(pattern) {
            Ok(translated) => Some(translated),
            Err(reason) => {
                if let Some(node) = merged.nodes.first() {
                    self.report(
                        &codes::UNCHECKED_PATTERN,
                        node,
                        format!(
                            "the pattern `{pattern}` is not checked: {}",
                            reason.lines().last().unwrap_or_default()
                        ),
                    );
                }
                None
            }
        }
    }
}

/// How deep schemas may be written inside each other.
const MAX_DEPTH: usize = 128;

/// Method names a setter must not take.
const RESERVED_SETTERS: &[&str] = &[
    "new",
    "add",
    "sub",
    "mul",
    "div",
    "rem",
    "neg",
    "not",
    "shl",
    "shr",
    "bitand",
    "bitor",
    "bitxor",
    "clone",
    "default",
    "eq",
    "cmp",
    "hash",
    "next",
    "index",
    "deref",
    "drop",
    "borrow",
    "as_ref",
    "as_mut",
    "from_str",
    "from_iter",
    "into_iter",
    "fmt",
    "validate",
];

/// Formats that only strings have.
const TEXT_FORMATS: &[&str] = &[
    "date-time",
    "date",
    "time",
    "duration",
    "uuid",
    "uri",
    "url",
    "uri-reference",
    "email",
    "hostname",
    "ipv4",
    "ipv6",
    "byte",
    "binary",
    "password",
];

/// Whether a schema says anything about the shape of a value.
fn shapes(node: &Node) -> bool {
    node.get("$ref").is_some()
        || node.entries().any(|(key, _)| {
            !ANNOTATIONS.contains(&key) && !key.starts_with("x-") || key == "x-extensible-enum"
        })
}

/// Whether a schema is a plain text, number or flag that needs no name.
fn is_scalar(merged: &Effective<'_>) -> bool {
    merged.values.is_none()
        && merged.groups.is_empty()
        && merged.types.as_deref().is_some_and(|types| {
            matches!(types, [single] if !matches!(single, JsonType::Array | JsonType::Object))
        })
}

/// Adds `null` to the values.
pub(crate) fn nullable_use(used: Use) -> Use {
    match used.ty {
        Type::Any | Type::Null | Type::Nullable(_) => used,
        ty => Use {
            ty: Type::Nullable(Box::new(ty)),
            constraints: used.constraints,
        },
    }
}

fn integer_kind(merged: &Effective<'_>) -> IntegerKind {
    match merged.format.as_deref() {
        Some("int8") => IntegerKind::I8,
        Some("int16") => IntegerKind::I16,
        Some("int32") => IntegerKind::I32,
        Some("uint8") => IntegerKind::U8,
        Some("uint16") => IntegerKind::U16,
        Some("uint32") => IntegerKind::U32,
        Some("uint64" | "uint") => IntegerKind::U64,
        _ => {
            // Beyond 64 bits a limit is only known as a float; `i64::MIN` written as
            // -9223372036854776000 still means 64 bits.
            let low = merged
                .limits
                .minimum
                .as_ref()
                .and_then(|bound| bound.value.as_f64());
            let high = merged
                .limits
                .maximum
                .as_ref()
                .and_then(|bound| bound.value.as_f64());
            let beyond = |limit: Option<f64>, most: f64| limit.is_some_and(|limit| limit > most);
            if beyond(high, 1.9e19) || low.is_some_and(|low| low < -9.3e18) {
                IntegerKind::Big
            } else if beyond(high, 9.3e18) {
                if low.is_some_and(|low| low >= 0.0) {
                    IntegerKind::U64
                } else {
                    IntegerKind::Big
                }
            } else {
                IntegerKind::I64
            }
        }
    }
}

fn text_kind(merged: &Effective<'_>) -> Text {
    if merged.base64 {
        return Text::Base64;
    }
    match merged.format.as_deref() {
        Some("date-time") => Text::DateTime,
        Some("date") => Text::Date,
        Some("time") => Text::Time,
        Some("duration") => Text::Duration,
        Some("uuid") => Text::Uuid,
        Some("uri" | "url") => Text::Uri,
        Some("ipv4") => Text::Ipv4,
        Some("ipv6") => Text::Ipv6,
        Some("byte" | "base64") => Text::Base64,
        Some("password") => Text::Secret,
        _ => Text::String,
    }
}
