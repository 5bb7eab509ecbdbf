//! Two documents of strangers can be compared, and the laws of comparing hold.

use generator::diagnostics::Diagnostics;
use generator::diff::{Report, compare, explain};
use generator::read::{Document, ReadOptions};

use crate::documents;
use crate::inputs::halves;

/// A document that says nothing.
const EMPTY: &[u8] = b"openapi: 3.1.0\ninfo: {title: '', version: ''}\npaths: {}\n";

/// Takes two documents with a line `---8<---` between them; one alone is compared with an empty one.
///
/// # Panics
/// When a document differs from itself, when what changed one way is not what changed the other way, or when a change is of
/// no known rule.
pub fn diff(data: &[u8]) {
    let (old, new) = halves(data);
    let new = if new.is_empty() { EMPTY } else { new };
    let (Some(old), Some(new)) = (sound(old), sound(new)) else {
        return;
    };
    for document in [&old, &new] {
        let report = compare(document, document);
        assert!(report.changes.is_empty(), "differs from itself: {report}");
    }
    let there = compare(&old, &new);
    let back = compare(&new, &old);
    for change in there.changes.iter().chain(&back.changes) {
        assert!(explain(&change.id).is_some(), "{} is no rule", change.id);
    }
    assert_eq!(
        places(&there, false),
        places(&back, true),
        "{there}\n{back}"
    );
}

fn sound(data: &[u8]) -> Option<Document> {
    let mut diagnostics = Diagnostics::new();
    let document = documents::read(data, &ReadOptions::default(), &mut diagnostics)?;
    (!diagnostics.has_errors()).then_some(document)
}

/// What both documents say, place by place.
fn places(report: &Report, exchanged: bool) -> Vec<String> {
    let pointer = |place: &Option<generator::diff::Place>| {
        place
            .as_ref()
            .map_or("-", |place| place.pointer.as_str())
            .to_owned()
    };
    let changes = report.changes.iter().map(|change| {
        let (old, new) = (pointer(&change.old), pointer(&change.new));
        let (old, new) = if exchanged { (new, old) } else { (old, new) };
        format!("{old} {new} {}", change.affects.len())
    });
    let mut places: Vec<String> = changes.collect();
    places.sort();
    places.dedup();
    places
}
