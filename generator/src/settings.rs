//! Settings that are kept beside a document, so that every run makes the same of it.
//!
//! In: `generator.yaml` in the folder of the document. Out: what it says about that document. Paths in it are relative to its
//! folder.

use std::path::{Path, PathBuf};

use crate::diagnostics::{Diagnostic, Diagnostics, Level, Levels, Severity, codes};
use crate::read::{self, Limits, Node, Selector};
use crate::render::Part;

/// The name of the file.
pub const FILE: &str = "generator.yaml";

/// What a run is asked to make of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Overlays, in order.
    pub overlays: Vec<PathBuf>,
    /// Operations to keep; all of them when empty.
    pub include: Vec<Selector>,
    /// Operations to leave out.
    pub exclude: Vec<Selector>,
    /// Parts of the crate; all of them when empty.
    pub only: Vec<Part>,
    /// Levels of single codes.
    pub levels: Levels,
    /// The file that says so, if there is one.
    pub source: Option<PathBuf>,
}

/// Reads what is said about `document`; nothing is said when there is no file. Mistakes are in `diagnostics`.
pub fn of(document: &Path, diagnostics: &mut Diagnostics) -> Settings {
    let mut there = |path: &Path| path.is_file();
    match beside(document).filter(|path| path.is_file()) {
        Some(path) => match load(&path, diagnostics) {
            Some(root) => said(document, path, &root, &mut there, diagnostics),
            None => Settings::default(),
        },
        None => Settings::default(),
    }
}

/// The same with `fetch` in place of the disk, for instance for a revision of a repository; it gives nothing for what does not
/// exist.
pub fn of_with(
    document: &Path,
    fetch: &mut dyn FnMut(&Path) -> Option<Vec<u8>>,
    diagnostics: &mut Diagnostics,
) -> Settings {
    let found = beside(document).and_then(|path| Some((fetch(&path)?, path)));
    let Some((bytes, path)) = found else {
        return Settings::default();
    };
    match parse(&path, &String::from_utf8_lossy(&bytes), diagnostics) {
        Some(root) => {
            let mut there = |path: &Path| fetch(path).is_some();
            said(document, path, &root, &mut there, diagnostics)
        }
        None => Settings::default(),
    }
}

/// Where the settings of a document are, unless it is called like them.
fn beside(document: &Path) -> Option<PathBuf> {
    let path = document.with_file_name(FILE);
    (path.file_name() != document.file_name()).then_some(path)
}

fn said(
    document: &Path,
    path: PathBuf,
    root: &Node,
    there: &mut dyn FnMut(&Path) -> bool,
    diagnostics: &mut Diagnostics,
) -> Settings {
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    let mut settings = Settings {
        source: Some(path),
        ..Settings::default()
    };
    unknown(root, &["documents", "levels"], diagnostics);
    settings.levels = levels(root, diagnostics);
    let Some(documents) = root.get("documents") else {
        return settings;
    };
    if !documents.is_object() {
        wrong(
            documents,
            "`documents` must be an object with the names of documents as keys",
            diagnostics,
        );
    }
    for (name, node) in documents.entries() {
        if !there(&folder.join(name)) {
            let message = format!("there is no document `{name}` here");
            diagnostics.report(&codes::MALFORMED_SETTINGS, node, message);
        }
        if document.file_name().is_some_and(|own| own == name) {
            settings.read(&folder, node, diagnostics);
        }
    }
    settings
}

/// The files that settings in `folder` name as overlays: those are no documents.
pub fn overlays_in(folder: &Path) -> Vec<PathBuf> {
    let path = folder.join(FILE);
    // What is wrong with the file is said when the documents are read.
    let root = match path.is_file() {
        true => load(&path, &mut Diagnostics::new()),
        false => None,
    };
    let documents = root.as_ref().and_then(|root| root.get("documents"));
    documents
        .map(Node::entries)
        .into_iter()
        .flatten()
        .filter_map(|(_, node)| node.get("overlays"))
        .flat_map(Node::as_array)
        .filter_map(Node::as_str)
        .map(|name| folder.join(name))
        .collect()
}

fn load(path: &Path, diagnostics: &mut Diagnostics) -> Option<Node> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => {
            let message = format!("cannot read {}: {error}", path.display());
            diagnostics.push(Diagnostic::new(&codes::UNREADABLE_FILE, message));
            return None;
        }
    };
    parse(path, &text, diagnostics)
}

fn parse(path: &Path, text: &str, diagnostics: &mut Diagnostics) -> Option<Node> {
    let sources = diagnostics.sources_mut();
    let file = sources.add(path.to_string_lossy(), text)?;
    read::load(text, file, &Limits::default(), diagnostics)
}

impl Settings {
    fn read(&mut self, folder: &Path, node: &Node, diagnostics: &mut Diagnostics) {
        unknown(
            node,
            &["overlays", "include", "exclude", "only", "levels"],
            diagnostics,
        );
        self.levels = levels(node, diagnostics).or(&self.levels);
        for text in texts(node, "overlays", diagnostics) {
            self.overlays.push(folder.join(text.1));
        }
        for (key, list) in [
            ("include", &mut self.include),
            ("exclude", &mut self.exclude),
        ] {
            for (node, text) in texts(node, key, diagnostics) {
                match Selector::parse(text) {
                    Ok(mut selector) => {
                        selector.place = Some(node.span);
                        list.push(selector);
                    }
                    Err(reason) => diagnostics.report(&codes::MALFORMED_SELECTOR, node, reason),
                }
            }
        }
        for (node, text) in texts(node, "only", diagnostics) {
            match Part::named(text) {
                Some(part) => self.only.push(part),
                None => {
                    let message = format!("`{text}` is not one of `client`, `server` and `types`");
                    wrong(node, &message, diagnostics);
                }
            }
        }
    }
}

/// The levels of codes, for all documents of a folder or for one of them.
fn levels(node: &Node, diagnostics: &mut Diagnostics) -> Levels {
    let mut levels = Levels::default();
    let Some(node) = node.get("levels") else {
        return levels;
    };
    if !node.is_object() {
        wrong(
            node,
            "`levels` must be an object with codes as keys",
            diagnostics,
        );
    }
    for (code, said) in node.entries() {
        let known = Level::ALL
            .iter()
            .find(|(name, _)| said.as_str() == Some(name));
        let Some((_, level)) = known else {
            let message = format!("the level of `{code}` is not one of `allow`, `warn` and `deny`");
            wrong(said, &message, diagnostics);
            continue;
        };
        if let Err(message) = levels.set(code, *level) {
            let span = node.key_span(code).unwrap_or(node.span);
            diagnostics.report(&codes::MALFORMED_SETTINGS, span, message);
        }
    }
    levels
}

/// The texts of a list; a single one may stand without the list.
fn texts<'n>(node: &'n Node, key: &str, diagnostics: &mut Diagnostics) -> Vec<(&'n Node, &'n str)> {
    let Some(list) = node.get(key) else {
        return Vec::new();
    };
    if let Some(text) = list.as_str() {
        return vec![(list, text)];
    }
    if !list.is_array() {
        wrong(
            list,
            &format!("`{key}` must be a list of strings"),
            diagnostics,
        );
    }
    let mut found = Vec::new();
    for item in list.as_array() {
        match item.as_str() {
            Some(text) => found.push((item, text)),
            None => wrong(
                item,
                &format!("an item of `{key}` must be a string"),
                diagnostics,
            ),
        }
    }
    found
}

fn unknown(node: &Node, known: &[&str], diagnostics: &mut Diagnostics) {
    for (key, _) in node.entries().filter(|(key, _)| !known.contains(key)) {
        let span = node.key_span(key).unwrap_or(node.span);
        let message = format!(
            "`{key}` is not a setting; there is `{}`",
            known.join("`, `")
        );
        let diagnostic = Diagnostic::new(&codes::MALFORMED_SETTINGS, message)
            .at(span)
            .severity(Severity::Error);
        diagnostics.push(diagnostic);
    }
}

fn wrong(node: &Node, message: &str, diagnostics: &mut Diagnostics) {
    diagnostics.report(&codes::MALFORMED_SETTINGS, node, message);
}
