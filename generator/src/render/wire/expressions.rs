//! What runtime expressions give: where callbacks go, and the inputs of the operations that links lead to.
//!
//! Comes in: callbacks and links of the model. Goes out: `src/wire/expressions.rs` with methods on the inputs of
//! operations; nothing when there are neither.
//!
//! Long because a value is read in the same way for a URL, a parameter and a body.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use crate::model::{
    Api, Callback, Content, Given, Link, Media, Operation, OperationRef, Piece, Reading, Reply,
    ResponseRef, Source, Status, Template,
};
use crate::render::File;
use crate::render::doors::{Doc, code, ident, literal};
use crate::render::format::Module;
use crate::render::operations::input::{Input, many_arguments};
use crate::render::operations::names::Names;
use crate::render::operations::outcome::{Carried, Success};
use crate::render::operations::success;
use crate::render::package::split::imports;
use crate::render::set::Set;

/// What items of the module refer to.
const IMPORTS: &[(&str, &str)] = &[
    ("expression", "use generator_runtime::expression;"),
    ("operations", "use crate::operations;"),
    ("types", "use crate::types;"),
];

/// What the inputs of operations get.
pub(crate) fn items(api: &Api) -> Vec<(OperationRef, TokenStream)> {
    let mut methods: BTreeMap<OperationRef, TokenStream> = BTreeMap::new();
    for callback in &api.callbacks {
        if let Some(url) = &callback.url {
            let method = self::url(api, callback, url);
            methods
                .entry(callback.operation)
                .or_default()
                .extend(method);
        }
    }
    for link in &api.links {
        let method = follow(api, link);
        methods.entry(link.operation).or_default().extend(method);
    }
    methods
        .into_iter()
        .map(|(operation, methods)| {
            let input = names(api, operation).operation(&api.operation(operation).type_ident);
            (operation, quote!(impl #input { #methods }))
        })
        .collect()
}

/// The file of the module; none when there is nothing to evaluate.
pub(crate) fn files(api: &Api) -> Vec<File> {
    let items: Vec<TokenStream> = items(api).into_iter().map(|(_, item)| item).collect();
    if items.is_empty() {
        return Vec::new();
    }
    let docs = "What runtime expressions give: where callbacks go, and which inputs links lead to.";
    let mut module = Module::new(Doc::default().own(docs));
    module.import(imports(&items, IMPORTS));
    for item in items {
        module.item(item);
    }
    vec![File {
        path: "src/wire/expressions.rs".to_owned(),
        text: module.text(),
    }]
}

fn names(api: &Api, operation: OperationRef) -> Names<'_> {
    Names::of_set(&api.types, Set::of(api, operation.set).module())
}

/// The method that gives the URL of a callback.
fn url(api: &Api, callback: &Callback, template: &Template) -> TokenStream {
    let context = Context::new(api, callback.operation, None, &[]);
    let mut docs = Doc::default().own(format!(
        "Where the callback {} goes: {}.",
        code(&callback.name),
        code(&callback.expression)
    ));
    docs = docs.own(
        "It is the caller who chooses it: look whether it may be called before something is sent there.",
    );
    if callback.targets.is_empty() {
        docs = docs.own("No operation is documented there.");
    }
    let docs = docs
        .own("# Errors")
        .own("When the messages lack what the URL is made of.")
        .attributes();
    let method = ident(&callback.ident);
    let arguments = context.arguments(&template.readings().collect::<Vec<_>>());
    let value = context.template(template, &quote!(url));
    quote! {
        #docs
        pub fn #method(&self, #(#arguments),*) -> Result<String, expression::Unresolved> {
            #value.finish()
        }
    }
}

/// The method that gives the input of the operation that a link leads to.
fn follow(api: &Api, link: &Link) -> TokenStream {
    let target = api.operation(link.target);
    let target_names = names(api, link.target);
    let inputs = Input::all(target, &api.types, target_names);
    let given = |index: usize| match inputs.len() - index {
        // The body is the last input.
        1 if target.body.is_some() => link.body.as_ref(),
        _ => {
            let mut parameters = link.parameters.iter();
            // What is said last counts.
            parameters
                .rfind(|(parameter, _)| *parameter == index)
                .map(|(_, given)| given)
        }
    };
    let missing: Vec<&Input> = inputs
        .iter()
        .enumerate()
        .filter(|(index, input)| input.required && given(*index).is_none())
        .map(|(_, input)| input)
        .collect();
    let taken: Vec<&Ident> = missing.iter().map(|input| &input.ident).collect();
    let context = Context::new(api, link.operation, Some(link.response), &taken);
    let used = (0..inputs.len()).filter_map(given);
    let readings: Vec<&Reading> = used.flat_map(Given::readings).collect();
    let arguments = context.arguments(&readings);
    let further = missing.iter().map(|input| {
        let Input {
            ident, argument, ..
        } = input;
        quote!(#ident: #argument)
    });
    let arguments: Vec<TokenStream> = arguments.into_iter().chain(further).collect();
    let mut required = Vec::new();
    let mut optional = Vec::new();
    for (index, input) in inputs.iter().enumerate() {
        let Input { ident, value, .. } = input;
        match given(index) {
            Some(given) if input.required => {
                let source = context.given(given);
                required.push(quote!(#source.read::<#value>()?));
            }
            None if input.required => required.push(quote!(#ident)),
            Some(given) => {
                let source = context.given(given);
                optional.push(quote!(input.#ident = #source.read_optional::<#value>()?;));
            }
            None => {}
        }
    }
    let ty = target_names.operation(&target.type_ident);
    let new = quote!(#ty::new(#(#required),*));
    let body = match optional.as_slice() {
        [] => quote!(Ok(#new)),
        optional => quote! {
            let mut input = #new;
            #(#optional)*
            Ok(input)
        },
    };
    let mut docs = Doc::default().own(format!(
        "The link {}: the input of {} after this call.",
        code(&link.name),
        code(&target.id)
    ));
    if let Some(description) = &link.description {
        docs = docs.markdown(description);
    }
    let docs = docs
        .own("# Errors")
        .own("When the messages lack what the link takes from them, or when it does not fit.")
        .attributes();
    let method = ident(&link.ident);
    let allow = many_arguments(arguments.len() + 1);
    quote! {
        #docs
        #allow
        pub fn #method(&self, #(#arguments),*) -> Result<#ty, expression::Unresolved> {
            #body
        }
    }
}

/// The messages that expressions are evaluated on.
struct Context<'a> {
    operation: &'a Operation,
    names: Names<'a>,
    response: Option<ResponseRef>,
    /// Argument that holds the response.
    reply: Ident,
    /// Argument that holds the URL of the request.
    url: Ident,
}

impl<'a> Context<'a> {
    fn new(
        api: &'a Api,
        operation: OperationRef,
        response: Option<ResponseRef>,
        taken: &[&Ident],
    ) -> Self {
        let free = |names: [&str; 2]| {
            let [usual, otherwise] = names.map(ident);
            if taken.contains(&&usual) {
                otherwise
            } else {
                usual
            }
        };
        Self {
            operation: api.operation(operation),
            names: names(api, operation),
            response,
            reply: free(["response", "answered"]),
            url: free(["url", "requested"]),
        }
    }

    fn is_success(&self) -> bool {
        self.response.is_none_or(|response| response.success)
    }

    /// What is needed to evaluate some expressions, beside the input.
    fn arguments(&self, readings: &[&Reading]) -> Vec<TokenStream> {
        let needs = |wanted: fn(&Source) -> bool| {
            let mut sources = readings.iter().map(|reading| &reading.source);
            sources.any(wanted)
        };
        let url = needs(|source| *source == Source::Url).then(|| {
            let url = &self.url;
            quote!(#url: &str)
        });
        let response = needs(Source::is_response).then(|| {
            let reply = &self.reply;
            let ty = match self.is_success() {
                true => success::output(self.operation, self.names),
                false => self.names.operation(&self.operation.failure.ident),
            };
            quote!(#reply: &#ty)
        });
        url.into_iter().chain(response).collect()
    }

    /// What a link gives, as something that can be read.
    fn given(&self, given: &Given) -> TokenStream {
        match given {
            Given::Constant(value) => {
                let json = literal::text(&value.to_string());
                quote!(expression::constant(#json))
            }
            Given::Value(reading) => self.value(reading),
            Given::Text(template) => {
                let template = self.template(template, &quote!(text));
                quote!(#template.into_reading())
            }
        }
    }

    /// A text with expressions in it.
    fn template(&self, template: &Template, kind: &TokenStream) -> TokenStream {
        let pieces = template.pieces.iter().map(|piece| match piece {
            Piece::Literal(text) => {
                let text = literal::text(text);
                quote!(.literal(#text))
            }
            Piece::Reading(reading) => {
                let value = self.value(reading);
                quote!(.reading(#value))
            }
        });
        quote!(expression::Template::#kind() #(#pieces)*)
    }

    /// The value of an expression.
    fn value(&self, reading: &Reading) -> TokenStream {
        let name = literal::text(&reading.expression);
        match &reading.source {
            Source::Url => {
                let url = &self.url;
                quote!(expression::value(#name, #url))
            }
            Source::Fixed(text) => {
                let text = literal::text(text);
                quote!(expression::value(#name, #text))
            }
            Source::Parameter(index) => {
                let ident = ident(&self.operation.parameters[*index].ident);
                quote!(expression::value(#name, &self.#ident))
            }
            Source::RequestBody(_) => self.request_body(&name),
            Source::ResponseBody(_) => self.in_response(&name, |reply, place| {
                let payload = reply.payload.as_ref()?;
                let body = place.field(&ident("body"));
                is_readable(payload).then(|| quote!(expression::at(#name, #body)))
            }),
            Source::ResponseHeader(header) => self.in_response(&name, |reply, place| {
                let mut headers = reply.headers.iter();
                let header = headers.find(|known| known.name.eq_ignore_ascii_case(header))?;
                let field = place.field(&ident(&header.ident));
                Some(quote!(expression::value(#name, #field)))
            }),
            Source::Status => self.in_response(&name, |reply, place| match reply.status {
                Status::Code(code) => {
                    let code = Literal::u16_suffixed(code);
                    Some(quote!(expression::value(#name, &#code)))
                }
                _ => {
                    let status = place.access(&ident("status"));
                    Some(quote!(expression::value(#name, &#status.as_u16())))
                }
            }),
        }
    }

    fn request_body(&self, name: &Literal) -> TokenStream {
        let Some(body) = &self.operation.body else {
            return quote!(expression::absent(#name));
        };
        let field = ident(&body.ident);
        if body.contents.len() == 1 {
            return quote!(expression::at(#name, &self.#field));
        }
        let enumeration = self.names.operation(&body.type_ident);
        let arms: Vec<_> = body
            .contents
            .iter()
            .filter(|content| is_readable(content))
            .map(|content| {
                let variant = ident(&content.ident);
                let pattern = quote!(#enumeration::#variant(body));
                let pattern = match body.required {
                    true => pattern,
                    false => quote!(Some(#pattern)),
                };
                quote!(#pattern => expression::at(#name, body))
            })
            .collect();
        let rest = (arms.len() < body.contents.len() || !body.required)
            .then(|| quote!(_ => expression::absent(#name),));
        quote!(match &self.#field { #(#arms,)* #rest })
    }

    /// A value of the response, whichever of its forms it has.
    fn in_response(
        &self,
        name: &Literal,
        value: impl Fn(&Reply, Place<'_>) -> Option<TokenStream>,
    ) -> TokenStream {
        let response = &self.reply;
        let outcome = match self.is_success() {
            true => &self.operation.success,
            false => &self.operation.failure,
        };
        if self.is_success() {
            let place = match Success::of(outcome) {
                Success::Unit => return quote!(expression::absent(#name)),
                Success::Payload(_) => Some(Place::Value(response)),
                Success::Struct(_) => Some(Place::Struct(response)),
                Success::Enum(_) => None,
            };
            if let Some(place) = place {
                let mut replies = outcome.replies.iter();
                return replies
                    .find_map(|reply| value(reply, place))
                    .unwrap_or_else(|| quote!(expression::absent(#name)));
            }
        }
        let outcomes = self.names.operation(&outcome.ident);
        let status = self.response.and_then(|response| response.status);
        let candidates = outcome.replies.iter();
        let candidates = candidates.filter(|reply| status.is_none_or(|s| s == reply.status));
        let arms: Vec<TokenStream> = candidates
            .filter_map(|reply| {
                let value = value(reply, Place::Bound)?;
                let variant = ident(&reply.ident);
                // Only what the value names is bound.
                let pattern = match Carried::by(reply) {
                    Carried::Nothing => quote!(#outcomes::#variant),
                    Carried::Payload(_) if mentions(&value, "body") => {
                        quote!(#outcomes::#variant(body))
                    }
                    Carried::Payload(_) => quote!(#outcomes::#variant(_)),
                    Carried::Fields { headers, .. } => {
                        let own = ["status", "body"].into_iter();
                        let headers = headers.iter().map(|header| header.ident.as_str());
                        let bound = own
                            .chain(headers)
                            .filter(|field| mentions(&value, &ident(field).to_string()))
                            .map(ident);
                        quote!(#outcomes::#variant { #(#bound,)* .. })
                    }
                };
                Some(quote!(#pattern => #value))
            })
            .collect();
        let rest = (arms.len() < outcome.replies.len() || !self.is_success())
            .then(|| quote!(_ => expression::absent(#name),));
        quote!(match #response { #(#arms,)* #rest })
    }
}

/// Where the parts of a response are.
#[derive(Clone, Copy)]
enum Place<'a> {
    /// The response is the body.
    Value(&'a Ident),
    /// The response has fields.
    Struct(&'a Ident),
    /// A pattern has bound them.
    Bound,
}

impl Place<'_> {
    /// A part, to call a method on.
    fn access(self, field: &Ident) -> TokenStream {
        match self {
            Self::Struct(response) => quote!(#response.#field),
            Self::Value(_) | Self::Bound => quote!(#field),
        }
    }

    /// A reference to a part.
    fn field(self, field: &Ident) -> TokenStream {
        match self {
            Self::Value(response) => quote!(#response),
            Self::Struct(response) => quote!(&#response.#field),
            Self::Bound => quote!(#field),
        }
    }
}

/// Whether tokens name an identifier.
fn mentions(tokens: &TokenStream, name: &str) -> bool {
    crate::render::format::words(tokens).contains(name)
}

/// Whether a content is kept as a value that expressions can look into.
fn is_readable(content: &Content) -> bool {
    matches!(
        content.media,
        Media::Json | Media::Form | Media::Text | Media::Xml
    )
}
