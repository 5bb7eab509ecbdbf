//! `anyOf`: a value that fits at least one of several schemas, and maybe more.

use serde::de::{DeserializeOwned, Error};
use serde_json::Value;

use super::context::{self, Context, Mode};
use super::failure::Failure;
use super::read::budget;
use super::tree::Tree;

/// Reads every branch that fits a value.
pub struct Subset {
    value: Value,
    matched: bool,
    failures: Vec<Failure>,
    run: Option<context::Run>,
    mode: Mode,
}

impl Subset {
    /// The branches of `value`, which [`buffer`](super::buffer()) read.
    #[must_use]
    pub fn new(value: Value) -> Self {
        let run = context::mode()
            .is_none()
            .then(|| context::enter(Context::new(Mode::Try, false, budget(&value))));
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
        match T::deserialize(Tree(&self.value)) {
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
        if self.matched {
            return Ok(());
        }
        let mut text = String::from("matches none of the alternatives");
        for (index, failure) in self.failures.iter().enumerate() {
            text.push_str(if index == 0 { ": " } else { "; " });
            text.push_str(&format!("({}) {failure}", index + 1));
        }
        Err(E::custom(text))
    }
}

impl Drop for Subset {
    fn drop(&mut self) {
        if self.run.take().is_none() {
            context::with(|context| context.mode = self.mode);
        }
    }
}
