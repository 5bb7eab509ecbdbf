//! Finds members and values in types, through aliases, unions and whatever else holds them.

use generator::model::{Choice, FieldRole, Json, Type, TypeKind, Use};

use super::Walk;

/// Types inside types that are looked into; recursion of types ends here.
const DEPTH: usize = 12;

impl Walk<'_> {
    /// The member of this name: `Some(None)` when it is there without a type of its own.
    pub(super) fn members(&self, ty: &Type, name: &str) -> Option<Option<Use>> {
        let mut found = None;
        for ty in self.unfolded(ty, 0) {
            let (Type::Named(id) | Type::Boxed(id)) = ty else {
                continue;
            };
            match &self.api.types[*id].kind {
                TypeKind::Struct(object) => {
                    let mut fields = object
                        .fields
                        .iter()
                        .filter(|field| field.role == FieldRole::Member);
                    if let Some(field) = fields.find(|field| field.name == name) {
                        return Some(Some(field.value.clone()));
                    }
                }
                TypeKind::Union(union) => {
                    if matches!(&union.choice, Choice::Tag(tag) if tag == name) {
                        found = Some(None);
                    }
                }
                _ => {}
            }
        }
        found
    }

    /// The type and all that a value of it may be instead or has flattened into it.
    pub(super) fn unfolded<'t>(&'t self, ty: &'t Type, depth: usize) -> Vec<&'t Type> {
        let ty = Self::inner(ty);
        let mut all = vec![ty];
        let (Type::Named(id) | Type::Boxed(id)) = ty else {
            return all;
        };
        if depth > DEPTH {
            return all;
        }
        let more: Vec<&Type> = match &self.api.types[*id].kind {
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
