//! Says where the parts of a schema contradict each other, so that what one of them says comes to nothing.
//!
//! Comes in: effective schemas. Goes out: findings. What is made of such schemas is decided elsewhere.

use super::Resolver;
use super::merge::{Effective, JsonType};
use crate::diagnostics::{Diagnostic, Severity, codes};
use crate::read::Node;
use crate::suggest::nearest;

/// Keywords that limit values of some types only.
const LIMITS: &[(&str, &[JsonType], &str)] = &[
    ("minLength", &[JsonType::String], "string"),
    ("maxLength", &[JsonType::String], "string"),
    ("pattern", &[JsonType::String], "string"),
    ("minimum", &[JsonType::Integer, JsonType::Number], "number"),
    ("maximum", &[JsonType::Integer, JsonType::Number], "number"),
    (
        "multipleOf",
        &[JsonType::Integer, JsonType::Number],
        "number",
    ),
    ("minItems", &[JsonType::Array], "list"),
    ("maxItems", &[JsonType::Array], "list"),
    ("uniqueItems", &[JsonType::Array], "list"),
    ("minProperties", &[JsonType::Object], "object"),
    ("maxProperties", &[JsonType::Object], "object"),
];

/// Formats of values of one type only.
const NUMERIC: &[&str] = &[
    "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float", "double",
];
const TEXTUAL: &[&str] = &[
    "date",
    "date-time",
    "email",
    "uri",
    "uuid",
    "hostname",
    "ipv4",
    "ipv6",
    "byte",
    "binary",
    "password",
];

impl<'d> Resolver<'d> {
    /// Limits and formats of other values than those that the `type` beside them allows.
    fn report_idle_keywords(&mut self, merged: &Effective<'d>) {
        // Beside its own type only: what is merged from elsewhere may be about other alternatives.
        let [node] = merged.nodes.as_slice() else {
            return;
        };
        let (Some(types), true) = (&merged.types, node.get("type").is_some()) else {
            return;
        };
        for (key, needed, noun) in LIMITS {
            if let Some(value) = node.get(key)
                && (value.as_number().is_some()
                    || value.as_bool() == Some(true)
                    || *key == "pattern")
                && !types.is_empty()
                && !types.iter().any(|ty| needed.contains(ty))
            {
                let message = format!("`{key}` has no effect here: the `type` allows no {noun}");
                let span = node.key_span(key).unwrap_or(value.span);
                // JSON Schema allows it, so it is advice.
                let diagnostic = Diagnostic::new(&codes::KEYWORD_WITHOUT_EFFECT, message).at(span);
                self.diagnostics.push(diagnostic.severity(Severity::Info));
            }
        }
        let Some((format, text)) = node
            .get("format")
            .and_then(|node| Some((node, node.as_str()?)))
        else {
            return;
        };
        let numbers = [JsonType::Integer, JsonType::Number];
        let idle = match types.as_slice() {
            [JsonType::Boolean] => NUMERIC.contains(&text) || TEXTUAL.contains(&text),
            [ty] if numbers.contains(ty) => TEXTUAL.contains(&text),
            _ => false,
        };
        if idle {
            let message = format!("the format `{text}` has no effect on a value of this `type`");
            let diagnostic = Diagnostic::new(&codes::KEYWORD_WITHOUT_EFFECT, message).at(format);
            self.diagnostics
                .push(diagnostic.help("correct the `type` or the `format`"));
        }
    }

    pub(super) fn report_contradictions(&mut self, merged: &Effective<'d>) {
        let Some(first) = merged.nodes.first() else {
            return;
        };
        let refused = |node: &&'d Node| node.as_bool() == Some(false);
        if merged.never || merged.values.as_ref().is_some_and(Vec::is_empty) {
            // `false` says what it means.
            if !merged.nodes.iter().any(refused) {
                self.report(
                    &codes::UNSATISFIABLE_SCHEMA,
                    first,
                    "no value satisfies this schema; there is nothing to send or read".to_owned(),
                );
            }
            return;
        }
        let limits = &merged.limits;
        let crossed = |least: Option<u64>, most: Option<u64>| {
            least.zip(most).is_some_and(|(least, most)| least > most)
        };
        let number = |bound: &Option<super::limits::Bound>| {
            bound.as_ref().and_then(|bound| bound.value.as_f64())
        };
        let (low, high) = (number(&limits.minimum), number(&limits.maximum));
        let excludes = |bound: &Option<super::limits::Bound>| {
            bound.as_ref().is_some_and(|bound| bound.exclusive)
        };
        let open = excludes(&limits.minimum) || excludes(&limits.maximum);
        for (keys, crossed) in [
            (
                ["minimum", "maximum"],
                low.zip(high)
                    .is_some_and(|(low, high)| low > high || (open && low >= high)),
            ),
            (
                ["minLength", "maxLength"],
                crossed(limits.min_length, limits.max_length),
            ),
            (
                ["minItems", "maxItems"],
                crossed(limits.min_items, limits.max_items),
            ),
            (
                ["minProperties", "maxProperties"],
                crossed(limits.min_properties, limits.max_properties),
            ),
        ] {
            if crossed {
                let find = |key: &str| merged.nodes.iter().find_map(|node| node.get(key));
                let place = find(keys[0]).or_else(|| find("exclusiveMinimum"));
                let message = match low == high && keys[0] == "minimum" {
                    true => "the limits exclude the only value between them".to_owned(),
                    false => format!(
                        "`{}` is greater than `{}`, so that no value is valid",
                        keys[0], keys[1]
                    ),
                };
                let diagnostic = Diagnostic::new(&codes::UNSATISFIABLE_SCHEMA, message);
                let help = "swap the two, or correct the one that is wrong";
                self.diagnostics
                    .push(diagnostic.at(place.unwrap_or(first)).help(help));
            }
        }
        self.report_idle_keywords(merged);
        if let Some(format) = merged.format.as_deref() {
            let place = merged.nodes.iter().find_map(|node| node.get("format"));
            if let Some((near, place)) = misspelt(format).zip(place) {
                let message = format!("the format `{format}` is not known, so it is ignored");
                let diagnostic = Diagnostic::new(&codes::MISSPELT_FORMAT, message);
                let help = format!("did you mean `{near}`?");
                self.diagnostics.push(diagnostic.at(place).help(help));
            }
        }
        let Some(types) = &merged.types else { return };
        let idle = [
            ("properties", JsonType::Object, merged.properties.is_empty()),
            ("items", JsonType::Array, merged.items.is_empty()),
        ];
        for (key, ty, unsaid) in idle {
            if unsaid || types.contains(&ty) {
                continue;
            }
            let place = merged.nodes.iter().find_map(|node| node.get(key));
            self.report(
                &codes::KEYWORD_WITHOUT_EFFECT,
                place.unwrap_or(first),
                format!(
                    "`{key}` has no effect here: the `type` allows no {}",
                    match ty {
                        JsonType::Array => "list",
                        _ => "object",
                    }
                ),
            );
        }
    }
}

/// Formats of the registry of OpenAPI (spec.openapis.org/registry/format) and of JSON Schema 2020-12.
const FORMATS: &[&str] = &[
    "base64url",
    "binary",
    "byte",
    "char",
    "commonmark",
    "date",
    "date-time",
    "date-time-local",
    "decimal",
    "decimal128",
    "double",
    "double-int",
    "duration",
    "email",
    "float",
    "hostname",
    "html",
    "http-date",
    "idn-email",
    "idn-hostname",
    "int16",
    "int32",
    "int64",
    "int8",
    "ipv4",
    "ipv6",
    "iri",
    "iri-reference",
    "json-pointer",
    "media-range",
    "password",
    "regex",
    "relative-json-pointer",
    "sf-binary",
    "sf-boolean",
    "sf-decimal",
    "sf-integer",
    "sf-string",
    "sf-token",
    "time",
    "time-local",
    "uint16",
    "uint32",
    "uint64",
    "uint8",
    "unixtime",
    "uri",
    "uri-reference",
    "uri-template",
    "uuid",
];

/// Formats that documents have and no registry, whose names are near to others.
const WELL_KNOWN: &[&str] = &[
    "base64",
    "bytes",
    "cidr",
    "currency",
    "date-only",
    "enum",
    "file",
    "float32",
    "float64",
    "guid",
    "html5",
    "int",
    "int128",
    "integer",
    "ip",
    "ipv4-cidr",
    "ipv6-cidr",
    "json",
    "long",
    "mac",
    "number",
    "phone",
    "string",
    "text",
    "timestamp",
    "uint",
    "uint128",
    "uid",
    "ulid",
    "unix-time",
    "url",
    "urn",
    "uuid4",
    "uuid7",
    "xml",
    "yaml",
];

/// The format that is most likely meant by one that nobody knows.
fn misspelt(format: &str) -> Option<&'static str> {
    if FORMATS.contains(&format) || WELL_KNOWN.contains(&format) {
        return None;
    }
    let plain = |text: &str| text.to_ascii_lowercase().replace(['-', '_', ' '], "");
    let same = FORMATS.iter().find(|known| plain(known) == plain(format));
    // Short names are near to too many others.
    same.copied().or_else(|| {
        let long = format.len() > 4;
        let near = nearest(format, FORMATS.iter().copied())?;
        let letters = |text: &str| {
            let mut letters: Vec<char> = text.chars().collect();
            letters.sort_unstable();
            letters
        };
        (long || letters(format) == letters(near) || format.len() == near.len() && near == "uuid")
            .then_some(near)
    })
}

#[cfg(test)]
mod tests {
    use super::misspelt;

    #[test]
    fn formats_that_are_nearly_known() {
        let check = |format, meant| assert_eq!(misspelt(format), meant, "{format}");
        check("datetime", Some("date-time"));
        check("date_time", Some("date-time"));
        check("UUID", Some("uuid"));
        check("emial", Some("email"));
        check("hostnam", Some("hostname"));
        check("date-time", None);
        check("url", None);
        check("float32", None);
        check("phone", None);
        check("image-id", None);
    }
}
