//! Schemas with an address of their own: `$id` (JSON Schema 2020-12 core, section 8.2.1).
//!
//! In: the tree of a file. Out: the addresses of the schemas in it, and what a reference inside of one of them means. Addresses
//! are compared as text, resolved as RFC 3986 section 5.2 says; nothing is fetched.

use std::collections::HashMap;
use std::path::Path;

use super::{Node, Pointer, Value};

/// A schema with an address of its own.
#[derive(Debug)]
pub(super) struct Resource {
    /// Its address, absolute, without a fragment.
    pub(super) uri: String,
    /// Where it stands in its file.
    pub(super) pointer: Pointer,
}

/// The schemas of a file that have an address, in the order in which they stand.
#[derive(Debug, Default)]
pub(super) struct Resources {
    list: Vec<Resource>,
    by_uri: HashMap<String, usize>,
    by_pointer: HashMap<Vec<String>, usize>,
}

impl Resources {
    fn of(list: Vec<Resource>) -> Self {
        let (mut by_uri, mut by_pointer) = (HashMap::new(), HashMap::new());
        for (index, resource) in list.iter().enumerate() {
            // Of several with one address, the first counts.
            by_uri.entry(resource.uri.clone()).or_insert(index);
            by_pointer.insert(resource.pointer.0.clone(), index);
        }
        Self {
            list,
            by_uri,
            by_pointer,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Resource> {
        self.list.iter()
    }

    /// Says that a resource stands elsewhere now.
    pub(super) fn relocate(&mut self, index: usize, pointer: Pointer) {
        let resource = &mut self.list[index];
        if self.by_pointer.get(&resource.pointer.0) == Some(&index) {
            self.by_pointer.remove(&resource.pointer.0);
        }
        self.by_pointer.insert(pointer.0.clone(), index);
        resource.pointer = pointer;
    }

    pub(super) fn get(&self, index: usize) -> &Resource {
        &self.list[index]
    }

    /// The index of the resource with this address.
    pub(super) fn find(&self, uri: &str) -> Option<usize> {
        self.by_uri.get(uri).copied()
    }

    /// The index of the innermost resource that holds the value at a pointer.
    pub(super) fn around(&self, pointer: &Pointer) -> Option<usize> {
        if self.is_empty() {
            return None;
        }
        let lengths = (0..=pointer.0.len()).rev();
        let mut within = lengths.map(|length| self.by_pointer.get(&pointer.0[..length]));
        within.find_map(Option::<&usize>::copied)
    }
}

/// The address of a file: one that no document on the web has.
pub(super) fn file_uri(path: &Path) -> String {
    let path = path.to_string_lossy().replace('\\', "/");
    format!("document:///{}", path.trim_start_matches('/'))
}

/// All schemas of a file that have an address. Depth is bounded by the loader.
pub(super) fn scan(root: &Node, base: &str) -> Resources {
    let mut found = Vec::new();
    visit(root, base, &mut Vec::new(), &mut found);
    Resources::of(found)
}

fn visit(node: &Node, base: &str, path: &mut Vec<String>, found: &mut Vec<Resource>) {
    match &node.value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                if matches!(item.value, Value::Array(_) | Value::Object(_)) {
                    path.push(index.to_string());
                    visit(item, base, path, found);
                    path.pop();
                }
            }
        }
        Value::Object(object) => {
            let id = object.get("$id").and_then(Node::as_str);
            let own = id.and_then(|id| {
                let address = id.split('#').next().unwrap_or_default();
                (!address.is_empty()).then(|| resolve(base, address))
            });
            if let Some(uri) = &own {
                found.push(Resource {
                    uri: uri.clone(),
                    pointer: Pointer(path.clone()),
                });
            }
            let base = own.as_deref().unwrap_or(base);
            for (key, node) in object.entries() {
                if matches!(node.value, Value::Array(_) | Value::Object(_)) {
                    path.push(key.to_owned());
                    visit(node, base, path, found);
                    path.pop();
                }
            }
        }
        _ => {}
    }
}

/// A reference without a fragment, resolved against an absolute address (RFC 3986 section 5.2.2).
pub(super) fn resolve(base: &str, reference: &str) -> String {
    if reference.is_empty() {
        return base.to_owned();
    }
    if has_scheme(reference) {
        return reference.to_owned();
    }
    let (scheme, rest) = base.split_once(':').unwrap_or(("document", base));
    if reference.starts_with("//") {
        return format!("{scheme}:{reference}");
    }
    let Some(rest) = rest.strip_prefix("//") else {
        // A name such as a URN has no levels; what is relative to it replaces its last part.
        let kept = rest.rfind('/').map_or("", |at| &rest[..=at]);
        return format!("{scheme}:{kept}{reference}");
    };
    let (authority, path) = match rest.find('/') {
        Some(at) => rest.split_at(at),
        None => (rest, "/"),
    };
    let path = path.split('?').next().unwrap_or_default();
    if reference.starts_with('?') {
        return format!("{scheme}://{authority}{path}{reference}");
    }
    let (target, query) = match reference.find('?') {
        Some(at) => reference.split_at(at),
        None => (reference, ""),
    };
    let merged = match target.starts_with('/') {
        true => target.to_owned(),
        false => format!("{}{target}", path.rfind('/').map_or("/", |at| &path[..=at])),
    };
    format!("{scheme}://{authority}{}{query}", without_dots(&merged))
}

/// Whether a reference begins with a scheme.
pub(super) fn has_scheme(reference: &str) -> bool {
    reference.split_once(':').is_some_and(|(scheme, _)| {
        let mut bytes = scheme.bytes();
        bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic())
            && bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
    })
}

/// RFC 3986 section 5.2.4.
fn without_dots(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut open = false;
    for segment in path.split('/').skip(1) {
        open = false;
        match segment {
            "." => open = true,
            ".." => {
                kept.pop();
                open = true;
            }
            segment => kept.push(segment),
        }
    }
    let end = if open { "/" } else { "" };
    match kept.is_empty() {
        true => "/".to_owned(),
        false => format!("/{}{end}", kept.join("/")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resolved_as_the_rfc_does() {
        let check = |base: &str, reference: &str, expected: &str| {
            assert_eq!(resolve(base, reference), expected, "{base} {reference}");
        };
        // From RFC 3986 section 5.4.
        let base = "http://a/b/c/d;p?q";
        check(base, "g:h", "g:h");
        check(base, "g", "http://a/b/c/g");
        check(base, "./g", "http://a/b/c/g");
        check(base, "g/", "http://a/b/c/g/");
        check(base, "/g", "http://a/g");
        check(base, "//g", "http://g");
        check(base, "?y", "http://a/b/c/d;p?y");
        check(base, "g?y", "http://a/b/c/g?y");
        check(base, "..", "http://a/b/");
        check(base, "../g", "http://a/b/g");
        check(base, "../../../g", "http://a/g");
        check(base, "", base);
        check("http://a", "g", "http://a/g");
        check("urn:example:root", "leaf", "urn:leaf");
    }

    #[test]
    fn innermost_resource() {
        let at = |text: &str| Resource {
            uri: String::new(),
            pointer: Pointer::parse(text).unwrap(),
        };
        let resources = Resources::of(vec![at("/a"), at("/a/b"), at("/ab")]);
        let check = |text: &str, expected: Option<usize>| {
            let pointer = Pointer::parse(text).unwrap();
            assert_eq!(resources.around(&pointer), expected, "{text}");
        };
        check("/a/c", Some(0));
        check("/a/b/c", Some(1));
        check("/ab", Some(2));
        check("/c", None);
    }
}
