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
    /// Fail on warnings, too: a document that has any is not written.
    #[arg(long, global = true)]
    pub(crate) strict: bool,
    /// Show so many findings of one code and severity of a document, then how many more there are; 0 shows all.
    #[arg(long, global = true, value_name = "COUNT", default_value_t = 20)]
    pub(crate) error_limit: usize,
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
    Lint(Lint),
    /// Say what a change of a document breaks on the wire, with proof.
    #[cfg(feature = "diff")]
    Diff(Box<Comparison>),
    /// Say what a diagnostic code, or an id of `diff`, means and what to do.
    Explain(Explain),
}

#[derive(clap::Args)]
pub(crate) struct Explain {
    /// The code; none lists all of them.
    pub(crate) code: Option<String>,
    /// Write the page of all codes, in Markdown.
    #[arg(long, conflicts_with = "code")]
    pub(crate) page: bool,
}

#[cfg(feature = "diff")]
#[derive(clap::Args)]
pub(crate) struct Comparison {
    /// What was, then what is: files, folders of documents, `REV:PATH` in git, or `-` for standard input. With `--base`,
    /// only the documents or folders as they are; none means `specs/`.
    #[arg(value_name = "OLD NEW")]
    pub(crate) inputs: Vec<String>,
    /// Compare with the state from which the current branch left this revision.
    #[arg(long, value_name = "REV")]
    pub(crate) base: Option<String>,
    /// Apply this overlay to all documents; repeatable, in order.
    #[arg(long, value_name = "FILE")]
    pub(crate) overlay: Vec<PathBuf>,
    /// How the changes are written.
    #[arg(long, value_enum, default_value_t = DiffFormat::Text)]
    pub(crate) format: DiffFormat,
    /// Write to this file instead of standard output.
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Fail when a change is of this level or worse, or when an item of the crate asks for this release or a greater one;
    /// several with commas.
    #[arg(
        long,
        value_name = "LIMIT",
        value_enum,
        value_delimiter = ',',
        default_value = "breaking"
    )]
    pub(crate) fail_on: Vec<FailOn>,
    /// Let `$ref` name files outside of the folder of its document.
    #[arg(long)]
    pub(crate) allow_outside_root: bool,
    /// Levels of your own; `diff.yaml` beside the new documents by default. Approvals are beside it.
    #[arg(long, value_name = "FILE")]
    pub(crate) policy: Option<PathBuf>,
    /// Approve, for this reason, all changes that would fail the run: writes `diff.approved.yaml`.
    #[arg(long, value_name = "REASON")]
    pub(crate) approve: Option<String>,
    /// The last day of these approvals.
    #[arg(long, value_name = "DATE", requires = "approve")]
    pub(crate) until: Option<String>,
    /// The day that approvals are held against, and sunsets are measured from, as 2030-12-31; today by default.
    #[arg(long, value_name = "DATE")]
    pub(crate) today: Option<String>,
    /// Only list all kinds of changes: as text, or with `--format markdown` as a page.
    #[arg(long)]
    pub(crate) list_rules: bool,
    /// Whose names of rules and levels are used, and with them whose way to compare.
    #[arg(long, value_enum, default_value_t = Ids::Own)]
    pub(crate) ids: Ids,
    #[command(flatten)]
    pub(crate) oasdiff: Oasdiff,
}

#[cfg(feature = "diff")]
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Ids {
    /// What can be proved to break.
    Own,
    /// The rules of oasdiff, keyword by keyword.
    Oasdiff,
}

/// What is of use with `--ids oasdiff` only, called as oasdiff calls it.
#[cfg(feature = "diff")]
#[derive(clap::Args)]
#[command(next_help_heading = "With --ids oasdiff")]
pub(crate) struct Oasdiff {
    /// Levels of rules, a line `ID err|warn|info|none` each.
    #[arg(long, value_name = "FILE")]
    pub(crate) severity_levels: Option<PathBuf>,
    /// Errors that are accepted, a line each.
    #[arg(long, value_name = "FILE")]
    pub(crate) err_ignore: Option<PathBuf>,
    /// Warnings that are accepted, a line each.
    #[arg(long, value_name = "FILE")]
    pub(crate) warn_ignore: Option<PathBuf>,
    /// Days between the deprecation and the sunset of what is stable; 0 demands no sunset.
    #[arg(long, value_name = "DAYS", default_value_t = 0)]
    pub(crate) deprecation_days_stable: u32,
    /// The same for what is beta.
    #[arg(long, value_name = "DAYS", default_value_t = 0)]
    pub(crate) deprecation_days_beta: u32,
    /// Operations of a lower stability may change freely.
    #[arg(long, value_enum, default_value_t = StabilityLevel::Beta)]
    pub(crate) stability_level: StabilityLevel,
    /// Take this off the paths of the old document.
    #[arg(long, value_name = "PREFIX", default_value = "")]
    pub(crate) strip_prefix_base: String,
    /// Take this off the paths of the new document.
    #[arg(long, value_name = "PREFIX", default_value = "")]
    pub(crate) strip_prefix_revision: String,
    /// Compare only paths that match.
    #[arg(long, value_name = "REGEX")]
    pub(crate) match_path: Option<String>,
    /// Leave out paths that match.
    #[arg(long, value_name = "REGEX")]
    pub(crate) unmatch_path: Option<String>,
    /// Pair alternatives written in place with equal ones behind references.
    #[arg(long, value_name = "BOOL", default_value_t = true, action = clap::ArgAction::Set)]
    pub(crate) match_inline_refs: bool,
}

#[cfg(feature = "diff")]
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum StabilityLevel {
    Draft,
    Alpha,
    Beta,
    Stable,
}

#[cfg(feature = "diff")]
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    /// Excerpts of both sides, for people.
    Text,
    /// For a comment on a pull request.
    Markdown,
    /// One JSON object.
    Json,
    /// Annotations for GitHub.
    Github,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// JUnit's XML.
    Junit,
    /// One page for a browser.
    Html,
}

#[cfg(feature = "diff")]
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum FailOn {
    Breaking,
    Unknown,
    Warning,
    Info,
    /// An item of the crate at either end; `client-` and `server-` ask for those of one.
    RustMajor,
    RustMinor,
    ClientMajor,
    ClientMinor,
    ServerMajor,
    ServerMinor,
    /// Nothing fails.
    Never,
}

#[derive(clap::Args)]
pub(crate) struct Lint {
    /// Documents; none means all of `specs/`.
    pub(crate) documents: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) input: Input,
}

/// What of which documents.
#[derive(clap::Args, Default)]
pub(crate) struct Input {
    /// Let `$ref` name files outside of a document's folder.
    #[arg(long)]
    pub(crate) allow_outside_root: bool,
    /// Apply this overlay to the document; repeatable, in order.
    #[arg(long, value_name = "FILE")]
    pub(crate) overlay: Vec<PathBuf>,
    /// Take only these operations, with what they reach: `tag:NAME`, `path:/a/**`, `path:GET:/a/**`, `method:GET`,
    /// `operation:ID`, `webhook:NAME`; repeatable, with `*`, `**` and `?`.
    #[arg(long, value_name = "SELECTOR")]
    pub(crate) include: Vec<String>,
    /// Leave these operations out, even if they are included; repeatable.
    #[arg(long, value_name = "SELECTOR")]
    pub(crate) exclude: Vec<String>,
    /// Take findings with this code as errors, so that nothing is generated; repeatable.
    #[arg(long, value_name = "CODE")]
    pub(crate) deny: Vec<String>,
    /// Take findings with this code as warnings, unless they are errors; repeatable.
    #[arg(long, value_name = "CODE")]
    pub(crate) warn: Vec<String>,
    /// Do not tell of findings with this code, unless they are errors; repeatable.
    #[arg(long, value_name = "CODE")]
    pub(crate) allow: Vec<String>,
}

#[derive(clap::Args)]
pub(crate) struct Selection {
    /// Documents; none means all of `specs/`.
    pub(crate) documents: Vec<PathBuf>,
    /// Folder to write to, a folder per crate in it.
    #[arg(long, default_value = "generated")]
    pub(crate) out: PathBuf,
    /// Generate only this part of a crate, with the messages; repeatable.
    #[arg(long, value_enum, value_name = "PART")]
    pub(crate) only: Vec<Only>,
    #[command(flatten)]
    pub(crate) input: Input,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Only {
    Client,
    Server,
    /// The messages, without any HTTP.
    Types,
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
