//! A document that was read: its files, its version, and where its references lead.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};

use super::files::{OutsideRoot, join, read_bytes};
use super::reader::Reader;
use super::references::{self, Fragment, LONGEST_CHAIN, Target, place};
use super::resources::{self, Resources};
use super::{Node, Pointer, ReadOptions, Version};
use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Sources, Span, codes};

/// One file of a document.
#[derive(Debug)]
pub(super) struct File {
    pub(super) id: FileId,
    /// Folded, so that equal files have equal paths.
    pub(super) path: PathBuf,
    pub(super) root: Node,
    /// The tree as it was written, where it is translated: what JSON pointers lead into.
    pub(super) written: Option<Node>,
    /// The version it names itself, or else that of the file that first referred to it.
    pub(super) version: Option<Version>,
    /// Schemas with an address of their own.
    pub(super) resources: Resources,
    /// Schemas by their `$anchor`, and by the resource that they are part of.
    pub(super) anchors: HashMap<(Option<usize>, String), Pointer>,
    /// The resource of each anchor; nothing for those that several resources have.
    pub(super) anchor_names: HashMap<String, Option<Option<usize>>>,
}

/// A value: the index of its file, and where it stands in it.
pub(super) type At = (usize, Pointer);

impl File {
    /// The tree as it was written.
    pub(super) fn written(&self) -> &Node {
        self.written.as_ref().unwrap_or(&self.root)
    }

    /// The schema that an anchor names inside a resource, or in the whole file when no other is called so.
    pub(super) fn anchor(&self, resource: Option<usize>, name: &str) -> Option<&Pointer> {
        let own = self.anchors.get(&(resource, name.to_owned()));
        own.or_else(|| {
            let only = (*self.anchor_names.get(name)?)?;
            self.anchors.get(&(only, name.to_owned()))
        })
    }
}

/// A checked document with all the files it refers to.
///
/// Harmless mistakes are mended: a value is of the type that the grammar has for its key, or the mistake is an error in the
/// diagnostics. Keys of other versions are left as they are.
#[derive(Debug)]
pub struct Document {
    pub(super) files: Vec<File>,
    /// Indices of files by folded path.
    pub(super) by_path: HashMap<PathBuf, usize>,
    /// Overlays that were applied. References in what comes from them are those of the root file.
    pub(super) overlays: Vec<(FileId, PathBuf)>,
    /// Where references lead that are resolved by `$id`, by their places.
    pub(super) resolved: HashMap<(FileId, u32), At>,
    pub(super) version: Version,
    pub(super) sources: Sources,
}

impl Document {
    /// The OpenAPI object: of a document of Swagger 2.0, what it is in OpenAPI 3.0.
    pub fn root(&self) -> &Node {
        // A document is made with its root file.
        &self.files[0].root
    }

    /// The version the document is written in; Swagger 2.0 is read as 3.0.
    pub fn version(&self) -> Version {
        self.version
    }

    /// The texts of the run the document was read in.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The paths or names of the document's files, the root first and overlays last: what a rebuild has to watch.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        let files = self.files.iter().map(|file| file.path.as_path());
        files.chain(self.overlays.iter().map(|(_, path)| path.as_path()))
    }

    /// Follows `$ref` to the value at its end, in whatever file; a node without `$ref` is its own end.
    ///
    /// Nothing where a reference is missing, leads back to itself or through too many others; reading has reported it.
    pub fn follow<'a>(&'a self, node: &'a Node) -> Option<&'a Node> {
        let mut node = node;
        for _ in 0..=LONGEST_CHAIN {
            let reference = node.get("$ref").and_then(Node::as_str);
            if reference.is_none() {
                return Some(node);
            }
            node = self.reference(node)?.0;
        }
        None
    }

    /// The target of a node's `$ref`, one step, and what it is called: `Thing` for `#/components/schemas/Thing`, `thing` for
    /// `thing.yaml`. Nothing where there is no `$ref` or its target is missing.
    pub fn reference<'a>(&'a self, node: &'a Node) -> Option<(&'a Node, String)> {
        let reference = node.get("$ref")?;
        let text = reference.as_str()?;
        let Some((file, pointer)) = self.resolved.get(&place(reference.span)) else {
            return self.locate(reference.span.file, text);
        };
        let file = &self.files[*file];
        let target = file.root.descend(pointer)?;
        // Called like its anchor or its key, or else like its address.
        let fragment = text.split_once('#').map_or("", |(_, fragment)| fragment);
        let named = fragment.rsplit('/').next().filter(|name| !name.is_empty());
        let name = named.or_else(|| pointer.last()).unwrap_or(text).to_owned();
        Some((target, name))
    }

    /// The `summary` or `description` of a value, which those beside the references to it override
    /// (OpenAPI 3.1.1 section 4.8.23).
    pub fn text<'a>(&'a self, node: &'a Node, key: &str) -> Option<&'a str> {
        let mut node = node;
        for _ in 0..=LONGEST_CHAIN {
            if let Some(text) = node.get(key).and_then(Node::as_str) {
                return Some(text);
            }
            node = self.reference(node)?.0;
        }
        None
    }

    /// The target of a URI reference that stands in `file`, such as that of a discriminator mapping or a link.
    pub fn locate(&self, file: FileId, reference: &str) -> Option<(&Node, String)> {
        let ((file, pointer), name) = self.place_of(file, reference)?;
        Some((self.files[file].root.descend(&pointer)?, name))
    }

    /// Where the text of a reference leads.
    pub(super) fn target_of(&self, reference: &Node) -> Option<At> {
        let resolved = self.resolved.get(&place(reference.span)).cloned();
        resolved.or_else(|| Some(self.place_of(reference.span.file, reference.as_str()?)?.0))
    }

    /// Where a URI reference that stands in `file` leads, and what its target is called.
    pub(super) fn place_of(&self, file: FileId, reference: &str) -> Option<(At, String)> {
        let from = file_index(&self.files, &self.overlays, file)?;
        let text = local(&self.files, reference);
        if let Some(at) = addressed(&self.files, from, text) {
            let name = at.1.last().unwrap_or(text).to_owned();
            return Some((at, name));
        }
        let Target::File { path, fragment } = references::parse(text) else {
            return None;
        };
        let index = match path {
            None => from,
            Some(path) => {
                let folder = self.files[from].path.parent().unwrap_or(Path::new(""));
                *self.by_path.get(&join(folder, &path))?
            }
        };
        let file = &self.files[index];
        let pointer = pointer_in(file, &fragment)?.clone();
        Some((
            (index, pointer),
            fragment.name(&file.path.to_string_lossy()),
        ))
    }

    /// The JSON pointer (RFC 6901) of a node inside its file, by its place.
    pub fn pointer_of(&self, node: &Node) -> String {
        self.pointer_to(node.span)
    }

    fn pointer_to(&self, span: Span) -> String {
        match self.files.iter().find(|file| file.id == span.file) {
            Some(file) => file.written().pointer_to(span),
            // What an overlay has put there.
            None => self.files[0].written().pointer_to_foreign(span),
        }
    }

    /// The value at a JSON pointer of one of the document's files; what is in none of them came into the root by an overlay.
    pub fn value_at(&self, file: FileId, pointer: &str) -> Option<&Node> {
        let file = self.files.iter().find(|known| known.id == file);
        file.or(self.files.first())?.written().at(pointer)
    }

    /// The file of this document that stands where a file of another document stands: the root for the root, or the same path
    /// from the root's folder.
    pub fn counterpart(&self, other: &Self, file: FileId) -> Option<FileId> {
        let relative = |document: &Self, path: &Path| {
            let folder = document.files[0].path.parent().unwrap_or(Path::new(""));
            path.strip_prefix(folder).map(Path::to_owned).ok()
        };
        let index = other.files.iter().position(|known| known.id == file)?;
        if index == 0 {
            return Some(self.files[0].id);
        }
        let path = relative(other, &other.files[index].path)?;
        let found = self
            .files
            .iter()
            .find(|known| relative(self, &known.path).as_deref() == Some(&path));
        found.map(|found| found.id)
    }

    /// Gives the findings of later stages their pointers, where they have a place but no pointer. What comes from an
    /// overlay has the pointer of where it is in the document.
    pub fn complete(&self, diagnostics: &mut Diagnostics) {
        for diagnostic in diagnostics
            .iter_mut()
            .filter(|diagnostic| diagnostic.pointer.is_empty())
        {
            if let Some(span) = diagnostic.span {
                diagnostic.pointer = self.pointer_to(span);
            }
        }
    }
}

/// The index of the file that references in `file` belong to: what comes from an overlay belongs to the root.
pub(super) fn file_index(
    files: &[File],
    overlays: &[(FileId, PathBuf)],
    file: FileId,
) -> Option<usize> {
    files
        .iter()
        .position(|known| known.id == file)
        .or_else(|| overlays.iter().any(|(id, _)| *id == file).then_some(0))
}

/// The target of a reference that is the address of a schema (`$id`), as seen from the file `from`.
fn addressed(files: &[File], from: usize, reference: &str) -> Option<At> {
    if files.iter().all(|file| file.resources.is_empty()) {
        return None;
    }
    let (address, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    if address.is_empty() {
        return None;
    }
    let uri = resources::resolve(&resources::file_uri(&files.get(from)?.path), address);
    in_resource(files, &uri, fragment)
}

/// The value at a fragment of the schema with this address.
pub(super) fn in_resource(files: &[File], uri: &str, fragment: &str) -> Option<At> {
    let (index, number) = files.iter().enumerate().find_map(|(index, file)| {
        let number = file.resources.find(uri)?;
        Some((index, number))
    })?;
    let file = &files[index];
    let mut pointer = file.resources.get(number).pointer.clone();
    match Pointer::parse_fragment(fragment) {
        Some(inside) => pointer.0.extend(inside.0),
        None => pointer = file.anchor(Some(number), fragment)?.clone(),
    }
    file.root.descend(&pointer)?;
    Some((index, pointer))
}

/// A reference to the document's own address (`$self`, OpenAPI 3.2) without that address.
pub(super) fn local<'r>(files: &[File], reference: &'r str) -> &'r str {
    let own = files
        .first()
        .and_then(|file| file.root.get("$self"))
        .and_then(Node::as_str);
    match own.and_then(|own| reference.strip_prefix(own)) {
        Some(rest) if rest.is_empty() || rest.starts_with('#') => rest,
        _ => reference,
    }
}

/// The pointer that a fragment stands for.
pub(super) fn pointer_in<'a>(file: &'a File, fragment: &'a Fragment<'_>) -> Option<&'a Pointer> {
    match fragment {
        Fragment::Pointer(pointer) => Some(pointer),
        Fragment::Anchor(anchor) => file.anchor(None, anchor),
    }
}

/// That a file cannot be read, and what to do about it.
pub(super) fn unreadable(path: &Path, error: &io::Error) -> Diagnostic {
    let message = format!("cannot read {}: {error}", path.display());
    let diagnostic = Diagnostic::new(&codes::UNREADABLE_FILE, message);
    match error.kind() {
        io::ErrorKind::IsADirectory => diagnostic.help("name a file in it"),
        io::ErrorKind::NotFound => match super::reader::beside(path) {
            Some(near) => diagnostic.help(near),
            None => diagnostic,
        },
        _ => diagnostic,
    }
}

/// Reads the document at `path` and the files its references name.
///
/// Nothing comes back when there is no tree to work with. A document that comes back may still have errors: ask
/// [`Diagnostics::has_errors`].
pub fn read(path: &Path, options: &ReadOptions, diagnostics: &mut Diagnostics) -> Option<Document> {
    let limit = options.limits.file_bytes;
    let bytes = match read_bytes(path, limit) {
        Ok(bytes) => bytes,
        Err(error) => {
            diagnostics.push(unreadable(path, &error));
            return None;
        }
    };
    let root = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let root = root.canonicalize().unwrap_or_else(|_| root.to_path_buf());
    let mut fetch = |file: &Path| {
        // A symbolic link may lead out of the folder though its path does not.
        if !options.allow_outside_root && !file.canonicalize()?.starts_with(&root) {
            return Err(io::Error::other(OutsideRoot));
        }
        read_bytes(file, limit)
    };
    Reader::new(options, &mut fetch, diagnostics).document(path, bytes)
}

/// Reads a document from text. `name` is for messages; references to other files are not followed but reported.
pub fn read_text(
    name: &str,
    text: impl Into<String>,
    options: &ReadOptions,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let mut fetch = |_: &Path| {
        Err(io::Error::new(
            io::ErrorKind::NotFound,
            "the document was given as text, without files",
        ))
    };
    Reader::new(options, &mut fetch, diagnostics)
        .document(Path::new(name), text.into().into_bytes())
}

/// Reads the document at `path` with `fetch` in place of the disk, for instance from a revision of a repository.
///
/// `fetch` gets paths relative to the same place as `path`, with `.` and `..` folded.
pub fn read_with(
    path: &Path,
    fetch: &mut dyn FnMut(&Path) -> io::Result<Vec<u8>>,
    options: &ReadOptions,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let bytes = match fetch(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            diagnostics.push(unreadable(path, &error));
            return None;
        }
    };
    Reader::new(options, fetch, diagnostics).document(path, bytes)
}

/// Reads a document that a program has made, such as one of a code-first server framework. Its text is named `<openapi>`.
pub fn read_openapi(
    openapi: &openapiv3::OpenAPI,
    options: &ReadOptions,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    match serde_json::to_string_pretty(openapi) {
        Ok(text) => read_text("<openapi>", text, options, diagnostics),
        Err(error) => {
            let message = format!("the document cannot be written as JSON: {error}");
            diagnostics.push(Diagnostic::new(&codes::SYNTAX, message));
            None
        }
    }
}
