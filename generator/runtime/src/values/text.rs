//! What all values that keep their text have in common.

/// Defines a value that keeps the text it was read from.
macro_rules! text_value {
    ($(#[$doc:meta])* $name:ident, $format:literal, $is_valid:path) => {
        $(#[$doc])*
        ///
        /// Keeps its text: equality, order and hash are those of the text, not of what it means.
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            #[doc = concat!("The value with this text, which must be a valid `", $format, "`.")]
            ///
            /// # Errors
            /// When the text has another form.
            pub fn new(text: impl Into<String>) -> Result<Self, $crate::values::FormatError> {
                let text = text.into();
                if $is_valid(&text) { Ok(Self(text)) } else { Err($crate::values::FormatError::new($format, text)) }
            }

            /// Whether the text has the right form. Only values that were read can lack it.
            #[must_use]
            pub fn is_valid(&self) -> bool {
                $is_valid(&self.0)
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::values::FormatError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::new(text)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> String {
                value.0
            }
        }

        impl serde::ser::Serialize for $name {
            fn serialize<S: serde::ser::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        /// Takes any string.
        impl<'de> serde::de::Deserialize<'de> for $name {
            fn deserialize<D: serde::de::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = $crate::json::string(deserializer)?.into_owned();
                $crate::json::expect_format(|| $is_valid(&text));
                Ok(Self(text))
            }
        }
    };
}

pub(super) use text_value;
