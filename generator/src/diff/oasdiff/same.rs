//! Whether two schemas say the same, wherever they are written.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use crate::read::{Document, Node, Value};

/// So deep do schemas go into each other; documents that need more are hostile.
const DEEPEST: usize = 200;

/// Keywords that describe and do not constrain.
const ANNOTATIONS: [&str; 11] = [
    "title",
    "description",
    "example",
    "examples",
    "externalDocs",
    "deprecated",
    "default",
    "readOnly",
    "writeOnly",
    "xml",
    "$comment",
];

/// Keywords that make no difference between what two schemas accept.
const TEXTS: [&str; 5] = ["title", "description", "example", "examples", "$comment"];

/// The documents of both sides.
pub(super) struct Sides<'d> {
    pub(super) old: &'d Document,
    pub(super) new: &'d Document,
    /// Whether texts for people count.
    pub(super) texts: bool,
}

/// Whether a schema constrains nothing.
pub(super) fn annotates_only(node: &Node) -> bool {
    node.entries()
        .all(|(key, _)| ANNOTATIONS.contains(&key) || key.starts_with("x-"))
}

/// Whether two schemas say the same; references are followed.
pub(super) fn same<'d>(sides: &Sides<'d>, old: &'d Node, new: &'d Node) -> bool {
    let assumed = RefCell::new(HashSet::new());
    equal(sides, &assumed, old, new, 0)
}

fn equal<'d>(
    sides: &Sides<'d>,
    assumed: &RefCell<HashSet<(usize, usize)>>,
    old: &'d Node,
    new: &'d Node,
    depth: usize,
) -> bool {
    if depth > DEEPEST {
        return false;
    }
    let referred = old.get("$ref").is_some() || new.get("$ref").is_some();
    let (Some(old), Some(new)) = (sides.old.follow(old), sides.new.follow(new)) else {
        return false;
    };
    let address = |node: &Node| std::ptr::from_ref(node).addr();
    // A pair that is being compared, or was found equal, is not compared again.
    if referred && !assumed.borrow_mut().insert((address(old), address(new))) {
        return true;
    }
    match (&old.value, &new.value) {
        (Value::Object(before), Value::Object(after)) => {
            let counts = |key: &&str| sides.texts || !TEXTS.contains(key);
            before.keys().filter(counts).count() == after.keys().filter(counts).count()
                && before
                    .entries()
                    .filter(|(key, _)| counts(key))
                    .all(|(key, was)| {
                        after
                            .get(key)
                            .is_some_and(|is| equal(sides, assumed, was, is, depth + 1))
                    })
        }
        (Value::Array(before), Value::Array(after)) => {
            before.len() == after.len()
                && before
                    .iter()
                    .zip(after)
                    .all(|(was, is)| equal(sides, assumed, was, is, depth + 1))
        }
        _ => old == new,
    }
}

/// Which pairs of nodes are the same with all that is behind their references. What is behind a reference is compared once.
#[derive(Default)]
pub(super) struct Alike {
    /// The pairs behind references, by their addresses.
    known: HashMap<(usize, usize), bool>,
}

/// Two nodes behind references at the same place.
type Behind<'d> = (&'d Node, &'d Node);

fn addresses((old, new): Behind<'_>) -> (usize, usize) {
    (
        std::ptr::from_ref(old).addr(),
        std::ptr::from_ref(new).addr(),
    )
}

impl Alike {
    /// Whether both are the same in every word. A reference is the same as another one, not as what stands in its place.
    pub(super) fn same<'d>(
        &mut self,
        documents: (&'d Document, &'d Document),
        old: &'d Node,
        new: &'d Node,
    ) -> bool {
        let mut behind = Vec::new();
        alike(documents, old, new, &mut behind, 0)
            && behind.into_iter().all(|pair| self.decide(documents, pair))
    }

    fn decide<'d>(&mut self, documents: (&'d Document, &'d Document), start: Behind<'d>) -> bool {
        if let Some(known) = self.known.get(&addresses(start)) {
            return *known;
        }
        // All pairs that this one leads to are the same, until one is not: then all that lead to it are not either.
        let mut open = vec![start];
        let mut met = HashSet::from([addresses(start)]);
        let mut differing = Vec::new();
        let mut leading: HashMap<_, Vec<_>> = HashMap::new();
        while let Some(pair) = open.pop() {
            let mut behind = Vec::new();
            if !alike(documents, pair.0, pair.1, &mut behind, 0) {
                differing.push(addresses(pair));
                continue;
            }
            for next in behind {
                match self.known.get(&addresses(next)) {
                    Some(true) => {}
                    Some(false) => differing.push(addresses(pair)),
                    None => {
                        let leading = leading.entry(addresses(next)).or_default();
                        leading.push(addresses(pair));
                        if met.insert(addresses(next)) {
                            open.push(next);
                        }
                    }
                }
            }
        }
        self.known.extend(met.into_iter().map(|pair| (pair, true)));
        while let Some(pair) = differing.pop() {
            if self.known.insert(pair, false) == Some(true) {
                differing.extend(leading.remove(&pair).unwrap_or_default());
            }
        }
        self.known.get(&addresses(start)).copied().unwrap_or(false)
    }
}

/// Compares two trees up to their references, and collects the pairs behind those.
fn alike<'d>(
    documents: (&'d Document, &'d Document),
    old: &'d Node,
    new: &'d Node,
    behind: &mut Vec<Behind<'d>>,
    depth: usize,
) -> bool {
    let refers = |node: &'d Node| node.get("$ref").and_then(Node::as_str);
    match (&old.value, &new.value) {
        _ if depth > DEEPEST => false,
        (Value::Object(_), Value::Object(_)) if refers(old).or(refers(new)).is_some() => {
            // Alternatives are known by the names of their references.
            let both = refers(old) == refers(new);
            let (Some(old), Some(new)) = (documents.0.follow(old), documents.1.follow(new)) else {
                return false;
            };
            behind.push((old, new));
            both
        }
        (Value::Object(before), Value::Object(after)) => {
            before.len() == after.len()
                && before.entries().all(|(key, was)| {
                    let is = after.get(key);
                    is.is_some_and(|is| alike(documents, was, is, behind, depth + 1))
                })
        }
        (Value::Array(before), Value::Array(after)) => {
            before.len() == after.len()
                && before
                    .iter()
                    .zip(after)
                    .all(|(was, is)| alike(documents, was, is, behind, depth + 1))
        }
        _ => old == new,
    }
}
