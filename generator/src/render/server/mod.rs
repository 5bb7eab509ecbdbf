//! The module `server`: the trait that a server implements, and its router.
//!
//! Comes in: the model. Goes out: `src/server.rs`. It does not know how anything travels on the wire.
//!
//! An API of many operations has a trait per group of them, in a file each; `Api` stands for all. What is one trait and what
//! are several depends on the number of operations alone, never on the length of their texts: it is part of what
//! programs are written against.

mod groups;

mod mount;

use proc_macro2::TokenStream;
use quote::quote;

use super::File;
use super::doors::{Doc, code, ident, literal};
use super::format::Module;
use super::operations::names::Names;
use super::operations::{documentation, success};
use super::package::split::imports;
use super::set::Set;
use crate::model::{Api, Operation, Server};

/// What items of the module refer to.
const IMPORTS: &[(&str, &str)] = &[
    (
        "Undocumented",
        "use generator_runtime::error::Undocumented;",
    ),
    ("Caller", "use generator_runtime::server::Caller;"),
    ("Router", "use generator_runtime::server::Router;"),
    ("operations", "use crate::operations;"),
    ("types", "use crate::types;"),
];

/// The files of the module.
pub(crate) fn files(set: Set<'_>) -> Vec<File> {
    let (groups, items) = items(set, &|_| true);
    let (title, noun) = (code(&set.api.title), set.noun());
    let head = match set.is_delivered() {
        true => format!("Receives the {noun}s of {title}."),
        false => format!("Serves {title}."),
    };
    let mut module = Module::new(Doc::default().own(head));
    module.import(imports(&items, &set.imports(IMPORTS)));
    module.import(groups::modules(&groups));
    for item in items {
        module.item(item);
    }
    let mut files = vec![File {
        path: format!("{}.rs", set.path("server")),
        text: module.text(),
    }];
    let names = Names::outside(&set.api.types);
    files.extend(groups.iter().map(|group| group.file(names)));
    files
}

/// The items of the module and of those of its groups, with the methods of the operations that are told.
pub(super) fn all_items(set: Set<'_>, is_told: &dyn Fn(&Operation) -> bool) -> Vec<TokenStream> {
    let (mut groups, mut items) = items(set, is_told);
    for group in &mut groups {
        group.operations.retain(|operation| is_told(operation));
    }
    let names = Names::outside(&set.api.types);
    items.extend(groups.iter().map(|group| group.item(names)));
    items
}

/// The groups, and the items beside them.
fn items<'a>(
    set: Set<'a>,
    is_told: &dyn Fn(&Operation) -> bool,
) -> (Vec<groups::Group<'a>>, Vec<TokenStream>) {
    let api = set.api;
    let names = Names::outside(&api.types);
    let methods = set
        .operations
        .iter()
        .filter(|operation| is_told(operation))
        .map(|operation| method(operation, names));
    let (title, noun, service) = (code(&api.title), set.noun(), set.service());
    // What others offer is received one by one: those are one trait.
    let groups = match set.is_delivered() {
        true => Vec::new(),
        false => groups::of(api),
    };
    let (what, missing) = match (set.is_delivered(), groups.is_empty()) {
        (true, _) => (
            format!("Receives the {noun}s of {title}: one method per {noun}."),
            "Methods that are not implemented answer 501.",
        ),
        (false, true) => (
            format!("A server of {title}: one method per {noun}."),
            "Methods that are not implemented answer 501.",
        ),
        (false, false) => (
            format!("A server of {title}: all groups of its operations."),
            "Whatever implements all of them is one. Methods that are not implemented answer 501.",
        ),
    };
    let docs = Doc::default().own(what).own(missing).attributes();
    let routed = Doc::default()
        .own(format!(
            "A tower service that answers requests with an implementation of [`{service}`]."
        ))
        .attributes();
    let counted = Doc::default()
        .own(format!(
            "The {noun}s of {} [`{service}`], as the router calls them.",
            if set.is_delivered() { "a" } else { "an" }
        ))
        .attributes();
    let value = ident(if set.is_delivered() {
        "receiver"
    } else {
        "api"
    });
    let definition = if groups.is_empty() {
        quote! {
            #docs
            pub trait #service: Send + Sync + 'static {
                #(#methods)*
            }
        }
    } else {
        let all = groups::names(&groups);
        quote! {
            #docs
            pub trait #service: #(#all)+* {}

            impl<S> #service for S where S: #(#all)+* {}
        }
    };
    let mut items = vec![
        definition,
        quote! {
            #routed
            #[must_use]
            pub fn router<A: #service>(#value: A) -> Router<Operations<A>> {
                Router::new(Operations(#value))
            }
        },
        quote! {
            #counted
            #[derive(Clone, Debug)]
            pub struct Operations<A>(pub(crate) A);
        },
        not_implemented(set),
    ];
    if set.is_delivered() {
        items.splice(2..2, mount::render(set));
    } else {
        items.insert(1, base_paths_constant(api));
    }
    (groups, items)
}

/// The traits that a program implements: the one of a small API, or one per group, with the operations of each.
pub(crate) fn traits(api: &Api) -> Vec<(proc_macro2::Ident, Vec<&Operation>)> {
    let groups = groups::of(api);
    if groups.is_empty() {
        return vec![(ident("Api"), api.operations.iter().collect())];
    }
    let names = groups::names(&groups);
    let members = groups.into_iter().map(|group| group.operations);
    names.into_iter().zip(members).collect()
}

/// The paths that the document's servers begin with; none where none does.
pub(crate) fn base_paths(api: &Api) -> Vec<String> {
    let own = api
        .operations
        .iter()
        .flat_map(|operation| &operation.servers);
    let mut paths: Vec<String> = Vec::new();
    for path in api.servers.iter().chain(own).flat_map(Server::base_paths) {
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
    match paths.iter().all(String::is_empty) {
        true => Vec::new(),
        false => paths,
    }
}

fn base_paths_constant(api: &Api) -> TokenStream {
    let paths = base_paths(api);
    if paths.is_empty() {
        return TokenStream::new();
    }
    let paths = paths.iter().map(|path| literal::text(path));
    quote! {
        /// The paths below which the URLs of the document have the operations. The router has them at its root, unless it
        /// is told otherwise: `router(api).base_paths(BASE_PATHS)`.
        pub const BASE_PATHS: &[&str] = &[#(#paths),*];
    }
}

fn method(operation: &Operation, names: Names<'_>) -> TokenStream {
    let docs = documentation::operation(operation).attributes();
    let method = ident(&operation.method_ident);
    let name = &operation.method_ident;
    let conversion = name.starts_with("from_") || name.starts_with("into_");
    let allow = conversion.then(|| {
        quote!(#[allow(clippy::wrong_self_convention, reason = "the document names the operation so")])
    });
    let input = names.operation(&operation.type_ident);
    let output = success::output(operation, names);
    let failure = names.operation(&operation.failure.ident);
    quote! {
        #docs
        #allow
        fn #method(
            &self,
            request: #input,
            caller: Caller,
        ) -> impl Future<Output = Result<#output, #failure>> + Send {
            let _ = (request, caller);
            not_implemented()
        }
    }
}

fn not_implemented(set: Set<'_>) -> TokenStream {
    if set.operations.is_empty() {
        return TokenStream::new();
    }
    quote! {
        async fn not_implemented<T, E: From<Undocumented>>() -> Result<T, E> {
            Err(Undocumented::new(http::StatusCode::NOT_IMPLEMENTED).into())
        }
    }
}
