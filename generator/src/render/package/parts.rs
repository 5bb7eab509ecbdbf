//! Which parts a crate has.

/// A part of a generated crate that can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The client, with the messages.
    Client,
    /// The server, with the messages.
    Server,
    /// The messages; alone, they need no HTTP.
    Types,
}

impl Part {
    /// The part of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "client" => Some(Self::Client),
            "server" => Some(Self::Server),
            "types" => Some(Self::Types),
            _ => None,
        }
    }
}

/// The parts of a crate. Messages are always among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts {
    /// The client.
    pub client: bool,
    /// The server.
    pub server: bool,
}

impl Default for Parts {
    /// All of them.
    fn default() -> Self {
        Self {
            client: true,
            server: true,
        }
    }
}

impl Parts {
    /// Only these; all of them when none is named.
    #[must_use]
    pub fn only(parts: &[Part]) -> Self {
        if parts.is_empty() {
            return Self::default();
        }
        Self {
            client: parts.contains(&Part::Client),
            server: parts.contains(&Part::Server),
        }
    }

    /// Whether there are operations at all.
    #[must_use]
    pub fn operations(self) -> bool {
        self.client || self.server
    }

    /// What the crate holds, for a sentence: `Client and server of `.
    pub(super) fn title(self) -> &'static str {
        match (self.client, self.server) {
            (true, true) => "Client and server",
            (true, false) => "Client",
            (false, true) => "Server",
            (false, false) => "Messages",
        }
    }

    /// The same in words, to go on with.
    pub(super) fn words(self) -> &'static str {
        match (self.client, self.server) {
            (true, true) => {
                "its messages, an async client and a server skeleton, made from its OpenAPI document"
            }
            (true, false) => "its messages and an async client, made from its OpenAPI document",
            (false, true) => "its messages and a server skeleton, made from its OpenAPI document",
            (false, false) => "its messages, made from its OpenAPI document",
        }
    }
}
