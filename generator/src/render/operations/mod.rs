//! The module `operations`: inputs, successes and errors of all operations, which client and server share.
//!
//! Comes in: the model. Goes out: items per operation. It does not know how anything travels on the wire.

pub(crate) mod documentation;
mod failure;
pub(crate) mod input;
pub(crate) mod names;
pub(crate) mod outcome;
pub(crate) mod success;

use quote::quote;

use self::names::Names;
use super::File;
use super::doors::Doc;
use super::package::split::{Part, Split};
use crate::model::Api;

/// `src/operations.rs`, and one file per tag behind it when it is long.
pub(crate) fn files(api: &Api) -> Vec<File> {
    let names = Names::inside(&api.types);
    let parts = api.operations.iter().map(|operation| {
        let input = input::render(operation, names);
        let success = success::render(operation, names);
        let failure = failure::render(operation, names);
        Part::new(operation, quote!(#input #success #failure))
    });
    Split {
        path: "src/operations",
        docs: Doc::default().own("Inputs, successes and errors of the operations."),
        head: quote!(),
        reexport: true,
    }
    .files(api, parts.collect())
}
