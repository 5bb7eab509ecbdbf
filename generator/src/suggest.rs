//! Did you mean: the known name that is nearest to an unknown one.

/// Comparing long or very many names costs more than the hint is worth.
const LONGEST: usize = 64;
const MOST: usize = 2000;

/// The candidate that differs least from `name`, if it is near enough to be what was meant.
pub(crate) fn nearest<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let length = name.chars().count();
    if length > LONGEST {
        return None;
    }
    let allowed = (length / 3).clamp(1, 3);
    let lower = name.trim().to_lowercase();
    candidates
        .into_iter()
        .take(MOST)
        .filter(|candidate| *candidate != name && candidate.len() <= 4 * LONGEST)
        .filter_map(|candidate| {
            let other = candidate.to_lowercase();
            let count = other.chars().count();
            if lower == other {
                return Some((0, false, candidate));
            }
            (count.abs_diff(length) <= allowed && count > 1).then(|| {
                let distance = strsim::osa_distance(&lower, &other);
                // Of two that are equally near, the one that only goes on is more likely.
                (distance, !other.starts_with(&lower), candidate)
            })
        })
        .filter(|(distance, ..)| *distance <= allowed)
        .min_by_key(|(distance, apart, _)| (*distance, *apart))
        .map(|(.., candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn near_names_only() {
        let known = ["pattern", "properties", "type", "items", "in"];
        let check = |name, expected| assert_eq!(nearest(name, known), expected, "{name}");
        check("patern", Some("pattern"));
        check("Type", Some("type"));
        check("propreties", Some("properties"));
        check("tpye", Some("type"));
        check("X", None);
        check("item", Some("items"));
        check(" type ", Some("type"));
        check("colour", None);
        check("", None);
    }
}
