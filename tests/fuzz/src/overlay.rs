//! Overlays of strangers change a document, or there are findings that say why not.

use std::path::PathBuf;
use std::process;
use std::thread;

use generator::diagnostics::Diagnostics;
use generator::read::ReadOptions;

use crate::documents;
use crate::inputs::halves;

/// What is changed where an input brings no document of its own.
const DOCUMENT: &[u8] = include_bytes!("../seeds/documents/small.yaml");

/// Takes an overlay, and behind a line `---8<---` the document that it changes.
///
/// # Panics
/// As [`documents`](crate::documents()).
pub fn overlay(data: &[u8]) {
    let (overlay, document) = halves(data);
    let document = if document.is_empty() {
        DOCUMENT
    } else {
        document
    };
    // Overlays are read from disk.
    let file = Scratch::new(overlay);
    let options = ReadOptions {
        overlays: vec![file.0.clone()],
        ..ReadOptions::default()
    };
    let mut diagnostics = Diagnostics::new();
    let document = documents::read(document, &options, &mut diagnostics);
    documents::finish(document, diagnostics);
}

/// A file for as long as one run.
struct Scratch(PathBuf);

impl Scratch {
    fn new(content: &[u8]) -> Self {
        let name = format!(
            "overlay-{}-{:?}.yaml",
            process::id(),
            thread::current().id()
        );
        let path = std::env::temp_dir().join(name);
        std::fs::write(&path, content).expect("the folder for temporary files can be written to");
        Self(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}
