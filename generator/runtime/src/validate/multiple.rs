//! `multipleOf` for numbers with a fraction.

/// Whether `value` is a whole multiple of `divisor`, both taken as the decimals they are written as. Binary arithmetic would say that 19.99 is no
/// multiple of 0.01. What is not finite is a multiple of nothing; a divisor that is not positive (which no schema may have) divides everything.
pub(super) fn is_multiple(value: f64, divisor: f64) -> bool {
    if divisor <= 0.0 || divisor.is_nan() {
        return true;
    }
    if !value.is_finite() {
        return false;
    }
    let (value, divisor) = (Decimal::of(value), Decimal::of(divisor));
    if value.digits == 0 {
        return true;
    }
    // A multiple would have to be divisible by ten, which digits are not.
    if value.exponent < divisor.exponent {
        return false;
    }
    let mut rest = value.digits % divisor.digits;
    for _ in divisor.exponent..value.exponent {
        rest = rest * 10 % divisor.digits;
    }
    rest == 0
}

/// `digits * 10^exponent`, digits not divisible by ten unless zero.
struct Decimal {
    digits: u128,
    exponent: i32,
}

impl Decimal {
    /// From the shortest text that means the same number: at most 17 digits that are not zeros at an end.
    fn of(number: f64) -> Self {
        let text = format!("{:e}", number.abs());
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let mut digits: u128 = [whole, fraction].concat().parse().unwrap_or(0);
        let mut exponent =
            exponent.parse::<i32>().unwrap_or(0) - i32::try_from(fraction.len()).unwrap_or(0);
        while digits != 0 && digits.is_multiple_of(10) {
            digits /= 10;
            exponent += 1;
        }
        Self { digits, exponent }
    }
}

#[cfg(test)]
mod tests {
    use super::is_multiple;

    #[test]
    fn decimal() {
        for (value, divisor, expected) in [
            (19.99, 0.01, true),
            (4.5, 1.5, true),
            (4.6, 1.5, false),
            (0.0075, 0.0001, true),
            (0.00751, 0.0001, false),
            (0.3, 0.1, true),
            (1.1, 0.1, true),
            (0.0, 7.0, true),
            (-7.5, 2.5, true),
            (35.0, 1.5, false),
            (1e308, 0.5, true),
            (12_391_239_123.0, 1e-8, true),
            (1e308, 0.123_456_789, false),
            (20.0, 10.0, true),
            (25.0, 10.0, false),
            (5.0, 10.0, false),
            (100.0, 25.0, true),
            (5e-324, 5e-324, true),
            (f64::INFINITY, 1.0, false),
        ] {
            assert_eq!(is_multiple(value, divisor), expected, "{value} % {divisor}");
        }
    }
}
