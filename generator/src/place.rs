//! Where a crate stands: what it is called, and how it finds the runtime from there.

use std::path::{Path, PathBuf};

/// Name of a document's file without the ending; also that of the folder of its crate.
pub(crate) fn file_stem(document: &Path) -> String {
    let stem = document.file_stem().map(|stem| stem.to_string_lossy());
    // A path that begins with a dash is an option for the compiler, and `...yaml` would name the folder above.
    match stem.as_deref().map(|stem| stem.trim_start_matches('-')) {
        None | Some("" | "." | "..") => "api".to_owned(),
        Some(stem) => stem.to_owned(),
    }
}

/// Names that a crate cannot have, because its own code, its examples or the compiler use them.
const TAKEN: &[&str] = &[
    "alloc",
    "bytes",
    "core",
    "generator-runtime",
    "generator_runtime",
    "http",
    "proc_macro",
    "serde",
    "serde_json",
    "std",
    "test",
    "tokio",
];

/// Name of the crate of a document: the name of its file without the ending, other scripts in Latin
/// letters, with what crate names cannot hold replaced.
pub(crate) fn crate_name(document: &Path) -> String {
    // Lower case and single separators, as the compiler expects of crate names.
    let mut name = String::new();
    for character in deunicode::deunicode_with_tofu(&file_stem(document), "-").chars() {
        match character {
            c if c.is_ascii_alphanumeric() => name.push(c.to_ascii_lowercase()),
            _ if name.ends_with(['-', '_']) => {}
            '_' => name.push('_'),
            _ => name.push('-'),
        }
    }
    let mut name = name.trim_matches(['-', '_']).to_owned();
    if name.is_empty() {
        name.push_str("api");
    } else if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        name.insert_str(0, "api-");
    }
    let keyword = syn::parse_str::<syn::Ident>(&name.replace('-', "_")).is_err();
    if keyword || TAKEN.contains(&name.as_str()) {
        name.push_str("-api");
    }
    name
}

pub(crate) fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// Path to the runtime library: relative where the crate lies in the same checkout, so that the
/// checkout can be moved.
pub(crate) fn runtime_path(folder: &Path) -> String {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let runtime = package.join("runtime");
    let Some((checkout, inside)) = package
        .parent()
        .and_then(|checkout| Some((checkout, folder.strip_prefix(checkout).ok()?)))
    else {
        return runtime.to_string_lossy().into_owned();
    };
    let up = "../".repeat(inside.components().count());
    let down = runtime.strip_prefix(checkout).unwrap_or(&runtime);
    format!("{up}{}", down.to_string_lossy())
}
