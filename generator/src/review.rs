//! The command `diff`: inputs, comparison, policy, report, exit status. What is done is the library's.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use generator::diagnostics::{Code, Diagnostics, codes};
use generator::diff::policy::{self, Approvals, Day, Levels, Limit};
use generator::diff::{self, Format, Level, Report, Rust, Semver, rules, rules_page};
use generator::read::{Document, ReadOptions};
use generator::render::Parts;
use generator::render::items::Feature;
use generator::write;

use crate::arguments::{Arguments, Comparison, DiffFormat, FailOn, Ids};
use crate::inputs::{Input, Inputs, Pair};
use crate::{Outcome, oasdiff, put, report, say};

/// Runs it.
pub(crate) fn run(comparison: &Comparison, arguments: &Arguments) -> Outcome {
    if comparison.list_rules {
        return list(comparison);
    }
    if comparison.ids == Ids::Oasdiff {
        return by_oasdiff(comparison, arguments);
    }
    let mut diagnostics = Diagnostics::limited(arguments.error_limit);
    match review(comparison, &mut diagnostics) {
        Ok(Some(compared)) => {
            let mut fails = compared.reaches(&limits(&comparison.fail_on));
            if diagnostics.has_errors() {
                // Entries of the policy that are expired or stale.
                report(&mut diagnostics, arguments);
                fails = true;
            }
            match written(&compared, comparison) {
                Err(message) => Outcome::Broken(message),
                Ok(()) if fails => Outcome::No,
                Ok(()) => Outcome::Fine,
            }
        }
        Ok(None) => {
            report(&mut diagnostics, arguments);
            Outcome::Broken("a document or policy cannot be read".to_owned())
        }
        Err(message) => Outcome::Broken(message),
    }
}

/// The comparison by the rules of oasdiff, which has no policy but its own files.
fn by_oasdiff(comparison: &Comparison, arguments: &Arguments) -> Outcome {
    let inputs = match Inputs::find(comparison) {
        Ok(inputs) => inputs,
        Err(message) => return Outcome::Broken(message),
    };
    let [
        Pair {
            old: Some(old),
            new: Some(new),
            ..
        },
    ] = inputs.pairs.as_slice()
    else {
        return Outcome::Broken("`--ids oasdiff` compares two documents".to_owned());
    };
    let mut diagnostics = Diagnostics::limited(arguments.error_limit);
    let options = options(comparison);
    let [Some(old), Some(new)] = Input::both([old, new], &mut diagnostics, |input, found| {
        let document = input.read(&options, found);
        document.filter(|_| {
            found.count(&codes::TOO_COMPLEX) + found.count(&codes::TOO_MANY_VALUES) == 0
        })
    }) else {
        report(&mut diagnostics, arguments);
        return Outcome::Broken("a document cannot be read".to_owned());
    };
    oasdiff::compare(comparison, &old, &new)
}

fn options(comparison: &Comparison) -> ReadOptions {
    ReadOptions {
        overlays: comparison.overlay.clone(),
        allow_outside_root: comparison.allow_outside_root,
        ..ReadOptions::default()
    }
}

fn review(
    comparison: &Comparison,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Report>, String> {
    let day = |text: &Option<String>| text.as_deref().map(Day::parse).transpose();
    let (today, until) = (day(&comparison.today)?, day(&comparison.until)?);
    if let Some(path) = comparison.policy.as_ref().filter(|path| !path.is_file()) {
        return Err(format!("{}: there is no such file", path.display()));
    }
    let inputs = Inputs::find(comparison)?;
    let Some(mut compared) = compared(&inputs, comparison, diagnostics) else {
        return Ok(None);
    };
    let policy = Policy::find(&inputs, comparison);
    // Findings about documents would be told as if they were about the comparison.
    let mut found = Diagnostics::new();
    let levels_said = policy.levels(&mut found);
    let (mut approvals, before) = policy.approvals(&mut found);
    *diagnostics = found;
    if diagnostics.has_errors() {
        return Ok(None);
    }
    levels_said.apply(&mut compared);
    let documents: Vec<String> = inputs.pairs.iter().map(|pair| pair.name.clone()).collect();
    let today = || today.unwrap_or_else(|| Day::at(SystemTime::now()));
    if let Some(reason) = &comparison.approve {
        if reason.trim().is_empty() {
            return Err("an approval needs a reason".to_owned());
        }
        let Some(Input::Disk(path)) = &policy.approvals else {
            return Err("approvals are written beside documents on disk".to_owned());
        };
        let limits = limits(&comparison.fail_on);
        approvals.approve(&compared, &documents, &limits, reason, until, today());
        write::write_file(path, &approvals.to_text()).map_err(|error| error.to_string())?;
        say(&format!("wrote {}", path.display()));
        // They hold from now on, and have places of their own in the file.
        let text = approvals.to_text();
        approvals = Approvals::parse(&path.to_string_lossy(), &text, diagnostics);
    }
    approvals.apply(&mut compared, &documents, &before, today(), diagnostics);
    Ok(Some(compared))
}

/// One report of all pairs; nothing when a document cannot be read.
fn compared(
    inputs: &Inputs,
    comparison: &Comparison,
    diagnostics: &mut Diagnostics,
) -> Option<Report> {
    let options = options(comparison);
    let mut reports = Vec::new();
    let mut unreadable = false;
    for Pair { name, old, new } in &inputs.pairs {
        let read =
            |input: &Input, diagnostics: &mut Diagnostics| Side::read(input, &options, diagnostics);
        let report = match [old, new] {
            [Some(old), Some(new)] => {
                let [Some(old), Some(new)] = Input::both([old, new], diagnostics, read) else {
                    unreadable = true;
                    continue;
                };
                old.compared_with(&new)
            }
            [old, new] => {
                let mut document = |input: &Option<Input>| {
                    let side = read(input.as_ref()?, diagnostics);
                    unreadable |= side.is_none();
                    Some(side?.document)
                };
                let (old, new) = (document(old), document(new));
                Report::of_document(name, old.as_ref(), new.as_ref())
            }
        };
        reports.push((name.clone(), report));
    }
    (!unreadable).then(|| Report::of_set(inputs.old.clone(), inputs.new.clone(), reports))
}

/// A document, and what its settings make a crate of.
struct Side {
    document: Document,
    /// What is selected of it, if not all.
    selected: Option<Document>,
    parts: Parts,
}

impl Side {
    /// Nothing when the document or its settings cannot be read.
    fn read(input: &Input, options: &ReadOptions, diagnostics: &mut Diagnostics) -> Option<Self> {
        let errors = diagnostics.error_count();
        let settings = input.settings(diagnostics);
        if diagnostics.error_count() > errors {
            return None;
        }
        let mut options = options.clone();
        if options.overlays.is_empty() {
            options.overlays = settings.overlays;
            options.fetch_overlays = matches!(input, Input::At(..));
        }
        let before = diagnostics.iter().count();
        let document = input.read(&options, diagnostics)?;
        let found = |codes: &[&Code]| {
            let own = diagnostics.iter().skip(before);
            own.filter(|one| codes.contains(&one.code)).count()
        };
        // What is in those files, or what an overlay corrects, would be missing from the comparison.
        let files = [
            &codes::UNREADABLE_FILE,
            &codes::REFERENCE_OUTSIDE_ROOT,
            &codes::MALFORMED_OVERLAY,
            &codes::MALFORMED_JSONPATH,
            // What is read of it is all right, but nobody could wait for the comparison.
            &codes::TOO_COMPLEX,
            &codes::TOO_MANY_VALUES,
        ];
        if found(&files) > 0 {
            return None;
        }
        let lost = found(&[&codes::UNRESOLVED_REFERENCE, &codes::REMOTE_REFERENCE]);
        if lost > 0 {
            let name = input.path().unwrap_or(Path::new("-")).display();
            let message = "what they should lead to is not compared; `lint` has them";
            say(&format!(
                "warning: {name}: {lost} references lead nowhere; {message}"
            ));
        }
        let whole = settings.include.is_empty() && settings.exclude.is_empty();
        options.include = settings.include;
        options.exclude = settings.exclude;
        let selected = match whole {
            true => None,
            // What is wrong with the document has been said.
            false => Some(input.read(&options, &mut Diagnostics::new())?),
        };
        Some(Self {
            document,
            selected,
            parts: Parts::only(&settings.only),
        })
    }

    fn compared_with(&self, new: &Self) -> Report {
        match self.generates_the_same_as(new) {
            true => {
                let mut report = diff::compare(&self.document, &new.document);
                report.rust = Some(Rust::default());
                report
            }
            false => {
                let crates = [self.generated(), new.generated()];
                let report = diff::review_of(&self.document, &new.document, crates);
                if report.rust.is_none() {
                    say(
                        "warning: the crates are not compared: a document is too complex to generate one; `lint` says where",
                    );
                }
                report
            }
        }
    }

    /// Whether nothing of what is selected differs: all changes are outside.
    fn generates_the_same_as(&self, new: &Self) -> bool {
        let (Some(own), Some(others)) = (&self.selected, &new.selected) else {
            return false;
        };
        let alone = |document: &Document| document.paths().count() == 1;
        self.parts == new.parts
            && alone(own)
            && alone(others)
            && own.root().to_json() == others.root().to_json()
    }

    /// What the crate is made of.
    fn generated(&self) -> (&Document, Parts) {
        (self.selected.as_ref().unwrap_or(&self.document), self.parts)
    }
}

/// Where the policy is.
struct Policy {
    levels: Option<Input>,
    approvals: Option<Input>,
    /// The approvals of the old state.
    before: Option<Input>,
}

impl Policy {
    fn find(inputs: &Inputs, comparison: &Comparison) -> Self {
        let folders = inputs.folders.as_ref();
        let before = folders.map(|(old, _)| old.join(policy::APPROVALS));
        match &comparison.policy {
            Some(path) => Self {
                levels: Some(Input::Disk(path.clone())),
                approvals: Some(Input::Disk(path.with_file_name(policy::APPROVALS))),
                before,
            },
            None => Self {
                levels: folders.map(|(_, new)| new.join(policy::FILE)),
                approvals: folders.map(|(_, new)| new.join(policy::APPROVALS)),
                // Two folders of one state would let each other's entries pass.
                before: before.filter(|_| comparison.base.is_some() || in_git(folders)),
            },
        }
    }

    fn levels(&self, diagnostics: &mut Diagnostics) -> Levels {
        let text = self.levels.as_ref().and_then(said);
        let text = text.map(|(name, text)| Levels::parse(&name, &text, diagnostics));
        text.unwrap_or_default()
    }

    /// The approvals, and those of the old state.
    fn approvals(&self, diagnostics: &mut Diagnostics) -> (Approvals, Approvals) {
        let read = |input: &Option<Input>, diagnostics: &mut Diagnostics| {
            let text = input.as_ref().and_then(said);
            let text = text.map(|(name, text)| Approvals::parse(&name, &text, diagnostics));
            text.unwrap_or_default()
        };
        // What is wrong with a file of the past is nobody's to mend.
        let before = read(&self.before, &mut Diagnostics::new());
        (read(&self.approvals, diagnostics), before)
    }
}

fn in_git(folders: Option<&(Input, Input)>) -> bool {
    folders.is_some_and(|(old, _)| matches!(old, Input::At(..)))
}

/// The name and the text of a file that may be there.
fn said(input: &Input) -> Option<(String, String)> {
    let bytes = input.bytes()?;
    let name = input.path().unwrap_or(Path::new("")).display().to_string();
    Some((name, String::from_utf8_lossy(&bytes).into_owned()))
}

fn limits(fail_on: &[FailOn]) -> Vec<Limit> {
    let release = |end, semver| Some(Limit::Release(end, semver));
    let limit = |fail_on: &FailOn| match fail_on {
        FailOn::Breaking => Some(Limit::Level(Level::Breaking)),
        FailOn::Unknown => Some(Limit::Level(Level::Unknown)),
        FailOn::Warning => Some(Limit::Level(Level::Warning)),
        FailOn::Info => Some(Limit::Level(Level::Info)),
        FailOn::RustMajor => release(None, Semver::Major),
        FailOn::RustMinor => release(None, Semver::Minor),
        FailOn::ClientMajor => release(Some(Feature::Client), Semver::Major),
        FailOn::ClientMinor => release(Some(Feature::Client), Semver::Minor),
        FailOn::ServerMajor => release(Some(Feature::Server), Semver::Major),
        FailOn::ServerMinor => release(Some(Feature::Server), Semver::Minor),
        FailOn::Never => None,
    };
    fail_on.iter().filter_map(limit).collect()
}

fn written(compared: &Report, comparison: &Comparison) -> Result<(), String> {
    let colour = comparison.output.is_none()
        && std::io::stdout().is_terminal()
        && std::env::var_os("NO_COLOR").is_none();
    let text = compared.render(match comparison.format {
        DiffFormat::Text => Format::Text { colour },
        DiffFormat::Markdown => Format::Markdown,
        DiffFormat::Json => Format::Json,
        DiffFormat::Github => Format::Github,
        DiffFormat::Sarif => Format::Sarif,
        DiffFormat::Junit => Format::Junit,
        DiffFormat::Html => Format::Html,
    });
    output(&text, comparison.output.as_ref())
}

pub(crate) fn output(text: &str, path: Option<&PathBuf>) -> Result<(), String> {
    match path {
        None => put(text),
        Some(path) => write::write_file(path, text).map_err(|error| error.to_string())?,
    }
    Ok(())
}

fn list(comparison: &Comparison) -> Outcome {
    let text = match comparison.format {
        DiffFormat::Text if comparison.ids == Ids::Oasdiff => {
            let lines = generator::diff::oasdiff::rules().into_iter();
            lines
                .map(|rule| format!("{} ({}): {}\n", rule.id, rule.level.as_str(), rule.meaning))
                .collect()
        }
        DiffFormat::Text => {
            let lines = rules().into_iter();
            lines
                .map(|rule| format!("{}: {}\n", rule.id, rule.meaning))
                .collect()
        }
        DiffFormat::Markdown if comparison.ids == Ids::Own => rules_page(),
        _ => return Outcome::Broken("rules are listed as `text` or `markdown`".to_owned()),
    };
    match output(&text, comparison.output.as_ref()) {
        Ok(()) => Outcome::Fine,
        Err(message) => Outcome::Broken(message),
    }
}
