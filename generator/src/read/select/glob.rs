//! Patterns with `*`, `**` and `?`.

/// Whether a text is of a pattern. `?` is one character and `*` any number of them, both without `separator`; `**` is any
/// number of any characters. Takes time by the product of both lengths, whatever they are.
pub(crate) fn matches(pattern: &str, text: &str, separator: Option<char>) -> bool {
    let text: Vec<char> = text.chars().collect();
    // Which beginnings of the text the pattern so far is the whole of.
    let mut reached = vec![false; text.len() + 1];
    reached[0] = true;
    let mut pattern = pattern.chars().peekable();
    while let Some(sign) = pattern.next() {
        let any = sign == '*' && pattern.next_if_eq(&'*').is_some();
        let within = |character: char| any || Some(character) != separator;
        if sign == '*' {
            for at in 0..text.len() {
                reached[at + 1] |= reached[at] && within(text[at]);
            }
            continue;
        }
        for at in (0..text.len()).rev() {
            let fits = match sign {
                '?' => within(text[at]),
                sign => sign == text[at],
            };
            reached[at + 1] = reached[at] && fits;
        }
        reached[0] = false;
    }
    reached[text.len()]
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns() {
        let check = |pattern: &str, text: &str, expected: bool| {
            assert_eq!(
                matches(pattern, text, Some('/')),
                expected,
                "{pattern} {text}"
            );
        };
        check("/v1/images", "/v1/images", true);
        check("/v1/images", "/v1/images/", false);
        check("/v1/*", "/v1/images", true);
        check("/v1/*", "/v1/images/{id}", false);
        check("/v1/**", "/v1/images/{id}", true);
        check("/**/{id}", "/v1/images/{id}", true);
        check("/v?/images", "/v2/images", true);
        check("/v?images", "/v/images", false);
        check("*", "", true);
        check("**", "/a/b", true);
        check("", "", true);
        check("", "a", false);
        check("*a*b*", "/xaxxbx", false);
        check("名*", "名前", true);
        assert!(matches("image*", "image/list", None));
        assert!(!matches(&"*a".repeat(2000), &"a".repeat(1999), None));
    }
}
