//! Names of constants that are made of many words.

/// Longest name; what has more words is named after its beginning.
const LONGEST: usize = 80;

/// The name in characters that every identifier may have, cut where it is too long. Only names that were cut can be the
/// same as a `taken` one, or differ in other characters alone; those get a number.
pub(super) fn distinct_name(wanted: &str, taken: impl Fn(&str) -> bool) -> String {
    let plain: String = wanted
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '_')
        .take(LONGEST)
        .collect();
    let plain = plain.trim_end_matches('_');
    let numbered = (2..).map(|number| format!("{plain}_{number}"));
    std::iter::once(plain.to_owned())
        .chain(numbered)
        .find(|name| !taken(name))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::distinct_name;

    #[test]
    fn what_is_taken_gets_a_number() {
        let taken = ["AT_A", "AT_A_2"];
        for (wanted, expected) in [
            ("AT_B", "AT_B".to_owned()),
            ("AT_A", "AT_A_3".to_owned()),
            ("AT_ÄB_", "AT_B".to_owned()),
            (&"A".repeat(100), "A".repeat(80)),
        ] {
            assert_eq!(
                distinct_name(wanted, |name| taken.contains(&name)),
                expected
            );
        }
    }
}
