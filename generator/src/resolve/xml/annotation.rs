//! What `xml` says of a schema, by itself and by what it refers to.

use crate::diagnostics::codes;
use crate::model::XmlPlace;
use crate::read::Node;
use crate::resolve::Resolver;

/// The fields of all XML objects that hold for a node; the outermost comes first.
#[derive(Debug, Default)]
pub(super) struct Annotation<'d> {
    pub(super) name: Option<String>,
    pub(super) prefix: Option<String>,
    pub(super) namespace: Option<String>,
    pub(super) wrapped: Option<bool>,
    /// `nodeType`, or what `attribute` says.
    pub(super) place: Option<XmlPlace>,
    /// The first component that it is a reference to.
    pub(super) component: Option<String>,
    /// Where the first object stands.
    pub(super) node: Option<&'d Node>,
}

impl Annotation<'_> {
    /// Whether a list has an element of its own.
    pub(super) fn wraps(&self) -> bool {
        self.wrapped == Some(true) || self.place == Some(XmlPlace::Element)
    }
}

impl<'d> Resolver<'d> {
    /// What is said of schemas that hold at once. What comes last extends what comes before.
    pub(super) fn annotation(&mut self, nodes: &[&'d Node]) -> Annotation<'d> {
        let mut annotation = Annotation::default();
        for node in nodes.iter().rev() {
            let mut next = Some(*node);
            for _ in 0..16 {
                let Some(node) = next else { break };
                self.annotate(node, &mut annotation);
                next = self.step(node, &mut annotation);
            }
        }
        annotation
    }

    /// The schema that another one is nothing but a reference to. A base is extended, not referred to: its name is not
    /// that of what extends it.
    fn step(&mut self, node: &'d Node, annotation: &mut Annotation<'d>) -> Option<&'d Node> {
        if node.get("$ref").is_some() {
            let (target, _) = self.document.reference(node)?;
            let component = self.components.get(&std::ptr::from_ref(target));
            if annotation.component.is_none() {
                annotation.component = component.map(|(name, _)| name.clone());
            }
            return Some(target);
        }
        for key in ["allOf", "oneOf", "anyOf"] {
            let members = node.get(key).map(Node::as_array).unwrap_or_default();
            let real: Vec<&'d Node> = members.iter().filter(|one| !self.is_null(one)).collect();
            match real.as_slice() {
                [single] if node.get("properties").is_none() => return Some(single),
                // What is written beside a reference because 3.0 allows nothing beside `$ref` itself.
                [] => {}
                several if key == "allOf" => {
                    for member in several.iter().filter(|member| member.get("$ref").is_none()) {
                        self.annotate(member, annotation);
                    }
                    let mut references = several.iter().filter(|one| one.get("$ref").is_some());
                    let shaping = |node: &&Node| {
                        node.entries().any(|(key, _)| {
                            matches!(key, "properties" | "allOf" | "oneOf" | "anyOf" | "items")
                        })
                    };
                    let extends = node.get("properties").is_some() || several.iter().any(shaping);
                    return match (references.next(), references.next()) {
                        (Some(single), None) if !extends => Some(single),
                        _ => None,
                    };
                }
                _ => {}
            }
        }
        None
    }

    fn annotate(&mut self, node: &'d Node, annotation: &mut Annotation<'d>) {
        let Some(xml) = node.get("xml").filter(|xml| xml.is_object()) else {
            return;
        };
        annotation.node.get_or_insert(xml);
        let text = |key: &str| {
            let text = xml.get(key).and_then(Node::as_str).map(str::trim);
            text.filter(|text| !text.is_empty()).map(str::to_owned)
        };
        let flag = |key: &str| xml.get(key).and_then(Node::as_bool);
        // A prefix belongs to the name that it was given to.
        if annotation.name.is_none() && annotation.prefix.is_none() {
            annotation.prefix = text("prefix");
        }
        annotation.name = annotation.name.take().or_else(|| text("name"));
        annotation.namespace = annotation.namespace.take().or_else(|| text("namespace"));
        annotation.wrapped = annotation.wrapped.or_else(|| flag("wrapped"));
        let said = match text("nodeType").as_deref() {
            Some("element") => Some(XmlPlace::Element),
            Some("attribute") => Some(XmlPlace::Attribute),
            Some("text") => Some(XmlPlace::Text),
            Some("cdata") => Some(XmlPlace::Cdata),
            Some("none") => Some(XmlPlace::Inside),
            _ => None,
        };
        if said.is_some() && (flag("attribute").is_some() || flag("wrapped").is_some()) {
            let message =
                "`nodeType` replaces `attribute` and `wrapped`, so those beside it are ignored";
            self.report(&codes::XML_MISUSED, xml, message.to_owned());
            annotation.wrapped = None;
        }
        let attribute = (flag("attribute") == Some(true)).then_some(XmlPlace::Attribute);
        annotation.place = annotation.place.or(said).or(attribute);
        if let Some(namespace) = text("namespace").filter(|namespace| !namespace.contains(':')) {
            let message = format!("the namespace `{namespace}` is no absolute URI");
            self.report(&codes::XML_MISUSED, xml, message);
        }
    }
}
