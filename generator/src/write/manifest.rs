//! The list of files that belong to a generated crate; it marks the folder as one of ours.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use super::WriteError;
use crate::render::File;

/// Name of the list, below the crate's folder.
pub(super) const NAME: &str = ".generated";

const HEADER: &str =
    "# Files of this crate that the generator wrote. It removes those it no longer writes.\n";

/// The list as a file of the crate.
pub(super) fn render(files: &[File]) -> File {
    let paths: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    let mut text = String::from(HEADER);
    for path in paths {
        text.push_str(path);
        text.push('\n');
    }
    File {
        path: NAME.to_owned(),
        text,
    }
}

/// Paths listed in the folder; `None` when there is no list.
pub(super) fn read(folder: &Path) -> Result<Option<BTreeSet<String>>, WriteError> {
    let path = folder.join(NAME);
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok(Some(
            text.lines()
                .filter(|line| !line.starts_with('#') && is_inside(line))
                .map(str::to_owned)
                .chain([NAME.to_owned()])
                .collect(),
        )),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(WriteError::Io(path, error)),
    }
}

/// Whether a path stays below the folder it is joined to.
pub(super) fn is_inside(path: &str) -> bool {
    !path.is_empty()
        && !path.contains(['\\', ':', '\0'])
        && path
            .split('/')
            .all(|part| !part.is_empty() && part != "." && part != "..")
}
