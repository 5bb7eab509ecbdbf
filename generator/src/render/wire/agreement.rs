//! What client and server must agree on beyond types: how parameters, headers and bodies are written, and where errors
//! keep their details.
//!
//! Comes in: an operation. Goes out: constants on its input type. It does not know which end uses them.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::model::{
    Additional, Api, Content, EnumBase, ErrorDetails, Header, Items, Location, Media, Operation,
    Parameter, PartEncoding, Shape, Style, Text, TextFormat, Type, TypeKind, Types,
};
use crate::render::doors::{self, literal};

/// The constants of one operation.
pub(crate) struct Constants {
    /// Identifier and value.
    named: Vec<(String, String, TokenStream)>,
}

impl Constants {
    /// One per parameter and per distinct response header.
    pub(crate) fn of(operation: &Operation, types: &Types) -> Self {
        let mut constants = Self { named: Vec::new() };
        for parameter in &operation.parameters {
            constants.add(&parameter.const_ident, self::parameter(parameter, types));
        }
        let outcomes = [&operation.success, &operation.failure];
        for reply in outcomes.into_iter().flat_map(|outcome| &outcome.replies) {
            for header in &reply.headers {
                constants.add(&header.const_ident, self::header(header, types));
            }
        }
        constants
    }

    /// The constant of a parameter.
    pub(crate) fn parameter(&self, parameter: &Parameter, types: &Types) -> Ident {
        self.find(&parameter.const_ident, &self::parameter(parameter, types))
    }

    /// The constant of a response header.
    pub(crate) fn header(&self, header: &Header, types: &Types) -> Ident {
        self.find(&header.const_ident, &self::header(header, types))
    }

    /// The constants as items of an implementation.
    pub(crate) fn render(&self) -> TokenStream {
        self.named
            .iter()
            .map(|(_, name, value)| {
                let ident = doors::ident(name);
                quote!(pub(crate) const #ident: Param = #value;)
            })
            .collect()
    }

    /// Replies often share a header; one that differs under the same name gets a number.
    fn add(&mut self, wanted: &str, value: TokenStream) {
        let text = value.to_string();
        let same = |known: &TokenStream| known.to_string() == text;
        if self
            .named
            .iter()
            .any(|(asked, _, known)| asked == wanted && same(known))
        {
            return;
        }
        let taken = |name: &str| self.named.iter().any(|(_, known, _)| known == name);
        let name = (1..)
            .map(|number| {
                if number == 1 {
                    wanted.to_owned()
                } else {
                    format!("{wanted}_{number}")
                }
            })
            .find(|name| !taken(name))
            .unwrap_or_default();
        self.named.push((wanted.to_owned(), name, value));
    }

    fn find(&self, wanted: &str, value: &TokenStream) -> Ident {
        let text = value.to_string();
        let found = self
            .named
            .iter()
            .find(|(asked, _, known)| asked == wanted && known.to_string() == text);
        doors::ident(found.map_or(wanted, |(_, name, _)| name))
    }
}

fn parameter(parameter: &Parameter, types: &Types) -> TokenStream {
    let name = literal::text(&parameter.name);
    let (place, usual_style, usual_explode) = match parameter.location {
        Location::Path => (quote!(path), Style::Simple, false),
        Location::Query => (quote!(query), Style::Form, true),
        Location::QueryString => (quote!(query_string), Style::Form, true),
        Location::Header => (quote!(header), Style::Simple, false),
        Location::Cookie => (quote!(cookie), Style::Form, true),
    };
    let style = (parameter.style != usual_style).then(|| style(parameter.style));
    // Scalars are written alike either way.
    let explode =
        (parameter.explode != usual_explode && parameter.shape != Shape::Scalar).then(|| {
            let explode = parameter.explode;
            quote!(.explode(#explode))
        });
    let shape = shape(parameter.shape, &parameter.value.ty, types);
    let reserved = parameter.allow_reserved.then(|| quote!(.allow_reserved()));
    let content = parameter.content.map(content);
    // What has no parts is not written, which must not happen here.
    let required = (parameter.required
        && parameter.location != Location::Path
        && parameter.content.is_none()
        && parameter.shape != Shape::Scalar)
        .then(|| quote!(.required()));
    let empty = parameter.allow_empty.then(|| quote!(.allow_empty()));
    quote!(Param::#place(#name) #style #explode #shape #reserved #content #required #empty)
}

/// How a header is written, as an expression.
pub(crate) fn header(header: &Header, types: &Types) -> TokenStream {
    let name = literal::text(&header.name);
    let shape = shape(header.shape, &header.value.ty, types);
    let explode = (header.explode && header.shape == Shape::Object).then(|| quote!(.explode(true)));
    let content = header.content.map(content);
    quote!(Param::header(#name) #explode #shape #content)
}

fn content(content: TextFormat) -> TokenStream {
    match content {
        TextFormat::Json => quote!(.json()),
        TextFormat::Form => quote!(.form()),
    }
}

fn style(style: Style) -> TokenStream {
    let variant = format_ident!(
        "{}",
        match style {
            Style::Simple => "Simple",
            Style::Label => "Label",
            Style::Matrix => "Matrix",
            Style::Form => "Form",
            Style::SpaceDelimited => "SpaceDelimited",
            Style::PipeDelimited => "PipeDelimited",
            Style::DeepObject => "DeepObject",
            Style::Dotted => "Dotted",
            Style::Cookie => "Cookie",
        }
    );
    quote!(.style(generator_runtime::params::Style::#variant))
}

fn shape(shape: Shape, ty: &Type, types: &Types) -> Option<TokenStream> {
    match shape {
        Shape::Scalar => None,
        Shape::Array => Some(quote!(.array())),
        Shape::Object => {
            let members = members(ty, types);
            let members = members.iter().map(|name| literal::text(name));
            Some(quote!(.object(&[#(#members),*])))
        }
    }
}

/// Wire names of the members of an object that has no others.
fn members<'a>(ty: &Type, types: &'a Types) -> Vec<&'a str> {
    match ty {
        Type::Nullable(inner) => members(inner, types),
        Type::Named(id) | Type::Boxed(id) => match &types[*id].kind {
            TypeKind::Struct(object) if !matches!(object.additional, Additional::Kept { .. }) => {
                object
                    .fields
                    .iter()
                    .map(|field| field.name.as_str())
                    .collect()
            }
            TypeKind::Alias(target) => members(&target.ty, types),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// The members of a form that are not written in the usual way, as a list of parameters; `None` when there are none.
pub(crate) fn form(content: &Content) -> Option<TokenStream> {
    let params: Vec<_> = content.encoding.iter().map(part).collect();
    (!params.is_empty()).then(|| quote!(&[#(#params),*]))
}

fn part(part: &PartEncoding) -> TokenStream {
    let name = literal::text(&part.name);
    let style = (part.style != Style::Form).then(|| style(part.style));
    let explode = part.explode;
    let shape = match part.shape {
        Shape::Scalar => None,
        Shape::Array => Some(quote!(.array())),
        Shape::Object => {
            let members = part.members.iter().map(|name| literal::text(name));
            Some(quote!(.object(&[#(#members),*])))
        }
    };
    if part.json {
        return quote!(params::Param::query(#name) #shape .json());
    }
    let reserved = part.allow_reserved.then(|| quote!(.allow_reserved()));
    quote!(params::Param::query(#name) #style .explode(#explode) #shape #reserved)
}

/// The description of the root element of an XML body, by reference.
pub(crate) fn xml_root(content: &Content) -> Option<TokenStream> {
    content.xml.as_ref().map(|root| {
        let root = doors::ident(root);
        quote!(&xml::#root)
    })
}

/// The items of a body, as a stream of the client's or the server's.
pub(crate) fn items(content: &Content, body: &TokenStream) -> TokenStream {
    match content.items.map(framing) {
        Some((name, framing)) => {
            let name = format_ident!("{name}");
            quote!(stream::#name::read(#body, #framing))
        }
        None => body.clone(),
    }
}

/// As [`items`], for an end that does not trust the other one: values that can be checked are.
pub(crate) fn checked_items(content: &Content, types: &Types, body: &TokenStream) -> TokenStream {
    let checked = match (content.media, &content.value.ty) {
        (Media::JsonLines, Type::Named(id)) => {
            types[*id].validated && !matches!(types[*id].kind, TypeKind::Alias(_))
        }
        _ => false,
    };
    match content.items.map(framing) {
        Some((name, framing)) if checked => {
            let name = format_ident!("{name}");
            quote!(stream::#name::read_checked(#body, #framing))
        }
        _ => items(content, body),
    }
}

/// The body of items.
pub(crate) fn items_body(content: &Content, value: &TokenStream) -> TokenStream {
    match content.items.map(framing) {
        Some((_, framing)) => quote!(#value.into_body(#framing)),
        None => value.clone(),
    }
}

/// The type of a stream, and how its items stand in a body.
fn framing(items: Items) -> (&'static str, TokenStream) {
    let (name, kind, variant) = match items {
        Items::Lines => ("JsonLines", "Framing", "Lines"),
        Items::Sequence => ("JsonLines", "Framing", "Sequence"),
        Items::JsonEvents => ("EventStream", "Data", "Json"),
        Items::TextEvents => ("EventStream", "Data", "Text"),
        Items::WholeEvents => ("EventStream", "Data", "Whole"),
    };
    let (kind, variant) = (format_ident!("{kind}"), format_ident!("{variant}"));
    (name, quote!(stream::#kind::#variant))
}

/// Whether the document says where errors keep their code, message and request id.
pub(crate) fn has_details(api: &Api) -> bool {
    api.error_details != ErrorDetails::default()
}

/// Where errors keep their code, message and request id, as a static.
pub(crate) fn details(details: &ErrorDetails) -> TokenStream {
    let list = |texts: &[String]| {
        let texts = texts.iter().map(|text| literal::text(text));
        quote!(&[#(#texts),*])
    };
    let code = list(&details.code);
    let message = list(&details.message);
    let headers = list(&details.request_id_headers);
    let request_id = list(&details.request_id);
    let present = match &details.present {
        Some(pointer) => {
            let pointer = literal::text(pointer);
            quote!(Some(#pointer))
        }
        None => quote!(None),
    };
    quote! {
        pub(crate) static ERRORS: error::ErrorDetails = error::ErrorDetails {
            code: #code,
            message: #message,
            request_id_header: #headers,
            request_id: #request_id,
            present: #present,
        };
    }
}

/// What makes a string of a value, when it is one by its type: plain text, or a value of a list of texts.
pub(crate) fn to_text(ty: &Type, types: &Types) -> Option<TokenStream> {
    match ty {
        Type::Text(Text::String) => Some(quote!(clone())),
        Type::Named(id) => match &types[*id].kind {
            TypeKind::Alias(target) => to_text(&target.ty, types),
            TypeKind::Enum(values) if values.base == EnumBase::String => Some(quote!(to_string())),
            _ => None,
        },
        _ => None,
    }
}

/// A media type that can be sent: one type, in characters that a header may hold.
pub(crate) fn sent_media_type(content: &Content) -> &str {
    let media_type = content.media_type.trim();
    let essence = media_type.split(';').next().unwrap_or_default();
    let is_header = media_type
        .bytes()
        .all(|byte| byte == b' ' || byte.is_ascii_graphic());
    // The body itself says what a range leaves open.
    let open = essence.contains('*') && content.media != Media::Bytes;
    if is_header && !media_type.is_empty() && !open {
        return media_type;
    }
    match content.media {
        Media::Text if essence.ends_with("xml") => "application/xml",
        Media::Json => "application/json",
        Media::Form => "application/x-www-form-urlencoded",
        Media::Text => "text/plain; charset=utf-8",
        Media::Xml => "application/xml",
        Media::EventStream => "text/event-stream",
        Media::JsonLines => "application/jsonl",
        Media::Multipart => "multipart/mixed",
        Media::Bytes => "application/octet-stream",
    }
}
