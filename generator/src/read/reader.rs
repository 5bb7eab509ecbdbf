//! Reads a root file, and then every file that a reference names, checking each target as what it is expected to be.

mod target;

use std::collections::{HashMap, VecDeque};
use std::io;
use std::path::{Path, PathBuf};

use self::target::{Resolution, Unread};
use super::check::{Findings, Found, Seen, check};
use super::document::File;
use super::files::{decode, join};
use super::grammar::Kind;
use super::load::load;
use super::references::{place, report_cycles};
use super::repair::{Repair, mend};
use super::version::detect;
use super::{Document, Pointer, ReadOptions, Version};
use crate::diagnostics::{Diagnostic, Diagnostics, Span, codes};

/// The state of reading one document.
pub(super) struct Reader<'a> {
    options: &'a ReadOptions,
    fetch: &'a mut dyn FnMut(&Path) -> io::Result<Vec<u8>>,
    diagnostics: &'a mut Diagnostics,
    files: Vec<File>,
    /// Files that were asked for, by folded path: their index, or why there is none.
    known: HashMap<PathBuf, Result<usize, Unread>>,
    repairs: Vec<Vec<Repair>>,
    seen: Seen,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        options: &'a ReadOptions,
        fetch: &'a mut dyn FnMut(&Path) -> io::Result<Vec<u8>>,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        let (known, seen) = (HashMap::new(), Seen::new());
        Self {
            options,
            fetch,
            diagnostics,
            files: Vec::new(),
            known,
            repairs: Vec::new(),
            seen,
        }
    }

    /// Reads the whole document, whose root file has these bytes.
    pub(super) fn document(mut self, path: &Path, bytes: Vec<u8>) -> Option<Document> {
        let folded = join(Path::new(""), &path.to_string_lossy());
        self.add(path, folded, bytes)?;
        let version = detect(&self.files.first()?.root, self.diagnostics)?;
        self.references(version);
        for (file, repairs) in self.files.iter_mut().zip(self.repairs) {
            mend(&mut file.root, repairs);
        }
        let sources = self.diagnostics.sources().clone();
        let by_path = self
            .known
            .into_iter()
            .filter_map(|(path, index)| Some((path, index.ok()?)));
        let document = Document {
            by_path: by_path.collect(),
            files: self.files,
            version,
            sources,
        };
        document.complete(self.diagnostics);
        Some(document)
    }

    /// Decodes and loads a file; gives its index.
    fn add(&mut self, name: &Path, folded: PathBuf, bytes: Vec<u8>) -> Option<usize> {
        let name = name.to_string_lossy();
        let limits = &self.options.limits;
        if bytes.len() as u64 > limits.file_bytes.min(u64::from(u32::MAX)) {
            let message = format!("{name} is larger than {} bytes", limits.file_bytes);
            self.diagnostics
                .push(Diagnostic::new(&codes::FILE_TOO_LARGE, message));
            return None;
        }
        let (text, problem) = match decode(bytes) {
            Ok(text) => (text, None),
            Err(problem) => (String::new(), Some(problem)),
        };
        let Some(id) = self.diagnostics.sources_mut().add(name.clone(), text) else {
            let message = format!("{name} is one file too many for a run");
            self.diagnostics
                .push(Diagnostic::new(&codes::FILE_TOO_LARGE, message));
            return None;
        };
        if let Some(problem) = problem {
            self.diagnostics.report(
                &codes::NOT_TEXT,
                Span {
                    file: id,
                    start: 0,
                    end: 0,
                },
                problem,
            );
            return None;
        }
        let source = self.diagnostics.sources().share(id)?;
        let root = load(source.text(), id, limits, self.diagnostics)?;
        let index = self.files.len();
        self.known.insert(folded.clone(), Ok(index));
        self.files.push(File {
            id,
            path: folded,
            root,
            anchors: HashMap::new(),
        });
        self.repairs.push(Vec::new());
        Some(index)
    }

    /// Walks the root, then what its references lead to, until there is nothing new.
    fn references(&mut self, version: Version) {
        let mut queue = VecDeque::from(self.walk(0, &Pointer::default(), Kind::OpenApi, version));
        let mut done = Vec::new();
        let mut next = HashMap::new();
        // Anchors may stand behind the references that name them, in targets that are not walked yet: those wait.
        let mut waiting = Vec::new();
        loop {
            while let Some(found) = queue.pop_front() {
                if next.contains_key(&place(found.span)) {
                    continue;
                }
                match self.target(&found, version) {
                    Resolution::Target { step, new } => {
                        next.insert(place(found.span), step);
                        queue.extend(new);
                        done.push(found);
                    }
                    Resolution::Nothing => {
                        next.insert(place(found.span), None);
                    }
                    Resolution::NoAnchor => waiting.push(found),
                }
            }
            let ready = |found: &Found| {
                self.anchor_of(found)
                    .is_some_and(|(file, anchor)| self.files[file].anchors.contains_key(&anchor))
            };
            let (again, still): (Vec<_>, Vec<_>) = waiting.into_iter().partition(ready);
            waiting = still;
            if again.is_empty() {
                break;
            }
            queue.extend(again);
        }
        for found in &waiting {
            let message = format!(
                "`{}` points to nothing: no schema has this `$anchor`",
                found.text
            );
            self.report(&codes::UNRESOLVED_REFERENCE, found, message, None);
        }
        let next = next
            .into_iter()
            .filter_map(|(from, to)| Some((from, to?)))
            .collect();
        report_cycles(&done, &next, self.diagnostics);
    }

    fn walk(
        &mut self,
        index: usize,
        pointer: &Pointer,
        kind: Kind,
        version: Version,
    ) -> Vec<Found> {
        let file = &mut self.files[index];
        let Some(node) = file.root.descend(pointer) else {
            return Vec::new();
        };
        let Findings {
            references,
            anchors,
            repairs,
        } = check(
            node,
            pointer,
            kind,
            version,
            &mut self.seen,
            self.diagnostics,
        );
        for (name, pointer) in anchors {
            file.anchors.entry(name).or_insert(pointer);
        }
        self.repairs[index].extend(repairs);
        references
    }
}
