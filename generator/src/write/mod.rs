//! Rust source to disk: compared, swapped in whole, leftovers removed.
//!
//! Comes in: the files of a crate, in memory. Goes out: a folder that holds exactly them, beside
//! what others put there (`target/`, a lock file). The folder holds either the old crate or the
//! new one at every moment, also when the process is killed: the new one is built aside and
//! exchanged in one step. A folder that was not written here is left alone. This stage knows
//! nothing of documents or of what the files mean.

mod manifest;
mod plan;
mod swap;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::render::File;
pub use plan::{Change, Plan};

/// Why a crate could not be written.
#[derive(Debug)]
pub enum WriteError {
    /// The folder exists and holds files, but not those of an earlier run.
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
            Self::Io(path, error) => write!(f, "{}: {error}", path.display()),
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
    swap::recover(folder)?;
    let plan = Plan::new(folder, files)?;
    if !plan.is_fresh() {
        swap::replace(folder, files, &plan)?;
    }
    Ok(plan)
}
