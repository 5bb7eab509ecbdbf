//! An object with known members.

use std::collections::BTreeSet;

use heck::{ToShoutySnakeCase, ToSnakeCase};
use proc_macro2::TokenStream;
use quote::quote;

use super::{default_constant, derives, describe};
use crate::model::{
    Additional, Demand, Direction, EnumValue, Field, FieldRole, Struct, Type, TypeDef, TypeId,
    TypeKind, Types,
};
use crate::render::doors::{Doc, code, ident, literal};
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
    let defaults = defaults(expression, object);
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
            #defaults
            #new
            #(#setters)*
        }
    }
}

/// The defaults of members, each under a name of its own.
fn defaults(expression: &Expression<'_>, object: &Struct) -> TokenStream {
    let mut names = BTreeSet::new();
    object
        .fields
        .iter()
        .filter(|field| names.insert(field.ident.to_shouty_snake_case()))
        .filter_map(|field| {
            let default = field.default.as_ref();
            default_constant(expression, &field.ident, &field.value.ty, default)
        })
        .collect()
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
    match (field.read_only, field.write_only, field.demanded) {
        (true, false, _) => doc = doc.own("Set by the service."),
        (false, true, Some(_)) => doc = doc.own("Only in requests, which must have it."),
        (false, true, None) => doc = doc.own("Only in requests."),
        _ => {}
    }
    if let Some(tag) = &field.tag {
        doc = doc.own(format!("{} in `new`.", code(tag)));
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
        match given(expression.types(), field) {
            Given::Never => values.push(quote!(#name: None)),
            Given::Text(text) => {
                let text = literal::text(text);
                values.push(quote!(#name: String::from(#text)));
            }
            Given::Variant(id, variant) => {
                let (ty, variant) = (expression.named(id), ident(&variant.ident));
                values.push(quote!(#name: #ty::#variant));
            }
            Given::Argument => {
                let argument = expression.argument(&field.value.ty);
                let ty = &argument.ty;
                arguments.push(quote!(#name: #ty));
                let optional = !Presence::of(field).is_required();
                values.push(assignment(&name, &argument, |value| {
                    if optional {
                        quote!(Some(#value))
                    } else {
                        value
                    }
                }));
            }
        }
    }
    let is_open = matches!(object.additional, Additional::Kept { .. });
    if let Additional::Kept { ident: name, .. } = &object.additional {
        let name = ident(name);
        values.push(quote!(#name: std::collections::BTreeMap::new()));
    }
    let is_optional = |field: &Field| matches!(given(expression.types(), field), Given::Never);
    let (has_optional, has_others) = (
        object.fields.iter().any(is_optional),
        object.fields.iter().any(|field| !is_optional(field)),
    );
    let with = match (has_others, has_optional) {
        (true, true) => "its required members; setters add the rest",
        (true, false) if is_open => "its required members",
        (true, false) => "all of its members",
        (false, true) => "no members; setters add them",
        (false, false) => "no members",
    };
    let doc = format!(" Creates `{}` with {with}.", def.ident);
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

/// Where `new` takes the value of a field from.
pub(crate) enum Given<'a> {
    /// It is absent at first.
    Never,
    /// It is an argument.
    Argument,
    /// It is the text that stands for the struct in unions.
    Text(&'a str),
    /// It is this variant of an enum: the only one, or the one that stands for the struct.
    Variant(TypeId, &'a EnumValue),
}

/// Where `new` takes the value of a field from.
pub(crate) fn given<'a>(types: &'a Types, field: &'a Field) -> Given<'a> {
    if field.demanded == Some(Demand::In(Direction::Request)) {
        return Given::Argument;
    }
    if !Presence::of(field).is_required() {
        return Given::Never;
    }
    let values = match &field.value.ty {
        Type::Named(id) => match &types[*id].kind {
            TypeKind::Enum(values) => Some((*id, values)),
            _ => None,
        },
        _ => None,
    };
    match (values, &field.tag) {
        (Some((id, values)), _) if values.closed && values.values.len() == 1 => {
            Given::Variant(id, &values.values[0])
        }
        (Some((id, values)), Some(tag)) => {
            let tagged = values.values.iter().find(|value| value.value == **tag);
            tagged.map_or(Given::Argument, |value| Given::Variant(id, value))
        }
        (None, Some(tag)) => Given::Text(tag),
        _ => Given::Argument,
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
