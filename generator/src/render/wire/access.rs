//! Who may call: security schemes, and what operations demand of them.
//!
//! Comes in: the schemes of the API and the requirements of its operations. Goes out: statics and constants that client
//! and server share. It does not know which end uses them.

use heck::ToShoutySnakeCase;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::names::distinct_name;
use crate::model::{
    Api, ApiKeyPlace, Operation, Requirement, SchemeKind, SecurityScheme, SignatureAlgorithm,
    SignatureRegion,
};
use crate::render::doors::{self, literal};

/// The security scheme as a static.
pub(crate) fn scheme(scheme: &SecurityScheme) -> TokenStream {
    let ident = scheme_ident(scheme);
    let name = literal::text(&scheme.name);
    let kind = match &scheme.kind {
        SchemeKind::ApiKey { place, name } => {
            let place = format_ident!(
                "{}",
                match place {
                    ApiKeyPlace::Header => "Header",
                    ApiKeyPlace::Query => "Query",
                    ApiKeyPlace::Cookie => "Cookie",
                }
            );
            let name = literal::text(name);
            quote!(ApiKey { place: security::Place::#place, name: #name })
        }
        SchemeKind::Basic => quote!(Basic),
        SchemeKind::Bearer | SchemeKind::OAuth2 { .. } | SchemeKind::OpenIdConnect { .. } => {
            quote!(Bearer)
        }
        SchemeKind::Http { scheme } => {
            let scheme = literal::text(scheme);
            quote!(Http { scheme: #scheme })
        }
        SchemeKind::MutualTls => quote!(MutualTls),
        SchemeKind::Signature {
            algorithm,
            service,
            region,
        } => {
            let algorithm = format_ident!(
                "{}",
                match algorithm {
                    SignatureAlgorithm::SdkHmacSha256 => "SdkHmacSha256",
                    SignatureAlgorithm::SdkHmacSha256Credential => "SdkHmacSha256Credential",
                    SignatureAlgorithm::JdCloud2 => "JdCloud2",
                    SignatureAlgorithm::JdCloud3 => "JdCloud3",
                    SignatureAlgorithm::Volcengine => "Volcengine",
                }
            );
            let service = literal::text(service);
            let region = match region {
                SignatureRegion::Literal(text) => {
                    let text = literal::text(text);
                    quote!(Literal(#text))
                }
                SignatureRegion::Named { name, default, .. } => {
                    let name = literal::text(name);
                    let fallback = if default.is_empty() {
                        quote!(None)
                    } else {
                        let default = literal::text(default);
                        quote!(Some(#default))
                    };
                    quote!(Named { name: #name, fallback: #fallback })
                }
            };
            quote!(Signature {
                algorithm: generator_runtime::signing::Algorithm::#algorithm,
                service: #service,
                region: security::Region::#region,
            })
        }
    };
    quote! {
        pub(crate) static #ident: security::Scheme = security::Scheme {
            name: #name,
            kind: security::SchemeKind::#kind,
        };
    }
}

/// The alternatives of credentials that an operation takes, by the name of their constant.
pub(crate) fn alternatives(distinct: &Distinct<'_>, operation: &Operation) -> TokenStream {
    let mut distinct = distinct.iter();
    match distinct.find(|(_, known)| **known == operation.security) {
        Some((name, _)) => {
            let ident = doors::ident(name);
            quote!(access::#ident)
        }
        None => quote!(&[]),
    }
}

/// The constants of all alternatives, each once.
pub(crate) fn all_alternatives(api: &Api) -> Vec<TokenStream> {
    let constants = distinct(api).into_iter().map(|(name, security)| {
        let ident = doors::ident(&name);
        let alternatives = security.iter().map(|requirements| {
            let requirements = requirements.iter().map(|requirement| {
                let ident = scheme_ident(&api.schemes[requirement.scheme]);
                if requirement.scopes.is_empty() {
                    return quote!(security::Requirement::new(&schemes::#ident));
                }
                let scopes = requirement.scopes.iter().map(|scope| literal::text(scope));
                quote!(security::Requirement { scheme: &schemes::#ident, scopes: &[#(#scopes),*] })
            });
            quote!(&[#(#requirements),*])
        });
        quote!(pub(crate) const #ident: security::Security = &[#(#alternatives),*];)
    });
    constants.collect()
}

/// Alternatives of credentials, each with the name of its constant.
pub(crate) type Distinct<'a> = Vec<(String, &'a Vec<Vec<Requirement>>)>;

/// What operations demand, each once, with the name of its constant; nothing is not among them.
pub(crate) fn distinct(api: &Api) -> Distinct<'_> {
    let mut distinct = Distinct::new();
    for operation in api.all_operations() {
        let security = &operation.security;
        if security.is_empty() || distinct.iter().any(|(_, known)| *known == security) {
            continue;
        }
        let wanted = alternatives_name(api, security);
        let taken = |name: &str| distinct.iter().any(|(known, _)| known == name);
        let name = distinct_name(&wanted, taken);
        distinct.push((name, security));
    }
    distinct
}

/// `KEY_OR_TOKEN_WITH_READ_IMAGES`: schemes with their scopes, `AND` within an alternative.
fn alternatives_name(api: &Api, security: &[Vec<Requirement>]) -> String {
    let alternatives = security.iter().map(|requirements| {
        let requirements = requirements.iter().map(|requirement| {
            let mut name = scheme_name(&api.schemes[requirement.scheme]);
            for (index, scope) in requirement.scopes.iter().enumerate() {
                name.push_str(if index == 0 { "_WITH_" } else { "_" });
                name.push_str(&scope.to_shouty_snake_case());
            }
            name
        });
        let requirements: Vec<String> = requirements.collect();
        match requirements.is_empty() {
            true => "ANYONE".to_owned(),
            false => requirements.join("_AND_"),
        }
    });
    alternatives.collect::<Vec<_>>().join("_OR_")
}

fn scheme_name(scheme: &SecurityScheme) -> String {
    scheme.ident.trim_start_matches("r#").to_uppercase()
}

fn scheme_ident(scheme: &SecurityScheme) -> Ident {
    doors::ident(&scheme_name(scheme))
}
