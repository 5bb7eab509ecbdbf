//! What a walk says about mistakes, and which of them it has mended.
//! Long because each mistake that real documents have is told apart here, in the order in which a value is looked at.

use std::collections::{HashMap, HashSet};

use super::strays::strays;
use super::values::is_media_type;
use super::{Place, Shape, Step, Walk, advice, head};
use crate::diagnostics::{Code, Diagnostic, Severity, Span, codes};
use crate::read::grammar::{Grammar, Kind, Need};
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

/// Keys of another kind of object that stand in one directly, and where they belong.
#[derive(Clone, Copy)]
pub(super) struct Loose {
    /// The kind whose keys they are.
    pub(super) kind: Kind,
    /// The keys of the objects around them.
    pub(super) under: &'static [&'static str],
}

impl Loose {
    /// Whether a key is one of those.
    pub(super) fn has(self, grammar: &Grammar, key: &str, version: Version) -> bool {
        match self.kind {
            // Of a body in Swagger 2.0; what the parameter has as well is its own.
            Kind::Schema if version == Version::V2_0 && grammar.kind == Kind::Parameter => {
                let own = ["description", "required"].contains(&key);
                !own && Kind::Schema.grammar().field(key, version).is_some()
            }
            Kind::Schema => is_schema_key(grammar, key, version),
            // `examples` of Swagger 2.0 are something else.
            _ => key == "schema",
        }
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

/// Whether a key belongs to schemas and not to this kind of object.
pub(super) fn is_schema_key(grammar: &Grammar, key: &str, version: Version) -> bool {
    grammar.field(key, version).is_none() && Kind::Schema.grammar().field(key, version).is_some()
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

/// So many unknown keys of one object are compared with those that lack.
const COMPARED: usize = 50;

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
    pub(super) fn required(
        &mut self,
        node: &'a Node,
        object: &'a Object,
        grammar: &'static Grammar,
    ) {
        if object.contains_key("$ref") {
            return;
        }
        let version = self.version;
        let fields = grammar.known(version);
        for field in fields.filter(|field| field.is_in(version)) {
            let severity = match field.need {
                Need::Optional => continue,
                Need::Should(until) if self.version <= until => Severity::Warning,
                Need::Should(_) => continue,
                Need::Must => Severity::Error,
                Need::MustFor(value)
                    if object.get("type").and_then(Node::as_str) == Some(value) =>
                {
                    Severity::Error
                }
                Need::MustFor(_) => continue,
            };
            if field.name == "name" && self.named == Some(node.span) {
                continue;
            }
            let there = object.get(field.name);
            if there.is_some_and(|there| self.excused.contains(&there.span)) {
                continue;
            }
            if there.is_none_or(Node::is_null) {
                // One mistake is told once: as a misspelt key.
                let near = object.0.iter().filter(|(key, _)| {
                    grammar.field(key, self.version).is_none() && !key.starts_with("x-")
                });
                let near = near
                    .take(COMPARED)
                    .find(|(key, _)| nearest(key, grammar.names(self.version)) == Some(field.name));
                if let Some((_, member)) = near {
                    if severity == Severity::Error {
                        self.misspelt.insert(member.key);
                    }
                    continue;
                }
                let message = format!("{} lacks `{}`", grammar.title, field.name);
                let help = advice::missing_key(grammar, field.name, self.version);
                let code = &codes::MISSING_KEY;
                self.report(code, severity, head(node), message, Some(&help));
            }
        }
    }

    /// Whether a key of this name is there, misspelt.
    pub(super) fn is_misspelt(&self, object: &Object, name: &'static str) -> bool {
        let keys = object.keys().filter(|key| !key.starts_with("x-"));
        keys.take(COMPARED)
            .any(|key| nearest(key, [name]).is_some())
    }

    /// A reference by a misspelt key, in place of an object that lacks everything else.
    pub(super) fn misspelt_reference(&mut self, object: &'a Object, kind: Kind) -> bool {
        let mut members = object.0.iter();
        let (Some((key, member)), None) = (members.next(), members.next()) else {
            return false;
        };
        let leads = member.node.as_str().is_some_and(|text| text.contains("#/"));
        if !leads || key == "$ref" || nearest(key, ["$ref"]).is_none() {
            return false;
        }
        self.step(Step::Key(key), |walk| {
            let message = format!("`{key}` is not a key of {}", kind.grammar().title);
            let code = &codes::UNKNOWN_KEY;
            let help = "did you mean `$ref`?";
            walk.report(code, Severity::Error, member.key, message, Some(help));
        });
        true
    }

    /// An object that is named by its only key, as in a map, where its name is one of its values.
    pub(super) fn nested(&mut self, object: &'a Object, grammar: &'static Grammar) -> bool {
        let mut members = object.0.iter();
        let (Some((key, member)), None) = (members.next(), members.next()) else {
            return false;
        };
        let inner = member.node.entries().map(|(key, _)| key);
        let knows = |key: &str| {
            !["name", "description"].contains(&key) && grammar.field(key, self.version).is_some()
        };
        if grammar
            .field("name", self.version)
            .is_none_or(|name| name.need == Need::Optional)
            || grammar.field(key, self.version).is_some()
            || key.starts_with("x-")
            || !inner.into_iter().any(knows)
        {
            return false;
        }
        self.step(Step::Key(key), |walk| {
            let message = format!("`{key}` is not a key of {}", grammar.title);
            let help =
                format!("write the name as a value, `name: {key}`, with the other keys beside it");
            let code = &codes::UNKNOWN_KEY;
            walk.report(code, Severity::Error, member.key, message, Some(&help));
        });
        true
    }

    /// Keys that are indented too little: said once for all of them. They are no further looked at.
    pub(super) fn strayed(
        &mut self,
        object: &'a Object,
        grammar: &'static Grammar,
    ) -> HashSet<&'a str> {
        let mut all = HashSet::new();
        for strays in strays(grammar, object, self.version) {
            let first = strays.keys[0];
            let Some(span) = object.0.get(first).map(|member| member.key) else {
                continue;
            };
            self.excused.insert(strays.target.span);
            let owner = strays.owner;
            let severity = match strays.grave {
                true => Severity::Error,
                false => Severity::Warning,
            };
            let place = match object.get(owner).is_some_and(Node::is_array) {
                true => format!("the last item of `{owner}`"),
                false => format!("`{owner}`"),
            };
            self.step(Step::Key(first), |walk| {
                let message = format!(
                    "`{first}` is not a key of {}; it belongs inside {place}",
                    grammar.title
                );
                let help = match strays.keys.len() {
                    1 => format!("move it into {place}; in YAML, indent it deeper"),
                    _ => format!(
                        "move `{}` into {place}; in YAML, indent them deeper",
                        strays.keys.join("`, `")
                    ),
                };
                walk.report(&codes::UNKNOWN_KEY, severity, span, message, Some(&help));
            });
            all.extend(strays.keys);
        }
        all
    }

    pub(super) fn unknown_key(
        &mut self,
        grammar: &'static Grammar,
        key: &str,
        span: Span,
        node: Option<&Node>,
    ) {
        if key == "<<" {
            // That it merges nothing was said when the text was read.
            return;
        }
        let code = &codes::UNKNOWN_KEY;
        if key == "$ref" {
            let message = format!("a `$ref` is not possible in place of {}", grammar.title);
            let help = "write the value here; references are only possible where the specification allows a Reference Object";
            return self.report(code, Severity::Error, span, message, Some(help));
        }
        let message = format!("`{key}` is not a key of {}", grammar.title);
        let severity = match self.misspelt.contains(&span) {
            true => Severity::Error,
            false => Severity::Warning,
        };
        let help = match self.diagnostics.is_full(code, severity) {
            true => None,
            false => nearest(key, grammar.names(self.version))
                .map(|near| format!("did you mean `{near}`?"))
                .or_else(|| advice::unknown_key(grammar, key, self.version, node)),
        };
        self.report(code, severity, span, message, help.as_deref());
    }

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

    /// Whether keys stand in an object directly that belong to one inside of it, as in Swagger 2.0: those of a schema in a
    /// parameter, the schema of a body in a response. They are moved there.
    pub(super) fn loose(&mut self, node: &Node, object: &Object, kind: Kind) -> Option<Loose> {
        let has = |key: &str| object.contains_key(key);
        let loose = match kind {
            Kind::Parameter if self.version == Version::V2_0 && super::swagger::is_bare(object) => {
                Loose {
                    kind: Kind::Schema,
                    under: &["schema"],
                }
            }
            // There, it is the way to say it.
            Kind::Parameter | Kind::Header | Kind::Response if self.version == Version::V2_0 => {
                return None;
            }
            Kind::Parameter | Kind::Header
                if !["$ref", "schema", "content"].iter().any(|key| has(key))
                    && ["type", "enum", "items"].iter().any(|key| has(key)) =>
            {
                Loose {
                    kind: Kind::Schema,
                    under: &["schema"],
                }
            }
            Kind::MediaType
                if !["$ref", "schema", "itemSchema"].iter().any(|key| has(key))
                    && ["type", "properties", "items", "allOf", "oneOf", "anyOf"]
                        .iter()
                        .any(|key| has(key)) =>
            {
                Loose {
                    kind: Kind::Schema,
                    under: &["schema"],
                }
            }
            Kind::Response | Kind::RequestBody
                if has("schema") && !["$ref", "content"].iter().any(|key| has(key)) =>
            {
                Loose {
                    kind: Kind::MediaType,
                    under: &["content", "application/json"],
                }
            }
            _ => return None,
        };
        let grammar = kind.grammar();
        let keys = object
            .keys()
            .filter(|key| loose.has(grammar, key, self.version));
        let keys: Vec<String> = keys.map(str::to_owned).collect();
        let message = format!(
            "{} has no `{}`; `{}` {} directly in it",
            grammar.title,
            loose.under[0],
            keys.join("`, `"),
            if keys.len() == 1 { "is" } else { "are" }
        );
        let help = match loose.kind {
            Kind::Schema => "write that under `schema`, as which it is read".to_owned(),
            _ => format!(
                "it is read as that of `{}`; move it there",
                loose.under.join(": ")
            ),
        };
        let code = &codes::MISSING_KEY;
        self.report(code, Severity::Warning, head(node), message, Some(&help));
        self.repair(Mending::Gather(keys, loose.under));
        Some(loose)
    }

    /// A path parameter is always there, which it has to say.
    pub(super) fn path_parameter(&mut self, node: &Node, object: &Object) {
        let text = |key: &str| object.get(key).and_then(Node::as_str);
        let said = object.get("required").is_some_and(|said| {
            said.as_bool() == Some(true) || said.as_str().and_then(truth) == Some(true)
        });
        if text("in") == Some("path") && !said {
            let name = text("name").unwrap_or_default();
            let message = format!("the path parameter `{name}` lacks `required: true`");
            let help = "add it: without the parameter there is no path; it is read as required";
            let code = &codes::MISSING_KEY;
            self.report(code, Severity::Warning, head(node), message, Some(help));
        }
    }

    /// Up to 3.0, a list says what its items are.
    pub(super) fn items_said(&mut self, node: &Node, object: &Object) {
        let list = object.get("type").and_then(Node::as_str) == Some("array");
        if self.version <= Version::V3_0 && list && !object.contains_key("items") {
            let message = "a schema with `type: array` lacks `items`".to_owned();
            let help = "add `items` with a schema; any value is taken as an item";
            let code = &codes::MISSING_KEY;
            self.report(code, Severity::Warning, head(node), message, Some(help));
        }
    }

    /// Each flow of OAuth needs the addresses that it goes to.
    pub(super) fn flows(&mut self, object: &'a Object) {
        for (name, flow) in object.entries() {
            let needed: &[&str] = match name {
                "implicit" => &["authorizationUrl"],
                "password" | "clientCredentials" => &["tokenUrl"],
                "authorizationCode" => &["authorizationUrl", "tokenUrl"],
                "deviceAuthorization" => &["deviceAuthorizationUrl", "tokenUrl"],
                _ => &[],
            };
            for key in needed
                .iter()
                .filter(|key| flow.is_object() && flow.get(key).is_none())
            {
                self.step(Step::Key(name), |walk| {
                    let message = format!("the flow `{name}` lacks `{key}`");
                    let help = format!("add `{key}` with the address of the authorization server");
                    let code = &codes::MISSING_KEY;
                    walk.report(code, Severity::Warning, head(flow), message, Some(&help));
                });
            }
        }
    }

    /// Parameters that one list declares twice.
    pub(super) fn again(&mut self, items: &'a [Node]) {
        let mut first: HashMap<(String, &str), &Node> = HashMap::new();
        for (index, item) in items.iter().enumerate() {
            let text = |key: &str| item.get(key).and_then(Node::as_str);
            let (Some(name), Some(place)) = (text("name"), text("in")) else {
                continue;
            };
            // Case makes no difference in the names of headers.
            let spelled = match place {
                "header" => name.to_ascii_lowercase(),
                _ => name.to_owned(),
            };
            let Some(known) = first.insert((spelled, place), item) else {
                continue;
            };
            self.step(Step::Index(index), |walk| {
                let message = format!("the parameter `{name}` in `{place}` is declared twice");
                let diagnostic = Diagnostic::new(&codes::DUPLICATE_PARAMETER, message)
                    .at(item)
                    .related(known, "first here")
                    .pointer(Pointer(walk.tokens()).to_string());
                walk.diagnostics.push(diagnostic);
            });
        }
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

    pub(super) fn other_version(&mut self, span: Span, place: Place<'_>, belongs: &str) {
        let message = format!("{} {belongs}", self.name(place));
        let help = advice::other_version(place.key.unwrap_or_default(), belongs);
        let code = &codes::OTHER_VERSION_KEY;
        self.report(code, Severity::Warning, span, message, help);
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

    /// A content says by its keys which media types it has.
    pub(super) fn media_types(&mut self, object: &'a Object) -> bool {
        let mut empty = None;
        for (key, member) in &object.0 {
            let fits = Kind::MediaType.grammar().field(key, self.version).is_some();
            if let Some(owner) = empty.filter(|_| fits) {
                self.step(Step::Key(key), |walk| {
                    let message =
                        format!("`{key}` is not a media type; it belongs inside `{owner}`");
                    let help = format!("move it into `{owner}`; in YAML, indent it deeper");
                    let code = &codes::WRONG_VALUE;
                    walk.report(code, Severity::Error, member.key, message, Some(&help));
                });
                return false;
            }
            empty = member.node.is_null().then_some(key);
        }
        let slipped = |key: &str| key == "schema" && !object.contains_key("application/json");
        for (key, member) in &object.0 {
            if is_media_type(key) {
                self.encoded(key, &member.node);
            }
            if is_media_type(key) || key == "$ref" || key.starts_with("x-") {
                continue;
            }
            let (severity, help) = match slipped(key) {
                true => (
                    Severity::Error,
                    "write `content: {application/json: {schema: …}}`",
                ),
                false => (
                    Severity::Warning,
                    "write a media type such as `application/json`",
                ),
            };
            self.step(Step::Key(key), |walk| {
                let message = format!("`{key}` is not a media type");
                let code = &codes::WRONG_VALUE;
                walk.report(code, severity, member.key, message, Some(help));
            });
        }
        !object.keys().any(slipped)
    }

    /// Encodings are of the parts of a form.
    fn encoded(&mut self, media_type: &'a str, content: &'a Node) {
        let form = media_type.starts_with("multipart/")
            || media_type == "application/x-www-form-urlencoded";
        if let Some(span) = content
            .key_span("encoding")
            .filter(|_| !form && !media_type.contains('*'))
        {
            self.step(Step::Key(media_type), |walk| {
                walk.step(Step::Key("encoding"), |walk| {
                    let message = format!("`encoding` has no effect in `{media_type}`");
                    let help = "remove it, or use `multipart/form-data` or `application/x-www-form-urlencoded`";
                    let code = &codes::KEYWORD_WITHOUT_EFFECT;
                    walk.report(code, Severity::Warning, span, message, Some(help));
                });
            });
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
