//! Discriminators: unions told apart by a member, listed or made of the schemas that extend a base.

use std::collections::{HashMap, HashSet, VecDeque};

use indexmap::IndexMap;

use super::Resolver;
use super::merge::Effective;
use super::names::{Position, Scope};
use super::schemas::{Built, Hint};
use crate::diagnostics::codes;
use crate::model::{Choice, TypeKind, Union, Variant};
use crate::read::Node;

impl<'d> Resolver<'d> {
    /// A base schema with a discriminator, read as any of the schemas that extend it.
    pub(crate) fn build_hierarchy(&mut self, merged: &Effective<'d>, hint: &Hint) -> Option<Built> {
        let discriminator = merged.discriminator?;
        let property = discriminator.get("propertyName").and_then(Node::as_str)?;
        let base = merged.nodes.first()?;
        let mut children = self.descendants(base);
        if children.is_empty() {
            return None;
        }
        children.retain(|(_, node)| !std::ptr::eq(*node, *base));
        Some(Built::Kind(self.tagged(
            property,
            discriminator,
            &children,
            Some((merged, base)),
            hint,
        )))
    }

    /// A union told apart by the text of a member. `base` is the schema that the union stands for,
    /// where its branches extend it.
    pub(crate) fn tagged(
        &mut self,
        property: &str,
        discriminator: &'d Node,
        branches: &[(String, &'d Node)],
        base: Option<(&Effective<'d>, &'d Node)>,
        hint: &Hint,
    ) -> TypeKind {
        let mapped = self.mapped(discriminator);
        let default = discriminator.get("defaultMapping").and_then(|target| {
            Some((target, self.mapping_target(discriminator, target.as_str()?)))
        });
        let mut idents = Scope::reserving(&["Unknown"]);
        let mut claimed: HashSet<String> = HashSet::new();
        let mut variants = Vec::new();
        let mut fallback = None;
        // Mapped schemas that are no branch are still named by the document.
        let mut open: Vec<(String, &'d Node, &'d Node)> = branches
            .iter()
            .map(|(words, branch)| {
                let target = self.followed(branch).unwrap_or(branch);
                (words.clone(), *branch, target)
            })
            .collect();
        let mut listed: HashSet<*const Node> = open
            .iter()
            .map(|(_, _, target)| std::ptr::from_ref(*target))
            .collect();
        let named = mapped.keys().copied();
        let defaulted = default
            .and_then(|(_, target)| target)
            .map(std::ptr::from_ref);
        for target in named.chain(defaulted) {
            if let (true, Some((name, node))) =
                (listed.insert(target), self.components.get(&target))
            {
                open.push((name.clone(), *node, *node));
            }
        }
        for (words, branch, target) in open {
            let mut tags = mapped
                .get(&std::ptr::from_ref(target))
                .cloned()
                .unwrap_or_default();
            if tags.is_empty() {
                tags = self.constant_tags(target, property);
            }
            if tags.is_empty() {
                tags = vec![words.clone()];
            }
            tags.retain(|tag| claimed.insert(tag.clone()));
            let value = match base.filter(|(_, base)| std::ptr::eq(*base, target)) {
                Some((merged, _)) => {
                    let mut own = merged.clone();
                    own.discriminator = None;
                    let hint = hint.child("base");
                    let built = self.object(&own, &hint);
                    self.named_use(&own, &hint, built)
                }
                None => self.use_of(branch, &hint.child(&words)),
            };
            if defaulted == Some(std::ptr::from_ref(target)) {
                fallback = Some(variants.len());
            }
            // What does not hold its tag itself needs a variant for each.
            let alone =
                tags.len() < 2 || self.effective(&[target]).properties.contains_key(property);
            let groups = match alone {
                true => vec![(words, tags)],
                false => tags
                    .into_iter()
                    .map(|tag| (tag.clone(), vec![tag]))
                    .collect(),
            };
            for (words, tags) in groups {
                variants.push(Variant {
                    ident: idents.claim(&words, Position::Variant),
                    tags,
                    value: value.clone(),
                    description: None,
                });
            }
        }
        if let (Some((node, _)), None) = (default, fallback) {
            self.report(
                &codes::UNRESOLVED_MAPPING,
                node,
                "`defaultMapping` names no schema; values with an unknown tag are kept as they are"
                    .to_owned(),
            );
        }
        TypeKind::Union(Union {
            variants,
            choice: Choice::Tag(property.to_owned()),
            other: fallback.is_none().then(|| "Unknown".to_owned()),
            fallback,
        })
    }

    /// The texts of `mapping`, by the schema that they stand for.
    fn mapped(&self, discriminator: &'d Node) -> IndexMap<*const Node, Vec<String>> {
        let mut mapped: IndexMap<*const Node, Vec<String>> = IndexMap::new();
        let mapping = discriminator.get("mapping").map(Node::entries);
        for (tag, target) in mapping.into_iter().flatten() {
            let Some(reference) = target.as_str() else {
                continue;
            };
            // A mapping to nothing was reported when the document was read.
            if let Some(node) = self.mapping_target(discriminator, reference) {
                mapped
                    .entry(std::ptr::from_ref(node))
                    .or_default()
                    .push(tag.to_owned());
            }
        }
        mapped
    }

    /// Texts that a variant's own schema fixes for the discriminating member.
    fn constant_tags(&mut self, target: &'d Node, property: &str) -> Vec<String> {
        let merged = self.effective(&[target]);
        let Some(nodes) = merged.properties.get(property).cloned() else {
            return Vec::new();
        };
        let member = self.effective(&nodes);
        member
            .values
            .unwrap_or_default()
            .iter()
            .filter_map(|value| value.as_str().map(str::to_owned))
            .collect()
    }

    fn mapping_target(&self, discriminator: &'d Node, reference: &str) -> Option<&'d Node> {
        let component = |name: &str| {
            let components = self.document.root().get("components")?;
            components.get("schemas")?.get(name)
        };
        let by_reference = || component(reference.strip_prefix("#/components/schemas/")?);
        let by_name = || component(reference);
        by_reference().or_else(by_name).or_else(|| {
            self.document
                .locate(discriminator.span.file, reference)
                .map(|(node, _)| node)
        })
    }

    /// All component schemas that extend a schema by `allOf`, directly or not, in document order.
    pub(super) fn descendants(&mut self, base: &'d Node) -> Vec<(String, &'d Node)> {
        if self.extensions.is_none() {
            self.extensions = Some(self.index_extensions());
        }
        let index = self.extensions.as_ref();
        let mut found: Vec<(String, &'d Node)> = Vec::new();
        let mut seen: HashSet<*const Node> = HashSet::new();
        let mut open = VecDeque::from([std::ptr::from_ref(base)]);
        while let Some(parent) = open.pop_front() {
            for (name, child) in index
                .and_then(|index| index.get(&parent))
                .into_iter()
                .flatten()
            {
                if seen.insert(std::ptr::from_ref(*child)) {
                    found.push((name.clone(), child));
                    open.push_back(std::ptr::from_ref(*child));
                }
            }
        }
        found.sort_by_key(|(_, node)| self.components.get_index_of(&std::ptr::from_ref(*node)));
        found
    }

    fn index_extensions(&self) -> HashMap<*const Node, Vec<(String, &'d Node)>> {
        let mut index: HashMap<*const Node, Vec<(String, &'d Node)>> = HashMap::new();
        for (name, node) in self.components.values() {
            for member in node.get("allOf").map(Node::as_array).unwrap_or_default() {
                if let Some(parent) = self
                    .document
                    .follow(member)
                    .filter(|_| member.get("$ref").is_some())
                {
                    index
                        .entry(std::ptr::from_ref(parent))
                        .or_default()
                        .push((name.clone(), node));
                }
            }
        }
        index
    }
}
