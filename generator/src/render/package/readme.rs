//! `README.md`.

use askama::Template;
use proc_macro2::Ident;
use quote::quote;

use super::dependencies::{Dependency, RUNTIME};
use super::example::{self, Example};
use super::parts::Parts;
use super::split;
use crate::model::{Api, Operation, OperationSet};
use crate::render::File;
use crate::render::client::server;
use crate::render::doors::{Doc, code, commonmark, ident};
use crate::render::format;
use crate::render::operations::documentation::summary;
use crate::render::operations::names::Names;
use crate::render::operations::success;
use crate::render::server::{base_paths, traits};
use crate::render::set::Set;

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
    has_security: bool,
    has_base_paths: bool,
    example_name: Option<&'a str>,
    operations: Vec<Row>,
    deliveries: Vec<Delivery>,
    dependencies: &'a [Dependency],
    runtime: Vec<String>,
    parts: Parts,
}

/// A variable of the service's URL.
struct Setting {
    setter: String,
    meaning: String,
    default: String,
}

/// A set of operations that others offer.
struct Delivery {
    module: &'static str,
    title: &'static str,
    operations: Vec<Row>,
}

/// An operation.
struct Row {
    method: String,
    request: String,
    summary: String,
}

/// The page of the crate.
pub(super) fn file(
    api: &Api,
    parts: Parts,
    dependencies: &[Dependency],
    examples: &[Example],
) -> File {
    let mut settings: Vec<Setting> = Vec::new();
    let servers = server::all(api).into_iter().filter(|_| parts.client);
    for variable in servers.flat_map(|server| &server.variables) {
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
                default: match &variable.default {
                    Some(default) => cell(&code(default)),
                    None => String::from("required"),
                },
            });
        }
    }
    let deliveries = Set::all(api).filter_map(|set| {
        Some(Delivery {
            module: set.module()?,
            title: match set.kind {
                OperationSet::Callbacks => "Callbacks",
                _ => "Webhooks",
            },
            operations: set.operations.iter().map(row).collect(),
        })
    });
    let description = Doc::default().markdown(api.description.as_deref().unwrap_or_default());
    let description = below(description.lines());
    // Features of the runtime that the crate never asks for are of no interest to its users.
    let brought = RUNTIME.iter().filter(|(feature, _)| match *feature {
        "always" => true,
        "client" | "reqwest" => parts.client,
        "server" => parts.server,
        feature => dependencies
            .iter()
            .any(|known| known.features.contains(&feature)),
    });
    let readme = Readme {
        name: &api.name,
        title: commonmark::plain(&api.title).join(" "),
        version: code(&api.version),
        description,
        client_example: parts.client.then(|| example::first(api)).flatten(),
        settings,
        server_example: parts.server.then(|| example_server(api)).flatten(),
        has_security: api.operations.iter().any(|one| !one.security.is_empty()),
        has_base_paths: !base_paths(api).is_empty(),
        example_name: examples.first().map(|example| example.name.as_str()),
        operations: api.operations.iter().map(row).collect(),
        deliveries: deliveries.collect(),
        dependencies,
        runtime: brought.map(brings).collect(),
        parts,
    };
    super::page("README.md", &readme)
}

/// The description of an API as a part of the page: headings in it are below one of the page's own.
fn below(lines: &[String]) -> Vec<String> {
    let mut below = Vec::new();
    let (mut in_code, mut has_headings) = (false, false);
    for line in lines {
        in_code ^= line.starts_with("```");
        let level = line.bytes().take_while(|byte| *byte == b'#').count();
        let is_heading = !in_code && (1..=6).contains(&level) && line[level..].starts_with(' ');
        has_headings |= is_heading;
        below.push(match is_heading && level < 6 {
            true => format!("#{line}"),
            false => line.clone(),
        });
    }
    if has_headings {
        below.splice(0..0, ["## About the API", ""].map(String::from));
    }
    if !below.is_empty() {
        below.insert(0, String::new());
    }
    below
}

fn row(operation: &Operation) -> Row {
    Row {
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
    }
}

/// A server with one of the methods.
fn example_server(api: &Api) -> Option<String> {
    let operation = api.operations.first()?;
    let names = Names::outside(&api.types);
    let name = ident(&api.name.replace('-', "_"));
    let method = ident(&operation.method_ident);
    let input = names.operation(&operation.type_ident);
    let output = success::output(operation, names);
    let failure = names.operation(&operation.failure.ident);
    let named = format::Named::of(std::slice::from_ref(&output)).roots;
    let types = named.contains("types").then(|| quote!(use #name::types;));
    let runtime = split::RUNTIME
        .iter()
        .filter(|(module, _)| named.contains(*module));
    let runtime = runtime.map(|(module, _)| {
        let module = ident(module);
        quote!(use #name::runtime::#module;)
    });
    let (implements, others): (Vec<_>, Vec<_>) =
        traits(api).into_iter().partition(|(_, members)| {
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
        "client" | "reqwest" | "server" => format!("with the feature `{feature}`: `{packages}`"),
        feature => format!("always, by its feature `{feature}`: `{packages}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::below;

    #[test]
    fn headings_of_a_description_are_below_those_of_the_page() {
        let check = |text: &str, expected: &str| {
            let lines: Vec<String> = text.lines().map(str::to_owned).collect();
            assert_eq!(below(&lines).join("\n"), expected);
        };
        check("", "");
        check("Plain #1.", "\nPlain #1.");
        check(
            "## Sessions\n\n```text\n# not one\n```\n\n###### Deep",
            "\n## About the API\n\n### Sessions\n\n```text\n# not one\n```\n\n###### Deep",
        );
    }
}
