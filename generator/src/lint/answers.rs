//! Answers that cannot grow.

use super::Lint;
use crate::diagnostics::codes;
use crate::read::Node;

impl<'d> Lint<'d, '_> {
    /// Lists that are the whole of an answer: nothing can be put beside them later.
    pub(super) fn bare_lists(&mut self, name: &str, responses: &'d Node) {
        for (status, response) in responses.entries() {
            let content = status
                .starts_with('2')
                .then(|| self.document.follow(response)?.get("content"))
                .flatten();
            for (media_type, content) in content.map(Node::entries).into_iter().flatten() {
                let Some(schema) = content
                    .get("schema")
                    .filter(|_| media_type.contains("json"))
                else {
                    continue;
                };
                let is_list = self
                    .document
                    .follow(schema)
                    .and_then(|schema| schema.get("type")?.as_str())
                    == Some("array");
                if is_list {
                    self.say(
                        &codes::BARE_LIST,
                        schema,
                        format!(
                            "`{name}` answers with a list, beside which nothing can be added later"
                        ),
                    );
                }
            }
        }
    }
}
