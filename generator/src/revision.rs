//! Files at a revision, from git's object store.
//!
//! Belongs to the command line; the library does not run programs.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A state of a checkout.
#[derive(Clone, Debug)]
pub(crate) struct Revision(pub(crate) String);

impl Revision {
    /// The last state that this revision and the current one have in common.
    pub(crate) fn merge_base(revision: &str, near: &Path) -> io::Result<Self> {
        let (folder, _) = split(near);
        let said = git(
            &folder,
            &[
                "merge-base".as_ref(),
                "--end-of-options".as_ref(),
                revision.as_ref(),
                "HEAD".as_ref(),
            ],
        )?;
        let commit = String::from_utf8_lossy(&said).trim().to_owned();
        Ok(Self(commit))
    }

    /// The content of a file.
    pub(crate) fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let (folder, name) = split(path);
        let object = self.object(&name);
        git(
            &folder,
            &[
                "show".as_ref(),
                "--end-of-options".as_ref(),
                object.as_ref(),
            ],
        )
    }

    /// Whether there is a folder of this path.
    pub(crate) fn has_folder(&self, path: &Path) -> bool {
        let (folder, name) = split(path);
        let object = self.object(&name);
        let kind = git(
            &folder,
            &["cat-file".as_ref(), "-t".as_ref(), object.as_ref()],
        );
        kind.is_ok_and(|kind| kind.trim_ascii() == b"tree")
    }

    /// The paths of all files below a folder, relative to it. None when there is no such folder.
    pub(crate) fn files(&self, path: &Path) -> io::Result<Vec<PathBuf>> {
        if !self.has_folder(path) {
            return Ok(Vec::new());
        }
        let (folder, name) = split(path);
        let object = self.object(&name);
        // Names in a tree are relative to it, wherever the command runs.
        let said = git(
            &folder,
            &[
                "ls-tree".as_ref(),
                "-r".as_ref(),
                "-z".as_ref(),
                "--name-only".as_ref(),
                "--full-tree".as_ref(),
                object.as_ref(),
            ],
        )?;
        let names = said
            .split(|byte| *byte == 0)
            .filter(|name| !name.is_empty());
        Ok(names
            .map(|name| PathBuf::from(String::from_utf8_lossy(name).into_owned()))
            .collect())
    }

    fn object(&self, name: &str) -> String {
        format!("{}:./{name}", self.0)
    }
}

/// The folder to run in, and the path from there: relative paths are relative to the current folder, others to their own, if
/// it is still there.
fn split(path: &Path) -> (PathBuf, String) {
    let folder = match path.is_absolute() {
        true => path.ancestors().skip(1).find(|folder| folder.is_dir()),
        false => None,
    };
    let relative = folder.map_or(path, |folder| path.strip_prefix(folder).unwrap_or(path));
    let relative = relative.to_string_lossy().into_owned();
    // Git takes `.` and `./` for nothing but the folder itself.
    let relative = match relative.as_str() {
        "." => String::new(),
        _ => relative,
    };
    (folder.unwrap_or(Path::new(".")).to_owned(), relative)
}

fn git(folder: &Path, arguments: &[&OsStr]) -> io::Result<Vec<u8>> {
    let output = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(arguments)
        .output()?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(io::Error::new(
        io::ErrorKind::NotFound,
        said.trim().to_owned(),
    ))
}
