//! Which way messages flow and how values are written in them.

/// Which way a message flows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Flow {
    /// From those who call the API.
    ToServer,
    /// To those who call the API.
    ToClient,
}

impl Flow {
    /// The other way.
    pub(crate) fn reversed(self) -> Self {
        match self {
            Self::ToServer => Self::ToClient,
            Self::ToClient => Self::ToServer,
        }
    }
}

/// How values are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Medium {
    /// As JSON.
    Json,
    /// As text, where `1` is an integer and a string.
    Text,
    /// An object whose members are those of a form.
    Form,
    /// A member of a form: scalars and lists of them are text, objects are JSON (OpenAPI 3.1.1 section 4.8.15.1.1).
    Member,
    /// As XML, which is text too.
    Xml,
}

impl Medium {
    /// How members of an object are written.
    pub(crate) fn member(self) -> Self {
        match self {
            Self::Form => Self::Member,
            Self::Member => Self::Json,
            other => other,
        }
    }

    /// How items of a list are written.
    pub(crate) fn item(self) -> Self {
        match self {
            Self::Form => Self::Json,
            other => other,
        }
    }

    /// Whether the value itself is text.
    pub(crate) fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::Member | Self::Xml)
    }

    pub(crate) fn is_xml(self) -> bool {
        self == Self::Xml
    }
}
