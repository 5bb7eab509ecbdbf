//! A cargo workspace for crates that tests generate: compiled for real, side by side.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::fixtures;

/// A workspace below the build folder; its dependencies are those of the checkout's lock file.
#[derive(Debug)]
pub struct Scratch {
    folder: PathBuf,
}

impl Scratch {
    /// An empty workspace. Dependencies that were built for it before stay built.
    ///
    /// # Panics
    /// When the file system refuses.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let folder = fixtures::checkout()
            .join("target")
            .join("scratch")
            .join(name);
        if folder.exists() {
            std::fs::remove_dir_all(&folder).expect("the old workspace can be removed");
        }
        std::fs::create_dir_all(&folder).expect("the workspace can be made");
        std::fs::write(
            folder.join("Cargo.toml"),
            "[workspace]\nresolver = \"3\"\nmembers = [\"*\"]\n",
        )
        .expect("the manifest can be written");
        std::fs::copy(
            fixtures::checkout().join("Cargo.lock"),
            folder.join("Cargo.lock"),
        )
        .expect("the lock file can be copied");
        Self { folder }
    }

    /// Folder of the workspace; every folder in it is a crate.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes a crate of the test's own.
    ///
    /// # Panics
    /// When the file system refuses.
    pub fn add(&self, name: &str, manifest: &str, main: &str) {
        let source = self.folder.join(name).join("src");
        std::fs::create_dir_all(&source).expect("the crate can be made");
        std::fs::write(self.folder.join(name).join("Cargo.toml"), manifest)
            .expect("the manifest can be written");
        std::fs::write(source.join("main.rs"), main).expect("the source can be written");
    }

    /// Writes a crate of the test's own, whose sources are the files of a folder.
    ///
    /// # Panics
    /// When the file system refuses.
    pub fn add_sources(&self, name: &str, manifest: &str, sources: &Path) {
        self.add(name, manifest, "");
        for entry in std::fs::read_dir(sources).expect("the sources can be read") {
            let from = entry.expect("the sources can be read").path();
            let to = self.folder.join(name).join("src");
            std::fs::copy(&from, to.join(from.file_name().expect("files have names")))
                .expect("the source can be copied");
        }
    }

    /// Folder that holds what cargo makes: programs, and pages of documentation.
    #[must_use]
    pub fn built(&self) -> PathBuf {
        build_folder()
    }

    /// Runs a program that has been built.
    ///
    /// # Panics
    /// When it cannot be started.
    #[must_use]
    pub fn run(&self, name: &str) -> Output {
        let program = build_folder().join("debug").join(name);
        Command::new(&program)
            .output()
            .unwrap_or_else(|error| panic!("{}: {error}", program.display()))
    }

    /// Runs cargo in the workspace; warnings are errors.
    ///
    /// # Panics
    /// When cargo cannot be started.
    #[must_use]
    pub fn cargo(&self, arguments: &[&str]) -> Output {
        let mut command = self.command(arguments);
        command.output().expect("cargo can be started")
    }

    /// Cargo, ready to be run in the workspace; warnings are errors.
    #[must_use]
    pub fn command(&self, arguments: &[&str]) -> Command {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command
            .args(arguments)
            .arg("--offline")
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", build_folder())
            .env("RUSTFLAGS", "-D warnings")
            .env_remove("CARGO_MANIFEST_DIR");
        command
    }

    /// Runs cargo and fails the test with what it said when it does not succeed.
    ///
    /// # Panics
    /// When cargo fails.
    pub fn must(&self, arguments: &[&str]) -> String {
        let output = self.cargo(arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success(),
            "cargo {} failed:\n{said}",
            arguments.join(" ")
        );
        String::from_utf8_lossy(&output.stdout).into_owned()
    }
}

fn build_folder() -> PathBuf {
    fixtures::checkout().join("target").join("scratch-build")
}
