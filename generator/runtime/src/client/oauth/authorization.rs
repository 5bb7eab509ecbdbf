//! Signing a user in through a browser: the authorization code with a proof key (RFC 6749 §4.1, RFC 7636).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::credentials::Secret;

use super::exchange::encoded;
use super::{Grant, OAuth2, TokenEndpoint};

/// One sign-in: the URL to send the user to, and what becomes of the code that comes back.
///
/// `state` and `verifier` are unguessable texts that the program makes anew for each sign-in with a random number
/// generator of its own; the verifier has 43 to 128 letters, digits, or `-`, `.`, `_`, `~` (RFC 7636 §4.1). The program
/// compares the `state` that comes back before it uses the code.
#[derive(Debug, Clone)]
pub struct Authorization {
    client: String,
    redirect_uri: String,
    verifier: Secret,
    query: String,
}

impl Authorization {
    /// A sign-in for a client, which returns to one of its registered URLs.
    pub fn new(
        client: impl Into<String>,
        redirect_uri: impl Into<String>,
        state: &str,
        verifier: impl Into<Secret>,
    ) -> Self {
        let (client, redirect_uri, verifier) =
            (client.into(), redirect_uri.into(), verifier.into());
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.expose()));
        let mut query = String::from("response_type=code");
        for (name, value) in [
            ("client_id", client.as_str()),
            ("redirect_uri", &redirect_uri),
            ("state", state),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ] {
            add(&mut query, name, value);
        }
        Self {
            client,
            redirect_uri,
            verifier,
            query,
        }
    }

    /// Asks for these scopes.
    #[must_use]
    pub fn scopes<'a>(self, scopes: impl IntoIterator<Item = &'a str>) -> Self {
        let scopes: Vec<&str> = scopes.into_iter().collect();
        self.param("scope", &scopes.join(" "))
    }

    /// Adds a parameter, such as `prompt` or `audience`.
    #[must_use]
    pub fn param(mut self, name: &str, value: &str) -> Self {
        add(&mut self.query, name, value);
        self
    }

    /// Where to send the user. `endpoint` is the authorization URL of the flow.
    #[must_use]
    pub fn url(&self, endpoint: &str) -> String {
        let separator = if endpoint.contains('?') { '&' } else { '?' };
        format!("{endpoint}{separator}{}", self.query)
    }

    /// A source of tokens from the code that came back. A client with a secret adds it with
    /// [`OAuth2::client`].
    pub fn code(self, endpoint: impl Into<TokenEndpoint>, code: impl Into<Secret>) -> OAuth2 {
        let form = vec![
            ("code", code.into()),
            ("redirect_uri", self.redirect_uri.into()),
            ("code_verifier", self.verifier),
        ];
        OAuth2::new(Grant::Code { form }, endpoint).public_client(self.client)
    }
}

fn add(query: &mut String, name: &str, value: &str) {
    // Percent signs in place of `+`: both are right, and only one is read as intended by everyone.
    let encoded = |text: &str| encoded(text).replace('+', "%20");
    query.push('&');
    query.push_str(&encoded(name));
    query.push('=');
    query.push_str(&encoded(value));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_url_has_the_challenge_of_rfc_7636_appendix_b() {
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let authorization = Authorization::new("app", "https://a.example/back", "xyz", verifier)
            .scopes(["a", "b:c"])
            .param("prompt", "login");
        let query = "response_type=code&client_id=app&redirect_uri=https%3A%2F%2Fa.example%2Fback&state=xyz\
            &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256\
            &scope=a%20b%3Ac&prompt=login";
        for (endpoint, expected) in [
            ("https://id/a", format!("https://id/a?{query}")),
            ("https://id/a?t=1", format!("https://id/a?t=1&{query}")),
        ] {
            assert_eq!(authorization.url(endpoint), expected);
        }
        assert!(!format!("{authorization:?}").contains(verifier));
    }
}
