//! Documents at a revision: `REV:PATH` as git names them.
//!
//! Comes in: what a user wrote for a document. Goes out: the document, read from disk or, with all
//! files it refers to, from git's object store. Belongs to the command line; the library does not
//! run programs.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use generator::diagnostics::Diagnostics;
use generator::read::{self, Document, ReadOptions};

/// Reads a file, or `REV:PATH` when there is no such file.
///
/// # Errors
/// When git cannot be run. What is wrong with the document is in `diagnostics`.
pub(crate) fn read_document(
    name: &str,
    options: &ReadOptions,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let at_revision = name.split_once(':').filter(|(revision, path)| {
        !revision.is_empty() && !path.is_empty() && !Path::new(name).exists()
    });
    match at_revision {
        None => read::read(Path::new(name), options, diagnostics),
        Some((revision, path)) => {
            let mut fetch = |path: &Path| show(revision, path);
            read::read_with(Path::new(path), &mut fetch, options, diagnostics)
        }
    }
}

/// The content of a file at a revision; paths are relative to the current folder.
fn show(revision: &str, path: &Path) -> io::Result<Vec<u8>> {
    let mut named: PathBuf = path.to_owned();
    if named.is_relative() {
        named = Path::new(".").join(named);
    }
    let output = Command::new("git")
        .args(["show", "--end-of-options"])
        .arg(format!("{revision}:{}", named.display()))
        .output()?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        let said = String::from_utf8_lossy(&output.stderr);
        Err(io::Error::new(
            io::ErrorKind::NotFound,
            said.trim().to_owned(),
        ))
    }
}
