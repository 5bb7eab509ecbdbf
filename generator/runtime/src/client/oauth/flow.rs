//! What a document says of a way to get tokens, as data.

/// A flow of a security scheme of the type `oauth2`, or what `openIdConnect` says in its place.
///
/// URLs without a host lead from the base URL of the connection.
#[derive(Debug, Clone, Copy)]
pub struct Flow {
    scheme: &'static str,
    token_url: Option<&'static str>,
    refresh_url: Option<&'static str>,
    authorization_url: Option<&'static str>,
    device_authorization_url: Option<&'static str>,
    metadata_url: Option<&'static str>,
    scopes: &'static [(&'static str, &'static str)],
}

macro_rules! urls {
    ($($(#[$docs:meta])* $with:ident $field:ident;)*) => {
        $(
            $(#[$docs])*
            #[must_use]
            pub const fn $field(&self) -> Option<&'static str> {
                self.$field
            }

            /// Sets it.
            #[must_use]
            pub const fn $with(mut self, url: &'static str) -> Self {
                self.$field = Some(url);
                self
            }
        )*
    };
}

impl Flow {
    /// A flow of the scheme of that name.
    #[must_use]
    pub const fn new(scheme: &'static str) -> Self {
        Self {
            scheme,
            token_url: None,
            refresh_url: None,
            authorization_url: None,
            device_authorization_url: None,
            metadata_url: None,
            scopes: &[],
        }
    }

    urls! {
        /// Where tokens are got.
        with_token_url token_url;
        /// Where they are got again, if not at the same place.
        with_refresh_url refresh_url;
        /// Where users sign in.
        with_authorization_url authorization_url;
        /// Where devices begin.
        with_device_authorization_url device_authorization_url;
        /// A document of RFC 8414 or of `OpenID` Connect Discovery that says the other URLs.
        with_metadata_url metadata_url;
    }

    /// Sets the scopes with their meanings.
    #[must_use]
    pub const fn with_scopes(mut self, scopes: &'static [(&'static str, &'static str)]) -> Self {
        self.scopes = scopes;
        self
    }

    /// The name of the scheme in the document.
    #[must_use]
    pub const fn scheme(&self) -> &'static str {
        self.scheme
    }

    /// The scopes with their meanings.
    #[must_use]
    pub const fn scopes(&self) -> &'static [(&'static str, &'static str)] {
        self.scopes
    }

    /// The names of all scopes, to ask for all of them.
    pub fn scope_names(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.scopes.iter().map(|(name, _)| *name)
    }
}
