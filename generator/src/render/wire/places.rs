//! Where single operations are called: the servers that they have of their own.
//!
//! Comes in: the operations of the API. Goes out: a constant for each list of servers, named after the URLs in it, so
//! that another operation elsewhere in the document renames none.

use heck::ToShoutySnakeCase;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::names::distinct_name;
use crate::model::{Api, Operation, Server};
use crate::render::client::server;
use crate::render::doors;

/// The lists of servers, as constants.
pub(crate) fn all(api: &Api) -> Vec<TokenStream> {
    let constants = named(api).into_iter().map(|(name, servers)| {
        let ident = doors::ident(&name);
        let servers = servers.iter().map(server::constant);
        quote!(pub(crate) const #ident: &[client::Server] = &[#(#servers),*];)
    });
    constants.collect()
}

/// The constant of the servers of an operation; `None` when it has none of its own.
pub(crate) fn of(api: &Api, operation: &Operation) -> Option<Ident> {
    let mut named = named(api).into_iter();
    let (name, _) = named.find(|(_, servers)| *servers == operation.servers.as_slice())?;
    Some(doors::ident(&name))
}

/// The distinct lists of servers, with the names of their constants.
fn named(api: &Api) -> Vec<(String, &[Server])> {
    let mut named: Vec<(String, &[Server])> = Vec::new();
    for servers in server::distinct(api) {
        let urls: Vec<String> = servers.iter().map(|server| words(&server.url)).collect();
        let wanted = format!("AT_{}", urls.join("_OR_"));
        let name = distinct_name(&wanted, |name| named.iter().any(|(known, _)| known == name));
        named.push((name, servers));
    }
    named
}

/// `UPLOADS_EXAMPLE_COM_V1`: the words of a URL behind its protocol.
fn words(url: &str) -> String {
    let place = url.split_once("//").map_or(url, |(_, place)| place);
    match place.to_shouty_snake_case() {
        words if words.is_empty() => String::from("ROOT"),
        words => words,
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn urls_in_words() {
        for (url, expected) in [
            ("https://uploads.example.com", "UPLOADS_EXAMPLE_COM"),
            ("https://{region}.example.com/v1/", "REGION_EXAMPLE_COM_V1"),
            ("//127.0.0.1:8080", "127_0_0_1_8080"),
            ("/api/v2", "API_V2"),
            ("/", "ROOT"),
        ] {
            assert_eq!(words(url), expected, "{url}");
        }
    }
}
