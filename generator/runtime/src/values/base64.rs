//! Bytes inside text.

use std::fmt;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, Serializer};

use super::FormatError;

/// Takes text with and without padding: RFC 4648 asks for it, senders leave it out.
const STANDARD: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(
    &alphabet::URL_SAFE,
    GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

macro_rules! encoded_bytes {
    ($(#[$doc:meta])* $name:ident, $format:literal, $engine:ident) => {
        $(#[$doc])*
        #[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub Vec<u8>);

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({} bytes)"), self.0.len())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                base64::display::Base64Display::new(&self.0, &$engine).fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = FormatError;

            fn from_str(text: &str) -> Result<Self, FormatError> {
                $engine.decode(text).map(Self).map_err(|_| FormatError::new($format, text))
            }
        }

        impl AsRef<[u8]> for $name {
            fn as_ref(&self) -> &[u8] {
                &self.0
            }
        }

        impl From<Vec<u8>> for $name {
            fn from(bytes: Vec<u8>) -> Self {
                Self(bytes)
            }
        }

        impl From<&[u8]> for $name {
            fn from(bytes: &[u8]) -> Self {
                Self(bytes.to_vec())
            }
        }

        impl From<$name> for Vec<u8> {
            fn from(bytes: $name) -> Self {
                bytes.0
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = crate::json::string(deserializer)?;
                let bytes = $engine.decode(&*text).map_err(|error| D::Error::custom(format_args!(concat!("is not ", $format, ": {}"), error)))?;
                Ok(Self(bytes))
            }
        }
    };
}

encoded_bytes! {
    /// Bytes that are text in JSON: base64 with padding (RFC 4648 section 4), `format: byte`.
    Base64, "base64", STANDARD
}

encoded_bytes! {
    /// Bytes that are text in JSON: base64 for URLs without padding (RFC 4648 section 5), `contentEncoding: base64url`.
    Base64Url, "base64url", URL_SAFE
}
