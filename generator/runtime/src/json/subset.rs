//! `anyOf`: a value that fits at least one of several schemas, and maybe more.

use serde::de::{DeserializeOwned, Error};

use super::buffered::Buffered;
use super::context::{self, Context, Mode};
use super::failure::{Failure, none_matches};
use super::read::budget;
use super::tree::Tree;

/// Reads every branch that fits a value.
pub struct Subset {
    value: Buffered,
    matched: bool,
    failures: Vec<Failure>,
    run: Option<context::Run>,
    mode: Mode,
}

impl Subset {
    /// The branches of `value`, which [`buffer`](super::buffer()) read.
    #[must_use]
    pub fn new(value: Buffered) -> Self {
        let run = context::mode()
            .is_none()
            .then(|| context::enter(Context::new(Mode::Try, false, budget(&value.0))));
        let mode = context::with(|context| std::mem::replace(&mut context.mode, Mode::Try))
            .unwrap_or(Mode::Try);
        Self {
            value,
            matched: false,
            failures: Vec::new(),
            run,
            mode,
        }
    }

    /// The next branch, if the value fits it.
    pub fn branch<T: DeserializeOwned>(&mut self) -> Option<T> {
        let before = context::with(|context| context.mismatches);
        match T::deserialize(Tree(&self.value.0)) {
            Ok(value) => {
                self.matched = true;
                Some(value)
            }
            Err(failure) => {
                context::with(|context| context.mismatches = before.unwrap_or_default());
                self.failures.push(failure);
                None
            }
        }
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// When no branch fits: why each does not.
    pub fn finish<E: Error>(self) -> Result<(), E> {
        if self.matched && !context::is_exhausted() {
            return Ok(());
        }
        Err(E::custom(none_matches(&self.failures)))
    }
}

impl Drop for Subset {
    fn drop(&mut self) {
        if self.run.take().is_none() {
            context::with(|context| context.mode = self.mode);
        }
    }
}
