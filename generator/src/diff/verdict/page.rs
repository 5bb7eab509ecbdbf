//! All rules → a page of the documentation.

use indexmap::IndexMap;

use super::Level;
use super::rules::{Rule, rules};

/// The page, in Markdown: a row per position and subject, the effects beside it.
pub fn page() -> String {
    let all = rules();
    let (inner, outer): (Vec<&Rule>, Vec<&Rule>) = all.iter().partition(|rule| {
        !rule.position.starts_with("callback") && !rule.position.starts_with("webhook")
    });
    let mut out = format!(
        "# Changes that `generator diff` knows\n\nMade by `generator diff --list-rules --format markdown`; do not edit.\n\n\
         An id is `<position>-<subject>-<effect>`, such as `request-body-max-items-narrowed`. `generator explain ID` says what a \
         change means, why it matters and what to do. There are {} ids; {} of them begin with `callback-` or `webhook-` and say \
         the same of callbacks and webhooks, where the roles are exchanged.\n\nHow much a change matters follows from what it does and which \
         way the message goes: who receives must go on accepting what was accepted, who sends must not begin to send what was \
         never promised. Levels are {}.\n",
        all.len(),
        outer.len(),
        Level::ALL
            .map(|level| format!("`{}`", level.as_str()))
            .join(", "),
    );
    let mut positions: IndexMap<&str, IndexMap<&str, Vec<&Rule>>> = IndexMap::new();
    for rule in inner {
        let subjects = positions.entry(&rule.position).or_default();
        subjects.entry(rule.subject).or_default().push(rule);
    }
    for (position, subjects) in positions {
        let title = match position {
            "" => "The API and its operations".to_owned(),
            position => format!("`{position}-…`"),
        };
        out.push_str(&format!(
            "\n## {title}\n\n| subject | effects | meaning of the first |\n|---|---|---|\n"
        ));
        for (subject, rules) in subjects {
            let effects: Vec<String> = rules
                .iter()
                .map(|rule| format!("`{}`", rule.effect))
                .collect();
            let meaning = rules.first().map_or("", |rule| &rule.meaning);
            out.push_str(&format!(
                "| `{subject}` | {} | {meaning} |\n",
                effects.join(", ")
            ));
        }
    }
    out
}
