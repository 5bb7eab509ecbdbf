//! The method of a call that sends it, and then waits for what it started.

use proc_macro2::TokenStream;
use quote::quote;

use super::Method;
use crate::model::WaitSource;
use crate::render::doors::{self, literal};
use crate::render::operations::input::many_arguments;

impl Method<'_> {
    pub(super) fn of_call(&self) -> TokenStream {
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
            .map(|given| given.owned());
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
