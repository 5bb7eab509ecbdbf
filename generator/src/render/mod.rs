//! Model → Rust source, in memory.
//!
//! Comes in: an [`Api`]. Goes out: the files of a crate. This is the only
//! stage that knows Rust; it must not look at a document, nor touch the disk.

mod client;
pub mod doors;
pub mod expression;
pub mod facts;
pub mod family;
pub mod format;
pub mod items;
mod layout;
pub mod mention;
mod operations;
pub mod package;
mod server;
mod set;
pub mod types;
pub mod wire;

pub use package::{Options, Part, Parts, RuntimeSource};

use std::thread;

use crate::model::Api;
use set::Set;

/// All files of the crate of an API, by path.
#[must_use]
pub fn render(api: &Api, options: &Options) -> Vec<File> {
    let parts = options.parts;
    let messages;
    let api = match parts.operations() {
        true => api,
        false => {
            messages = Api {
                operations: Vec::new(),
                webhooks: Vec::new(),
                callback_operations: Vec::new(),
                ..api.clone()
            };
            &messages
        }
    };
    // The list of items is made of tokens of its own, beside the rest.
    let (mut files, items) = thread::scope(|scope| {
        let items = scope.spawn(|| items::file(api, parts));
        (modules(api, parts), items.join())
    });
    let around = package::files(api, options, &files);
    files.extend(around);
    files.push(items.unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
    files.sort_by(|one, other| one.path.cmp(&other.path));
    files
}

/// The modules of the crate.
fn modules(api: &Api, parts: Parts) -> Vec<File> {
    let mut files = types::render(api);
    files.extend(wire::types::render(api));
    files.extend(wire::validate::render(api));
    for set in Set::all(api) {
        if parts.operations() {
            files.extend(operations::files(set));
            files.extend(wire::parameters::files(set));
            files.extend(wire::forms::files(set));
        }
        if parts.client {
            files.extend(client::files(set));
            files.extend(wire::client::files(set));
        }
        if parts.server {
            files.extend(server::files(set));
            files.extend(wire::server::files(set));
        }
    }
    if parts.operations() {
        files.extend(wire::xml::files(api));
        files.extend(wire::expressions::files(api));
    }
    files
}

/// A file of a generated crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Path inside the crate, `src/types.rs`.
    pub path: String,
    /// What it holds.
    pub text: String,
}
