//! Schemas to types: which Rust-neutral type a schema stands for.
//!
//! Comes in: schema nodes. Goes out: [`Use`]s, and named types in the resolver's table. Schemas
//! that are referred to get their name first and are worked off from a queue, so that chains of
//! references need no stack and recursive schemas end.
//!
//! Long because naming, queueing and building a schema share the tables that keep each to one type.

use super::Resolver;
use super::merge::{Effective, JsonType};
use super::names::Position;
use crate::diagnostics::codes;
use crate::model::{Type, TypeDef, TypeId, TypeKind, Use};
use crate::read::Node;

/// Of more characters no name is made.
const LONGEST_HINT: usize = 1000;

/// Where a schema stands, in words; names the types that are written inline.
#[derive(Clone, Debug)]
pub(crate) struct Hint(String);

impl Hint {
    pub(crate) fn new(words: impl Into<String>) -> Self {
        Self(words.into())
    }

    pub(crate) fn child(&self, word: &str) -> Self {
        let words = match self.0.char_indices().nth(LONGEST_HINT) {
            Some((end, _)) => &self.0[..end],
            None => &self.0,
        };
        Self(format!("{words} {word}"))
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
                let first = self.followed(several[0]).map(std::ptr::from_ref);
                if several
                    .iter()
                    .all(|node| self.followed(node).map(std::ptr::from_ref) == first)
                {
                    return self.use_of_one(several[0], hint);
                }
                let merged = self.effective(several);
                self.inline(&merged, hint, several)
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
        self.inline(&merged, hint, &[node])
    }

    /// The node with the `$ref`, when a schema is nothing but a reference: alone, with
    /// annotations beside it, or wrapped in an `allOf`, `oneOf` or `anyOf` of one.
    fn plain_reference(&self, node: &'d Node) -> Option<(&'d Node, bool)> {
        let mut node = node;
        let mut nullable = false;
        for _ in 0..16 {
            nullable |= node.get("nullable").and_then(Node::as_bool) == Some(true);
            if node.get("$ref").is_some() {
                return (!self.says_more(node)).then_some((node, nullable));
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

    /// Where a schema's `$ref` leads to: the end of the chain, or the first schema on the way that
    /// says more than its own `$ref`.
    pub(crate) fn followed(&self, node: &'d Node) -> Option<&'d Node> {
        // What leads in a circle leads nowhere, and was reported when the document was read.
        self.document.follow(node)?;
        let mut node = node;
        while node.get("$ref").is_some() {
            node = self.document.reference(node)?.0;
            if self.says_more(node) {
                break;
            }
        }
        Some(node)
    }

    /// Whether a schema says more than its `$ref` does. The type of what that leads to, said again, is nothing more.
    fn says_more(&self, node: &'d Node) -> bool {
        node.entries().any(|(key, value)| match key {
            "type" => !self.repeats_type(node, value),
            _ => !ANNOTATIONS.contains(&key) && !key.starts_with("x-"),
        })
    }

    fn repeats_type(&self, node: &'d Node, said: &Node) -> bool {
        let Some(target) = self.document.follow(node) else {
            return false;
        };
        match (target.get("type").map(Node::as_str), said.as_str()) {
            (Some(Some(meant)), Some(said)) => meant == said,
            (None, Some("object")) => target.get("properties").is_some(),
            _ => false,
        }
    }

    /// The type a `$ref` leads to.
    fn referred(&mut self, reference: &'d Node, hint: &Hint) -> Use {
        let Some(target) = self.followed(reference) else {
            return Use::plain(Type::Any);
        };
        let identity = std::ptr::from_ref(target);
        let nullable = match self.referred.get(&identity) {
            Some(nullable) => *nullable,
            None => {
                let merged = self.effective(&[target]);
                if !self.components.contains_key(&identity) && is_scalar(&merged) {
                    return self.inline(&merged, hint, &[]);
                }
                let nullable = self.allows_null(&merged);
                self.referred.insert(identity, nullable);
                nullable
            }
        };
        let id = self.name_target(target, reference);
        let used = Use::plain(Type::Named(id));
        if nullable { nullable_use(used) } else { used }
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
            rules: None,
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
                    Built::Kind(kind) => {
                        self.types[id].rules = self.rules(&merged, None);
                        kind
                    }
                    Built::Use(mut used) => {
                        used.constraints.rules = self.rules(&merged, Some(&used.ty));
                        TypeKind::Alias(used)
                    }
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

    /// The type of an effective schema at an anonymous place; what needs a name gets one. So does what is met again inside of
    /// itself, by the schemas that were merged: it would have no end.
    fn inline(&mut self, merged: &Effective<'d>, hint: &Hint, nodes: &[&'d Node]) -> Use {
        let nullable = self.allows_null(merged);
        let mut place: Vec<*const Node> = nodes.iter().copied().map(std::ptr::from_ref).collect();
        place.sort_unstable();
        place.dedup();
        let used = if self.open.contains_key(&place) {
            Use::plain(Type::Named(self.met_again(&place, merged)))
        } else {
            self.inline_once(merged, hint, place)
        };
        if nullable { nullable_use(used) } else { used }
    }

    fn inline_once(&mut self, merged: &Effective<'d>, hint: &Hint, place: Vec<*const Node>) -> Use {
        if !place.is_empty() {
            self.open.insert(place.clone(), (hint.clone(), None));
        }
        let built = self.build(merged, hint);
        let met = self.open.remove(&place).and_then(|(_, id)| id);
        let (kind, named) = match built {
            Built::Use(mut used) => {
                used.constraints.rules = self.rules(merged, Some(&used.ty));
                if met.is_none() {
                    return used;
                }
                (TypeKind::Alias(used), false)
            }
            Built::Kind(kind) => (kind, true),
        };
        let id = met.unwrap_or_else(|| self.push_inline(merged, hint));
        self.types[id].kind = kind;
        if named {
            self.types[id].rules = self.rules(merged, None);
        }
        if let [single] = place.as_slice() {
            self.named.insert(*single, id);
        }
        Use::plain(Type::Named(id))
    }

    /// The type of what is being built at an outer place, too.
    fn met_again(&mut self, place: &[*const Node], merged: &Effective<'d>) -> TypeId {
        let (hint, known) = self.open[place].clone();
        known.unwrap_or_else(|| {
            let id = self.push_inline(merged, &hint);
            if let Some((_, known)) = self.open.get_mut(place) {
                *known = Some(id);
            }
            id
        })
    }

    /// A type that is still to be filled in.
    fn push_inline(&mut self, merged: &Effective<'d>, hint: &Hint) -> TypeId {
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
            kind: TypeKind::Alias(Use::plain(Type::Any)),
            rules: None,
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
            Built::Kind(kind) => {
                let id = self.push_inline(merged, hint);
                self.types[id].kind = kind;
                Use::plain(Type::Named(id))
            }
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
        self.report_contradictions(merged);
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
}

/// How deep schemas may be written inside each other.
const MAX_DEPTH: usize = 128;

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
