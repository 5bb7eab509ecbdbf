//! Two documents → what changed between them: on the wire, with proof.
//!
//! In: two checked documents of any supported versions. Out: a [`Report`]. Both documents are brought to a normal form
//! (`contract`), schemas are compared as sets of values (`relation`), operations by what they have become (`walk`); a law of
//! relation and direction says what breaks (`verdict`), and what breaks is proved by a value or a request (`witness`).
//! Only `rust`, which adds what the changes change in the generated crate, knows of Rust; nothing is known here of files, or of
//! how a report is shown in the end.

mod contract;
mod examiner;
pub mod oasdiff;
mod pattern;
pub mod policy;
mod relation;
mod report;
mod rust;
mod verdict;
mod walk;
mod witness;

pub(crate) use examiner::Examiner;

pub use report::{Approval, Change, Direction, Format, Judged, Place, Report, SCHEMA};
pub use rust::{Apart, ItemChange, Rust, Semver, add_rust};
pub use verdict::{Level, Rule, explain, page as rules_page, rules};

use std::thread;

use contract::Schemas;
use contract::operations::api;
use relation::Relations;
use walk::Walk;

use crate::read::Document;
use crate::render::Parts;

/// Compares two documents, on the wire and in the generated crate: [`compare`] and [`add_rust`] at once.
pub fn review(old: &Document, new: &Document) -> Report {
    let parts = Parts::default();
    review_of(old, new, [(old, parts), (new, parts)])
}

/// The same where crates have only some parts, or are made of what was selected of the documents.
pub fn review_of(
    old: &Document,
    new: &Document,
    [before, after]: [(&Document, Parts); 2],
) -> Report {
    let (mut report, differences) =
        rust::both(|| compare(old, new), || rust::differences(before, after));
    if let Some(differences) = differences {
        rust::add(&mut report, differences, before.0, after.0);
    }
    report
}

/// What comparing may take of the stack, whatever thread it is asked on.
const STACK: usize = 64 << 20;

/// Compares two documents. Messages flow as in `old` and `new`: what was accepted before must be accepted afterwards.
pub fn compare(old: &Document, new: &Document) -> Report {
    thread::scope(|scope| {
        let builder = thread::Builder::new().stack_size(STACK);
        match builder.spawn_scoped(scope, || compared(old, new)) {
            Ok(report) => match report.join() {
                Ok(report) => report,
                Err(panic) => std::panic::resume_unwind(panic),
            },
            // A system that gives no more threads.
            Err(_) => compared(old, new),
        }
    })
}

fn compared(old: &Document, new: &Document) -> Report {
    pattern::begin();
    let (old_schemas, new_schemas) = (Schemas::new(old), Schemas::new(new));
    let (old_api, new_api) = (api(&old_schemas), api(&new_schemas));
    let mut walk = Walk::new(&old_schemas, &new_schemas);
    walk.apis(&old_api, &new_api);
    let Walk {
        findings, roots, ..
    } = walk;
    let relations = Relations::new(&old_schemas, &new_schemas);
    let changes = report::collect(&relations, &roots, findings, old, new);
    let name = |document: &Document| {
        let source = document.sources().get(document.root().span.file);
        source
            .map(|source| source.name().to_owned())
            .unwrap_or_default()
    };
    Report {
        old: name(old),
        new: name(new),
        changes,
        rust: None,
    }
}
