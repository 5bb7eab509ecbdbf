//! How the types of messages and of operations are reached from a module.
//!
//! Comes in: a module's place. Goes out: type expressions. Messages are always reached through `types::`, operations
//! through `operations::` from everywhere else, so that no name of a document hides another one.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Content, Media, RequestBody, Types};
use crate::render::doors;
use crate::render::expression::{Expression, Scope};

/// Type expressions for one place.
#[derive(Clone, Copy)]
pub(crate) struct Names<'a> {
    /// Types of messages.
    pub(crate) types: Expression<'a>,
    place: Place,
}

/// Where the module `operations` is from here.
#[derive(Clone, Copy)]
enum Place {
    /// Here.
    Inside,
    /// Imported.
    Imported,
    /// In this module of the crate.
    In(&'static str),
}

/// Which way a content travels, as far as its type depends on it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Travel {
    /// In a request or a success, where bytes may arrive over time.
    Streamed,
    /// In an error, which is kept whole.
    Kept,
}

impl<'a> Names<'a> {
    /// For the module `operations` itself.
    pub(crate) fn inside(types: &'a Types) -> Self {
        Self {
            types: Expression::new(types, Scope::Elsewhere),
            place: Place::Inside,
        }
    }

    /// For every other module.
    pub(crate) fn outside(types: &'a Types) -> Self {
        Self {
            types: Expression::new(types, Scope::Elsewhere),
            place: Place::Imported,
        }
    }

    /// For a module that names operations of several sets; those of the API are imported.
    pub(crate) fn of_set(types: &'a Types, module: Option<&'static str>) -> Self {
        Self {
            types: Expression::new(types, Scope::Elsewhere),
            place: module.map_or(Place::Imported, Place::In),
        }
    }

    /// A type of the module `operations`.
    pub(crate) fn operation(&self, name: &str) -> TokenStream {
        let ident = doors::ident(name);
        match self.place {
            Place::Inside => quote!(#ident),
            Place::Imported => quote!(operations::#ident),
            Place::In(module) => {
                let module = doors::ident(module);
                quote!(crate::#module::operations::#ident)
            }
        }
    }

    /// Type of a content.
    pub(crate) fn content(&self, content: &Content, travel: Travel) -> TokenStream {
        match content.media {
            Media::Json | Media::Xml | Media::Form | Media::Text => {
                self.types.of(&content.value.ty)
            }
            _ if travel == Travel::Kept => quote!(bytes::Bytes),
            Media::EventStream => {
                let item = self.types.of(&content.value.ty);
                quote!(stream::EventStream<#item>)
            }
            Media::JsonLines => {
                let item = self.types.of(&content.value.ty);
                quote!(stream::JsonLines<#item>)
            }
            Media::Multipart => match &content.form {
                Some(form) => self.operation(&form.ident),
                None => quote!(multipart::Parts),
            },
            Media::Bytes => quote!(body::Body),
        }
    }

    /// Type of a request's body.
    pub(crate) fn body(&self, body: &RequestBody) -> TokenStream {
        match body.contents.as_slice() {
            [content] => self.content(content, Travel::Streamed),
            _ => self.operation(&body.type_ident),
        }
    }
}
