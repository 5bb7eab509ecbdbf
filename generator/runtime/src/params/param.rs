//! What a document says about how a parameter is written.

/// Where a parameter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the path.
    Path,
    /// In the query, or in a form body.
    Query,
    /// The whole query, which has no names of its own.
    QueryString,
    /// A header field.
    Header,
    /// A cookie.
    Cookie,
}

impl Place {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query | Self::QueryString => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

/// How values with parts are written; the names are those of `OpenAPI`'s `style`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `a,b` (path and headers).
    Simple,
    /// `.a.b` (path).
    Label,
    /// `;name=a;name=b` (path).
    Matrix,
    /// `name=a&name=b` (query and cookies).
    Form,
    /// `name=a%20b` (query).
    SpaceDelimited,
    /// `name=a%7Cb` (query).
    PipeDelimited,
    /// `name[member]=a` (query), with square brackets for every level.
    DeepObject,
    /// `name.1=a&name.2.Member=b` (query), with list indices from 1: the style of several clouds, which `OpenAPI` has no name for.
    Dotted,
    /// `name=a; name=b` without percent-encoding (cookies, since `OpenAPI` 3.2).
    Cookie,
}

/// What kind of value a parameter has. Text does not say it: `a,b` can be one string or a list of two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A string, number or boolean.
    Scalar,
    /// A list.
    Array,
    /// An object.
    Object,
}

/// The media type of a parameter whose value is the text of one (`content`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// `application/json`.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
}

/// How one parameter is written. Built for a `const`: `Param::query("ids").array().explode(false)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Param {
    /// The name on the wire. Header names match in any case.
    pub name: &'static str,
    /// Where it is.
    pub place: Place,
    /// How parts are written.
    pub style: Style,
    /// Whether every part stands for itself.
    pub explode: bool,
    /// The kind of value.
    pub shape: Shape,
    /// Whether reserved characters are written as they are where the place allows it (`allowReserved`).
    pub allow_reserved: bool,
    /// What the value is the text of; `None` when it is written in its style.
    pub content: Option<Content>,
    /// Whether it must be there. What has parts and none of them is not, so it is not written then.
    pub required: bool,
    /// Whether it may be there without a value, and then is as absent (`allowEmptyValue`).
    pub allow_empty: bool,
    /// The members of an object whose parts stand for themselves; empty when it takes all parameters that nobody else took.
    pub members: &'static [&'static str],
}

impl Param {
    const fn new(name: &'static str, place: Place, style: Style, explode: bool) -> Self {
        Self {
            name,
            place,
            style,
            explode,
            shape: Shape::Scalar,
            allow_reserved: false,
            content: None,
            required: false,
            allow_empty: false,
            members: &[],
        }
    }

    /// In the path, style `simple`.
    #[must_use]
    pub const fn path(name: &'static str) -> Self {
        Self::new(name, Place::Path, Style::Simple, false)
    }

    /// In the query, style `form`, exploded.
    #[must_use]
    pub const fn query(name: &'static str) -> Self {
        Self::new(name, Place::Query, Style::Form, true)
    }

    /// The whole query (since `OpenAPI` 3.2). The name is its own, and not on the wire.
    #[must_use]
    pub const fn query_string(name: &'static str) -> Self {
        Self::new(name, Place::QueryString, Style::Form, false)
    }

    /// In a header, style `simple`.
    #[must_use]
    pub const fn header(name: &'static str) -> Self {
        Self::new(name, Place::Header, Style::Simple, false)
    }

    /// In a cookie, style `form`, exploded.
    #[must_use]
    pub const fn cookie(name: &'static str) -> Self {
        Self::new(name, Place::Cookie, Style::Form, true)
    }

    /// With another style.
    #[must_use]
    pub const fn style(mut self, style: Style) -> Self {
        self.style = style;
        self
    }

    /// With parts that stand for themselves, or do not.
    #[must_use]
    pub const fn explode(mut self, explode: bool) -> Self {
        self.explode = explode;
        self
    }

    /// With a list as its value.
    #[must_use]
    pub const fn array(mut self) -> Self {
        self.shape = Shape::Array;
        self
    }

    /// With an object as its value, which has these members; none when it is open.
    #[must_use]
    pub const fn object(mut self, members: &'static [&'static str]) -> Self {
        self.shape = Shape::Object;
        self.members = members;
        self
    }

    /// With reserved characters as they are.
    #[must_use]
    pub const fn allow_reserved(mut self) -> Self {
        self.allow_reserved = true;
        self
    }

    /// As JSON text.
    #[must_use]
    pub const fn json(mut self) -> Self {
        self.content = Some(Content::Json);
        self
    }

    /// As the text of a URL-encoded form.
    #[must_use]
    pub const fn form(mut self) -> Self {
        self.content = Some(Content::Form);
        self
    }

    /// With parts, of which there must be some.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// With no value as a way to leave it out.
    #[must_use]
    pub const fn allow_empty(mut self) -> Self {
        self.allow_empty = true;
        self
    }

    /// The place as a JSON pointer: `/query/limit`.
    #[must_use]
    pub fn pointer(&self) -> String {
        let mut pointer = format!("/{}", self.place.name());
        crate::validate::push_token(&mut pointer, self.name);
        pointer
    }
}
