//! `Cargo.toml`.

use askama::Template;

use super::dependencies::Dependency;
use super::example::Example;
use super::{Options, Parts};
use crate::model::Api;
use crate::render::File;
use crate::render::doors::commonmark;
use crate::render::format::Named;

/// Longest description that is told in a manifest.
const DESCRIPTION: usize = 200;

#[derive(Template)]
#[template(path = "manifest.toml")]
struct Manifest<'a> {
    name: String,
    description: String,
    dependencies: &'a [Dependency],
    examples: &'a [Example],
    standalone: bool,
    parts: Parts,
    /// Names stand in the modules that clippy takes for those of nothing in particular.
    placeholders: bool,
}

/// The names of clippy's `disallowed_names`.
const PLACEHOLDERS: [&str; 3] = ["foo", "baz", "quux"];

/// The manifest.
pub(super) fn file(
    api: &Api,
    options: &Options,
    dependencies: &[Dependency],
    examples: &[Example],
    modules: &[File],
) -> File {
    let title = commonmark::visible(&api.title);
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let title: String = title.chars().take(DESCRIPTION).collect();
    let manifest = Manifest {
        name: text(&api.name),
        description: text(&format!("{} of {title}", options.parts.title())),
        dependencies,
        examples,
        standalone: options.standalone,
        parts: options.parts,
        placeholders: modules.iter().any(has_placeholder),
    };
    super::page("Cargo.toml", &manifest)
}

fn has_placeholder(module: &File) -> bool {
    let known = |name: &&&str| module.text.contains(**name);
    let names: Vec<&&str> = PLACEHOLDERS.iter().filter(known).collect();
    if names.is_empty() {
        return false;
    }
    module.text.parse().is_ok_and(|tokens| {
        let words = Named::of(&[tokens]).words;
        names.into_iter().any(|name| words.contains(*name))
    })
}

/// A string of TOML. JSON's escapes are among those of TOML, which wants one more character escaped.
pub(super) fn text(value: &str) -> String {
    serde_json::Value::from(value)
        .to_string()
        .replace('\u{7f}', "\\u007F")
}
