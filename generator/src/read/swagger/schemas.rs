//! Schemas: what Swagger 2.0 says in another way than OpenAPI 3.0.

use super::tree::{Made, text};
use super::{Translation, said};
use crate::diagnostics::{Severity, codes};
use crate::read::{Node, Object, Value};

impl<'d> Translation<'d, '_> {
    /// A schema; `whole` when it is that of a response, which can be a file.
    pub(super) fn schema(&mut self, node: &'d Node, object: &'d Object, whole: bool) -> Node {
        self.spend(1);
        let is_file = said(object, "type") == Some("file");
        // Generators of documents write `type: object` beside references, which says nothing new.
        let target = object.get("$ref").and_then(|_| self.document.follow(node));
        let again =
            |key: &str, value: &Node| target.is_some_and(|target| target.get(key) == Some(value));
        let mut made = Made::at(node.span);
        for (key, member) in &object.0 {
            let (at, value) = (member.key, &member.node);
            match (key.as_str(), &value.value) {
                _ if self.budget == 0 => break,
                (key, _) if again(key, value) => {}
                ("discriminator", Value::String(name)) => {
                    let mut discriminator = Made::at(value.span);
                    discriminator.put("propertyName", at, text(name, value.span));
                    made.put(key, at, discriminator.done());
                }
                ("x-nullable", Value::Bool(_)) if !object.contains_key("nullable") => {
                    made.put("nullable", at, value.clone());
                }
                ("type", _) if is_file => {
                    if !whole {
                        let message = "only a whole response can be a file";
                        let help = "it is read as bytes; write `type: string` with `format: binary` or `byte`";
                        self.tell(
                            &codes::WRONG_VALUE,
                            Severity::Warning,
                            value.span,
                            message,
                            help,
                        );
                    }
                    made.put(key, at, text("string", value.span));
                    made.put("format", at, text("binary", value.span));
                }
                ("format", _) if is_file => {}
                _ => made.put(key, at, self.node(value)),
            }
        }
        made.done()
    }
}
