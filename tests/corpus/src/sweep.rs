//! Generates crates of documents, each in a process of its own, so that a panic or a long run of one ends only that one.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use generator::Generator;
use generator::diagnostics::Diagnostics;
use generator::write;
use serde_json::{Value, json};

/// What became of a document.
#[derive(Debug, Default)]
pub struct Row {
    /// Name of the document's file.
    pub document: String,
    /// That name without its ending: the folder of the crate.
    pub name: String,
    /// Findings by code.
    pub findings: BTreeMap<String, u64>,
    /// Name of the crate; `None` when none was made.
    pub crate_name: Option<String>,
    /// Lines of Rust.
    pub lines: usize,
    /// Seconds from the document to the crate on disk.
    pub seconds: f64,
    /// Most memory, in MiB; zero where the system does not say.
    pub memory: u64,
    /// Why the process ended early, if it did.
    pub end: Option<String>,
}

/// The documents of a folder whose names have one of the texts in them, by name.
///
/// # Errors
/// When the folder cannot be read.
pub fn documents(folder: &Path, filters: &[String]) -> io::Result<Vec<PathBuf>> {
    let mut documents = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        let name = name.unwrap_or_default();
        let chosen =
            filters.is_empty() || filters.iter().any(|filter| name.contains(filter.as_str()));
        if chosen
            && [".json", ".yaml", ".yml"]
                .iter()
                .any(|ending| name.ends_with(ending))
        {
            documents.push(path);
        }
    }
    documents.sort();
    Ok(documents)
}

/// Generates the crate of a document below `out`, in this process.
#[must_use]
pub fn generate(document: &Path, out: &Path) -> Row {
    let start = Instant::now();
    let mut row = empty(document);
    let generator = Generator::new().out_dir(out);
    let mut diagnostics = Diagnostics::new();
    let rendered = generator.render(document, &mut diagnostics);
    diagnostics.finish();
    for found in diagnostics.iter() {
        let code = found.code;
        row.findings
            .insert(code.name.to_owned(), diagnostics.count(code) as u64);
    }
    if let Some((rendered, _)) = rendered {
        match write::write(&generator.folder_of(document), &rendered.files) {
            Ok(_) => row.crate_name = Some(rendered.name),
            Err(error) => row.end = Some(error.to_string()),
        }
        let sources = rendered
            .files
            .iter()
            .filter(|file| file.path.ends_with(".rs"));
        row.lines = sources.map(|file| file.text.lines().count()).sum();
    }
    row.seconds = start.elapsed().as_secs_f64();
    row.memory = peak_memory();
    row
}

/// Generates the crate of a document in a process of its own.
///
/// # Errors
/// When the process cannot be started.
pub fn apart(document: &Path, out: &Path, seconds: u64) -> io::Result<Row> {
    let mut child = Command::new(std::env::current_exe()?)
        .arg("--one")
        .arg(document)
        .arg("--out")
        .arg(out)
        .stdout(Stdio::piped())
        .spawn()?;
    let deadline = Instant::now() + Duration::from_secs(seconds);
    let mut row = empty(document);
    loop {
        if let Some(status) = child.try_wait()? {
            let mut text = String::new();
            if let Some(mut stdout) = child.stdout.take() {
                stdout.read_to_string(&mut text)?;
            }
            match serde_json::from_str(&text) {
                Ok(value) => row.fill(&value),
                Err(_) => row.end = Some(status.to_string()),
            }
            return Ok(row);
        }
        if Instant::now() > deadline {
            child.kill()?;
            child.wait()?;
            row.end = Some(format!("gave up after {seconds} s"));
            return Ok(row);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn empty(document: &Path) -> Row {
    let text =
        |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    Row {
        document: text(document.file_name()),
        name: text(document.file_stem()),
        ..Row::default()
    }
}

/// The most memory that this process had at once, in MiB (`VmHWM` of proc(5)).
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kib.unwrap_or_default() / 1024
}

impl Row {
    /// The row as one process tells it to another.
    #[must_use]
    pub fn to_json(&self) -> Value {
        json!({
            "findings": self.findings,
            "crate": self.crate_name,
            "lines": self.lines,
            "seconds": self.seconds,
            "memory": self.memory,
            "end": self.end,
        })
    }

    fn fill(&mut self, value: &Value) {
        let text = |key: &str| value[key].as_str().map(str::to_owned);
        let findings = value["findings"].as_object().into_iter().flatten();
        self.findings = findings
            .map(|(code, count)| (code.clone(), count.as_u64().unwrap_or_default()))
            .collect();
        self.crate_name = text("crate");
        self.lines = value["lines"].as_u64().unwrap_or_default() as usize;
        self.seconds = value["seconds"].as_f64().unwrap_or_default();
        self.memory = value["memory"].as_u64().unwrap_or_default();
        self.end = text("end");
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let made = if self.crate_name.is_some() {
            "generated"
        } else {
            "FAILED"
        };
        write!(
            f,
            "{made:9} {:>8} lines {:>6.2} s {:>5} MiB  {}",
            self.lines, self.seconds, self.memory, self.document
        )?;
        for (code, count) in &self.findings {
            write!(f, "  {code} {count}")?;
        }
        match &self.end {
            Some(end) => write!(f, "  ({end})"),
            None => Ok(()),
        }
    }
}
