//! Goes down into lists and objects of a buffered value, keeps count, and says where a failure was.

use serde::de::value::{BorrowedStrDeserializer, StrDeserializer};
use serde::de::{DeserializeSeed, MapAccess, SeqAccess};

use super::buffered::Node;
use super::context::{self, Mode};
use super::failure::Failure;
use super::tree::Tree;
use crate::validate::push_token;

/// Goes one level down: spends budget, and on failure says where it was.
fn step<T>(
    position: usize,
    token: impl Fn() -> String,
    read: impl FnOnce() -> Result<T, Failure>,
) -> Result<T, Failure> {
    let before = context::with(|context| {
        context.budget = context.budget.saturating_sub(1);
        context
            .position
            .push(u32::try_from(position).unwrap_or(u32::MAX));
        (
            context.budget > 0,
            context.failures,
            context.violations.len(),
        )
    });
    let result = match before {
        Some((false, ..)) => Err(Failure::new("oneOf", "has too many ways to be read")),
        _ => read(),
    };
    let Some((_, failures, kept)) = before else {
        return result.map_err(|failure| failure.under(&token()));
    };
    let collecting = context::with(|context| {
        context.position.pop();
        context.mode == Mode::Collect
    });
    match result {
        Ok(value) => Ok(value),
        Err(failure) if collecting != Some(true) => Err(failure.under(&token())),
        Err(failure) => {
            context::with(|context| {
                if context.failures == failures {
                    context.record(
                        failure.pointer.clone(),
                        failure.keyword,
                        failure.message.clone(),
                    );
                }
                let token = token();
                for violation in &mut context.violations[kept..] {
                    let inner = std::mem::take(&mut violation.pointer);
                    push_token(&mut violation.pointer, &token);
                    violation.pointer.push_str(&inner);
                }
                // Whoever can read again goes on behind the innermost element that failed.
                context.resume.push(if context.resume.is_empty() {
                    position + 1
                } else {
                    position
                });
            });
            Err(failure)
        }
    }
}

/// Where a list or map begins: at its first element, unless it is read again to go on behind a failure.
fn start() -> usize {
    context::with(|context| {
        if context.mode == Mode::Collect {
            context.resume.pop()
        } else {
            None
        }
    })
    .flatten()
    .unwrap_or(0)
}

/// The items of a buffered array.
pub(super) struct Items<'a> {
    items: Vec<&'a Node>,
    next: usize,
}

impl<'a> Items<'a> {
    pub(super) fn new(items: Vec<&'a Node>) -> Self {
        Self {
            items,
            next: start(),
        }
    }
}

impl<'a> SeqAccess<'a> for Items<'a> {
    type Error = Failure;

    fn next_element_seed<T: DeserializeSeed<'a>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Failure> {
        let Some(item) = self.items.get(self.next) else {
            return Ok(None);
        };
        let index = self.next;
        self.next += 1;
        step(index, || index.to_string(), || seed.deserialize(Tree(item))).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len().saturating_sub(self.next))
    }
}

/// The members of a buffered object.
pub(super) struct Members<'a> {
    members: std::slice::Iter<'a, (Box<str>, Node)>,
    current: Option<(usize, &'a str, &'a Node)>,
    next: usize,
}

impl<'a> Members<'a> {
    pub(super) fn new(members: &'a [(Box<str>, Node)]) -> Self {
        let next = start();
        let members = members.get(next..).unwrap_or_default().iter();
        Self {
            members,
            current: None,
            next,
        }
    }
}

impl<'a> MapAccess<'a> for Members<'a> {
    type Error = Failure;

    fn next_key_seed<K: DeserializeSeed<'a>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Failure> {
        let Some((name, value)) = self.members.next() else {
            self.current = None;
            return Ok(None);
        };
        self.current = Some((self.next, name, value));
        self.next += 1;
        seed.deserialize(BorrowedStrDeserializer::new(name))
            .map(Some)
    }

    /// Unlike other implementations this one can be asked again for the same member.
    fn next_value_seed<V: DeserializeSeed<'a>>(&mut self, seed: V) -> Result<V::Value, Failure> {
        let Some((position, name, value)) = self.current else {
            return seed.deserialize(StrDeserializer::new(""));
        };
        step(
            position,
            || name.to_owned(),
            || seed.deserialize(Tree(value)),
        )
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.members.len())
    }
}
