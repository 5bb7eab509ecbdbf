//! Constraints, defaults and examples in words.
//!
//! Comes in: what a document demands of a value. Goes out: short sentences for its doc comment.

use super::doors::code;
use crate::model::{Constraints, Json, StringFormat, Type, Types, Use};

/// Longest default or example that is shown, in characters.
const LONGEST_VALUE: usize = 200;

/// Most allowed values that are listed.
const MOST_VALUES: usize = 20;

/// What a value must satisfy, as phrases without capital or full stop: `1 to 128 characters`.
/// Those of the items of a list and of the alias that is used are among them.
#[must_use]
pub fn phrases(types: &Types, value: &Use) -> Vec<String> {
    let mut phrases = Vec::new();
    collect(types, &value.ty, &value.constraints, &mut phrases, 0);
    phrases
}

/// All that is known about a value, as one paragraph; empty when nothing is.
#[must_use]
pub fn paragraph(
    types: &Types,
    value: &Use,
    default: Option<&Json>,
    example: Option<&Json>,
) -> String {
    let mut sentences = Vec::new();
    let phrases = phrases(types, value).join(", ");
    if !phrases.is_empty() {
        sentences.push(format!("{}.", capital(&phrases)));
    }
    if let Some(default) = default.and_then(shown) {
        sentences.push(format!("Default: {default}."));
    }
    if let Some(example) = example.and_then(shown) {
        sentences.push(format!("Example: {example}."));
    }
    sentences.join(" ")
}

/// A JSON value as a code span, unless it is too long to help.
#[must_use]
pub fn shown(value: &Json) -> Option<String> {
    let text = value.to_string();
    (text.chars().count() <= LONGEST_VALUE).then(|| code(&text))
}

fn collect(types: &Types, ty: &Type, constraints: &Constraints, out: &mut Vec<String>, depth: u8) {
    own(constraints, out);
    match ty {
        Type::Nullable(inner) => collect(types, inner, &Constraints::default(), out, depth),
        Type::Array(item) | Type::Map(item) if depth == 0 => {
            let mut phrases = Vec::new();
            collect(types, &item.ty, &item.constraints, &mut phrases, 1);
            out.extend(phrases.into_iter().map(|phrase| format!("each {phrase}")));
        }
        Type::Named(id) if depth < 4 => {
            if let crate::model::TypeKind::Alias(alias) = &types[*id].kind {
                collect(types, &alias.ty, &alias.constraints, out, depth + 1);
            }
        }
        _ => {}
    }
}

fn own(constraints: &Constraints, out: &mut Vec<String>) {
    let c = constraints;
    let sizes = [
        (c.min_length, c.max_length, "character", "characters"),
        (c.min_items, c.max_items, "item", "items"),
        (c.min_properties, c.max_properties, "member", "members"),
    ];
    for (least, most, one, many) in sizes {
        out.extend(size(least, most, one, many));
    }
    let minimum = c.minimum.as_ref().map(|limit| (limit, c.exclusive_minimum));
    let maximum = c.maximum.as_ref().map(|limit| (limit, c.exclusive_maximum));
    match (minimum, maximum) {
        (Some((low, false)), Some((high, false))) => out.push(format!("from {low} to {high}")),
        (low, high) => {
            out.extend(low.map(|(limit, exclusive)| match exclusive {
                true => format!("greater than {limit}"),
                false => format!("at least {limit}"),
            }));
            out.extend(high.map(|(limit, exclusive)| match exclusive {
                true => format!("less than {limit}"),
                false => format!("at most {limit}"),
            }));
        }
    }
    out.extend(
        c.multiple_of
            .as_ref()
            .map(|step| format!("a multiple of {step}")),
    );
    if c.unique_items {
        out.push("no item twice".to_owned());
    }
    out.extend(
        c.pattern
            .as_ref()
            .map(|pattern| format!("matching {}", code(pattern))),
    );
    out.extend(c.format.map(|format| match format {
        StringFormat::Email => "an e-mail address".to_owned(),
        StringFormat::Hostname => "a host name".to_owned(),
    }));
    if !c.one_of.is_empty() && c.one_of.len() <= MOST_VALUES {
        let values: Vec<String> = c.one_of.iter().filter_map(shown).collect();
        out.push(format!("one of {}", values.join(", ")));
    }
}

fn size(least: Option<u64>, most: Option<u64>, one: &str, many: &str) -> Option<String> {
    let noun = |count: u64| if count == 1 { one } else { many };
    Some(match (least.filter(|least| *least > 0), most) {
        (None, None) => return None,
        (Some(least), None) => format!("at least {least} {}", noun(least)),
        (None, Some(most)) => format!("at most {most} {}", noun(most)),
        (Some(least), Some(most)) if least == most => format!("exactly {most} {}", noun(most)),
        (Some(least), Some(most)) => format!("{least} to {most} {}", noun(most)),
    })
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::paragraph;
    use crate::model::{Constraints, Text, Type, Types, Use};

    #[test]
    fn constraints_become_sentences() {
        let name = Use {
            ty: Type::Text(Text::String),
            constraints: Constraints {
                min_length: Some(1),
                max_length: Some(128),
                pattern: Some("^`a$".to_owned()),
                ..Constraints::default()
            },
        };
        let types = Types::default();
        assert_eq!(
            paragraph(&types, &name, Some(&json!("x")), None),
            "1 to 128 characters, matching ``^`a$``. Default: `\"x\"`."
        );
        let list = Use {
            ty: Type::Array(Box::new(name)),
            constraints: Constraints {
                max_items: Some(1),
                ..Constraints::default()
            },
        };
        assert_eq!(
            paragraph(&types, &list, None, None),
            "At most 1 item, each 1 to 128 characters, each matching ``^`a$``."
        );
        assert_eq!(paragraph(&types, &Use::plain(Type::Bool), None, None), "");
    }
}
