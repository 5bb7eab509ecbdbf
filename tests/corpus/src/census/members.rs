//! Finds members and values in types, through aliases, unions and whatever else holds them.

use generator::model::{Additional, Api, Choice, FieldRole, Json, Struct, Type, TypeKind, Use};

use super::Walk;

/// Types inside types that are looked into; recursion of types ends here.
const DEPTH: usize = 12;

impl<'a> Walk<'a> {
    /// The members of this name.
    pub(super) fn members(&self, made: &[Use], name: &str) -> Vec<Use> {
        let mut found = Vec::new();
        for object in self.structs(made) {
            let fields = object
                .fields
                .iter()
                .filter(|field| field.role == FieldRole::Member);
            found.extend(
                fields
                    .filter(|field| field.name == name)
                    .map(|field| field.value.clone()),
            );
        }
        found
    }

    /// Whether the member of this name tells the alternatives apart.
    pub(super) fn is_tag(&self, made: &[Use], name: &str) -> bool {
        let mut kinds = made.iter().flat_map(|made| self.unfolded(&made.ty, 0));
        kinds.any(|ty| match self.kind(ty) {
            Some(TypeKind::Union(union)) => {
                matches!(&union.choice, Choice::Tag(tag) if tag == name)
            }
            _ => false,
        })
    }

    /// What lists hold.
    pub(super) fn items(&self, made: &[Use]) -> Vec<Use> {
        let kinds = made.iter().flat_map(|made| self.unfolded(&made.ty, 0));
        let items = kinds.flat_map(|ty| match ty {
            Type::Array(item) => vec![(**item).clone()],
            Type::Tuple(_, Some(rest)) => vec![(**rest).clone()],
            _ => Vec::new(),
        });
        items.collect()
    }

    /// What members have that no property names.
    pub(super) fn rest(&self, made: &[Use]) -> Vec<Use> {
        let kinds = made.iter().flat_map(|made| self.unfolded(&made.ty, 0));
        let maps = kinds.filter_map(|ty| match ty {
            Type::Map(value) => Some((**value).clone()),
            _ => None,
        });
        let kept = self
            .structs(made)
            .into_iter()
            .filter_map(|object| match &object.additional {
                Additional::Kept { value, .. } => Some((**value).clone()),
                _ => None,
            });
        maps.chain(kept).collect()
    }

    fn structs(&self, made: &[Use]) -> Vec<&'a Struct> {
        let kinds = made.iter().flat_map(|made| self.unfolded(&made.ty, 0));
        let structs = kinds.filter_map(|ty| match self.kind(ty) {
            Some(TypeKind::Struct(object)) => Some(object),
            _ => None,
        });
        structs.collect()
    }

    fn kind(&self, ty: &Type) -> Option<&'a TypeKind> {
        match ty {
            Type::Named(id) | Type::Boxed(id) => {
                let api = self.api;
                Some(&api.types[*id].kind)
            }
            _ => None,
        }
    }

    /// The type and all that a value of it may be instead or has flattened into it.
    pub(super) fn unfolded<'t>(&self, ty: &'t Type, depth: usize) -> Vec<&'t Type>
    where
        'a: 't,
    {
        let ty = Self::inner(ty);
        let mut all = vec![ty];
        let (Type::Named(id) | Type::Boxed(id)) = ty else {
            return all;
        };
        if depth > DEPTH {
            return all;
        }
        let api: &'a Api = self.api;
        let more: Vec<&Type> = match &api.types[*id].kind {
            TypeKind::Alias(target) => vec![&target.ty],
            TypeKind::Union(union) => union
                .variants
                .iter()
                .map(|variant| &variant.value.ty)
                .collect(),
            TypeKind::AnyOf(any) => any.branches.iter().map(|branch| &branch.value.ty).collect(),
            TypeKind::Struct(object) => {
                let flattened = object
                    .fields
                    .iter()
                    .filter(|field| field.role == FieldRole::Flattened);
                flattened.map(|field| &field.value.ty).collect()
            }
            TypeKind::Enum(_) => Vec::new(),
        };
        for ty in more {
            all.extend(self.unfolded(ty, depth + 1));
        }
        all
    }

    /// Whether a value is listed by the type or by the limits of the place.
    pub(super) fn has_value(&self, made: &Use, value: &Json, depth: usize) -> bool {
        if made.constraints.one_of.contains(value) {
            return true;
        }
        let (Type::Named(id) | Type::Boxed(id)) = Self::inner(&made.ty) else {
            // A value that is the only one of its type says no more than the type.
            return matches!((Self::inner(&made.ty), value), (Type::Bool, Json::Bool(_)));
        };
        if depth > DEPTH {
            return false;
        }
        match &self.api.types[*id].kind {
            TypeKind::Enum(values) => values.values.iter().any(|known| known.value == *value),
            TypeKind::Alias(target) => self.has_value(target, value, depth + 1),
            TypeKind::Union(union) => {
                let tagged = union.variants.iter().any(|variant| {
                    value
                        .as_str()
                        .is_some_and(|text| variant.tags.iter().any(|tag| tag == text))
                });
                tagged
                    || union
                        .variants
                        .iter()
                        .any(|variant| self.has_value(&variant.value, value, depth + 1))
            }
            TypeKind::AnyOf(any) => any
                .branches
                .iter()
                .any(|branch| self.has_value(&branch.value, value, depth + 1)),
            TypeKind::Struct(_) => false,
        }
    }
}
