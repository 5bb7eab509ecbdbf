//! Two schemas at one position: the keywords one by one, then the schemas below.

use super::walk::{Ends, Walk};
use crate::read::Node;

/// A position of the table of rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Spot {
    Parameter,
    ParameterProperty,
    RequestBody,
    RequestProperty,
    ResponseBody,
    ResponseProperty,
    ResponseHeader,
    /// Below a response header, where no rule looks.
    ResponseHeaderProperty,
}

impl Spot {
    /// The first part of the ids at this position.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Parameter => "request-parameter",
            Self::ParameterProperty => "request-parameter-property",
            Self::RequestBody => "request-body",
            Self::RequestProperty => "request-property",
            Self::ResponseBody => "response-body",
            Self::ResponseProperty => "response-property",
            Self::ResponseHeader => "response-header",
            Self::ResponseHeaderProperty => "response-header-property",
        }
    }

    /// The first part of the ids of media types.
    pub(super) fn message(self) -> &'static str {
        match self {
            Self::ResponseBody => "response",
            _ => self.name(),
        }
    }

    pub(super) fn is_request(self) -> bool {
        matches!(
            self,
            Self::Parameter | Self::ParameterProperty | Self::RequestBody | Self::RequestProperty
        )
    }

    /// The position of the schemas below.
    pub(super) fn below(self) -> Self {
        match self {
            Self::Parameter | Self::ParameterProperty => Self::ParameterProperty,
            Self::RequestBody | Self::RequestProperty => Self::RequestProperty,
            Self::ResponseBody | Self::ResponseProperty => Self::ResponseProperty,
            Self::ResponseHeader | Self::ResponseHeaderProperty => Self::ResponseHeaderProperty,
        }
    }
}

/// How values are written, as far as types depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Medium<'d> {
    /// A number is no text.
    Json,
    /// Everything is text.
    Text,
    /// Text in a parameter.
    Parameter {
        location: &'d str,
        style: Option<&'d str>,
        explode: Option<bool>,
    },
}

/// What a schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Subject<'d> {
    pub(super) spot: Spot,
    pub(super) medium: Medium<'d>,
    /// Whether it must be there, for parameters.
    pub(super) required: Option<bool>,
}

impl<'d> Subject<'d> {
    /// What the schemas below describe.
    pub(super) fn below(self) -> Self {
        Self {
            spot: self.spot.below(),
            medium: self.medium,
            required: None,
        }
    }

    pub(super) fn in_header(&self) -> bool {
        matches!(
            self.medium,
            Medium::Parameter {
                location: "header",
                ..
            }
        )
    }
}

/// Schemas below a schema, by the keyword that holds them.
const SINGLE: [&str; 11] = [
    "items",
    "additionalProperties",
    "not",
    "if",
    "then",
    "else",
    "contains",
    "propertyNames",
    "contentSchema",
    "unevaluatedItems",
    "unevaluatedProperties",
];
const NAMED: [&str; 2] = ["patternProperties", "dependentSchemas"];

impl<'d> Walk<'d> {
    /// Compares two schemas whose references are followed, but not those below.
    pub(super) fn schema(&mut self, subject: &Subject<'d>, old: &'d Node, new: &'d Node) {
        if !old.is_object() || !new.is_object() {
            return;
        }
        let ends = Ends::both(old, new);
        // Making a schema nullable by a `oneOf` is one change; what stands in the alternative did not go anywhere.
        if let Some((old, new, change)) = self.nullable_wrapping(old, new) {
            self.say(subject, change, "", ends);
            self.below(*subject, None, old, new);
            return;
        }
        let wrapped = self.wrapped_in_one_of(old, new);
        if wrapped && subject.spot.below() != subject.spot {
            self.say(subject, "wrapped-in-one-of", "was wrapped in a oneOf", ends);
        }
        let listed = self.types(subject, old, new, wrapped);
        self.enums(subject, old, new);
        self.keywords(subject, old, new);
        self.future(subject, old, new);
        self.discriminators(subject, old, new);
        for keyword in ["allOf", "anyOf", "oneOf"] {
            let told = (listed && keyword != "allOf") || (wrapped && keyword == "oneOf");
            if !told {
                self.subschemas(subject, keyword, (old, new));
            }
        }
        self.prefix_items(subject, (old, new));
        self.properties(subject, (old, new), wrapped);
        for keyword in SINGLE {
            if let (Some(old), Some(new)) = self.key(old, new, keyword) {
                self.below(subject.below(), Some(keyword), old, new);
            }
        }
        for keyword in NAMED {
            let (Some(before), Some(after)) = self.key(old, new, keyword) else {
                continue;
            };
            for (name, was) in before.entries() {
                if let Some(is) = after.get(name) {
                    let (was, is) = (self.old_at(was), self.new_at(is));
                    let step = format!("{keyword}[{name}]");
                    self.below(subject.below(), Some(&step), was, is);
                }
            }
        }
    }

    /// Reports a change of a schema, where the table has a rule for it. What a client may not send or does not get has
    /// rules of its own.
    pub(super) fn say(&mut self, subject: &Subject<'d>, change: &str, text: &str, ends: Ends<'d>) {
        let flag = |node: Option<&'d Node>, key: &str| {
            node.and_then(|node| node.get(key)?.as_bool())
                .unwrap_or(false)
        };
        let hidden = match subject.spot {
            Spot::RequestProperty if flag(ends.new, "readOnly") => {
                Some("request-read-only-property")
            }
            Spot::ResponseProperty if flag(ends.new, "writeOnly") => {
                Some("response-write-only-property")
            }
            _ => None,
        };
        let text = match text {
            "" => change.replace('-', " "),
            text => text.to_owned(),
        };
        if let Some(position) = hidden
            && (self.tell(&format!("{position}-{change}"), text.as_str(), ends)
                || of_values(change))
        {
            return;
        }
        self.tell(&format!("{}-{change}", subject.spot.name()), text, ends);
    }
}

/// Whether a change is about values that are not there where a property is not sent: types, limits, and being there at all.
fn of_values(change: &str) -> bool {
    [
        "type",
        "max",
        "min",
        "exclusive",
        "became-required",
        "became-optional",
        "became-enum",
        "x-extensible",
    ]
    .iter()
    .any(|start| change.starts_with(start))
}
