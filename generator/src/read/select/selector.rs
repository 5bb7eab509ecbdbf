//! What chooses operations: `tag:images`, `path:GET:/v1/**`, …

use super::glob::matches;
use crate::diagnostics::Span;

/// What chooses operations by one of their properties.
///
/// Written `tag:NAME`, `path:/a/**`, `path:GET:/a/**`, `method:GET`, `operation:ID` or `webhook:NAME`. In all of them, `?`
/// stands for one character and `*` for any number of them, in paths without `/`; `**` stands for anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector {
    text: String,
    by: By,
    /// Where it is written, if that is in a file.
    pub place: Option<Span>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum By {
    Tag(String),
    Path(Option<String>, String),
    Method(String),
    Operation(String),
    Webhook(String),
}

/// An operation as selectors see it.
#[derive(Debug)]
pub(super) struct Candidate {
    /// Path, or name of the webhook.
    pub(super) key: String,
    pub(super) webhook: bool,
    /// As the document writes it.
    pub(super) method: String,
    pub(super) id: Option<String>,
    pub(super) tags: Vec<String>,
    /// `operationId` of the operation that it waits by.
    pub(super) awaits: Option<String>,
}

impl Candidate {
    pub(super) fn name(&self) -> super::Name {
        (self.webhook, self.key.clone(), self.method.clone())
    }
}

/// The words before the colon.
const KINDS: &[&str] = &["tag", "path", "method", "operation", "webhook"];

impl Selector {
    /// Reads a selector.
    ///
    /// # Errors
    /// When it is not of a known form; says why, and what was perhaps meant.
    pub fn parse(text: &str) -> Result<Self, String> {
        let Some((kind, pattern)) = text.split_once(':') else {
            return Err(format!("`{text}` does not say what to choose by"));
        };
        if pattern.is_empty() {
            return Err(format!("`{text}` names nothing"));
        }
        let pattern = pattern.to_owned();
        let by = match kind {
            "tag" => By::Tag(pattern),
            "path" if pattern.starts_with(['/', '*']) => By::Path(None, pattern),
            "path" => match pattern.split_once(':') {
                Some((method, path)) if path.starts_with(['/', '*']) => {
                    By::Path(Some(method.to_ascii_uppercase()), path.to_owned())
                }
                _ => return Err(format!("the path of `{text}` does not begin with `/`")),
            },
            "method" => By::Method(pattern.to_ascii_uppercase()),
            "operation" => By::Operation(pattern),
            "webhook" => By::Webhook(pattern),
            other => {
                let near = crate::suggest::nearest(other, KINDS.iter().copied());
                return Err(match near {
                    Some(near) => {
                        format!(
                            "`{other}` is nothing to choose by; did you mean `{near}:{pattern}`?"
                        )
                    }
                    None => format!("`{other}` is nothing to choose by"),
                });
            }
        };
        Ok(Self {
            text: text.to_owned(),
            by,
            place: None,
        })
    }

    /// The selector as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub(super) fn chooses(&self, candidate: &Candidate) -> bool {
        let method = candidate.method.to_ascii_uppercase();
        match &self.by {
            By::Tag(pattern) => candidate.tags.iter().any(|tag| matches(pattern, tag, None)),
            By::Path(verb, pattern) => {
                let verb = verb.as_ref();
                !candidate.webhook
                    && verb.is_none_or(|verb| matches(verb, &method, None))
                    && matches(pattern, &candidate.key, Some('/'))
            }
            By::Method(pattern) => matches(pattern, &method, None),
            By::Operation(pattern) => {
                let id = candidate.id.as_ref();
                id.is_some_and(|id| matches(pattern, id, None))
            }
            By::Webhook(pattern) => candidate.webhook && matches(pattern, &candidate.key, None),
        }
    }

    /// The pattern, and what of an operation it is compared with: for “did you mean”.
    pub(super) fn compared<'c>(&self, candidate: &'c Candidate) -> Vec<&'c str> {
        match &self.by {
            By::Tag(_) => candidate.tags.iter().map(String::as_str).collect(),
            By::Path(..) if !candidate.webhook => vec![&candidate.key],
            By::Webhook(_) if candidate.webhook => vec![&candidate.key],
            By::Path(..) | By::Webhook(_) => Vec::new(),
            By::Method(_) => vec![&candidate.method],
            By::Operation(_) => candidate.id.iter().map(String::as_str).collect(),
        }
    }

    /// What is compared.
    pub(super) fn pattern(&self) -> &str {
        match &self.by {
            By::Tag(pattern)
            | By::Path(_, pattern)
            | By::Method(pattern)
            | By::Operation(pattern)
            | By::Webhook(pattern) => pattern,
        }
    }

    /// The selector with another pattern.
    pub(super) fn with(&self, pattern: &str) -> String {
        match &self.by {
            By::Tag(_) => format!("tag:{pattern}"),
            By::Path(None, _) => format!("path:{pattern}"),
            By::Path(Some(method), _) => format!("path:{method}:{pattern}"),
            By::Method(_) => format!("method:{}", pattern.to_ascii_uppercase()),
            By::Operation(_) => format!("operation:{pattern}"),
            By::Webhook(_) => format!("webhook:{pattern}"),
        }
    }
}
