//! Compiles the crates of a sweep, client and server, in one workspace with one folder for what is built.

use std::collections::BTreeMap;
use std::io::{self, BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::sweep::Row;

/// What the compiler said about a crate.
#[derive(Clone, Debug, Default)]
pub struct Compiled {
    /// The crate compiled.
    pub done: bool,
    /// Warnings.
    pub warnings: usize,
    /// The first thing that was said.
    pub first: Option<String>,
}

impl Compiled {
    /// It compiled, and nothing was said.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.done && self.warnings == 0
    }
}

/// Checks the crates that were generated below `out`, by the folders they are in. Progress goes to `log`, as it comes.
///
/// # Errors
/// When the workspace cannot be written, or cargo cannot be started.
pub fn check(
    out: &Path,
    rows: &[Row],
    jobs: usize,
    log: &mut impl io::Write,
) -> io::Result<BTreeMap<String, Compiled>> {
    // Two documents may have names that make the same crate; a workspace takes only one of them.
    let mut members: BTreeMap<&str, &str> = BTreeMap::new();
    for row in rows {
        if let Some(name) = &row.crate_name {
            members.entry(name).or_insert(&row.name);
        }
    }
    workspace(out, members.values().copied())?;
    let mut compiled: BTreeMap<String, Compiled> = members
        .values()
        .map(|name| ((*name).to_owned(), Compiled::default()))
        .collect();
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut child = Command::new(cargo)
        .args([
            "check",
            "--workspace",
            "--lib",
            "--all-features",
            "--keep-going",
        ])
        .args([
            "--message-format=json",
            "--quiet",
            "--jobs",
            &jobs.to_string(),
        ])
        .current_dir(out)
        .env("CARGO_TARGET_DIR", std::path::absolute(out)?.join("target"))
        .env("CARGO_INCREMENTAL", "0")
        .env_remove("CARGO_MANIFEST_DIR")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).lines() {
            let Ok(message) = serde_json::from_str::<Value>(&line?) else {
                continue;
            };
            let name = message["target"]["name"]
                .as_str()
                .unwrap_or_default()
                .replace('_', "-");
            let folder = members
                .iter()
                .find(|(known, _)| known.replace('_', "-") == name);
            let Some((folder, known)) =
                folder.and_then(|(_, folder)| Some((folder, compiled.get_mut(*folder)?)))
            else {
                continue;
            };
            if take(&message, known) {
                let word = if known.is_clean() {
                    "compiled"
                } else {
                    "FAILED"
                };
                writeln!(log, "{word:9} {:>5} warnings  {folder}", known.warnings)?;
            }
        }
    }
    child.wait()?;
    for (folder, known) in compiled.iter().filter(|(_, known)| !known.is_clean()) {
        let first = known.first.as_deref().unwrap_or("it was not reached");
        writeln!(log, "{folder}: {first}")?;
    }
    Ok(compiled)
}

/// Takes a message of cargo's; says whether it ends a crate.
fn take(message: &Value, known: &mut Compiled) -> bool {
    match message["reason"].as_str() {
        Some("compiler-artifact") => {
            known.done = true;
            true
        }
        Some("compiler-message") => {
            let said = &message["message"];
            if said["level"] == "warning" {
                known.warnings += 1;
            }
            let text = said["rendered"].as_str().unwrap_or_default();
            known.first.get_or_insert_with(|| text.to_owned());
            said["level"] == "error" && said["code"].is_null()
        }
        _ => false,
    }
}

fn workspace<'a>(out: &Path, members: impl Iterator<Item = &'a str>) -> io::Result<()> {
    let members: Vec<String> = members.map(|name| format!("  {name:?},\n")).collect();
    for name in &members {
        // A crate outside of a workspace says that it is one; here it must not.
        let manifest = out
            .join(name.trim().trim_matches([',', '"']))
            .join("Cargo.toml");
        let text = std::fs::read_to_string(&manifest)?;
        let text = text.replace("\n[workspace]\n", "\n");
        std::fs::write(&manifest, text)?;
    }
    let text = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [\n{}]\n",
        members.concat()
    );
    std::fs::write(out.join("Cargo.toml"), text)?;
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.lock");
    std::fs::copy(lock, out.join("Cargo.lock"))?;
    Ok(())
}
