//! Constraints of one value as calls on a `Check`.

use proc_macro2::TokenStream;
use quote::quote;

use super::checker::Value;
use super::pattern::Patterns;
use crate::model::{
    Constraints, EnumBase, IntegerKind, Json, StringFormat, Text, Type, TypeKind, Types,
};
use crate::render::doors::literal;
use crate::render::expression::is_tuple;

/// What is to be checked of a value.
#[derive(Default)]
pub(super) struct Checks {
    /// Calls that chain: `.length(&self.name, 1..)`.
    pub(super) calls: Vec<TokenStream>,
    /// Statements for what is only checked of some values.
    pub(super) statements: TokenStream,
}

/// The checks of a value that is neither nullable nor an alias. What cannot apply to the type
/// constrains nothing (JSON Schema: a keyword is about values of its own kind).
pub(super) fn checks(
    types: &Types,
    patterns: &mut Patterns,
    hint: &str,
    ty: &Type,
    constraints: &Constraints,
    value: &Value,
) -> Checks {
    let mut checks = Checks::default();
    let calls = &mut checks.calls;
    match ty {
        Type::Text(kind) => {
            let receiver = value.receiver();
            let (text, receiver) = match kind {
                Text::String => (value.reference(), quote!(#receiver.as_str())),
                Text::Secret => (quote!(#receiver.expose()), quote!(#receiver.expose())),
                Text::Base64 | Text::Ipv4 | Text::Ipv6 => {
                    let text = quote!(#receiver.to_string());
                    (quote!(&#text), quote!(#text.as_str()))
                }
                _ => (quote!(#receiver.as_str()), quote!(#receiver.as_str())),
            };
            calls.extend(own_format(*kind, value));
            calls.extend(string(patterns, hint, constraints, &text));
            // What is secret is not repeated in a message.
            let shown = if *kind == Text::Secret {
                quote!("a secret")
            } else {
                value.reference()
            };
            calls.extend(one_of_texts(constraints, &receiver, &shown));
        }
        Type::Integer(IntegerKind::Big) => {
            let range = float_range(constraints);
            let receiver = value.receiver();
            let inner = number(constraints, range, &quote!(number));
            if !inner.is_empty() {
                checks.statements.extend(quote! {
                    if let Some(number) = #receiver.as_f64() { check #(#inner)*; }
                });
            }
            checks.statements.extend(one_of_values(constraints, value));
        }
        Type::Integer(kind) => calls.extend(integer(constraints, *kind, value)),
        Type::Float | Type::Double => {
            let range = float_range(constraints);
            calls.extend(number(constraints, range, &value.copy()));
            if !constraints.one_of.is_empty() {
                let numbers = constraints.one_of.iter().filter_map(Json::as_number);
                let numbers = numbers.map(literal::float);
                let (reference, shown) = (value.reference(), value.reference());
                calls.push(quote!(.one_of([#(#numbers),*].contains(#reference), #shown)));
            }
        }
        Type::Array(_) | Type::Tuple(..) => {
            let receiver = value.receiver();
            if !is_tuple(ty) {
                if let Some(range) = sizes(constraints.min_items, constraints.max_items) {
                    calls.push(quote!(.items(#receiver.len(), #range)));
                }
                if constraints.unique_items {
                    let list = value.reference();
                    calls.push(quote!(.unique(#list)));
                }
            }
            checks.statements.extend(one_of_values(constraints, value));
        }
        Type::Map(_) => {
            let receiver = value.receiver();
            if let Some(range) = sizes(constraints.min_properties, constraints.max_properties) {
                calls.push(quote!(.properties(#receiver.len(), #range)));
            }
            checks.statements.extend(one_of_values(constraints, value));
        }
        Type::Never => calls.push(quote!(.fail("false", "must not be there"))),
        Type::Bytes => checks.statements.extend(byte_count(constraints, value)),
        Type::Named(id) | Type::Boxed(id) => match &types[*id].kind {
            TypeKind::Enum(values) if values.base == EnumBase::String => {
                let receiver = value.receiver();
                let text = quote!(#receiver.as_str());
                calls.extend(string(patterns, hint, constraints, &text));
                calls.extend(one_of_texts(constraints, &text, &value.reference()));
            }
            TypeKind::Enum(_) => {
                let receiver = value.receiver();
                let value = Value::Place(quote!(#receiver.value()));
                calls.extend(integer(constraints, IntegerKind::I64, &value));
            }
            _ => checks.statements.extend(one_of_values(constraints, value)),
        },
        Type::Any => any(patterns, hint, constraints, value, &mut checks),
        Type::Bool => checks.statements.extend(one_of_values(constraints, value)),
        Type::Null | Type::Nullable(_) => {}
    }
    checks
}

/// The format that a text type has by itself; reading it takes any text.
fn own_format(kind: Text, value: &Value) -> Option<TokenStream> {
    let name = match kind {
        Text::DateTime => "date-time",
        Text::Date => "date",
        Text::Time => "time",
        Text::Duration => "duration",
        Text::Uuid => "uuid",
        Text::Uri => "uri",
        _ => return None,
    };
    let receiver = value.receiver();
    Some(quote!(.format(#name, #receiver.is_valid())))
}

fn string(
    patterns: &mut Patterns,
    hint: &str,
    constraints: &Constraints,
    text: &TokenStream,
) -> Vec<TokenStream> {
    let mut calls = Vec::new();
    if let Some(range) = sizes(constraints.min_length, constraints.max_length) {
        calls.push(quote!(.length(#text, #range)));
    }
    if let Some(source) = &constraints.pattern {
        let pattern = patterns.name(hint, source);
        calls.push(quote!(.pattern(#text, &#pattern)));
    }
    calls.extend(constraints.format.map(|format| match format {
        StringFormat::Email => {
            quote!(.format("email", generator_runtime::values::is_email(#text)))
        }
        StringFormat::Hostname => {
            quote!(.format("hostname", generator_runtime::values::is_hostname(#text)))
        }
    }));
    calls
}

fn one_of_texts(
    constraints: &Constraints,
    text: &TokenStream,
    shown: &TokenStream,
) -> Option<TokenStream> {
    if constraints.one_of.is_empty() {
        return None;
    }
    let values: Vec<_> = constraints
        .one_of
        .iter()
        .filter_map(Json::as_str)
        .map(literal::text)
        .collect();
    Some(match values.as_slice() {
        [] => quote!(.one_of(false, #shown)),
        values => quote!(.one_of(matches!(#text, #(#values)|*), #shown)),
    })
}

/// Values of any type, compared as JSON.
fn one_of_values(constraints: &Constraints, value: &Value) -> TokenStream {
    if constraints.one_of.is_empty() {
        return TokenStream::new();
    }
    let values = constraints.one_of.iter().map(literal::json);
    let value = value.reference();
    quote!(check.listed(#value, &[#(#values),*]);)
}

/// Sizes of bytes as they are.
fn byte_count(constraints: &Constraints, value: &Value) -> TokenStream {
    let mut statements = TokenStream::new();
    let receiver = value.receiver();
    if let Some(least) = constraints.min_length.filter(|least| *least > 0) {
        let limit = literal::size(least);
        let message = format!("must have at least {least} bytes");
        statements
            .extend(quote!(if #receiver.len() < #limit { check.fail("minLength", #message); }));
    }
    if let Some(most) = constraints.max_length {
        let limit = literal::size(most);
        let message = format!("must have at most {most} bytes");
        statements
            .extend(quote!(if #receiver.len() > #limit { check.fail("maxLength", #message); }));
    }
    statements
}

fn integer(constraints: &Constraints, kind: IntegerKind, value: &Value) -> Vec<TokenStream> {
    let mut calls = Vec::new();
    let copy = value.copy();
    if let Some(range) = integer_range(constraints, kind) {
        calls.push(quote!(.integer(#copy, #range)));
    }
    if let Some(step) = &constraints.multiple_of {
        match literal::integer(step) {
            Some(step) => calls.push(quote!(.multiple_of_integer(#copy, #step))),
            None => {
                let step = literal::float(step);
                calls.push(quote!(.multiple_of_number(#copy as f64, #step)));
            }
        }
    }
    if !constraints.one_of.is_empty() {
        let numbers: Vec<_> = constraints
            .one_of
            .iter()
            .filter_map(Json::as_number)
            .filter_map(literal::as_integer)
            .filter(|number| literal::limits(kind).contains(number))
            .map(literal::int)
            .collect();
        let reference = value.reference();
        calls.push(match numbers.as_slice() {
            [] => quote!(.one_of(false, #copy)),
            numbers => quote!(.one_of([#(#numbers),*].contains(#reference), #copy)),
        });
    }
    calls
}

fn number(
    constraints: &Constraints,
    range: Option<TokenStream>,
    number: &TokenStream,
) -> Vec<TokenStream> {
    let mut calls = Vec::new();
    calls.extend(range.map(|range| quote!(.number(#number, #range))));
    if let Some(step) = &constraints.multiple_of {
        let step = literal::float(step);
        calls.push(quote!(.multiple_of_number(#number, #step)));
    }
    calls
}

/// Keywords without a type are about values of their own kind only.
fn any(
    patterns: &mut Patterns,
    hint: &str,
    constraints: &Constraints,
    value: &Value,
    checks: &mut Checks,
) {
    let receiver = value.receiver();
    let text = string(patterns, hint, constraints, &quote!(text));
    if !text.is_empty() {
        checks
            .statements
            .extend(quote!(if let Some(text) = #receiver.as_str() { check #(#text)*; }));
    }
    let number = number(constraints, float_range(constraints), &quote!(number));
    if !number.is_empty() {
        checks
            .statements
            .extend(quote!(if let Some(number) = #receiver.as_f64() { check #(#number)*; }));
    }
    let mut list = Vec::new();
    if let Some(range) = sizes(constraints.min_items, constraints.max_items) {
        list.push(quote!(.items(items.len(), #range)));
    }
    if constraints.unique_items {
        list.push(quote!(.unique(items)));
    }
    if !list.is_empty() {
        checks
            .statements
            .extend(quote!(if let Some(items) = #receiver.as_array() { check #(#list)*; }));
    }
    if let Some(range) = sizes(constraints.min_properties, constraints.max_properties) {
        checks.statements.extend(quote! {
            if let Some(members) = #receiver.as_object() { check.properties(members.len(), #range); }
        });
    }
    checks.statements.extend(one_of_values(constraints, value));
}

/// A range of sizes; none when every size is in it.
pub(super) fn sizes(least: Option<u64>, most: Option<u64>) -> Option<TokenStream> {
    let least = least.filter(|least| *least > 0).map(literal::size);
    let most = most.map(literal::size);
    match (least, most) {
        (None, None) => None,
        (least, None) => Some(quote!(#least..)),
        (least, Some(most)) => Some(quote!(#least..=#most)),
    }
}

/// A range of integers, without the limits that the type has anyway.
fn integer_range(constraints: &Constraints, kind: IntegerKind) -> Option<TokenStream> {
    let type_limits = literal::limits(kind);
    let low = constraints
        .minimum
        .as_ref()
        .and_then(|limit| match literal::as_integer(limit) {
            Some(limit) => Some(limit + i128::from(constraints.exclusive_minimum)),
            None => limit.as_f64().map(|limit| limit.ceil() as i128),
        });
    let high = constraints
        .maximum
        .as_ref()
        .and_then(|limit| match literal::as_integer(limit) {
            Some(limit) => Some(limit - i128::from(constraints.exclusive_maximum)),
            None => limit.as_f64().map(|limit| limit.floor() as i128),
        });
    let low = low
        .filter(|low| low > type_limits.start())
        .map(literal::int);
    let high = high
        .filter(|high| high < type_limits.end())
        .map(literal::int);
    match (low, high) {
        (None, None) => None,
        (low, None) => Some(quote!(#low..)),
        (low, Some(high)) => Some(quote!(#low..=#high)),
    }
}

fn float_range(constraints: &Constraints) -> Option<TokenStream> {
    let low = constraints.minimum.as_ref().map(literal::float);
    let high = constraints.maximum.as_ref().map(literal::float);
    if low.is_none() && high.is_none() {
        return None;
    }
    if constraints.exclusive_minimum && low.is_some() {
        // A range has no syntax for a lower limit that is excluded.
        let high = match high {
            None => quote!(std::ops::Bound::Unbounded),
            Some(high) if constraints.exclusive_maximum => quote!(std::ops::Bound::Excluded(#high)),
            Some(high) => quote!(std::ops::Bound::Included(#high)),
        };
        return Some(quote!((std::ops::Bound::Excluded(#low), #high)));
    }
    Some(match high {
        None => quote!(#low..),
        Some(high) if constraints.exclusive_maximum => quote!(#low..#high),
        Some(high) => quote!(#low..=#high),
    })
}
