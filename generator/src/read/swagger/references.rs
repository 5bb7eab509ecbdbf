//! References into translated files: their texts lead to where the values stand now.

use std::collections::HashMap;

use crate::diagnostics::{FileId, Span};
use crate::read::check::Seen;
use crate::read::document::At;
use crate::read::references::place;
use crate::read::{Document, Node, Pointer, Value};

/// Lets all references of a translated document lead to the same values as before.
pub(super) fn lead(document: &mut Document, seen: &Seen) {
    let mut moves = Moves {
        document,
        places: HashMap::new(),
    };
    let mut texts = HashMap::new();
    for file in &document.files {
        collect(&file.root, seen, &mut |reference| {
            let at = moves.document.target_of(reference)?;
            let moved = moves.moved(&at)?;
            let address = reference.as_str()?.split('#').next().unwrap_or_default();
            let text = format!("{address}#{}", moved.to_string().replace('%', "%25"));
            texts.insert(place(reference.span), text);
            Some(())
        });
    }
    // What is found by `$id` and `$anchor`, which Swagger 2.0 does not have.
    let resolved: Vec<_> = document
        .resolved
        .iter()
        .filter_map(|(from, at)| Some((*from, (at.0, moves.moved(at)?))))
        .collect();
    let mut anchors = Vec::new();
    let mut resources = Vec::new();
    for (index, file) in document.files.iter().enumerate() {
        for (key, pointer) in &file.anchors {
            let moved = moves.moved(&(index, pointer.clone()));
            anchors.extend(moved.map(|moved| (index, key.clone(), moved)));
        }
        for (at, resource) in file.resources.iter().enumerate() {
            let moved = moves.moved(&(index, resource.pointer.clone()));
            resources.extend(moved.map(|moved| (index, at, moved)));
        }
    }
    document.resolved.extend(resolved);
    for (index, key, pointer) in anchors {
        document.files[index].anchors.insert(key, pointer);
    }
    for (index, at, pointer) in resources {
        document.files[index].resources.relocate(at, pointer);
    }
    for file in &mut document.files {
        write(&mut file.root, &texts);
    }
}

struct Moves<'d> {
    document: &'d Document,
    /// Where the values of translated files stand, by the file and the places in its text; filled when it is needed.
    places: HashMap<usize, HashMap<Span, Pointer>>,
}

impl Moves<'_> {
    /// Where a value of a translated file stands now; nothing when it has not moved.
    fn moved(&mut self, (index, pointer): &At) -> Option<Pointer> {
        let file = &self.document.files[*index];
        let target = file.written.as_ref()?.descend(pointer)?;
        let is_there = |pointer: &Pointer| {
            let node = file.root.descend(pointer);
            node.is_some_and(|node| node.span == target.span)
        };
        if is_there(pointer) {
            return None;
        }
        sections(pointer).find(is_there).or_else(|| {
            let places = self.places.entry(*index).or_insert_with(|| {
                let mut places = HashMap::new();
                note(&file.root, &mut Vec::new(), &mut places);
                places
            });
            places.get(&target.span).cloned()
        })
    }
}

/// Where the components of Swagger 2.0 can stand in OpenAPI 3.0.
fn sections(pointer: &Pointer) -> impl Iterator<Item = Pointer> {
    let sections: &[&str] = match pointer.0.first().map(String::as_str) {
        Some("definitions") => &["schemas"],
        Some("parameters") => &["parameters", "requestBodies"],
        Some("responses") => &["responses"],
        Some("securityDefinitions") => &["securitySchemes"],
        _ => &[],
    };
    sections.iter().map(|section| {
        let tokens = ["components", section].map(str::to_owned);
        Pointer(
            tokens
                .into_iter()
                .chain(pointer.0.iter().skip(1).cloned())
                .collect(),
        )
    })
}

/// Where each value stands. What wraps a value has the place of what is around it, so the first of several is the value.
fn note(node: &Node, at: &mut Vec<String>, places: &mut HashMap<Span, Pointer>) {
    places
        .entry(node.span)
        .or_insert_with(|| Pointer(at.clone()));
    match &node.value {
        Value::Object(object) => {
            for (key, inner) in object.entries() {
                at.push(key.to_owned());
                note(inner, at, places);
                at.pop();
            }
        }
        Value::Array(items) => {
            for (index, inner) in items.iter().enumerate() {
                at.push(index.to_string());
                note(inner, at, places);
                at.pop();
            }
        }
        _ => {}
    }
}

/// Finds the references in a tree: those of objects that were checked, not those in examples.
fn collect<'n>(node: &'n Node, seen: &Seen, found: &mut impl FnMut(&'n Node) -> Option<()>) {
    match &node.value {
        Value::Object(object) => {
            if let Some(reference) = object.get("$ref").filter(|_| seen.contains_key(&node.span)) {
                found(reference);
            }
            for (_, inner) in object.entries() {
                collect(inner, seen, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|inner| collect(inner, seen, found)),
        _ => {}
    }
}

/// Writes the new texts of references.
fn write(node: &mut Node, texts: &HashMap<(FileId, u32), String>) {
    match &mut node.value {
        Value::Object(object) => {
            for (key, member) in &mut object.0 {
                match &mut member.node.value {
                    Value::String(text) if key == "$ref" => {
                        if let Some(new) = texts.get(&place(member.node.span)) {
                            text.clone_from(new);
                        }
                    }
                    _ => write(&mut member.node, texts),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|inner| write(inner, texts)),
        _ => {}
    }
}
