//! Files of levels and files of changes that are accepted.
//!
//! A file of levels has an id and a level a line: `err`, `warn`, `info` or `none`. A file of accepted changes has a line per
//! change, which names operation and path (`GET /things`) or the part of the document (`components`), and the id or the text
//! of the change, in any order and among any other words.

use std::collections::HashMap;
use std::fmt;

use super::changes::{Change, Changes, Severity};
use super::rules;

/// What is made of changes after they are found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    levels: HashMap<String, Option<Severity>>,
    errors: Vec<String>,
    warnings: Vec<String>,
}

/// A line that says nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyError {
    /// From 1.
    pub line: usize,
    /// What is wrong with it.
    pub message: String,
}

impl fmt::Display for PolicyError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for PolicyError {}

/// Lines that say something, numbered from 1.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text
        .lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line.trim()));
    lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
}

impl Policy {
    /// Reads a file of levels; later lines go over earlier ones.
    ///
    /// # Errors
    ///
    /// A line is not `ID LEVEL` of a known rule and level.
    pub fn levels(&mut self, text: &str) -> Result<(), PolicyError> {
        for (line, content) in lines(text) {
            let error = |message: String| PolicyError { line, message };
            let words: Vec<&str> = content.split_whitespace().collect();
            let [id, level] = words.as_slice() else {
                return Err(error("an id and a level are expected".to_owned()));
            };
            if rules::level(id).is_none() {
                return Err(error(format!("no rule is called `{id}`")));
            }
            let level = match level.to_ascii_lowercase().as_str() {
                "err" | "error" => Some(Severity::Error),
                "warn" | "warning" => Some(Severity::Warning),
                "info" => Some(Severity::Info),
                "none" => None,
                _ => {
                    return Err(error(format!(
                        "`{level}` is none of err, warn, info and none"
                    )));
                }
            };
            self.levels.insert((*id).to_owned(), level);
        }
        Ok(())
    }

    /// Whether a file of levels says something of this rule other than `none`.
    pub fn names(&self, id: &str) -> bool {
        self.levels.get(id).is_some_and(Option::is_some)
    }

    /// Reads a file of errors that are accepted.
    pub fn ignore_errors(&mut self, text: &str) {
        self.errors
            .extend(lines(text).map(|(_, line)| line.to_lowercase()));
    }

    /// Reads a file of warnings that are accepted.
    pub fn ignore_warnings(&mut self, text: &str) {
        self.warnings
            .extend(lines(text).map(|(_, line)| line.to_lowercase()));
    }

    /// Gives changes their levels and drops those that are accepted. Returns the lines that accept nothing.
    pub fn apply(&self, changes: &mut Changes) -> Vec<String> {
        changes
            .0
            .retain_mut(|change| match self.levels.get(&change.id) {
                None => true,
                Some(None) => false,
                Some(Some(level)) => {
                    change.level = *level;
                    true
                }
            });
        changes
            .0
            .sort_by_key(|change| std::cmp::Reverse(change.level));
        let mut used = vec![false; self.errors.len() + self.warnings.len()];
        changes.0.retain(|change| {
            let (list, start) = match change.level {
                Severity::Error => (&self.errors, 0),
                Severity::Warning => (&self.warnings, self.errors.len()),
                Severity::Info => return true,
            };
            let mut kept = true;
            for (index, line) in list.iter().enumerate() {
                if accepts(line, change) {
                    used[start + index] = true;
                    kept = false;
                }
            }
            kept
        });
        let all = self.errors.iter().chain(&self.warnings);
        let unused = all.zip(used).filter(|(_, used)| !used);
        unused.map(|(line, _)| line.clone()).collect()
    }
}

/// Whether these words stand in the line, and not as a part of longer ones.
fn mentions(line: &str, words: &str) -> bool {
    let words = words.to_lowercase();
    let inner = |c: char| c.is_alphanumeric() || "-_/{}".contains(c);
    line.match_indices(&words).any(|(start, _)| {
        let before = line[..start].chars().next_back();
        let after = line[start + words.len()..].chars().next();
        !before.is_some_and(inner) && !after.is_some_and(inner)
    })
}

fn accepts(line: &str, change: &Change) -> bool {
    let place = match change.operation.is_empty() {
        true => change.section.to_owned(),
        false => format!("{} {}", change.operation, change.path),
    };
    mentions(line, &place)
        && (mentions(line, &change.id) || line.contains(&change.text.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(id: &str, level: Severity, path: &str) -> Change {
        Change {
            id: id.to_owned(),
            level,
            operation: "GET".to_owned(),
            operation_id: String::new(),
            path: path.to_owned(),
            section: "paths",
            text: "query parameter `q` was removed".to_owned(),
            old: None,
            new: None,
        }
    }

    #[test]
    fn levels_are_read() {
        let check = |text: &str, expected: Result<usize, &str>| {
            let mut policy = Policy::default();
            let read = policy.levels(text);
            let read = read
                .map(|()| policy.levels.len())
                .map_err(|error| error.to_string());
            assert_eq!(read, expected.map_err(str::to_owned), "{text}");
        };
        check(
            "endpoint-added none\n\n# note\nrequest-body-removed   warn\n",
            Ok(2),
        );
        check(
            "endpoint-added",
            Err("line 1: an id and a level are expected"),
        );
        check(
            "\nendpoint-moved err",
            Err("line 2: no rule is called `endpoint-moved`"),
        );
        check(
            "endpoint-added high",
            Err("line 1: `high` is none of err, warn, info and none"),
        );
    }

    #[test]
    fn accepted_changes_are_dropped() {
        let check = |errors: &str, warnings: &str, left: &[&str], unused: usize| {
            let mut policy = Policy::default();
            policy.ignore_errors(errors);
            policy.ignore_warnings(warnings);
            let mut changes = Changes(vec![
                change("request-body-removed", Severity::Error, "/a"),
                change("request-body-removed", Severity::Error, "/a/b"),
                change("request-parameter-removed", Severity::Warning, "/a"),
            ]);
            assert_eq!(
                policy.apply(&mut changes).len(),
                unused,
                "{errors} {warnings}"
            );
            let paths: Vec<&str> = changes
                .0
                .iter()
                .map(|change| change.path.as_str())
                .collect();
            assert_eq!(paths, left, "{errors} {warnings}");
        };
        check("", "", &["/a", "/a/b", "/a"], 0);
        check(
            "in API get /a, [request-body-removed].",
            "",
            &["/a/b", "/a"],
            0,
        );
        check("GET /a/b request-body-removed", "", &["/a", "/a"], 0);
        check(
            "GET /a request-body-removed-early",
            "",
            &["/a", "/a/b", "/a"],
            1,
        );
        check(
            "",
            "GET /a query parameter `q` was removed",
            &["/a", "/a/b"],
            0,
        );
        check(
            "POST /a request-body-removed",
            "GET /a",
            &["/a", "/a/b", "/a"],
            2,
        );
    }

    #[test]
    fn levels_are_given() {
        let mut policy = Policy::default();
        assert!(
            policy
                .levels("request-body-removed none\nrequest-parameter-removed err")
                .is_ok()
        );
        let mut changes = Changes(vec![
            change("request-body-removed", Severity::Error, "/a"),
            change("request-parameter-removed", Severity::Warning, "/a"),
        ]);
        policy.apply(&mut changes);
        assert_eq!(changes.0.len(), 1);
        assert_eq!(changes.0[0].level, Severity::Error);
    }
}
