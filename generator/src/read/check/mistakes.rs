//! What a walk says about values that are not what their place asks for, and which of them it has mended.

use super::{Place, Shape, Step, Walk, advice};
use crate::diagnostics::{Code, Diagnostic, Severity, Span, codes};
use crate::read::grammar::{Kind, Need};
use crate::read::repair::Mending;
use crate::read::{Member, Node, Object, Pointer, Value, Version};
use crate::suggest::nearest;

/// A boolean as a text: in JSON's words, or in those that YAML 1.1 had.
pub(super) fn truth(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" => Some(true),
        "false" | "no" | "off" => Some(false),
        _ => None,
    }
}

/// The key of an object whose value says all that has to be said.
pub(super) fn named_by(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Server | Kind::ExternalDocs => Some("url"),
        Kind::Tag | Kind::License => Some("name"),
        Kind::SecurityRequirement => Some(""),
        _ => None,
    }
}

/// Whether a value is most likely the only item of a list.
pub(super) fn is_single(shape: Shape, value: &Value) -> bool {
    match shape {
        Shape::Text => matches!(value, Value::String(_) | Value::Number(_)),
        Shape::Any => matches!(value, Value::String(_) | Value::Number(_) | Value::Bool(_)),
        Shape::Object(Kind::SecurityRequirement | Kind::Server) => {
            matches!(value, Value::String(_) | Value::Object(_))
        }
        Shape::OrReference(Kind::Parameter) => match value {
            Value::Object(object) => object.contains_key("name") || object.contains_key("$ref"),
            _ => false,
        },
        Shape::Object(_) | Shape::Schema => matches!(value, Value::Object(_)),
        _ => false,
    }
}

/// Whether an object has parameters as its values, whose keys are their names where they have none.
pub(super) fn is_map_of_parameters(object: &Object) -> bool {
    let is_parameter = |node: &Node| {
        node.is_object()
            && ["name", "in", "$ref"]
                .iter()
                .any(|key| node.get(key).is_some())
    };
    !object.is_empty() && object.entries().all(|(_, node)| is_parameter(node))
}

/// Whether an object has media types as its keys: a whole content in place of a media type.
pub(super) fn is_content(object: &Object) -> bool {
    !object.is_empty() && object.keys().all(|key| key.contains('/'))
}

/// The status that is meant by a key that is none.
pub(super) fn status(key: &str) -> Option<String> {
    let upper = key.trim().to_ascii_uppercase();
    let class = upper.len() == 3 && matches!(upper.as_bytes()[0], b'1'..=b'5');
    let rest = upper.get(1..).unwrap_or_default();
    if upper == "DEFAULT" {
        Some("default".to_owned())
    } else if class && (rest == "XX" || rest.bytes().all(|byte| byte.is_ascii_digit())) {
        Some(upper)
    } else {
        None
    }
}

/// Whether an object is a list whose dashes have no space after them.
pub(super) fn is_dashed(object: &Object) -> bool {
    let first = object.keys().next();
    first.is_some_and(|key| key.len() > 1 && key.starts_with('-'))
}

/// The object that a text is the name of, and how it is written.
fn object_named(node: &Node, kind: Kind, text: &str) -> Option<(Value, String)> {
    let key = named_by(kind)?;
    let (key, value, written) = match kind {
        Kind::SecurityRequirement => (text, Value::Array(Vec::new()), format!("{{{text}: []}}")),
        _ => (
            key,
            Value::String(text.to_owned()),
            format!("{{{key}: {text}}}"),
        ),
    };
    let member = Member {
        key: node.span,
        node: Node {
            value,
            span: node.span,
        },
    };
    let members = [(key.to_owned(), member)];
    Some((
        Value::Object(Object(members.into_iter().collect())),
        written,
    ))
}

impl<'a> Walk<'a, '_> {
    /// The name of a type: those of other languages and in other case are mended.
    pub(super) fn type_name(&mut self, node: &Node, text: &str, known: &[&str], place: Place<'_>) {
        let plain = text.trim_matches(|c: char| c.is_whitespace() || "“”‘’\"'`".contains(c));
        let lower = plain.to_ascii_lowercase();
        let meant = match lower.as_str() {
            "int" | "int32" | "int64" | "long" | "short" => "integer",
            "float" | "double" | "decimal" | "numeric" => "number",
            "str" | "text" | "char" | "date" | "date-time" | "datetime" | "uuid" | "file" => {
                "string"
            }
            "bool" => "boolean",
            "list" | "tuple" => "array",
            "dict" | "map" | "hash" | "struct" => "object",
            "none" | "nil" => "null",
            lower => lower,
        };
        if !known.contains(&text) && known.contains(&meant) {
            let message = format!("`{text}` is not one of the values of {}", self.name(place));
            self.read_as(node, meant, message);
        } else {
            self.choice(node, text, known, place);
        }
    }

    /// A null where the name of a type stands: in JSON it is the text `null`.
    pub(super) fn null_type(&mut self, node: &Node, place: Place<'_>) {
        self.mended(node, Shape::Text, place, Value::String("null".to_owned()));
    }

    fn read_as(&mut self, node: &Node, meant: &str, message: String) {
        let help = format!("it is read as \"{meant}\"");
        self.report(
            &codes::WRONG_VALUE,
            Severity::Warning,
            node.span,
            message,
            Some(&help),
        );
        self.repair(Mending::Replace(Value::String(meant.to_owned())));
    }

    /// A value that stands in the wrong kind of list, or in none.
    pub(super) fn wrapped(&mut self, node: &Node, help: &str) {
        let key = self.path.iter().rev().find_map(|step| match step {
            Step::Key(key) => Some(*key),
            Step::Index(_) => None,
        });
        let expected = match node.is_array() {
            true => "one schema",
            false => "a list",
        };
        let message = format!(
            "`{}` must be {expected}, found {}",
            key.unwrap_or_default(),
            node.value.kind()
        );
        let code = &codes::WRONG_TYPE;
        self.report(code, Severity::Warning, node.span, message, Some(help));
    }

    /// A text in place of an object of which it is the name.
    pub(super) fn named(&mut self, node: &Node, kind: Kind, text: &str, place: Place<'_>) {
        let Some((object, written)) = object_named(node, kind, text) else {
            return;
        };
        let (title, name) = (kind.grammar().title, self.name(place));
        let message = format!("{name} must be {title}, found a string");
        let help = format!("it is read as `{written}`; write that");
        let code = &codes::WRONG_TYPE;
        self.report(code, Severity::Warning, node.span, message, Some(&help));
        self.repair(Mending::Replace(object));
    }

    /// A text in place of a list of objects of which it names one.
    pub(super) fn named_list(&mut self, node: &Node, kind: Kind, text: &str, place: Place<'_>) {
        let Some((object, written)) = object_named(node, kind, text) else {
            return;
        };
        let message = format!("{} must be a list, found a string", self.name(place));
        let help = format!("it is read as `[{written}]`; write that");
        let code = &codes::WRONG_TYPE;
        self.report(code, Severity::Warning, node.span, message, Some(&help));
        self.repair(Mending::Wrap);
        self.step(Step::Index(0), |walk| walk.repair(Mending::Replace(object)));
    }

    /// A list that is an object, since its dashes have no space after them.
    pub(super) fn dashed(&mut self, node: &Node, object: &Object, place: Place<'_>) {
        let key = object.keys().next().unwrap_or_default();
        let message = format!("{} must be a list, found an object", self.name(place));
        let help = format!("write a space after the dash: `- {}`", &key[1..]);
        let code = &codes::WRONG_TYPE;
        let span = object.0.get(key).map_or(node.span, |member| member.key);
        self.report(code, Severity::Error, span, message, Some(&help));
    }

    pub(super) fn choice(&mut self, node: &Node, text: &str, known: &[&str], place: Place<'_>) {
        if known.contains(&text) {
            let since = match (place.key, text, self.version) {
                (Some("in"), "querystring", Version::V3_0 | Version::V3_1) => Version::V3_2,
                (Some("type"), "mutualTLS", Version::V3_0) => Version::V3_1,
                _ => return,
            };
            let belongs = format!("with the value `{text}` belongs to OpenAPI {since} and later");
            return self.other_version(node.span, place, &belongs);
        }
        let message = format!("`{text}` is not one of the values of {}", self.name(place));
        let old = match (place.key, text) {
            (Some("in"), "body") => Some(
                "describe a body by `requestBody: {content: {application/json: {schema: …}}}`, beside `parameters`",
            ),
            (Some("in"), "formData") => Some(
                "describe a form by `requestBody: {content: {multipart/form-data: {schema: …}}}`, with a property for each field",
            ),
            (Some("type"), "basic") => Some("write `type: http` with `scheme: basic`"),
            _ => None,
        };
        if let Some(help) = old {
            let code = &codes::WRONG_VALUE;
            return self.report(code, Severity::Warning, node.span, message, Some(help));
        }
        let same = |known: &&&str| known.eq_ignore_ascii_case(text.trim());
        if let Some(meant) = known.iter().find(same) {
            return self.read_as(node, meant, message);
        }
        let list = known.join("`, `");
        let help = match nearest(text, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`? Known: `{list}`"),
            None => format!("known: `{list}`"),
        };
        self.report(
            &codes::WRONG_VALUE,
            Severity::Warning,
            node.span,
            message,
            Some(&help),
        );
    }

    pub(super) fn null(&mut self, node: &Node, need: Need, place: Place<'_>) {
        if self.excused.contains(&node.span) {
            return self.repair(Mending::Remove);
        }
        // Where the key must be there, `required` says that it lacks.
        let told = match need {
            Need::Should(until) => self.version <= until,
            Need::Must => true,
            Need::Optional | Need::MustFor(_) => false,
        };
        if !told {
            let message = format!("{} has no value", self.name(place));
            let help = match self.path.last() {
                Some(Step::Index(_)) => "remove the item; it is ignored",
                _ => "leave the key out; it is ignored",
            };
            let code = &codes::WRONG_TYPE;
            self.report(code, Severity::Warning, node.span, message, Some(help));
        }
        self.repair(Mending::Remove);
    }

    /// A value of another type whose meaning is plain.
    pub(super) fn mended(&mut self, node: &Node, shape: Shape, place: Place<'_>, value: Value) {
        let message = format!(
            "{} must be {}, found {}",
            self.name(place),
            shape.title(),
            node.value.kind()
        );
        let help = match &value {
            Value::String(text) => format!("it is read as \"{text}\"; put it in quotes"),
            Value::Object(_) => "it is read as an empty object; write `{}`".to_owned(),
            _ => "it is read as if it had no quotes; remove them".to_owned(),
        };
        self.report(
            &codes::WRONG_TYPE,
            Severity::Warning,
            node.span,
            message,
            Some(&help),
        );
        self.repair(Mending::Replace(value));
    }

    pub(super) fn wrong_type(&mut self, node: &Node, shape: Shape, place: Place<'_>) {
        let name = self.name(place);
        let message = match (&node.value, shape) {
            (Value::Number(number), Shape::Count) => {
                format!(
                    "{name} must be {}, found {}",
                    shape.title(),
                    number.as_str()
                )
            }
            _ => format!(
                "{name} must be {}, found {}",
                shape.title(),
                node.value.kind()
            ),
        };
        let flag = place.key == Some("required") && matches!(node.value, Value::Bool(_));
        if place.note || flag || shape == Shape::OrReference(Kind::Example) {
            let help = match flag {
                true => {
                    "it is ignored; list the names of required properties in the object that has them"
                }
                false => &format!(
                    "{}; it is ignored",
                    advice::wrong_type(node, shape, place.key, self.version)
                ),
            };
            self.report(
                &codes::WRONG_TYPE,
                Severity::Warning,
                node.span,
                message,
                Some(help),
            );
            self.repair(Mending::Remove);
        } else {
            self.report(
                &codes::WRONG_TYPE,
                Severity::Error,
                node.span,
                message,
                Some(&advice::wrong_type(node, shape, place.key, self.version)),
            );
        }
    }

    pub(super) fn name(&self, place: Place<'_>) -> String {
        match (place.key, self.path.last()) {
            (Some(key), Some(Step::Index(index))) => format!("item {index} of `{key}`"),
            (Some(key), _) => format!("`{key}`"),
            (None, _) => "what a reference points to".to_owned(),
        }
    }

    pub(super) fn report(
        &mut self,
        code: &'static Code,
        severity: Severity,
        span: Span,
        message: String,
        help: Option<&str>,
    ) {
        let mut diagnostic = Diagnostic::new(code, message).at(span).severity(severity);
        if !self.diagnostics.is_full(code, severity) {
            diagnostic.pointer = Pointer(self.tokens()).to_string();
            diagnostic.help = help.map(str::to_owned);
        }
        self.diagnostics.push(diagnostic);
    }
}
