//! An object with known members.

use heck::ToSnakeCase;
use proc_macro2::TokenStream;
use quote::quote;

use super::{derives, describe};
use crate::model::{Additional, Field, FieldRole, Struct, Type, TypeDef, TypeKind};
use crate::render::doors::{Doc, code, ident};
use crate::render::expression::{Argument, Expression, Presence};
use crate::render::facts;

/// So many arguments are as many as clippy finds readable.
const ARGUMENTS: usize = 7;

/// Methods of operators: clippy takes a setter of that name for a forgotten trait.
const OPERATORS: [&str; 10] = [
    "add", "bitand", "bitor", "bitxor", "div", "mul", "rem", "shl", "shr", "sub",
];

/// The struct, `new` with what is required, and a setter for each of the other members.
pub(super) fn render(expression: &Expression<'_>, def: &TypeDef, object: &Struct) -> TokenStream {
    let name = ident(&def.ident);
    let doc = describe(def).attributes();
    let derives = derives(def, if def.has_default { &["Default"] } else { &[] });
    let fields = object.fields.iter().map(|field| {
        let doc = describe_field(expression, field).attributes();
        let name = ident(&field.ident);
        let ty = expression.field(field);
        quote!(#doc pub #name: #ty)
    });
    let additional = additional(expression, &object.additional);
    let new = constructor(expression, def, object);
    let setters = object
        .fields
        .iter()
        .filter(|field| !Presence::of(field).is_required())
        .map(|field| setter(expression, field));
    quote! {
        #doc
        #derives
        #[non_exhaustive]
        pub struct #name {
            #(#fields,)*
            #additional
        }

        impl #name {
            #new
            #(#setters)*
        }
    }
}

fn additional(expression: &Expression<'_>, additional: &Additional) -> TokenStream {
    let Additional::Kept {
        ident: name,
        value,
        patterns,
    } = additional
    else {
        return TokenStream::new();
    };
    let mut doc = Doc::default().own("Members that have no field of their own, by name.");
    if !patterns.is_empty() {
        let patterns: Vec<String> = patterns.iter().map(|pattern| code(pattern)).collect();
        doc = doc.own(format!("Names match {}.", patterns.join(" or ")));
    }
    let doc = doc.attributes();
    let name = ident(name);
    let ty = expression.of(&value.ty);
    quote!(#doc pub #name: std::collections::BTreeMap<String, #ty>,)
}

/// What the document says about a field.
fn describe_field(expression: &Expression<'_>, field: &Field) -> Doc {
    let mut doc = Doc::default().markdown(field.description.as_deref().unwrap_or_default());
    // The identifier says it already, unless the name on the wire cannot be told from it.
    let tells = field.name.to_snake_case() == field.ident;
    match field.role {
        _ if !doc.is_empty() => {}
        FieldRole::Member if tells => {}
        FieldRole::Member => doc = doc.own(format!("The member {}.", code(&field.name))),
        FieldRole::Flattened => {
            doc = doc.own("Members that depend on which alternative holds.");
        }
    }
    let facts = facts::paragraph(
        expression.types(),
        &field.value,
        field.default.as_ref(),
        field.example.as_ref(),
    );
    if !facts.is_empty() {
        doc = doc.own(facts);
    }
    match (field.read_only, field.write_only) {
        (true, false) => doc = doc.own("Only in responses."),
        (false, true) => doc = doc.own("Only in requests."),
        _ => {}
    }
    if field.deprecated {
        doc = doc.own("**Deprecated.**");
    }
    doc
}

/// `new`: what is required is an argument, unless only one value is possible.
fn constructor(expression: &Expression<'_>, def: &TypeDef, object: &Struct) -> TokenStream {
    let mut arguments = Vec::new();
    let mut values = Vec::new();
    for field in &object.fields {
        let name = ident(&field.ident);
        if !Presence::of(field).is_required() {
            values.push(quote!(#name: None));
        } else if let Some(constant) = constant(expression, &field.value.ty) {
            values.push(quote!(#name: #constant));
        } else {
            let argument = expression.argument(&field.value.ty);
            let ty = &argument.ty;
            arguments.push(quote!(#name: #ty));
            values.push(assignment(&name, &argument, |value| value));
        }
    }
    if let Additional::Kept { ident: name, .. } = &object.additional {
        let name = ident(name);
        values.push(quote!(#name: std::collections::BTreeMap::new()));
    }
    let doc = if arguments.is_empty() {
        format!(" Sets nothing of `{}`.", def.ident)
    } else {
        format!(
            " Takes what `{}` requires; setters add the rest.",
            def.ident
        )
    };
    let allow = (arguments.len() > ARGUMENTS).then(
        || quote!(#[allow(clippy::too_many_arguments, reason = "the document requires them all")]),
    );
    // A constructor without arguments that is no `Default` surprises; clippy says so, too.
    let body = if def.has_default && arguments.is_empty() {
        quote!(Self::default())
    } else {
        quote!(Self { #(#values),* })
    };
    let allow_default = (arguments.is_empty() && !def.has_default).then(
        || quote!(#[allow(clippy::new_without_default, reason = "it has members with a fixed value")]),
    );
    quote! {
        #[doc = #doc]
        #allow
        #allow_default
        #[must_use]
        pub fn new(#(#arguments),*) -> Self {
            #body
        }
    }
}

/// The value of a type that has only one: a closed enum of one value.
fn constant(expression: &Expression<'_>, ty: &Type) -> Option<TokenStream> {
    let Type::Named(id) = ty else { return None };
    let TypeKind::Enum(values) = &expression.types()[*id].kind else {
        return None;
    };
    match values.values.as_slice() {
        [value] if values.closed => {
            let ty = expression.named(*id);
            let variant = ident(&value.ident);
            Some(quote!(#ty::#variant))
        }
        _ => None,
    }
}

/// `name: value`, or `name` alone where both are the same.
fn assignment(
    name: &proc_macro2::Ident,
    argument: &Argument,
    wrap: impl Fn(TokenStream) -> TokenStream,
) -> TokenStream {
    let plain = quote!(#name);
    let value = wrap(argument.convert(&plain));
    if value.to_string() == plain.to_string() {
        plain
    } else {
        quote!(#name: #value)
    }
}

fn setter(expression: &Expression<'_>, field: &Field) -> TokenStream {
    let name = ident(&field.ident);
    let method = ident(&field.setter);
    let (ty, nullable) = match &field.value.ty {
        Type::Nullable(inner) => (inner.as_ref(), true),
        other => (other, false),
    };
    let argument = expression.argument(ty);
    let argument_ty = &argument.ty;
    let value = argument.convert(&quote!(value));
    let value = if nullable {
        quote!(Some(Some(#value)))
    } else {
        quote!(Some(#value))
    };
    let null = nullable.then_some(" For null, set the field to `Some(None)`.");
    let doc = null.map(|doc| quote!(#[doc = #doc]));
    let deprecated = field.deprecated.then(|| quote!(#[deprecated]));
    let by_trait = OPERATORS.contains(&field.setter.as_str()) && !argument.is_generic();
    let allow = by_trait.then(
        || quote!(#[allow(clippy::should_implement_trait, reason = "it sets a member of this name")]),
    );
    quote! {
        #doc
        #deprecated
        #allow
        #[must_use]
        pub fn #method(mut self, value: #argument_ty) -> Self {
            self.#name = #value;
            self
        }
    }
}
