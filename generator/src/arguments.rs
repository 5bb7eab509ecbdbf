//! What can be written on the command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

/// Generates Rust crates from OpenAPI documents.
///
/// Without a command it regenerates `generated/` from `specs/`.
#[derive(Parser)]
#[command(version)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    /// How findings are written.
    #[arg(long, global = true, value_enum, default_value_t = MessageFormat::Text)]
    pub(crate) message_format: MessageFormat,
    /// Fail on warnings, too.
    #[arg(long, global = true)]
    pub(crate) strict: bool,
    /// Print errors only.
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Write one crate per document.
    Generate(Selection),
    /// Fail when what is on disk differs from what would be generated.
    Check(Selection),
    /// Only say what there is to say about documents.
    Lint {
        /// Documents; none means all of `specs/`.
        documents: Vec<PathBuf>,
        /// Let `$ref` name files outside of a document's folder.
        #[arg(long)]
        allow_outside_root: bool,
    },
    /// Say what a change of a document breaks on the wire, with proof.
    #[cfg(feature = "diff")]
    Diff(Comparison),
    /// Say what a diagnostic code, or an id of `diff`, means and what to do.
    Explain {
        /// The code; none lists all of them.
        code: Option<String>,
    },
}

#[cfg(feature = "diff")]
#[derive(clap::Args)]
pub(crate) struct Comparison {
    /// The document as it was: a file, or `REV:PATH` in git.
    pub(crate) old: String,
    /// The document as it is now: a file, or `REV:PATH` in git.
    pub(crate) new: String,
    /// How the changes are written.
    #[arg(long, value_enum, default_value_t = DiffFormat::Text)]
    pub(crate) format: DiffFormat,
    /// Fail when a change is of this level or worse.
    #[arg(long, value_enum, default_value_t = FailOn::Breaking)]
    pub(crate) fail_on: FailOn,
}

#[cfg(feature = "diff")]
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum DiffFormat {
    /// For people.
    Text,
    /// One JSON object.
    Json,
}

#[cfg(feature = "diff")]
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum FailOn {
    Breaking,
    Unknown,
    Warning,
    Info,
    Never,
}

#[derive(clap::Args)]
pub(crate) struct Selection {
    /// Documents; none means all of `specs/`.
    pub(crate) documents: Vec<PathBuf>,
    /// Folder to write to, a folder per crate in it.
    #[arg(long, default_value = "generated")]
    pub(crate) out: PathBuf,
    /// Let `$ref` name files outside of a document's folder.
    #[arg(long)]
    pub(crate) allow_outside_root: bool,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum MessageFormat {
    /// Excerpts for people.
    Text,
    /// One JSON object a line, on standard output.
    Json,
    /// Annotations for GitHub, on standard output.
    Github,
}
