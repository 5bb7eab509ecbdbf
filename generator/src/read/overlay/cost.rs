//! How often a query may select one and the same value.
//!
//! A list of results has a value as often as selectors lead to it: `$[*,*][*,*]` has each four times, and `$..*..*` each as often as
//! there are values around it. So few characters can ask for more results than there is memory, of which none is new.

use std::collections::BTreeSet;

/// At most how often a query selects one value, in a tree of so many levels. Does not say whether the query is one.
pub(super) fn repeats(query: &str, levels: usize) -> usize {
    let mut repeats = 1usize;
    // The selectors of the brackets that are open, the last of which is still being read.
    let mut open: Vec<Vec<String>> = Vec::new();
    let mut quote = None;
    let mut descents = 0;
    let mut signs = query.chars().peekable();
    while let Some(sign) = signs.next() {
        match (quote, sign) {
            (Some(_), '\\') => {
                signs.next();
            }
            (Some(end), _) if sign == end => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(sign),
            // What stands between parentheses are arguments.
            (None, '[' | '(') => open.push(vec![String::new()]),
            (None, ')') => drop(open.pop()),
            (None, ',') => {
                if let Some(selectors) = open.last_mut() {
                    selectors.push(String::new());
                }
                continue;
            }
            (None, ']') => {
                let selectors = open.pop().unwrap_or_default();
                repeats = repeats.saturating_mul(overlap(&selectors));
            }
            (None, '.') if signs.next_if_eq(&'.').is_some() => {
                // A name is seldom one within another.
                if matches!(signs.peek(), Some('*' | '[')) {
                    descents += 1;
                    if descents > 1 {
                        repeats = repeats.saturating_mul(levels);
                    }
                }
            }
            (None, _) => {}
        }
        if let Some(selector) = open.last_mut().and_then(|selectors| selectors.last_mut())
            && (!matches!(sign, '[' | '(') || !selector.is_empty())
        {
            selector.push(sign);
        }
    }
    repeats
}

/// How many of these selectors may select the same.
fn overlap(selectors: &[String]) -> usize {
    let single =
        |text: &&str| !matches!(text.chars().next(), Some('*' | '?')) && !text.contains(':');
    let texts = selectors.iter().map(|selector| selector.trim());
    let singles: Vec<&str> = texts
        .filter(|text| single(text) || text.starts_with(['"', '\'']))
        .collect();
    let distinct: BTreeSet<&&str> = singles.iter().collect();
    let several = selectors.len() - singles.len();
    let same = singles.len() - distinct.len() + usize::from(!singles.is_empty());
    (several + same).max(1)
}

#[cfg(test)]
mod tests {
    use super::repeats;

    #[test]
    fn what_queries_repeat() {
        for (query, expected) in [
            ("$.a.b", 1),
            ("$..a..b..c", 1),
            ("$..*", 1),
            ("$..*..*", 10),
            ("$..*..[*]..*", 100),
            ("$[*,*]", 2),
            ("$[*,*][::1,?@.a]", 4),
            ("$.paths.*['get', \"put\", 'post']", 1),
            ("$['a','a']['b','b']", 4),
            ("$['*,*']", 1),
            ("$['a\\',*,*']", 1),
            ("$[?@['a','b'] == 'c']", 1),
            ("$[?@[*,*]]", 2),
            ("$[?match(@.a, 'a,b')]", 1),
            ("]][[))((", 1),
        ] {
            assert_eq!(repeats(query, 10), expected, "{query}");
        }
        assert_eq!(repeats(&"[*,*]".repeat(100), 10), usize::MAX);
    }
}
