//! One example per operation, in its own file.
//!
//! Comes in: the model. Goes out: programs that compile; when run they call the service with the caller's own
//! credentials, which they take from the environment.

use proc_macro2::TokenStream;
use quote::quote;

use super::sample::Sampler;
use super::split::imports;
use crate::model::{Api, Form, Media, Operation, PartKind, SchemeKind, SecurityScheme, Text, Type};
use crate::render::doors::{Doc, code, ident, literal};
use crate::render::format::{self, Module};
use crate::render::layout::is_device;
use crate::render::operations::names::Names;
use crate::render::operations::outcome::Success;
use crate::render::operations::success;
use crate::render::{File, operations::input::value_type};

/// Beyond this many operations, examples would be a second documentation.
const MOST: usize = 40;

/// An example.
pub(super) struct Example {
    /// Name of the program: that of the crate in front, so that crates of one workspace do not overwrite each other's.
    pub(super) name: String,
    /// Its text.
    pub(super) file: File,
}

/// The examples of an API.
pub(super) fn all(api: &Api) -> Vec<Example> {
    if api.operations.len() > MOST {
        return Vec::new();
    }
    api.operations
        .iter()
        .filter(|operation| !operation.deprecated)
        .filter_map(|operation| example(api, operation))
        .collect()
}

/// The program for the page of the crate.
pub(super) fn first(api: &Api) -> Option<String> {
    // One that sends something shows more than one that only asks.
    let usual = api
        .operations
        .iter()
        .filter(|operation| !operation.deprecated);
    let telling = usual.clone().filter(|operation| operation.body.is_some());
    let mut candidates = telling.chain(usual);
    candidates.find_map(|operation| {
        let items = items(api, operation)?;
        let imports = imports(&items, &known(api));
        Some(format::items(quote!(#imports #(#items)*)))
    })
}

fn example(api: &Api, operation: &Operation) -> Option<Example> {
    let method = operation.method_ident.trim_start_matches("r#");
    // Names of files are the same on every file system.
    let portable = method.is_ascii() && !is_device(method);
    let name = if portable {
        method.to_owned()
    } else {
        format!("operation_{}", position(api, operation))
    };
    let items = items(api, operation)?;
    let docs = Doc::default().own(format!("Calls the operation {}.", code(&operation.id)));
    let mut module = Module::new(docs).root();
    module.import(imports(&items, &known(api)));
    for item in items {
        module.item(item);
    }
    let path = format!("examples/{name}.rs");
    Some(Example {
        name: format!("{}_{name}", crate_ident(api)),
        file: File {
            path,
            text: module.text(),
        },
    })
}

fn position(api: &Api, operation: &Operation) -> usize {
    api.operations
        .iter()
        .take_while(|other| other.id != operation.id)
        .count()
        + 1
}

/// What the crate is called in code.
fn crate_ident(api: &Api) -> String {
    api.name.replace('-', "_")
}

/// What examples refer to.
fn known(api: &Api) -> [(&'static str, String); 5] {
    let name = crate_ident(api);
    [
        ("Client", format!("use {name}::Client;")),
        (
            "AccessKey",
            format!("use {name}::runtime::credentials::AccessKey;"),
        ),
        ("Parts", format!("use {name}::runtime::multipart::Parts;")),
        ("operations", format!("use {name}::operations;")),
        ("types", format!("use {name}::types;")),
    ]
}

fn items(api: &Api, operation: &Operation) -> Option<Vec<TokenStream>> {
    let sampler = Sampler::new(&api.types);
    let mut arguments = Vec::new();
    for parameter in operation
        .parameters
        .iter()
        .filter(|parameter| parameter.required)
    {
        let value = crate::model::Use {
            ty: value_type(parameter).clone(),
            constraints: parameter.value.constraints.clone(),
        };
        arguments.push(sampler.argument(&parameter.name, &value, parameter.example.as_ref())?);
    }
    if let Some(body) = operation.body.as_ref().filter(|body| body.required) {
        let [content] = body.contents.as_slice() else {
            return None;
        };
        arguments.push(match content.media {
            Media::Text if content.value.ty != Type::Text(Text::String) => {
                sampler.argument(&body.ident, &content.value, content.example.as_ref())?
            }
            Media::Json | Media::Xml | Media::Form => {
                sampler.argument(&body.ident, &content.value, content.example.as_ref())?
            }
            Media::Text => {
                let text = content
                    .example
                    .as_ref()
                    .and_then(|example| example.as_str());
                let text = literal::text(text.unwrap_or("content"));
                quote!(#text)
            }
            Media::Bytes => quote!("content"),
            Media::Multipart => match &content.form {
                Some(form) => self::form(form, &sampler)?,
                None => quote!(Parts::new().part("file", "content")),
            },
            Media::JsonLines => {
                let item = sampler.value("item", &content.value, content.example.as_ref())?;
                quote!(vec![#item])
            }
            Media::EventStream => return None,
        });
    }
    let method = ident(&operation.method_ident);
    let client = client(api, operation);
    let call = quote!(client.#method(#(#arguments),*).await?);
    let output = success::output(operation, Names::outside(&api.types));
    let streams = matches!(
        Success::of(&operation.success),
        Success::Payload(payload) if payload.items.is_some()
    );
    let call = if output.to_string() == "()" {
        quote!(#call;)
    } else if streams {
        quote! {
            let mut items = #call;
            while let Some(item) = items.next().await {
                let item = item?;
                println!("{item:?}");
            }
        }
    } else {
        quote! {
            let answer = #call;
            println!("{answer:?}");
        }
    };
    Some(vec![quote! {
        #[tokio::main(flavor = "current_thread")]
        async fn main() -> Result<(), Box<dyn std::error::Error>> {
            let client = #client;
            #call
            Ok(())
        }
    }])
}

/// A form with what is required.
fn form(form: &Form, sampler: &Sampler<'_>) -> Option<TokenStream> {
    let ident = ident(&form.ident);
    let mut arguments = Vec::new();
    for part in form.parts.iter().filter(|part| part.field.required) {
        let field = &part.field;
        arguments.push(match (part.kind, part.repeated) {
            (PartKind::File, false) => quote!("content"),
            (PartKind::File, true) => quote!(vec!["content".into()]),
            _ => sampler.argument(&field.name, &field.value, field.example.as_ref())?,
        });
        for header in part.headers.iter().filter(|header| header.required) {
            arguments.push(sampler.value(&header.name, &header.value, None)?);
        }
    }
    Some(quote!(operations::#ident::new(#(#arguments),*)))
}

fn client(api: &Api, operation: &Operation) -> TokenStream {
    let server = api.servers.iter().find(|server| server.has_host());
    let url = match (server, api.servers.is_empty()) {
        (Some(_), _) => None,
        (None, false) => Some(quote!(.origin("https://api.example.com"))),
        (None, true) => Some(quote!(.base_url("https://api.example.com"))),
    };
    let server = server.or(api.servers.first());
    let variables = server.into_iter().flat_map(|server| &server.variables);
    let variables = variables.map(|variable| {
        let ident = ident(&variable.ident);
        let value = variable.default.as_ref().or(variable.values.first());
        let value = literal::text(value.map_or("value", String::as_str));
        quote!(.#ident(#value))
    });
    let credentials = operation.security.first().into_iter().flatten();
    let credentials =
        credentials.filter_map(|requirement| credential(&api.schemes[requirement.scheme]));
    quote!(Client::builder() #url #(#variables)* #(#credentials)* .build()?)
}

/// The setter of a credential that is in the environment.
fn credential(scheme: &SecurityScheme) -> Option<TokenStream> {
    let setter = ident(&scheme.ident);
    let name = scheme.ident.trim_start_matches("r#").to_uppercase();
    let variable = |suffix: &str| {
        let name = literal::text(&format!("{name}{suffix}"));
        quote!(std::env::var(#name)?)
    };
    if let Some(flow) = &scheme.client_credentials {
        let setter = ident(flow);
        let (id, secret) = (literal::text("CLIENT_ID"), literal::text("CLIENT_SECRET"));
        return Some(quote!(.#setter(std::env::var(#id)?, std::env::var(#secret)?)));
    }
    match &scheme.kind {
        SchemeKind::Signature { .. } => {
            let id = literal::text("ACCESS_KEY");
            let secret = literal::text("SECRET_KEY");
            Some(quote!(.credentials(AccessKey::new(std::env::var(#id)?, std::env::var(#secret)?))))
        }
        SchemeKind::Basic => {
            let (user, password) = (variable("_USER"), variable("_PASSWORD"));
            Some(quote!(.#setter(#user, #password)))
        }
        SchemeKind::ApiKey { .. }
        | SchemeKind::Bearer
        | SchemeKind::Http { .. }
        | SchemeKind::OAuth2 { .. }
        | SchemeKind::OpenIdConnect { .. } => {
            let value = variable("");
            Some(quote!(.#setter(#value)))
        }
        SchemeKind::MutualTls => None,
    }
}
