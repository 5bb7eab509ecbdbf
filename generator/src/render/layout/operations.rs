//! Where an operation belongs.

use super::Keys;
use crate::model::{Operation, PathPart};

/// The words of an operation: its group, the rest of its path, its own name.
pub(crate) fn keys(operation: &Operation) -> Keys {
    let mut keys = Keys::default();
    if let Some(tag) = operation.tags.first() {
        keys.push(tag);
        keys.group = (!keys.words.is_empty()).then(|| tag.clone());
    }
    for word in segments(operation) {
        let first = keys.words.is_empty();
        keys.push(&word);
        if first && !keys.words.is_empty() {
            keys.group = Some(format!("/{word}"));
        }
    }
    // Calls by name alone, such as `/?Action=CopyImage`: what is done is all that is known.
    if keys.words.is_empty() {
        for word in operation.method_ident.split('_') {
            keys.push(word);
        }
    }
    keys.push(&operation.method_ident);
    keys
}

/// The literal words of a path, without what leads to every API: versions, and `api` before anything else.
fn segments(operation: &Operation) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for segment in &operation.path.segments {
        let literals = segment.iter().filter_map(|part| match part {
            PathPart::Literal(text) => Some(text.as_str()),
            PathPart::Parameter(_) => None,
        });
        for word in literals.flat_map(|text| text.split([':', '.'])) {
            let prefix = words.is_empty() && ["api", "apis", "rest"].contains(&word);
            if word.chars().any(char::is_alphabetic) && !prefix && !is_version(word) {
                words.push(word.to_owned());
            }
        }
    }
    words
}

/// `v1`, `V2`, `v1beta1`, `v3-preview`.
fn is_version(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    let Some(number) = word.strip_prefix('v') else {
        return false;
    };
    let rest = number.trim_start_matches(|c: char| c.is_ascii_digit());
    let stage = rest
        .trim_end_matches(|c: char| c.is_ascii_digit())
        .trim_matches(['-', '_']);
    rest.len() < number.len()
        && ["", "alpha", "beta", "rc", "p", "preview", "unstable"].contains(&stage)
}

#[cfg(test)]
mod tests {
    use super::is_version;

    #[test]
    fn versions_are_no_words() {
        for word in ["v1", "V2", "v1beta1", "v10alpha", "v3-preview"] {
            assert!(is_version(word), "{word}");
        }
        for word in ["v", "vms", "v1books", "value", "1"] {
            assert!(!is_version(word), "{word}");
        }
    }
}
