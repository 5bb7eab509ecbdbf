//! JSON pointers into messages: what stands where a pointer of an extension leads, by the types of the API.
//!
//! Comes in: a type and a pointer. Goes out: the type at its end, or that there is none. It knows no document.

use std::cell::RefCell;
use std::collections::HashSet;

use crate::model::{Additional, FieldRole, Type, TypeId, TypeKind, Types};
use crate::read::Pointer;

/// Types that stand for one another more often than this are not followed further.
const DEEPEST: usize = 64;

/// What stands at the end of a pointer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Target<'a> {
    /// A value of this type: neither an alias nor nullable.
    Value(&'a Type),
    /// A value of which nothing is known.
    Anything,
    /// Nothing that the schema knows.
    Nothing,
}

impl<'a> Target<'a> {
    /// Whether a text, a number or a truth value can stand here.
    pub(crate) fn is_scalar(self, types: &Types) -> bool {
        match self {
            Self::Nothing => false,
            Self::Anything => true,
            Self::Value(ty) => match ty {
                Type::Array(_) | Type::Tuple(..) | Type::Map(_) => false,
                Type::Named(id) | Type::Boxed(id) => {
                    matches!(types[*id].kind, TypeKind::Enum(_) | TypeKind::Union(_))
                }
                _ => true,
            },
        }
    }

    /// The type of the items where this is a list.
    pub(crate) fn item(self) -> Option<&'a Type> {
        match self {
            Self::Value(Type::Array(item)) => Some(&item.ty),
            _ => None,
        }
    }
}

/// Where a pointer leads. Of several types that a value can have, the first that knows the way counts.
pub(crate) fn follow<'a>(types: &'a Types, ty: &'a Type, pointer: &Pointer) -> Target<'a> {
    let dead = RefCell::default();
    walk(types, ty, &pointer.0, 0, &dead)
}

/// Types from which so many tokens lead to nothing: unions lead to the same types in very many ways.
type Dead = RefCell<HashSet<(*const Type, usize)>>;

fn walk<'a>(
    types: &'a Types,
    ty: &'a Type,
    tokens: &[String],
    depth: usize,
    dead: &Dead,
) -> Target<'a> {
    let place = (std::ptr::from_ref(ty), tokens.len());
    if depth > DEEPEST || dead.borrow().contains(&place) {
        return Target::Nothing;
    }
    let found = step(types, ty, tokens, depth, dead);
    if found == Target::Nothing {
        dead.borrow_mut().insert(place);
    }
    found
}

fn step<'a>(
    types: &'a Types,
    ty: &'a Type,
    tokens: &[String],
    depth: usize,
    dead: &Dead,
) -> Target<'a> {
    let through = |ty: &'a Type, tokens: &[String]| walk(types, ty, tokens, depth + 1, dead);
    match ty {
        Type::Any => return Target::Anything,
        Type::Nullable(inner) => return through(inner, tokens),
        Type::Named(id) | Type::Boxed(id) => {
            if let TypeKind::Alias(target) = &types[*id].kind {
                return through(&target.ty, tokens);
            }
        }
        _ => {}
    }
    let Some((token, rest)) = tokens.split_first() else {
        return Target::Value(ty);
    };
    match ty {
        Type::Array(item) if is_index(token) => through(&item.ty, rest),
        Type::Tuple(items, more) => {
            let item = token
                .parse::<usize>()
                .ok()
                .and_then(|index| items.get(index));
            item.or(more.as_deref())
                .map_or(Target::Nothing, |item| through(&item.ty, rest))
        }
        Type::Map(value) => through(&value.ty, rest),
        Type::Named(id) | Type::Boxed(id) => match &types[*id].kind {
            TypeKind::Struct(object) => {
                let member = object.fields.iter().find(|field| field.name == *token);
                if let Some(field) = member.filter(|field| field.role == FieldRole::Member) {
                    return through(&field.value.ty, rest);
                }
                let flattened = object
                    .fields
                    .iter()
                    .filter(|field| field.role == FieldRole::Flattened)
                    .map(|field| &field.value.ty);
                match first(flattened.map(|ty| through(ty, tokens))) {
                    Target::Nothing => match &object.additional {
                        Additional::Kept { value, .. } => through(&value.ty, rest),
                        _ => Target::Nothing,
                    },
                    found => found,
                }
            }
            TypeKind::Union(union) => {
                let variants = union.variants.iter().map(|variant| &variant.value.ty);
                first(variants.map(|ty| through(ty, tokens)))
            }
            TypeKind::AnyOf(any) => {
                let branches = any.branches.iter().map(|branch| &branch.value.ty);
                first(branches.map(|ty| through(ty, tokens)))
            }
            TypeKind::Enum(_) | TypeKind::Alias(_) => Target::Nothing,
        },
        _ => Target::Nothing,
    }
}

fn first<'a>(mut targets: impl Iterator<Item = Target<'a>>) -> Target<'a> {
    targets
        .find(|target| *target != Target::Nothing)
        .unwrap_or(Target::Nothing)
}

fn is_index(token: &str) -> bool {
    token == "0" || (!token.starts_with('0') && token.parse::<u32>().is_ok())
}

/// The members that a pointer leads through, when all are members of objects with known members; and the type at its
/// end. That is a way which code can take through the types.
pub(crate) fn members<'a>(
    types: &'a Types,
    ty: &'a Type,
    pointer: &Pointer,
) -> Option<(Vec<(TypeId, usize)>, &'a Type)> {
    let mut ty = plain(types, ty)?;
    let mut steps = Vec::new();
    for token in &pointer.0 {
        let (Type::Named(id) | Type::Boxed(id)) = ty else {
            return None;
        };
        let TypeKind::Struct(object) = &types[*id].kind else {
            return None;
        };
        let index = object
            .fields
            .iter()
            .position(|field| field.role == FieldRole::Member && field.name == *token)?;
        steps.push((*id, index));
        let value = match &object.fields[index].value.ty {
            Type::Nullable(inner) => inner,
            value => value,
        };
        ty = plain(types, value)?;
    }
    Some((steps, ty))
}

/// The type behind aliases, unless one of them allows `null`: then the member is an option within an alias.
fn plain<'a>(types: &'a Types, mut ty: &'a Type) -> Option<&'a Type> {
    for _ in 0..DEEPEST {
        let Type::Named(id) = ty else {
            return (!matches!(ty, Type::Nullable(_))).then_some(ty);
        };
        let TypeKind::Alias(target) = &types[*id].kind else {
            return Some(ty);
        };
        ty = &target.ty;
    }
    None
}
