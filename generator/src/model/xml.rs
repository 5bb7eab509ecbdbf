//! How the JSON form of types stands in XML bodies (OpenAPI 3.2 section 4.24).

/// All descriptions of an API. Empty when no body is XML.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Xml {
    /// Objects, in the order in which they were met; nodes refer to them by index.
    pub objects: Vec<XmlObject>,
    /// Root elements; contents refer to them by identifier.
    pub roots: Vec<XmlRoot>,
}

/// The root element of a body.
#[derive(Clone, Debug, PartialEq)]
pub struct XmlRoot {
    /// Identifier of its constant, unique among those of objects and roots.
    pub ident: String,
    /// What it is.
    pub node: XmlNode,
}

/// A place in XML and what stands there.
#[derive(Clone, Debug, PartialEq)]
pub struct XmlNode {
    /// Which kind of node it is.
    pub place: XmlPlace,
    /// Name of the element or attribute; empty for others.
    pub name: XmlName,
    /// What stands there.
    pub shape: XmlShape,
}

/// Which kind of node holds a value (`nodeType`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum XmlPlace {
    /// An element.
    Element,
    /// An attribute of the element around it.
    Attribute,
    /// The text of the element around it.
    Text,
    /// As text, written as a CDATA section.
    Cdata,
    /// None: what it consists of stands in the element around it.
    Inside,
}

/// The name of an element or attribute.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct XmlName {
    /// Name without prefix.
    pub local: String,
    /// `prefix`.
    pub prefix: Option<String>,
    /// `namespace`.
    pub namespace: Option<String>,
    /// The document says no name: any is read, and this one is written.
    pub any: bool,
}

/// What stands at a place.
#[derive(Clone, Debug, PartialEq)]
pub enum XmlShape {
    /// Anything.
    Any,
    /// Text.
    Text,
    /// A number.
    Number,
    /// A flag.
    Bool,
    /// Text, a number or a flag.
    Mixed,
    /// A list of such items.
    List(Box<XmlNode>),
    /// This object.
    Object(usize),
    /// One of several.
    Choice(Vec<XmlNode>),
}

/// The members of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct XmlObject {
    /// Identifier of its constant.
    pub ident: String,
    /// Members in document order.
    pub members: Vec<XmlMember>,
    /// What becomes of elements that are no members.
    pub others: XmlOthers,
}

/// A member of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct XmlMember {
    /// Name in JSON.
    pub name: String,
    /// Where it stands.
    pub node: XmlNode,
    /// Required, and empty where nothing is.
    pub filled: bool,
}

/// What becomes of elements that are no members.
#[derive(Clone, Debug, PartialEq)]
pub enum XmlOthers {
    /// Ignored when read.
    Ignored,
    /// Refused.
    Refused,
    /// Kept by name.
    Kept(XmlShape),
}
