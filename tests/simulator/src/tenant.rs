//! Whose images and jobs a request is about.

use generator_runtime::server::Caller;

/// The tenant that a verified caller belongs to.
pub(crate) fn tenant(caller: &Caller) -> &str {
    caller
        .principal
        .as_ref()
        .map_or("", |principal| principal.id.as_str())
}
