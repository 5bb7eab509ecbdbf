//! Reads a root file, and then every file that a reference names, checking each target as what it is expected to be.

mod dynamic;
mod target;

use std::collections::hash_map::Entry;
use std::collections::{HashMap, VecDeque};
use std::io;
use std::path::{Path, PathBuf};

use indexmap::IndexMap;

pub(in crate::read) use self::target::beside;
use self::target::{Resolution, Unread};
use super::check::{Findings, Form, Found, Seen, check};
use super::document::{At, File, unreadable};
use super::files::{decode, join, read_bytes};
use super::grammar::{Kind, Shape};
use super::load::load;
use super::references::{place, report_cycles};
use super::repair::{Repair, mend};
use super::version::{detect, own};
use super::{
    Document, Limits, Node, Pointer, ReadOptions, Version, expansion, members, overlay, path_items,
    resources, select, swagger,
};
use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Span, codes};

/// The state of reading one document.
pub(super) struct Reader<'a> {
    options: &'a ReadOptions,
    fetch: &'a mut dyn FnMut(&Path) -> io::Result<Vec<u8>>,
    diagnostics: &'a mut Diagnostics,
    files: Vec<File>,
    /// Files that were asked for, by folded path: their index, or why there is none.
    known: HashMap<PathBuf, Result<usize, Unread>>,
    overlays: Vec<(FileId, PathBuf)>,
    /// Where references lead that are resolved by `$id`, by their places.
    resolved: HashMap<(FileId, u32), At>,
    /// Schemas with a `$dynamicAnchor`, by its name.
    dynamic: HashMap<String, Vec<At>>,
    /// Path items with keys beside their `$ref`.
    path_items: Vec<At>,
    /// Maps with a `$ref` to further members.
    maps: Vec<At>,
    /// References that lead nowhere, by file and message: the first of each, and how many more there are.
    dangling: IndexMap<(FileId, String), (Diagnostic, usize)>,
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
            overlays: Vec::new(),
            resolved: HashMap::new(),
            dynamic: HashMap::new(),
            path_items: Vec::new(),
            maps: Vec::new(),
            dangling: IndexMap::new(),
            repairs: Vec::new(),
            seen,
        }
    }

    /// Reads the whole document, whose root file has these bytes.
    pub(super) fn document(mut self, path: &Path, bytes: Vec<u8>) -> Option<Document> {
        let folded = join(Path::new(""), &path.to_string_lossy());
        self.add(path, folded, bytes)?;
        let overlays = self.overlays()?;
        let version = detect(&self.files.first()?.root, self.diagnostics)?;
        self.files[0].version = Some(version);
        self.references(version);
        for (file, repairs) in self.files.iter_mut().zip(self.repairs) {
            mend(&mut file.root, repairs);
        }
        let sources = self.diagnostics.sources().clone();
        let by_path = self
            .known
            .into_iter()
            .filter_map(|(path, index)| Some((path, index.ok()?)));
        let mut document = Document {
            by_path: by_path.collect(),
            files: self.files,
            overlays,
            resolved: self.resolved,
            version,
            sources,
        };
        document.complete(self.diagnostics);
        let budget = self.options.limits.copied_values;
        members::merge(&mut document, &self.maps, budget, self.diagnostics);
        path_items::merge(&mut document, &self.path_items, budget, self.diagnostics);
        let Limits {
            values,
            copied_values,
            ..
        } = self.options.limits;
        let whole = values
            .saturating_mul(document.files.len())
            .saturating_add(copied_values);
        swagger::translate(&mut document, &self.seen, whole, self.diagnostics);
        document.complete(self.diagnostics);
        expansion::check(&document, self.diagnostics);
        let ReadOptions {
            include, exclude, ..
        } = self.options;
        select::select(&mut document, include, exclude, self.diagnostics);
        Some(document)
    }

    /// Applies the overlays to the root file. Nothing comes back when one cannot be read.
    fn overlays(&mut self) -> Option<Vec<(FileId, PathBuf)>> {
        for path in &self.options.overlays {
            let bytes = match self.options.fetch_overlays {
                true => (self.fetch)(path),
                false => read_bytes(path, self.options.limits.file_bytes),
            };
            let bytes = match bytes {
                Ok(bytes) => bytes,
                Err(error) => {
                    self.diagnostics.push(unreadable(path, &error));
                    return None;
                }
            };
            let (id, overlay) = self.text(path, bytes)?;
            self.overlays.push((id, path.clone()));
            let file = self.files.first_mut()?;
            let name = file.path.to_string_lossy().into_owned();
            let mut target = overlay::Target {
                root: &mut file.root,
                name: &name,
                budget: self.options.limits.values,
                diagnostics: self.diagnostics,
                json: None,
            };
            target.apply(&overlay);
        }
        if let Some(file) = self.files.first_mut().filter(|_| !self.overlays.is_empty()) {
            file.resources = resources::scan(&file.root, &resources::file_uri(&file.path));
        }
        Some(self.overlays.clone())
    }

    /// Decodes and loads a text.
    fn text(&mut self, name: &Path, bytes: Vec<u8>) -> Option<(FileId, Node)> {
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
            Err(mut problem) => (std::mem::take(&mut problem.shown), Some(problem)),
        };
        let Some(id) = self.diagnostics.sources_mut().add(name.clone(), text) else {
            let message = format!("{name} is one file too many for a run");
            self.diagnostics
                .push(Diagnostic::new(&codes::FILE_TOO_LARGE, message));
            return None;
        };
        if let Some(problem) = problem {
            let at = problem.at as u32;
            let span = Span {
                file: id,
                start: at,
                end: at,
            };
            let diagnostic = Diagnostic::new(&codes::NOT_TEXT, problem.message);
            self.diagnostics
                .push(diagnostic.at(span).help(problem.help));
            return None;
        }
        let source = self.diagnostics.sources().share(id)?;
        Some((id, load(source.text(), id, limits, self.diagnostics)?))
    }

    /// Adds a file to the document; gives its index.
    fn add(&mut self, name: &Path, folded: PathBuf, bytes: Vec<u8>) -> Option<usize> {
        let (id, root) = self.text(name, bytes)?;
        let index = self.files.len();
        self.known.insert(folded.clone(), Ok(index));
        self.files.push(File {
            id,
            version: own(&root),
            resources: resources::scan(&root, &resources::file_uri(&folded)),
            path: folded,
            root,
            written: None,
            anchors: HashMap::new(),
            anchor_names: HashMap::new(),
        });
        self.repairs.push(Vec::new());
        Some(index)
    }

    /// Walks the root, then what its references lead to, until there is nothing new.
    fn references(&mut self, version: Version) {
        let mut queue =
            VecDeque::from(self.walk(0, &Pointer::default(), Kind::OpenApi.target(), version));
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
                    Resolution::NotYet => waiting.push(found),
                }
            }
            let ready = |found: &Found| self.is_ready(found);
            let (again, still): (Vec<_>, Vec<_>) = waiting.into_iter().partition(ready);
            waiting = still;
            if again.is_empty() {
                break;
            }
            queue.extend(again);
        }
        for found in waiting {
            match found.form {
                Form::Dynamic(key) => {
                    if let Some(step) = self.dynamic(&found, key) {
                        next.insert(place(found.span), step);
                        done.push(found);
                    }
                }
                _ => self.unresolved(&found),
            }
        }
        for (mut diagnostic, more) in std::mem::take(&mut self.dangling).into_values() {
            if more > 0 {
                let help = diagnostic.help.as_deref().unwrap_or(diagnostic.code.action);
                diagnostic.help = Some(format!("{help}; {more} more in this file"));
            }
            self.diagnostics.push(diagnostic);
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
        shape: Shape,
        version: Version,
    ) -> Vec<Found> {
        let file = &mut self.files[index];
        let Some(node) = file.root.descend(pointer) else {
            return Vec::new();
        };
        // A file that is a document of its own is read in its own version, others in that of the document they are part of.
        let version = file.version.unwrap_or(version);
        let Findings {
            references,
            anchors,
            path_items,
            maps,
            repairs,
        } = check(
            node,
            pointer,
            shape,
            version,
            &mut self.seen,
            self.diagnostics,
        );
        let path_items = path_items.into_iter().map(|pointer| (index, pointer));
        self.path_items.extend(path_items);
        let maps = maps.into_iter().map(|pointer| (index, pointer));
        self.maps.extend(maps);
        for anchor in anchors {
            let resource = file.resources.around(&anchor.pointer);
            if anchor.dynamic {
                self.dynamic
                    .entry(anchor.name.clone())
                    .or_default()
                    .push((index, anchor.pointer.clone()));
            }
            match file.anchors.entry((resource, anchor.name)) {
                Entry::Vacant(entry) => {
                    let name = entry.key().1.clone();
                    let only = file.anchor_names.entry(name);
                    only.and_modify(|only| *only = None)
                        .or_insert(Some(resource));
                    entry.insert(anchor.pointer);
                }
                Entry::Occupied(entry) if *entry.get() != anchor.pointer => {
                    let message = format!(
                        "the anchor `{}` names another schema, too: `{}`",
                        entry.key().1,
                        entry.get()
                    );
                    self.diagnostics
                        .report(&codes::DUPLICATE_ANCHOR, anchor.span, message);
                }
                Entry::Occupied(_) => {}
            }
        }
        self.repairs[index].extend(repairs);
        references
    }
}
