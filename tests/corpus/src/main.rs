//! Arguments in, table out, exit status out.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use corpus::census;
use corpus::compile::{self, Compiled};
use corpus::gaps::{Gaps, Stage};
use corpus::sweep::{self, Row};

/// Generates a crate of every document of a folder, compiles all of them, and prints a table.
///
/// The folder is that of `CORPUS_DIR`, or its `specs`. Fails when a document fails that is not on the list of gaps, and when one
/// passes that is.
#[derive(Parser)]
struct Arguments {
    /// Take only documents whose names have one of these texts in them.
    filters: Vec<String>,
    /// Generate only.
    #[arg(long)]
    no_compile: bool,
    /// Count what is in each document, and find it in what was understood, instead of generating.
    #[arg(long)]
    census: bool,
    /// Crates to compile at once; large ones take several gigabytes each.
    #[arg(long, default_value_t = 1)]
    jobs: usize,
    /// Folder for the crates.
    #[arg(long, default_value = "target/corpus")]
    out: PathBuf,
    /// Seconds after which a document is given up.
    #[arg(long, default_value_t = 120)]
    seconds: u64,
    /// The list of gaps.
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/gaps.tsv"))]
    gaps: PathBuf,
    /// Generate this document in this process and print its row: how the sweep keeps documents apart.
    #[arg(long, hide = true)]
    one: Option<PathBuf>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match &arguments.one {
        Some(document) => one(document, &arguments),
        None => documents(&arguments.filters).and_then(|documents| match arguments.census {
            true => count(&documents),
            false => all(&documents, &arguments),
        }),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::from(2)
        }
    }
}

fn documents(filters: &[String]) -> io::Result<Vec<PathBuf>> {
    let folder = std::env::var_os("CORPUS_DIR")
        .map(PathBuf::from)
        .ok_or_else(|| io::Error::other("CORPUS_DIR names no folder of documents"))?;
    let inner = folder.join("specs");
    sweep::documents(if inner.is_dir() { &inner } else { &folder }, filters)
}

fn one(document: &Path, arguments: &Arguments) -> io::Result<bool> {
    let row = sweep::generate(document, &arguments.out);
    writeln!(io::stdout(), "{}", row.to_json())?;
    Ok(true)
}

/// The sweep.
fn all(documents: &[PathBuf], arguments: &Arguments) -> io::Result<bool> {
    let gaps = Gaps::read(&arguments.gaps)?;
    let mut out = io::stdout().lock();
    let mut rows = Vec::new();
    for document in documents {
        let row = sweep::apart(document, &arguments.out, arguments.seconds)?;
        writeln!(out, "{row}")?;
        rows.push(row);
    }
    let compiled = match arguments.no_compile {
        true => None,
        false => Some(compile::check(
            &arguments.out,
            &rows,
            arguments.jobs,
            &mut out,
        )?),
    };
    summary(&rows, compiled.as_ref(), &mut out)?;
    let mut failures: Vec<(String, Stage)> = Vec::new();
    for row in &rows {
        let compiles = compiled
            .as_ref()
            .and_then(|compiled| compiled.get(&row.name));
        if row.crate_name.is_none() {
            failures.push((row.document.clone(), Stage::Generate));
        } else if compiles.is_some_and(|compiled| !compiled.is_clean()) {
            failures.push((row.document.clone(), Stage::Compile));
        }
    }
    let swept: Vec<&str> = rows.iter().map(|row| row.document.as_str()).collect();
    let differences = gaps.differences(&swept, &failures, compiled.is_some());
    for difference in &differences {
        writeln!(out, "{difference}")?;
    }
    Ok(differences.is_empty())
}

fn summary(
    rows: &[Row],
    compiled: Option<&std::collections::BTreeMap<String, Compiled>>,
    out: &mut impl io::Write,
) -> io::Result<()> {
    let generated = rows.iter().filter(|row| row.crate_name.is_some()).count();
    let lines: usize = rows.iter().map(|row| row.lines).sum();
    writeln!(
        out,
        "{} documents, {generated} generated, {lines} lines",
        rows.len()
    )?;
    if let Some(compiled) = compiled {
        let clean = compiled
            .values()
            .filter(|compiled| compiled.is_clean())
            .count();
        let warnings: usize = compiled.values().map(|compiled| compiled.warnings).sum();
        writeln!(
            out,
            "{clean} of {} crates compiled without a word; {warnings} warnings",
            compiled.len()
        )?;
    }
    Ok(())
}

/// The census.
fn count(documents: &[PathBuf]) -> io::Result<bool> {
    let mut out = io::stdout().lock();
    let (mut counted, mut lost) = (0, 0);
    for document in documents {
        let census = census::take(document);
        counted += census.counted;
        lost += census.lost.len();
        writeln!(
            out,
            "{}: {} counted, {} lost",
            document.display(),
            census.counted,
            census.lost.len()
        )?;
        for loss in &census.lost {
            writeln!(out, "  {loss}")?;
        }
    }
    writeln!(
        out,
        "{} documents, {counted} counted, {lost} lost",
        documents.len()
    )?;
    Ok(lost == 0)
}
