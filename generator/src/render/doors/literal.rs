//! Literals.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::model::{IntegerKind, Json};

/// A string literal: a raw one where quotes and backslashes would be escaped otherwise, unless something in it does not
/// print and has to be.
#[must_use]
pub fn text(value: &str) -> Literal {
    raw(value).unwrap_or_else(|| Literal::string(value))
}

/// A string literal that holds a JSON value as text.
#[must_use]
pub fn json(value: &Json) -> Literal {
    text(&value.to_string())
}

/// So many number signs may stand around a raw string (Rust reference, "Raw string literals").
const HASHES: usize = 255;

fn raw(value: &str) -> Option<Literal> {
    let prints = |c: char| c == ' ' || c.is_ascii_graphic() || c.escape_debug().eq([c]);
    if !value.contains(['"', '\\']) || !value.chars().all(prints) {
        return None;
    }
    // One hash more than behind any quote; the language has a limit, beyond which a literal is written with escapes.
    let behind = |text: &str| text.bytes().take_while(|byte| *byte == b'#').count();
    let quotes = value.split('"').skip(1);
    let hashes = quotes.map(|text| behind(text) + 1).max().unwrap_or(0);
    let hashes = (hashes <= HASHES).then(|| "#".repeat(hashes))?;
    format!("r{hashes}\"{value}\"{hashes}").parse().ok()
}

/// A size, as a literal without suffix.
#[must_use]
pub fn size(value: u64) -> Literal {
    Literal::u64_unsuffixed(value)
}

/// An integer, as a literal without suffix.
#[must_use]
pub fn int(value: i128) -> TokenStream {
    let digits = Literal::u128_unsuffixed(value.unsigned_abs());
    if value < 0 {
        quote!(-#digits)
    } else {
        quote!(#digits)
    }
}

/// A number as an integer literal, if it is an integer that fits into 96 bits; `2.0` is one.
#[must_use]
pub fn integer(value: &serde_json::Number) -> Option<TokenStream> {
    as_integer(value).map(int)
}

/// A number as a floating-point literal.
#[must_use]
pub fn float(value: &serde_json::Number) -> TokenStream {
    // Beyond the range of `f64` a limit is as good as infinite.
    let value = value.as_f64().filter(|value| value.is_finite());
    match value {
        None => quote!(f64::INFINITY),
        Some(value) => {
            let digits = Literal::f64_unsuffixed(value.abs());
            if value < 0.0 {
                quote!(-#digits)
            } else {
                quote!(#digits)
            }
        }
    }
}

/// The number as an integer, if it is one.
#[must_use]
pub fn as_integer(value: &serde_json::Number) -> Option<i128> {
    if let Some(value) = value.as_i64() {
        return Some(value.into());
    }
    if let Some(value) = value.as_u64() {
        return Some(value.into());
    }
    let value = value.as_f64()?;
    // 2^96 is far beyond every integer type and still exact.
    (value.fract() == 0.0 && value.abs() < 79_228_162_514_264_337_593_543_950_336.0)
        .then_some(value as i128)
}

/// The integers that a type holds.
#[must_use]
pub fn limits(kind: IntegerKind) -> std::ops::RangeInclusive<i128> {
    match kind {
        IntegerKind::I8 => i8::MIN.into()..=i8::MAX.into(),
        IntegerKind::I16 => i16::MIN.into()..=i16::MAX.into(),
        IntegerKind::I32 => i32::MIN.into()..=i32::MAX.into(),
        IntegerKind::I64 => i64::MIN.into()..=i64::MAX.into(),
        IntegerKind::U8 => u8::MIN.into()..=u8::MAX.into(),
        IntegerKind::U16 => u16::MIN.into()..=u16::MAX.into(),
        IntegerKind::U32 => u32::MIN.into()..=u32::MAX.into(),
        IntegerKind::U64 => u64::MIN.into()..=u64::MAX.into(),
        IntegerKind::Big => i128::MIN..=i128::MAX,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    fn number(value: &Value) -> serde_json::Number {
        value.as_number().cloned().expect("a number")
    }

    #[test]
    fn texts_cannot_end_their_literal() {
        for value in ["", "\"", "\\", "\"; fn x() {} //", "\u{202e}\0\n", "好"] {
            let literal = super::text(value).to_string();
            let parsed: syn::LitStr = syn::parse_str(&literal).expect("one string literal");
            assert_eq!(parsed.value(), value);
            assert!(!literal.contains(['\n', '\0', '\u{202e}']), "{literal}");
        }
    }

    #[test]
    fn what_would_be_escaped_is_raw() {
        for (value, expected) in [
            ("plain", r#""plain""#),
            (r"a\d", r#"r"a\d""#),
            (r"\，。好", "r\"\\，。好\""),
            ("\\\u{a0}", r#""\\\u{a0}""#),
        ] {
            assert_eq!(super::text(value).to_string(), expected);
        }
    }

    #[test]
    fn numbers_keep_their_value() {
        for (value, integer, float) in [
            (json!(1), Some("1"), "1.0"),
            (json!(-3), Some("- 3"), "- 3.0"),
            (json!(2.0), Some("2"), "2.0"),
            (json!(0.5), None, "0.5"),
            (
                json!(u64::MAX),
                Some("18446744073709551615"),
                "18446744073709552000.0",
            ),
            (
                json!(-9223372036854776000.0),
                Some("- 9223372036854775808"),
                "- 9223372036854775808.0",
            ),
        ] {
            let value = number(&value);
            assert_eq!(
                super::integer(&value).map(|t| t.to_string()).as_deref(),
                integer
            );
            let text = super::float(&value).to_string().replace(' ', "");
            assert_eq!(
                text.parse::<f64>().ok(),
                float.replace(' ', "").parse().ok()
            );
        }
    }
}
