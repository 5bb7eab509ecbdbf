//! JSON values of which equal ones are written equally.

use serde_json::Value as Json;

/// Numbers without fraction become integers, keys are sorted.
pub(crate) fn canonical(value: &Json) -> Json {
    match value {
        Json::Number(number) => match number.as_f64() {
            Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < 9e15 => {
                Json::from(float as i64)
            }
            _ => value.clone(),
        },
        Json::Array(items) => items.iter().map(canonical).collect(),
        Json::Object(members) => {
            let mut sorted: Vec<_> = members.iter().collect();
            sorted.sort_by_key(|(key, _)| key.as_str());
            let members = sorted
                .into_iter()
                .map(|(key, value)| (key.clone(), canonical(value)));
            Json::Object(members.collect())
        }
        other => other.clone(),
    }
}
