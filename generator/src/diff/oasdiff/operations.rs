//! Paths and their operations: which came, which went, and what is said of an operation itself.

use std::collections::{HashMap, HashSet};

use super::lifecycle::{OPERATION, Stability, Sunset, deprecated, stability, sunset};
use super::walk::{Ends, Operation, Walk};
use crate::read::Node;

const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

/// The names of a path's parameters in order, and the path without them.
pub(super) fn template(path: &str) -> (String, Vec<&str>) {
    let (mut bare, mut names, mut rest) = (String::new(), Vec::new(), path);
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, behind)) = after.split_once('}') else {
            break;
        };
        bare.push_str(before);
        bare.push_str("{}");
        names.push(name);
        rest = behind;
    }
    bare.push_str(rest);
    (bare, names)
}

/// The operations of a path item.
fn operations(item: &Node) -> impl Iterator<Item = (&str, &Node)> {
    item.entries()
        .filter(|(key, node)| METHODS.contains(key) && node.is_object())
}

struct PathItem<'d> {
    path: String,
    item: &'d Node,
}

impl<'d> Walk<'d> {
    /// Everything below `paths` and `webhooks`.
    pub(super) fn operations(&mut self) {
        let (old, new) = (self.paths(true), self.paths(false));
        let known: HashSet<&str> = old.iter().map(|was| was.path.as_str()).collect();
        let exact: HashMap<&str, &PathItem<'d>> =
            new.iter().map(|is| (is.path.as_str(), is)).collect();
        // Of paths that differ in the names of their parameters only, the first one counts.
        let mut alike: HashMap<String, &PathItem<'d>> = HashMap::new();
        for is in new.iter().filter(|is| !known.contains(is.path.as_str())) {
            alike.entry(template(&is.path).0).or_insert(is);
        }
        let mut taken = HashSet::new();
        for was in &old {
            let is = exact.get(was.path.as_str()).copied();
            let is = is.or_else(|| alike.get(&template(&was.path).0).copied());
            match is {
                Some(is) if taken.insert(is.path.as_str()) => self.path(was, is),
                _ => {
                    for (method, operation) in operations(was.item) {
                        self.removed(method, &was.path, operation, true);
                    }
                }
            }
        }
        for is in new.iter().filter(|is| !taken.contains(is.path.as_str())) {
            for (method, operation) in operations(is.item) {
                self.added(method, &is.path, operation);
            }
        }
        self.webhooks();
    }

    fn paths(&self, is_old: bool) -> Vec<PathItem<'d>> {
        let (document, prefix) = match is_old {
            true => (self.old, &self.options.strip_prefix_base),
            false => (self.new, &self.options.strip_prefix_revision),
        };
        let paths = document.root().get("paths");
        let items = paths.into_iter().flat_map(Node::entries);
        let items = items.filter(|(path, _)| path.starts_with('/'));
        let wanted = |path: &str| {
            let (only, not) = (&self.options.match_path, &self.options.unmatch_path);
            only.as_ref().is_none_or(|regex| regex.is_match(path))
                && !not.as_ref().is_some_and(|regex| regex.is_match(path))
        };
        let items = items.filter(|(path, _)| wanted(path));
        items
            .map(|(path, item)| PathItem {
                path: path
                    .strip_prefix(prefix.as_str())
                    .unwrap_or(path)
                    .to_owned(),
                item: document.follow(item).unwrap_or(item),
            })
            .collect()
    }

    fn webhooks(&mut self) {
        let hooks = |root: &'d Node| root.get("webhooks").and_then(Node::as_object);
        let (old, new) = (hooks(self.old.root()), hooks(self.new.root()));
        self.enter("", "", None);
        self.section = "components";
        for (name, item) in old.into_iter().flat_map(|hooks| hooks.entries()) {
            if !new.is_some_and(|new| new.contains_key(name)) {
                self.report(
                    "webhook-removed",
                    format!("webhook `{name}` was removed"),
                    Ends::old(item),
                );
            }
        }
        for (name, item) in new.into_iter().flat_map(|hooks| hooks.entries()) {
            if !old.is_some_and(|old| old.contains_key(name)) {
                self.report(
                    "webhook-added",
                    format!("webhook `{name}` was added"),
                    Ends::new(item),
                );
            }
        }
        self.section = "paths";
        for (name, was) in old.into_iter().flat_map(|hooks| hooks.entries()) {
            if let Some(is) = new.and_then(|new| new.get(name)) {
                let path = format!("webhook:{name}");
                let (was, is) = (self.old_at(was), self.new_at(is));
                self.path(
                    &PathItem {
                        path: path.clone(),
                        item: was,
                    },
                    &PathItem { path, item: is },
                );
            }
        }
    }

    fn enter(&mut self, method: &str, path: &str, operation: Option<&'d Node>) {
        let id = operation.and_then(|node| node.get("operationId")?.as_str());
        self.operation = Operation {
            method: method.to_ascii_uppercase(),
            id: id.unwrap_or_default().to_owned(),
            path: path.to_owned(),
            stability: operation.map_or(Some(Stability::Stable), stability),
        };
    }

    fn added(&mut self, method: &str, path: &str, operation: &'d Node) {
        self.enter(method, path, Some(operation));
        self.report(
            "endpoint-added",
            "the endpoint was added",
            Ends::new(operation),
        );
    }

    fn removed(&mut self, method: &str, path: &str, operation: &'d Node, whole: bool) {
        self.enter(method, path, Some(operation));
        let ends = Ends::old(operation);
        let Some(stability) = self.operation.stability else {
            let text =
                "the stability of the endpoint is none of `draft`, `alpha`, `beta` and `stable`";
            self.report("api-invalid-stability-level", text, ends);
            return;
        };
        if stability < self.options.stability_level {
            return;
        }
        let id = |path: &'static str, operation| if whole { path } else { operation };
        let (id, text) = match sunset(operation) {
            _ if !deprecated(operation) => (
                id(
                    "api-path-removed-without-deprecation",
                    "api-removed-without-deprecation",
                ),
                "the endpoint was removed without having been deprecated".to_owned(),
            ),
            Sunset::Missing => (
                id(
                    "api-path-removed-with-deprecation",
                    "api-removed-with-deprecation",
                ),
                "the deprecated endpoint was removed".to_owned(),
            ),
            Sunset::Unreadable => (
                "api-path-sunset-parse",
                "the endpoint was removed, and its sunset is no date".to_owned(),
            ),
            Sunset::On(date) if self.options.today < date => (
                id(
                    "api-path-removed-before-sunset",
                    "api-removed-before-sunset",
                ),
                format!("the endpoint was removed before its sunset {date}"),
            ),
            Sunset::On(_) => return,
        };
        self.report(id, text, ends);
    }

    fn path(&mut self, old: &PathItem<'d>, new: &PathItem<'d>) {
        for (method, was) in operations(old.item) {
            match new.item.get(method) {
                Some(is) => self.operation((method, old, new), was, is),
                None => self.removed(method, &old.path, was, false),
            }
        }
        for (method, is) in operations(new.item) {
            if old.item.get(method).is_none() {
                self.added(method, &old.path, is);
            }
        }
    }

    fn operation(
        &mut self,
        (method, old, new): (&str, &PathItem<'d>, &PathItem<'d>),
        was: &'d Node,
        is: &'d Node,
    ) {
        // Where only the names of parameters differ, the path is known by its old name.
        self.enter(method, &old.path, Some(is));
        let ends = Ends::both(was, is);
        let (before, after) = (stability(was), stability(is));
        if was != is {
            for (level, ends) in [(before, Ends::old(was)), (after, Ends::new(is))] {
                if level.is_none() {
                    let text = "the stability of the endpoint is none of `draft`, `alpha`, `beta` and `stable`";
                    self.report("api-invalid-stability-level", text, ends);
                }
            }
        }
        if let (Some(before), Some(after)) = (before, after)
            && before != after
            && before >= self.options.stability_level
        {
            let (id, text) = match after < before {
                true => (
                    "api-stability-decreased",
                    "the stability of the endpoint went down",
                ),
                false => (
                    "api-stability-increased",
                    "the stability of the endpoint went up",
                ),
            };
            self.report(id, text, ends);
        }
        if after.is_some_and(|after| after < self.options.stability_level) {
            return;
        }
        for (id, text) in self.deprecation(&OPERATION, was, is) {
            self.report(id, format!("the endpoint {text}"), ends);
        }
        let id = |node: &'d Node| node.get("operationId").and_then(Node::as_str).unwrap_or("");
        match (id(was), id(is)) {
            (before, after) if before == after => {}
            ("", after) => {
                self.report(
                    "api-operation-id-added",
                    format!("operation id `{after}` was added"),
                    ends,
                );
            }
            (before, after) => {
                let text = format!("operation id `{before}` was replaced by `{after}`");
                self.report("api-operation-id-removed", text, ends);
            }
        }
        self.tags(was, is);
        self.security("api-security", was, is);
        self.parameters((&old.path, old.item, was), (&new.path, new.item, is));
        self.request_body(was, is);
        self.responses(was, is);
    }

    fn tags(&mut self, was: &'d Node, is: &'d Node) {
        let tags = |node: &'d Node| node.get("tags").map_or(&[][..], Node::as_array);
        for tag in tags(was).iter().filter(|tag| !tags(is).contains(tag)) {
            let text = format!("tag `{}` was removed", tag.as_str().unwrap_or_default());
            self.report("api-tag-removed", text, Ends::old(tag));
        }
        for tag in tags(is).iter().filter(|tag| !tags(was).contains(tag)) {
            let text = format!("tag `{}` was added", tag.as_str().unwrap_or_default());
            self.report("api-tag-added", text, Ends::new(tag));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::template;

    #[test]
    fn paths_without_the_names_of_parameters() {
        assert_eq!(
            template("/a/{b}/c{d}"),
            ("/a/{}/c{}".into(), vec!["b", "d"])
        );
        assert_eq!(template("/a/{b"), ("/a/{b".into(), vec![]));
    }
}
