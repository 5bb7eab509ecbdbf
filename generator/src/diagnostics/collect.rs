//! Collects findings over a whole run.

use std::collections::HashMap;

use super::{Code, Diagnostic, Related, Severity, Sources, Span};

/// So many findings of one code are kept; further ones are only counted. Bounds the memory that a hostile document can take.
const KEPT_PER_CODE: usize = 1000;

/// The findings of a run and the texts they point into.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    sources: Sources,
    list: Vec<Diagnostic>,
    counts: HashMap<&'static str, usize>,
    errors: usize,
}

impl Diagnostics {
    /// An empty collection.
    pub fn new() -> Self {
        Self::default()
    }

    /// The texts.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The texts, to add to.
    pub fn sources_mut(&mut self) -> &mut Sources {
        &mut self.sources
    }

    /// Adds a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if diagnostic.severity == Severity::Error {
            self.errors += 1;
        }
        let count = self.counts.entry(diagnostic.code.name).or_default();
        *count += 1;
        if *count <= KEPT_PER_CODE {
            self.list.push(diagnostic);
        }
    }

    /// Takes in what a run of its own has found, with its texts.
    pub fn append(&mut self, other: Self) {
        let errors = self.errors + other.errors;
        let mut counts = self.counts.clone();
        for (code, count) in other.counts {
            *counts.entry(code).or_default() += count;
        }
        let first = self.sources.append(other.sources);
        let moved = |span: Span| {
            Some(Span {
                file: span.file.behind(first)?,
                ..span
            })
        };
        for mut diagnostic in other.list {
            diagnostic.span = diagnostic.span.and_then(moved);
            diagnostic.related = diagnostic.related.and_then(|related| {
                let span = moved(related.span)?;
                Some(Related { span, ..related })
            });
            self.push(diagnostic);
        }
        // Those that the other run has only counted, too.
        (self.errors, self.counts) = (errors, counts);
    }

    /// Adds a finding with the default severity of its code.
    pub fn report(
        &mut self,
        code: &'static Code,
        span: impl Into<Span>,
        message: impl Into<String>,
    ) {
        self.push(Diagnostic::new(code, message).at(span));
    }

    /// Adds an error.
    pub fn error(
        &mut self,
        code: &'static Code,
        span: impl Into<Span>,
        message: impl Into<String>,
    ) {
        self.push(
            Diagnostic::new(code, message)
                .at(span)
                .severity(Severity::Error),
        );
    }

    /// Adds a warning.
    pub fn warning(
        &mut self,
        code: &'static Code,
        span: impl Into<Span>,
        message: impl Into<String>,
    ) {
        self.push(
            Diagnostic::new(code, message)
                .at(span)
                .severity(Severity::Warning),
        );
    }

    /// Whether further findings of this code will only be counted, so that costly help need not be worked out.
    pub fn is_full(&self, code: &'static Code) -> bool {
        self.counts
            .get(code.name)
            .is_some_and(|count| *count >= KEPT_PER_CODE)
    }

    /// How many errors there are.
    pub fn error_count(&self) -> usize {
        self.errors
    }

    /// Keeps only findings of the severities that `keep` names.
    pub fn retain(&mut self, keep: impl Fn(Severity) -> bool) {
        self.list.retain(|diagnostic| keep(diagnostic.severity));
        self.counts.clear();
        for diagnostic in &self.list {
            *self.counts.entry(diagnostic.code.name).or_default() += 1;
        }
    }

    /// Drops the findings that stand where `gone` says so.
    pub(crate) fn forget(&mut self, gone: impl Fn(Span) -> bool) {
        let (counts, errors) = (&mut self.counts, &mut self.errors);
        self.list.retain(|diagnostic| {
            let keep = !diagnostic.span.is_some_and(&gone);
            if !keep {
                if let Some(count) = counts.get_mut(diagnostic.code.name) {
                    *count -= 1;
                }
                *errors -= usize::from(diagnostic.severity == Severity::Error);
            }
            keep
        });
    }

    /// Whether there is an error.
    pub fn has_errors(&self) -> bool {
        self.errors > 0
    }

    /// Whether there is nothing at all.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The findings, in the order they were made until [`finish`](Self::finish) puts them in document order.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// The findings, to complete them.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Diagnostic> {
        self.list.iter_mut()
    }

    /// How many findings of this code were made, kept or not.
    pub fn count(&self, code: &Code) -> usize {
        self.counts.get(code.name).copied().unwrap_or_default()
    }

    /// Puts the findings in document order (those without a place first) and drops identical ones.
    pub fn finish(&mut self) {
        self.list.sort_by(|a, b| {
            (a.span, a.code.name, &a.message).cmp(&(b.span, b.code.name, &b.message))
        });
        let counts = &mut self.counts;
        let errors = &mut self.errors;
        self.list.dedup_by(|later, first| {
            let same = later.span == first.span
                && later.code == first.code
                && later.message == first.message;
            if same {
                if let Some(count) = counts.get_mut(later.code.name) {
                    *count -= 1;
                }
                // The graver one of two stays.
                if later.severity == Severity::Error && first.severity == Severity::Error {
                    *errors -= 1;
                }
                first.severity = first.severity.max(later.severity);
            }
            same
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{FileId, codes};

    fn span(start: u32) -> Span {
        Span {
            file: FileId(0),
            start,
            end: start + 1,
        }
    }

    #[test]
    fn sorted_and_told_once() {
        let mut diagnostics = Diagnostics::new();
        diagnostics.report(&codes::SYNTAX, span(9), "late");
        diagnostics.report(&codes::UNKNOWN_KEY, span(3), "early");
        diagnostics.report(&codes::UNKNOWN_KEY, span(3), "early");
        diagnostics.push(Diagnostic::new(&codes::UNREADABLE_FILE, "nowhere"));
        diagnostics.finish();
        let messages: Vec<_> = diagnostics
            .iter()
            .map(|diagnostic| diagnostic.message.as_str())
            .collect();
        assert_eq!(messages, ["nowhere", "early", "late"]);
        assert_eq!(diagnostics.count(&codes::UNKNOWN_KEY), 1);
        assert!(diagnostics.has_errors());
    }

    #[test]
    fn two_runs_are_one() {
        let run = |name: &str| {
            let mut diagnostics = Diagnostics::new();
            let file = diagnostics.sources_mut().add(name, "text").unwrap();
            let place = Span { file, ..span(1) };
            diagnostics.report(&codes::UNKNOWN_KEY, place, name);
            diagnostics.error(&codes::UNKNOWN_KEY, place, "again");
            diagnostics
        };
        let mut all = run("old");
        all.append(run("new"));
        let shown: Vec<_> = all
            .iter()
            .map(|one| (one.message.as_str(), one.span.unwrap().file.0))
            .collect();
        assert_eq!(shown, [("old", 0), ("again", 0), ("new", 1), ("again", 1)]);
        assert_eq!(all.sources().get(FileId(1)).unwrap().name(), "new");
        assert_eq!((all.count(&codes::UNKNOWN_KEY), all.error_count()), (4, 2));
    }

    #[test]
    fn bounded() {
        let mut diagnostics = Diagnostics::new();
        for start in 0..5000 {
            diagnostics.report(&codes::UNKNOWN_KEY, span(start), "again");
        }
        assert_eq!(diagnostics.iter().count(), KEPT_PER_CODE);
        assert_eq!(diagnostics.count(&codes::UNKNOWN_KEY), 5000);
    }
}
