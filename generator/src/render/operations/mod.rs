//! The module `operations`: inputs, successes and errors of all operations, which client and server share.
//!
//! Comes in: the model. Goes out: items per operation. It does not know how anything travels on the wire.

pub(crate) mod documentation;
mod failure;
pub(crate) mod form;
pub(crate) mod input;
pub(crate) mod names;
pub(crate) mod outcome;
pub(crate) mod success;

use proc_macro2::TokenStream;
use quote::quote;

use self::names::Names;
use super::File;
use super::doors::Doc;
use super::package::split::Split;
use super::set::Set;
use crate::model::{Api, Operation};

/// What items of the module refer to.
const IMPORTS: &[(&str, &str)] = &[("types", "use crate::types;")];

/// The files of the module.
pub(crate) fn files(set: Set<'_>) -> Vec<File> {
    let api = set.api;
    let names = Names::inside(&api.types);
    let parts = set
        .operations
        .iter()
        .map(|operation| part(operation, api, names));
    Split {
        path: &set.path("operations"),
        docs: Doc::default().own("Inputs, successes and errors of the operations."),
        imports: set.imports(IMPORTS),
        modules: TokenStream::new(),
        head: Vec::new(),
        reexport: Some(quote!(pub)),
        above: &[],
        shared: &|_| Vec::new(),
    }
    .files(set.operations, parts)
}

/// What the module says of one operation.
pub(super) fn part(operation: &Operation, api: &Api, names: Names<'_>) -> TokenStream {
    let input = input::render(operation, &api.types, names);
    let forms = form::render(operation, &api.types, names);
    let success = success::render(operation, names);
    let failure = failure::render(operation, names);
    quote!(#input #forms #success #failure)
}
