//! Characters of XML: which there are, and how they are written and read where markup would be meant.

use quick_xml::escape::resolve_xml_entity;

/// Whether a character may stand in a document (XML 1.0 section 2.2).
pub(super) fn is_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// Whether a text is a name without a prefix (Namespaces in XML 1.0 section 3).
pub(super) fn is_name(text: &str) -> bool {
    let starts = |c: char| c == '_' || c.is_alphabetic();
    let goes_on = |c: char| starts(c) || c.is_numeric() || matches!(c, '-' | '.' | '\u{b7}');
    text.starts_with(starts) && text.chars().all(goes_on)
}

/// The character that a reference without `&` and `;` stands for.
pub(super) fn reference(name: &str) -> Result<char, String> {
    let unknown = || format!("`&{name};` is none of the built-in entities");
    let Some(number) = name.strip_prefix('#') else {
        let text = resolve_xml_entity(name).ok_or_else(unknown)?;
        return text.chars().next().ok_or_else(unknown);
    };
    let (digits, radix) = match number.strip_prefix('x') {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    // `from_str_radix` would take a sign.
    let code = match digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        true => u32::from_str_radix(digits, radix).ok(),
        false => None,
    };
    code.and_then(char::from_u32)
        .filter(|c| is_char(*c))
        .ok_or_else(|| format!("`&{name};` is no character of XML"))
}

/// The value of an attribute as it stands in the text, normalised (XML 1.0 section 3.3.3).
pub(super) fn attribute_value(raw: &str) -> Result<String, String> {
    let mut value = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find(['&', '\t', '\n', '\r', '<']) {
        value.push_str(&rest[..at]);
        let found = rest.as_bytes()[at];
        rest = &rest[at + 1..];
        match found {
            b'&' => {
                let end = rest
                    .find(';')
                    .ok_or("`&` in an attribute begins no reference")?;
                value.push(reference(&rest[..end])?);
                rest = &rest[end + 1..];
            }
            b'<' => return Err("`<` stands in an attribute".to_owned()),
            b'\r' => {
                rest = rest.strip_prefix('\n').unwrap_or(rest);
                value.push(' ');
            }
            _ => value.push(' '),
        }
    }
    value.push_str(rest);
    Ok(value)
}

/// Writes text between tags. A carriage return would come back as a line feed.
pub(super) fn write_text(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            // `]]>` must not stand in text.
            '>' => out.push_str("&gt;"),
            '\r' => out.push_str("&#13;"),
            c => out.push(c),
        }
    }
}

/// Writes the value of an attribute between quotes.
pub(super) fn write_attribute(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '"' => out.push_str("&quot;"),
            '\t' => out.push_str("&#9;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            c => out.push(c),
        }
    }
}

/// Writes a CDATA section; as text what it cannot hold.
pub(super) fn write_cdata(text: &str, out: &mut String) {
    if text.contains('\r') {
        return write_text(text, out);
    }
    out.push_str("<![CDATA[");
    out.push_str(&text.replace("]]>", "]]]]><![CDATA[>"));
    out.push_str("]]>");
}
