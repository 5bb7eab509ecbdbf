//! Keywords that describe a value: the outermost schema that says one is heard.

use super::Effective;
use crate::diagnostics::codes;
use crate::read::Node;
use crate::resolve::Resolver;

impl<'d> Resolver<'d> {
    pub(super) fn merge_annotations(
        &mut self,
        node: &'d Node,
        outermost: bool,
        merged: &mut Effective<'d>,
    ) {
        let text = |key: &str| node.get(key).and_then(Node::as_str).map(str::to_owned);
        let flag = |key: &str| node.get(key).and_then(Node::as_bool) == Some(true);
        merged.title = merged.title.take().or_else(|| text("title"));
        merged.description = merged.description.take().or_else(|| text("description"));
        merged.deprecated |= outermost && flag("deprecated");
        merged.read_only |= flag("readOnly");
        merged.write_only |= flag("writeOnly");
        if merged.default.is_none() {
            merged.default = node.get("default").map(Node::to_json);
        }
        if merged.example.is_none() {
            merged.example = node
                .get("example")
                .or_else(|| {
                    node.get("examples")
                        .and_then(|list| list.as_array().first())
                })
                .map(Node::to_json);
        }
        if let Some(format) = text("format") {
            match &merged.format {
                Some(before) if *before != format => self.report(
                    &codes::CONFLICTING_KEYWORDS,
                    node,
                    format!(
                        "format `{format}` holds together with format `{before}`; the first is used"
                    ),
                ),
                Some(_) => {}
                None => merged.format = Some(format),
            }
        }
        merged.base64 |=
            text("contentEncoding").is_some_and(|encoding| encoding.starts_with("base64"));
        merged.binary_media |=
            node.get("contentMediaType").is_some() && node.get("contentEncoding").is_none();
    }
}
