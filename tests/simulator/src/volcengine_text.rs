//! Which texts Volcengine takes for regions, names and descriptions; the rules are those of its CopyImage page.

use volcengine_ecs::types::RegionId;

/// Known regions, and what could be one: the list is not closed.
pub(crate) fn is_region(text: &str) -> bool {
    let known = !matches!(RegionId::from(text), RegionId::Unknown(_));
    let part =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    known || (text.contains('-') && text.split('-').all(part))
}

fn is_han(letter: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&letter)
}

/// A letter or Chinese character, then those, digits and the given marks.
fn is_word(text: &str, longest: usize, marks: &str) -> bool {
    let is_letter = |letter: char| letter.is_ascii_alphabetic() || is_han(letter);
    text.chars().count() <= longest
        && text.starts_with(is_letter)
        && text
            .chars()
            .all(|letter| is_letter(letter) || letter.is_ascii_digit() || marks.contains(letter))
}

pub(crate) fn is_name(text: &str) -> bool {
    is_word(text, 128, "_.-")
}

pub(crate) fn is_description(text: &str) -> bool {
    text.is_empty() || is_word(text, 255, "_-=,.，。 ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_descriptions() {
        for (text, name, description) in [
            ("image-1", true, true),
            ("镜像_1", true, true),
            ("1image", false, false),
            ("", false, true),
            ("中文 描述=，。", false, true),
            ("a<b", false, false),
        ] {
            assert_eq!(is_name(text), name, "{text}");
            assert_eq!(is_description(text), description, "{text}");
        }
        assert!(is_name(&"a".repeat(128)) && !is_name(&"a".repeat(129)));
    }
}
