//! XML of strangers becomes JSON of described shapes that is written as XML again, or violations.

use generator_runtime::xml::{self, Member, Node, Object, Shape};
use serde_json::Value;

use crate::inputs::{choice, pick};

static TAG: Object = Object::new(&[
    Member::element("id", Shape::Number),
    Member::element("name", Shape::Text),
]);
static PET: Object = Object::new(&[
    Member::new("id", Node::attribute("id", Shape::Number)),
    Member::element("name", Shape::Text),
    Member::element("sold", Shape::Bool),
    Member::new(
        "photos",
        Node::inside(Shape::List(&Node::element("photo", Shape::Text))),
    )
    .or_empty(),
    Member::element(
        "tags",
        Shape::List(&Node::element("tag", Shape::Object(&TAG))),
    ),
    Member::element("parent", Shape::Object(&PET)),
    Member::new(
        "sizes",
        Node::attribute("sizes", Shape::List(&Node::text(Shape::Number))),
    ),
]);
static BOUND: Object = Object::new(&[
    Member::element("a", Shape::Text),
    Member::new(
        "b",
        Node::element("b", Shape::Text)
            .prefix("p")
            .namespace("urn:p"),
    ),
    Member::new(
        "d",
        Node::attribute("d", Shape::Text)
            .prefix("p")
            .namespace("urn:p"),
    ),
]);
static NOTE: Object = Object::new(&[
    Member::new("lang", Node::attribute("lang", Shape::Text)),
    Member::new("text", Node::cdata(Shape::Text)).or_empty(),
]);
static MAP: Object = Object::new(&[Member::element("name", Shape::Text)]).others(Shape::Number);
static OPEN: Object = Object::new(&[Member::element("name", Shape::Mixed)]).others(Shape::Any);
static CLOSED: Object = Object::new(&[Member::element("name", Shape::Text)]).closed();
static FIGURES: Object = Object::new(&[
    Member::new(
        "named",
        Node::inside(Shape::List(&Node::inside(Shape::Choice(&[
            Node::element("tag", Shape::Object(&TAG)),
            Node::element("pet", Shape::Object(&PET)),
        ])))),
    ),
    Member::element(
        "plain",
        Shape::Choice(&[
            Node::inside(Shape::Object(&TAG)),
            Node::inside(Shape::Object(&PET)),
            Node::inside(Shape::Mixed),
        ]),
    ),
]);
static ROOTS: [Node; 10] = [
    Node::element("r", Shape::Object(&PET)),
    Node::element("r", Shape::Object(&BOUND)).namespace("urn:r"),
    Node::element("r", Shape::Object(&NOTE)),
    Node::element("r", Shape::Object(&MAP)),
    Node::element("r", Shape::Object(&OPEN)),
    Node::element("r", Shape::Object(&CLOSED)),
    Node::element("r", Shape::Object(&FIGURES)),
    Node::element("r", Shape::Any),
    Node::element(
        "r",
        Shape::List(&Node::element(
            "i",
            Shape::List(&Node::element("j", Shape::Number)),
        )),
    ),
    Node::element("r", Shape::Mixed).of_any_name(),
];

/// Takes a byte that chooses a shape, and XML.
///
/// # Panics
/// When what was read and written is read as something else.
pub fn xml(data: &[u8]) {
    let (kind, text) = choice(data);
    let root = pick(&ROOTS, kind);
    let value = match xml::from_slice::<Value>(text, root) {
        Ok(value) => value,
        Err(violations) => return assert!(!violations.is_empty()),
    };
    let Ok(written) = xml::to_string(&value, root) else {
        return;
    };
    let again = xml::from_slice::<Value>(written.as_bytes(), root);
    let again = again.unwrap_or_else(|violations| panic!("{written}: {violations}"));
    // The first reading may be of more than one way to say a thing; from then on there is one.
    let twice = xml::to_string(&again, root);
    assert_eq!(
        twice.as_deref().ok(),
        Some(&*written),
        "{value} and {again}"
    );
}
