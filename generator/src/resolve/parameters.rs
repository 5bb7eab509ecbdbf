//! Parameters of operations, those of the path item included.

use indexmap::IndexMap;

use super::Resolver;
use super::contents::example_of;
use super::names::{Position, Scope};
use super::schemas::Hint;
use crate::diagnostics::{Diagnostic, codes};
use crate::model::{Json, Location, Parameter, Shape, Style, Text, Type, Use};
use crate::read::Node;
use crate::suggest::nearest;

impl<'d> Resolver<'d> {
    /// The parameters of an operation: those of the path item, unless the operation says them
    /// anew; then those that only the path template names.
    pub(crate) fn parameters(
        &mut self,
        item: &'d Node,
        operation: &'d Node,
        template: &super::paths::PathKey,
        hint: &Hint,
    ) -> Vec<Parameter> {
        // Each with what refers to it, which may describe it (OpenAPI 3.1.1 section 4.8.23).
        let mut nodes: IndexMap<_, (&'d Node, &'d Node)> = IndexMap::new();
        for list in [item.get("parameters"), operation.get("parameters")]
            .into_iter()
            .flatten()
        {
            for reference in list.as_array() {
                let Some(node) = self.document.follow(reference) else {
                    continue;
                };
                nodes.insert(key_of(node), (reference, node));
            }
        }
        let given: Vec<&'d Node> = nodes.iter().map(|(_, (_, node))| *node).collect();
        let mut parameters: Vec<Parameter> = nodes
            .into_values()
            .filter_map(|(reference, node)| {
                let parameter = self.parameter(node, template, hint)?;
                let beside = self.document.text(reference, "description");
                Some(Parameter {
                    description: beside.map(str::to_owned).or(parameter.description),
                    ..parameter
                })
            })
            .collect();
        let in_path = |node: &&Node| node.get("in").and_then(Node::as_str) == Some("path");
        let mut unused: Vec<(&str, &'d Node)> = given
            .iter()
            .copied()
            .filter(in_path)
            .filter_map(|node| Some((node.get("name")?.as_str()?, node)))
            .filter(|(name, _)| {
                let in_query = template.query_parameters.iter();
                !template.parameter_names().any(|known| known == *name)
                    && !in_query.map(|(_, known)| known).any(|known| known == name)
            })
            .collect();
        let declared: Vec<String> = parameters
            .iter()
            .filter(|parameter| parameter.location == Location::Path)
            .map(|parameter| parameter.name.clone())
            .collect();
        let missing: Vec<&str> = template
            .parameter_names()
            .filter(|name| !declared.iter().any(|known| known == name))
            .collect();
        for name in missing.iter().copied() {
            let message = format!(
                "`{{{name}}}` appears in the path but is not declared; it is taken as a string"
            );
            let mut diagnostic = Diagnostic::new(&codes::UNDECLARED_PATH_PARAMETER, message)
                .at(operation)
                .help(format!(
                    "declare it: `{{name: {name}, in: path, required: true, schema: {{type: string}}}}`"
                ));
            // One name without a parameter, and one parameter without a name: most likely they are one.
            let only = match (missing.as_slice(), unused.as_slice()) {
                ([_], [(only, _)]) => Some(*only),
                _ => None,
            };
            let elsewhere = given.iter().find_map(|node| {
                let is_it = node.get("name").and_then(Node::as_str) == Some(name);
                let place = node.get("in").and_then(Node::as_str)?;
                (is_it && place != "path").then_some((*node, place))
            });
            if let Some((node, place)) = elsewhere {
                diagnostic = diagnostic.at(node).help(format!(
                    "`{name}` is declared `in: {place}`; write `in: path` and `required: true`"
                ));
            }
            let near = nearest(name, unused.iter().map(|(name, _)| *name)).or(only);
            if let Some(near) = near {
                if let Some((_, node)) = unused.iter().find(|(name, _)| *name == near) {
                    diagnostic = diagnostic.at(*node);
                }
                let help = format!(
                    "did you mean `{near}`? Use the same name in the path and in the parameter"
                );
                unused.retain(|(name, _)| *name != near);
                diagnostic = diagnostic.help(help);
            }
            self.diagnostics.push(diagnostic);
            parameters.push(Parameter {
                name: name.to_owned(),
                required: true,
                value: Use::plain(Type::Text(Text::String)),
                ..blank(Location::Path)
            });
        }
        for (name, node) in unused {
            let message =
                format!("`{{{name}}}` does not appear in the path; the parameter is left out");
            self.report(&codes::UNUSED_PATH_PARAMETER, node, message);
        }
        let whole = |parameter: &&Parameter| parameter.location == Location::QueryString;
        let in_query = parameters
            .iter()
            .any(|parameter| parameter.location == Location::Query);
        if let Some(whole) = parameters.iter().find(whole).filter(|_| in_query) {
            let message = format!(
                "`{}` is the whole query, beside which there are no parameters `in: query` (OpenAPI 3.2.0 section 4.12.2.1); all are sent",
                whole.name
            );
            self.report(&codes::QUERYSTRING_BESIDE_QUERY, operation, message);
        }
        parameters.sort_by_key(|parameter| !parameter.required);
        self.settle_names(&mut parameters);
        parameters
    }

    fn settle_names(&mut self, parameters: &mut [Parameter]) {
        let mut idents = Scope::reserving(&["body", "with_response", "into_future"]);
        let mut constants = Scope::default();
        for parameter in parameters {
            let place = match parameter.location {
                Location::Path => "path",
                Location::Query | Location::QueryString => "query",
                Location::Header => "header",
                Location::Cookie => "cookie",
            };
            parameter.ident = idents.claim_or(&parameter.name, place, Position::Value);
            parameter.const_ident = constants.claim(&parameter.ident, Position::Constant);
        }
    }

    fn parameter(
        &mut self,
        node: &'d Node,
        template: &super::paths::PathKey,
        hint: &Hint,
    ) -> Option<Parameter> {
        let name = node.get("name").and_then(Node::as_str)?;
        let place = node.get("in").and_then(Node::as_str)?;
        let mut location = match place {
            "path" => Location::Path,
            "query" => Location::Query,
            "header" => Location::Header,
            "cookie" => Location::Cookie,
            "querystring" => Location::QueryString,
            _ => return None,
        };
        let mut wire = name.to_owned();
        if location == Location::Header
            && ["accept", "content-type", "authorization"]
                .iter()
                .any(|fixed| name.eq_ignore_ascii_case(fixed))
        {
            self.report(
                &codes::IGNORED_HEADER_PARAMETER,
                node,
                format!("the header `{name}` follows from content and security; the parameter is ignored (OpenAPI 3.1.1 section 4.8.12.1)"),
            );
            return None;
        }
        if location == Location::Path && !template.parameter_names().any(|known| known == name) {
            match template
                .query_parameters
                .iter()
                .find(|(_, parameter)| parameter == name)
            {
                Some((query, _)) => {
                    location = Location::Query;
                    wire.clone_from(query);
                }
                // Said where it is known whether another name is meant.
                None => return None,
            }
        }
        let (value, content) = self.described(node, &hint.child(name));
        if location == Location::QueryString && node.get("content").is_none() {
            self.report(
                &codes::UNSUPPORTED_QUERYSTRING,
                node,
                format!(
                    "`{name}` is the whole query, which only `content` can describe; it is left out"
                ),
            );
            return None;
        }
        let schema = node.get("schema").or_else(|| {
            let (_, media) = node.get("content")?.entries().next()?;
            self.document.follow(media)?.get("schema")
        });
        let style = self.style(node, location);
        let explode = node
            .get("explode")
            .and_then(Node::as_bool)
            .unwrap_or(matches!(
                style,
                Style::Form | Style::DeepObject | Style::Cookie
            ));
        let text = |key: &str| node.get(key).and_then(Node::as_str).map(str::to_owned);
        let flag = |key: &str| node.get(key).and_then(Node::as_bool) == Some(true);
        let allow_empty = location == Location::Query
            && content.is_none()
            && flag("allowEmptyValue")
            && value.ty != Type::Text(Text::String);
        if allow_empty {
            self.report(
                &codes::EMPTY_VALUE,
                node,
                format!("`{name}` may come without a value, which is read as if it was absent, and not sent"),
            );
        }
        Some(Parameter {
            required: location == Location::Path || flag("required") && !allow_empty,
            deprecated: flag("deprecated"),
            description: text("description").or_else(|| {
                schema
                    .and_then(|schema| schema.get("description"))
                    .and_then(Node::as_str)
                    .map(str::to_owned)
            }),
            style,
            explode,
            allow_reserved: flag("allowReserved"),
            content,
            allow_empty,
            shape: Shape::Scalar,
            value,
            default: schema.and_then(|schema| self.default_of(&[schema])),
            example: example_of(self.document, node)
                .or_else(|| schema.and_then(|schema| example_of(self.document, schema))),
            name: wire,
            ..blank(location)
        })
    }

    fn style(&mut self, node: &'d Node, location: Location) -> Style {
        if node.get("x-style").and_then(Node::as_str) == Some("dotted") {
            return Style::Dotted;
        }
        let default = match location {
            Location::Path | Location::Header => Style::Simple,
            Location::Query | Location::QueryString | Location::Cookie => Style::Form,
        };
        let Some(written) = node.get("style") else {
            return default;
        };

        match (written.as_str(), location) {
            (Some("simple"), Location::Path | Location::Header) => Style::Simple,
            (Some("label"), Location::Path) => Style::Label,
            (Some("matrix"), Location::Path) => Style::Matrix,
            (Some("form"), Location::Query | Location::Cookie) => Style::Form,
            (Some("cookie"), Location::Cookie) => Style::Cookie,
            (Some("spaceDelimited"), Location::Query) => Style::SpaceDelimited,
            (Some("pipeDelimited"), Location::Query) => Style::PipeDelimited,
            (Some("deepObject"), Location::Query) => Style::DeepObject,
            (Some(other), _) if !STYLES.contains(&other) => default,
            (other, _) => {
                self.report(
                    &codes::STYLE_MISPLACED,
                    written,
                    format!(
                        "the style `{}` cannot be used here; the default is used",
                        other.unwrap_or_default()
                    ),
                );
                default
            }
        }
    }
}

/// All styles; what is none was said when the document was checked.
const STYLES: &[&str] = &[
    "matrix",
    "label",
    "simple",
    "form",
    "spaceDelimited",
    "pipeDelimited",
    "deepObject",
    "cookie",
];

/// What a parameter is told apart by.
fn key_of(node: &Node) -> (Option<&str>, Option<&str>) {
    (
        node.get("name").and_then(Node::as_str),
        node.get("in").and_then(Node::as_str),
    )
}

fn blank(location: Location) -> Parameter {
    Parameter {
        name: String::new(),
        ident: String::new(),
        const_ident: String::new(),
        location,
        required: false,
        deprecated: false,
        description: None,
        style: if matches!(location, Location::Path | Location::Header) {
            Style::Simple
        } else {
            Style::Form
        },
        explode: false,
        allow_reserved: false,
        content: None,
        allow_empty: false,
        shape: Shape::Scalar,
        value: Use::plain(Type::Any),
        default: None::<Json>,
        example: None,
    }
}
