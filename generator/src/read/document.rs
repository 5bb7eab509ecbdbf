//! A document that was read: its files, its version, and where its references lead.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};

use super::files::{OutsideRoot, join, read_bytes};
use super::reader::Reader;
use super::references::{self, Fragment, Target};
use super::{Node, Pointer, ReadOptions, Version};
use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Sources, codes};

/// One file of a document.
#[derive(Debug)]
pub(super) struct File {
    pub(super) id: FileId,
    /// Folded, so that equal files have equal paths.
    pub(super) path: PathBuf,
    pub(super) root: Node,
    /// Schemas by their `$anchor`.
    pub(super) anchors: HashMap<String, Pointer>,
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
    pub(super) version: Version,
    pub(super) sources: Sources,
}

impl Document {
    /// The OpenAPI object.
    pub fn root(&self) -> &Node {
        // A document is made with its root file.
        &self.files[0].root
    }

    /// The version the document is written in.
    pub fn version(&self) -> Version {
        self.version
    }

    /// The texts of the run the document was read in.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The paths or names of the document's files, the root first: what a rebuild has to watch.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.files.iter().map(|file| file.path.as_path())
    }

    /// Follows `$ref` to the value at its end, in whatever file; a node without `$ref` is its own end.
    ///
    /// Nothing where a reference is missing or leads back to itself; reading has reported it.
    pub fn follow<'a>(&'a self, node: &'a Node) -> Option<&'a Node> {
        let mut node = node;
        // Brent's way to notice a circle: no memory, however long the chain.
        let (mut mark, mut steps, mut limit) = (node, 0_usize, 1_usize);
        while node
            .get("$ref")
            .is_some_and(|reference| reference.as_str().is_some())
        {
            node = self.reference(node)?.0;
            if std::ptr::eq(node, mark) {
                return None;
            }
            steps += 1;
            if steps == limit {
                (mark, steps, limit) = (node, 0, limit * 2);
            }
        }
        Some(node)
    }

    /// The target of a node's `$ref`, one step, and what it is called: `Thing` for `#/components/schemas/Thing`, `thing` for
    /// `thing.yaml`. Nothing where there is no `$ref` or its target is missing.
    pub fn reference<'a>(&'a self, node: &'a Node) -> Option<(&'a Node, String)> {
        let reference = node.get("$ref")?;
        self.locate(reference.span.file, reference.as_str()?)
    }

    /// The target of a URI reference that stands in `file`, such as that of a discriminator mapping or a link.
    pub fn locate(&self, file: FileId, reference: &str) -> Option<(&Node, String)> {
        let from = self.files.iter().find(|known| known.id == file)?;
        let Target::File { path, fragment } = references::parse(local(&self.files, reference))
        else {
            return None;
        };
        let file = match path {
            None => from,
            Some(path) => {
                let folder = from.path.parent().unwrap_or(Path::new(""));
                &self.files[*self.by_path.get(&join(folder, &path))?]
            }
        };
        let node = file.root.descend(pointer_in(file, &fragment)?)?;
        Some((node, fragment.name(&file.path.to_string_lossy())))
    }

    /// The JSON pointer (RFC 6901) of a node inside its file, by its place.
    pub fn pointer_of(&self, node: &Node) -> String {
        let file = self.files.iter().find(|file| file.id == node.span.file);
        file.map(|file| file.root.pointer_to(node.span))
            .unwrap_or_default()
    }

    /// Gives the findings of later stages their pointers, where they have a place but no pointer.
    pub fn complete(&self, diagnostics: &mut Diagnostics) {
        for diagnostic in diagnostics
            .iter_mut()
            .filter(|diagnostic| diagnostic.pointer.is_empty())
        {
            let Some(span) = diagnostic.span else {
                continue;
            };
            if let Some(file) = self.files.iter().find(|file| file.id == span.file) {
                diagnostic.pointer = file.root.pointer_to(span);
            }
        }
    }
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
        Fragment::Anchor(anchor) => file.anchors.get(anchor.as_ref()),
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
            let message = format!("cannot read {}: {error}", path.display());
            diagnostics.push(Diagnostic::new(&codes::UNREADABLE_FILE, message));
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
            let message = format!("cannot read {}: {error}", path.display());
            diagnostics.push(Diagnostic::new(&codes::UNREADABLE_FILE, message));
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
