//! `diff --ids oasdiff`: arguments and files in, the report of the library out.

use std::path::Path;

use generator::diff::oasdiff::{
    Date, Options, Policy, Severity, Stability, compare as compared, versioning,
};
use generator::read::Document;
use regex_lite::Regex;

use super::arguments::{Comparison, DiffFormat, FailOn, Oasdiff, StabilityLevel};
use super::review::output;
use super::{Outcome, say};

/// Seconds of a day.
const DAY: i64 = 86_400;

/// Compares two documents by the rules of oasdiff.
pub(super) fn compare(comparison: &Comparison, old: &Document, new: &Document) -> Outcome {
    let arguments = &comparison.oasdiff;
    let read = options(arguments, comparison.today.as_ref())
        .and_then(|options| Ok((options, policy(arguments)?)));
    let (options, policy) = match read {
        Ok(read) => read,
        Err(message) => return Outcome::Broken(message),
    };
    let limits: Vec<Option<Severity>> = match comparison.fail_on.iter().map(limit).collect() {
        Ok(limits) => limits,
        Err(message) => return Outcome::Broken(message),
    };
    let mut changes = compared(old, new, &options);
    let mut unused = policy.apply(&mut changes);
    // Most documents count versions in another way, so this is a rule for who asks for it.
    if let Some(change) = versioning(old, new, &changes)
        && policy.names(&change.id)
    {
        changes.0.push(change);
        let still = policy.apply(&mut changes);
        unused.retain(|line| still.contains(line));
    }
    for line in unused {
        say(&format!("warning: nothing is accepted by `{line}`"));
    }
    let text = match comparison.format {
        DiffFormat::Text => changes.to_text(),
        DiffFormat::Json => changes.to_json_text(),
        _ => return Outcome::Broken("`--ids oasdiff` writes `text` or `json`".to_owned()),
    };
    if let Err(message) = output(&text, comparison.output.as_ref()) {
        return Outcome::Broken(message);
    }
    let fails = |least: &Severity| changes.0.iter().any(|change| change.level >= *least);
    match limits.iter().flatten().any(fails) {
        true => Outcome::No,
        false => Outcome::Fine,
    }
}

/// The level that fails; none for `never`.
fn limit(fail_on: &FailOn) -> Result<Option<Severity>, String> {
    match fail_on {
        FailOn::Breaking | FailOn::Unknown => Ok(Some(Severity::Error)),
        FailOn::Warning => Ok(Some(Severity::Warning)),
        FailOn::Info => Ok(Some(Severity::Info)),
        FailOn::Never => Ok(None),
        _ => Err("`--ids oasdiff` says nothing of the crate that could fail".to_owned()),
    }
}

fn options(arguments: &Oasdiff, today: Option<&String>) -> Result<Options, String> {
    let today = match today {
        Some(text) => {
            Date::parse(text).ok_or_else(|| format!("`{text}` is no date like 2030-12-31"))?
        }
        None => {
            let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
            let seconds = now.map_or(0, |passed| passed.as_secs());
            Date::from_days(i64::try_from(seconds).unwrap_or(i64::MAX) / DAY)
        }
    };
    let regex = |text: &Option<String>| match text {
        None => Ok(None),
        Some(text) => Regex::new(text)
            .map(Some)
            .map_err(|error| format!("`{text}`: {error}")),
    };
    let mut options = Options::new(today);
    options.deprecation_days_stable = arguments.deprecation_days_stable;
    options.deprecation_days_beta = arguments.deprecation_days_beta;
    options.stability_level = match arguments.stability_level {
        StabilityLevel::Draft => Stability::Draft,
        StabilityLevel::Alpha => Stability::Alpha,
        StabilityLevel::Beta => Stability::Beta,
        StabilityLevel::Stable => Stability::Stable,
    };
    options
        .strip_prefix_base
        .clone_from(&arguments.strip_prefix_base);
    options
        .strip_prefix_revision
        .clone_from(&arguments.strip_prefix_revision);
    options.match_path = regex(&arguments.match_path)?;
    options.unmatch_path = regex(&arguments.unmatch_path)?;
    options.match_inline_refs = arguments.match_inline_refs;
    Ok(options)
}

fn policy(arguments: &Oasdiff) -> Result<Policy, String> {
    let read = |path: &Path| {
        std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
    };
    let mut policy = Policy::default();
    if let Some(path) = &arguments.severity_levels {
        let levels = policy.levels(&read(path)?);
        levels.map_err(|error| format!("{}: {error}", path.display()))?;
    }
    if let Some(path) = &arguments.err_ignore {
        policy.ignore_errors(&read(path)?);
    }
    if let Some(path) = &arguments.warn_ignore {
        policy.ignore_warnings(&read(path)?);
    }
    Ok(policy)
}
