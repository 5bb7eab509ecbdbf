//! Security schemes: basic authentication, and one flow of OAuth a scheme.

use super::tree::{Made, text};
use super::{Translation, said};
use crate::read::{Node, Object};

/// Keys of a scheme that are those of its flow.
const FLOW: &[&str] = &["authorizationUrl", "tokenUrl", "scopes"];

impl<'d> Translation<'d, '_> {
    pub(super) fn security_scheme(&mut self, node: &'d Node, object: &'d Object) -> Node {
        let basic = said(object, "type") == Some("basic");
        let flow = match said(object, "flow") {
            Some("application") => Some("clientCredentials"),
            Some("accessCode") => Some("authorizationCode"),
            Some(same @ ("implicit" | "password")) => Some(same),
            _ => None,
        };
        let mut made = Made::at(node.span);
        for (key, member) in &object.0 {
            let (at, value) = (member.key, &member.node);
            match (key.as_str(), flow) {
                ("type", _) if basic => {
                    made.put(key, at, text("http", value.span));
                    made.put("scheme", at, text("basic", value.span));
                }
                ("flow", Some(name)) => {
                    let mut inner = Made::at(node.span);
                    for key in FLOW {
                        if let Some(member) = object.0.get(*key) {
                            inner.put(key, member.key, self.node(&member.node));
                        }
                    }
                    inner.put("scopes", node.span, Made::at(node.span).done());
                    let mut flows = Made::at(node.span);
                    flows.put(name, value.span, inner.done());
                    made.put("flows", at, flows.done());
                }
                (key, Some(_)) if FLOW.contains(&key) => {}
                _ => made.put(key, at, self.node(value)),
            }
        }
        made.done()
    }
}
