//! Collects findings over a whole run.
//! Long because what is told, how often and at which level is decided in one place.

use std::collections::{BTreeMap, HashMap};

use indexmap::IndexMap;

use super::{Code, Diagnostic, Levels, Related, Severity, Sources, Span};

/// So many findings of one code and severity are kept of a document; further ones are only counted, unless more are to be
/// shown. Bounds the memory that a hostile document can take.
const KEPT: usize = 1000;

/// So many findings of one code and severity are shown of a document unless said otherwise.
const SHOWN: usize = 20;

/// The findings of a run and the texts they point into.
#[derive(Clone, Debug)]
pub struct Diagnostics {
    sources: Sources,
    /// With the index of the document that each is of.
    list: Vec<(usize, Diagnostic)>,
    counts: HashMap<(usize, &'static str, Severity), usize>,
    /// Names of the documents of the run; the first is that of none.
    documents: Vec<String>,
    levels: Levels,
    limit: usize,
}

impl Default for Diagnostics {
    fn default() -> Self {
        Self {
            sources: Sources::default(),
            list: Vec::new(),
            counts: HashMap::new(),
            documents: vec![String::new()],
            levels: Levels::default(),
            limit: SHOWN,
        }
    }
}

impl Diagnostics {
    /// An empty collection.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty collection of which so many findings of one code and severity are shown for each document; zero is all of them.
    #[must_use]
    pub fn limited(limit: usize) -> Self {
        Self {
            limit: if limit == 0 { usize::MAX } else { limit },
            ..Self::default()
        }
    }

    /// The texts.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The texts, to add to.
    pub fn sources_mut(&mut self) -> &mut Sources {
        &mut self.sources
    }

    /// What is added from now on is about this document. Findings are told document by document.
    pub fn enter(&mut self, document: impl Into<String>) {
        self.documents.push(document.into());
        self.levels = Levels::default();
    }

    /// What is added from now on has these levels.
    pub fn set_levels(&mut self, levels: Levels) {
        self.levels = levels;
    }

    /// Adds a finding.
    pub fn push(&mut self, mut diagnostic: Diagnostic) {
        let Some(severity) = self.levels.apply(diagnostic.code, diagnostic.severity) else {
            return;
        };
        diagnostic.severity = severity;
        let document = self.documents.len() - 1;
        let kept = self.kept();
        let key = (document, diagnostic.code.name, severity);
        let count = self.counts.entry(key).or_default();
        *count += 1;
        if *count <= kept {
            self.list.push((document, diagnostic));
        }
    }

    /// Takes in what a run of its own has found, with its texts and under its levels.
    pub fn append(&mut self, other: Self) {
        let first = self.sources.append(other.sources);
        let moved = |span: Span| {
            Some(Span {
                file: span.file.behind(first)?,
                ..span
            })
        };
        // What is of no document there is of the present one here.
        let present = self.documents.len() - 1;
        let document = |index: usize| present + index;
        self.documents.extend(other.documents.into_iter().skip(1));
        for (index, mut diagnostic) in other.list {
            diagnostic.span = diagnostic.span.and_then(moved);
            diagnostic.related = diagnostic.related.and_then(|related| {
                let span = moved(related.span)?;
                Some(Related { span, ..related })
            });
            let key = (document(index), diagnostic.code.name, diagnostic.severity);
            if self
                .counts
                .get(&key)
                .is_none_or(|count| *count < self.kept())
            {
                self.list.push((document(index), diagnostic));
            }
        }
        for ((index, code, severity), count) in other.counts {
            let key = (document(index), code, severity);
            *self.counts.entry(key).or_default() += count;
        }
    }

    fn kept(&self) -> usize {
        self.limit.max(KEPT)
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

    /// Whether further findings of this code and severity will only be counted, so that costly help need not be worked out.
    pub fn is_full(&self, code: &'static Code, severity: Severity) -> bool {
        let severity = self.levels.apply(code, severity);
        severity.is_none_or(|severity| {
            let key = (self.documents.len() - 1, code.name, severity);
            self.counts
                .get(&key)
                .is_some_and(|count| *count >= self.kept())
        })
    }

    /// How many errors there are.
    pub fn error_count(&self) -> usize {
        self.tally(Severity::Error)
    }

    /// How many findings of this severity were made, kept or not.
    pub fn tally(&self, severity: Severity) -> usize {
        let counts = self.counts.iter();
        let counts = counts.filter(|((_, _, of), _)| *of == severity);
        counts.map(|(_, count)| count).sum()
    }

    /// Keeps only findings of the severities that `keep` names.
    pub fn retain(&mut self, keep: impl Fn(Severity) -> bool) {
        self.list
            .retain(|(_, diagnostic)| keep(diagnostic.severity));
        self.counts.retain(|(_, _, severity), _| keep(*severity));
    }

    /// Drops the findings that stand where `gone` says so.
    pub(crate) fn forget(&mut self, gone: impl Fn(Span) -> bool) {
        self.keep(|_, diagnostic| !diagnostic.span.is_some_and(&gone));
    }

    /// Keeps the findings that `keep` names; the others were never there.
    fn keep(&mut self, mut keep: impl FnMut(usize, &Diagnostic) -> bool) {
        let counts = &mut self.counts;
        self.list.retain(|(document, diagnostic)| {
            let keep = keep(*document, diagnostic);
            if !keep {
                let key = (*document, diagnostic.code.name, diagnostic.severity);
                if let Some(count) = counts.get_mut(&key) {
                    *count = count.saturating_sub(1);
                }
            }
            keep
        });
    }

    /// Whether there is an error.
    pub fn has_errors(&self) -> bool {
        self.error_count() > 0
    }

    /// Whether there is nothing at all.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The findings, in the order they were made until [`finish`](Self::finish) puts them in document order.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter().map(|(_, diagnostic)| diagnostic)
    }

    /// The findings, to complete them.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Diagnostic> {
        self.list.iter_mut().map(|(_, diagnostic)| diagnostic)
    }

    /// How many findings of this code were made, kept or not.
    pub fn count(&self, code: &Code) -> usize {
        let counts = self.counts.iter();
        let counts = counts.filter(|((_, name, _), _)| *name == code.name);
        counts.map(|(_, count)| count).sum()
    }

    /// Puts the findings in document order (those without a place first) and drops those that are told already: identical
    /// ones, and those in a file that an earlier document has, too.
    pub fn finish(&mut self) {
        self.list.sort_by(|(in_a, a), (in_b, b)| {
            // Of two that say the same, the graver one comes first and stays.
            (in_a, a.span, a.code.name, &a.message, b.severity).cmp(&(
                in_b,
                b.span,
                b.code.name,
                &b.message,
                a.severity,
            ))
        });
        let sources = self.sources.clone();
        let mut told = HashMap::new();
        let mut last = None;
        self.keep(|document, found| {
            let text = (found.code.name, found.message.clone());
            let this = Some((document, found.span, text.clone()));
            if last == this {
                return false;
            }
            last = this;
            let file = found.span.and_then(|span| sources.get(span.file));
            let (Some(file), Some(span)) = (file, found.span) else {
                return true;
            };
            // Within one document, files of one name are two texts, such as two revisions of a file.
            let key = (file.name().to_owned(), span.start, text);
            *told.entry(key).or_insert(document) == document
        });
    }

    /// So many findings of one code and severity are shown of a document.
    pub fn limit(&self) -> usize {
        self.limit
    }

    /// The findings of each document of which `limit` of one code and severity are shown, and how many are not.
    pub(super) fn sections(&self, limit: usize) -> Vec<Section<'_>> {
        let mut sections: IndexMap<usize, Section<'_>> = IndexMap::new();
        for (document, diagnostic) in &self.list {
            let section = sections.entry(*document).or_insert_with(|| Section {
                document: &self.documents[*document],
                shown: Vec::new(),
                hidden: BTreeMap::new(),
            });
            let key = (diagnostic.code.name, diagnostic.severity);
            let all = self.counts.get(&(*document, key.0, key.1));
            let all = all.copied().unwrap_or_default();
            let hidden = section.hidden.entry(key).or_insert(all);
            if all - *hidden < limit {
                *hidden = hidden.saturating_sub(1);
                section.shown.push(diagnostic);
            }
        }
        sections.into_values().collect()
    }
}

/// What is shown of one document.
pub(super) struct Section<'a> {
    /// Its name; empty for what belongs to none.
    pub(super) document: &'a str,
    pub(super) shown: Vec<&'a Diagnostic>,
    /// How many findings of a code and severity are not shown; zero where all are.
    pub(super) hidden: BTreeMap<(&'static str, Severity), usize>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{FileId, Level, codes};

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
        diagnostics.error(&codes::UNKNOWN_KEY, span(3), "early");
        diagnostics.report(&codes::UNKNOWN_KEY, span(3), "early");
        diagnostics.push(Diagnostic::new(&codes::UNREADABLE_FILE, "nowhere"));
        diagnostics.finish();
        let messages: Vec<_> = diagnostics
            .iter()
            .map(|diagnostic| diagnostic.message.as_str())
            .collect();
        assert_eq!(messages, ["nowhere", "early", "late"]);
        assert_eq!(diagnostics.count(&codes::UNKNOWN_KEY), 1);
        assert_eq!(diagnostics.error_count(), 3);
        assert_eq!(diagnostics.tally(Severity::Warning), 0);
    }

    /// A file that two documents share is told of once; the documents come in the order in which they were read.
    #[test]
    fn documents_in_turn() {
        let mut diagnostics = Diagnostics::new();
        for (document, own) in [("b.yaml", 7), ("a.yaml", 5)] {
            diagnostics.enter(document);
            let file = diagnostics
                .sources_mut()
                .add("shared.yaml", "text")
                .unwrap();
            let at = |start| Span {
                file,
                start,
                end: start,
            };
            diagnostics.report(&codes::UNKNOWN_KEY, at(1), "in both");
            diagnostics.report(&codes::UNKNOWN_KEY, at(own), document);
        }
        diagnostics.finish();
        let messages: Vec<_> = diagnostics
            .iter()
            .map(|found| found.message.as_str())
            .collect();
        assert_eq!(messages, ["in both", "b.yaml", "a.yaml"]);
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
        // However many warnings there are, they hide no error.
        diagnostics.error(&codes::UNKNOWN_KEY, span(9999), "grave");
        assert_eq!(diagnostics.iter().count(), KEPT + 1);
        assert_eq!(diagnostics.count(&codes::UNKNOWN_KEY), 5001);
        let mut all = Diagnostics::limited(0);
        (0..5000).for_each(|start| all.report(&codes::UNKNOWN_KEY, span(start), "again"));
        assert_eq!(all.iter().count(), 5000);
    }

    #[test]
    fn levels() {
        let check = |level: Level, severity: Severity, expected: Option<Severity>| {
            let mut levels = Levels::default();
            levels.set("unknown-key", level).unwrap();
            let mut diagnostics = Diagnostics::new();
            diagnostics.set_levels(levels);
            diagnostics.push(Diagnostic::new(&codes::UNKNOWN_KEY, "x").severity(severity));
            let found = diagnostics.iter().next().map(|found| found.severity);
            assert_eq!(found, expected, "{level:?} {severity}");
            assert_eq!(diagnostics.has_errors(), expected == Some(Severity::Error));
        };
        check(Level::Allow, Severity::Info, None);
        check(Level::Allow, Severity::Warning, None);
        check(Level::Allow, Severity::Error, Some(Severity::Error));
        check(Level::Warn, Severity::Info, Some(Severity::Warning));
        check(Level::Warn, Severity::Error, Some(Severity::Error));
        check(Level::Deny, Severity::Info, Some(Severity::Error));
        let said = Levels::default().set("unknwon-key", Level::Deny);
        assert_eq!(
            said.unwrap_err(),
            "there is no code `unknwon-key`; did you mean `unknown-key`?"
        );
    }
}
