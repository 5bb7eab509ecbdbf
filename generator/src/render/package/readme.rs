//! `README.md`.

use std::collections::BTreeSet;

use askama::Template;
use proc_macro2::Ident;
use quote::quote;

use super::dependencies::{Dependency, RUNTIME};
use super::example;
use super::split::{self, roots};
use crate::model::Api;
use crate::render::File;
use crate::render::client::builder;
use crate::render::doors::{Doc, code, commonmark, ident};
use crate::render::format;
use crate::render::operations::documentation::summary;
use crate::render::operations::names::Names;
use crate::render::operations::success;
use crate::render::server;

#[derive(Template)]
#[template(path = "readme.md")]
struct Readme<'a> {
    name: &'a str,
    title: String,
    version: String,
    description: Vec<String>,
    client_example: Option<String>,
    settings: Vec<Setting>,
    server_example: Option<String>,
    operations: Vec<Row>,
    dependencies: &'a [Dependency],
    runtime: Vec<String>,
}

/// A variable of the service's URL.
struct Setting {
    setter: String,
    meaning: String,
    default: String,
}

/// An operation.
struct Row {
    method: String,
    request: String,
    summary: String,
}

/// The page of the crate.
pub(super) fn file(api: &Api, dependencies: &[Dependency]) -> File {
    let mut settings: Vec<Setting> = Vec::new();
    for variable in builder::absolute(api)
        .into_iter()
        .flat_map(|server| &server.variables)
    {
        if settings
            .iter()
            .all(|setting| setting.setter != variable.ident)
        {
            settings.push(Setting {
                setter: variable.ident.clone(),
                meaning: match variable.description.as_deref() {
                    Some(text) => cell(&summary(text)),
                    None => format!(
                        "the part {} of the service's URL",
                        cell(&code(&variable.name))
                    ),
                },
                default: cell(&code(&variable.default)),
            });
        }
    }
    let operations = api.operations.iter().map(|operation| Row {
        method: ident(&operation.method_ident).to_string(),
        request: cell(&code(&format!(
            "{} {}",
            operation.method, operation.path.text
        ))),
        summary: cell(&summary(
            operation
                .summary
                .as_deref()
                .or(operation.description.as_deref())
                .unwrap_or_default(),
        )),
    });
    let description = Doc::default().markdown(api.description.as_deref().unwrap_or_default());
    let mut description = description.lines().to_vec();
    if !description.is_empty() {
        description.insert(0, String::new());
    }
    let readme = Readme {
        name: &api.name,
        title: commonmark::plain(&api.title).join(" "),
        version: api
            .version
            .replace(|c: char| c == '`' || c.is_control(), " "),
        description,
        client_example: example::first(api),
        settings,
        server_example: server(api),
        operations: operations.collect(),
        dependencies,
        runtime: RUNTIME.iter().map(brings).collect(),
    };
    super::page("README.md", &readme)
}

/// A server with one of the methods.
fn server(api: &Api) -> Option<String> {
    let operation = api.operations.first()?;
    let names = Names::outside(&api.types);
    let name = ident(&api.name.replace('-', "_"));
    let method = ident(&operation.method_ident);
    let input = names.operation(&operation.type_ident);
    let output = success::output(operation, names);
    let failure = names.operation(&operation.failure.ident);
    let mut named = BTreeSet::new();
    roots(output.clone(), &mut named);
    let types = named.contains("types").then(|| quote!(use #name::types;));
    let runtime = split::RUNTIME
        .iter()
        .filter(|(module, _)| named.contains(*module));
    let runtime = runtime.map(|(module, _)| {
        let module = ident(module);
        quote!(use #name::runtime::#module;)
    });
    let (implements, others): (Vec<_>, Vec<_>) =
        server::traits(api).into_iter().partition(|(_, members)| {
            members
                .iter()
                .any(|member| member.method_ident == operation.method_ident)
        });
    let implemented = implements.into_iter().map(|(name, _)| name).next()?;
    let others: Vec<Ident> = others.into_iter().map(|(name, _)| name).collect();
    let all = std::iter::once(&implemented).chain(&others);
    Some(format::items(quote! {
        use #name::operations;
        #(#runtime)*
        use #name::runtime::error::Undocumented;
        use #name::runtime::server::{Caller, Router};
        use #name::server::{#(#all,)* Operations, router};
        #types

        struct Service;

        impl #implemented for Service {
            async fn #method(&self, request: #input, caller: Caller) -> Result<#output, #failure> {
                println!("{:?} asks for {request:?}", caller.principal);
                Err(Undocumented::new(http::StatusCode::SERVICE_UNAVAILABLE).into())
            }
        }

        #(impl #others for Service {})*

        fn service() -> Router<Operations<Service>> {
            router(Service)
        }
    }))
}

/// Text in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// A line about what a feature of the runtime brings.
fn brings((feature, packages): &(&str, &[&str])) -> String {
    let packages = packages.join("`, `");
    match *feature {
        "always" => format!("always: `{packages}`"),
        feature => format!("with its feature `{feature}`: `{packages}`"),
    }
}
