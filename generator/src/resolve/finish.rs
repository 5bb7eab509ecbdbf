//! What can only be said once all types are known: which must be boxed, which can be validated,
//! and in which order they are emitted.

use std::collections::HashSet;

use super::cycles::{box_cycles, break_alias_cycles};
use super::uses::{mentions, uses};
use super::{demands, directions, sizes, tags};
use crate::model::{Api, Shape, Text, Type, TypeDef, TypeId, TypeKind, Types, Use};

/// Settles everything that depends on the whole.
pub(crate) fn finish(api: &mut Api) {
    break_alias_cycles(&mut api.types);
    box_cycles(&mut api.types);
    directions::settle(api);
    demands::settle(&mut api.types);
    tags::settle(&mut api.types);
    sizes::box_large(&mut api.types);
    mark_validated(&mut api.types);
    mark_floats(&mut api.types);
    mark_defaults(&mut api.types);
    settle_shapes(api);
    order(api);
}

/// Spreads a property from types to those that hold them, until nothing changes.
fn spread(types: &mut Types, own: impl Fn(&TypeDef) -> bool, mark: impl Fn(&mut TypeDef)) {
    let count = types.len();
    let mut holders: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut marked = vec![false; count];
    let mut open = Vec::new();
    for (id, def) in types.iter() {
        let mut found = Vec::new();
        uses(def)
            .into_iter()
            .for_each(|used| mentions(&used.ty, &mut found));
        found
            .into_iter()
            .for_each(|target| holders[target.0].push(id.0));
        if own(def) {
            marked[id.0] = true;
            open.push(id.0);
        }
    }
    while let Some(index) = open.pop() {
        mark(&mut types[TypeId(index)]);
        for holder in &holders[index] {
            if !std::mem::replace(&mut marked[*holder], true) {
                open.push(*holder);
            }
        }
    }
}

fn mark_validated(types: &mut Types) {
    spread(
        types,
        |def| {
            let own = match &def.kind {
                TypeKind::Struct(structure) => {
                    !structure.constraints.is_empty()
                        || structure
                            .fields
                            .iter()
                            .any(|field| field.demanded.is_some())
                }
                TypeKind::Enum(values) => !values.closed && !values.extensible,
                _ => false,
            };
            own || def.rules.is_some() || uses(def).into_iter().any(is_constrained)
        },
        |def| def.validated = true,
    );
}

/// Whether a use has constraints of its own, or its type checks a format.
pub(crate) fn is_constrained(used: &Use) -> bool {
    !used.constraints.is_empty()
        || match &used.ty {
            Type::Never => true,
            Type::Text(text) => matches!(
                text,
                Text::DateTime | Text::Date | Text::Time | Text::Duration | Text::Uuid | Text::Uri
            ),
            Type::Nullable(inner) => is_constrained(&Use::plain((**inner).clone())),
            Type::Array(item) | Type::Map(item) => is_constrained(item),
            Type::Tuple(items, rest) => items.iter().chain(rest.as_deref()).any(is_constrained),
            _ => false,
        }
}

fn mark_floats(types: &mut Types) {
    fn float(ty: &Type) -> bool {
        match ty {
            Type::Any | Type::Float | Type::Double | Type::Bytes | Type::Never => true,
            Type::Integer(kind) => *kind == crate::model::IntegerKind::Big,
            Type::Nullable(inner) => float(inner),
            Type::Array(item) | Type::Map(item) => float(&item.ty),
            Type::Tuple(items, rest) => items
                .iter()
                .chain(rest.as_deref())
                .any(|item| float(&item.ty)),
            _ => false,
        }
    }
    spread(
        types,
        |def| {
            let keeps_any = matches!(&def.kind, TypeKind::Union(union) if union.other.is_some());
            keeps_any || uses(def).into_iter().any(|used| float(&used.ty))
        },
        |def| def.has_float = true,
    );
}

fn mark_defaults(types: &mut Types) {
    for index in 0..types.len() {
        let id = TypeId(index);
        let has_default = matches!(&types[id].kind, TypeKind::Struct(structure)
            if structure.fields.iter().all(|field| !field.required));
        types[id].has_default = has_default;
    }
}

/// Shapes of parameters and headers, now that their types are known.
fn settle_shapes(api: &mut Api) {
    let types = std::mem::take(&mut api.types);
    let sets = [
        &mut api.operations,
        &mut api.webhooks,
        &mut api.callback_operations,
    ];
    for operation in sets.into_iter().flatten() {
        for parameter in &mut operation.parameters {
            parameter.shape = shape(&types, &parameter.value.ty);
        }
        let contents = operation
            .body
            .iter_mut()
            .flat_map(|body| &mut body.contents);
        let parts =
            contents.flat_map(|content| content.form.iter_mut().flat_map(|form| &mut form.parts));
        for header in parts.flat_map(|part| &mut part.headers) {
            header.shape = shape(&types, &header.value.ty);
        }
        for reply in operation
            .success
            .replies
            .iter_mut()
            .chain(&mut operation.failure.replies)
        {
            for header in &mut reply.headers {
                header.shape = shape(&types, &header.value.ty);
            }
        }
    }
    api.types = types;
}

/// What kind of value a type is when it travels as text: of alternatives, one that has parts counts.
pub(crate) fn shape(types: &Types, ty: &Type) -> Shape {
    let mut found = Shape::Scalar;
    let mut seen = HashSet::new();
    let mut open = vec![ty];
    while let Some(ty) = open.pop() {
        match ty {
            Type::Array(_) | Type::Tuple(..) => return Shape::Array,
            Type::Map(_) => found = Shape::Object,
            Type::Nullable(inner) => open.push(inner),
            Type::Named(id) | Type::Boxed(id) if seen.insert(*id) => match &types[*id].kind {
                TypeKind::Struct(_) | TypeKind::AnyOf(_) => found = Shape::Object,
                TypeKind::Enum(_) => {}
                TypeKind::Alias(used) => open.push(&used.ty),
                TypeKind::Union(union) => {
                    open.extend(union.variants.iter().map(|variant| &variant.value.ty));
                }
            },
            _ => {}
        }
    }
    found
}

/// Emission order: component schemas in document order, each followed by the types written inline
/// inside it; then the inline types of operations in theirs.
fn order(api: &mut Api) {
    let types = &api.types;
    let mut order = Vec::with_capacity(types.len());
    let mut placed = vec![false; types.len()];
    let mut place = |root: TypeId| {
        let mut open = vec![root];
        while let Some(id) = open.pop() {
            if std::mem::replace(&mut placed[id.0], true) {
                continue;
            }
            order.push(id);
            let mut found = Vec::new();
            uses(&types[id])
                .into_iter()
                .for_each(|used| mentions(&used.ty, &mut found));
            open.extend(
                found
                    .into_iter()
                    .rev()
                    .filter(|inner| types[*inner].schema.is_none()),
            );
        }
    };
    for (id, def) in types.iter() {
        if def.schema.is_some() {
            place(id);
        }
    }
    for (id, _) in types.iter() {
        place(id);
    }
    api.types.set_order(order);
}
