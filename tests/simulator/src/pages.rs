//! Lists that are given page by page, each with the token of the next.

/// One page, the number of items on all of them, and the token of the next page, which is empty after the last.
/// `None` when size or token are not good.
pub(crate) fn page<T>(
    mut items: Vec<T>,
    size: Option<i32>,
    usual: usize,
    token: Option<&str>,
) -> Option<(Vec<T>, usize, String)> {
    let size = match size {
        None => usual,
        Some(size) => usize::try_from(size)
            .ok()
            .filter(|size| (1..=100).contains(size))?,
    };
    let begin = match token.unwrap_or_default() {
        "" => 0,
        token => token.parse().ok().filter(|begin| *begin <= items.len())?,
    };
    let total = items.len();
    let end = total.min(begin + size);
    let next = if end < total {
        end.to_string()
    } else {
        String::new()
    };
    Some((items.drain(begin..end).collect(), total, next))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_follow_tokens() {
        let all: Vec<_> = (0..5).collect();
        for (size, token, expected) in [
            (Some(2), None, Some((vec![0, 1], "2"))),
            (Some(2), Some("4"), Some((vec![4], ""))),
            (None, Some(""), Some((vec![0, 1, 2, 3, 4], ""))),
            (Some(0), None, None),
            (Some(101), None, None),
            (Some(2), Some("x"), None),
            (Some(2), Some("9"), None),
        ] {
            let page = page(all.clone(), size, 20, token);
            let page = page.map(|(items, total, next)| {
                assert_eq!(total, 5);
                (items, next)
            });
            let expected = expected.map(|(items, next)| (items, next.to_owned()));
            assert_eq!(page, expected, "{size:?} {token:?}");
        }
    }
}
