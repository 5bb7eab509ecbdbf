//! Methods that wait for what an operation started.
//!
//! Comes in: a wait of the model. Goes out: a method of the client that asks how the work is until it is done, and a
//! method of a call that sends it and then does the same. How is asked, and how long, is the runtime's business.

mod chained;
mod documentation;
mod given;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::model::{Api, Operation, Text, Type, Wait, WaitSource};
use crate::render::doors::{self, literal};
use crate::render::operations::input::many_arguments;
use crate::render::operations::names::Names;

use given::{Given, constant, input_type, is_copy, plain};

/// The methods of the client.
pub(super) fn methods(starter: usize, api: &Api, names: Names<'_>) -> TokenStream {
    waits(starter, api)
        .map(|wait| Method::new(wait, api, names).of_client())
        .collect()
}

/// The methods of a call.
pub(super) fn chained(starter: usize, api: &Api, names: Names<'_>) -> TokenStream {
    waits(starter, api)
        .map(|wait| Method::new(wait, api, names).of_call())
        .collect()
}

fn waits(starter: usize, api: &Api) -> impl Iterator<Item = &Wait> {
    api.waits.iter().filter(move |wait| wait.starter == starter)
}

/// Everything that both methods of a wait say.
struct Method<'a> {
    wait: &'a Wait,
    api: &'a Api,
    names: Names<'a>,
    starter: &'a Operation,
    called: &'a Operation,
    inputs: Vec<Given<'a>>,
    settings: Vec<Given<'a>>,
}

impl<'a> Method<'a> {
    fn new(wait: &'a Wait, api: &'a Api, names: Names<'a>) -> Self {
        let called = &api.operations[wait.operation];
        let given = |ident: &str, source: &'a WaitSource, ty: &Type| Given {
            ident: doors::ident(ident),
            source,
            value: names.types.of(ty),
            argument: names.types.argument(ty),
            is_copy: is_copy(&api.types, ty),
        };
        let inputs = wait.inputs.iter().map(|input| {
            let ty = input_type(&api.types, &called.parameters[input.parameter], input);
            given(&input.ident, &input.source, ty)
        });
        let settings = wait
            .settings
            .iter()
            .map(|setting| given(&setting.ident, &setting.source, &Type::Text(Text::String)));
        Self {
            wait,
            api,
            names,
            starter: &api.operations[wait.starter],
            called,
            inputs: inputs.collect(),
            settings: settings.collect(),
        }
    }

    /// All values, in the order of the arguments.
    fn all(&self) -> impl Iterator<Item = &Given<'a>> {
        self.inputs.iter().chain(&self.settings)
    }

    /// Values that every piece of work has one of its own of.
    fn of_item(&self) -> Vec<&Given<'a>> {
        self.all()
            .filter(|given| matches!(given.source, WaitSource::Item(_)))
            .collect()
    }

    /// Values that are the same for all pieces of work and have to be given.
    fn of_whole(&self) -> impl Iterator<Item = &Given<'a>> {
        self.all()
            .filter(|given| !matches!(given.source, WaitSource::Item(_) | WaitSource::Literal(_)))
    }

    fn kind(&self) -> Option<TokenStream> {
        self.wait
            .each
            .as_ref()
            .map(|_| quote!(, generator_runtime::client::Each))
    }

    /// Name of the argument that holds what belongs to the pieces of work.
    fn pieces(&self) -> Ident {
        match self.of_item().as_slice() {
            [one] => format_ident!("{}s", one.ident.to_string().trim_start_matches("r#")),
            _ => format_ident!("items"),
        }
    }

    fn of_client(&self) -> TokenStream {
        let docs = self.client_docs().attributes();
        let ident = doors::ident(&self.wait.ident);
        let called = doors::ident(&self.called.type_ident);
        let kind = self.kind();
        let arguments = self.of_whole().map(|given| {
            let (ident, ty) = (&given.ident, &given.argument.ty);
            quote!(#ident: #ty)
        });
        let pieces = self.wait.each.as_ref().map(|_| {
            let pieces = self.pieces();
            match self.of_item().as_slice() {
                [one] => {
                    let ty = &one.argument.ty;
                    quote!(#pieces: impl IntoIterator<Item = #ty>)
                }
                several => {
                    let types = several.iter().map(|given| &given.value);
                    quote!(#pieces: impl IntoIterator<Item = (#(#types),*)>)
                }
            }
        });
        let arguments: Vec<_> = arguments.chain(pieces).collect();
        let allow = many_arguments(arguments.len() + 1);
        let rule = self.rule();
        let (statements, question) = self.question();
        let wait = match &self.wait.each {
            None => quote! {
                #(#statements)*
                generator_runtime::client::Wait::one(&self.connection, rule, #question)
            },
            Some(_) => {
                let pieces = self.pieces();
                let item = match self.of_item().as_slice() {
                    [one] => {
                        let ident = &one.ident;
                        quote!(#ident)
                    }
                    several => {
                        let idents = several.iter().map(|given| &given.ident);
                        quote!((#(#idents),*))
                    }
                };
                // Every question has values of its own; a generic argument gives only one.
                let values = self.inputs.iter().filter(|given| {
                    let is_shared =
                        !matches!(given.source, WaitSource::Item(_) | WaitSource::Literal(_));
                    is_shared && given.argument.is_generic()
                });
                let values = values.map(Given::owned);
                let question = match statements.is_empty() {
                    true => question,
                    false => quote!({ #(#statements)* #question }),
                };
                quote! {
                    #(#values)*
                    let questions = #pieces.into_iter().map(|#item| #question);
                    generator_runtime::client::Wait::each(&self.connection, rule, questions)
                }
            }
        };
        let settings = self
            .wait
            .settings
            .iter()
            .zip(&self.settings)
            .map(|(setting, given)| {
                let name = literal::text(&setting.name);
                let value = match given.source {
                    WaitSource::Literal(value) => {
                        let text = literal::text(&plain(value));
                        quote!(#text)
                    }
                    _ => {
                        let ident = &given.ident;
                        quote!(#ident)
                    }
                };
                quote!(.setting(#name, #value))
            });
        quote! {
            #docs
            #allow
            pub fn #ident(
                &self,
                #(#arguments),*
            ) -> generator_runtime::client::Wait<'_, operations::#called #kind> {
                let rule = #rule;
                #wait #(#settings)*
            }
        }
    }

    /// The inputs of the called operation: statements, and the expression after them.
    fn question(&self) -> (Vec<TokenStream>, TokenStream) {
        let called = doors::ident(&self.called.type_ident);
        let shared = self.wait.each.is_some();
        let mut required = Vec::new();
        let mut optional = Vec::new();
        for (input, given) in self.wait.inputs.iter().zip(&self.inputs) {
            let parameter = &self.called.parameters[input.parameter];
            let ident = &given.ident;
            let is_own = matches!(given.source, WaitSource::Item(_));
            // A value and, for a function that converts, the argument as it is.
            let (value, argument) = match given.source {
                WaitSource::Literal(value) => {
                    let ty = input_type(&self.api.types, parameter, input);
                    let value = constant(&self.api.types, self.names, ty, value);
                    (value.clone(), value)
                }
                _ if shared && !is_own && !given.is_copy => {
                    let value = quote!(#ident.clone());
                    (value.clone(), value)
                }
                _ if shared && (!is_own || self.of_item().len() > 1) => {
                    (quote!(#ident), quote!(#ident))
                }
                _ => (given.argument.convert(&quote!(#ident)), quote!(#ident)),
            };
            let (value, argument) = match input.single {
                true => (quote!(vec![#value]), quote!(vec![#value])),
                false => (value, argument),
            };
            if parameter.required {
                required.push(argument);
            } else {
                let field = doors::ident(&parameter.ident);
                optional.push(quote!(question.#field = Some(#value);));
            }
        }
        let new = quote!(operations::#called::new(#(#required),*));
        if optional.is_empty() {
            return (optional, new);
        }
        optional.insert(0, quote!(let mut question = #new;));
        (optional, quote!(question))
    }

    fn rule(&self) -> TokenStream {
        let wait = self.wait;
        let status = literal::text(&wait.status);
        let texts = |list: &[String]| {
            let texts = list.iter().map(|text| literal::text(text));
            quote!(&[#(#texts),*])
        };
        let (success, pending) = (texts(&wait.success), texts(&wait.pending));
        let failure = (!wait.failure.is_empty()).then(|| {
            let failure = texts(&wait.failure);
            quote!(.failure(#failure))
        });
        let absent = (!wait.absent.is_empty()).then(|| {
            let statuses = wait
                .absent
                .iter()
                .map(|status| literal::size(u64::from(*status)));
            quote!(.absent(&[#(#statuses),*]))
        });
        let code = wait.code.as_ref().map(|pointer| {
            let pointer = literal::text(pointer);
            quote!(.code(#pointer))
        });
        let reason = wait.reason.as_ref().map(|pointer| {
            let pointer = literal::text(pointer);
            quote!(.reason(#pointer))
        });
        let progress = wait.progress.as_ref().map(|pointer| {
            let pointer = literal::text(pointer);
            let complete = wait.complete.as_number().map(literal::float);
            quote!(.progress(#pointer, #complete))
        });
        let (interval, deadline) = (literal::size(wait.interval), literal::size(wait.deadline));
        quote! {
            generator_runtime::client::WaitRule::new(#status, #success, #pending)
                #failure #absent #code #reason #progress
                .every(#interval)
                .within(#deadline)
        }
    }
}
