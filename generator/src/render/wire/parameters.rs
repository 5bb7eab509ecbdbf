//! What both ends need to know about the inputs of operations: how each is written, and what it must satisfy.
//!
//! Comes in: the model. Goes out: `src/wire/parameters.rs`, and one file per tag behind it when it is long.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::agreement::Constants;
use super::validate::{Checker, Value};
use crate::model::{Api, Form, Location, Media, Operation, Use};
use crate::render::File;
use crate::render::doors::{self, Doc, literal};
use crate::render::format::{Named, words};
use crate::render::operations::input::{many_arguments, value_type};
use crate::render::operations::names::Names;
use crate::render::package::split::Split;
use crate::render::set::Set;

/// What items of the module refer to.
const IMPORTS: &[(&str, &str)] = &[
    ("Param", "use generator_runtime::params::Param;"),
    ("Check", "use generator_runtime::validate::Check;"),
    ("Pattern", "use generator_runtime::validate::Pattern;"),
    ("Rules", "use generator_runtime::validate::Rules;"),
    (
        ".validate",
        "use generator_runtime::validate::Validate as _;",
    ),
    ("operations", "use crate::operations;"),
    ("types", "use crate::types;"),
];

/// The files of the module; none when no operation has anything to say.
pub(crate) fn files(set: Set<'_>) -> Vec<File> {
    let api = set.api;
    let names = Names::outside(&api.types);
    let mut checker = Checker::new(&api.types);
    let parts: Vec<TokenStream> = set
        .operations
        .iter()
        .map(|operation| implementation(api, operation, names, &mut checker))
        .collect();
    if parts.iter().all(TokenStream::is_empty) {
        return Vec::new();
    }
    Split {
        path: &set.path("wire/parameters"),
        docs: Doc::default().own("How inputs are written, and what they must satisfy."),
        imports: set.imports(IMPORTS),
        modules: TokenStream::new(),
        head: Vec::new(),
        reexport: None,
        above: &[],
        shared: &|parts| {
            let items = parts.iter().flat_map(|part| &part.items);
            checker.statics(&items.collect::<Named>().words)
        },
    }
    .files(set.operations, parts)
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
        let statements = checked.iter().map(|input| &input.statements);
        let allow = many_arguments(checked.len() + 1);
        quote! {
            /// Checks the inputs that are there.
            #allow
            pub(crate) fn check_inputs(check: &mut Check, #(#arguments),*) {
                #(#statements)*
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
    statements: TokenStream,
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
            let checks = checker.check(&hint, Some(quote!(#name)), &demanded, value, false);
            if checks.is_empty() {
                continue;
            }
            let place = match parameter.location {
                Location::Path => "path",
                Location::Query | Location::QueryString => "query",
                Location::Header => "header",
                Location::Cookie => "cookie",
            };
            all.push(Self {
                field: doors::ident(&parameter.ident),
                required: parameter.required,
                ty: names.types.of(ty),
                statements: given(
                    &quote!(#argument),
                    &argument,
                    &quote! {
                        let check = &mut check.at(#place);
                        #checks
                    },
                ),
                argument,
            });
        }
        if let Some(body) = &operation.body {
            let argument = argument(&body.ident);
            let hint = format!("{}_{}", operation.method_ident, body.ident);
            let alone = body.contents.len() == 1;
            let mut statements = TokenStream::new();
            for content in &body.contents {
                // Anything else is a stream or not looked into, which no schema limits.
                let is_value = matches!(
                    content.media,
                    Media::Json | Media::Xml | Media::Form | Media::Text
                );
                if !is_value && content.form.is_none() {
                    continue;
                }
                let hint = match alone {
                    true => hint.clone(),
                    false => format!("{hint}_{}", content.ident),
                };
                let checks = match &content.form {
                    Some(form) => form_checks(form, &hint, checker),
                    None => {
                        let place = Some(quote!("body"));
                        let value = Value::Reference(quote!(value));
                        checker.check(&hint, place, &content.value, value, false)
                    }
                };
                if checks.is_empty() {
                    continue;
                }
                // What must not be there is not looked at.
                let binding = match words(&checks).contains("value") {
                    true => quote!(value),
                    false => quote!(_),
                };
                if alone {
                    statements.extend(given(&binding, &argument, &checks));
                } else {
                    let enumeration = names.operation(&body.type_ident);
                    let variant = doors::ident(&content.ident);
                    statements.extend(
                        quote!(if let Some(#enumeration::#variant(#binding)) = #argument { #checks }),
                    );
                }
            }
            if !statements.is_empty() {
                all.push(Self {
                    field: doors::ident(&body.ident),
                    required: body.required,
                    argument,
                    ty: names.body(body),
                    statements,
                });
            }
        }
        all
    }
}

/// What the parts of a form must satisfy.
fn form_checks(form: &Form, hint: &str, checker: &mut Checker<'_>) -> TokenStream {
    let checks = form.parts.iter().map(|part| {
        let field = &part.field;
        let ident = doors::ident(&field.ident);
        let hint = format!("{hint}_{}", field.ident);
        let name = literal::text(&field.name);
        let value = Value::Place(quote!(value.#ident));
        checker.check(
            &hint,
            Some(quote!(#name)),
            &field.value,
            value,
            !field.required,
        )
    });
    let checks: TokenStream = checks.collect();
    if checks.is_empty() {
        return checks;
    }
    quote!(let check = &mut check.at("body"); #checks)
}

/// Statements for an argument that is there.
fn given(binding: &TokenStream, argument: &Ident, checks: &TokenStream) -> TokenStream {
    if words(checks).contains(&binding.to_string()) {
        quote!(if let Some(#binding) = #argument { #checks })
    } else {
        quote!(if #argument.is_some() { #checks })
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
