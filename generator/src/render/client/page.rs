//! Methods that give all pages of a list.
//!
//! Comes in: a list of the model. Goes out: how its pages are turned, and the method of a call that gives them. When a
//! page is asked for is the runtime's business.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Api, PagePath, PageStyle, Paging, Type, TypeKind};
use crate::render::doors::{self, Doc};
use crate::render::expression::Presence;
use crate::render::operations::names::Names;
use crate::render::operations::outcome::Success;
use crate::render::operations::success;

/// What makes a stream of the pages of an operation; nothing when it does not answer with a page.
pub(super) fn render(operation: usize, api: &Api, names: Names<'_>) -> TokenStream {
    api.pages
        .iter()
        .filter(|paging| paging.operation == operation)
        .map(|paging| List { paging, api, names }.render())
        .collect()
}

struct List<'a> {
    paging: &'a Paging,
    api: &'a Api,
    names: Names<'a>,
}

impl List<'_> {
    fn render(&self) -> TokenStream {
        let operation = &self.api.operations[self.paging.operation];
        let input = doors::ident(&operation.type_ident);
        let output = success::output(operation, self.names);
        let item = self.item();
        let items = self.value(&self.paging.items, true);
        let turn = self.turn();
        let ident = doors::ident(&self.paging.ident);
        let method = doors::ident(&operation.method_ident);
        let docs = Doc::default().own(format!(
            "All pages, from the one that the call chooses: a stream that makes one call per page. Its `items()` are those at {}.",
            doors::code(&self.paging.items.pointer)
        ));
        let docs = match self.paging.size {
            Some(size) => {
                let size = doors::ident(&operation.parameters[size].ident);
                docs.own(format!("`{size}` says how many items a page may have."))
            }
            None => docs,
        };
        let docs = docs
            .own("# Errors")
            .own(format!(
                "The stream ends with the first error of a call, as [`Client::{method}`] has them."
            ))
            .attributes();
        quote! {
            impl generator_runtime::client::Paged for operations::#input {
                type Item = #item;

                fn items(page: &mut #output) -> Option<&mut Vec<#item>> {
                    #items
                }

                fn turn(
                    &mut self,
                    page: &#output,
                    turn: &mut generator_runtime::client::Turn,
                ) -> Option<()> {
                    #turn
                    Some(())
                }
            }

            impl Call<'_, operations::#input> {
                #docs
                pub fn #ident(self) -> generator_runtime::client::Pages<operations::#input> {
                    generator_runtime::client::Pages::new(&self.client.connection, self.input)
                }
            }
        }
    }

    /// Changes the input that chooses the page.
    fn turn(&self) -> TokenStream {
        let operation = &self.api.operations[self.paging.operation];
        let parameter = &operation.parameters[self.paging.request];
        let field = doors::ident(&parameter.ident);
        let next = match &self.paging.style {
            PageStyle::Token(token) => {
                let token = self.value(token, false);
                quote!(turn.token(#token)?)
            }
            PageStyle::Number(total) => {
                let current = match parameter.required {
                    true => quote!(Some(&self.#field)),
                    false => quote!(self.#field.as_ref()),
                };
                let total = match total {
                    Some(total) => self.value(total, false),
                    None => quote!(None::<&u64>),
                };
                quote!(turn.number(#current, #total)?)
            }
        };
        match parameter.required {
            true => quote!(self.#field = #next;),
            false => quote!(self.#field = Some(#next);),
        }
    }

    /// Type of an item.
    fn item(&self) -> TokenStream {
        let types = &self.api.types;
        let operation = &self.api.operations[self.paging.operation];
        let payload = operation
            .success
            .replies
            .iter()
            .find_map(|reply| reply.payload.as_ref());
        let last = self
            .paging
            .items
            .steps
            .last()
            .map(|(id, index)| match &types[*id].kind {
                TypeKind::Struct(object) => object.fields.get(*index).map(|field| &field.value.ty),
                _ => None,
            });
        let mut ty = match last {
            Some(field) => field,
            None => payload.map(|payload| &payload.value.ty),
        };
        loop {
            ty = match ty {
                Some(Type::Nullable(inner)) => Some(inner),
                Some(Type::Named(id)) => match &types[*id].kind {
                    TypeKind::Alias(target) => Some(&target.ty),
                    _ => None,
                },
                Some(Type::Array(item)) => return self.names.types.of(&item.ty),
                _ => return quote!(serde_json::Value),
            };
        }
    }

    /// The value at a path, as an `Option` of a reference to it.
    fn value(&self, path: &PagePath, mutable: bool) -> TokenStream {
        let (reference, option) = match mutable {
            true => (quote!(&mut), quote!(as_mut)),
            false => (quote!(&), quote!(as_ref)),
        };
        let operation = &self.api.operations[self.paging.operation];
        let is_wrapped = matches!(Success::of(&operation.success), Success::Struct(_));
        let root = if is_wrapped {
            quote!(page.body)
        } else {
            quote!(page)
        };
        if path.steps.is_empty() {
            return if is_wrapped {
                quote!(Some(#reference #root))
            } else {
                quote!(Some(#root))
            };
        }
        // Members that are always there are a place; from the first that may be missing on, it is an option.
        let mut place = root;
        let mut is_option = false;
        for (id, index) in &path.steps {
            let TypeKind::Struct(object) = &self.api.types[*id].kind else {
                continue;
            };
            let field = &object.fields[*index];
            let ident = doors::ident(&field.ident);
            let presence = Presence::of(field);
            let inner = match presence {
                Presence::OptionalNullable => Some(quote!(.and_then(Option::#option))),
                _ => None,
            };
            place = match (is_option, presence) {
                (false, Presence::Required) => quote!(#place.#ident),
                (true, Presence::Required) => quote!(#place.map(|value| #reference value.#ident)),
                (false, _) => quote!(#place.#ident.#option() #inner),
                (true, _) => quote!(#place.and_then(|value| value.#ident.#option() #inner)),
            };
            is_option |= presence != Presence::Required;
        }
        if is_option {
            place
        } else {
            quote!(Some(#reference #place))
        }
    }
}
