//! The folder beside the crates in which new ones are built.
//!
//! Runs at the same time take turns: the folder is locked while one of them writes. The system takes the lock back when a
//! process ends in whatever way, so nothing has to be cleaned up. On Windows there is no lock.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::WriteError;

/// Name of the folder.
const NAME: &str = ".generator-staging";

/// The part of the folder that belongs to one crate, and the lock.
pub(super) struct Staging {
    folder: PathBuf,
    _lock: Option<File>,
}

/// Where a crate is built; there when a run is at work or was interrupted.
pub(super) fn folder_for(folder: &Path) -> PathBuf {
    let name = folder.file_name().unwrap_or_default();
    around(folder).join(NAME).join(name)
}

/// The folder that a crate's folder stands in.
fn around(folder: &Path) -> &Path {
    match folder.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

impl Staging {
    /// Waits until no other run writes beside this crate.
    pub(super) fn enter(folder: &Path) -> Result<Self, WriteError> {
        let all = around(folder).join(NAME);
        let failed = |error: io::Error| WriteError::Io(all.clone(), error);
        loop {
            match fs::create_dir_all(&all) {
                // Removed by another run before the second look at what is there already.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && !all.is_file() => {}
                made => made.map_err(failed)?,
            }
            let lock = match lock(&all) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                lock => lock.map_err(failed)?,
            };
            // Another run may have removed the folder while this one waited for it.
            if lock.as_ref().is_none_or(|lock| is_same(lock, &all)) {
                return Ok(Self {
                    folder: folder_for(folder),
                    _lock: lock,
                });
            }
        }
    }

    /// Where the new crate is built.
    pub(super) fn built(&self) -> PathBuf {
        self.folder.join("new")
    }

    /// Where the old crate waits while the new one takes its place, if that takes two steps.
    pub(super) fn aside(&self) -> PathBuf {
        self.folder.join("old")
    }

    /// Removes what was built.
    pub(super) fn clear(&self) -> Result<(), WriteError> {
        match fs::remove_dir_all(&self.folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(WriteError::Io(self.folder.clone(), error));
            }
            _ => {}
        }
        Ok(())
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if let Some(all) = self.folder.parent() {
            // That of another crate may be left from a run that was interrupted.
            let _ = fs::remove_dir(all);
        }
    }
}

/// Locks a folder; some file systems have no locks, which is no reason not to write.
#[cfg(unix)]
fn lock(folder: &Path) -> io::Result<Option<File>> {
    use rustix::fs::{FlockOperation, flock};
    use rustix::io::Errno;
    let file = File::open(folder)?;
    loop {
        match flock(&file, FlockOperation::LockExclusive) {
            Ok(()) => return Ok(Some(file)),
            Err(Errno::INTR) => {}
            Err(_) => return Ok(None),
        }
    }
}

#[cfg(not(unix))]
fn lock(_: &Path) -> io::Result<Option<File>> {
    Ok(None)
}

/// Whether a path still leads to the folder that is locked.
#[cfg(unix)]
fn is_same(lock: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let identity = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    let (locked, there) = (
        lock.metadata().map(identity),
        fs::metadata(path).map(identity),
    );
    matches!((locked, there), (Ok(locked), Ok(there)) if locked == there)
}

#[cfg(not(unix))]
fn is_same(_: &File, _: &Path) -> bool {
    true
}
