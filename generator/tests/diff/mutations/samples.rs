//! Schemas as they are written → values at and beyond their edges.

use serde_json::{Map, Value, json};

/// What schemas mention.
#[derive(Default)]
struct Mentioned {
    numbers: Vec<f64>,
    lengths: Vec<u64>,
    values: Vec<Value>,
    names: Vec<String>,
}

fn mention(node: &Value, out: &mut Mentioned) {
    match node {
        Value::Object(members) => {
            for (key, value) in members {
                match (key.as_str(), value) {
                    ("enum", Value::Array(values)) => out.values.extend(values.iter().cloned()),
                    ("const", value) => out.values.push(value.clone()),
                    (
                        "properties" | "dependentRequired" | "dependentSchemas",
                        Value::Object(inner),
                    ) => {
                        out.names.extend(inner.keys().cloned());
                        inner.values().for_each(|value| mention(value, out));
                    }
                    ("required", Value::Array(names)) => out
                        .names
                        .extend(names.iter().filter_map(Value::as_str).map(str::to_owned)),
                    ("title" | "description" | "example" | "examples", _) => {}
                    (_, Value::Number(number)) => {
                        out.numbers.push(number.as_f64().unwrap());
                        out.lengths
                            .extend(number.as_u64().filter(|length| *length < 70_000));
                        out.values.push(value.clone());
                    }
                    (_, value) => mention(value, out),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| mention(item, out)),
        _ => {}
    }
}

/// A run of numbers that looks like chance and is the same every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

const TEXTS: [&str; 44] = [
    "",
    "a",
    "b",
    "c",
    "x",
    "A",
    "ab",
    "abc",
    "abcd",
    "aaaaa",
    "1",
    "12",
    "0",
    "-1",
    "1.5",
    "true",
    "x1",
    "a-b",
    "a b",
    " a",
    "xyz",
    "Abc",
    "ABC",
    "2026-01-02",
    "2026-01-02T03:04:05Z",
    "03:04:05Z",
    "P1D",
    "a@example.com",
    "https://example.com/a",
    "/a/b",
    "example.com",
    "-bad-.",
    "192.0.2.1",
    "2001:db8::1",
    "123e4567-e89b-12d3-a456-426614174000",
    "aGk=",
    "a=b",
    "(",
    "é",
    "1234567890",
    "admin",
    "{}",
    "/a~x",
    "a%zz\\",
];

/// Values for any of the schemas, so many at most.
pub(super) fn samples(schemas: &[&Value], most: usize) -> Vec<Value> {
    let mut mentioned = Mentioned::default();
    schemas
        .iter()
        .for_each(|schema| mention(schema, &mut mentioned));
    mentioned.lengths.sort_unstable();
    mentioned.lengths.dedup();
    mentioned
        .names
        .extend(["a", "b", "c", "x-a", "y-b", "longer", "Z_9"].map(str::to_owned));
    mentioned.names.sort();
    mentioned.names.dedup();
    let mut scalars: Vec<Value> = vec![Value::Null, json!(true), json!(false)];
    scalars.extend(TEXTS.map(Value::from));
    for length in &mentioned.lengths {
        for length in [length.saturating_sub(1), *length, length + 1] {
            scalars.push(Value::from("a".repeat(usize::try_from(length).unwrap())));
            scalars.push(Value::from(
                "7".repeat(usize::try_from(length.min(30)).unwrap()),
            ));
        }
    }
    for number in mentioned
        .numbers
        .iter()
        .copied()
        .chain([0.0, 1.0, 12.0, 3e9, 1e19, 1e39])
    {
        for number in [
            number,
            number - 1.0,
            number + 1.0,
            number / 2.0,
            number * 2.0,
            number * 3.0,
            number + 0.5,
            number + 0.01,
            -number,
        ] {
            let whole = number.fract() == 0.0 && number.abs() < 9e15;
            scalars.push(if whole {
                json!(number as i64)
            } else {
                json!(number)
            });
        }
    }
    let mut all = scalars.clone();
    all.extend(mentioned.values.iter().cloned());
    all.push(json!([]));
    all.push(json!({}));
    let mut chance = Chance(7);
    // Lists and objects of scalars first, then of what there is by then.
    for round in 0..3 {
        let parts = if round == 0 {
            scalars.clone()
        } else {
            all.clone()
        };
        let simple = [
            json!("a"),
            json!(7),
            json!(true),
            json!("abc"),
            json!(1),
            json!({}),
            json!([]),
            json!(null),
            json!({"a": "x"}),
            json!(["a"]),
        ];
        for part in parts.iter().take(1500) {
            all.push(json!([part]));
        }
        for length in mentioned.lengths.iter().filter(|length| **length < 20) {
            for length in [length.saturating_sub(1), *length, length + 1] {
                let length = usize::try_from(length).unwrap();
                all.push(json!(vec!["a"; length]));
                all.push(
                    (0..length)
                        .map(|number| json!(format!("a{number}")))
                        .collect(),
                );
                all.push((0..length).map(|number| json!(number)).collect());
                for part in scalars.iter().filter(|part| part.is_number()).take(60) {
                    all.push(json!(vec![part; length]));
                }
                let members = (0..length).map(|number| (format!("m{number}"), json!("a")));
                all.push(Value::Object(members.collect()));
            }
        }
        for _ in 0..600 {
            let length = chance.below(4);
            all.push(
                (0..length)
                    .map(|_| simple[chance.below(simple.len())].clone())
                    .collect(),
            );
            let length = chance.below(5);
            let mut members = Map::new();
            for _ in 0..length {
                let name = mentioned.names[chance.below(mentioned.names.len())].clone();
                let value = if chance.below(3) > 0 {
                    simple[chance.below(simple.len())].clone()
                } else {
                    parts[chance.below(parts.len())].clone()
                };
                members.insert(name, value);
            }
            all.push(Value::Object(members));
        }
        for name in &mentioned.names {
            for part in parts.iter().take(80).chain(&mentioned.values) {
                all.push(json!({ name.clone(): part }));
            }
        }
        if round > 0 {
            for _ in 0..800 {
                let name = mentioned.names[chance.below(mentioned.names.len())].clone();
                let part = all[chance.below(all.len())].clone();
                all.push(json!({ name: part }));
            }
        }
        if all.len() > most {
            break;
        }
    }
    all.truncate(most);
    all
}
