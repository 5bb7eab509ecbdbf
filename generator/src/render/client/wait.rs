//! Methods that wait for what an operation started.
//!
//! Comes in: a wait of the model. Goes out: a method of the client that asks how the work is until it is done, and a
//! method of a call that sends it and then does the same. How is asked, and how long, is the runtime's business.
//!
//! One file beyond the usual length: both methods are told from the same few values, which would have to be handed about.

mod documentation;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::model::{
    Api, IntegerKind, Json, Operation, Parameter, Text, Type, TypeKind, Types, Wait, WaitInput,
    WaitSource,
};
use crate::render::doors::{self, literal};
use crate::render::expression::Argument;
use crate::render::operations::input::{many_arguments, value_type};
use crate::render::operations::names::Names;

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

/// A value that the wait is given.
struct Given<'a> {
    /// Name of the argument.
    ident: Ident,
    source: &'a WaitSource,
    /// Type of the value.
    value: TokenStream,
    argument: Argument,
    is_copy: bool,
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
                let values = values.map(owned);
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

    fn of_call(&self) -> TokenStream {
        let docs = self.call_docs().attributes();
        let ident = doors::ident(&self.wait.call_ident);
        let starter = doors::ident(&self.starter.type_ident);
        let called = doors::ident(&self.called.type_ident);
        let method = doors::ident(&self.wait.ident);
        let kind = self.kind();
        let of_caller: Vec<_> = self
            .of_whole()
            .filter(|given| matches!(given.source, WaitSource::Caller))
            .collect();
        let arguments = of_caller.iter().map(|given| {
            let (ident, ty) = (&given.ident, &given.argument.ty);
            quote!(#ident: #ty)
        });
        let allow = many_arguments(of_caller.len() + 1);
        let owned = of_caller
            .iter()
            .filter(|given| given.argument.is_generic())
            .map(|given| owned(given));
        let of_request = self.of_whole().filter_map(|given| {
            let (ident, ty) = (&given.ident, &given.value);
            let (field, pointer) = match given.source {
                WaitSource::Parameter(index) => {
                    (&self.starter.parameters[*index].ident, String::new())
                }
                WaitSource::Request(pointer) => {
                    (&self.starter.body.as_ref()?.ident, pointer.clone())
                }
                _ => return None,
            };
            let (field, pointer) = (doors::ident(field), literal::text(&pointer));
            Some(quote! {
                let #ident = generator_runtime::client::Excerpt::of(&input.#field).at::<#ty>(#pointer);
            })
        });
        let values = self.of_whole().filter_map(|given| {
            let (ident, ty) = (&given.ident, &given.value);
            Some(match given.source {
                WaitSource::Caller => quote!(#ident),
                WaitSource::Parameter(_) | WaitSource::Request(_) => quote!(#ident?),
                WaitSource::Header(name) => {
                    let name = literal::text(name);
                    quote!(answer.header::<#ty>(#name)?)
                }
                WaitSource::Response(pointer) => {
                    let pointer = literal::text(pointer);
                    quote!(answer.at::<#ty>(#pointer)?)
                }
                WaitSource::Item(_) | WaitSource::Literal(_) => return None,
            })
        });
        let pieces = self.wait.each.as_ref().map(|pointer| {
            let pointer = literal::text(pointer);
            let items = self.of_item().into_iter().filter_map(|given| {
                let ty = &given.value;
                let WaitSource::Item(pointer) = given.source else {
                    return None;
                };
                let pointer = literal::text(pointer);
                Some(quote!(item.at::<#ty>(#pointer)))
            });
            let items: Vec<_> = items.collect();
            match items.as_slice() {
                [one] => quote!(answer.each(#pointer, |item| #one)?),
                several => quote!(answer.each(#pointer, |item| Ok((#(#several?),*)))?),
            }
        });
        let values: Vec<_> = values.chain(pieces).collect();
        // An answer of which nothing is needed is not looked at.
        let looked_at = values.iter().any(|value| {
            let mut tokens = value.clone().into_iter();
            matches!(tokens.next(), Some(proc_macro2::TokenTree::Ident(first)) if first == "answer")
        });
        let answer = if looked_at { quote!(answer) } else { quote!(_) };
        quote! {
            impl<'a> Call<'a, operations::#starter> {
                #docs
                #allow
                pub fn #ident(
                    self,
                    #(#arguments),*
                ) -> generator_runtime::client::StartAndWait<
                    'a,
                    operations::#starter,
                    operations::#called
                    #kind
                > {
                    let Self { client, input } = self;
                    #(#owned)*
                    #(#of_request)*
                    generator_runtime::client::StartAndWait::new(
                        &client.connection,
                        input,
                        move |#answer| Ok(client.#method(#(#values),*)),
                    )
                }
            }
        }
    }
}

/// The argument as a value of its type.
fn owned(given: &Given<'_>) -> TokenStream {
    let (ident, value) = (&given.ident, &given.value);
    let converted = given.argument.convert(&quote!(#ident));
    quote!(let #ident: #value = #converted;)
}

/// Type of what is given: that of the parameter, or of the items of its list.
fn input_type<'t>(types: &'t Types, parameter: &'t Parameter, input: &WaitInput) -> &'t Type {
    let ty = value_type(parameter);
    match behind(types, ty) {
        Type::Array(item) if input.single => &item.ty,
        _ => ty,
    }
}

/// The type behind aliases and `null`.
fn behind<'t>(types: &'t Types, mut ty: &'t Type) -> &'t Type {
    // Aliases do not lead in a circle; the bound is for documents that nobody has checked.
    for _ in 0..64 {
        ty = match ty {
            Type::Nullable(inner) => inner,
            Type::Named(id) => match &types[*id].kind {
                TypeKind::Alias(target) => &target.ty,
                _ => return ty,
            },
            _ => return ty,
        };
    }
    ty
}

fn is_copy(types: &Types, ty: &Type) -> bool {
    match behind(types, ty) {
        Type::Bool | Type::Null | Type::Float | Type::Double => true,
        Type::Integer(kind) => *kind != IntegerKind::Big,
        Type::Text(Text::Ipv4 | Text::Ipv6) => true,
        _ => false,
    }
}

/// A literal of the document as a value of a type that can have it.
fn constant(types: &Types, names: Names<'_>, ty: &Type, value: &Json) -> TokenStream {
    match behind(types, ty) {
        Type::Bool => {
            let value = value.as_bool().unwrap_or_default();
            quote!(#value)
        }
        Type::Integer(kind) => {
            let number = value.as_number().and_then(literal::integer);
            match kind {
                IntegerKind::Big => quote!(serde_json::Number::from(#number)),
                _ => quote!(#number),
            }
        }
        Type::Named(id) => {
            let ident = match &types[*id].kind {
                TypeKind::Enum(list) => list.values.iter().find(|known| known.value == *value),
                _ => None,
            };
            let ty = names.types.named(*id);
            let variant = ident.map(|known| doors::ident(&known.ident));
            quote!(#ty::#variant)
        }
        Type::Any => {
            let text = literal::text(&plain(value));
            quote!(serde_json::Value::from(#text))
        }
        _ => {
            let text = literal::text(&plain(value));
            quote!(String::from(#text))
        }
    }
}

/// A scalar as text.
fn plain(value: &Json) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
