//! Universally unique identifiers.

use super::text::text_value;

text_value! {
    /// A UUID in the form of RFC 9562 section 4: `f81d4fae-7dec-11d0-a765-00a0c91e6bf6`.
    Uuid, "uuid", is_uuid
}

impl Uuid {
    /// The sixteen bytes, if the text is a UUID.
    #[must_use]
    pub fn to_bytes(&self) -> Option<[u8; 16]> {
        if !self.is_valid() {
            return None;
        }
        let number = u128::from_str_radix(&self.as_str().replace('-', ""), 16).ok()?;
        Some(number.to_be_bytes())
    }
}

impl From<[u8; 16]> for Uuid {
    fn from(bytes: [u8; 16]) -> Self {
        let hex = format!("{:032x}", u128::from_be_bytes(bytes));
        Self(
            [
                &hex[..8],
                &hex[8..12],
                &hex[12..16],
                &hex[16..20],
                &hex[20..],
            ]
            .join("-"),
        )
    }
}

/// Whether the text is a UUID in the form of RFC 9562 section 4, in either case.
#[must_use]
pub fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}
