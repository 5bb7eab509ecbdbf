//! Styles in which a name says where in a nested value its text belongs: `filter[color][0]=x`, `Disk.1.Size=20`.

use serde_json::{Map, Value};

use super::encode::{Pair, value};
use super::param::Param;
use super::percent;
use super::tree::Tree;

/// Levels that are read; deeper names are refused.
const DEEPEST: usize = 32;

/// `name[member][inner]=text`. Items that are scalars have `[]`, which all readers of brackets know; those that are objects have indices
/// from 0, so that their members stay together. `OpenAPI` leaves lists open here.
pub(super) fn brackets(param: &Param, tree: &Tree) -> Result<Vec<Pair>, String> {
    let mut pairs = Vec::new();
    write(param, param.name, tree, Brackets, &mut pairs)?;
    Ok(pairs)
}

/// `name.1.Member=text`, with indices from 1.
pub(super) fn dots(param: &Param, tree: &Tree) -> Result<Vec<Pair>, String> {
    let mut pairs = Vec::new();
    write(param, param.name, tree, Dots, &mut pairs)?;
    Ok(pairs)
}

/// How a name goes on.
trait Names: Copy {
    const DELIMITERS: &'static [char];
    const FIRST_INDEX: usize;
    /// What stands for the index of an item that is a scalar; its own index when `None`.
    const ANY_INDEX: Option<&'static str>;
    fn inner(self, outer: &str, name: &str) -> String;
}

#[derive(Clone, Copy)]
struct Brackets;

impl Names for Brackets {
    const DELIMITERS: &'static [char] = &['[', ']'];
    const FIRST_INDEX: usize = 0;
    const ANY_INDEX: Option<&'static str> = Some("");

    fn inner(self, outer: &str, name: &str) -> String {
        format!("{outer}[{name}]")
    }
}

#[derive(Clone, Copy)]
struct Dots;

impl Names for Dots {
    const DELIMITERS: &'static [char] = &['.'];
    const FIRST_INDEX: usize = 1;
    const ANY_INDEX: Option<&'static str> = None;

    fn inner(self, outer: &str, name: &str) -> String {
        format!("{outer}.{name}")
    }
}

fn write<N: Names>(
    param: &Param,
    name: &str,
    tree: &Tree,
    names: N,
    pairs: &mut Vec<Pair>,
) -> Result<(), String> {
    match tree {
        Tree::Nothing => {}
        Tree::Scalar(scalar) => pairs.push((percent::encode(name), value(param, scalar))),
        Tree::List(items) => {
            let scalars = items.iter().all(|item| matches!(item, Tree::Scalar(_)));
            for (index, item) in items.iter().enumerate() {
                let level = match N::ANY_INDEX.filter(|_| scalars) {
                    Some(level) => level.to_owned(),
                    None => (index + N::FIRST_INDEX).to_string(),
                };
                write(param, &names.inner(name, &level), item, names, pairs)?;
            }
        }
        Tree::Map(members) => {
            for (member, tree) in members {
                if member.is_empty() || member.contains(N::DELIMITERS) {
                    return Err(format!(
                        "has a member {member:?}, whose name its style cannot write"
                    ));
                }
                write(param, &names.inner(name, member), tree, names, pairs)?;
            }
        }
    }
    Ok(())
}

/// A member's name or an item's index; `None` for an item behind the last, as in `a[]=x`.
pub(super) type Level<'a> = Option<&'a str>;

/// The levels of a name behind the parameter's own: `[a][b]` gives `a`, `b`. Nothing when the name belongs to something else.
pub(super) fn split_brackets<'a>(name: &'a str, param: &str) -> Option<Vec<Level<'a>>> {
    let mut rest = name.strip_prefix(param)?;
    let mut levels = Vec::new();
    while !rest.is_empty() {
        let (level, more) = rest.strip_prefix('[')?.split_once(']')?;
        levels.push((!level.is_empty()).then_some(level));
        rest = more;
    }
    Some(levels)
}

/// The same for `.a.b`.
pub(super) fn split_dots<'a>(name: &'a str, param: &str) -> Option<Vec<Level<'a>>> {
    let rest = name.strip_prefix(param)?;
    if rest.is_empty() {
        return Some(Vec::new());
    }
    Some(rest.strip_prefix('.')?.split('.').map(Some).collect())
}

/// Puts text at its levels in a value. Lists stay objects with indices as names, which become lists where the type asks for one.
pub(super) fn insert(value: &mut Value, levels: &[Level<'_>], text: String) -> Result<(), String> {
    if levels.len() > DEEPEST {
        return Err(format!("is nested deeper than {DEEPEST} levels"));
    }
    let Some((first, rest)) = levels.split_first() else {
        match value {
            Value::Null => *value = Value::String(text),
            Value::Array(items) => items.push(Value::String(text)),
            Value::String(_) => {
                let first = value.take();
                *value = Value::Array(vec![first, Value::String(text)]);
            }
            _ => return Err(String::from("is given both as text and with members")),
        }
        return Ok(());
    };
    if value.is_null() {
        *value = Value::Object(Map::new());
    }
    match value {
        Value::Object(members) => {
            let name = first.map_or_else(|| members.len().to_string(), str::to_owned);
            insert(members.entry(name).or_insert(Value::Null), rest, text)
        }
        _ => Err(String::from("is given both as text and with members")),
    }
}
