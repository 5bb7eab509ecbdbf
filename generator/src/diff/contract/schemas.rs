//! Schema objects → normal forms, made when they are asked for.
//!
//! A schema is known by the schema objects that hold together at its place (`allOf` and references followed), so that equal sets are
//! one schema, cycles end by themselves, and the intersection of two schemas is the union of their sets.
//! Long because what is remembered of schemas, and what they may cost, is kept together.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::merge;
use super::schema::{ANYTHING, Branch, Group, NOTHING, Schema, SchemaId, Types};
use crate::diagnostics::Span;
use crate::read::{Document, Node, Version};

/// One thing that holds of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Part {
    /// A schema object. Without its alternatives where these are dealt with one by one.
    Node { index: u32, alternatives: bool },
    /// Null is accepted too.
    OrNull,
    /// Only these types, as bits.
    Only(u8),
    /// The value of a discriminator.
    Tag(u32),
    /// Nothing is accepted.
    Never,
}

/// What a discriminator says of one alternative.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Tag {
    pub(super) property: String,
    /// The values that choose the alternative; any where there are none.
    pub(super) values: Vec<String>,
    pub(super) place: Span,
}

/// So many schema objects may hold together; a document that has more is hostile.
const MOST_PARTS: usize = 2000;
/// So many alternatives may several groups multiply to.
const MOST_ALTERNATIVES: usize = 256;

/// So many steps may everything take that is asked of the schemas of one document, each some 100 ns. The real documents that were
/// measured need a tenth.
const MOST_WORK: usize = 20_000_000;

/// The schemas of one document.
pub(crate) struct Schemas<'d> {
    pub(crate) document: &'d Document,
    /// How often values were held against one of them.
    pub(crate) effort: Cell<usize>,
    work: Cell<usize>,
    state: RefCell<State<'d>>,
}

#[derive(Default)]
struct State<'d> {
    nodes: Vec<&'d Node>,
    by_address: HashMap<usize, u32>,
    tags: Vec<Tag>,
    tag_numbers: HashMap<Tag, u32>,
    keys: Vec<Rc<[Part]>>,
    by_key: HashMap<Rc<[Part]>, SchemaId>,
    made: Vec<Option<Rc<Schema>>>,
    by_node: HashMap<usize, SchemaId>,
    alternatives: HashMap<(SchemaId, usize), Rc<[Branch]>>,
    nullable: HashMap<SchemaId, bool>,
}

impl<'d> Schemas<'d> {
    /// No schema yet but [`ANYTHING`] and [`NOTHING`].
    pub(crate) fn new(document: &'d Document) -> Self {
        let schemas = Self {
            document,
            effort: Cell::default(),
            work: Cell::default(),
            state: RefCell::default(),
        };
        schemas.intern(Vec::new());
        schemas.intern(vec![Part::Never]);
        schemas
    }

    /// Counts steps of work; says whether they may be done. When they may not, nothing more is decided.
    pub(crate) fn spend(&self, steps: usize) -> bool {
        self.work.set(self.work.get().saturating_add(steps));
        !self.is_exhausted()
    }

    /// Whether the document has asked for too much.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.work.get() > MOST_WORK
    }

    /// Where a schema stands, without looking at all of it.
    pub(crate) fn place(&self, id: SchemaId) -> Option<Span> {
        let state = self.state.borrow();
        state.keys[id as usize].iter().find_map(|part| match part {
            Part::Node { index, .. } => Some(state.nodes[*index as usize].span),
            _ => None,
        })
    }

    /// The schema at a node.
    pub(crate) fn at(&self, node: &'d Node) -> SchemaId {
        let address = std::ptr::from_ref(node).addr();
        if let Some(id) = self.state.borrow().by_node.get(&address) {
            return *id;
        }
        let mut parts = Vec::new();
        let mut seen = HashSet::new();
        self.flatten(node, &mut seen, &mut parts);
        self.spend(seen.len());
        let id = self.intern(parts);
        self.state.borrow_mut().by_node.insert(address, id);
        id
    }

    /// The schema at a node that may be missing.
    pub(crate) fn at_key(&self, node: &'d Node, key: &str) -> SchemaId {
        node.get(key).map_or(ANYTHING, |schema| self.at(schema))
    }

    /// The schema of what all of these accept.
    pub(crate) fn both(&self, ids: impl IntoIterator<Item = SchemaId>) -> SchemaId {
        let mut ids: Vec<SchemaId> = ids.into_iter().filter(|id| *id != ANYTHING).collect();
        ids.sort_unstable();
        ids.dedup();
        match ids.as_slice() {
            [] => ANYTHING,
            [one] => *one,
            many if many.contains(&NOTHING) => NOTHING,
            many => {
                let parts: Vec<Part> = {
                    let state = self.state.borrow();
                    many.iter()
                        .flat_map(|id| state.keys[*id as usize].iter().copied())
                        .collect()
                };
                // What is no longer decided need not be built.
                if !self.spend(parts.len()) {
                    return many[0];
                }
                self.intern(parts)
            }
        }
    }

    /// The normal form.
    pub(crate) fn get(&self, id: SchemaId) -> Rc<Schema> {
        let key = {
            let state = self.state.borrow();
            if let Some(schema) = &state.made[id as usize] {
                return schema.clone();
            }
            state.keys[id as usize].clone()
        };
        if self.is_exhausted() {
            return Rc::new(Schema::default());
        }
        let schema = Rc::new(merge::merge(self, &key));
        self.spend(key.len() + schema.size());
        self.state.borrow_mut().made[id as usize] = Some(schema.clone());
        schema
    }

    /// Whether a schema accepts null; one that leads back to itself does not by that.
    pub(crate) fn takes_null(&self, id: SchemaId) -> bool {
        if let Some(known) = self.state.borrow().nullable.get(&id) {
            return *known;
        }
        self.state.borrow_mut().nullable.insert(id, false);
        let schema = self.get(id);
        let own = !schema.never
            && schema.types.has(Types::NULL)
            && schema
                .values
                .as_ref()
                .is_none_or(|values| values.iter().any(serde_json::Value::is_null))
            && !schema.nots.iter().any(|not| self.takes_null(*not));
        let any = |group: &Group| {
            let mut branches = group.branches.iter();
            branches.any(|branch| self.takes_null(branch.schema))
        };
        let takes = schema.or_null || (own && schema.groups.iter().all(any));
        self.state.borrow_mut().nullable.insert(id, takes);
        takes
    }

    /// What the schema says beside its alternatives.
    pub(crate) fn base(&self, id: SchemaId) -> SchemaId {
        let parts = self.state.borrow().keys[id as usize]
            .iter()
            .filter(|part| !matches!(part, Part::OrNull))
            .map(|part| match part {
                Part::Node { index, .. } => Part::Node {
                    index: *index,
                    alternatives: false,
                },
                other => *other,
            })
            .collect();
        self.intern(parts)
    }

    /// The alternatives of one group of a schema, each with all else that the schema says.
    pub(crate) fn alternatives(&self, id: SchemaId, group: usize) -> Rc<[Branch]> {
        if let Some(known) = self.state.borrow().alternatives.get(&(id, group)) {
            return known.clone();
        }
        if self.is_exhausted() {
            return Rc::from([]);
        }
        let schema = self.get(id);
        let base = self.base(id);
        let branches: Rc<[Branch]> = schema.groups.get(group).map_or_else(
            || Rc::from([]),
            |group| {
                let branch = |branch: &Branch| Branch {
                    schema: self.both([base, branch.schema]),
                    ..branch.clone()
                };
                group.branches.iter().map(branch).collect()
            },
        );
        self.state
            .borrow_mut()
            .alternatives
            .insert((id, group), branches.clone());
        branches
    }

    /// A schema as alternatives without groups at their top: itself where it has none, the product where it has several. Nothing
    /// where there are too many, or one contains itself.
    pub(crate) fn expand(&self, id: SchemaId, name: Option<&str>) -> Option<Vec<Branch>> {
        let mut done = Vec::new();
        let schema = self.get(id);
        let mut open = vec![(
            Branch {
                schema: id,
                name: name.map(str::to_owned),
                place: schema.place.unwrap_or_default(),
            },
            0_usize,
        )];
        open.reverse();
        while let Some((branch, depth)) = open.pop() {
            let schema = self.get(branch.schema);
            let Some(first) = schema.groups.first() else {
                done.push(branch);
                continue;
            };
            if depth > 8 || done.len() + open.len() + first.branches.len() > MOST_ALTERNATIVES {
                return None;
            }
            let base = self.base(branch.schema);
            // The other groups still hold: their choice comes next.
            let others: Vec<&Group> = schema.groups.iter().skip(1).collect();
            let mut chosen: Vec<Branch> = first.branches.clone();
            for other in others {
                if chosen.len() * other.branches.len() > MOST_ALTERNATIVES {
                    return None;
                }
                chosen = chosen
                    .iter()
                    .flat_map(|left| {
                        other.branches.iter().map(|right| Branch {
                            schema: self.both([left.schema, right.schema]),
                            name: left.name.clone(),
                            place: left.place,
                        })
                    })
                    .collect();
            }
            for choice in chosen.into_iter().rev() {
                let schema = self.both([base, choice.schema]);
                if schema == branch.schema {
                    continue;
                }
                open.push((Branch { schema, ..choice }, depth + 1));
            }
        }
        Some(done)
    }

    /// The schema that holds where a discriminator chooses it.
    pub(super) fn tagged(&self, id: SchemaId, tag: Tag) -> SchemaId {
        let number = {
            let mut state = self.state.borrow_mut();
            match state.tag_numbers.get(&tag) {
                Some(number) => *number,
                None => {
                    let number = u32::try_from(state.tags.len()).unwrap_or(u32::MAX);
                    state.tags.push(tag.clone());
                    state.tag_numbers.insert(tag, number);
                    number
                }
            }
        };
        let mut parts = self.state.borrow().keys[id as usize].to_vec();
        parts.push(Part::Tag(number));
        self.intern(parts)
    }

    /// Alternatives of several types as alternatives of one type each, and none of null.
    pub(crate) fn by_type(&self, branches: Vec<Branch>) -> Vec<Branch> {
        let mut out = Vec::with_capacity(branches.len());
        for branch in branches {
            let schema = self.get(branch.schema);
            let types = schema.types.without(Types::NULL);
            let mut only = |types: Types| {
                let mut parts = self.state.borrow().keys[branch.schema as usize].to_vec();
                parts.push(Part::Only(types.0));
                out.push(Branch {
                    schema: self.intern(parts),
                    ..branch.clone()
                });
            };
            let untyped = schema.types == Types::ALL;
            if types.0.count_ones() > 1 && !untyped && schema.values.is_none() {
                Types::EACH
                    .iter()
                    .filter(|(one, _)| types.has(*one))
                    .for_each(|(one, _)| only(*one));
            } else if (schema.types.has(Types::NULL) && !untyped) || schema.or_null {
                only(types);
            } else {
                out.push(branch);
            }
        }
        out
    }

    pub(super) fn node(&self, index: u32) -> &'d Node {
        self.state.borrow().nodes[index as usize]
    }

    pub(super) fn tag(&self, number: u32) -> Tag {
        self.state.borrow().tags[number as usize].clone()
    }

    fn intern(&self, mut parts: Vec<Part>) -> SchemaId {
        parts.sort_unstable();
        parts.dedup();
        if parts.contains(&Part::Never) {
            parts = vec![Part::Never];
        }
        parts.truncate(MOST_PARTS);
        let mut state = self.state.borrow_mut();
        let key: Rc<[Part]> = parts.into();
        if let Some(id) = state.by_key.get(&key) {
            return *id;
        }
        let id = SchemaId::try_from(state.keys.len()).unwrap_or(SchemaId::MAX);
        state.keys.push(key.clone());
        state.made.push(None);
        state.by_key.insert(key, id);
        id
    }

    fn part(&self, node: &'d Node, alternatives: bool) -> Part {
        let address = std::ptr::from_ref(node).addr();
        let mut state = self.state.borrow_mut();
        let index = match state.by_address.get(&address) {
            Some(index) => *index,
            None => {
                let index = u32::try_from(state.nodes.len()).unwrap_or(u32::MAX);
                state.nodes.push(node);
                state.by_address.insert(address, index);
                index
            }
        };
        Part::Node {
            index,
            alternatives,
        }
    }

    /// Collects what holds at a node.
    fn flatten(&self, node: &'d Node, seen: &mut HashSet<usize>, parts: &mut Vec<Part>) {
        if !seen.insert(std::ptr::from_ref(node).addr()) || parts.len() > MOST_PARTS {
            return;
        }
        if node.as_bool() == Some(false) {
            parts.push(Part::Never);
            return;
        }
        if !node.is_object() {
            return;
        }
        if node.get("$ref").and_then(Node::as_str).is_some() {
            if let Some((target, _)) = self.document.reference(node) {
                self.flatten(target, seen, parts);
            }
            if self.document.version() == Version::V3_0 {
                return;
            }
        }
        for member in node.get("allOf").map(Node::as_array).unwrap_or_default() {
            self.flatten(member, seen, parts);
        }
        let mut alternatives = false;
        for key in ["oneOf", "anyOf"] {
            let branches = node.get(key).map(Node::as_array).unwrap_or_default();
            match branches {
                [] => {}
                [single] => self.flatten(single, seen, parts),
                _ => alternatives = true,
            }
        }
        if node.get("nullable").and_then(Node::as_bool) == Some(true)
            && node.get("type").is_none()
            && ["allOf", "oneOf", "anyOf"]
                .iter()
                .any(|key| node.get(key).is_some())
        {
            parts.push(Part::OrNull);
        }
        if alternatives || merge::says_something(node) {
            parts.push(self.part(node, true));
        }
    }
}
