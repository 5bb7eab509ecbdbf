//! Why each code matters, with an example: what `explain` says beyond the table of codes, and the page of all of them.
//!
//! The texts are Markdown, a section per code. Their examples are documents, without `openapi` and `info` where those do not
//! matter; tests read them, so that each of them gives the finding that it is an example of.

use super::{Code, codes};

/// The groups of codes, and what there is to say about each code.
static GROUPS: &[(&str, &str)] = &[
    ("Files and text", include_str!("explanations/files.md")),
    (
        "The shape of a document",
        include_str!("explanations/shape.md"),
    ),
    ("References", include_str!("explanations/references.md")),
    (
        "Overlays, settings and reviews",
        include_str!("explanations/settings.md"),
    ),
    (
        "Operations and parameters",
        include_str!("explanations/operations.md"),
    ),
    ("Bodies", include_str!("explanations/bodies.md")),
    (
        "Security, servers and links",
        include_str!("explanations/services.md"),
    ),
    ("Extensions", include_str!("explanations/extensions.md")),
    ("Schemas", include_str!("explanations/schemas.md")),
    ("What generates badly", include_str!("explanations/lint.md")),
];

impl Code {
    /// Why it matters, and an example, in Markdown. Empty for a code that nobody has written about.
    pub fn explanation(&self) -> &'static str {
        let texts = GROUPS.iter().map(|(_, text)| *text);
        let mut sections = texts.flat_map(sections);
        sections
            .find(|(name, _)| *name == self.name)
            .map_or("", |(_, text)| text)
    }
}

/// Names of codes, and what is said about them.
fn sections(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    text.split("\n## ")
        .map(|section| section.trim_start_matches("## "))
        .filter_map(|section| section.split_once('\n'))
        .map(|(name, text)| (name.trim(), text.trim()))
}

/// The page of all codes, in Markdown.
pub fn page() -> String {
    let mut out = "# Diagnostics\n\nMade by `generator explain --page`; do not edit.\n\n\
        Every finding has a code that stays the same. `generator explain CODE` says what stands here. Errors stop the \
        generation of a document; warnings do not; notes are shown by `lint` only. `--deny`, `--warn` and `--allow` take the \
        findings of a code as errors, as warnings or not at all, and so does `levels` in `generator.yaml`; what is an error \
        stays one. Some codes are an error in one place and a warning in another; the severity here is the usual one.\n\n\
        Examples leave out `openapi: 3.1.0` and `info` where those do not matter.\n"
        .to_owned();
    for (title, text) in GROUPS {
        out.push_str(&format!("\n## {title}\n"));
        for (name, text) in sections(text) {
            if let Some(code) = codes::find(name) {
                out.push_str(&format!(
                    "\n### {name}\n\n**{}.** {}\n\n{text}\n\nWhat to do: {}\n",
                    code.severity, code.meaning, code.action
                ));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_one_explanation() {
        let texts = GROUPS.iter().flat_map(|(_, text)| sections(text));
        let names: Vec<&str> = texts.map(|(name, _)| name).collect();
        for code in codes::ALL {
            let count = names.iter().filter(|name| **name == code.name).count();
            assert_eq!(count, 1, "explanations of {code}");
        }
        for name in names {
            assert!(codes::find(name).is_some(), "no code is called {name}");
        }
    }
}
