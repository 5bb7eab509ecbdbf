//! What would change on disk.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use super::{WriteError, manifest};
use crate::render::File;

/// One difference between what is on disk and what should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The file is not there.
    Added(String),
    /// The file has other content.
    Changed(String),
    /// The file is no longer part of the crate.
    Removed(String),
}

impl Change {
    /// Path of the file below the crate's folder.
    #[must_use]
    pub fn path(&self) -> &str {
        match self {
            Self::Added(path) | Self::Changed(path) | Self::Removed(path) => path,
        }
    }
}

/// All differences of one crate, by path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Folder of the crate.
    pub folder: PathBuf,
    /// Differences, sorted by path.
    pub changes: Vec<Change>,
}

impl Plan {
    pub(super) fn new(folder: &Path, files: &[File]) -> Result<Self, WriteError> {
        if let Some(file) = files.iter().find(|file| !manifest::is_inside(&file.path)) {
            return Err(WriteError::Outside(file.path.clone()));
        }
        let listed = match manifest::read(folder)? {
            Some(listed) => listed,
            None if is_empty(folder)? => BTreeSet::new(),
            None => return Err(WriteError::Foreign(folder.to_owned())),
        };
        let mut changes = Vec::new();
        let mut wanted = BTreeSet::new();
        for file in files.iter().chain([&manifest::render(files)]) {
            wanted.insert(file.path.clone());
            let path = folder.join(&file.path);
            match std::fs::read(&path) {
                Ok(bytes) if bytes == file.text.as_bytes() => {}
                // A file of somebody else's is not overwritten.
                Ok(_) if !listed.contains(&file.path) => return Err(WriteError::Foreign(path)),
                Ok(_) => changes.push(Change::Changed(file.path.clone())),
                Err(error) if is_absent(&error) => {
                    if let Some(obstacle) = obstacle(folder, &file.path, &listed) {
                        return Err(WriteError::Foreign(obstacle));
                    }
                    changes.push(Change::Added(file.path.clone()));
                }
                Err(error) => return Err(WriteError::Io(path, error)),
            }
        }
        for path in listed.difference(&wanted) {
            if folder.join(path).exists() {
                changes.push(Change::Removed(path.clone()));
            }
        }
        changes.sort_by(|a, b| a.path().cmp(b.path()));
        Ok(Self {
            folder: folder.to_owned(),
            changes,
        })
    }

    /// Whether everything on disk is as it should be.
    #[must_use]
    pub fn is_fresh(&self) -> bool {
        self.changes.is_empty()
    }
}

/// What stands where a file needs a folder, or a link that leads nowhere in place of the file, unless it is ours.
fn obstacle(folder: &Path, path: &str, listed: &BTreeSet<String>) -> Option<PathBuf> {
    let ends = path.match_indices('/').map(|(at, _)| at);
    ends.chain([path.len()]).find_map(|end| {
        let at = folder.join(&path[..end]);
        let stands = std::fs::symlink_metadata(&at).is_ok() && !at.is_dir();
        (stands && !listed.contains(&path[..end])).then_some(at)
    })
}

fn is_absent(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

fn is_empty(folder: &Path) -> Result<bool, WriteError> {
    match std::fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(WriteError::Io(folder.to_owned(), error)),
    }
}
