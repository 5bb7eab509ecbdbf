//! What both ends need to know about the inputs of operations: how each is written, and what it must satisfy.
//!
//! Comes in: the model. Goes out: `src/wire/parameters.rs`, and one file per tag behind it when it is long.

use std::cell::RefCell;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::agreement::Constants;
use super::validate::{Checker, Value};
use crate::model::{Api, Location, Media, Operation, Use};
use crate::render::File;
use crate::render::doors::{self, Doc, literal};
use crate::render::format::words;
use crate::render::operations::input::value_type;
use crate::render::operations::names::{Names, Travel};
use crate::render::package::split::Split;

/// So many arguments are as many as clippy finds readable.
const ARGUMENTS: usize = 7;

/// What items of the module refer to.
const IMPORTS: &[(&str, &str)] = &[
    ("Param", "use generator_runtime::params::Param;"),
    ("Check", "use generator_runtime::validate::Check;"),
    ("Pattern", "use generator_runtime::validate::Pattern;"),
    (
        ".validate",
        "use generator_runtime::validate::Validate as _;",
    ),
    ("operations", "use crate::operations;"),
    ("types", "use crate::types;"),
];

/// The files of the module; none when no operation has anything to say.
pub(crate) fn files(api: &Api) -> Vec<File> {
    let names = Names::outside(&api.types);
    let checker = RefCell::new(Checker::new(&api.types));
    let parts: Vec<TokenStream> = api
        .operations
        .iter()
        .map(|operation| implementation(api, operation, names, &mut checker.borrow_mut()))
        .collect();
    if parts.iter().all(TokenStream::is_empty) {
        return Vec::new();
    }
    Split {
        path: "src/wire/parameters",
        docs: Doc::default().own("How inputs are written, and what they must satisfy."),
        imports: IMPORTS,
        modules: TokenStream::new(),
        head: Vec::new(),
        reexport: false,
        above: TokenStream::new(),
        compose: |parts: &[TokenStream]| {
            let statics = checker
                .borrow()
                .statics(&parts.iter().flat_map(words).collect());
            statics.into_iter().chain(parts.iter().cloned()).collect()
        },
    }
    .files(&api.operations, parts)
}

fn implementation(
    api: &Api,
    operation: &Operation,
    names: Names<'_>,
    checker: &mut Checker<'_>,
) -> TokenStream {
    let constants = Constants::of(operation, &api.types).render();
    let checked = Checked::all(operation, names, checker);
    let check = (!checked.is_empty()).then(|| {
        let arguments = checked.iter().map(|input| {
            let Checked { argument, ty, .. } = input;
            quote!(#argument: Option<&#ty>)
        });
        let bodies = checked.iter().map(|input| {
            let Checked {
                argument,
                place,
                body,
                ..
            } = input;
            let place = place
                .as_ref()
                .map(|place| quote!(let check = &mut check.at(#place);));
            quote!(if let Some(#argument) = #argument { #place #body })
        });
        let allow = (checked.len() >= ARGUMENTS).then(|| {
            quote!(#[allow(clippy::too_many_arguments, reason = "the document limits them all")])
        });
        quote! {
            /// Checks the inputs that are there.
            #allow
            pub(crate) fn check_inputs(check: &mut Check, #(#arguments),*) {
                #(#bodies)*
            }
        }
    });
    if constants.is_empty() && check.is_none() {
        return TokenStream::new();
    }
    let input = names.operation(&operation.type_ident);
    quote!(impl #input { #constants #check })
}

/// An input that must satisfy something.
pub(crate) struct Checked {
    /// Name of its field in the input.
    pub(crate) field: Ident,
    /// Must be given.
    pub(crate) required: bool,
    argument: Ident,
    ty: TokenStream,
    place: Option<TokenStream>,
    body: TokenStream,
}

impl Checked {
    /// The inputs of an operation that must satisfy something, in the order of `check_inputs`.
    pub(crate) fn all(
        operation: &Operation,
        names: Names<'_>,
        checker: &mut Checker<'_>,
    ) -> Vec<Self> {
        let mut all = Vec::new();
        for parameter in &operation.parameters {
            let ty = value_type(parameter);
            let demanded = Use {
                ty: ty.clone(),
                constraints: parameter.value.constraints.clone(),
            };
            let argument = argument(&parameter.ident);
            let hint = format!("{}_{}", operation.method_ident, parameter.ident);
            let name = literal::text(&parameter.name);
            let value = Value::Reference(quote!(#argument));
            let body = checker.check(&hint, Some(quote!(#name)), &demanded, value, false);
            if body.is_empty() {
                continue;
            }
            let place = match parameter.location {
                Location::Path => "path",
                Location::Query => "query",
                Location::Header => "header",
                Location::Cookie => "cookie",
            };
            all.push(Self {
                field: doors::ident(&parameter.ident),
                required: parameter.required,
                argument,
                ty: names.types.of(ty),
                place: Some(quote!(#place)),
                body,
            });
        }
        if let Some(body) = &operation.body {
            let argument = argument(&body.ident);
            let hint = format!("{}_{}", operation.method_ident, body.ident);
            let statements = match body.contents.as_slice() {
                [content] => match content.media {
                    Media::Json | Media::Form => {
                        let value = Value::Reference(quote!(#argument));
                        checker.check(&hint, Some(quote!("body")), &content.value, value, false)
                    }
                    _ => TokenStream::new(),
                },
                contents => {
                    let enumeration = names.operation(&body.type_ident);
                    let mut arms = TokenStream::new();
                    let mut rest = false;
                    for content in contents {
                        let hint = format!("{hint}_{}", content.ident);
                        let structured = matches!(content.media, Media::Json | Media::Form);
                        let value = Value::Reference(quote!(value));
                        let statements = checker.check(
                            &hint,
                            Some(quote!("body")),
                            &content.value,
                            value,
                            false,
                        );
                        if structured && !statements.is_empty() {
                            let variant = doors::ident(&content.ident);
                            arms.extend(quote!(#enumeration::#variant(value) => { #statements }));
                        } else {
                            rest = true;
                        }
                    }
                    let rest = rest.then(|| quote!(_ => {}));
                    if arms.is_empty() {
                        arms
                    } else {
                        quote!(match #argument { #arms #rest })
                    }
                }
            };
            if !statements.is_empty() {
                all.push(Self {
                    field: doors::ident(&body.ident),
                    required: body.required,
                    argument,
                    ty: match body.contents.as_slice() {
                        [content] => names.content(content, Travel::Streamed),
                        _ => names.operation(&body.type_ident),
                    },
                    place: None,
                    body: statements,
                });
            }
        }
        all
    }
}

/// An argument must not hide the collector.
fn argument(name: &str) -> Ident {
    if name == "check" {
        format_ident!("checked")
    } else {
        doors::ident(name)
    }
}
