//! Names: from any text to identifiers that read well and never collide.
//!
//! Comes in: names as a document has them, in any script. Goes out: ASCII identifiers, cased for
//! their position, unique in their [`Scope`]. A name depends on the thing it names and on the
//! names claimed before it, in document order, so an unrelated edit changes no other name.

use std::collections::{HashMap, HashSet};

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

/// The longest identifier in characters, so that those that become names of files fit every file system. Names made of long
/// paths are longer; they end with a whole word before this.
const LONGEST: usize = 120;

/// What a name is for; decides its case and how a leading digit is avoided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Position {
    /// A type: `CopyImage`.
    Type,
    /// A variant of an enum: `Running`.
    Variant,
    /// A field, parameter or method: `image_id`.
    Value,
    /// A constant: `IMAGE_ID`.
    Constant,
}

/// Names that are taken in one namespace.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope {
    taken: HashSet<String>,
    /// The numbers tried so far behind names that are taken, so that many equal names are not many searches.
    numbers: HashMap<String, usize>,
}

impl Scope {
    /// A scope in which some names are taken from the start.
    pub(crate) fn reserving(names: &[&str]) -> Self {
        Self {
            taken: names.iter().map(|name| (*name).to_owned()).collect(),
            numbers: HashMap::new(),
        }
    }

    /// Makes an identifier for `text`; when it is taken, the first free number is appended.
    pub(crate) fn claim(&mut self, text: &str, position: Position) -> String {
        self.claim_ident(cased(text, position))
    }

    /// Claims an identifier that is cased already.
    pub(crate) fn claim_ident(&mut self, ident: String) -> String {
        if self.taken.insert(ident.clone()) {
            return ident;
        }
        let separator = match ident.chars().next_back() {
            Some(last) if last.is_ascii_digit() => "_",
            _ if ident.contains('_') || ident.chars().all(|c| !c.is_ascii_uppercase()) => "_",
            _ => "",
        };
        let number = self.numbers.entry(ident.clone()).or_insert(1);
        loop {
            *number += 1;
            let candidate = format!("{ident}{separator}{number}");
            if self.taken.insert(candidate.clone()) {
                return candidate;
            }
        }
    }

    /// Claims `preferred`, or `preferred` and `suffix` when that is taken.
    pub(crate) fn claim_or(&mut self, preferred: &str, suffix: &str, position: Position) -> String {
        let ident = cased(preferred, position);
        if self.taken.contains(&ident) {
            self.claim(&format!("{preferred} {suffix}"), position)
        } else {
            self.claim_ident(ident)
        }
    }
}

/// The identifier for `text` at `position`, without regard to what is taken.
pub(crate) fn cased(text: &str, position: Position) -> String {
    let words = shortened(words(beginning(text)));
    let ident = match position {
        Position::Type | Position::Variant => camel_case(&words),
        Position::Value => words.to_snake_case(),
        Position::Constant => words.to_shouty_snake_case(),
    };
    match ident.chars().next() {
        None => match position {
            Position::Type => "Unnamed".to_owned(),
            Position::Variant => "Empty".to_owned(),
            Position::Value => "unnamed".to_owned(),
            Position::Constant => "UNNAMED".to_owned(),
        },
        Some(first) if first.is_ascii_digit() => match position {
            Position::Type => format!("Type{ident}"),
            Position::Variant => format!("Value{ident}"),
            Position::Value => format!("n{ident}"),
            Position::Constant => format!("N{ident}"),
        },
        Some(_) if ident == "Self" => "SelfValue".to_owned(),
        Some(_) => escaped_keyword(ident),
    }
}

/// As much of a text as a name can be made of.
fn beginning(text: &str) -> &str {
    match text.char_indices().nth(10 * LONGEST) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}

/// Cuts words off the end of what is too long.
fn shortened(mut words: String) -> String {
    // Casing puts separators between at most every two letters that were there before.
    if words.len() > LONGEST / 2 {
        let snake = words.to_snake_case();
        if snake.len() > LONGEST {
            let end = snake[..=LONGEST].rfind('_').unwrap_or(LONGEST);
            words = snake[..end].to_owned();
        }
    }
    words
}

/// Upper camel case in which digits of different words stay apart: `x86 64` becomes `X86_64`.
fn camel_case(words: &str) -> String {
    let mut ident = String::new();
    for word in words.to_snake_case().split('_') {
        let joins_digits = ident.ends_with(|c: char| c.is_ascii_digit())
            && word.starts_with(|c: char| c.is_ascii_digit());
        if joins_digits {
            ident.push('_');
        }
        ident.push_str(&word.to_upper_camel_case());
    }
    ident
}

/// Keywords that cannot be raw identifiers get a word behind them; the others are written raw
/// where they are emitted.
fn escaped_keyword(ident: String) -> String {
    match ident.as_str() {
        "self" | "super" | "crate" => format!("{ident}_value"),
        _ => ident,
    }
}

/// Separates the words of `text` by spaces so that casing them reads well: symbols that carry
/// meaning become words, other scripts become Latin letters, acronyms stay one word.
fn words(text: &str) -> String {
    let mut latin = String::with_capacity(text.len());
    let mut previous = None;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let next = characters.peek().copied();
        match character {
            c if c.is_ascii_alphanumeric() => latin.push(c),
            '+' => latin.push_str(" plus "),
            '-' if previous.is_none_or(|p: char| !p.is_alphanumeric())
                && next.is_none_or(|n| n.is_ascii_digit()) =>
            {
                latin.push_str(" minus ");
            }
            '<' if next == Some('=') => latin.push_str(" at most "),
            '>' if next == Some('=') => latin.push_str(" at least "),
            '!' if next == Some('=') => latin.push_str(" not equal "),
            '<' => latin.push_str(" less "),
            '>' => latin.push_str(" greater "),
            '=' if matches!(previous, Some('<' | '>' | '!')) => {}
            '=' => latin.push_str(" equal "),
            '*' => latin.push_str(" star "),
            '%' => latin.push_str(" percent "),
            '&' => latin.push_str(" and "),
            '#' if next.is_none() => latin.push_str(" sharp "),
            c if c.is_ascii() => latin.push(' '),
            c if c.is_alphanumeric() => match deunicode::deunicode_char(c) {
                Some(replacement) => {
                    let keeps_word =
                        replacement.len() <= 2 && previous.is_some_and(|p| p.is_alphanumeric());
                    if !keeps_word {
                        latin.push(' ');
                    }
                    latin.extend(
                        replacement
                            .chars()
                            .filter(|c| c.is_ascii_alphanumeric() || *c == ' '),
                    );
                }
                None => latin.push_str(&format!(" u{:x} ", u32::from(c))),
            },
            _ => latin.push(' '),
        }
        previous = Some(character);
    }
    acronyms(&latin)
}

/// Keeps acronyms together where case alone would tear them: `imageIDs` → `image Ids`,
/// `OAuth2` → `Oauth2`, `IPv4` → `Ipv4`.
fn acronyms(text: &str) -> String {
    let text = text
        .replace("OAuth", "Oauth")
        .replace("IPv", "Ipv")
        .replace("GraphQL", "Graphql");
    let letters: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut index = 0;
    while index < letters.len() {
        let run = letters[index..]
            .iter()
            .take_while(|c| c.is_ascii_uppercase())
            .count();
        let plural = run >= 2
            && letters.get(index + run) == Some(&'s')
            && letters
                .get(index + run + 1)
                .is_none_or(|c| !c.is_ascii_lowercase());
        if plural {
            out.push(letters[index]);
            out.extend(
                letters[index + 1..=index + run]
                    .iter()
                    .map(char::to_ascii_lowercase),
            );
            index += run + 1;
        } else {
            out.extend(&letters[index..index + run.max(1)]);
            index += run.max(1);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Position, Scope, cased};

    #[test]
    fn names_read_well_in_every_position() {
        for (text, ty, value) in [
            ("sourceImageIDs", "SourceImageIds", "source_image_ids"),
            ("OAuth2", "Oauth2", "oauth2"),
            ("IPv4Address", "Ipv4Address", "ipv4_address"),
            ("X-Request-Id", "XRequestId", "x_request_id"),
            ("1abc", "Type1abc", "n1abc"),
            ("+1", "Plus1", "plus_1"),
            ("-1", "Minus1", "minus_1"),
            ("", "Unnamed", "unnamed"),
            ("self", "SelfValue", "self_value"),
            ("Ünïcode", "Unicode", "unicode"),
            ("镜像", "JingXiang", "jing_xiang"),
            ("foo/bar", "FooBar", "foo_bar"),
            ("a.b[c]", "ABC", "a_b_c"),
            (
                "systemDiskSizeGB",
                "SystemDiskSizeGb",
                "system_disk_size_gb",
            ),
            ("<=", "AtMost", "at_most"),
            ("x86_64", "X86_64", "x86_64"),
            ("v1.2.3", "V1_2_3", "v1_2_3"),
        ] {
            assert_eq!(cased(text, Position::Type), ty, "{text}");
            assert_eq!(cased(text, Position::Value), value, "{text}");
        }
    }

    #[test]
    fn collisions_are_numbered_in_order() {
        let mut scope = Scope::default();
        let claimed =
            ["foo.bar", "foo-bar", "FooBar"].map(|name| scope.claim(name, Position::Type));
        assert_eq!(claimed, ["FooBar", "FooBar2", "FooBar3"]);
        let claimed =
            ["get-thing", "get_thing", "v1", "V1"].map(|name| scope.claim(name, Position::Value));
        assert_eq!(claimed, ["get_thing", "get_thing_2", "v1", "v1_2"]);
    }
}
