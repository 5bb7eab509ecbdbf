//! What makes emitted modules a crate: manifest, page, root module, examples.
//!
//! Comes in: the model, and the modules that have been rendered. Goes out: the files around them. It does not know how
//! anything travels on the wire.

mod dependencies;
mod example;
mod library;
mod manifest;
mod parts;
mod readme;
mod sample;
pub(crate) mod split;

use askama::Template;

pub use parts::{Part, Parts};

use super::File;
use crate::model::Api;

/// How the generated crate stands among others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Where the runtime comes from.
    pub runtime: RuntimeSource,
    /// The crate is a workspace of its own: it lies outside of ours, perhaps below another one.
    pub standalone: bool,
    /// What the crate has.
    pub parts: Parts,
}

/// Where a generated crate finds the runtime.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuntimeSource {
    /// In this folder, relative to the crate or absolute.
    Path(String),
    /// In a registry, by this version requirement.
    Version(String),
}

impl Default for Options {
    fn default() -> Self {
        Self {
            runtime: RuntimeSource::Path("../../generator/runtime".to_owned()),
            standalone: false,
            parts: Parts::default(),
        }
    }
}

/// The files around the modules.
pub(crate) fn files(api: &Api, options: &Options, modules: &[File]) -> Vec<File> {
    let dependencies = dependencies::used(modules, options);
    let parts = options.parts;
    let examples = match parts.client {
        true => example::all(api),
        false => Vec::new(),
    };
    let mut files = vec![
        manifest::file(api, options, &dependencies, &examples, modules),
        readme::file(api, parts, &dependencies, &examples),
        library::root(api, parts, modules),
        library::wire(api, parts, modules),
    ];
    files.extend(library::deliveries(api, options.parts, modules));
    files.extend(examples.into_iter().map(|example| example.file));
    files
}

/// A page made of a template.
///
/// # Panics
/// Never: writing to a string does not fail, and templates hold nothing else that could.
fn page(path: &str, template: &impl Template) -> File {
    let text = match template.render() {
        Ok(text) => format!("{}\n", text.trim_end()),
        Err(error) => panic!("the template of {path} must render: {error}"),
    };
    File {
        path: path.to_owned(),
        text,
    }
}
