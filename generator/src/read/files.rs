//! What may be read, and how much of it.

use std::fmt;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use super::select::Selector;

/// Limits on what a document may cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one file.
    pub file_bytes: u64,
    /// Files of one document.
    pub files: usize,
    /// Levels of lists and objects within each other.
    pub depth: usize,
    /// Values of one file, as they are written.
    pub values: usize,
    /// Values that YAML aliases of one file expand to. Their texts together are bounded by `file_bytes`.
    pub copied_values: usize,
}

impl Default for Limits {
    /// 64 MiB a file, 5,000 files (an API of a large vendor has two thousand), 256 levels, 5,000,000 values a file and
    /// 1,000,000 more for its aliases.
    fn default() -> Self {
        Self {
            file_bytes: 64 << 20,
            files: 5000,
            depth: 256,
            values: 5_000_000,
            copied_values: 1_000_000,
        }
    }
}

/// How a document is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// Whether references may leave the folder of the root document.
    pub allow_outside_root: bool,
    /// Overlays to apply to the root file, in this order. They are read from disk, wherever the document comes from, unless
    /// [`fetch_overlays`](Self::fetch_overlays) says otherwise.
    pub overlays: Vec<PathBuf>,
    /// Whether overlays are read from where the document comes from.
    pub fetch_overlays: bool,
    /// Operations to keep, with what they reach; all of them when empty.
    pub include: Vec<Selector>,
    /// Operations to leave out of those.
    pub exclude: Vec<Selector>,
    /// What the document may cost.
    pub limits: Limits,
}

/// Why a file that lies below the root by its path is not read.
#[derive(Debug)]
pub(super) struct OutsideRoot;

impl fmt::Display for OutsideRoot {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a symbolic link leaves the folder of the root document")
    }
}

impl std::error::Error for OutsideRoot {}

/// Reads a regular file of the disk, at most one byte more than the limit. Anything else that a path can lead to may never end,
/// or never begin.
///
/// # Errors
/// When the file cannot be read, or is a folder, a pipe or a device.
pub fn read_bytes(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    // Before it is opened: to open a pipe waits for who writes to it.
    let kind = std::fs::metadata(path)?.file_type();
    if kind.is_dir() {
        let message = "it is a folder";
        return Err(io::Error::new(io::ErrorKind::IsADirectory, message));
    }
    if !kind.is_file() {
        let message = "it is a pipe or a device, and only regular files are read";
        return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
    }
    let file = std::fs::File::open(path)?;
    let mut bytes = Vec::new();
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Why bytes are no text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NotText {
    pub(super) message: String,
    pub(super) help: &'static str,
    /// What can be shown of them, and the byte of it at which the trouble begins.
    pub(super) shown: String,
    pub(super) at: usize,
}

/// Bytes → text without a byte order mark, or why not.
pub(super) fn decode(bytes: Vec<u8>) -> Result<String, NotText> {
    const SAVE: &str = "save the file as UTF-8, or convert it: `iconv -f UTF-16 -t UTF-8`";
    const KINDS: &[(&[u8], &str, &str)] = &[
        (
            b"\xFF\xFE\0\0",
            "the file is UTF-32",
            "save the file as UTF-8, or convert it: `iconv -f UTF-32 -t UTF-8`",
        ),
        (b"\xFF\xFE", "the file is UTF-16", SAVE),
        (b"\xFE\xFF", "the file is UTF-16", SAVE),
        (
            b"PK\x03\x04",
            "the file is a ZIP archive",
            "unpack it and name the document that is in it",
        ),
        (
            b"\x1F\x8B",
            "the file is compressed by gzip",
            "unpack it with `gunzip`",
        ),
        (
            b"%PDF-",
            "the file is a PDF",
            "name the OpenAPI document, which is YAML or JSON",
        ),
        (
            b"\x89PNG",
            "the file is an image",
            "name the OpenAPI document, which is YAML or JSON",
        ),
        (
            b"\xFF\xD8\xFF",
            "the file is an image",
            "name the OpenAPI document, which is YAML or JSON",
        ),
        (
            b"\x7FELF",
            "the file is a program",
            "name the OpenAPI document, which is YAML or JSON",
        ),
    ];
    let refuse = |message: &str, help| NotText {
        message: message.to_owned(),
        help,
        shown: String::new(),
        at: 0,
    };
    if let Some((_, message, help)) = KINDS.iter().find(|(magic, ..)| bytes.starts_with(magic)) {
        return Err(refuse(message, help));
    }
    if let [0, _, ..] | [_, 0, ..] = bytes.as_slice() {
        return Err(refuse(
            "the file is UTF-16 without a byte order mark, or no text",
            SAVE,
        ));
    }
    let mut text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let byte = error.as_bytes()[at];
        NotText {
            message: format!(
                "the file is not UTF-8: the byte 0x{byte:02X} begins no character here"
            ),
            help: "save the file as UTF-8, or convert it: `iconv -f WINDOWS-1252 -t UTF-8`",
            shown: String::from_utf8_lossy(error.as_bytes()).into_owned(),
            at,
        }
    })?;
    if let Some(at) = text.bytes().position(|byte| byte == 0) {
        return Err(NotText {
            message: "the file is not text: it has a byte that is zero".to_owned(),
            help: "remove the byte, or name the right file",
            shown: text,
            at,
        });
    }
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    Ok(text)
}

/// Joins and folds `.` and `..` without looking at the disk. A leading `..` stays.
pub(super) fn join(folder: &Path, relative: &str) -> PathBuf {
    let mut path = PathBuf::new();
    for part in folder.join(relative).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => match path.components().next_back() {
                Some(Component::Normal(_)) => {
                    path.pop();
                }
                Some(Component::RootDir | Component::Prefix(_)) => {}
                _ => path.push(".."),
            },
            part => path.push(part),
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_paths() {
        let check = |folder: &str, relative: &str, expected: &str| {
            assert_eq!(
                join(Path::new(folder), relative),
                Path::new(expected),
                "{folder} {relative}"
            );
        };
        check("specs", "a.yaml", "specs/a.yaml");
        check("specs", "./b/../a.yaml", "specs/a.yaml");
        check("specs", "../a.yaml", "a.yaml");
        check("specs", "../../a.yaml", "../a.yaml");
        check("", "../a.yaml", "../a.yaml");
        check("/x", "../../a.yaml", "/a.yaml");
    }

    #[test]
    fn texts() {
        let check = |bytes: &[u8], expected: Result<&str, (&str, usize)>| {
            let found = decode(bytes.to_vec());
            let found = found
                .as_deref()
                .map_err(|found| (found.message.as_str(), found.at));
            assert_eq!(found, expected);
        };
        check(b"a", Ok("a"));
        check(b"\xEF\xBB\xBFa", Ok("a"));
        check(b"\xFF\xFEa\0", Err(("the file is UTF-16", 0)));
        check(b"\xFF\xFE\0\0", Err(("the file is UTF-32", 0)));
        check(
            b"\0a\0b",
            Err((
                "the file is UTF-16 without a byte order mark, or no text",
                0,
            )),
        );
        check(b"PK\x03\x04", Err(("the file is a ZIP archive", 0)));
        check(
            b"a\n\xFFb",
            Err((
                "the file is not UTF-8: the byte 0xFF begins no character here",
                2,
            )),
        );
        check(
            b"abc\0",
            Err(("the file is not text: it has a byte that is zero", 3)),
        );
    }
}
