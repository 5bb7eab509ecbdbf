//! The whole way from documents to crates, for the command line and for build scripts.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::diagnostics::{self, Diagnostic, Diagnostics, Levels, codes};
use crate::lint;
use crate::model::Api;
use crate::place::{absolute, crate_name, file_stem, runtime_path};
use crate::read::{self, ReadOptions, Selector};
use crate::render::{self, File, Part, Parts, RuntimeSource};
use crate::resolve;
use crate::settings::{self, Settings};
use crate::workspace;
use crate::write::{self, Plan, WriteError};

/// Generates crates from `OpenAPI` documents.
///
/// ```
/// use generator::Generator;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let folder = std::env::temp_dir().join(format!("generator-example-{}", std::process::id()));
/// std::fs::create_dir_all(&folder)?;
/// let document = folder.join("hello.yaml");
/// std::fs::write(
///     &document,
///     "openapi: 3.1.0
/// info: {title: Hello, version: 1.0.0}
/// paths:
///   /hello:
///     get:
///       operationId: sayHello
///       responses:
///         '200': {description: A greeting, content: {text/plain: {schema: {type: string}}}}
/// ",
/// )?;
///
/// let generated = Generator::new().out_dir(&folder).generate(&document)?;
/// assert!(generated.folder.join("src/client.rs").exists());
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Generator {
    out: PathBuf,
    runtime: Option<RuntimeSource>,
    read: ReadOptions,
    overlays: Vec<PathBuf>,
    include: Vec<String>,
    exclude: Vec<String>,
    only: Vec<Part>,
    levels: Levels,
}

/// A crate in memory.
#[derive(Clone, Debug)]
pub struct Crate {
    /// Name of the crate, made of the document's file name without its ending.
    pub name: String,
    /// What the document was understood to say.
    pub api: Api,
    /// Its files, with paths below the crate's folder.
    pub files: Vec<File>,
}

/// A crate on disk.
#[derive(Clone, Debug)]
pub struct Generated {
    /// Name of the crate.
    pub name: String,
    /// Folder of the crate.
    pub folder: PathBuf,
    /// What changed on disk.
    pub plan: Plan,
    /// Everything there was to say about the document, rendered for people; empty when nothing.
    pub report: String,
    /// Files the document consists of: what a rebuild has to watch.
    pub sources: Vec<PathBuf>,
}

/// Why nothing was generated.
#[derive(Debug)]
pub enum Error {
    /// The document has errors; the text says where and what to do.
    Document(String),
    /// The crate could not be written.
    Write(WriteError),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Document(report) => f.write_str(report),
            Self::Write(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {}

impl From<WriteError> for Error {
    fn from(error: WriteError) -> Self {
        Self::Write(error)
    }
}

impl Default for Generator {
    fn default() -> Self {
        Self::new()
    }
}

impl Generator {
    /// A generator that writes below the current folder.
    #[must_use]
    pub fn new() -> Self {
        Self {
            out: PathBuf::from("."),
            runtime: None,
            read: ReadOptions::default(),
            overlays: Vec::new(),
            include: Vec::new(),
            exclude: Vec::new(),
            only: Vec::new(),
            levels: Levels::default(),
        }
    }

    /// Writes crates below `folder`, each into a folder of its own name.
    #[must_use]
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out = folder.into();
        self
    }

    /// Takes the runtime library of generated crates from `folder` instead of the checkout that
    /// this generator was built in.
    #[must_use]
    pub fn runtime_path(mut self, folder: impl Into<PathBuf>) -> Self {
        self.runtime = Some(RuntimeSource::Path(
            folder.into().to_string_lossy().into_owned(),
        ));
        self
    }

    /// Lets `$ref` name files outside of the folder that the document is in.
    #[must_use]
    pub fn allow_outside_root(mut self, allow: bool) -> Self {
        self.read.allow_outside_root = allow;
        self
    }

    /// Applies the overlay at `path` (Overlay Specification 1.0 or 1.1) before the document is checked; several are applied
    /// in the order in which they are given.
    ///
    /// Overlays that the settings beside the document name are not applied then; the same holds for
    /// [`include`](Self::include), [`exclude`](Self::exclude) and [`only`](Self::only).
    #[must_use]
    pub fn overlay(mut self, path: impl Into<PathBuf>) -> Self {
        self.overlays.push(path.into());
        self
    }

    /// Generates the operations that `selector` chooses, and what they reach; several selectors add up.
    ///
    /// Written `tag:NAME`, `path:/a/**`, `path:GET:/a/**`, `method:GET`, `operation:ID` or `webhook:NAME`; see [`Selector`].
    /// One that chooses nothing is an error of the document.
    #[must_use]
    pub fn include(mut self, selector: impl Into<String>) -> Self {
        self.include.push(selector.into());
        self
    }

    /// Leaves out the operations that `selector` chooses, even if they are included.
    #[must_use]
    pub fn exclude(mut self, selector: impl Into<String>) -> Self {
        self.exclude.push(selector.into());
        self
    }

    /// Generates only this part of the crate; several add up. Messages are always generated.
    #[must_use]
    pub fn only(mut self, part: Part) -> Self {
        self.only.push(part);
        self
    }

    /// Takes findings of single codes as graver or lighter than they are by themselves. For these codes, the settings beside
    /// the document do not hold then.
    #[must_use]
    pub fn levels(mut self, levels: Levels) -> Self {
        self.levels = levels;
        self
    }

    /// What a run makes of a document: what was asked for here, and else what the settings beside the document say.
    /// Mistakes are in `diagnostics`, which tell of this document from now on, with its levels.
    pub fn settings(&self, document: &Path, diagnostics: &mut Diagnostics) -> Settings {
        diagnostics.enter(document.to_string_lossy());
        let mut settings = settings::of(document, diagnostics);
        settings.levels = self.levels.or(&settings.levels);
        diagnostics.set_levels(settings.levels.clone());
        if !self.overlays.is_empty() {
            settings.overlays.clone_from(&self.overlays);
        }
        for (texts, list) in [
            (&self.include, &mut settings.include),
            (&self.exclude, &mut settings.exclude),
        ] {
            if texts.is_empty() {
                continue;
            }
            list.clear();
            for text in texts {
                match Selector::parse(text) {
                    Ok(selector) => list.push(selector),
                    Err(reason) => {
                        diagnostics.push(Diagnostic::new(&codes::MALFORMED_SELECTOR, reason));
                    }
                }
            }
        }
        if !self.only.is_empty() {
            settings.only.clone_from(&self.only);
        }
        settings
    }

    /// How a document is read that has these settings.
    #[must_use]
    pub fn read_options(&self, settings: &Settings) -> ReadOptions {
        ReadOptions {
            overlays: settings.overlays.clone(),
            include: settings.include.clone(),
            exclude: settings.exclude.clone(),
            ..self.read.clone()
        }
    }

    /// Generates the crate of one document and writes it.
    ///
    /// # Errors
    /// When the document has errors, or the crate cannot be written. Nothing on disk has changed
    /// then.
    pub fn generate(&self, document: impl AsRef<Path>) -> Result<Generated, Error> {
        let mut diagnostics = Diagnostics::new();
        let rendered = self.render(document.as_ref(), &mut diagnostics);
        diagnostics.finish();
        let report = diagnostics::render(&diagnostics, diagnostics::Format::Text { colour: false });
        let Some((rendered, sources)) = rendered else {
            return Err(Error::Document(report));
        };
        let folder = self.folder_of(document.as_ref());
        let plan = write::write(&folder, &rendered.files)?;
        Ok(Generated {
            name: rendered.name,
            folder,
            plan,
            report,
            sources,
        })
    }

    /// Generates the crate of one document in memory, with the files the document consists of.
    /// `None` when the document has errors; `diagnostics` has them.
    pub fn render(
        &self,
        document: &Path,
        diagnostics: &mut Diagnostics,
    ) -> Option<(Crate, Vec<PathBuf>)> {
        let errors = diagnostics.error_count();
        let settings = self.settings(document, diagnostics);
        let (api, sources) = self.resolve(document, &settings, diagnostics)?;
        if diagnostics.error_count() > errors {
            return None;
        }
        let name = api.name.clone();
        let folder = self.folder_of(document);
        let options = self.render_options(&folder, Parts::only(&settings.only));
        let files = render::render(&api, &options);
        Some((Crate { name, api, files }, sources))
    }

    /// Reads and resolves one document, with the files it consists of. `None` when it has
    /// errors; `diagnostics` has them.
    pub fn understand(
        &self,
        document: &Path,
        diagnostics: &mut Diagnostics,
    ) -> Option<(Api, Vec<PathBuf>)> {
        let errors = diagnostics.error_count();
        let settings = self.settings(document, diagnostics);
        let understood = self.resolve(document, &settings, diagnostics)?;
        (diagnostics.error_count() == errors).then_some(understood)
    }

    /// Reads and resolves one document, and says what there is to say about it: its mistakes, and what generates badly.
    pub fn lint(&self, document: &Path, diagnostics: &mut Diagnostics) {
        let settings = self.settings(document, diagnostics);
        let name = crate_name(document);
        let Some(read) = read::read(document, &self.read_options(&settings), diagnostics) else {
            return;
        };
        let api = resolve::resolve(&read, &name, diagnostics);
        lint::lint(&read, &api, diagnostics);
        read.complete(diagnostics);
    }

    /// Nothing comes back when there is no tree to work with.
    fn resolve(
        &self,
        document: &Path,
        settings: &Settings,
        diagnostics: &mut Diagnostics,
    ) -> Option<(Api, Vec<PathBuf>)> {
        let name = crate_name(document);
        let read = read::read(document, &self.read_options(settings), diagnostics)?;
        let mut sources: Vec<PathBuf> = read.paths().map(Path::to_owned).collect();
        sources.extend(settings.source.clone());
        let api = resolve::resolve(&read, &name, diagnostics);
        read.complete(diagnostics);
        Some((api, sources))
    }

    /// Folder that the crate of `document` is written to: named like the document's file.
    #[must_use]
    pub fn folder_of(&self, document: &Path) -> PathBuf {
        self.out.join(file_stem(document))
    }

    fn render_options(&self, folder: &Path, parts: Parts) -> render::Options {
        let folder = absolute(folder);
        let runtime = self
            .runtime
            .clone()
            .unwrap_or_else(|| RuntimeSource::Path(runtime_path(&folder)));
        render::Options {
            runtime,
            standalone: workspace::is_stranger(&folder),
            parts,
        }
    }
}
