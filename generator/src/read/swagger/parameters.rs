//! Parameters, headers and items: keys of a value that stand beside its name become its schema.

use super::lists::ListForm;
use super::tree::{Made, text};
use super::{Translation, said};
use crate::diagnostics::{Severity, Span, codes};
use crate::read::grammar::{Kind, is_of_value};
use crate::read::{Node, Object, Value};

/// Extensions that belong to a schema.
const EXTENSIONS: &[&str] = &[
    "x-extensible-enum",
    "x-enum-descriptions",
    "x-enum-varnames",
];

/// Whether a key of a parameter belongs to its schema.
pub(super) fn is_of_schema(key: &str) -> bool {
    is_of_value(key) || EXTENSIONS.contains(&key)
}

impl<'d> Translation<'d, '_> {
    /// Where a parameter travels, behind references.
    pub(super) fn place_of(&self, node: &'d Node) -> Option<&'d str> {
        self.document.follow(node)?.get("in")?.as_str()
    }

    /// A parameter where it stands: a body becomes a request body. Those of forms are part of the operations that use them.
    pub(super) fn parameter(&mut self, node: &'d Node, object: &'d Object) -> Node {
        match said(object, "in") {
            Some("body") => {
                let media = self.media_around(node, "consumes");
                self.request_body(node, object, &media)
            }
            Some("formData") => self.inside(node),
            _ => self.described(node, object),
        }
    }

    /// Looks for references of a later version to what is no parameter there.
    pub(super) fn foreign(&mut self, node: &'d Node) {
        match &node.value {
            Value::Object(object) => {
                if let Some(reference) = object.get("$ref")
                    && self.kind(node) == Some(Kind::Parameter)
                    && matches!(self.place_of(node), Some("body" | "formData"))
                {
                    let message = "a parameter of Swagger 2.0 in the body is none in OpenAPI 3";
                    let help = "describe a `requestBody`";
                    let code = &codes::SWAGGER_NOT_KEPT;
                    self.tell(code, Severity::Warning, reference.span, message, help);
                }
                object.entries().for_each(|(_, inner)| self.foreign(inner));
            }
            Value::Array(items) => items.iter().for_each(|inner| self.foreign(inner)),
            _ => {}
        }
    }

    pub(super) fn header(&mut self, node: &'d Node, object: &'d Object) -> Node {
        self.described(node, object)
    }

    /// What has a schema beside other keys.
    fn described(&mut self, node: &'d Node, object: &'d Object) -> Node {
        let has_schema = ["schema", "content"]
            .iter()
            .any(|key| object.contains_key(key));
        let mut made = Made::at(node.span);
        for (key, member) in &object.0 {
            if !is_of_schema(key) {
                made.put(key, member.key, self.node(&member.node));
            }
        }
        if !has_schema {
            let form = self.list_form(node, object);
            form.put(object, &mut made);
            let at = object.0.get("type").map_or(node.span, |member| member.key);
            let schema = self.value(object, node.span, form).done();
            made.put("schema", at, schema);
        }
        made.done()
    }

    /// The schema of a value, of keys that stand beside its name.
    pub(super) fn value(&mut self, object: &'d Object, span: Span, form: ListForm) -> Made {
        let mut made = Made::at(span);
        for (key, member) in object.0.iter().filter(|(key, _)| is_of_schema(key)) {
            let (at, value) = (member.key, &member.node);
            match key.as_str() {
                "collectionFormat" => {}
                "x-nullable" => made.put("nullable", at, value.clone()),
                "type" if form == ListForm::Text => {
                    made.put("type", at, text("string", value.span))
                }
                _ if form == ListForm::Text => {}
                "type" if value.as_str() == Some("file") => {
                    made.put("type", at, text("string", value.span));
                    // Elsewhere it was said to be a text.
                    let listed = self.seen.get(&span) == Some(&Kind::Items);
                    if listed || said(object, "in") == Some("formData") {
                        made.put("format", at, text("binary", value.span));
                    }
                }
                _ => made.put(key, at, self.node(value)),
            }
        }
        made
    }

    /// The items of a list.
    pub(super) fn items(&mut self, node: &'d Node, object: &'d Object) -> Node {
        let mut form = ListForm::Plain;
        if said(object, "type") == Some("array") {
            self.no_list(
                node,
                object,
                "a list of lists is not possible here in OpenAPI 3",
            );
            form = ListForm::Text;
        }
        self.value(object, node.span, form).done()
    }
}
