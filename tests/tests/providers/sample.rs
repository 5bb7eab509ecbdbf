//! Values of a document's types with every member there, each of its own text or number.

use generator::model::{Additional, Api, IntegerKind, Status, Text, Type, TypeKind, Use};
use serde_json::{Map, Value, json};

use crate::documented::Documented;

/// What is put where null may stand.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Nulls {
    Filled,
    Null,
}

/// The body of the successful reply of an operation.
pub(crate) fn success(documented: &Documented, operation: &str, nulls: Nulls) -> Value {
    let replies = &documented.operation(operation).success.replies;
    let [reply] = &replies[..] else {
        panic!("{operation} has several successes");
    };
    assert_eq!(reply.status, Status::Code(200));
    let payload = reply.payload.as_ref().expect("the success has a body");
    let mut count = 0;
    value(&documented.api, &payload.value, nulls, &mut count)
}

fn value(api: &Api, wanted: &Use, nulls: Nulls, count: &mut i32) -> Value {
    of_type(api, &wanted.ty, nulls, count)
}

fn of_type(api: &Api, ty: &Type, nulls: Nulls, count: &mut i32) -> Value {
    *count += 1;
    match ty {
        Type::Nullable(_) if nulls == Nulls::Null => Value::Null,
        Type::Nullable(inner) => of_type(api, inner, nulls, count),
        Type::Any => json!({ "any": [*count, null] }),
        Type::Bool => json!(*count % 2 == 0),
        Type::Integer(IntegerKind::I32 | IntegerKind::I64) => json!(*count % 100),
        Type::Double => json!(f64::from(*count) + 0.25),
        Type::Text(Text::String) => json!(format!("文 text {count}")),
        Type::Text(Text::DateTime) => json!(format!("2024-11-06T06:14:{:02}.168Z", *count % 60)),
        Type::Array(item) => (0..2).map(|_| value(api, item, nulls, count)).collect(),
        Type::Map(item) => json!({ "key": value(api, item, nulls, count) }),
        Type::Named(id) | Type::Boxed(id) => match &api.types[*id].kind {
            TypeKind::Struct(structure) => {
                let mut members = Map::new();
                for field in &structure.fields {
                    let member = value(api, &field.value, nulls, count);
                    members.insert(field.name.clone(), member);
                }
                assert!(
                    !matches!(structure.additional, Additional::Kept { .. }),
                    "other members are not sampled yet"
                );
                members.into()
            }
            TypeKind::Enum(values) => {
                let index = usize::try_from(*count).unwrap() % values.values.len();
                values.values[index].value.clone()
            }
            TypeKind::Alias(target) => value(api, target, nulls, count),
            other => panic!("no success has a {other:?} so far"),
        },
        other => panic!("no success has a {other:?} so far"),
    }
}
