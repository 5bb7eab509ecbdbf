//! The named types that definitions and operations mention, to give them other numbers.
//!
//! Numbers of types are those of one API. Two APIs compare once what one of them mentions has the numbers of the other.

use super::{Additional, Content, Header, Operation, Type, TypeDef, TypeId, TypeKind, Use};

impl TypeDef {
    /// Changes every id that the definition mentions.
    pub(crate) fn renumber(&mut self, change: &mut dyn FnMut(&mut TypeId)) {
        match &mut self.kind {
            TypeKind::Struct(object) => {
                for field in &mut object.fields {
                    used(&mut field.value, change);
                }
                if let Additional::Kept { value, .. } = &mut object.additional {
                    used(value, change);
                }
            }
            TypeKind::Enum(_) => {}
            TypeKind::Union(union) => {
                for variant in &mut union.variants {
                    used(&mut variant.value, change);
                }
            }
            TypeKind::AnyOf(any) => {
                for branch in &mut any.branches {
                    used(&mut branch.value, change);
                }
            }
            TypeKind::Alias(target) => used(target, change),
        }
    }
}

impl Operation {
    /// Changes every id that the operation mentions.
    pub(crate) fn renumber(&mut self, change: &mut dyn FnMut(&mut TypeId)) {
        for parameter in &mut self.parameters {
            used(&mut parameter.value, change);
        }
        let bodies = self.body.iter_mut().flat_map(|body| &mut body.contents);
        for body in bodies {
            content(body, change);
        }
        let outcomes = [&mut self.success, &mut self.failure];
        for reply in outcomes
            .into_iter()
            .flat_map(|outcome| &mut outcome.replies)
        {
            headers(&mut reply.headers, change);
            if let Some(payload) = &mut reply.payload {
                content(payload, change);
            }
        }
    }
}

fn content(content: &mut Content, change: &mut dyn FnMut(&mut TypeId)) {
    used(&mut content.value, change);
    for part in content.form.iter_mut().flat_map(|form| &mut form.parts) {
        used(&mut part.field.value, change);
        headers(&mut part.headers, change);
    }
}

fn headers(headers: &mut [Header], change: &mut dyn FnMut(&mut TypeId)) {
    for header in headers {
        used(&mut header.value, change);
    }
}

fn used(of: &mut Use, change: &mut dyn FnMut(&mut TypeId)) {
    expression(&mut of.ty, change);
}

fn expression(ty: &mut Type, change: &mut dyn FnMut(&mut TypeId)) {
    match ty {
        Type::Named(id) | Type::Boxed(id) => change(id),
        Type::Nullable(inner) => expression(inner, change),
        Type::Array(item) | Type::Map(item) => used(item, change),
        Type::Tuple(items, rest) => {
            for item in items.iter_mut().chain(rest.as_deref_mut()) {
                used(item, change);
            }
        }
        Type::Any
        | Type::Null
        | Type::Never
        | Type::Bool
        | Type::Integer(_)
        | Type::Float
        | Type::Double
        | Type::Text(_)
        | Type::Bytes => {}
    }
}
