//! `oneOf`, `anyOf` and lists of types: which of them are unions, which something simpler.
//! Long because each simpler form is an early exit of the same question, and their order decides.

use indexmap::IndexSet;

use super::Resolver;
use super::merge::{Effective, Group, JsonType};
use super::names::{Position, Scope};
use super::schemas::{Built, Hint};
use crate::diagnostics::codes;
use crate::model::{AnyOf, Choice, Field, FieldRole, Json, Type, TypeKind, Union, Use, Variant};
use crate::read::Node;

impl<'d> Resolver<'d> {
    /// What the `oneOf` and `anyOf` of an effective schema make of it; `None` when nothing.
    pub(crate) fn build_composition(
        &mut self,
        merged: &Effective<'d>,
        hint: &Hint,
    ) -> Option<Built> {
        let mut groups: Vec<Group<'d>> = Vec::new();
        for group in &merged.groups {
            let branches: Vec<&'d Node> = group
                .branches
                .iter()
                .copied()
                .filter(|branch| !self.is_null(branch))
                .collect();
            if branches.iter().any(|branch| self.says_nothing(branch)) && !group.exclusive {
                continue;
            }
            // Which members must be there together is a rule.
            if branches.iter().all(|branch| only_requires(branch)) && !branches.is_empty() {
                continue;
            }
            if !branches.is_empty() {
                groups.push(Group {
                    exclusive: group.exclusive,
                    branches,
                });
            } else if !group.branches.is_empty()
                && merged.groups.len() == 1
                && merged.types.is_none()
            {
                return Some(Built::Use(Use::plain(Type::Null)));
            }
        }
        if groups.is_empty() {
            return self.build_hierarchy(merged, hint);
        }
        if groups.iter().any(|group| group.branches.len() == 1) {
            return Some(self.absorb_single(merged, groups, hint));
        }
        let has_members = !merged.properties.is_empty();
        match groups.as_slice() {
            [group] if !has_members => Some(self.build_group(group, merged, hint)),
            several => {
                let objects = several.iter().all(|group| {
                    group
                        .branches
                        .iter()
                        .all(|branch| self.kinds(branch) == [JsonType::Object])
                });
                if objects {
                    return Some(self.build_flattened(several, merged, hint));
                }
                if let Some(node) = merged.nodes.first() {
                    self.report(
                        &codes::UNSUPPORTED_COMPOSITION,
                        node,
                        "`oneOf`/`anyOf` of other things than objects beside properties or another group; any value is taken".to_owned(),
                    );
                }
                Some(Built::Use(Use::plain(Type::Any)))
            }
        }
    }

    /// A group of one branch holds just like a member of `allOf`.
    fn absorb_single(
        &mut self,
        merged: &Effective<'d>,
        groups: Vec<Group<'d>>,
        hint: &Hint,
    ) -> Built {
        let mut nodes: Vec<&'d Node> = Vec::new();
        let mut rest = Vec::new();
        for group in groups {
            match group.branches.as_slice() {
                [single] => nodes.push(single),
                _ => rest.push(group),
            }
        }
        let alone = merged.properties.is_empty()
            && rest.is_empty()
            && nodes.len() == 1
            && merged.limits_unsaid();
        if alone {
            return Built::Use(self.use_of(nodes[0], hint));
        }
        // The schema itself without its groups, then the single branches.
        let mut again = self.effective(&nodes);
        let mut base = merged.clone();
        base.groups = rest;
        base.rules.take();
        std::mem::swap(&mut again, &mut base);
        for (name, properties) in base.properties {
            again.properties.entry(name).or_default().extend(properties);
        }
        again.required.extend(base.required);
        again.types = again.types.or(base.types);
        again.groups.extend(base.groups);
        again.items.extend(base.items);
        again.format = again.format.or(base.format);
        self.build(&again, hint)
    }

    /// One group without anything beside it.
    fn build_group(&mut self, group: &Group<'d>, merged: &Effective<'d>, hint: &Hint) -> Built {
        if let Some(discriminator) = merged.discriminator
            && let Some(property) = discriminator.get("propertyName").and_then(Node::as_str)
        {
            let named: Vec<(String, &'d Node)> = group
                .branches
                .iter()
                .map(|branch| (self.branch_words(branch), *branch))
                .collect();
            return Built::Kind(self.tagged(property, discriminator, &named, None, hint));
        }
        if let Some(built) = self.build_text_group(group, merged) {
            return built;
        }
        let kinds: Vec<Vec<JsonType>> = group
            .branches
            .iter()
            .map(|branch| self.kinds(branch))
            .collect();
        if kinds
            .iter()
            .all(|kinds| matches!(kinds.as_slice(), [JsonType::Integer | JsonType::Number]))
            && kinds.contains(&vec![JsonType::Number])
            && group
                .branches
                .iter()
                .all(|branch| self.effective(&[branch]).values.is_none())
        {
            return Built::Use(Use::plain(Type::Double));
        }
        if !group.exclusive && kinds.iter().all(|kinds| *kinds == [JsonType::Object]) {
            return Built::Kind(TypeKind::AnyOf(AnyOf {
                branches: self.variants(&group.branches, hint, Position::Value),
            }));
        }
        let variants = self.variants(&group.branches, hint, Position::Variant);
        if let [single] = variants.as_slice() {
            return Built::Use(single.value.clone());
        }
        Built::Kind(TypeKind::Union(Union {
            variants,
            choice: Choice::Trial,
            fallback: None,
            other: None,
        }))
    }

    /// A group of strings: values of an enum that may grow, or just text.
    fn build_text_group(&mut self, group: &Group<'d>, merged: &Effective<'d>) -> Option<Built> {
        let branches: Vec<Effective<'d>> = group
            .branches
            .iter()
            .map(|branch| self.effective(&[branch]))
            .collect();
        let textual = |branch: &Effective<'d>| {
            branch.groups.is_empty()
                && branch.properties.is_empty()
                && match &branch.values {
                    Some(values) => values.iter().all(Json::is_string),
                    None => self.types_of(branch) == [JsonType::String],
                }
        };
        if !branches.iter().all(textual) {
            return None;
        }
        let mut united = Effective {
            nodes: merged.nodes.clone(),
            ..Effective::default()
        };
        let mut values: IndexSet<Json> = IndexSet::new();
        let mut plain = false;
        for branch in &branches {
            match &branch.values {
                Some(listed) => {
                    for (index, value) in listed.iter().enumerate() {
                        if !values.insert(value.clone()) {
                            continue;
                        }
                        let single = listed.len() == 1;
                        let name = branch.value_names.get(index).cloned().flatten();
                        let title = branch.title.clone().filter(|_| single);
                        let doc = branch.value_docs.get(index).cloned().flatten();
                        let description = branch.description.clone().filter(|_| single);
                        united.value_names.push(name.or(title));
                        united.value_docs.push(doc.or(description));
                    }
                    united.extensible |= branch.extensible;
                }
                None => plain = true,
            }
        }
        if values.is_empty() {
            let same = branches
                .iter()
                .all(|branch| branch.format == branches[0].format);
            united.format = branches[0].format.clone().filter(|_| same);
            return Some(self.build_type(JsonType::String, &united, &Hint::new("")));
        }
        united.extensible |= plain;
        united.values = Some(values.into_iter().collect());
        Some(self.build_values(&united))
    }

    /// Properties beside groups: a struct whose flattened fields are the groups.
    fn build_flattened(
        &mut self,
        groups: &[Group<'d>],
        merged: &Effective<'d>,
        hint: &Hint,
    ) -> Built {
        let undeclared = Vec::new();
        let mut fields = self.fields(merged, &undeclared, hint);
        for (index, group) in groups.iter().enumerate() {
            let words = if index == 0 {
                "variant".to_owned()
            } else {
                format!("variant {}", index + 1)
            };
            let inner = hint.child(&words);
            let alone = Effective {
                discriminator: merged.discriminator.filter(|_| groups.len() == 1),
                nodes: group.branches.clone(),
                ..Effective::default()
            };
            let built = self.build_group(group, &alone, &inner);
            // A union by tag writes the tag, so that the struct around it need not.
            if let Built::Kind(TypeKind::Union(Union {
                choice: Choice::Tag(tag),
                ..
            })) = &built
            {
                fields.retain(|field| field.name != *tag);
            }
            let mut value = self.named_use(&Effective::default(), &inner, built);
            value.constraints = crate::model::Constraints::default();
            fields.push(Field {
                name: String::new(),
                ident: words,
                setter: String::new(),
                role: FieldRole::Flattened,
                value,
                required: true,
                read_only: false,
                write_only: false,
                demanded: None,
                tag: None,
                deprecated: false,
                description: None,
                default: None,
                example: None,
            });
        }
        let constraints = self.constraints(JsonType::Object, merged);
        Built::Kind(TypeKind::Struct(self.structure(
            merged,
            fields,
            constraints,
            hint,
        )))
    }

    /// The variants of a union, named after what they refer to or what they are.
    fn variants(&mut self, branches: &[&'d Node], hint: &Hint, position: Position) -> Vec<Variant> {
        let mut idents = Scope::default();
        let mut variants: Vec<Variant> = Vec::new();
        if !self.spend_members(branches.len(), branches) {
            return variants;
        }
        for branch in branches {
            let words = self.branch_words(branch);
            let value = self.use_of(branch, &hint.child(&words));
            if variants.iter().any(|known| known.value == value) {
                continue;
            }
            let description = branch
                .get("description")
                .and_then(Node::as_str)
                .map(str::to_owned);
            variants.push(Variant {
                ident: idents.claim(&words, position),
                tags: Vec::new(),
                value,
                description,
            });
        }
        variants
    }

    /// Words for a branch: the name it refers to, its title, or its type.
    fn branch_words(&mut self, branch: &'d Node) -> String {
        if let Some((_, name)) = self.document.reference(branch) {
            return name;
        }
        if let Some([single]) = branch.get("allOf").map(Node::as_array)
            && let Some((_, name)) = self.document.reference(single)
        {
            return name;
        }
        let merged = self.effective(&[branch]);
        if let Some(title) = &merged.title
            && title.len() <= 40
            && title.chars().next().is_some_and(char::is_alphabetic)
        {
            return title.clone();
        }
        let words = match self.types_of(&merged).as_slice() {
            [JsonType::Boolean] => "Boolean",
            [JsonType::Integer] => "Integer",
            [JsonType::Number] => "Number",
            [JsonType::String] => "String",
            [JsonType::Array] => "Array",
            [JsonType::Object] => "Object",
            _ => "Value",
        };
        words.to_owned()
    }

    /// A list of types: one variant each.
    pub(crate) fn build_type_list(
        &mut self,
        types: &[JsonType],
        merged: &Effective<'d>,
        hint: &Hint,
    ) -> Built {
        let mut variants = Vec::new();
        for ty in types {
            let (ident, words) = match ty {
                JsonType::Boolean => ("Boolean", "boolean"),
                JsonType::Integer => ("Integer", "integer"),
                JsonType::Number => ("Number", "number"),
                JsonType::String => ("String", "string"),
                JsonType::Array => ("Array", "array"),
                JsonType::Object => ("Object", "object"),
            };
            let inner = hint.child(words);
            let built = self.build_type(*ty, merged, &inner);
            let value = self.named_use(&Effective::default(), &inner, built);
            variants.push(Variant {
                ident: ident.to_owned(),
                tags: Vec::new(),
                value,
                description: None,
            });
        }
        Built::Kind(TypeKind::Union(Union {
            variants,
            choice: Choice::Trial,
            fallback: None,
            other: None,
        }))
    }

    /// JSON types a schema allows, `null` aside; empty when it allows any.
    pub(crate) fn kinds(&mut self, node: &'d Node) -> Vec<JsonType> {
        let identity = std::ptr::from_ref(node);
        if let Some(known) = self.kinds.get(&identity) {
            return known.clone();
        }
        let kinds = self.kinds_within(node, 0);
        self.kinds.insert(identity, kinds.clone());
        kinds
    }

    fn kinds_within(&mut self, node: &'d Node, depth: usize) -> Vec<JsonType> {
        if depth > 8 {
            return Vec::new();
        }
        let merged = self.effective(&[node]);
        if let Some(values) = &merged.values {
            let mut kinds: Vec<JsonType> = values.iter().filter_map(kind_of).collect();
            kinds.sort_unstable();
            kinds.dedup();
            return kinds;
        }
        let own = self.types_of(&merged);
        if !own.is_empty() || merged.groups.is_empty() {
            return own;
        }
        let mut kinds = Vec::new();
        for branch in &merged.groups[0].branches {
            if self.is_null(branch) {
                continue;
            }
            let inner = self.kinds_within(branch, depth + 1);
            if inner.is_empty() {
                return inner;
            }
            kinds.extend(inner);
        }
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }

    /// Whether a branch allows everything, so that the group says nothing.
    pub(crate) fn says_nothing(&self, node: &'d Node) -> bool {
        node.as_bool() == Some(true) || node.is_object() && node.entries().next().is_none()
    }
}

impl Effective<'_> {
    fn limits_unsaid(&self) -> bool {
        self.types.is_none() && self.required.is_empty()
    }
}

fn kind_of(value: &Json) -> Option<JsonType> {
    Some(match value {
        Json::Null => return None,
        Json::Bool(_) => JsonType::Boolean,
        Json::Number(number) if number.is_f64() => JsonType::Number,
        Json::Number(_) => JsonType::Integer,
        Json::String(_) => JsonType::String,
        Json::Array(_) => JsonType::Array,
        Json::Object(_) => JsonType::Object,
    })
}

/// Whether a branch only says which members must be present, or how many.
pub(super) fn only_requires(node: &Node) -> bool {
    let mut entries = node
        .entries()
        .filter(|(key, _)| !matches!(*key, "title" | "description" | "type"))
        .peekable();
    entries.peek().is_some()
        && entries
            .all(|(key, _)| matches!(key, "required" | "not" | "minProperties" | "maxProperties"))
}
