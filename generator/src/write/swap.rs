//! Replacing a folder as a whole.
//!
//! The new folder is built in a staging folder beside the old one: files that stay the same are
//! hard links to the old ones, so they keep their time stamps. Then both are exchanged in one
//! step. What others keep in the folder is moved over afterwards; when the process dies in
//! between, the next run finishes the move.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::foreign::move_foreign;
use super::staging::Staging;
use super::{Change, Plan, WriteError, manifest};
use crate::render::File;

/// Clears up after a run that was interrupted.
pub(super) fn recover(folder: &Path, staging: &Staging) -> Result<(), WriteError> {
    let (built, aside) = (staging.built(), staging.aside());
    if aside.exists() {
        // Killed between the two steps of an exchange.
        match folder.exists() {
            true => move_foreign(&aside, folder)?,
            false => fs::rename(&aside, folder)
                .map_err(|error| WriteError::Io(folder.to_owned(), error))?,
        }
    }
    if built.exists() && folder.exists() {
        move_foreign(&built, folder)?;
    }
    staging.clear()
}

/// Replaces the content of `folder`.
pub(super) fn replace(
    folder: &Path,
    files: &[File],
    plan: &Plan,
    staging: &Staging,
) -> Result<(), WriteError> {
    let built = staging.built();
    let swapped = build(folder, &built, files, plan).and_then(|()| exchange(staging, folder));
    if let Err(error) = swapped {
        // The old content is untouched; what was built aside is of no use. A failure to remove
        // it is mended by the next run.
        let _ = staging.clear();
        return Err(error);
    }
    recover(folder, staging)
}

fn build(folder: &Path, built: &Path, files: &[File], plan: &Plan) -> Result<(), WriteError> {
    create_dir(built)?;
    let mut written = Vec::new();
    let differs: HashSet<&str> = plan.changes.iter().map(Change::path).collect();
    for file in files {
        place(folder, built, file, &differs, &mut written)?;
    }
    // All files are waited for until they are on the disk, so that a full disk is noticed before anything is exchanged;
    // behind the last one, as the system is quicker with many at once.
    sync(&mut written)?;
    // The list makes the folder one of ours, so it is there when all else is.
    let list = manifest::render(files);
    place(folder, built, &list, &differs, &mut written)?;
    sync(&mut written)
}

/// Puts a file where the new folder is built. Its name is there only when its content is.
fn place(
    folder: &Path,
    built: &Path,
    file: &File,
    differs: &HashSet<&str>,
    written: &mut Vec<PathBuf>,
) -> Result<(), WriteError> {
    let target = built.join(&file.path);
    if let Some(parent) = target.parent() {
        create_dir(parent)?;
    }
    let same = !differs.contains(file.path.as_str());
    if same && fs::hard_link(folder.join(&file.path), &target).is_ok() {
        return Ok(());
    }
    let unfinished = built.join(UNFINISHED);
    let done = fs::write(&unfinished, &file.text).and_then(|()| fs::rename(&unfinished, &target));
    done.map_err(|error| WriteError::Io(target.clone(), error))?;
    written.push(target);
    Ok(())
}

/// A file whose content is being written.
const UNFINISHED: &str = ".unfinished";

fn sync(written: &mut Vec<PathBuf>) -> Result<(), WriteError> {
    for path in written.drain(..) {
        let file = fs::OpenOptions::new().write(true).open(&path);
        let synced = file.and_then(|file| file.sync_data());
        synced.map_err(|error| WriteError::Io(path, error))?;
    }
    Ok(())
}

/// Puts the folder that was built in the place of the old one, which ends up where that was built, or aside.
fn exchange(staging: &Staging, folder: &Path) -> Result<(), WriteError> {
    let failed = |error: io::Error| WriteError::Io(folder.to_owned(), error);
    let built = staging.built();
    if !folder.exists() {
        return fs::rename(&built, folder).map_err(failed);
    }
    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        use rustix::io::Errno;
        match renameat_with(CWD, &built, CWD, folder, RenameFlags::EXCHANGE) {
            Ok(()) => return Ok(()),
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {}
            Err(error) => return Err(failed(error.into())),
        }
    }
    // Where folders cannot be exchanged, two steps come as close as one can get.
    let aside = staging.aside();
    fs::rename(folder, &aside).map_err(failed)?;
    if let Err(error) = fs::rename(&built, folder) {
        fs::rename(&aside, folder).map_err(failed)?;
        return Err(failed(error));
    }
    Ok(())
}

fn create_dir(path: &Path) -> Result<(), WriteError> {
    fs::create_dir_all(path).map_err(|error| WriteError::Io(path.to_owned(), error))
}
