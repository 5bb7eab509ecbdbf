//! How the JSON form of a type stands in XML: data that generated crates hold in statics.

/// A place in XML and what stands there.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    pub(super) place: Place,
    pub(super) name: Name,
    pub(super) shape: Shape,
}

/// Which kind of node of a document holds a value (OpenAPI 3.2, `nodeType`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Element,
    Attribute,
    Text,
    Cdata,
    /// None of its own: what it consists of stands in the element around it.
    Inside,
}

/// The name of an element or attribute.
#[derive(Clone, Copy, Debug)]
pub(super) struct Name {
    pub(super) local: &'static str,
    /// Empty: none.
    pub(super) prefix: &'static str,
    /// Empty: none is asked for.
    pub(super) namespace: &'static str,
    /// Any name is read; this one is written.
    pub(super) any: bool,
}

impl Node {
    const fn new(place: Place, local: &'static str, shape: Shape) -> Self {
        let name = Name {
            local,
            prefix: "",
            namespace: "",
            any: false,
        };
        Self { place, name, shape }
    }

    /// An element.
    #[must_use]
    pub const fn element(name: &'static str, shape: Shape) -> Self {
        Self::new(Place::Element, name, shape)
    }

    /// An attribute of the element around it. A list is separated by spaces.
    #[must_use]
    pub const fn attribute(name: &'static str, shape: Shape) -> Self {
        Self::new(Place::Attribute, name, shape)
    }

    /// The text of the element around it.
    #[must_use]
    pub const fn text(shape: Shape) -> Self {
        Self::new(Place::Text, "", shape)
    }

    /// The text of the element around it, written as a CDATA section.
    #[must_use]
    pub const fn cdata(shape: Shape) -> Self {
        Self::new(Place::Cdata, "", shape)
    }

    /// No node of its own: items of a list, or members of an object, stand in the element around them.
    #[must_use]
    pub const fn inside(shape: Shape) -> Self {
        Self::new(Place::Inside, "", shape)
    }

    /// With a prefix, `p` of `p:name`.
    #[must_use]
    pub const fn prefix(mut self, prefix: &'static str) -> Self {
        self.name.prefix = prefix;
        self
    }

    /// In a namespace. Without a prefix it is the default one, for elements inside too.
    #[must_use]
    pub const fn namespace(mut self, uri: &'static str) -> Self {
        self.name.namespace = uri;
        self
    }

    /// Read under any name, since the document says none.
    #[must_use]
    pub const fn of_any_name(mut self) -> Self {
        self.name.any = true;
        self
    }
}

/// What stands at a place.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// Anything: text, or an object of the elements inside. Elements of one name become a list; `@name` stands for an attribute, `#text`
    /// for text beside them.
    Any,
    /// Text, as it is.
    Text,
    /// A number, XML Schema's spellings included (`+1`, `007`).
    Number,
    /// `true` or `false`; `1` and `0` are read too (XML Schema Part 2 section 3.2.2).
    Bool,
    /// A number or flag if spelt as in JSON, otherwise text.
    Mixed,
    /// A list of such items.
    List(&'static Node),
    /// An object.
    Object(&'static Object),
    /// One of several.
    Choice(&'static [Node]),
}

/// The members of an object.
#[derive(Clone, Copy, Debug)]
pub struct Object {
    pub(super) members: &'static [Member],
    pub(super) others: Others,
}

/// What becomes of elements that are no members.
#[derive(Clone, Copy, Debug)]
pub(super) enum Others {
    Ignored,
    /// Handed to the type, which refuses them.
    Refused,
    /// Members of this shape, named after their elements.
    Kept(Shape),
}

impl Object {
    /// An object that ignores elements and attributes that are no members.
    #[must_use]
    pub const fn new(members: &'static [Member]) -> Self {
        Self {
            members,
            others: Others::Ignored,
        }
    }

    /// Elements and attributes that are no members are errors.
    #[must_use]
    pub const fn closed(mut self) -> Self {
        self.others = Others::Refused;
        self
    }

    /// Elements that are no members are kept by name.
    #[must_use]
    pub const fn others(mut self, shape: Shape) -> Self {
        self.others = Others::Kept(shape);
        self
    }
}

/// A member of an object.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    pub(super) name: &'static str,
    pub(super) node: Node,
    pub(super) filled: bool,
}

impl Member {
    /// The member of this name in JSON.
    #[must_use]
    pub const fn new(name: &'static str, node: Node) -> Self {
        Self {
            name,
            node,
            filled: false,
        }
    }

    /// The member of this name in JSON, an element of the same name.
    #[must_use]
    pub const fn element(name: &'static str, shape: Shape) -> Self {
        Self::new(name, Node::element(name, shape))
    }

    /// A list or text that is required and stands in the element itself: where nothing is, it is empty, not missing.
    #[must_use]
    pub const fn or_empty(mut self) -> Self {
        self.filled = true;
        self
    }
}
