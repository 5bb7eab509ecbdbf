//! Scopes that no flow of their scheme has.

use super::Lint;
use crate::diagnostics::{Diagnostic, codes};
use crate::read::{Node, Version};
use crate::suggest::nearest;

impl<'d> Lint<'d, '_> {
    pub(super) fn scopes(&mut self) {
        let mut lists: Vec<&'d Node> = self.document.root().get("security").into_iter().collect();
        lists.extend(
            self.calls()
                .iter()
                .filter_map(|(_, _, node)| node.get("security")),
        );
        for requirement in lists.into_iter().flat_map(Node::as_array) {
            for (name, scopes) in requirement.entries() {
                self.scopes_of(name, scopes.as_array());
            }
        }
    }

    fn scopes_of(&mut self, name: &str, scopes: &'d [Node]) {
        let schemes = self.document.root().at("/components/securitySchemes");
        let scheme = schemes.and_then(|schemes| schemes.get(name));
        let Some(scheme) = scheme.and_then(|scheme| self.document.follow(scheme)) else {
            return;
        };
        let is_oauth = match scheme.get("type").and_then(Node::as_str) {
            Some("oauth2") => true,
            // Its scopes are the server's to tell.
            Some("openIdConnect") | None => return,
            // From 3.1 on these may be names of roles.
            Some(_) if self.document.version() > Version::V3_0 => return,
            Some(_) => false,
        };
        let flows = scheme.get("flows").map(Node::entries).into_iter().flatten();
        let known: Vec<&str> = flows
            .filter_map(|(_, flow)| flow.get("scopes"))
            .flat_map(Node::entries)
            .map(|(scope, _)| scope)
            .collect();
        for scope in scopes {
            let Some(text) = scope.as_str().filter(|text| !known.contains(text)) else {
                continue;
            };
            let (message, help) = match is_oauth {
                true => (
                    format!("no flow of `{name}` has the scope `{text}`"),
                    nearest(text, known.iter().copied())
                        .map(|near| format!("did you mean `{near}`?")),
                ),
                false => (
                    format!(
                        "`{name}` has no scopes: only `oauth2` and `openIdConnect` do in OpenAPI 3.0"
                    ),
                    Some(format!("write `{name}: []`")),
                ),
            };
            let mut diagnostic = Diagnostic::new(&codes::UNDECLARED_SCOPE, message).at(scope);
            diagnostic.help = help;
            self.say_with(diagnostic);
        }
    }
}
