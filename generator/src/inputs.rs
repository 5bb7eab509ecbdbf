//! What a user wrote for OLD and NEW → pairs of documents.
//!
//! Comes in: files, folders, `REV:PATH`, `-`, or a revision to compare with. Goes out: which document stands against which, by
//! their paths in the compared folders, and how to read them. Nothing is compared here.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::thread;

use generator::diagnostics::Diagnostics;
use generator::read::{self, Document, Limits, ReadOptions};
use generator::settings::{self, Settings};

use crate::arguments::Comparison;
use crate::revision::Revision;

/// Where a document, or a folder of them, is.
#[derive(Clone, Debug)]
pub(crate) enum Input {
    /// On disk.
    Disk(PathBuf),
    /// In git.
    At(Revision, PathBuf),
    /// On standard input.
    Standard,
}

/// Two documents to compare; one that came or went has no other.
#[derive(Debug)]
pub(crate) struct Pair {
    /// The path in the compared folders, with `/`.
    pub(crate) name: String,
    pub(crate) old: Option<Input>,
    pub(crate) new: Option<Input>,
}

/// What is compared.
#[derive(Debug)]
pub(crate) struct Inputs {
    /// For people.
    pub(crate) old: String,
    pub(crate) new: String,
    /// In the order of their names.
    pub(crate) pairs: Vec<Pair>,
    /// The folders that hold policies, in the old and the new state.
    pub(crate) folders: Option<(Input, Input)>,
}

impl Inputs {
    /// Finds the documents.
    ///
    /// # Errors
    /// When something does not exist or cannot be compared; says what to do.
    pub(crate) fn find(comparison: &Comparison) -> Result<Self, String> {
        let words: Vec<&str> = comparison.inputs.iter().map(String::as_str).collect();
        match (&comparison.base, &words[..]) {
            (None, [old, new]) => Self::of(Input::parse(old), Input::parse(new), old, new),
            (None, _) => Err("name what was and what is, or `--base REV`".to_owned()),
            (Some(_), [_, _, ..]) => {
                Err("with `--base`, name one document or folder, or none for `specs`".to_owned())
            }
            (Some(base), words) => {
                let path = match words {
                    [word] => PathBuf::from(word),
                    _ => crate::checkout()?.join("specs"),
                };
                // `./specs` is `specs` for reports, as pull requests know it.
                let path: PathBuf = path
                    .components()
                    .filter(|part| *part != std::path::Component::CurDir)
                    .collect();
                let said = |error: std::io::Error| format!("git: {error}");
                let revision = Revision::merge_base(base, &path).map_err(said)?;
                let name = path.display().to_string();
                let old = format!("{base}:{name}");
                Self::of(
                    Input::At(revision, path.clone()),
                    Input::Disk(path),
                    &old,
                    &name,
                )
            }
        }
    }

    fn of(old: Input, new: Input, old_name: &str, new_name: &str) -> Result<Self, String> {
        let folders = old.is_folder() || new.is_folder();
        let pairs = match folders {
            true => pairs(&old, &new)?,
            false => vec![Pair {
                name: new.path().and_then(Path::file_name).map_or_else(
                    || "-".to_owned(),
                    |name| name.to_string_lossy().into_owned(),
                ),
                old: Some(old.clone()),
                new: Some(new.clone()),
            }],
        };
        if pairs.is_empty() {
            return Err(format!("{old_name} and {new_name} hold no document"));
        }
        let folder = |input: &Input| match folders {
            true => Some(input.clone()),
            false => input.parent(),
        };
        Ok(Self {
            old: old_name.to_owned(),
            new: new_name.to_owned(),
            pairs,
            folders: folder(&old).zip(folder(&new)),
        })
    }
}

impl Input {
    fn parse(word: &str) -> Self {
        if word == "-" {
            return Self::Standard;
        }
        match word.split_once(':') {
            Some((revision, path))
                if !revision.is_empty() && !path.is_empty() && !Path::new(word).exists() =>
            {
                Self::At(Revision(revision.to_owned()), path.into())
            }
            _ => Self::Disk(word.into()),
        }
    }

    /// The path, on disk or in git.
    pub(crate) fn path(&self) -> Option<&Path> {
        match self {
            Self::Disk(path) | Self::At(_, path) => Some(path),
            Self::Standard => None,
        }
    }

    fn is_folder(&self) -> bool {
        match self {
            Self::Disk(path) => path.is_dir(),
            Self::At(revision, path) => revision.has_folder(path),
            Self::Standard => false,
        }
    }

    fn parent(&self) -> Option<Self> {
        let parent = self.path()?.parent().unwrap_or(Path::new("")).to_owned();
        Some(self.with(parent))
    }

    /// What stands at a path below a folder.
    pub(crate) fn join(&self, name: &str) -> Self {
        self.with(self.path().unwrap_or(Path::new("")).join(name))
    }

    fn with(&self, path: PathBuf) -> Self {
        match self {
            Self::Disk(_) => Self::Disk(path),
            Self::At(revision, _) => Self::At(revision.clone(), path),
            Self::Standard => Self::Standard,
        }
    }

    /// The bytes of the file; nothing where there is no such file.
    pub(crate) fn bytes(&self) -> Option<Vec<u8>> {
        match self {
            Self::Disk(path) => read::read_bytes(path, Limits::default().file_bytes).ok(),
            Self::At(revision, path) => revision.read(path).ok(),
            Self::Standard => None,
        }
    }

    /// What `generator.yaml` beside the document says of it.
    pub(crate) fn settings(&self, diagnostics: &mut Diagnostics) -> Settings {
        match self {
            Self::Disk(path) => settings::of(path, diagnostics),
            Self::At(revision, path) => {
                let mut fetch = |path: &Path| revision.read(path).ok();
                settings::of_with(path, &mut fetch, diagnostics)
            }
            Self::Standard => Settings::default(),
        }
    }

    /// Reads the document with all files it refers to. What is wrong is in `diagnostics`.
    pub(crate) fn read(
        &self,
        options: &ReadOptions,
        diagnostics: &mut Diagnostics,
    ) -> Option<Document> {
        match self {
            Self::Disk(path) => read::read(path, options, diagnostics),
            Self::At(revision, path) => read::read_with(
                path,
                &mut |path: &Path| revision.read(path),
                options,
                diagnostics,
            ),
            Self::Standard => {
                let mut fetch = |path: &Path| match path == Path::new("-") {
                    true => {
                        let mut bytes = Vec::new();
                        let limit = options.limits.file_bytes.saturating_add(1);
                        std::io::stdin().take(limit).read_to_end(&mut bytes)?;
                        Ok(bytes)
                    }
                    false => read::read_bytes(path, options.limits.file_bytes),
                };
                read::read_with(Path::new("-"), &mut fetch, options, diagnostics)
            }
        }
    }

    /// Reads two documents at once. What is wrong is in `diagnostics`, the first document first.
    pub(crate) fn both<T: Send>(
        [one, other]: [&Self; 2],
        diagnostics: &mut Diagnostics,
        read: impl Fn(&Self, &mut Diagnostics) -> Option<T> + Sync,
    ) -> [Option<T>; 2] {
        let read = |input: &Self| {
            let mut diagnostics = Diagnostics::new();
            let found = read(input, &mut diagnostics);
            (found, diagnostics)
        };
        // Who reads standard input first gets all of it.
        let at_once = !matches!((one, other), (Self::Standard, Self::Standard));
        let found = thread::scope(|scope| {
            let second = at_once.then(|| scope.spawn(|| read(other)));
            let first = read(one);
            let second = second.map_or_else(|| Ok(read(other)), thread::ScopedJoinHandle::join);
            match second {
                Ok(second) => [first, second],
                Err(panic) => std::panic::resume_unwind(panic),
            }
        });
        found.map(|(document, found)| {
            diagnostics.append(found);
            document
        })
    }

    /// The paths of all files below this folder, relative to it.
    fn files(&self) -> Result<Vec<PathBuf>, String> {
        let said = |error: std::io::Error, path: &Path| format!("{}: {error}", path.display());
        match self {
            Self::Disk(path) => {
                let mut found = Vec::new();
                walk(path, Path::new(""), &mut found).map_err(|error| said(error, path))?;
                Ok(found)
            }
            Self::At(revision, path) => revision.files(path).map_err(|error| said(error, path)),
            Self::Standard => Ok(Vec::new()),
        }
    }

    /// The documents below this folder by their relative paths. Files that are only part of documents, settings and overlays
    /// are left out: they name no version of OpenAPI.
    fn documents(&self) -> Result<BTreeMap<String, Self>, String> {
        let mut found = BTreeMap::new();
        for path in self.files()? {
            let ending = path.extension().and_then(|ending| ending.to_str());
            if !ending.is_some_and(|ending| ["yaml", "yml", "json"].contains(&ending)) {
                continue;
            }
            let parts: Vec<_> = path
                .components()
                .map(|part| part.as_os_str().to_string_lossy())
                .collect();
            let name = parts.join("/");
            let input = self.join(&name);
            if input.bytes().is_some_and(is_document) {
                found.insert(name, input);
            }
        }
        Ok(found)
    }
}

/// Whether a text says that it is a document. One that cannot be read counts, so that the reason is told.
fn is_document(bytes: Vec<u8>) -> bool {
    let text = String::from_utf8_lossy(&bytes);
    if !text.contains("openapi") && !text.contains("swagger") {
        return false;
    }
    let mut scratch = Diagnostics::new();
    let file = scratch.sources_mut().add("", text.as_ref());
    let root = file.and_then(|file| read::load(&text, file, &Limits::default(), &mut scratch));
    root.is_none_or(|root| root.get("openapi").is_some() || root.get("swagger").is_some())
}

fn walk(folder: &Path, below: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        // Links are not followed: they may lead anywhere, and round in circles.
        let kind = entry.file_type()?;
        let name = entry.file_name();
        let path = below.join(&name);
        if kind.is_dir() && !name.to_string_lossy().starts_with('.') {
            walk(&entry.path(), &path, found)?;
        } else if kind.is_file() {
            found.push(path);
        }
    }
    Ok(())
}

fn pairs(old: &Input, new: &Input) -> Result<Vec<Pair>, String> {
    let (mut before, after) = (old.documents()?, new.documents()?);
    let mut pairs: Vec<Pair> = after
        .into_iter()
        .map(|(name, input)| Pair {
            old: before.remove(&name),
            new: Some(input),
            name,
        })
        .collect();
    pairs.extend(before.into_iter().map(|(name, input)| Pair {
        old: Some(input),
        new: None,
        name,
    }));
    pairs.sort_by(|left, right| left.name.cmp(&right.name));
    Ok(pairs)
}
