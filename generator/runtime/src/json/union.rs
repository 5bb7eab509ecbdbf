//! Chooses among the alternatives of a union.

use serde::de::{DeserializeOwned, Error};
use serde::ser::{Serialize, Serializer};
use serde_json::Value;

use super::buffered::{Buffered, Node};
use super::compare::{loss, members};
use super::context::{self, Context, Mode};
use super::failure::{Failure, none_matches};
use super::read::budget;
use super::scalar::unrecognized;
use super::tree::Tree;
use super::writer::Parts;

/// The discriminator of an object: the text of its member `name`.
#[must_use]
pub fn tag<'a>(value: &'a Buffered, name: &str) -> Option<&'a str> {
    match value.0.get(name)? {
        Node::String(text) => Some(text),
        _ => None,
    }
}

/// Reads the alternative that a discriminator chose.
///
/// # Errors
/// When the value is no `T`.
pub fn variant<T: DeserializeOwned, E: Error>(value: Buffered) -> Result<T, E> {
    T::deserialize(Tree(&value.0)).map_err(E::custom)
}

/// Writes an object whose member `name` must say which alternative it is: what the object says itself where that is one of `tags`, else
/// the first of them.
///
/// # Errors
/// What the serialiser reports, and when the value is no object.
pub fn retagged<T: Serialize + ?Sized, S: Serializer>(
    value: &T,
    name: &str,
    tags: &[&str],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut parts = Parts::new();
    parts.merge(value)?;
    if !parts.text(name).is_some_and(|own| tags.contains(&own))
        && let Some(tag) = tags.first()
    {
        parts.replace(name, tag);
    }
    parts.end(serializer)
}

/// How well an alternative fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Fit {
    /// What is lost when the value is written again, and what was outside its documented values.
    loss: usize,
    /// Members that the alternative does not name.
    unnamed: usize,
}

/// Tries the alternatives of a union that has no discriminator. The one is chosen that loses nothing of the value; among several the one
/// that names most of its members; then the first.
pub struct Trial<U> {
    value: Buffered,
    members: usize,
    best: Option<(Fit, usize, U)>,
    failures: Vec<Failure>,
    /// The alternative that was found best when this value was read before.
    known: Option<Option<usize>>,
    index: usize,
    /// Members named by the best alternative, for the union around this one.
    named: usize,
    mismatches: usize,
    run: Option<context::Run>,
    mode: Mode,
}

impl<U> Trial<U> {
    /// A trial on `value`, which [`buffer`](super::buffer()) read.
    #[must_use]
    pub fn new(value: Buffered) -> Self {
        let run = context::mode()
            .is_none()
            .then(|| context::enter(Context::new(Mode::Try, false, budget(&value.0))));
        let (mode, known) = context::with(|context| {
            let known = context
                .chosen
                .get(&(
                    std::any::type_name::<U>(),
                    context.position.as_slice().into(),
                ))
                .copied();
            (std::mem::replace(&mut context.mode, Mode::Try), known)
        })
        .unwrap_or((Mode::Try, None));
        let members = members(&value.0);
        Self {
            value,
            members,
            best: None,
            failures: Vec::new(),
            known,
            index: 0,
            named: 0,
            mismatches: 0,
            run,
            mode,
        }
    }

    /// Tries `T`, the next alternative.
    #[must_use]
    pub fn variant<T: DeserializeOwned + Serialize>(mut self, wrap: fn(T) -> U) -> Self {
        let index = self.index;
        self.index += 1;
        if self.best.as_ref().is_some_and(|(fit, ..)| {
            *fit == Fit {
                loss: 0,
                unnamed: 0,
            }
        }) {
            return self;
        }
        if self.known.is_some_and(|known| known != Some(index)) {
            return self;
        }
        let (known_before, mismatches_before) =
            context::with(|context| (context.known, std::mem::take(&mut context.mismatches)))
                .unwrap_or_default();
        let result = T::deserialize(Tree(&self.value.0));
        let (named, mismatches, text) = context::with(|context| {
            let named = context.known - known_before;
            context.known = known_before;
            (
                named,
                std::mem::replace(&mut context.mismatches, mismatches_before),
                context.text,
            )
        })
        .unwrap_or_default();
        match result {
            Ok(candidate) => {
                let lost = if self.known.is_some() {
                    0
                } else {
                    serde_json::to_value(&candidate)
                        .map_or(usize::MAX / 2, |kept| loss(&self.value.0, &kept, text))
                };
                let fit = Fit {
                    loss: lost + mismatches,
                    unnamed: self.members.saturating_sub(named),
                };
                if self.best.as_ref().is_none_or(|(best, ..)| fit < *best) {
                    self.best = Some((fit, index, wrap(candidate)));
                    self.named = named;
                    self.mismatches = mismatches;
                }
            }
            Err(failure) => self.failures.push(failure),
        }
        self
    }

    /// The chosen alternative.
    ///
    /// # Errors
    /// When none fits: why each does not.
    pub fn finish<E: Error>(mut self) -> Result<U, E> {
        match self.end() {
            Some(value) if !context::is_exhausted() => Ok(value),
            _ => Err(E::custom(none_matches(&self.failures))),
        }
    }

    /// The chosen alternative, or the value as it is when none fits.
    ///
    /// # Errors
    /// When the value has too many ways to be read.
    pub fn finish_or<E: Error>(mut self, wrap: fn(Value) -> U) -> Result<U, E> {
        let chosen = self.end();
        if context::is_exhausted() {
            return Err(E::custom(none_matches(&self.failures)));
        }
        Ok(chosen.unwrap_or_else(|| wrap(Value::from(&unrecognized(&self.value).0))))
    }

    /// Remembers the choice for when the same value is read again, and gives the state back as it was.
    fn end(&mut self) -> Option<U> {
        let best = self.best.take();
        let chosen = best.as_ref().map(|(_, index, _)| *index);
        context::with(|context| {
            context.known += self.named;
            context.mismatches += self.mismatches;
            if self.known.is_none() && self.run.is_none() {
                context.chosen.insert(
                    (
                        std::any::type_name::<U>(),
                        context.position.as_slice().into(),
                    ),
                    chosen,
                );
            }
        });
        best.map(|(_, _, value)| value)
    }
}

impl<U> Drop for Trial<U> {
    fn drop(&mut self) {
        if self.run.take().is_none() {
            context::with(|context| context.mode = self.mode);
        }
    }
}
