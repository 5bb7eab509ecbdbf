//! The command line: arguments in, exit status out. What is done is the library's.
//! Long because each command has its outcome, its talk and its exit status.

mod arguments;
#[cfg(feature = "diff")]
mod inputs;
#[cfg(feature = "diff")]
mod oasdiff;
#[cfg(feature = "diff")]
mod review;
#[cfg(feature = "diff")]
mod revision;

use std::collections::{HashMap, HashSet};
use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use arguments::{Arguments, Command, Explain, Input, Lint, MessageFormat, Only, Selection};
use clap::Parser as _;
use generator::diagnostics::{self, Diagnostics, Level, Levels, Severity, codes};
use generator::write::{self, Change};
use generator::{Generator, Part, settings};

/// How a run ended.
enum Outcome {
    Fine,
    /// The answer is no: errors were found, or files are stale.
    No,
    /// The command could not run.
    Broken(String),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match &arguments.command {
        None => generate(
            &Selection {
                documents: Vec::new(),
                out: "generated".into(),
                only: Vec::new(),
                input: Input::default(),
            },
            &arguments,
        ),
        Some(Command::Generate(selection)) => generate(selection, &arguments),
        Some(Command::Check(selection)) => check(selection, &arguments),
        Some(Command::Lint(what)) => lint(what, &arguments),
        #[cfg(feature = "diff")]
        Some(Command::Diff(comparison)) => review::run(comparison, &arguments),
        Some(Command::Explain(what)) => explain(what),
    };
    match outcome {
        Outcome::Fine => ExitCode::SUCCESS,
        Outcome::No => ExitCode::from(1),
        Outcome::Broken(message) => {
            say(&format!("error: {message}"));
            ExitCode::from(2)
        }
    }
}

/// Talk goes to standard error, data to standard output; a closed pipe is no reason to panic.
fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "{}", diagnostics::visible_lines(text));
}

fn put(text: &str) {
    let _ = write!(std::io::stdout(), "{text}");
}

/// A generator that reads as it was said.
fn reading(input: &Input) -> Result<Generator, String> {
    let mut generator = Generator::new()
        .allow_outside_root(input.allow_outside_root)
        .levels(levels(input)?);
    for overlay in &input.overlay {
        generator = generator.overlay(overlay);
    }
    for selector in &input.include {
        generator = generator.include(selector);
    }
    for selector in &input.exclude {
        generator = generator.exclude(selector);
    }
    Ok(generator)
}

/// The levels that codes were given.
fn levels(input: &Input) -> Result<Levels, String> {
    let mut levels = Levels::default();
    let mut said = HashSet::new();
    for (names, level) in [
        (&input.allow, Level::Allow),
        (&input.warn, Level::Warn),
        (&input.deny, Level::Deny),
    ] {
        for name in names {
            levels.set(name, level)?;
            if !said.insert(name) {
                return Err(format!("`{name}` is given a level more than once"));
            }
        }
    }
    Ok(levels)
}

/// A generator that makes what was said.
fn generator(selection: &Selection) -> Result<Generator, String> {
    let parts = selection.only.iter().map(|only| match only {
        Only::Client => Part::Client,
        Only::Server => Part::Server,
        Only::Types => Part::Types,
    });
    Ok(parts.fold(reading(&selection.input)?, Generator::only))
}

fn generate(selection: &Selection, arguments: &Arguments) -> Outcome {
    let (documents, out) = match located(&selection.documents, &selection.out) {
        Ok(located) => located,
        Err(message) => return Outcome::Broken(message),
    };
    let generator = match generator(selection) {
        Ok(generator) => generator.out_dir(&out),
        Err(message) => return Outcome::Broken(message),
    };
    if let Some(message) = meeting(&generator, &documents) {
        return Outcome::Broken(message);
    }
    let mut diagnostics = Diagnostics::limited(arguments.error_limit);
    let mut outcome = Outcome::Fine;
    let mut lines = Vec::new();
    for document in &documents {
        let warned = diagnostics.tally(Severity::Warning);
        let Some((rendered, _)) = generator.render(document, &mut diagnostics) else {
            continue;
        };
        let folder = generator.folder_of(document);
        if arguments.strict && diagnostics.tally(Severity::Warning) > warned {
            lines.push(format!(
                "{}: not written, because `--strict` allows no warnings",
                folder.display()
            ));
            continue;
        }
        match write::write(&folder, &rendered.files) {
            Ok(plan) => lines.push(format!(
                "{}: {}, {}, {}, {} changed",
                folder.display(),
                counted(rendered.api.operations.len(), "operation"),
                counted(rendered.api.types.len(), "type"),
                counted(rendered.files.len(), "file"),
                plan.changes.len(),
            )),
            Err(error) => outcome = Outcome::Broken(error.to_string()),
        }
    }
    let verdict = report(&mut diagnostics, arguments);
    if !arguments.quiet {
        lines.iter().for_each(|line| say(line));
    }
    match outcome {
        Outcome::Fine => verdict,
        other => other,
    }
}

fn check(selection: &Selection, arguments: &Arguments) -> Outcome {
    let (documents, out) = match located(&selection.documents, &selection.out) {
        Ok(located) => located,
        Err(message) => return Outcome::Broken(message),
    };
    let generator = match generator(selection) {
        Ok(generator) => generator.out_dir(&out),
        Err(message) => return Outcome::Broken(message),
    };
    let mut diagnostics = Diagnostics::limited(arguments.error_limit);
    let mut stale = Vec::new();
    for document in &documents {
        let Some((rendered, _)) = generator.render(document, &mut diagnostics) else {
            continue;
        };
        let folder = generator.folder_of(document);
        match write::plan(&folder, &rendered.files) {
            Ok(plan) => stale.extend(plan.changes.iter().map(|change| {
                let (word, path) = match change {
                    Change::Added(path) => ("missing", path),
                    Change::Changed(path) => ("stale", path),
                    Change::Removed(path) => ("left over", path),
                };
                format!("{word}: {}", folder.join(path).display())
            })),
            Err(error) => return Outcome::Broken(error.to_string()),
        }
    }
    let verdict = report(&mut diagnostics, arguments);
    if stale.is_empty() {
        return verdict;
    }
    stale.iter().for_each(|line| say(line));
    let said = std::env::args_os().skip(1).filter(|word| *word != "check");
    let said: Vec<String> = said.map(|word| quoted(&word.to_string_lossy())).collect();
    let said = said.join(" ");
    let plain = selection.documents.is_empty() && selection.out == Path::new("generated");
    say(&match plain && said.is_empty() {
        true => "run `cargo run -p generator` to bring them up to date".to_owned(),
        false => {
            format!("run `cargo run -p generator -- generate {said}` to bring them up to date")
        }
    });
    Outcome::No
}

/// A count with its noun.
fn counted(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        count => format!("{count} {noun}s"),
    }
}

/// Says which two documents would be written to one folder, also where the file system makes no difference of case.
fn meeting(generator: &Generator, documents: &[PathBuf]) -> Option<String> {
    let mut folders = HashMap::new();
    documents.iter().find_map(|document| {
        let folder = generator.folder_of(document);
        let other = folders.insert(folder.to_string_lossy().to_lowercase(), document)?;
        Some(format!(
            "{} and {} would both be written to {}; rename one of them, or generate them in two runs",
            other.display(),
            document.display(),
            folder.display()
        ))
    })
}

/// A word of a command line, in quotes where a shell would read more into it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:,=@%+".contains(c);
    match word.chars().all(plain) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', "'\\''")),
    }
}

fn lint(what: &Lint, arguments: &Arguments) -> Outcome {
    let documents = match located(&what.documents, Path::new("generated")) {
        Ok((documents, _)) => documents,
        Err(message) => return Outcome::Broken(message),
    };
    let generator = match reading(&what.input) {
        Ok(generator) => generator,
        Err(message) => return Outcome::Broken(message),
    };
    let mut diagnostics = Diagnostics::limited(arguments.error_limit);
    for document in &documents {
        generator.lint(document, &mut diagnostics);
    }
    report(&mut diagnostics, arguments)
}

fn explain(what: &Explain) -> Outcome {
    if what.page {
        put(&codes::page());
        return Outcome::Fine;
    }
    let Some(name) = what.code.as_deref() else {
        for code in codes::ALL {
            put(&format!(
                "{} ({}): {}\n",
                code.name, code.severity, code.meaning
            ));
        }
        return Outcome::Fine;
    };
    match codes::find(name) {
        Some(code) => {
            put(&format!(
                "{} ({})\n\n{}\n\n{}\n\n{}\n",
                code.name,
                code.severity,
                code.meaning,
                code.action,
                code.explanation()
            ));
            Outcome::Fine
        }
        #[cfg(feature = "diff")]
        None if explain_change(name) => Outcome::Fine,
        None => Outcome::Broken(codes::unknown(name)),
    }
}

/// Explains an id of `diff`, by its own rules and by those of oasdiff; false where neither has it.
#[cfg(feature = "diff")]
fn explain_change(id: &str) -> bool {
    let own = generator::diff::explain(id);
    if let Some(rule) = &own {
        put(&format!(
            "{}\n\n{}\n\n{}\n\n{}\n",
            rule.id, rule.meaning, rule.why, rule.action
        ));
    }
    let rules = generator::diff::oasdiff::rules();
    let theirs = rules.iter().find(|rule| rule.id == id);
    if let Some(rule) = theirs {
        put(&format!(
            "{}{} ({} in `diff --ids oasdiff`)\n\n{}\n",
            if own.is_some() { "\n" } else { "" },
            rule.id,
            rule.level.as_str(),
            rule.meaning
        ));
    }
    own.is_some() || theirs.is_some()
}

/// Prints all findings and says whether the run may succeed.
fn report(diagnostics: &mut Diagnostics, arguments: &Arguments) -> Outcome {
    diagnostics.finish();
    if arguments.quiet {
        diagnostics.retain(|severity| severity == Severity::Error);
    } else if matches!(
        arguments.command,
        None | Some(Command::Generate(_) | Command::Check(_))
    ) {
        // Advice is for `lint`.
        diagnostics.retain(|severity| severity != Severity::Info);
    }
    match arguments.message_format {
        MessageFormat::Text => {
            let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
            let text = diagnostics::render(diagnostics, diagnostics::Format::Text { colour });
            let _ = write!(std::io::stderr(), "{text}");
            if let Some(summary) = summary(diagnostics).filter(|_| !arguments.quiet) {
                say(&summary);
            }
        }
        MessageFormat::Json => put(&diagnostics::render(diagnostics, diagnostics::Format::Json)),
        MessageFormat::Github => put(&diagnostics::render(
            diagnostics,
            diagnostics::Format::Github,
        )),
    }
    let warned = diagnostics.tally(Severity::Warning) > 0;
    if diagnostics.has_errors() || (arguments.strict && warned) {
        Outcome::No
    } else {
        Outcome::Fine
    }
}

/// How much was found, in a line.
fn summary(diagnostics: &Diagnostics) -> Option<String> {
    let severities = [Severity::Error, Severity::Warning, Severity::Info];
    let counts = severities.map(|severity| (diagnostics.tally(severity), severity.as_str()));
    let words: Vec<String> = counts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| match word {
            "info" => counted(count, "note"),
            word => counted(count, word),
        })
        .collect();
    let page = "`generator explain CODE` says more";
    (!words.is_empty()).then(|| format!("{}; {page}", words.join(", ")))
}

/// The documents to work on and the folder to write to, both from the root of the checkout when
/// they are left out.
fn located(documents: &[PathBuf], out: &Path) -> Result<(Vec<PathBuf>, PathBuf), String> {
    if !documents.is_empty() {
        return Ok((documents.to_vec(), out.to_owned()));
    }
    let root = checkout()?;
    let specs = root.join("specs");
    let entries =
        std::fs::read_dir(&specs).map_err(|error| format!("{}: {error}", specs.display()))?;
    let overlays = settings::overlays_in(&specs);
    let mut documents: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| !path.ends_with(settings::FILE) && !overlays.contains(path))
        .filter(|path| {
            path.extension()
                .is_some_and(|ending| ["yaml", "yml", "json"].iter().any(|known| ending == *known))
        })
        .collect();
    documents.sort();
    if documents.is_empty() {
        return Err(format!("{} holds no document", specs.display()));
    }
    let out = if out.is_absolute() {
        out.to_owned()
    } else {
        root.join(out)
    };
    Ok((documents, out))
}

/// The folder that holds `specs/`: the current one or, under `cargo run`, that of the checkout.
fn checkout() -> Result<PathBuf, String> {
    if Path::new("specs").is_dir() {
        return Ok(PathBuf::from("."));
    }
    std::env::var_os("CARGO_MANIFEST_DIR")
        .and_then(|package| Path::new(&package).parent().map(Path::to_owned))
        .filter(|root| root.join("specs").is_dir())
        .ok_or_else(|| "there is no folder `specs` here; name the documents to work on".to_owned())
}
