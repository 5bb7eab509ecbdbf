//! Where the fixtures are.

use std::path::{Path, PathBuf};

/// A folder or file below `tests/fixtures`.
#[must_use]
pub fn path(relative: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(relative)
}

/// The root of the checkout.
///
/// # Panics
/// When the package does not lie in one.
#[must_use]
pub fn checkout() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the package lies in the checkout")
}

/// All documents of a folder below `tests/fixtures`, by name.
///
/// # Panics
/// When the folder cannot be read.
#[must_use]
pub fn documents(relative: &str) -> Vec<PathBuf> {
    let folder = path(relative);
    let entries =
        std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut documents: Vec<PathBuf> = entries
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| {
            path.extension()
                .is_some_and(|ending| ending == "json" || ending == "yaml")
        })
        .collect();
    documents.sort();
    documents
}
