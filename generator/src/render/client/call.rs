//! A call that has not been sent yet.
//!
//! Comes in: operations. Goes out: the type `Call`, once, and the setters of what each operation may leave out.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Api, Operation};
use crate::render::doors;
use crate::render::operations::input::Input;
use crate::render::operations::names::Names;
use crate::render::set::Set;

/// The type `Call`.
pub(super) fn render(set: Set<'_>) -> TokenStream {
    let client = set.client();
    quote! {
        /// A call of an operation. It is sent when it is awaited.
        #[derive(Debug)]
        #[must_use = "a call is sent when it is awaited"]
        pub struct Call<'a, O> {
            client: &'a #client,
            input: O,
        }

        impl<O> Call<'_, O>
        where
            O: generator_runtime::client::Operation,
        {
            /// Sends the call, and returns the status and headers of the answer along with the result.
            ///
            /// # Errors
            ///
            /// The same as when the call is awaited by itself.
            pub async fn with_response(
                self,
            ) -> Result<
                generator_runtime::client::Response<O::Output>,
                generator_runtime::error::Error<O::Failure>,
            > {
                self.client.connection.call_with_response(self.input).await
            }
        }

        impl<'a, O> IntoFuture for Call<'a, O>
        where
            O: generator_runtime::client::Operation,
        {
            type Output = Result<O::Output, generator_runtime::error::Error<O::Failure>>;
            type IntoFuture = std::pin::Pin<Box<dyn Future<Output = Self::Output> + Send + 'a>>;

            fn into_future(self) -> Self::IntoFuture {
                Box::pin(self.client.connection.call(self.input))
            }
        }
    }
}

/// The setters of what an operation may leave out; nothing when all is required.
pub(super) fn setters(operation: &Operation, api: &Api, names: Names<'_>) -> TokenStream {
    let setters: Vec<_> = Input::all(operation, &api.types, names)
        .into_iter()
        .filter(|input| !input.required)
        .map(|input| {
            let Input {
                ident,
                argument,
                converted,
                ..
            } = &input;
            let docs = input.docs.attributes();
            quote! {
                #docs
                pub fn #ident(mut self, #ident: #argument) -> Self {
                    self.input.#ident = Some(#converted);
                    self
                }
            }
        })
        .collect();
    if setters.is_empty() {
        return TokenStream::new();
    }
    let input = doors::ident(&operation.type_ident);
    quote! {
        impl Call<'_, operations::#input> {
            #(#setters)*
        }
    }
}
