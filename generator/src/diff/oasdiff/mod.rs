//! Two documents → the changes in the vocabulary of oasdiff, so that who comes from there keeps ids, levels and policies.
//!
//! In: two checked documents and [`Options`]. Out: [`Changes`]. This is a view of its own beside the proofs of the rest of
//! `diff`: it compares keyword by keyword, as oasdiff does, whether or not a message can tell the difference. What is reported
//! where, and how much it matters, is one table (`rules`); the walk says what changed at which position, and what the table
//! does not have there is not reported. Nothing is known here of files or of the clock: today is an input.

mod bodies;
mod changes;
mod components;
mod date;
mod enums;
mod gather;
mod keywords;
mod lifecycle;
mod operations;
mod parameters;
mod policy;
mod properties;
mod rules;
mod same;
mod schemas;
mod types;
mod unions;
mod versioning;
mod walk;
mod wrapping;

pub use changes::{Change, Changes, Severity, Source};
pub use date::Date;
pub use lifecycle::Stability;
pub use policy::{Policy, PolicyError};
pub use rules::{Rule, rules};
pub use versioning::versioning;

use regex_lite::Regex;

use crate::read::Document;

/// What a comparison depends on besides the documents. The names are those of oasdiff's flags.
#[derive(Clone, Debug)]
pub struct Options {
    /// Days that must lie between a deprecation and its sunset in stable operations; 0 demands no sunset.
    pub deprecation_days_stable: u32,
    /// The same for operations of stability `beta`.
    pub deprecation_days_beta: u32,
    /// Operations below this stability may change freely.
    pub stability_level: Stability,
    /// Taken off the paths of the old document.
    pub strip_prefix_base: String,
    /// Taken off the paths of the new document.
    pub strip_prefix_revision: String,
    /// Only paths that match are compared.
    pub match_path: Option<Regex>,
    /// Paths that match are not compared.
    pub unmatch_path: Option<Regex>,
    /// Pair an alternative written in place with an equal one behind a reference.
    pub match_inline_refs: bool,
    /// The day that sunsets are measured from.
    pub today: Date,
}

impl Options {
    /// oasdiff's defaults on this day.
    pub fn new(today: Date) -> Self {
        Self {
            deprecation_days_stable: 0,
            deprecation_days_beta: 0,
            stability_level: Stability::Beta,
            strip_prefix_base: String::new(),
            strip_prefix_revision: String::new(),
            match_path: None,
            unmatch_path: None,
            match_inline_refs: true,
            today,
        }
    }
}

/// Compares two documents as oasdiff does.
pub fn compare(old: &Document, new: &Document, options: &Options) -> Changes {
    let mut walk = walk::Walk::new(old, new, options);
    walk.operations();
    walk.components();
    walk.finish()
}
