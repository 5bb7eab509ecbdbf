//! Regular expressions that are compiled when they are first needed.

use std::sync::OnceLock;

use regex_lite::{Error, Regex};

/// A regular expression in the syntax of the `regex-lite` crate, into which the generator translates ECMA-262. It takes time linear in the text.
#[derive(Debug)]
pub struct Pattern {
    source: &'static str,
    compiled: OnceLock<Result<Regex, Error>>,
}

impl Pattern {
    /// For a `static`.
    #[must_use]
    pub const fn new(source: &'static str) -> Self {
        Self {
            source,
            compiled: OnceLock::new(),
        }
    }

    /// The expression.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        self.source
    }

    /// Whether the expression matches anywhere in `text`.
    ///
    /// # Errors
    /// When the expression is not valid, which the generator rules out.
    pub fn is_match(&self, text: &str) -> Result<bool, String> {
        match self.compiled.get_or_init(|| Regex::new(self.source)) {
            Ok(regex) => Ok(regex.is_match(text)),
            Err(error) => Err(error.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn matches() {
        static NAME: Pattern = Pattern::new("^[a-z][a-z0-9]*$");
        assert_eq!(NAME.is_match("a1"), Ok(true));
        assert_eq!(NAME.is_match("1a"), Ok(false));
        assert!(Pattern::new("(").is_match("").is_err());
    }
}
