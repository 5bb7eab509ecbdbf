//! Numbers of schemas, compared by what they are worth.
//!
//! In: numbers as documents write them. Out: exact order and divisibility where 128 bits suffice, the nearest floating point
//! answer beyond.

use std::cmp::Ordering;

use serde_json::Value as Json;

use crate::read::Number;

/// A decimal number: `mantissa` × 10^`exponent`, or the nearest floating point number.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Decimal {
    Exact { mantissa: i128, exponent: i32 },
    Near(f64),
}

impl Decimal {
    /// Reads a number of a document.
    pub(crate) fn new(number: &Number) -> Self {
        Self::parse(number.as_str()).unwrap_or(Self::Near(number.as_f64()))
    }

    /// A number of a JSON value.
    pub(crate) fn of_json(number: &serde_json::Number) -> Self {
        Self::parse(&number.to_string())
            .unwrap_or_else(|| Self::Near(number.as_f64().unwrap_or(f64::NAN)))
    }

    /// A whole number.
    pub(crate) fn whole(value: i128) -> Self {
        Self::Exact {
            mantissa: value,
            exponent: 0,
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let (digits, power) = match text.find(['e', 'E']) {
            Some(at) => (&text[..at], text[at + 1..].parse::<i32>().ok()?),
            None => (text, 0),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let mut mantissa: i128 = format!("{whole}{fraction}").parse().ok()?;
        let mut exponent = power.checked_sub(i32::try_from(fraction.len()).ok()?)?;
        while mantissa != 0 && mantissa % 10 == 0 {
            mantissa /= 10;
            exponent += 1;
        }
        if mantissa == 0 {
            exponent = 0;
        }
        (-300..300)
            .contains(&exponent)
            .then_some(Self::Exact { mantissa, exponent })
    }

    /// The nearest floating point number.
    pub(crate) fn to_f64(self) -> f64 {
        match self {
            Self::Exact { mantissa, exponent } => {
                format!("{mantissa}e{exponent}").parse().unwrap_or(f64::NAN)
            }
            Self::Near(value) => value,
        }
    }

    /// The integer, where it is one and fits.
    pub(crate) fn to_i128(self) -> Option<i128> {
        match self {
            Self::Exact { mantissa, exponent } if exponent >= 0 => {
                mantissa.checked_mul(10_i128.checked_pow(exponent.unsigned_abs())?)
            }
            _ => None,
        }
    }

    /// The JSON number.
    pub(crate) fn to_json(self) -> Json {
        if let Some(value) = self.to_i128() {
            if let Ok(value) = i64::try_from(value) {
                return value.into();
            }
            if let Ok(value) = u64::try_from(value) {
                return value.into();
            }
        }
        serde_json::Number::from_f64(self.to_f64()).map_or(Json::Null, Json::Number)
    }

    /// Both mantissas at the smaller of the two exponents.
    fn aligned(self, other: Self) -> Option<(i128, i128)> {
        let (
            Self::Exact {
                mantissa: left,
                exponent: left_power,
            },
            Self::Exact {
                mantissa: right,
                exponent: right_power,
            },
        ) = (self, other)
        else {
            return None;
        };
        let least = left_power.min(right_power);
        let scale = |mantissa: i128, power: i32| {
            mantissa.checked_mul(10_i128.checked_pow((power - least).unsigned_abs())?)
        };
        Some((scale(left, left_power)?, scale(right, right_power)?))
    }

    /// The order of two numbers.
    pub(crate) fn order(self, other: Self) -> Ordering {
        match self.aligned(other) {
            Some((left, right)) => left.cmp(&right),
            None => self.to_f64().total_cmp(&other.to_f64()),
        }
    }

    /// Whether this is a multiple of `step`; nothing where that is beyond exact arithmetic.
    pub(crate) fn is_multiple_of(self, step: Self) -> Option<bool> {
        let (value, step) = self.aligned(step)?;
        (step != 0).then(|| value % step == 0)
    }

    /// The smallest integer not below (`up`) or the greatest not above.
    pub(crate) fn rounded(self, up: bool) -> Option<i128> {
        if let Some(value) = self.to_i128() {
            return Some(value);
        }
        let value = self.to_f64();
        let value = if up { value.ceil() } else { value.floor() };
        (value.abs() < 1e30).then_some(value as i128)
    }

    /// The sum with a small number.
    pub(crate) fn plus(self, delta: f64) -> Self {
        match (self.to_i128(), delta.fract() == 0.0) {
            (Some(value), true) => Self::whole(value.saturating_add(delta as i128)),
            _ => Self::Near(self.to_f64() + delta),
        }
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.order(*other) == Ordering::Equal
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_arithmetic() {
        let number = |text: &str| Decimal::parse(text).unwrap();
        assert_eq!(number("1.0"), number("1"));
        assert_eq!(number("1e2"), number("100"));
        assert!(number("0.1").order(number("0.2")).is_lt());
        assert_eq!(number("0.3").is_multiple_of(number("0.1")), Some(true));
        assert_eq!(number("4").is_multiple_of(number("3")), Some(false));
        assert_eq!(
            number("9223372036854775807").to_json().to_string(),
            "9223372036854775807"
        );
        assert_eq!(number("2.5").rounded(true), Some(3));
    }
}
