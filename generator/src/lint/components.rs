//! Components that nothing uses.

use super::Lint;
use crate::diagnostics::codes;
use crate::read::unreached;

impl Lint<'_, '_> {
    pub(super) fn components(&mut self) {
        for (section, name, key) in unreached(self.document) {
            self.say(
                &codes::UNUSED_COMPONENT,
                key,
                format!("no operation reaches `{name}` of `components.{section}`"),
            );
        }
    }
}
