//! The settings of a connection.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;
use http::header::{HeaderName, HeaderValue, USER_AGENT};

use crate::body::BoxError;

use super::base::Address;
use super::connection::Settings;
use super::credential::{Credential, Credentials};
use super::places::Places;
use super::{Connection, Retry, Server, Transport};

/// 16 MiB.
const MAX_RESPONSE: usize = 16 << 20;

/// The settings of a connection. Mistakes in them are told by [`build`](Self::build).
#[derive(Debug)]
pub struct ConnectionBuilder {
    /// Calls go to a URL as a whole.
    sends: bool,
    places: Places,
    transport: Option<Transport>,
    timeout: Option<Duration>,
    retry: Retry,
    validate: bool,
    max_response: usize,
    credentials: Credentials,
    headers: HeaderMap,
    mistake: Option<BuildError>,
}

impl ConnectionBuilder {
    pub(super) fn new(sends: bool) -> Self {
        Self {
            sends,
            places: Places::default(),
            transport: None,
            timeout: None,
            retry: Retry::none(),
            validate: true,
            max_response: MAX_RESPONSE,
            credentials: Credentials::default(),
            headers: HeaderMap::new(),
            mistake: None,
        }
    }

    /// The URL of the service: `https://host`, with the path that all of its operations begin with. `{name}` in it
    /// stands for a [`value`](Self::value): `https://images.{region}.example`. Required, unless a
    /// [`server`](Self::server) is known. It stands for operations with servers of their own, too: with it, everything
    /// goes to one place, but for what [`server_url`](Self::server_url) leads elsewhere.
    #[must_use]
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.places.base_url = Some(url.into());
        self
    }

    /// Makes a URL of the service known, with values for the names in it that hold where it is called and nothing else
    /// is said. The first one with a host is called, unless another is chosen or there is a [`base_url`](Self::base_url).
    #[must_use]
    pub fn server(
        self,
        url: &'static str,
        values: &'static [(&'static str, &'static str)],
    ) -> Self {
        self.known_server(Server::new(url, values))
    }

    /// As [`server`](Self::server), for one of which more is known.
    #[must_use]
    pub fn known_server(mut self, server: Server) -> Self {
        self.places.servers.push(server);
        self
    }

    /// Calls the known server of that index.
    #[must_use]
    pub fn choose_server(mut self, index: usize) -> Self {
        self.places.chosen = Some(index);
        self
    }

    /// Calls another URL instead of one that the document has, of the service or of single operations. `server` is the
    /// URL as it stands in the document, with its names in braces.
    #[must_use]
    pub fn server_url(mut self, server: impl Into<String>, url: impl Into<String>) -> Self {
        let server = server.into();
        self.places.moved.retain(|(known, _)| *known != server);
        self.places.moved.push((server, url.into()));
        self
    }

    /// Where URLs without a host (`/v1`) lead from: `https://host`, or the URL of the document itself.
    #[must_use]
    pub fn origin(mut self, url: impl Into<String>) -> Self {
        self.places.origin = Some(url.into());
        self
    }

    /// What carries requests: any tower service over HTTP requests (see [`Transport::new`]). Without one, the feature
    /// `reqwest` brings the default.
    #[must_use]
    pub fn transport(mut self, transport: Transport) -> Self {
        self.transport = Some(transport);
        self
    }

    /// How long a call may take, with all its attempts and the reading of the reply (for streams: until they start).
    /// 60 seconds with the default transport, without limit for any other, since the limit needs a running tokio
    /// runtime with its timer on.
    #[must_use]
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = Some(limit);
        self
    }

    /// How often a call is attempted; once by default. Repetition needs a running tokio runtime with its timer on.
    #[must_use]
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// Whether requests are checked against the constraints of the document before they are sent; they are by
    /// default. Turn it off when the service accepts more than its document says.
    #[must_use]
    pub fn validate_requests(mut self, validate: bool) -> Self {
        self.validate = validate;
        self
    }

    /// How long the body of a reply may be, in bytes; 16 MiB by default. Does not apply to streams.
    #[must_use]
    pub fn max_response_bytes(mut self, limit: usize) -> Self {
        self.max_response = limit;
        self
    }

    /// Adds a credential for every scheme of its kind.
    #[must_use]
    pub fn credential(mut self, credential: impl Into<Credential>) -> Self {
        self.credentials.add(credential.into());
        self
    }

    /// Sets the credential for the scheme of that name in the document; it comes before one for every scheme.
    #[must_use]
    pub fn credential_for(
        mut self,
        scheme: impl Into<String>,
        credential: impl Into<Credential>,
    ) -> Self {
        self.credentials.add_named(scheme.into(), credential.into());
        self
    }

    /// Sets a value that the base URL or signatures refer to by name, such as the region.
    #[must_use]
    pub fn value(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.places.values.insert(name.into(), value.into());
        self
    }

    /// Sets a header of all requests; an operation's own header of that name comes before it. It is there when a
    /// request is signed.
    #[must_use]
    pub fn default_header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        let (name, value) = (name.as_ref(), value.as_ref());
        match (
            HeaderName::from_bytes(name.as_bytes()),
            HeaderValue::from_str(value),
        ) {
            (Ok(name), Ok(value)) => {
                self.headers.insert(name, value);
            }
            _ => self.mistake = Some(BuildError::Header(name.to_owned())),
        }
        self
    }

    /// How the client calls itself.
    #[must_use]
    pub fn user_agent(self, name: impl AsRef<str>) -> Self {
        self.default_header(USER_AGENT, name)
    }

    /// Makes the connection. Nothing is sent.
    ///
    /// # Errors
    /// See [`BuildError`].
    pub fn build(self) -> Result<Connection, BuildError> {
        if let Some(mistake) = self.mistake {
            return Err(mistake);
        }
        let address = match (self.sends, &self.places.base_url) {
            (true, None) => Address::Open,
            (true, Some(url)) => Address::endpoint(url)?,
            (false, _) => Address::Service(self.places.base()?),
        };
        let (transport, timeout) = match self.transport {
            Some(transport) => (transport, self.timeout),
            None => default_transport(self.timeout)?,
        };
        Ok(Connection(Arc::new(Settings {
            places: self.places,
            address,
            transport,
            timeout,
            retry: self.retry,
            validate: self.validate,
            max_response: self.max_response,
            credentials: self.credentials,
            headers: self.headers,
        })))
    }
}

#[cfg(feature = "reqwest")]
fn default_transport(
    timeout: Option<Duration>,
) -> Result<(Transport, Option<Duration>), BuildError> {
    let transport = super::Reqwest::new().map_err(BuildError::Transport)?;
    Ok((
        Transport::new(transport),
        timeout.or(Some(Duration::from_secs(60))),
    ))
}

#[cfg(not(feature = "reqwest"))]
fn default_transport(_: Option<Duration>) -> Result<(Transport, Option<Duration>), BuildError> {
    Err(BuildError::NoTransport)
}

/// What is wrong with the settings of a connection.
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// There is no base URL.
    NoBaseUrl,
    /// This URL of the document has no host, and there is no origin that it leads from.
    NoOrigin(String),
    /// A value is none of those that the document lists for it (`enum` of a server variable).
    Value {
        /// What it is the value of.
        name: String,
        /// The value.
        value: String,
        /// Those that the document lists.
        allowed: &'static [&'static str],
    },
    /// The base URL cannot be used.
    BaseUrl {
        /// As far as it could be made out.
        url: String,
        /// Why.
        reason: String,
    },
    /// There is no transport, and the feature `reqwest` that brings one is off.
    NoTransport,
    /// The default transport cannot be made.
    Transport(BoxError),
    /// A default header of this name is no header.
    Header(String),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoBaseUrl => f.write_str("the connection has no base URL"),
            Self::NoOrigin(url) => write!(
                f,
                "the server {url:?} has no host: give the origin that it leads from, or a base URL"
            ),
            Self::Value {
                name,
                value,
                allowed,
            } => write!(
                f,
                "{value:?} is no value of `{name}`: it is one of {}",
                allowed.join(", ")
            ),
            Self::BaseUrl { url, reason } => {
                write!(f, "the base URL {url} cannot be used: {reason}")
            }
            Self::NoTransport => f.write_str(
                "the connection has no transport: give one, or turn on the feature `reqwest`",
            ),
            Self::Transport(_) => f.write_str("the default transport cannot be made"),
            Self::Header(name) => write!(f, "the default header {name:?} is not a header"),
        }
    }
}

impl StdError for BuildError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Transport(error) => Some(error.as_ref()),
            _ => None,
        }
    }
}
