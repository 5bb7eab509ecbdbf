//! How multipart forms are written and read, for both ends at once.
//!
//! Comes in: the forms of the model. Goes out: `src/wire/forms.rs`, and one file per tag behind it when it is long;
//! nothing when there is no form.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::agreement;
use crate::model::{Form, Part, PartKind, Types};
use crate::render::File;
use crate::render::doors::{Doc, ident, literal};
use crate::render::operations::names::Names;
use crate::render::package::split::Split;
use crate::render::set::Set;

/// What items of the module refer to.
const IMPORTS: &[(&str, &str)] = &[
    ("multipart", "use generator_runtime::multipart;"),
    ("Param", "use generator_runtime::params::Param;"),
    ("operations", "use crate::operations;"),
];

/// The files of the module.
pub(crate) fn files(set: Set<'_>) -> Vec<File> {
    let api = set.api;
    let names = Names::outside(&api.types);
    let parts: Vec<TokenStream> = set
        .operations
        .iter()
        .map(|operation| {
            let contents = operation.body.iter().flat_map(|body| &body.contents);
            let forms = contents.filter_map(|content| content.form.as_ref());
            forms
                .map(|form| implementation(form, &api.types, names))
                .collect()
        })
        .collect();
    if parts.iter().all(TokenStream::is_empty) {
        return Vec::new();
    }
    Split {
        path: &set.path("wire/forms"),
        docs: Doc::default().own("How multipart forms are written and read."),
        imports: set.imports(IMPORTS),
        modules: TokenStream::new(),
        head: Vec::new(),
        reexport: None,
        above: &[],
        shared: &|_| Vec::new(),
    }
    .files(set.operations, parts)
}

fn implementation(form: &Form, types: &Types, names: Names<'_>) -> TokenStream {
    let name = names.operation(&form.ident);
    let writes = form.parts.iter().map(|part| write(part, types));
    let write_others = form.others.as_ref().map(|name| {
        let name = ident(name);
        quote!(parts.others(&mut self.#name);)
    });
    // First all parts are read, so that everything that is wrong is told; then what is missing ends it.
    let mut reads = Vec::new();
    let mut values = Vec::new();
    let mut add = |name: &str, read: TokenStream, taken: TokenStream| {
        let index = Literal::usize_unsuffixed(reads.len());
        let name = ident(name);
        values.push(quote!(#name: read.#index #taken));
        reads.push(read);
    };
    for part in &form.parts {
        let wire = literal::text(&part.field.name);
        // Before the part itself, which a file takes away.
        for header in &part.headers {
            let param = agreement::header(header, types);
            if header.required {
                add(
                    &header.ident,
                    quote!(parts.part(#wire).required_header(&#param)),
                    quote!(?),
                );
            } else {
                let read = quote!(parts.part(#wire).header(&#param));
                add(&header.ident, read, TokenStream::new());
            }
        }
        let required = part.field.required;
        let taken = match (required, part.repeated) {
            (false, _) => TokenStream::new(),
            // No part at all is an empty list.
            (true, true) => quote!(.unwrap_or_default()),
            (true, false) => quote!(?),
        };
        let found = if required && !part.repeated {
            quote!(parts.required(#wire))
        } else {
            quote!(parts.part(#wire))
        };
        let method = ident(match (part.kind, part.repeated) {
            (PartKind::Text, false) => "text",
            (PartKind::Text, true) => "texts",
            (PartKind::Json, false) => "json",
            (PartKind::Json, true) => "each_json",
            (PartKind::File, false) => "file",
            (PartKind::File, true) => "files",
        });
        add(&part.field.ident, quote!(#found.#method()), taken);
    }
    if let Some(name) = &form.others {
        add(name, quote!(parts.others()), TokenStream::new());
    }
    if values.is_empty() {
        return quote! {
            impl multipart::Form for #name {
                fn write(&mut self, _: &mut multipart::Writer) {}

                fn read(_: &mut multipart::Reader) -> Option<Self> {
                    Some(Self {})
                }
            }
        };
    }
    quote! {
        impl multipart::Form for #name {
            fn write(&mut self, parts: &mut multipart::Writer) {
                #(#writes)*
                #write_others
            }

            fn read(parts: &mut multipart::Reader) -> Option<Self> {
                let read = (#(#reads,)*);
                Some(Self { #(#values,)* })
            }
        }
    }
}

fn write(part: &Part, types: &Types) -> TokenStream {
    let wire = literal::text(&part.field.name);
    let field = ident(&part.field.ident);
    let content_type = part.content_type.as_deref().map(|media_type| {
        let media_type = literal::text(media_type);
        quote!(.content_type(#media_type))
    });
    let headers = part.headers.iter().map(|header| {
        let param = agreement::header(header, types);
        let ident = ident(&header.ident);
        quote!(.header(&#param, &self.#ident))
    });
    let written = match (part.kind, part.repeated, part.field.required) {
        (PartKind::Text, _, _) => quote!(text(&self.#field)),
        (PartKind::Json, false, _) => quote!(json(&self.#field)),
        (PartKind::Json, true, true) => quote!(each_json(&self.#field)),
        (PartKind::Json, true, false) => quote!(each_json(self.#field.iter().flatten())),
        (PartKind::File, false, true) => quote!(files([&mut self.#field])),
        (PartKind::File, true, false) => quote!(files(self.#field.iter_mut().flatten())),
        (PartKind::File, ..) => quote!(files(&mut self.#field)),
    };
    quote!(parts.part(#wire) #content_type #(#headers)* .#written;)
}
