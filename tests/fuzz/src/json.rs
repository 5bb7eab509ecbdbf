//! JSON of strangers becomes values of generated types that are written as they were read, or violations with a place.

use everything::types::{Colour, Figure, Form, Pet, Point, Problem, Thing, Tree};
use generator_runtime::json;
use generator_runtime::validate::{Validate, Violations, validate};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::inputs::{choice, pick};

/// Takes a byte that chooses a type, and JSON.
///
/// # Panics
/// When a value that was read cannot be written, or is another one when it is read again; when a violation has no place in
/// the input.
pub fn json(data: &[u8]) {
    let (kind, text) = choice(data);
    let tries: [fn(&[u8]); 9] = [
        |text| checked::<Thing>(text),
        |text| checked::<Tree>(text),
        |text| checked::<Figure>(text),
        |text| checked::<Point>(text),
        |text| checked::<Form>(text),
        |text| checked::<Pet>(text),
        |text| checked::<Problem>(text),
        |text| drop(read::<Colour>(text)),
        |text| drop(read::<Value>(text)),
    ];
    pick(&tries, kind)(text);
}

fn checked<T: DeserializeOwned + Serialize + Validate>(text: &[u8]) {
    if let Some(value) = read::<T>(text)
        && let Err(violations) = validate(&value)
    {
        let json = serde_json::to_value(&value).expect("it was written before");
        placed(&violations, &json);
    }
}

fn read<T: DeserializeOwned + Serialize>(text: &[u8]) -> Option<T> {
    let value = match json::from_slice::<T>(text) {
        Ok(value) => value,
        Err(violations) => {
            let count = violations.iter().count();
            assert!((1..=100).contains(&count), "{count} violations");
            if let Ok(json) = serde_json::from_slice(text) {
                placed(&violations, &json);
            }
            return None;
        }
    };
    let written = json::to_string(&value).expect("what was read can be written");
    let again = json::from_str::<T>(&written);
    let again = again.unwrap_or_else(|violations| panic!("{written}: {violations}"));
    let twice = json::to_string(&again).expect("what was read can be written");
    assert_eq!(written, twice);
    Some(value)
}

/// The place of a violation is in the input, or is what an object in it lacks.
fn placed(violations: &Violations, json: &Value) {
    for violation in violations.iter() {
        let pointer = &violation.pointer;
        let parent = pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
        let there = json.pointer(pointer).is_some()
            || json
                .pointer(parent)
                .is_some_and(|value| value.is_object() || value.is_array());
        assert!(
            there,
            "{pointer:?} ({}) is not in {json}",
            violation.message
        );
        assert!(!violation.message.is_empty());
    }
}
