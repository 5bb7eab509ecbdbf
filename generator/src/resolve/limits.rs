//! Constraints as written: the tightest of each, before the type says which of them count.

use serde_json::Number;

use crate::read::Node;

/// Validation keywords of schemas that hold at once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Limits {
    pub(crate) min_length: Option<u64>,
    pub(crate) max_length: Option<u64>,
    pub(crate) patterns: Vec<String>,
    pub(crate) minimum: Option<Bound>,
    pub(crate) maximum: Option<Bound>,
    pub(crate) multiples: Vec<Number>,
    pub(crate) min_items: Option<u64>,
    pub(crate) max_items: Option<u64>,
    pub(crate) unique_items: bool,
    pub(crate) min_properties: Option<u64>,
    pub(crate) max_properties: Option<u64>,
}

/// A bound of a number.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Bound {
    pub(crate) value: Number,
    pub(crate) exclusive: bool,
}

impl Limits {
    /// Takes the keywords of one more schema object into account.
    pub(crate) fn merge(&mut self, node: &Node) {
        let count = |key: &str| node.get(key).and_then(count);
        self.min_length = most(self.min_length, count("minLength"));
        self.max_length = least(self.max_length, count("maxLength"));
        self.min_items = most(self.min_items, count("minItems"));
        self.max_items = least(self.max_items, count("maxItems"));
        self.min_properties = most(self.min_properties, count("minProperties"));
        self.max_properties = least(self.max_properties, count("maxProperties"));
        self.unique_items |= node.get("uniqueItems").and_then(Node::as_bool) == Some(true);
        if let Some(pattern) = node.get("pattern").and_then(Node::as_str)
            && !self.patterns.iter().any(|known| known == pattern)
        {
            self.patterns.push(pattern.to_owned());
        }
        for bound in bounds(node, "minimum", "exclusiveMinimum") {
            self.minimum = Some(tighter(self.minimum.take(), bound, |a, b| a > b));
        }
        for bound in bounds(node, "maximum", "exclusiveMaximum") {
            self.maximum = Some(tighter(self.maximum.take(), bound, |a, b| a < b));
        }
        if let Some(step) = number(node, "multipleOf").filter(|step| step.as_f64() > Some(0.0))
            && !self.multiples.contains(&step)
        {
            self.multiples.push(step);
        }
    }
}

fn most(a: Option<u64>, b: Option<u64>) -> Option<u64> {
    a.max(b)
}

fn least(a: Option<u64>, b: Option<u64>) -> Option<u64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// A count; beyond 64 bits it is as good as none.
pub(super) fn count(node: &Node) -> Option<u64> {
    match node.to_json() {
        serde_json::Value::Number(number) => number.as_u64().or_else(|| {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "whole and in range"
            )]
            number
                .as_f64()
                .filter(|f| f.fract() == 0.0 && (0.0..9e15).contains(f))
                .map(|f| f as u64)
        }),
        _ => None,
    }
}

fn number(node: &Node, key: &str) -> Option<Number> {
    match node.get(key)?.to_json() {
        serde_json::Value::Number(number) => Some(number),
        _ => None,
    }
}

/// Bounds in both spellings: `exclusiveMinimum` is a flag in 3.0 and a number since 3.1.
fn bounds(node: &Node, inclusive: &str, exclusive: &str) -> Vec<Bound> {
    let flag = node.get(exclusive).and_then(Node::as_bool) == Some(true);
    let mut found = Vec::new();
    if let Some(value) = number(node, inclusive) {
        found.push(Bound {
            value,
            exclusive: flag,
        });
    }
    if let Some(value) = number(node, exclusive) {
        found.push(Bound {
            value,
            exclusive: true,
        });
    }
    found
}

fn tighter(known: Option<Bound>, next: Bound, is_tighter: fn(f64, f64) -> bool) -> Bound {
    let Some(known) = known else { return next };
    let (Some(a), Some(b)) = (known.value.as_f64(), next.value.as_f64()) else {
        return known;
    };
    if is_tighter(b, a) || (b.total_cmp(&a).is_eq() && next.exclusive) {
        next
    } else {
        known
    }
}
