//! What a walk says about keys: those that are missing, misspelt, of another version, or in another place than they belong.

use std::collections::HashSet;

use super::strays::strays;
use super::values::is_media_type;
use super::{Place, Step, Walk, advice, head};
use crate::diagnostics::{Severity, Span, codes};
use crate::read::grammar::{Grammar, Kind, Need};
use crate::read::{Node, Object};
use crate::suggest::nearest;

/// So many unknown keys of one object are compared with those that lack.
const COMPARED: usize = 50;

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

    pub(super) fn other_version(&mut self, span: Span, place: Place<'_>, belongs: &str) {
        let message = format!("{} {belongs}", self.name(place));
        let help = advice::other_version(place.key.unwrap_or_default(), belongs);
        let code = &codes::OTHER_VERSION_KEY;
        self.report(code, Severity::Warning, span, message, help);
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
}
