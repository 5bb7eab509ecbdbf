//! Addresses: where links may lead, and those that stand in text without being links.

use pulldown_cmark::LinkType;

/// Where a link may lead: out into the web, nowhere else.
pub(super) fn target(kind: LinkType, url: &str) -> Option<String> {
    let url = url.trim();
    if kind == LinkType::Email && !url.contains(':') {
        return Some(format!("mailto:{url}")).filter(|_| acceptable(url) && !is_path(url));
    }
    let (scheme, rest) = url.split_once(':')?;
    let leads_out = match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => rest.starts_with("//"),
        "mailto" => !is_path(url),
        _ => false,
    };
    (leads_out && acceptable(url)).then(|| url.to_owned())
}

/// Whether rustdoc takes a link for one to an item: it has nothing but what paths, types and `kind@` before them have.
fn is_path(url: &str) -> bool {
    url.chars().all(|c| {
        c.is_alphanumeric()
            || matches!(
                c,
                ':' | '_' | '<' | '>' | ',' | ' ' | '!' | '*' | '&' | ';' | '@' | '(' | ')'
            )
    })
}

fn acceptable(url: &str) -> bool {
    !url.contains(|c: char| {
        c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '\\' | '|' | '`')
    })
}

/// The first web address in a text, without the punctuation behind it.
pub(super) fn address(text: &str) -> Option<(usize, usize)> {
    let start = match (text.find("http://"), text.find("https://")) {
        (Some(a), Some(b)) => a.min(b),
        (a, b) => a.or(b)?,
    };
    let scheme = if text[start..].starts_with("https://") {
        8
    } else {
        7
    };
    let body = &text[start + scheme..];
    let end = body
        .find(|c: char| {
            c.is_whitespace() || !c.is_ascii() || matches!(c, '<' | '>' | '"' | '\'' | '`' | '\\')
        })
        .unwrap_or(body.len());
    let mut body = &body[..end];
    loop {
        let trimmed = body.trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_', '~']);
        let trimmed = match trimmed.chars().next_back() {
            Some(')') if trimmed.matches(')').count() > trimmed.matches('(').count() => {
                &trimmed[..trimmed.len() - 1]
            }
            Some(']') if !trimmed.contains('[') => &trimmed[..trimmed.len() - 1],
            Some('}') if !trimmed.contains('{') => &trimmed[..trimmed.len() - 1],
            _ => trimmed,
        };
        if trimmed.len() == body.len() {
            break;
        }
        body = trimmed;
    }
    if body.is_empty() {
        // A scheme alone is no address; look behind it.
        let skip = start + scheme;
        return address(&text[skip..]).map(|(from, to)| (from + skip, to + skip));
    }
    Some((start, start + scheme + body.len()))
}
