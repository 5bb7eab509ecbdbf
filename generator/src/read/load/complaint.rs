//! What the parser says about text that is no YAML or JSON → what a person has to mend.
//!
//! Parsers tell what they did not expect, and where they noticed. Here the text around that place is looked at for the
//! mistakes that people make; what is not recognised is told in the words of the parser.

use serde::de::IgnoredAny;

use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Span, codes};

/// What is wrong, where, and what to do.
#[derive(Debug)]
pub(super) struct Complaint {
    pub(super) message: String,
    pub(super) help: String,
    /// Bytes of the text.
    pub(super) start: usize,
    pub(super) end: usize,
    /// A second place, such as the bracket that is not closed.
    pub(super) related: Option<(usize, &'static str)>,
}

const QUOTE: &str = "put the text in quotes";

fn at(start: usize, end: usize, message: &str, help: &str) -> Complaint {
    Complaint {
        message: message.to_owned(),
        help: help.to_owned(),
        start,
        end,
        related: None,
    }
}

/// What a text is that is no document at all, but what stands in its place.
pub(super) fn other_than_document(text: &str) -> Option<Complaint> {
    if let Some(start) = conflict(text) {
        let (_, end) = line_around(text, start);
        let help = "keep one of the two versions, and remove the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`";
        return Some(at(start, end, "a merge conflict is not resolved", help));
    }
    text.trim_start().starts_with('<').then(|| {
        let start = text.len() - text.trim_start().len();
        let help =
            "the download has most likely failed: fetch the document itself, often called “raw”";
        at(
            start,
            start + 1,
            "this is HTML or XML, no OpenAPI document",
            help,
        )
    })
}

/// What a reader of JSON says about a file that is called so. YAML may allow it all the same.
pub(super) fn not_json(text: &str, file: FileId, diagnostics: &Diagnostics) -> Option<Diagnostic> {
    let source = diagnostics.sources().get(file)?;
    if !source.name().to_ascii_lowercase().ends_with(".json") {
        return None;
    }
    let error = serde_json::from_str::<IgnoredAny>(text).err()?;
    let said = error.to_string();
    let words = said
        .rsplit_once(" at line")
        .map_or(said.as_str(), |(words, _)| words);
    // How deep JSON may be nested, and whether there is any, is told elsewhere.
    if words.contains("recursion") || text.trim().is_empty() {
        return None;
    }
    let lines = text
        .split_inclusive('\n')
        .take(error.line().saturating_sub(1));
    let before: usize = lines.map(str::len).sum();
    let start = boundary(text, before + error.column().saturating_sub(1)) as u32;
    let before = text[..start as usize].trim_end();
    let follows = text[start as usize..].starts_with(['}', ']']);
    let (start, words) = match before.len().checked_sub(1) {
        Some(comma) if follows && before.ends_with(',') => (comma as u32, "trailing comma"),
        _ => (start, words),
    };
    let span = Span {
        file,
        start,
        end: start + 1,
    };
    let (words, help) = match words {
        "trailing comma" => ("no value follows this comma", "remove the comma"),
        "key must be a string" => (
            "a key in double quotes is missing here",
            "put the key in double quotes; JSON has no comments",
        ),
        "expected `,` or `}`" => (
            "a `,` or `}` is missing before this",
            "add it; a quote inside of a text is written as `\\\"`",
        ),
        "expected `,` or `]`" => (
            "a `,` or `]` is missing before this",
            "add it; a quote inside of a text is written as `\\\"`",
        ),
        "EOF while parsing an object" => (
            "the text ends before an object is closed",
            "add the `}` that is missing",
        ),
        "EOF while parsing a list" => (
            "the text ends before a list is closed",
            "add the `]` that is missing",
        ),
        "EOF while parsing a string" => (
            "the text ends before a quote is closed",
            "add the `\"` that is missing",
        ),
        "trailing characters" => (
            "the value has ended before this",
            "remove what follows, or the bracket that closes too early",
        ),
        "expected value" => (
            "this is no JSON value",
            "texts need double quotes; JSON has no comments",
        ),
        words => (
            words,
            "correct the text at the marked place, or call the file `.yaml`",
        ),
    };
    let message = format!("this is no JSON: {words}");
    Some(
        Diagnostic::new(&codes::NOT_JSON, message)
            .at(span)
            .help(help),
    )
}

/// Looks at a text that a parser has refused at `offset`, with these words.
pub(super) fn complain(text: &str, offset: usize, words: &str) -> Complaint {
    let offset = boundary(text, offset);
    let (from, to) = line_around(text, offset);
    let line = &text[from..to];
    let before = text[..from].trim_end();
    let previous = before.rfind('\n').map_or(0, |at| at + 1);
    let above = &before[previous..];
    // `#` begins a comment, so that nothing is left of a reference.
    for (start, line) in [(previous, above), (from, line)] {
        if let Some(at_hash) = line.find(": #/") {
            let start = start + at_hash + 2;
            let message = "`#` begins a comment, so that nothing is left of the reference";
            let help = "put the reference in quotes: `'#/…'`";
            return at(start, start + 1, message, help);
        }
    }
    if words.contains("tab") {
        let help = "indent with spaces: YAML forbids tabs there";
        let start = from + line.find('\t').unwrap_or(offset - from);
        return at(start, start + 1, "a tab indents this line", help);
    }
    if words.contains("escape") {
        let escape = text[offset..].find('\\').map_or(offset, |at| offset + at);
        let escape = unknown_escape(text, escape).unwrap_or(offset);
        let end = text[escape..]
            .char_indices()
            .nth(2)
            .map_or(text.len(), |(at, _)| escape + at);
        let message = format!("`{}` is no escape in double quotes", &text[escape..end]);
        let help = "write `\\\\` for a backslash, or put the text in single quotes, where a backslash is one";
        return at(escape, end, &message, help);
    }
    if words.starts_with("unexpected character")
        && let Some(character) = text[offset..].chars().next()
    {
        let end = offset + character.len_utf8();
        let message = format!("a text without quotes cannot begin with `{character}`");
        return at(offset, end, &message, QUOTE);
    }
    if words.contains("unclosed bracket")
        && let Some(bracket) = text[offset..].chars().next()
    {
        let close = if bracket == '[' { ']' } else { '}' };
        let message = format!("`{bracket}` is opened here and never closed");
        let help = format!(
            "add the `{close}` that belongs to it; it may also be one further on that is missing"
        );
        return at(offset, offset + 1, &message, &help);
    }
    if words.contains("mismatched") {
        let help = "close `{` by `}` and `[` by `]`; one of them may be missing in between";
        return at(offset, offset + 1, words, help);
    }
    if words.contains("misplaced bracket") {
        let bracket = text[offset..].chars().next().unwrap_or_default();
        let message = format!("`{bracket}` closes nothing");
        return at(
            offset,
            offset + 1,
            &message,
            "remove it, or add the bracket that it closes",
        );
    }
    if words.contains("trailing content") {
        let message = "text follows directly on the closing quote";
        let help = "write a quote inside of the text as `\\\"`, or add the quote or comma that is missing before it";
        return at(offset, offset + 1, message, help);
    }
    if words.contains("quoted scalar")
        && let Some(quote) = above.rfind(['"', '\''])
    {
        let message = "a quote is opened here and not closed in its line";
        let help = "close it; a text of several lines has to be indented deeper than its key, or begins with `|`";
        return at(previous + quote, previous + quote + 1, message, help);
    }
    if let Some(open) = open_bracket(&text[..offset]) {
        let bracket = &text[open..=open];
        let mut complaint = at(
            offset,
            offset + 1,
            &format!("a comma, or the end of `{bracket}`, is missing before this"),
            "put commas between the values and close the bracket; texts with `:`, `,`, `#`, or with brackets need quotes",
        );
        complaint.related = Some((open, "opened here"));
        return complaint;
    }
    if words.contains("mapping values") || words.contains("placement of ':'") {
        let indent = |line: &str| line.len() - line.trim_start().len();
        let first = line[..offset - from].find(": ");
        return if let Some(first) = first {
            let message = "a second `: ` stands in one line";
            let help = "put the text behind the first one in quotes, or begin a new line";
            let mut complaint = at(offset, offset + 1, message, help);
            complaint.related = Some((from + first, "the first one"));
            complaint
        } else if !above.contains(':')
            && !above.trim_start().starts_with(['-', '#'])
            && !above.is_empty()
        {
            let start = previous + indent(above);
            let help = "write `key: value`; or indent it deeper, if it goes on with the text above";
            at(
                start,
                previous + above.len(),
                "no colon follows the key",
                help,
            )
        } else if !above.contains(": ") && !above.ends_with(':') && above.contains(':') {
            let colon = previous + above.find(':').unwrap_or_default();
            let help = "write a space behind the colon";
            at(
                colon,
                colon + 1,
                "no space follows the colon, so that this is no key",
                help,
            )
        } else if indent(line) > indent(above) {
            let help = "indent it by as many spaces as the line above; or remove the value there, if this belongs to it";
            let message =
                "this line is indented deeper than the one above, which has a value already";
            at(from + indent(line), to, message, help)
        } else {
            let help = "indent keys of one object by the same number of spaces";
            at(
                from + indent(line),
                to,
                "a key does not stand in line with its neighbours",
                help,
            )
        };
    }
    if words.contains("simple key expected") || words.contains("could not find expected ':'") {
        let help = "write `key: value`; or indent it deeper, if it goes on with the text above";
        return at(from, to.max(from), "this line is no `key: value`", help);
    }
    at(
        offset,
        offset,
        words,
        "correct the text at the marked place, or before it",
    )
}

/// The first line of a merge conflict.
fn conflict(text: &str) -> Option<usize> {
    let mut start = 0;
    text.split_inclusive('\n').find_map(|line| {
        let here = start;
        start += line.len();
        line.starts_with("<<<<<<< ").then_some(here)
    })
}

/// The first escape from `start` on that YAML does not know (YAML 1.2.2 section 5.7).
fn unknown_escape(text: &str, start: usize) -> Option<usize> {
    let mut characters = text[start..].char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        if character == '\\' {
            let (_, escaped) = characters.next()?;
            if !"0abt\tnvfre \"/\\N_LPxuU\n\r".contains(escaped) {
                return Some(start + at);
            }
        }
    }
    None
}

/// The last bracket that is open at the end of a text. Looks past quotes and comments as far as one can without parsing.
fn open_bracket(text: &str) -> Option<usize> {
    let mut open = Vec::new();
    let mut quote = None;
    let mut comment = false;
    let mut last = '\n';
    for (at, character) in text.char_indices() {
        match (quote, character) {
            (_, '\n') => comment = false,
            _ if comment => {}
            (Some(ending), _) if character == ending && !(ending == '"' && last == '\\') => {
                quote = None;
            }
            (Some(_), _) => {}
            (None, '"' | '\'') if " \n[{,:".contains(last) => quote = Some(character),
            (None, '#') if last.is_whitespace() => comment = true,
            (None, '[' | '{') if !open.is_empty() || " \n,:[{-".contains(last) => open.push(at),
            (None, ']' | '}') => {
                open.pop();
            }
            _ => {}
        }
        last = character;
    }
    open.pop()
}

/// The bytes of the line around a place, without its line break.
fn line_around(text: &str, offset: usize) -> (usize, usize) {
    let from = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    let to = text[offset..]
        .find('\n')
        .map_or(text.len(), |at| offset + at);
    (from, to)
}

fn boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::complain;

    /// Whatever a text is and wherever it is refused, something can be said about it.
    #[test]
    fn never_lost_for_words() {
        let texts = [
            "",
            "é",
            "a: #/é",
            "\"\\é",
            "[é",
            "<",
            "\t",
            "a:b\n c: d",
            "\n\n",
            "- '",
        ];
        let words = [
            "",
            "tab",
            "escape",
            "unexpected character",
            "unclosed bracket",
            "misplaced bracket",
            "trailing content",
            "quoted scalar",
            "mapping values",
            "simple key expected",
            "mismatched",
        ];
        for text in texts {
            for offset in 0..text.len() + 2 {
                for words in words {
                    let complaint = complain(text, offset, words);
                    assert!(
                        complaint.start <= complaint.end,
                        "{text:?} {offset} {words} {complaint:?}"
                    );
                }
            }
        }
    }
}
