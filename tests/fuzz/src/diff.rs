//! Two documents of strangers can be compared, and the laws of comparing hold.

use generator::diagnostics::Diagnostics;
use generator::diff::{Change, Place, compare, explain};
use generator::read::{Document, ReadOptions};

use crate::documents;
use crate::inputs::halves;

/// A document that says nothing.
const EMPTY: &[u8] = b"openapi: 3.1.0\ninfo: {title: '', version: ''}\npaths: {}\n";

/// Takes two documents with a line `---8<---` between them; one alone is compared with an empty one.
///
/// # Panics
/// When a document differs from itself, when a change of one direction has no counterpart in the other, or when a change is
/// of no known rule.
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
    for (changes, mirrored) in [(&there, &back), (&back, &there)] {
        for change in &changes.changes {
            let found = mirrored.changes.iter().any(|other| mirrors(change, other));
            assert!(found, "only one way: {change:?}\n{there}\n{back}");
        }
    }
}

fn sound(data: &[u8]) -> Option<Document> {
    let mut diagnostics = Diagnostics::new();
    let document = documents::read(data, &ReadOptions::default(), &mut diagnostics)?;
    (!diagnostics.has_errors()).then_some(document)
}

/// Whether one change is what the other is when the documents are exchanged: they share a place and reach as many operations.
/// The other place may differ where one document says nothing: it is where the edit is worst, and what is worst depends on
/// the direction.
fn mirrors(change: &Change, other: &Change) -> bool {
    let same = |left: &Option<Place>, right: &Option<Place>| match (left, right) {
        (Some(left), Some(right)) => (&left.file, &left.pointer) == (&right.file, &right.pointer),
        _ => false,
    };
    let nowhere = [&change.old, &change.new, &other.old, &other.new]
        .iter()
        .all(|place| place.is_none());
    let shared = nowhere || same(&change.old, &other.new) || same(&change.new, &other.old);
    shared && change.affects.len() == other.affects.len()
}
