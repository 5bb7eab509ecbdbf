//! What others keep in a crate's folder: moved to the folder that takes its place.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use super::{WriteError, manifest};

/// Moves what is not ours from one folder to another, unless the other has it already.
pub(super) fn move_foreign(from: &Path, to: &Path) -> Result<(), WriteError> {
    // A folder without a list was never finished: all in it is ours.
    let Some(ours) = manifest::read(from)? else {
        return Ok(());
    };
    move_entries(from, to, "", &ours)
}

fn move_entries(
    from: &Path,
    to: &Path,
    prefix: &str,
    ours: &BTreeSet<String>,
) -> Result<(), WriteError> {
    let failed = |error: io::Error| WriteError::Io(from.to_owned(), error);
    for entry in fs::read_dir(from).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name();
        let path = format!("{prefix}{}", name.to_string_lossy());
        let target = to.join(&name);
        if ours.contains(&path) {
            continue;
        }
        // A link is moved as a link: what it leads to stands elsewhere and is not touched.
        let is_folder = entry.file_type().map_err(failed)?.is_dir();
        if is_folder && target.is_dir() {
            move_entries(&entry.path(), &target, &format!("{path}/"), ours)?;
        } else if fs::symlink_metadata(&target).is_err() && !(is_folder && holds(ours, &path)) {
            fs::rename(entry.path(), &target).map_err(failed)?;
        } else if is_folder {
            // One of ours that is no longer there, with files of others in it.
            keep(&entry.path(), &target, &format!("{path}/"), ours)?;
        }
    }
    Ok(())
}

/// Moves what others keep in a folder of ours that the new crate does not have.
fn keep(from: &Path, to: &Path, prefix: &str, ours: &BTreeSet<String>) -> Result<(), WriteError> {
    if fs::symlink_metadata(to).is_ok() {
        return Ok(());
    }
    fs::create_dir(to).map_err(|error| WriteError::Io(to.to_owned(), error))?;
    move_entries(from, to, prefix, ours)?;
    // Stays only if something was moved.
    let _ = fs::remove_dir(to);
    Ok(())
}

/// Whether a file of ours stands below a path.
fn holds(ours: &BTreeSet<String>, path: &str) -> bool {
    let below = format!("{path}/");
    let next = ours.range(below.clone()..).next();
    next.is_some_and(|known| known.starts_with(&below))
}
