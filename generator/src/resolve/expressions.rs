//! Runtime expressions (OpenAPI 3.1.1 section 4.8.20.4): what they say, and where in the messages of an operation their
//! values are.
//!
//! Comes in: the text of an expression, and the operation it speaks of. Goes out: where its value is, or why there is
//! none. It knows no document.

use super::pointers::{self, Target};
use crate::model::{
    Api, Content, Header, Location, Media, Operation, OperationRef, Piece, Reading, Reply,
    ResponseRef, Source, Status, Template,
};
use crate::read::Pointer;

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expression {
    Url,
    Method,
    Status,
    Request(Part),
    Response(Part),
}

/// A part of a message.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Part {
    Header(String),
    Query(String),
    Path(String),
    /// What a JSON pointer leads to; empty: all of it.
    Body(String),
}

/// A piece of a text with expressions in it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Written {
    Literal(String),
    Expression(String),
}

/// Reads one expression.
///
/// # Errors
/// Says what is wrong with it.
pub(super) fn parse(text: &str) -> Result<Expression, String> {
    match text {
        "$url" => return Ok(Expression::Url),
        "$method" => return Ok(Expression::Method),
        "$statusCode" => return Ok(Expression::Status),
        _ => {}
    }
    let wrong = || format!("`{text}` is not a runtime expression");
    if let Some(rest) = text.strip_prefix("$request.") {
        return part(rest).map(Expression::Request).ok_or_else(wrong);
    }
    match text.strip_prefix("$response.").map(part) {
        Some(Some(Part::Query(_) | Part::Path(_))) => {
            Err(format!("`{text}`: a response has neither query nor path"))
        }
        Some(Some(part)) => Ok(Expression::Response(part)),
        _ => Err(wrong()),
    }
}

fn part(text: &str) -> Option<Part> {
    if let Some(rest) = text.strip_prefix("body") {
        return match rest.strip_prefix('#') {
            Some(pointer) => {
                Pointer::parse(pointer)?;
                Some(Part::Body(pointer.to_owned()))
            }
            None => rest.is_empty().then(|| Part::Body(String::new())),
        };
    }
    let (kind, name) = text.split_once('.')?;
    if name.is_empty() {
        return None;
    }
    let name = name.to_owned();
    match kind {
        "header" => Some(Part::Header(name)),
        "query" => Some(Part::Query(name)),
        "path" => Some(Part::Path(name)),
        _ => None,
    }
}

/// The key of a callback with the `$` that its expressions lack; nothing when they have it.
pub(super) fn mended(text: &str) -> Option<String> {
    let mended = text
        .replace("{request.", "{$request.")
        .replace("{response.", "{$response.");
    (mended != text).then_some(mended)
}

/// Takes the key of a callback apart: text with expressions in braces, or an expression alone.
///
/// # Errors
/// Says what is wrong with it.
pub(super) fn url(text: &str) -> Result<Vec<Written>, String> {
    if text.starts_with('$') && !text.contains('{') {
        return Ok(vec![Written::Expression(text.to_owned())]);
    }
    let pieces = text_with_expressions(text)?;
    for piece in &pieces {
        if let Written::Literal(literal) = piece
            && literal.contains(['{', '}'])
        {
            return Err(format!("`{literal}` has braces without an expression"));
        }
    }
    Ok(pieces)
}

/// Takes a text with expressions in braces apart. Other braces are text.
///
/// # Errors
/// Says what is wrong with it.
pub(super) fn text_with_expressions(text: &str) -> Result<Vec<Written>, String> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find("{$") {
        let length = rest[open..]
            .find('}')
            .ok_or("a brace is opened and never closed")?;
        if open > 0 {
            pieces.push(Written::Literal(rest[..open].to_owned()));
        }
        let expression = &rest[open + 1..open + length];
        pieces.push(Written::Expression(expression.to_owned()));
        rest = &rest[open + length + 1..];
    }
    if !rest.is_empty() {
        pieces.push(Written::Literal(rest.to_owned()));
    }
    Ok(pieces)
}

/// The path that the key of a callback adds to the URL that its first expression gives.
pub(super) fn suffix(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("{$")?.split_once('}')?.1;
    let path = rest.split(['?', '#']).next()?;
    (path.starts_with('/') && !path.contains(['{', '}'])).then_some(path)
}

/// The messages that an expression speaks of.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) api: &'a Api,
    pub(super) operation: OperationRef,
    /// The response; `None`: every success.
    pub(super) response: Option<ResponseRef>,
}

impl<'a> Place<'a> {
    /// Finds where the values of a text's expressions are. `any`: they need not be texts or numbers.
    ///
    /// # Errors
    /// Says which cannot be found, and why.
    pub(super) fn template(&self, pieces: &[Written], any: bool) -> Result<Template, String> {
        let pieces = pieces.iter().map(|piece| {
            Ok(match piece {
                Written::Literal(text) => Piece::Literal(text.clone()),
                Written::Expression(text) => Piece::Reading(self.reading(text, any)?),
            })
        });
        Ok(Template {
            pieces: pieces.collect::<Result<_, String>>()?,
        })
    }

    /// Finds where the value of an expression is. `any`: it need not be a text or number.
    ///
    /// # Errors
    /// Says why it cannot be found.
    pub(super) fn reading(&self, text: &str, any: bool) -> Result<Reading, String> {
        let source = self
            .source(&parse(text)?, any)
            .map_err(|reason| format!("`{text}`: {reason}"))?;
        Ok(Reading {
            expression: text.to_owned(),
            source,
        })
    }

    fn operation(&self) -> &'a Operation {
        self.api.operation(self.operation)
    }

    /// The replies that the response can be.
    fn replies(&self) -> Vec<&'a Reply> {
        let operation = self.operation();
        let (success, status) = match self.response {
            Some(response) => (response.success, response.status),
            None => (true, None),
        };
        let outcome = match success {
            true => &operation.success,
            false => &operation.failure,
        };
        let replies = outcome.replies.iter();
        replies
            .filter(|reply| status.is_none_or(|status| reply.status == status))
            .collect()
    }

    fn source(&self, expression: &Expression, any: bool) -> Result<Source, String> {
        let operation = self.operation();
        match expression {
            Expression::Url => Ok(Source::Url),
            Expression::Method => Ok(Source::Fixed(operation.method.clone())),
            Expression::Status => Ok(match self.replies().as_slice() {
                [] => return Err("no response is documented".to_owned()),
                [first, rest @ ..] => match first.status {
                    Status::Code(code) if rest.iter().all(|reply| reply.status == first.status) => {
                        Source::Fixed(code.to_string())
                    }
                    _ => Source::Status,
                },
            }),
            Expression::Request(Part::Body(pointer)) => {
                let contents = operation.body.iter().flat_map(|body| &body.contents);
                self.in_contents(contents, pointer, any)?;
                Ok(Source::RequestBody(pointer.clone()))
            }
            Expression::Request(Part::Header(name)) => self.parameter(Location::Header, name),
            Expression::Request(Part::Query(name)) => self.parameter(Location::Query, name),
            Expression::Request(Part::Path(name)) => self.parameter(Location::Path, name),
            Expression::Response(Part::Body(pointer)) => {
                let replies = self.replies();
                let contents = replies.iter().filter_map(|reply| reply.payload.as_ref());
                self.in_contents(contents, pointer, any)?;
                Ok(Source::ResponseBody(pointer.clone()))
            }
            Expression::Response(Part::Header(name)) => {
                let has = |reply: &&Reply| reply.headers.iter().any(|header| is(header, name));
                match self.replies().iter().any(has) {
                    true => Ok(Source::ResponseHeader(name.clone())),
                    false => Err("the response documents no such header".to_owned()),
                }
            }
            Expression::Response(Part::Query(_) | Part::Path(_)) => {
                Err("a response has neither query nor path".to_owned())
            }
        }
    }

    fn parameter(&self, location: Location, name: &str) -> Result<Source, String> {
        let mut parameters = self.operation().parameters.iter();
        let same = |known: &str| match location {
            Location::Header => known.eq_ignore_ascii_case(name),
            _ => known == name,
        };
        parameters
            .position(|parameter| parameter.location == location && same(&parameter.name))
            .map(Source::Parameter)
            .ok_or_else(|| "the operation has no such parameter".to_owned())
    }

    /// Whether a pointer leads to something in one of the contents.
    fn in_contents(
        &self,
        contents: impl Iterator<Item = &'a Content>,
        pointer: &str,
        any: bool,
    ) -> Result<(), String> {
        let mut reason = "there is no body that is kept as a value";
        let types = &self.api.types;
        let path = Pointer::parse(pointer).unwrap_or_default();
        for content in contents.filter(|content| is_readable(content)) {
            if matches!(content.media, Media::Text | Media::Xml) {
                match pointer {
                    "" => return Ok(()),
                    _ => continue,
                }
            }
            match pointers::follow(types, &content.value.ty, &path) {
                Target::Nothing => reason = "the schema of the body has nothing there",
                target if any || target.is_scalar(types) => return Ok(()),
                _ => reason = "there is a list or an object, which has no text form",
            }
        }
        Err(reason.to_owned())
    }
}

/// Whether a content is kept as a value that expressions can look into.
fn is_readable(content: &Content) -> bool {
    matches!(
        content.media,
        Media::Json | Media::Form | Media::Text | Media::Xml
    )
}

fn is(header: &Header, name: &str) -> bool {
    header.name.eq_ignore_ascii_case(name)
}

#[cfg(test)]
mod tests {
    use super::{Expression, Part, Written, parse, suffix, text_with_expressions, url};

    #[test]
    fn expressions_of_the_grammar_are_read() {
        let body = |pointer: &str| Part::Body(pointer.to_owned());
        for (text, expected) in [
            ("$url", Some(Expression::Url)),
            ("$method", Some(Expression::Method)),
            ("$statusCode", Some(Expression::Status)),
            ("$request.body", Some(Expression::Request(body("")))),
            (
                "$request.body#/a~1b/0",
                Some(Expression::Request(body("/a~1b/0"))),
            ),
            (
                "$response.body#/id",
                Some(Expression::Response(body("/id"))),
            ),
            (
                "$request.query.a.b",
                Some(Expression::Request(Part::Query("a.b".to_owned()))),
            ),
            (
                "$request.path.id",
                Some(Expression::Request(Part::Path("id".to_owned()))),
            ),
            (
                "$response.header.Location",
                Some(Expression::Response(Part::Header("Location".to_owned()))),
            ),
            ("$response.query.a", None),
            ("$request.body.a", None),
            ("$request.body#a", None),
            ("$request.query.", None),
            ("$request.cookie.a", None),
            ("$request", None),
            ("$Url", None),
            ("", None),
        ] {
            assert_eq!(parse(text).ok(), expected, "{text}");
        }
    }

    #[test]
    fn keys_of_callbacks_are_taken_apart() {
        let literal = |text: &str| Written::Literal(text.to_owned());
        let expression = |text: &str| Written::Expression(text.to_owned());
        for (key, expected) in [
            (
                "$request.body#/url",
                Some(vec![expression("$request.body#/url")]),
            ),
            (
                "{$request.query.cb}/data?x={$method}",
                Some(vec![
                    expression("$request.query.cb"),
                    literal("/data?x="),
                    expression("$method"),
                ]),
            ),
            ("https://h/a", Some(vec![literal("https://h/a")])),
            ("{url}", None),
            ("{$url", None),
        ] {
            assert_eq!(url(key).ok(), expected, "{key}");
        }
        let text = text_with_expressions("{a} {$url}").unwrap();
        assert_eq!(text, [literal("{a} "), expression("$url")]);
    }

    #[test]
    fn what_follows_the_first_expression_is_the_way_at_the_receiver() {
        for (key, expected) in [
            ("{$request.query.cb}/data", Some("/data")),
            ("{$request.query.cb}/data?x=1", Some("/data")),
            ("{$request.query.cb}", None),
            ("{$request.query.cb}/{$request.body#/id}", None),
            ("https://h/{$url}", None),
        ] {
            assert_eq!(suffix(key), expected, "{key}");
        }
    }
}
