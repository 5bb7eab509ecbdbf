//! What a walk says about mistakes, and which of them it has mended.

use super::{Place, Shape, Step, Walk, head};
use crate::diagnostics::{Code, Diagnostic, Severity, Span, codes};
use crate::read::grammar::{Grammar, Need};
use crate::read::repair::Mending;
use crate::read::suggest::nearest;
use crate::read::{Node, Object, Pointer, Value};

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
        for field in grammar.fields {
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
            if object.get(field.name).is_none_or(Node::is_null) {
                let message = format!("{} lacks `{}`", grammar.title, field.name);
                self.report(&codes::MISSING_KEY, severity, head(node), message, None);
            }
        }
    }

    pub(super) fn unknown_key(&mut self, grammar: &'static Grammar, key: &str, span: Span) {
        if key == "$ref" {
            let message = format!("a `$ref` is not possible in place of {}", grammar.title);
            let help = "write the value here; references stand where the specification allows a Reference Object";
            return self.report(
                &codes::UNKNOWN_KEY,
                Severity::Error,
                span,
                message,
                Some(help),
            );
        }
        let message = format!("`{key}` is not a key of {}", grammar.title);
        let near = match self.diagnostics.is_full(&codes::UNKNOWN_KEY) {
            true => None,
            false => nearest(key, grammar.fields.iter().map(|field| field.name)),
        };
        let help = near.map(|near| format!("did you mean `{near}`?"));
        self.report(
            &codes::UNKNOWN_KEY,
            Severity::Warning,
            span,
            message,
            help.as_deref(),
        );
    }

    pub(super) fn choice(&mut self, node: &Node, text: &str, known: &[&str], place: Place<'_>) {
        if known.contains(&text) {
            return;
        }
        let message = format!("`{text}` is none of the values of {}", self.name(place));
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
        // Where the key must be there, `required` says that it lacks.
        let told = match need {
            Need::Should(until) => self.version <= until,
            Need::Must => true,
            Need::Optional | Need::MustFor(_) => false,
        };
        if !told {
            let message = format!("{} is null", self.name(place));
            self.report(
                &codes::WRONG_TYPE,
                Severity::Warning,
                node.span,
                message,
                Some("leave the key out; it is ignored"),
            );
        }
        self.repair(Mending::Remove);
    }

    pub(super) fn other_version(&mut self, span: Span, place: Place<'_>, belongs: &str) {
        let message = format!("{} {belongs}", self.name(place));
        self.report(
            &codes::OTHER_VERSION_KEY,
            Severity::Warning,
            span,
            message,
            None,
        );
    }

    /// `null` without quotes, where the name of a type stands.
    pub(super) fn null_type(&mut self, node: &Node, place: Place<'_>) {
        self.mended(node, Shape::Text, place, Value::String("null".to_owned()));
    }

    /// A value of another type whose meaning is plain.
    pub(super) fn mended(&mut self, node: &Node, shape: Shape, place: Place<'_>, value: Value) {
        let message = format!(
            "{} is {}, found {}",
            self.name(place),
            shape.title(),
            node.value.kind()
        );
        let help = match &value {
            Value::String(text) => format!("it is read as \"{text}\"; write it in quotes"),
            Value::Object(_) => "it is read as an empty object; write `{}`".to_owned(),
            _ => "it is read as if it had no quotes".to_owned(),
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
                format!("{name} is {}, found {}", shape.title(), number.as_str())
            }
            _ => format!("{name} is {}, found {}", shape.title(), node.value.kind()),
        };
        let flag = place.key == Some("required") && matches!(node.value, Value::Bool(_));
        if place.note || flag {
            let help = match flag {
                true => {
                    "it is ignored; list the names of required properties in the object that has them"
                }
                false => "it is ignored",
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
                None,
            );
        }
    }

    pub(super) fn name(&self, place: Place<'_>) -> String {
        match (place.key, self.path.last()) {
            (Some(key), Some(Step::Index(index))) => format!("item {index} of `{key}`"),
            (Some(key), _) => format!("`{key}`"),
            (None, _) => "the target of a reference".to_owned(),
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
        if !self.diagnostics.is_full(code) {
            diagnostic.pointer = Pointer(self.tokens()).to_string();
            diagnostic.help = help.map(str::to_owned);
        }
        self.diagnostics.push(diagnostic);
    }
}
