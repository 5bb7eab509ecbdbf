//! Numbers as documents write them.

use serde_json::Value as Json;

/// A number as it was written, in JSON's notation: of any size and precision.
#[derive(Clone, Debug)]
pub struct Number(String);

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
            || match (self.as_i128(), other.as_i128()) {
                (Some(a), Some(b)) => a == b,
                (None, None) => self.as_f64() == other.as_f64() && self.as_f64().is_finite(),
                _ => false,
            }
    }
}

impl Number {
    /// A number from text in JSON's notation.
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it has no fraction: `1`, `1.0` and `1e3` are integers.
    pub fn is_integer(&self) -> bool {
        if !self.0.contains(['.', 'e', 'E']) {
            return true;
        }
        let value = self.as_f64();
        value.is_finite() && value.fract() == 0.0
    }

    /// The integer, if it is one and fits.
    pub fn as_i128(&self) -> Option<i128> {
        if let Ok(value) = self.0.parse() {
            return Some(value);
        }
        // 2^100: far beyond what documents hold, far below what a cast would saturate at.
        let value = self.as_f64();
        (self.0.contains(['.', 'e', 'E']) && self.is_integer() && value.abs() < 1.3e30)
            .then_some(value as i128)
    }

    /// The integer, if it is one and fits.
    pub fn as_i64(&self) -> Option<i64> {
        self.as_i128()?.try_into().ok()
    }

    /// The integer, if it is one and fits.
    pub fn as_u64(&self) -> Option<u64> {
        self.as_i128()?.try_into().ok()
    }

    /// The nearest floating point number; infinite when it is too large.
    pub fn as_f64(&self) -> f64 {
        self.0.parse().unwrap_or(f64::NAN)
    }

    /// The JSON number; one beyond `serde_json`'s range becomes the nearest it has, or else the text.
    pub fn to_json(&self) -> Json {
        if let Ok(value) = self.0.parse::<i64>() {
            // `serde_json` reads `-0` as a floating point number, which keeps the sign.
            return if value == 0 && self.0.starts_with('-') {
                Json::from(-0.0)
            } else {
                value.into()
            };
        }
        if let Ok(value) = self.0.parse::<u64>() {
            return value.into();
        }
        serde_json::Number::from_f64(self.as_f64())
            .map_or_else(|| Json::String(self.0.clone()), Json::Number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        let check = |text: &str, integer: Option<i128>, json: &str| {
            let number = Number::new(text);
            assert_eq!(number.as_i128(), integer, "{text}");
            assert_eq!(number.is_integer(), integer.is_some(), "{text}");
            assert_eq!(number.to_json().to_string(), json, "{text}");
        };
        check("1", Some(1), "1");
        check("1.0", Some(1), "1.0");
        check("1e3", Some(1000), "1000.0");
        check("1.10", None, "1.1");
        check(
            "-9223372036854776000",
            Some(-9223372036854776000),
            "-9.223372036854776e+18",
        );
        check(
            "18446744073709551615",
            Some(18446744073709551615),
            "18446744073709551615",
        );
        check("1e999", None, "\"1e999\"");
        assert_eq!(Number::new("1"), Number::new("1.0"));
        assert_ne!(
            Number::new("9007199254740993"),
            Number::new("9007199254740992")
        );
    }
}
