//! Rust source to disk: compared, swapped in whole, leftovers removed.
//!
//! Comes in: the files of a crate, in memory. Goes out: a folder that holds exactly them, beside
//! what others put there (`target/`, a lock file). The folder holds either the old crate or the
//! new one at every moment, also when the process is killed: the new one is built aside and
//! exchanged in one step. A folder that was not written here is left alone. This stage knows
//! nothing of documents or of what the files mean.

mod foreign;
mod manifest;
mod plan;
mod single;
mod staging;
mod swap;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::render::File;
pub use plan::{Change, Plan};
pub use single::write_file;

/// Why a crate could not be written.
#[derive(Debug)]
pub enum WriteError {
    /// The folder exists and holds files, but not those of an earlier run; or a file stands where the crate needs another.
    Foreign(PathBuf),
    /// A file's path would leave the folder.
    Outside(String),
    /// The file system said no.
    Io(PathBuf, io::Error),
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Foreign(folder) => write!(
                f,
                "{} exists and was not written by the generator; choose another folder or remove it",
                folder.display()
            ),
            Self::Outside(path) => write!(f, "the file `{path}` would leave the output folder"),
            Self::Io(path, error) => match path.ancestors().find(|above| above.is_file()) {
                Some(file) if error.kind() == io::ErrorKind::NotADirectory => {
                    write!(f, "{} is a file; name a folder to write to", file.display())
                }
                _ => write!(f, "cannot write {}: {error}", path.display()),
            },
        }
    }
}

impl std::error::Error for WriteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(_, error) => Some(error),
            Self::Foreign(_) | Self::Outside(_) => None,
        }
    }
}

/// Compares `files` with what stands in `folder`.
///
/// # Errors
/// When the folder is not one of ours, or cannot be read.
pub fn plan(folder: &Path, files: &[File]) -> Result<Plan, WriteError> {
    Plan::new(folder, files)
}

/// Makes `folder` hold exactly `files`, and says what changed.
///
/// Files whose content is the same keep their time stamps. Nothing is touched when nothing
/// changed.
///
/// # Errors
/// When the folder is not one of ours, or the file system refuses. The old content is then
/// still there, whole.
pub fn write(folder: &Path, files: &[File]) -> Result<Plan, WriteError> {
    // A link stays one: the crate is replaced where it really stands.
    let resolved = match std::fs::symlink_metadata(folder) {
        Ok(metadata) if metadata.is_symlink() => Some(
            std::fs::canonicalize(folder)
                .map_err(|error| WriteError::Io(folder.to_owned(), error))?,
        ),
        _ => None,
    };
    let folder = resolved.as_deref().unwrap_or(folder);
    // What another run is about to exchange may look like anything, so only the good news counts.
    if let Ok(plan) = Plan::new(folder, files)
        && plan.is_fresh()
        && !staging::folder_for(folder).exists()
    {
        return Ok(plan);
    }
    let staging = staging::Staging::enter(folder)?;
    swap::recover(folder, &staging)?;
    let plan = Plan::new(folder, files)?;
    if !plan.is_fresh() {
        swap::replace(folder, files, &plan, &staging)?;
    }
    Ok(plan)
}
