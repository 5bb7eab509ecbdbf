//! How types stand in XML bodies: descriptions that the runtime reads and writes by.
//!
//! Comes in: the descriptions of the model. Goes out: `src/wire/xml.rs`, if any body is XML: a static per object, and one per
//! root element.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::model::{
    Api, XmlMember, XmlName, XmlNode, XmlObject, XmlOthers, XmlPlace, XmlRoot, XmlShape,
};
use crate::render::File;
use crate::render::doors::{Doc, ident, literal};
use crate::render::format::Module;
use crate::render::package::split::imports;

/// What items of the module refer to.
const IMPORTS: &[(&str, &str)] = &[
    ("Member", "use generator_runtime::xml::Member;"),
    ("Node", "use generator_runtime::xml::Node;"),
    ("Object", "use generator_runtime::xml::Object;"),
    ("Shape", "use generator_runtime::xml::Shape;"),
];

/// The file of the module.
pub(crate) fn files(api: &Api) -> Option<File> {
    let objects = &api.xml.objects;
    let items: Vec<TokenStream> = objects
        .iter()
        .map(|each| object(objects, each))
        .chain(api.xml.roots.iter().map(|each| root(objects, each)))
        .collect();
    let mut module = Module::new(Doc::default().own("How types stand in XML."));
    module.import(imports(&items, IMPORTS));
    let any = !items.is_empty();
    for item in items {
        module.item(item);
    }
    any.then(|| File {
        path: "src/wire/xml.rs".to_owned(),
        text: module.text(),
    })
}

fn object(objects: &[XmlObject], object: &XmlObject) -> TokenStream {
    let name = ident(&object.ident);
    let members = object.members.iter().map(|each| member(objects, each));
    let others = match &object.others {
        XmlOthers::Ignored => None,
        XmlOthers::Refused => Some(quote!(.closed())),
        XmlOthers::Kept(kept) => {
            let kept = shape(objects, kept);
            Some(quote!(.others(#kept)))
        }
    };
    quote!(static #name: Object = Object::new(&[#(#members),*]) #others;)
}

fn root(objects: &[XmlObject], root: &XmlRoot) -> TokenStream {
    let name = ident(&root.ident);
    let node = node(objects, &root.node);
    quote!(pub(crate) static #name: Node = #node;)
}

fn member(objects: &[XmlObject], member: &XmlMember) -> TokenStream {
    let name = literal::text(&member.name);
    let filled = member.filled.then(|| quote!(.or_empty()));
    let usual = XmlName {
        local: member.name.clone(),
        ..XmlName::default()
    };
    if member.node.place == XmlPlace::Element && member.node.name == usual {
        let shape = shape(objects, &member.node.shape);
        return quote!(Member::element(#name, #shape));
    }
    let node = node(objects, &member.node);
    quote!(Member::new(#name, #node) #filled)
}

fn node(objects: &[XmlObject], node: &XmlNode) -> TokenStream {
    let shape = shape(objects, &node.shape);
    let XmlName {
        local,
        prefix,
        namespace,
        any,
    } = &node.name;
    let name = literal::text(local);
    let place = match node.place {
        XmlPlace::Element => quote!(element(#name, #shape)),
        XmlPlace::Attribute => quote!(attribute(#name, #shape)),
        XmlPlace::Text => quote!(text(#shape)),
        XmlPlace::Cdata => quote!(cdata(#shape)),
        XmlPlace::Inside => quote!(inside(#shape)),
    };
    let prefix = prefix.as_ref().map(|prefix| {
        let prefix = literal::text(prefix);
        quote!(.prefix(#prefix))
    });
    let namespace = namespace.as_ref().map(|namespace| {
        let namespace = literal::text(namespace);
        quote!(.namespace(#namespace))
    });
    let any = any.then(|| quote!(.of_any_name()));
    quote!(Node::#place #prefix #namespace #any)
}

fn shape(objects: &[XmlObject], shape: &XmlShape) -> TokenStream {
    let plain = match shape {
        XmlShape::Any => "Any",
        XmlShape::Text => "Text",
        XmlShape::Number => "Number",
        XmlShape::Bool => "Bool",
        XmlShape::Mixed => "Mixed",
        XmlShape::List(item) => {
            let item = node(objects, item);
            return quote!(Shape::List(&#item));
        }
        XmlShape::Object(index) => {
            let object = ident(&objects[*index].ident);
            return quote!(Shape::Object(&#object));
        }
        XmlShape::Choice(nodes) => {
            let nodes = nodes.iter().map(|each| node(objects, each));
            return quote!(Shape::Choice(&[#(#nodes),*]));
        }
    };
    let plain = format_ident!("{plain}");
    quote!(Shape::#plain)
}
