//! One file to disk: a report, or a list of approvals.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::WriteError;

/// Makes the file at `path` hold `text`.
///
/// It holds the old text or the new one at every moment, also when the process is killed or the disk is full. What is no
/// regular file (a pipe, a terminal, a device) has no old text, and is written as it is.
///
/// # Errors
/// When the file system refuses. The old text is then still there, whole, and its permissions are kept.
pub fn write_file(path: &Path, text: &str) -> Result<(), WriteError> {
    let failed = |error| WriteError::Io(path.to_owned(), error);
    match fs::metadata(path) {
        Ok(there) if !there.is_file() => fs::write(path, text).map_err(failed),
        // A link stays one: the file is replaced where it really stands.
        Ok(_) => fs::canonicalize(path)
            .and_then(|target| replace(&target, text, true))
            .map_err(failed),
        // A link that leads nowhere yet.
        Err(_) if fs::symlink_metadata(path).is_ok() => fs::write(path, text).map_err(failed),
        Err(_) => replace(path, text, false).map_err(failed),
    }
}

fn replace(path: &Path, text: &str, exists: bool) -> io::Result<()> {
    let permissions = match exists {
        // Who may not write to the file may not replace it.
        true => Some(
            OpenOptions::new()
                .write(true)
                .open(path)?
                .metadata()?
                .permissions(),
        ),
        false => None,
    };
    let (unfinished, file) = aside(path)?;
    let done = finish(file, text, permissions).and_then(|()| fs::rename(&unfinished, path));
    if done.is_err() {
        let _ = fs::remove_file(&unfinished);
    }
    done
}

fn finish(mut file: File, text: &str, permissions: Option<fs::Permissions>) -> io::Result<()> {
    file.write_all(text.as_bytes())?;
    if let Some(permissions) = permissions {
        file.set_permissions(permissions)?;
    }
    // A full disk is noticed before the old file is gone.
    file.sync_data()
}

/// A new file beside another, which no other process writes to.
fn aside(path: &Path) -> io::Result<(PathBuf, File)> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let unfinished = path.with_file_name(format!(".{name}.{}", std::process::id()));
    let create = || {
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&unfinished)
    };
    let file = match create() {
        // Left from a process of the same number that was killed.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            fs::remove_file(&unfinished)?;
            create()?
        }
        created => created?,
    };
    Ok((unfinished, file))
}
