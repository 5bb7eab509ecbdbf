//! Documents that are known to fail, and why. The list is exact: what is not on it must pass, what is on it must fail.

use std::fmt;
use std::io;
use std::path::Path;

/// What fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// No crate was made.
    Generate,
    /// The crate does not compile, or not without a warning.
    Compile,
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Generate => "generate",
            Self::Compile => "compile",
        })
    }
}

/// The list.
#[derive(Clone, Debug, Default)]
pub struct Gaps(Vec<(String, Stage)>);

impl Gaps {
    /// Reads lines of a file name, `generate` or `compile`, and a reason, with tabs between. `#` begins a comment.
    ///
    /// # Errors
    /// When the file cannot be read, or a line has another form.
    pub fn read(path: &Path) -> io::Result<Self> {
        Self::parse(&std::fs::read_to_string(path)?)
    }

    fn parse(text: &str) -> io::Result<Self> {
        let mut gaps = Vec::new();
        for line in text
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
        {
            let mut parts = line.split('\t');
            let (name, stage, reason) = (parts.next(), parts.next(), parts.next());
            let stage = match stage {
                Some("generate") => Stage::Generate,
                Some("compile") => Stage::Compile,
                _ => return Err(io::Error::other(format!("no stage in `{line}`"))),
            };
            if reason.is_none_or(|reason| reason.trim().is_empty()) {
                return Err(io::Error::other(format!("no reason in `{line}`")));
            }
            gaps.push((name.unwrap_or_default().to_owned(), stage));
        }
        Ok(Self(gaps))
    }

    /// Where a sweep of the documents `swept` differs from the list. What was not compiled cannot fail to.
    #[must_use]
    pub fn differences(
        &self,
        swept: &[&str],
        failures: &[(String, Stage)],
        compiled: bool,
    ) -> Vec<String> {
        let mut differences = Vec::new();
        for (name, stage) in failures {
            if !self.0.contains(&(name.clone(), *stage)) {
                differences.push(format!(
                    "{name} fails to {stage} and is not on the list of gaps"
                ));
            }
        }
        for gap @ (name, stage) in &self.0 {
            let judged = swept.contains(&name.as_str()) && (compiled || *stage == Stage::Generate);
            if judged && !failures.contains(gap) {
                differences.push(format!(
                    "{name} no longer fails to {stage}: take it off the list of gaps"
                ));
            }
        }
        differences
    }
}

#[cfg(test)]
mod tests {
    use super::{Gaps, Stage};

    #[test]
    fn the_list_is_exact() {
        let gaps =
            Gaps::parse("# a comment\na.yaml\tgenerate\tno paths\nb.yaml\tcompile\tits names\n")
                .unwrap();
        let a = ("a.yaml".to_owned(), Stage::Generate);
        let b = ("b.yaml".to_owned(), Stage::Compile);
        let check = |failures: &[(String, Stage)], compiled, expected: usize| {
            let found = gaps.differences(&["a.yaml", "b.yaml", "c.yaml"], failures, compiled);
            assert_eq!(found.len(), expected, "{found:?}");
        };
        check(&[a.clone(), b.clone()], true, 0);
        check(std::slice::from_ref(&a), true, 1);
        check(std::slice::from_ref(&a), false, 0);
        check(&[a, b, ("c.yaml".to_owned(), Stage::Generate)], true, 1);
        assert_eq!(gaps.differences(&["c.yaml"], &[], true).len(), 0);
        assert!(Gaps::parse("a.yaml\tgenerate\t").is_err());
        assert!(Gaps::parse("a.yaml\tsometimes\twhy").is_err());
    }
}
