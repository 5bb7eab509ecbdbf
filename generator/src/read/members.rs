//! Maps with a `$ref` among their members become ordinary ones: what stands beside it, and what it leads to.
//!
//! No version of OpenAPI has such references, but documents in many files do. What stands beside the `$ref` is nearer, so it
//! holds; a diagnostic says so.

use std::collections::BTreeMap;

use super::document::At;
use super::{Document, Object, Value};
use crate::diagnostics::{Diagnostic, Diagnostics, codes};

/// References that lead to maps with further ones, one in the other: bounds recursion.
const DEEPEST: usize = 100;

/// Merges the maps at these places. At most `budget` values are copied: a few references can ask for very many.
pub(super) fn merge(
    document: &mut Document,
    places: &[At],
    budget: usize,
    diagnostics: &mut Diagnostics,
) {
    let key = |(file, pointer): &At| (*file, pointer.0.clone());
    let mut merge = Merge {
        document,
        states: places.iter().map(|at| (key(at), State::Raw)).collect(),
        budget,
        diagnostics,
    };
    for place in places {
        merge.map(&key(place), 0);
    }
}

/// A file, and the tokens of a pointer into it.
type Place = (usize, Vec<String>);

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Raw,
    Underway,
    Done,
}

struct Merge<'a> {
    document: &'a mut Document,
    states: BTreeMap<Place, State>,
    budget: usize,
    diagnostics: &'a mut Diagnostics,
}

impl Merge<'_> {
    /// Merges one map, after the maps that it copies and those on the way to them.
    fn map(&mut self, place: &Place, depth: usize) {
        match self.states.get_mut(place) {
            Some(state @ State::Raw) => *state = State::Underway,
            _ => return,
        }
        if let Some(merged) = self.merged(place, depth)
            && let Some(node) = self.document.files[place.0].root.descend_mut(&place.1)
        {
            node.value = Value::Object(merged);
        }
        self.states.insert(place.clone(), State::Done);
    }

    /// A map with what its reference leads to. Nothing when it leads nowhere, which is reported.
    fn merged(&mut self, (file, tokens): &Place, depth: usize) -> Option<Object> {
        let map = self.document.files[*file].root.descend_mut(tokens)?;
        let (span, mut object) = (map.span, map.as_object()?.clone());
        let reference = object.0.shift_remove("$ref")?.node;
        let (file, pointer) = self.document.target_of(&reference)?;
        if depth == DEEPEST {
            let message = format!("maps are merged with others more than {DEEPEST} times in a row");
            let diagnostic = Diagnostic::new(&codes::TOO_MANY_VALUES, message);
            self.diagnostics.push(diagnostic.at(reference.span));
            return None;
        }
        for length in 0..pointer.0.len() {
            self.map(&(file, pointer.0[..length].to_vec()), depth + 1);
        }
        let inside: Vec<Place> = self
            .states
            .range((file, pointer.0.clone())..)
            .map(|(place, _)| place)
            .take_while(|place| place.0 == file && place.1.starts_with(&pointer.0))
            .cloned()
            .collect();
        for place in &inside {
            if self.states.get(place) == Some(&State::Underway) {
                let message = "the map that this leads to has itself in it";
                let diagnostic = Diagnostic::new(&codes::REFERENCE_CYCLE, message);
                self.diagnostics.push(diagnostic.at(reference.span));
                return None;
            }
            self.map(place, depth + 1);
        }
        let target = self.document.files[file].root.descend(&pointer)?;
        for (key, member) in &target.as_object()?.0 {
            if let Some(own) = object.0.get(key) {
                let message =
                    format!("`{key}` appears here and in what the `$ref` beside it leads to");
                let diagnostic = Diagnostic::new(&codes::MISPLACED_REFERENCE, message)
                    .at(own.key)
                    .related(member.key, "this one is left out");
                self.diagnostics.push(diagnostic);
                continue;
            }
            let Some(rest) = self.budget.checked_sub(member.node.count()) else {
                let message = "references among the members of maps would copy too many values";
                let diagnostic = Diagnostic::new(&codes::TOO_MANY_VALUES, message);
                self.diagnostics.push(diagnostic.at(span));
                return None;
            };
            self.budget = rest;
            object.0.insert(key.clone(), member.clone());
        }
        Some(object)
    }
}
