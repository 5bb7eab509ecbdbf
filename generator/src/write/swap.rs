//! Replacing a folder as a whole.
//!
//! The new folder is built in a staging folder beside the old one: files that stay the same are
//! hard links to the old ones, so they keep their time stamps. Then both are exchanged in one
//! step. What others keep in the folder is moved over afterwards; when the process dies in
//! between, the next run finishes the move.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{Change, Plan, WriteError, manifest};
use crate::render::File;

/// Folder beside the crates in which new ones are built.
const STAGING: &str = ".generator-staging";

/// Where the new content of `folder` is built.
fn staging(folder: &Path) -> PathBuf {
    let parent = folder.parent().unwrap_or(Path::new("."));
    let name = folder.file_name().unwrap_or_default();
    parent.join(STAGING).join(name)
}

/// Clears up after a run that was interrupted.
pub(super) fn recover(folder: &Path) -> Result<(), WriteError> {
    let staged = staging(folder);
    if !staged.exists() {
        return Ok(());
    }
    if folder.exists() {
        move_foreign(&staged, folder)?;
    }
    remove(&staged)
}

/// Replaces the content of `folder`.
pub(super) fn replace(folder: &Path, files: &[File], plan: &Plan) -> Result<(), WriteError> {
    let staged = staging(folder);
    let built = build(folder, &staged, files, plan);
    let swapped = built.and_then(|()| exchange(&staged, folder));
    if let Err(error) = swapped {
        // The old content is untouched; what was built aside is of no use. A failure to remove
        // it is mended by the next run.
        let _ = remove(&staged);
        return Err(error);
    }
    if staged.exists() {
        move_foreign(&staged, folder)?;
    }
    remove(&staged)
}

fn build(folder: &Path, staged: &Path, files: &[File], plan: &Plan) -> Result<(), WriteError> {
    create_dir(staged)?;
    let mut written = Vec::new();
    for file in files.iter().chain([&manifest::render(files)]) {
        let target = staged.join(&file.path);
        if let Some(parent) = target.parent() {
            create_dir(parent)?;
        }
        let differs = plan.changes.iter().any(|change| {
            matches!(change, Change::Added(path) | Change::Changed(path) if *path == file.path)
        });
        let linked = !differs && fs::hard_link(folder.join(&file.path), &target).is_ok();
        if !linked {
            fs::write(&target, &file.text)
                .map_err(|error| WriteError::Io(target.clone(), error))?;
            written.push(target);
        }
    }
    // All files are waited for until they are on the disk, so that a full disk is noticed before anything is exchanged;
    // behind the last one, as the system is quicker with many at once.
    for path in written {
        let file = fs::OpenOptions::new().write(true).open(&path);
        let synced = file.and_then(|file| file.sync_data());
        synced.map_err(|error| WriteError::Io(path, error))?;
    }
    Ok(())
}

/// Puts the staged folder in the place of the old one, which ends up in the staging folder.
fn exchange(staged: &Path, folder: &Path) -> Result<(), WriteError> {
    let failed = |error: io::Error| WriteError::Io(folder.to_owned(), error);
    if let Some(parent) = folder.parent() {
        create_dir(parent)?;
    }
    if !folder.exists() {
        return fs::rename(staged, folder).map_err(failed);
    }
    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        use rustix::io::Errno;
        match renameat_with(CWD, staged, CWD, folder, RenameFlags::EXCHANGE) {
            Ok(()) => return Ok(()),
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {}
            Err(error) => return Err(failed(error.into())),
        }
    }
    // Where folders cannot be exchanged, two steps come as close as one can get.
    let aside = staged.with_extension("old");
    fs::rename(folder, &aside).map_err(failed)?;
    if let Err(error) = fs::rename(staged, folder) {
        fs::rename(&aside, folder).map_err(failed)?;
        return Err(failed(error));
    }
    fs::rename(&aside, staged).map_err(failed)
}

/// Moves what is not ours from one folder to another, unless the other has it already.
fn move_foreign(from: &Path, to: &Path) -> Result<(), WriteError> {
    let Some(ours) = manifest::read(from)? else {
        return Ok(());
    };
    move_entries(from, to, "", &ours)
}

fn move_entries(
    from: &Path,
    to: &Path,
    prefix: &str,
    ours: &std::collections::BTreeSet<String>,
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
        let holds_ours = ours.iter().any(|known| {
            known
                .strip_prefix(&path)
                .is_some_and(|rest| rest.starts_with('/'))
        });
        if holds_ours && target.is_dir() {
            move_entries(&entry.path(), &target, &format!("{path}/"), ours)?;
        } else if !holds_ours && !target.exists() {
            fs::rename(entry.path(), &target).map_err(failed)?;
        }
    }
    Ok(())
}

fn create_dir(path: &Path) -> Result<(), WriteError> {
    fs::create_dir_all(path).map_err(|error| WriteError::Io(path.to_owned(), error))
}

/// Removes a staged folder, and the staging folder when it is empty.
fn remove(staged: &Path) -> Result<(), WriteError> {
    match fs::remove_dir_all(staged) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(WriteError::Io(staged.to_owned(), error));
        }
        _ => {}
    }
    if let Some(parent) = staged.parent() {
        // Another crate may be staged there at the same time.
        let _ = fs::remove_dir(parent);
    }
    Ok(())
}
