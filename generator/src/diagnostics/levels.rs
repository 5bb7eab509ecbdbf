//! How much findings matter to a project: levels of its own for single codes.

use std::collections::BTreeMap;

use super::{Code, Severity, codes};

/// What becomes of the findings of one code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// They are not told.
    Allow,
    /// They are warnings.
    Warn,
    /// They are errors, so that nothing is generated.
    Deny,
}

impl Level {
    /// All levels, by their names.
    pub const ALL: [(&str, Self); 3] = [
        ("allow", Self::Allow),
        ("warn", Self::Warn),
        ("deny", Self::Deny),
    ];
}

/// Levels of single codes; the others keep their severities.
///
/// What is an error stays one, whatever is said here: there is nothing right that could be generated of it. So levels are of
/// use for warnings and advice, and for codes that are an error in one place and a warning in another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels(BTreeMap<&'static str, Level>);

impl Levels {
    /// Says what becomes of the findings of a code.
    ///
    /// # Errors
    /// When no code has this name.
    pub fn set(&mut self, name: &str, level: Level) -> Result<(), String> {
        let Some(code) = codes::find(name) else {
            return Err(codes::unknown(name));
        };
        self.0.insert(code.name, level);
        Ok(())
    }

    /// These levels, and for codes without one those of `further`.
    #[must_use]
    pub fn or(&self, further: &Self) -> Self {
        let mut levels = further.clone();
        levels.0.extend(&self.0);
        levels
    }

    /// What a finding is told as; nothing when it is not told.
    pub(super) fn apply(&self, code: &Code, severity: Severity) -> Option<Severity> {
        match self.0.get(code.name) {
            _ if severity == Severity::Error => Some(severity),
            None => Some(severity),
            Some(Level::Allow) => None,
            Some(Level::Warn) => Some(Severity::Warning),
            Some(Level::Deny) => Some(Severity::Error),
        }
    }
}
