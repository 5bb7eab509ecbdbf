//! `anyOf` of objects: one part that fits is enough.
//!
//! In: the parts of a value that could be read, each with its checks. Out: nothing when one of them has no violation, else the violations
//! of the part that has fewest.

use super::{Check, Violation};

/// A check of the parts of an `anyOf`, from [`Check::any_of`].
#[derive(Debug)]
#[must_use = "nothing is reported before `finish`"]
pub struct AnyOf<'a> {
    check: &'a mut Check,
    /// The violations of the best part so far.
    best: Option<Vec<Violation>>,
}

impl Check {
    /// `anyOf`: at least one part must be there and satisfy its checks.
    pub fn any_of(&mut self) -> AnyOf<'_> {
        AnyOf {
            check: self,
            best: None,
        }
    }
}

impl AnyOf<'_> {
    /// One part, absent where the value cannot be read like this.
    pub fn part<T>(mut self, part: &Option<T>, validate: impl FnOnce(&T, &mut Check)) -> Self {
        let Some(part) = part else { return self };
        let fits = self.best.as_ref().is_some_and(Vec::is_empty);
        if fits {
            return self;
        }
        let found = self.check.tried(|check| validate(part, check));
        let better = |best: &Vec<Violation>| found.len() < best.len();
        if self.best.as_ref().is_none_or(better) {
            self.best = Some(found);
        }
        self
    }

    /// Reports what the best part violates.
    pub fn finish(self) {
        match self.best {
            Some(violations) => self.check.report(violations),
            None => {
                self.check.fail("anyOf", "needs at least one of its parts");
            }
        }
    }
}
