//! What the parser says about text that is no YAML or JSON → what a person has to mend.
//!
//! Parsers tell what they did not expect, and where they noticed. Here the text around that place is looked at for the
//! mistakes that people make; what is not recognised is told in the words of the parser.
//! Long because each mistake that is recognised is a case of one look at the text.

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
        return Some(at(start, end, "this is an unresolved merge conflict", help));
    }
    text.trim_start().starts_with('<').then(|| {
        let start = text.len() - text.trim_start().len();
        let help = "the download most likely failed: fetch the document itself, often called “raw”";
        at(
            start,
            start + 1,
            "this is HTML or XML, not an OpenAPI document",
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
    let mut following = text[start as usize..].chars();
    let here = following.next().unwrap_or(' ');
    // Of a control character, the place is one before it.
    let here = match following.next() {
        Some('\t') if words.starts_with("control character") => '\t',
        _ => here,
    };
    let (words, help) = json_words(words, here, text);
    // What YAML would read as a value without a name, or as no value at all, is not looked at any further.
    let code = match words {
        NO_VALUE => &codes::SYNTAX,
        _ => &codes::NOT_JSON,
    };
    let message = format!("not valid JSON: {words}");
    Some(Diagnostic::new(code, message).at(span).help(help))
}

const NO_VALUE: &str = "a value is missing before this";

/// What a reader of JSON says, in words that name the mistake, and what to do.
fn json_words<'w>(words: &'w str, here: char, text: &str) -> (&'w str, &'static str) {
    const ADD: &str = "add it; a quote inside a string is written as `\\\"`";
    match (words, here) {
        ("trailing comma", _) => ("no value follows this comma", "remove the comma"),
        ("key must be a string", '\'') => ("a string is in single quotes", "use double quotes"),
        ("key must be a string", _) => (
            "a key in double quotes is missing here",
            "put the key in double quotes",
        ),
        ("expected `,` or `}`", ';') => ("`;` does not separate values", "write `,`"),
        ("expected `,` or `}`", ':') => (
            "a second `:` follows one key",
            "add the `{` that is missing before the inner key, or a comma before it",
        ),
        ("expected `,` or `}`", ']') => ("`]` cannot close a `{`", "write `}`"),
        ("expected `,` or `]`", '}') => ("`}` cannot close a `[`", "write `]`"),
        ("expected `,` or `}`", _) => ("a `,` or `}` is missing before this", ADD),
        ("expected `,` or `]`", _) => ("a `,` or `]` is missing before this", ADD),
        ("expected `:`", _) => ("a `:` is missing after the key", "write `\"key\": value`"),
        ("EOF while parsing an object", _) => (
            "the text ends before an object is closed",
            "add the `}` that is missing",
        ),
        ("EOF while parsing a list", _) => (
            "the text ends before a list is closed",
            "add the `]` that is missing",
        ),
        ("EOF while parsing a string", _) => (
            "the text ends before a quote is closed",
            "add the `\"` that is missing",
        ),
        ("trailing characters", _) => (
            "the value has ended before this",
            "remove what follows, or the bracket that closes too early",
        ),
        ("invalid escape", _) => (
            "a backslash begins an escape that does not exist",
            "write `\\\\` for the backslash itself",
        ),
        ("invalid number", _) => (
            "this is not a JSON number",
            "write it without leading zeros, `+`, or a dot at either end; or as a string in quotes",
        ),
        ("expected value", ',' | '}' | ']') => (NO_VALUE, "add the value, or remove the key"),
        ("expected value", '\'') => ("a string is in single quotes", "use double quotes"),
        ("expected value", here) if here.is_alphabetic() && text.trim_start().starts_with(here) => {
            ("it looks like YAML", "call the file `.yaml`, or convert it")
        }
        ("expected value", _) => (
            "this is not a JSON value",
            "write a string in double quotes, a number, `true`, `false`, `null`, `{…}` or `[…]`",
        ),
        (words, '\t') if words.starts_with("control character") => {
            ("a string contains a tab", "write `\\t`")
        }
        (words, _) if words.starts_with("control character") => (
            "a string is not closed before the end of its line",
            "add the `\"` that is missing; a line break inside a string is written as `\\n`",
        ),
        (words, _) => (
            words,
            "correct the text at the marked place, or call the file `.yaml`",
        ),
    }
}

/// The text without its comments, which JSON does not have, and what there is to say about the first of them. Every other
/// byte keeps its place.
pub(super) fn without_comments(
    text: &str,
    file: FileId,
    diagnostics: &Diagnostics,
) -> Option<(String, Diagnostic)> {
    let source = diagnostics.sources().get(file)?;
    if !source.name().to_ascii_lowercase().ends_with(".json")
        || !text.contains("/*") && !text.contains("//")
    {
        return None;
    }
    let mut out = text.as_bytes().to_vec();
    let (mut at, mut quoted, mut first) = (0, false, None);
    while at < out.len() {
        match (out[at], out.get(at + 1)) {
            (b'\\', _) if quoted => at += 1,
            (b'"', _) => quoted = !quoted,
            (b'/', Some(next @ (b'/' | b'*'))) if !quoted => {
                let rest = &text[at..];
                let end = match next {
                    b'/' => rest.find('\n'),
                    _ => rest.find("*/").map(|end| end + 2),
                };
                let end = at + end.unwrap_or(rest.len());
                first.get_or_insert((at, end));
                out[at..end]
                    .iter_mut()
                    .filter(|byte| **byte != b'\n')
                    .for_each(|byte| *byte = b' ');
                at = end;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    let (start, end) = first?;
    let end = text[start..end].find('\n').map_or(end, |line| start + line);
    let span = Span {
        file,
        start: start as u32,
        end: end as u32,
    };
    let diagnostic = Diagnostic::new(
        &codes::NOT_JSON,
        "not valid JSON: JSON has no comments",
    )
    .at(span)
    .help("remove the comment; what it says can be a `description` or a key that begins with `x-`");
    Some((String::from_utf8(out).ok()?, diagnostic))
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
    for (start, line) in [(previous, above), (from, line)] {
        if let Some(complaint) = stranger(line, start) {
            return complaint;
        }
    }
    if words.contains("tab") {
        let help = "indent with spaces: YAML forbids tabs there";
        let start = text[from..].find('\t').map_or(offset, |tab| from + tab);
        return at(start, start + 1, "this line is indented with a tab", help);
    }
    if words.contains("BOM") {
        let help = "remove the invisible character U+FEFF; it comes from files that were joined";
        return at(
            offset,
            offset,
            "a byte order mark is only allowed at the beginning of a file",
            help,
        );
    }
    if words.contains("block scalar") {
        let help = "begin the text in the next line, or put it in quotes";
        return at(
            offset,
            offset + 1,
            "text follows directly after `|` or `>`",
            help,
        );
    }
    if words.contains("anchor or alias") {
        let mark = text[offset..].chars().next().unwrap_or('&');
        let message = format!("`{mark}` begins an anchor or an alias, but no name follows");
        return at(offset, offset + 1, &message, QUOTE);
    }
    if words.contains("comments must be separated") {
        let help = "add a space before `#`; if it is part of the text, put it inside the quotes";
        return at(
            offset,
            offset + 1,
            "`#` begins a comment only after a space",
            help,
        );
    }
    if ["Unicode", "surrogate", "hexadecimal"]
        .iter()
        .any(|word| words.contains(word))
    {
        let start = text[offset..]
            .find("\\u")
            .map_or(offset, |escape| offset + escape);
        let help =
            "write a character above U+FFFF as two escapes, such as `\\ud83d\\ude00`, or as it is";
        return at(
            start,
            (start + 6).min(text.len()),
            "this escape is not a Unicode character",
            help,
        );
    }
    if words.contains("escape") {
        let escape = text[offset..].find('\\').map_or(offset, |at| offset + at);
        let escape = unknown_escape(text, escape).unwrap_or(offset);
        let end = text[escape..]
            .char_indices()
            .nth(2)
            .map_or(text.len(), |(at, _)| escape + at);
        let message = format!(
            "`{}` is not an escape that double quotes know",
            &text[escape..end]
        );
        let help =
            "write `\\\\` for a backslash, or use single quotes, where a backslash needs no escape";
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
            "add the missing `{close}`; an inner bracket may also be the one that is not closed"
        );
        return at(offset, offset + 1, &message, &help);
    }
    if words.contains("mismatched") {
        let help = "close `{` with `}` and `[` with `]`; one of them may be missing in between";
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
        let message = "text follows directly after the closing quote";
        let help = match text[..offset].ends_with('\'') {
            true => "write a quote inside the text as `''`, or use double quotes around it",
            false => {
                "write a quote inside the text as `\\\"`, or add the missing quote or comma before it"
            }
        };
        return at(offset, offset + 1, message, help);
    }
    if words.contains("quoted scalar")
        && let Some(quote) = above.rfind(['"', '\''])
    {
        let message = "this quote is not closed";
        let help = "close it on the same line; text of several lines is indented deeper than its key, or begins with `|`";
        return at(previous + quote, previous + quote + 1, message, help);
    }
    if let Some(open) = open_bracket(&text[..offset]) {
        let bracket = &text[open..=open];
        let mut complaint = at(
            offset,
            offset + 1,
            &format!("a comma, or the bracket that closes `{bracket}`, is missing before this"),
            "put commas between the values and close the bracket; text that contains `:`, `,`, `#` or brackets needs quotes",
        );
        complaint.related = Some((open, "opened here"));
        return complaint;
    }
    if words.contains("mapping values") || words.contains("placement of ':'") {
        let indent = |line: &str| line.len() - line.trim_start().len();
        let first = line[..offset - from].find(": ");
        return if let Some(first) = first {
            let message = "there is a second `: ` in this line";
            let help = "put the text after the first one in quotes, or begin a new line";
            let mut complaint = at(offset, offset + 1, message, help);
            complaint.related = Some((from + first, "the first one"));
            complaint
        } else if !above.contains(':')
            && !above.trim_start().starts_with(['-', '#'])
            && !above.is_empty()
        {
            let start = previous + indent(above);
            let help = "write `key: value`; or indent it deeper, if it continues the text above";
            at(
                start,
                previous + above.len(),
                "no colon follows the key",
                help,
            )
        } else if !above.contains(": ") && !above.ends_with(':') && above.contains(':') {
            let colon = previous + above.find(':').unwrap_or_default();
            let help = "write a space after the colon";
            at(
                colon,
                colon + 1,
                "no space follows the colon, so this is not a key",
                help,
            )
        } else if indent(line) > indent(above) {
            let help = "indent it by as many spaces as the line above; or remove the value there, if this belongs under it";
            let message =
                "this line is indented deeper than the one above, which has a value already";
            at(from + indent(line), to, message, help)
        } else {
            let help = "indent the keys of an object by the same number of spaces";
            at(
                from + indent(line),
                to,
                "this key is not indented like the keys next to it",
                help,
            )
        };
    }
    let block = above.trim_end().ends_with(['|', '>'])
        || above.trim_end().ends_with("|-")
        || above.trim_end().ends_with(">-");
    if block && (words.contains("simple key expected") || words.contains("expected ':'")) {
        let help = "indent the text deeper than its key";
        let message = "the text after `|` or `>` is not indented deeper than its key";
        return at(from, to, message, help);
    }
    if words.contains("did not find expected key") || words.contains("did not find expected '-'") {
        let start = from + (line.len() - line.trim_start().len());
        let help =
            "indent it like the other keys of its object, or like the other items of its list";
        return at(
            start,
            to,
            "this line is not indented like any of the lines above",
            help,
        );
    }
    if words.contains("<document start>") {
        let help = "write the whole file as one object, `key: value` on each line; this may be another format";
        return at(from, to, "text follows after the end of the document", help);
    }
    if words.contains("simple key expected") || words.contains("could not find expected ':'") {
        let help = "write `key: value`; or indent it deeper, if it continues the text above";
        return at(from, to.max(from), "this line is not `key: value`", help);
    }
    at(
        offset,
        offset,
        words,
        "correct the text at the marked place, or before it",
    )
}

/// What belongs to no YAML: placeholders of templates, and spaces that only look like spaces.
fn stranger(line: &str, start: usize) -> Option<Complaint> {
    if let Some(mark) = ["{{", "{%"].into_iter().find_map(|mark| line.find(mark)) {
        let end = line[mark..]
            .find('}')
            .map_or(line.len(), |end| mark + end + 1);
        let end = end + usize::from(line[end..].starts_with('}'));
        return Some(at(start + mark, start + end, TEMPLATE, TEMPLATE_HELP));
    }
    let indent = line.len() - line.trim_start().len();
    let (place, space) = line[..indent].char_indices().find(|(_, c)| !c.is_ascii())?;
    let message = format!(
        "the character U+{:04X} in the indentation only looks like a space",
        u32::from(space)
    );
    let place = start + place;
    Some(at(
        place,
        place + space.len_utf8(),
        &message,
        "indent with ordinary spaces",
    ))
}

/// What is said about a placeholder of a template.
pub(super) const TEMPLATE: &str = "this is a placeholder of a template, not a value";
pub(super) const TEMPLATE_HELP: &str = "fill in the template before the document is read; if the braces are meant, put the text in quotes";

/// The first line of a merge conflict.
fn conflict(text: &str) -> Option<usize> {
    let mut start = 0;
    text.split_inclusive('\n').find_map(|line| {
        let here = start;
        start += line.len();
        let line = line.trim_end();
        let mark =
            line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> ") || line == "=======";
        mark.then_some(here)
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
