//! A value in the words of a style.
//!
//! In: a [`Tree`]. Out: the text of a path parameter, header or cookie, or the pairs of a query; already percent-encoded. What a style cannot
//! say (a list in a list, a delimiter inside a value that is not encoded) is an error, never a guess.

use super::nested;
use super::param::{Param, Place, Shape, Style};
use super::percent;
use super::tree::Tree;

/// A name and value, both as they go on the wire.
pub(super) type Pair = (String, String);

const NESTED: &str = "has a list or object inside a list or object, which its style cannot write";

/// The text of a path parameter.
pub(super) fn path(param: &Param, tree: &Tree) -> Result<String, String> {
    let tree = &present(tree);
    let is_label = param.style == Style::Label && param.explode;
    let text = |text: &str| {
        let text = value(param, text);
        // Dots delimit here, so those of a value are written as bytes, which means the same.
        if is_label {
            text.replace('.', "%2E")
        } else {
            text
        }
    };
    Ok(match param.style {
        Style::Label => match tree {
            Tree::Nothing => String::new(),
            Tree::List(items) if items.is_empty() => String::new(),
            Tree::Scalar(scalar) => format!(".{}", value(param, scalar)),
            _ => format!(
                ".{}",
                pieces(param, tree, &text)?.join(if param.explode { "." } else { "," })
            ),
        },
        Style::Matrix => matrix(param, tree, &text)?,
        _ => pieces(param, tree, &text)?.join(","),
    })
}

fn matrix(param: &Param, tree: &Tree, text: &dyn Fn(&str) -> String) -> Result<String, String> {
    let named = |piece: &str| {
        if piece.is_empty() {
            format!(";{}", param.name)
        } else {
            format!(";{}={piece}", param.name)
        }
    };
    let pieces = pieces(param, tree, text)?;
    Ok(match tree {
        Tree::Scalar(_) => pieces.iter().map(|piece| named(piece)).collect(),
        _ if pieces.is_empty() => String::new(),
        Tree::Map(_) if param.explode => pieces.iter().map(|piece| format!(";{piece}")).collect(),
        _ if param.explode => pieces.iter().map(|piece| named(piece)).collect(),
        _ => named(&pieces.join(",")),
    })
}

/// The text of a header: nothing is percent-encoded there, so a comma inside a part cannot be written.
pub(super) fn header(param: &Param, tree: &Tree) -> Result<String, String> {
    let tree = &present(tree);
    if let Tree::Scalar(scalar) = tree {
        return Ok(scalar.clone());
    }
    let pieces = pieces(param, tree, &str::to_owned)?;
    if pieces
        .iter()
        .any(|piece| piece.contains(',') || piece.trim() != piece)
    {
        return Err(String::from(
            "has a part with a comma or outer space, which a header cannot tell from a delimiter",
        ));
    }
    if param.explode
        && matches!(tree, Tree::Map(_))
        && pieces.iter().any(|piece| piece.matches('=').count() > 1)
    {
        return Err(String::from(
            "has a part with an equals sign, which a header cannot tell from a delimiter",
        ));
    }
    Ok(pieces.join(","))
}

/// The pairs of a query parameter, form field or cookie.
pub(super) fn query(param: &Param, tree: &Tree) -> Result<Vec<Pair>, String> {
    let tree = &present(tree);
    let name = encode_name(param, param.name);
    match (param.style, tree) {
        (_, Tree::Nothing) => Ok(Vec::new()),
        (Style::DeepObject, _) => nested::brackets(param, tree),
        (Style::Dotted, _) => nested::dots(param, tree),
        (_, Tree::Scalar(scalar)) => Ok(vec![(name, value(param, scalar))]),
        (_, Tree::List(items)) if items.is_empty() => Ok(Vec::new()),
        (_, Tree::Map(members)) if members.is_empty() => Ok(Vec::new()),
        (_, Tree::List(_)) if param.explode => Ok(pieces(param, tree, &|text| value(param, text))?
            .into_iter()
            .map(|piece| (name.clone(), piece))
            .collect()),
        (_, Tree::Map(members)) if param.explode => exploded(param, members),
        (style, _) => {
            let delimiter = delimiter(style);
            let pieces = pieces(param, tree, &|text| value(param, text))?;
            if (delimiter.len() > 1 || style == Style::Cookie)
                && pieces.iter().any(|piece| piece.contains(delimiter))
            {
                return Err(String::from(
                    "has a part that holds the delimiter of its style",
                ));
            }
            Ok(vec![(name, pieces.join(delimiter))])
        }
    }
}

/// What stands between parts, as it goes on the wire.
pub(super) fn delimiter(style: Style) -> &'static str {
    match style {
        Style::SpaceDelimited => "%20",
        Style::PipeDelimited => "%7C",
        _ => ",",
    }
}

/// The members as pairs of their own. A member that is a list repeats.
fn exploded(param: &Param, members: &[(String, Tree)]) -> Result<Vec<Pair>, String> {
    let mut pairs = Vec::new();
    for (name, tree) in members {
        let name = encode_name(param, name);
        match tree {
            Tree::Nothing => {}
            Tree::Scalar(scalar) => pairs.push((name, value(param, scalar))),
            Tree::List(items) => {
                for item in items {
                    let Tree::Scalar(scalar) = item else {
                        return Err(String::from(NESTED));
                    };
                    pairs.push((name.clone(), value(param, scalar)));
                }
            }
            Tree::Map(_) => return Err(String::from(NESTED)),
        }
    }
    Ok(pairs)
}

/// The parts of a value: the items of a list; the names and values of an object, together when exploded.
fn pieces(
    param: &Param,
    tree: &Tree,
    text: &dyn Fn(&str) -> String,
) -> Result<Vec<String>, String> {
    let scalar = |tree: &Tree| match tree {
        Tree::Scalar(scalar) => Ok(text(scalar)),
        Tree::Nothing => Ok(String::new()),
        Tree::List(_) | Tree::Map(_) => Err(String::from(NESTED)),
    };
    match tree {
        Tree::Nothing => Ok(Vec::new()),
        Tree::Scalar(_) => Ok(vec![scalar(tree)?]),
        Tree::List(items) => items.iter().map(scalar).collect(),
        Tree::Map(members) => {
            let mut pieces = Vec::with_capacity(members.len());
            for (name, member) in members
                .iter()
                .filter(|(_, member)| *member != Tree::Nothing)
            {
                let value = scalar(member)?;
                if param.explode {
                    pieces.push(format!("{}={value}", text(name)));
                } else {
                    pieces.extend([text(name), value]);
                }
            }
            Ok(pieces)
        }
    }
}

/// A scalar as the parameter writes it.
pub(super) fn value(param: &Param, text: &str) -> String {
    if param.style == Style::Cookie {
        text.to_owned()
    } else if param.allow_reserved && matches!(param.place, Place::Path | Place::Query) {
        let text = percent::encode_reserved(text, param.place);
        // Delimiters of the style stay apart from those of the value.
        if param.shape == Shape::Scalar {
            text
        } else {
            text.replace(',', "%2C")
        }
    } else {
        percent::encode(text)
    }
}

pub(super) fn encode_name(param: &Param, name: &str) -> String {
    if param.style == Style::Cookie || param.place == Place::Cookie {
        name.to_owned()
    } else {
        percent::encode(name)
    }
}

/// Without members that are absent, so that what is left can be counted.
fn present(tree: &Tree) -> Tree {
    match tree {
        Tree::Map(members) => Tree::Map(
            members
                .iter()
                .filter(|(_, member)| *member != Tree::Nothing)
                .cloned()
                .collect(),
        ),
        other => other.clone(),
    }
}
