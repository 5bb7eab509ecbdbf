//! The URLs of a service as its document writes them.

/// A URL of the service, with what the document says of the names in it.
#[derive(Debug, Clone, Copy)]
pub struct Server {
    pub(super) url: &'static str,
    pub(super) values: &'static [(&'static str, &'static str)],
    allowed: &'static [(&'static str, &'static [&'static str])],
}

impl Server {
    /// A URL in which `{name}` stands for a value, and the values that hold unless another is given. A URL without a
    /// host (`/v1`) leads from the [`origin`](super::ConnectionBuilder::origin).
    #[must_use]
    pub const fn new(url: &'static str, values: &'static [(&'static str, &'static str)]) -> Self {
        Self {
            url,
            values,
            allowed: &[],
        }
    }

    /// The only values that some of the names may have (`enum` of a server variable).
    #[must_use]
    pub const fn allowed(
        mut self,
        allowed: &'static [(&'static str, &'static [&'static str])],
    ) -> Self {
        self.allowed = allowed;
        self
    }

    /// The value of a name unless another is given.
    pub(super) fn usual(&self, name: &str) -> Option<&'static str> {
        let found = self.values.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| *value)
    }

    /// The only values of a name; `None` where any will do.
    pub(super) fn only(&self, name: &str) -> Option<&'static [&'static str]> {
        let found = self.allowed.iter().find(|(known, _)| *known == name);
        found.map(|(_, values)| *values)
    }

    /// Whether the URL says which host it is.
    pub(super) fn has_host(&self) -> bool {
        self.url.contains("://") || self.url.starts_with("//") || self.url.starts_with('{')
    }
}
