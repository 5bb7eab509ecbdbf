//! Access keys of cloud accounts: an identifier, a secret, and a token when the key is temporary.
//!
//! Comes in: strings from the user's configuration. Goes out: the same strings, only through accessors that say what
//! they hand over, so that no log line shows them by accident. Knows nothing of signing algorithms or transports.

use std::fmt;

/// A text that must not be shown: `Debug` prints `Secret(***)`, and there is no `Display`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Secret(String);

impl Secret {
    /// Hides a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The hidden text. Every call is a place to check when asking who can read secrets.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

/// A secret travels as the text it is; only debug output hides it.
impl serde::Serialize for Secret {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> serde::Deserialize<'de> for Secret {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(***)")
    }
}

/// A key pair that signs requests: permanent (`AK`/`SK`), or temporary with a security token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessKey {
    id: String,
    secret: Secret,
    security_token: Option<Secret>,
}

impl AccessKey {
    /// A permanent key: the identifier that goes over the wire (`AK`) and the secret that never does (`SK`).
    pub fn new(id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self {
            id: id.into(),
            secret: secret.into(),
            security_token: None,
        }
    }

    /// Makes the key a temporary one. The token is given as the cloud handed it out; encodings that a scheme wants on
    /// the wire (JD Cloud: base64) are added when signing.
    #[must_use]
    pub fn with_security_token(mut self, token: impl Into<Secret>) -> Self {
        self.security_token = Some(token.into());
        self
    }

    /// The public half.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The secret half.
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// The token of a temporary key.
    pub fn security_token(&self) -> Option<&Secret> {
        self.security_token.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::AccessKey;

    #[test]
    fn debug_of_an_access_key_hides_secrets() {
        let key = AccessKey::new("AK-1", "very-secret").with_security_token("very-token");
        let shown = format!("{key:?}");
        assert!(shown.contains("AK-1"), "{shown}");
        assert!(!shown.contains("very"), "{shown}");
    }
}
