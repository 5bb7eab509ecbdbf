//! Reads a root file, and then every file that a reference names, checking each target as what it is expected to be.

use std::collections::{HashMap, VecDeque};
use std::io;
use std::path::{Path, PathBuf};

use super::check::{Findings, Found, Seen, check};
use super::document::{File, local, pointer_in};
use super::files::{OutsideRoot, decode, join};
use super::grammar::{Kind, Need};
use super::load::load;
use super::references::{self, Fragment, Target, place, report_cycles};
use super::repair::{Repair, mend};
use super::suggest::nearest;
use super::version::detect;
use super::{Document, Node, Pointer, ReadOptions, Version};
use crate::diagnostics::{Code, Diagnostic, Diagnostics, FileId, Severity, Span, codes};

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
        let document = Document {
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

    /// Finds the target of a reference, loading its file and checking it when it is new.
    fn target(&mut self, found: &Found, version: Version) -> Resolution {
        if found.mapping && self.is_mapped(&found.text) {
            return Resolution::Nothing;
        }
        let text = local(&self.files, &found.text);
        let (index, fragment) = match references::parse(text) {
            Target::Remote => {
                let message = format!("`{}` would need the network", found.text);
                self.report(&codes::REMOTE_REFERENCE, found, message, None);
                return Resolution::Nothing;
            }
            Target::Malformed => {
                let message = format!("`{}` is not a URI reference", found.text);
                self.report(&codes::UNRESOLVED_REFERENCE, found, message, None);
                return Resolution::Nothing;
            }
            Target::File { path, fragment } => match self.file(found, path.as_deref()) {
                Some(index) => (index, fragment),
                None => return Resolution::Nothing,
            },
        };
        let file = &self.files[index];
        let Some(node) = pointer_in(file, &fragment).and_then(|pointer| file.root.descend(pointer))
        else {
            match &fragment {
                Fragment::Anchor(_) => return Resolution::NoAnchor,
                Fragment::Pointer(pointer) => {
                    let (message, help) = missing(&file.root, pointer, &found.text);
                    self.report(&codes::UNRESOLVED_REFERENCE, found, message, help);
                    return Resolution::Nothing;
                }
            }
        };
        let step = node
            .get("$ref")
            .filter(|reference| reference.as_str().is_some())
            .map(|reference| place(reference.span));
        let new = match self.seen.get(&node.span) {
            Some(kind) if *kind == found.kind => Vec::new(),
            Some(kind) if node.is_object() => {
                let (expected, kind) = (found.kind.grammar(), kind.grammar().title);
                let message = format!(
                    "`{}` points to {kind}, expected {}",
                    found.text, expected.title
                );
                // What both kinds have in common may be enough, unless something is missing without which nothing works.
                let usable = expected
                    .fields
                    .iter()
                    .all(|field| field.need != Need::Must || node.get(field.name).is_some());
                let severity = if usable {
                    Severity::Warning
                } else {
                    Severity::Error
                };
                let diagnostic = Diagnostic::new(&codes::REFERENCE_KIND, message)
                    .at(found.span)
                    .severity(severity);
                self.diagnostics
                    .push(diagnostic.pointer(found.pointer.as_str()));
                Vec::new()
            }
            _ => match pointer_in(file, &fragment).cloned() {
                Some(pointer) => self.walk(index, &pointer, found.kind, version),
                None => Vec::new(),
            },
        };
        Resolution::Target { step, new }
    }

    /// The index of the file that a reference names; loads it when it is new.
    fn file(&mut self, found: &Found, path: Option<&str>) -> Option<usize> {
        let from = self
            .files
            .iter()
            .position(|file| file.id == found.span.file)?;
        let Some(path) = path else { return Some(from) };
        let here = self.files[from].path.parent().unwrap_or(Path::new(""));
        let folded = join(here, path);
        let root = self.files[0].path.parent().unwrap_or(Path::new(""));
        let inside = match root.as_os_str().is_empty() {
            true => folded.is_relative() && !folded.starts_with(".."),
            false => folded.starts_with(root),
        };
        if !inside && !self.options.allow_outside_root {
            let message = format!("`{}` leaves the folder of the root document", found.text);
            self.report(&codes::REFERENCE_OUTSIDE_ROOT, found, message, None);
            return None;
        }
        if !self.known.contains_key(&folded) {
            let loaded = self.load(&folded);
            self.known.insert(folded.clone(), loaded);
        }
        match self.known.get(&folded)? {
            Ok(index) => Some(*index),
            Err(Unread { code, reason }) => {
                let message = format!("`{}` cannot be read: {reason}", found.text);
                self.report(code, found, message, None);
                None
            }
        }
    }

    fn load(&mut self, path: &Path) -> Result<usize, Unread> {
        let unread = |code, reason| Err(Unread { code, reason });
        if self.files.len() >= self.options.limits.files {
            let reason = format!(
                "the document has more than {} files",
                self.options.limits.files
            );
            return unread(&codes::FILE_TOO_LARGE, reason);
        }
        let bytes = match (self.fetch)(path) {
            Ok(bytes) => bytes,
            Err(error)
                if error
                    .get_ref()
                    .is_some_and(|inner| inner.is::<OutsideRoot>()) =>
            {
                return unread(&codes::REFERENCE_OUTSIDE_ROOT, error.to_string());
            }
            Err(error) => return unread(&codes::UNRESOLVED_REFERENCE, error.to_string()),
        };
        match self.add(path, path.to_path_buf(), bytes) {
            Some(index) => Ok(index),
            None => unread(
                &codes::UNRESOLVED_REFERENCE,
                "it has errors of its own".to_owned(),
            ),
        }
    }

    /// Whether the target of a discriminator is the name of a schema.
    fn is_mapped(&self, text: &str) -> bool {
        let schemas = self.files[0]
            .root
            .get("components")
            .and_then(|components| components.get("schemas"));
        schemas.is_some_and(|schemas| schemas.get(text).is_some())
    }

    fn anchor_of(&self, found: &Found) -> Option<(usize, String)> {
        let Target::File {
            path,
            fragment: Fragment::Anchor(anchor),
        } = references::parse(local(&self.files, &found.text))
        else {
            return None;
        };
        let from = self
            .files
            .iter()
            .position(|file| file.id == found.span.file)?;
        let index = match path {
            None => from,
            Some(path) => {
                let folded = join(
                    self.files[from].path.parent().unwrap_or(Path::new("")),
                    &path,
                );
                *self.known.get(&folded)?.as_ref().ok()?
            }
        };
        Some((index, anchor.into_owned()))
    }

    fn report(
        &mut self,
        code: &'static Code,
        found: &Found,
        message: String,
        help: Option<String>,
    ) {
        let mut diagnostic = Diagnostic::new(code, message)
            .at(found.span)
            .pointer(found.pointer.as_str());
        if found.mapping {
            // The union can be told apart without its mapping.
            diagnostic.code = &codes::UNRESOLVED_MAPPING;
            diagnostic.severity = Severity::Warning;
        }
        diagnostic.help = help;
        self.diagnostics.push(diagnostic);
    }
}

/// Why a file could not be had.
struct Unread {
    code: &'static Code,
    reason: String,
}

/// Where a reference leads.
enum Resolution {
    /// To a value; `step` is the reference that stands in its place, `new` are the references in it when it was walked now.
    Target {
        step: Option<(FileId, u32)>,
        new: Vec<Found>,
    },
    /// To nothing, which was reported, or to nothing that has to be found.
    Nothing,
    /// To an anchor that is not known, or not yet.
    NoAnchor,
}

/// What a pointer lacks to point to something.
fn missing(root: &Node, pointer: &Pointer, text: &str) -> (String, Option<String>) {
    let mut node = root;
    for (depth, token) in pointer.0.iter().enumerate() {
        match node.child(token) {
            Some(child) => node = child,
            None => {
                let parent = Pointer(pointer.0[..depth].to_vec()).to_string();
                let parent = if parent.is_empty() {
                    "the file".to_owned()
                } else {
                    format!("`{parent}`")
                };
                let message = format!("`{text}` points to nothing: {parent} has no `{token}`");
                let near = node
                    .as_object()
                    .and_then(|object| nearest(token, object.keys()));
                return (message, near.map(|near| format!("did you mean `{near}`?")));
            }
        }
    }
    (format!("`{text}` points to nothing"), None)
}
