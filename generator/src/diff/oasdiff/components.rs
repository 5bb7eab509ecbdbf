//! Security requirements, and what stands under `components`.

use super::walk::{Ends, Operation, Walk};
use crate::read::Node;

/// The schemes of a requirement, in one text that tells requirements apart.
fn schemes(requirement: &Node) -> String {
    let mut names: Vec<&str> = requirement.entries().map(|(name, _)| name).collect();
    names.sort_unstable();
    names.join(" AND ")
}

fn has_scope(requirement: &Node, scheme: &str, scope: &Node) -> bool {
    requirement
        .get(scheme)
        .is_some_and(|scopes| scopes.as_array().contains(scope))
}

impl<'d> Walk<'d> {
    /// Document-level security, security schemes and schemas that are gone.
    pub(super) fn components(&mut self) {
        self.operation = Operation::default();
        self.section = "security";
        let (old, new) = (self.old.root(), self.new.root());
        self.security("api-global-security", old, new);
        self.section = "components";
        let named =
            |root: &'d Node, kind: &str| root.get("components").and_then(|all| all.get(kind));
        let (was, is) = (named(old, "schemas"), named(new, "schemas"));
        for (name, schema) in was.into_iter().flat_map(Node::entries) {
            if is.and_then(|is| is.get(name)).is_none() {
                let text = format!("schema `{name}` was removed");
                self.report("api-schema-removed", text, Ends::old(schema));
            }
        }
        let (was, is) = (named(old, "securitySchemes"), named(new, "securitySchemes"));
        for (name, before) in was.into_iter().flat_map(Node::entries) {
            match is.and_then(|is| is.get(name)) {
                Some(after) => {
                    let (before, after) = (self.old_at(before), self.new_at(after));
                    self.scheme(name, before, after);
                }
                None => {
                    let text = format!("security scheme `{name}` was removed");
                    self.report("api-security-component-removed", text, Ends::old(before));
                }
            }
        }
        for (name, after) in is.into_iter().flat_map(Node::entries) {
            if was.and_then(|was| was.get(name)).is_none() {
                let text = format!("security scheme `{name}` was added");
                self.report("api-security-component-added", text, Ends::new(after));
            }
        }
    }

    fn scheme(&mut self, name: &str, old: &'d Node, new: &'d Node) {
        let ends = Ends::both(old, new);
        if old.get("type") != new.get("type") {
            let text = format!("the type of security scheme `{name}` changed");
            self.report("api-security-component-type-changed", text, ends);
        }
        let flows = |node: &'d Node| node.get("flows").into_iter().flat_map(Node::entries);
        for (flow, after) in flows(new) {
            let Some(before) = old.get("flows").and_then(|flows| flows.get(flow)) else {
                continue;
            };
            for (key, id) in [
                (
                    "authorizationUrl",
                    "api-security-component-oauth-url-changed",
                ),
                ("tokenUrl", "api-security-component-oauth-token-url-changed"),
            ] {
                if before.get(key) != after.get(key) {
                    let text = format!("{key} of flow {flow} of security scheme `{name}` changed");
                    self.report(id, text, ends);
                }
            }
            let scopes = |node: &'d Node| node.get("scopes").into_iter().flat_map(Node::entries);
            for (scope, was) in scopes(before) {
                let (id, what) = match after.get("scopes").and_then(|scopes| scopes.get(scope)) {
                    None => ("api-security-component-oauth-scope-removed", "was removed"),
                    Some(is) if is != was => {
                        ("api-security-component-oauth-scope-changed", "changed")
                    }
                    Some(_) => continue,
                };
                let text =
                    format!("scope `{scope}` of flow {flow} of security scheme `{name}` {what}");
                self.report(id, text, ends);
            }
            for (scope, _) in scopes(after) {
                if before
                    .get("scopes")
                    .and_then(|scopes| scopes.get(scope))
                    .is_none()
                {
                    let id = "api-security-component-oauth-scope-added";
                    let text = format!(
                        "scope `{scope}` of flow {flow} of security scheme `{name}` was added"
                    );
                    self.report(id, text, ends);
                }
            }
        }
    }

    /// The requirements of an operation or of the document; requirements of the same schemes are one.
    pub(super) fn security(&mut self, position: &str, old: &'d Node, new: &'d Node) {
        let list = |node: &'d Node| node.get("security").map_or(&[][..], Node::as_array);
        let find = |list: &'d [Node], wanted: &Node| {
            list.iter().find(|other| schemes(other) == schemes(wanted))
        };
        for before in list(old) {
            let named = schemes(before);
            let Some(after) = find(list(new), before) else {
                let text = format!("security `{named}` was removed");
                self.report(&format!("{position}-removed"), text, Ends::old(before));
                continue;
            };
            for (from, to, what, ends) in [
                (before, after, "removed", Ends::old(before)),
                (after, before, "added", Ends::new(after)),
            ] {
                for (scheme, scopes) in from.entries() {
                    for scope in scopes.as_array() {
                        if !has_scope(to, scheme, scope) {
                            let name = scope.as_str().unwrap_or_default();
                            let text = format!("scope `{name}` of security `{named}` was {what}");
                            self.report(&format!("{position}-scope-{what}"), text, ends);
                        }
                    }
                }
            }
        }
        for after in list(new) {
            if find(list(old), after).is_none() {
                let text = format!("security `{}` was added", schemes(after));
                self.report(&format!("{position}-added"), text, Ends::new(after));
            }
        }
    }
}
