//! Keywords that neither a type nor a single call expresses: `not`, `if`, `contains`, `dependentRequired` and the like.
//!
//! In: a value, and a schema of these keywords in which every reference is replaced by what it points to, from the generator. Out:
//! violations. The meaning is that of JSON Schema 2020-12 (core sections 10 and 11, validation section 6); formats are not looked at.

mod assertion;
mod evaluation;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::OnceLock;

use regex_lite::Regex;
use serde::ser::Serialize;
use serde_json::Value;

use super::Check;
use evaluation::{Evaluation, Seen};

/// A schema that is read when it is first needed.
#[derive(Debug)]
pub struct Rules {
    source: &'static str,
    parsed: OnceLock<Result<Parsed, String>>,
}

/// A schema with its patterns.
#[derive(Debug)]
struct Parsed {
    schema: Value,
    patterns: HashMap<String, Regex>,
}

impl Rules {
    /// For a `static`: the text of the schema, whose patterns are in the syntax of the `regex-lite` crate.
    #[must_use]
    pub const fn new(source: &'static str) -> Self {
        Self {
            source,
            parsed: OnceLock::new(),
        }
    }

    fn parsed(&self) -> &Result<Parsed, String> {
        self.parsed.get_or_init(|| {
            let schema: Value =
                serde_json::from_str(self.source).map_err(|error| error.to_string())?;
            let mut patterns = HashMap::new();
            let mut open = vec![&schema];
            while let Some(value) = open.pop() {
                match value {
                    Value::Array(items) => open.extend(items),
                    Value::Object(members) => {
                        let own = members.get("pattern").and_then(Value::as_str);
                        let names = members.get("patternProperties").and_then(Value::as_object);
                        let names = names.into_iter().flat_map(|names| names.keys());
                        for pattern in own.into_iter().chain(names.map(String::as_str)) {
                            let regex = Regex::new(pattern).map_err(|error| error.to_string())?;
                            patterns.insert(pattern.to_owned(), regex);
                        }
                        open.extend(members.values());
                    }
                    _ => {}
                }
            }
            Ok(Parsed { schema, patterns })
        })
    }
}

impl Check {
    /// All keywords of `rules`, for the JSON form of a value.
    pub fn rules<T: Serialize + ?Sized>(&mut self, value: &T, rules: &Rules) -> &mut Self {
        match (rules.parsed(), serde_json::to_value(value)) {
            (Ok(parsed), Ok(value)) => {
                let evaluation = Evaluation::new(&parsed.patterns);
                evaluation.holds(&parsed.schema, &value, &mut Seen::default(), Some(self));
                self
            }
            (Err(error), _) => self.fail("schema", format!("cannot be checked: {error}")),
            (_, Err(error)) => self.fail("json", format!("has no JSON form: {error}")),
        }
    }
}
