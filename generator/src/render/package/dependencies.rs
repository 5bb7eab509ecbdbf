//! Which crates the emitted modules name.
//!
//! Comes in: the text of the modules. Goes out: the dependencies of the manifest, each with its reason; nothing that is
//! not used is among them.

use std::collections::BTreeSet;

use super::{Options, RuntimeSource, manifest};
use crate::render::File;
use crate::render::format::Named;

/// A dependency of a generated crate.
pub(super) struct Dependency {
    /// Name of the package.
    pub(super) name: &'static str,
    /// What it is for, a sentence.
    pub(super) reason: &'static str,
    /// Its source, as a value of the manifest.
    pub(super) source: String,
    /// Features that are always on.
    pub(super) features: Vec<&'static str>,
}

impl Dependency {
    /// Whether it is the runtime library.
    pub(super) fn is_runtime(&self) -> bool {
        self.name == "generator-runtime"
    }
}

/// Crates that modules may name, with version, features and reason.
const KNOWN: [(&str, &str, &str, &str); 4] = [
    (
        "bytes",
        "1.12",
        "default-features = false",
        "Bodies that are bytes.",
    ),
    ("http", "1.5", "", "Status codes, requests and responses."),
    (
        "serde",
        "1",
        "default-features = false, features = [\"std\"]",
        "Messages are read and written through its traits; nothing is derived.",
    ),
    ("serde_json", "1", "", "Values that can be any JSON."),
];

/// Modules below `wire` that name one of them check patterns, for which the runtime has a feature.
const PATTERNS: &[&str] = &["Pattern", "Rules"];

/// What the runtime library itself stands on: the feature that brings it, and its packages. The
/// first row always counts.
pub(super) const RUNTIME: [(&str, &[&str]); 7] = [
    (
        "always",
        &[
            "base64",
            "bytes",
            "futures-core",
            "hmac",
            "http",
            "http-body",
            "percent-encoding",
            "serde",
            "serde_json",
            "sha2",
        ],
    ),
    ("client", &["tokio", "tower-service"]),
    (
        "reqwest",
        &["reqwest", "rustls", "rustls-platform-verifier"],
    ),
    ("server", &["tokio", "tower-service"]),
    ("tracing", &["tracing"]),
    ("pattern", &["regex-lite"]),
    ("xml", &["quick-xml"]),
];

/// The dependencies, by name.
pub(super) fn used(modules: &[File], options: &Options) -> Vec<Dependency> {
    let mut named: BTreeSet<&str> = BTreeSet::new();
    for module in modules {
        // Outside of `wire`, a message may have the name of what checks patterns.
        let checks = match module.path.starts_with("src/wire/") {
            true => PATTERNS,
            false => &[],
        };
        let mut sought: Vec<&str> = KNOWN.iter().map(|(name, ..)| *name).collect();
        sought.extend(checks);
        // Text is quick to say no. Whether it means yes (it may be that of a comment), only tokens tell.
        let is_news =
            |name: &&str| !named.contains(name) && module.text.contains(&format!("{name}::"));
        sought.retain(is_news);
        if sought.is_empty() {
            continue;
        }
        if let Ok(tokens) = module.text.parse() {
            let roots = Named::of(&[tokens]).roots;
            named.extend(sought.iter().filter(|name| roots.contains(**name)));
        }
    }
    let patterns = PATTERNS.iter().any(|name| named.contains(name));
    let mut dependencies: Vec<Dependency> = KNOWN
        .iter()
        .filter(|(name, ..)| named.contains(*name))
        .map(|(name, version, features, reason)| Dependency {
            name,
            reason,
            source: match *features {
                "" => format!("\"{version}\""),
                features => format!("{{ version = \"{version}\", {features} }}"),
            },
            features: Vec::new(),
        })
        .collect();
    let xml = modules
        .iter()
        .any(|module| module.path == "src/wire/xml.rs");
    let features = [(patterns, "pattern"), (xml, "xml")];
    let features = features.into_iter().filter(|(used, _)| *used);
    let features: Vec<&'static str> = features.map(|(_, name)| name).collect();
    dependencies.push(runtime(features, options));
    dependencies.sort_by_key(|dependency| dependency.name);
    dependencies
}

fn runtime(features: Vec<&'static str>, options: &Options) -> Dependency {
    let listed = match features.as_slice() {
        [] => String::new(),
        features => format!(", features = [\"{}\"]", features.join("\", \"")),
    };
    let source = match &options.runtime {
        RuntimeSource::Path(path) => format!("path = {}", manifest::text(path)),
        RuntimeSource::Version(version) => format!("version = {}", manifest::text(version)),
    };
    Dependency {
        name: "generator-runtime",
        reason: "What generated crates share: the call core, parameters, validation, signing, routing.",
        source: format!("{{ {source}, default-features = false{listed} }}"),
        features,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::RUNTIME;

    /// The names in a table of a manifest.
    fn table<'a>(manifest: &'a str, name: &str) -> Vec<(&'a str, &'a str)> {
        manifest
            .lines()
            .skip_while(|line| *line != format!("[{name}]"))
            .skip(1)
            .take_while(|line| !line.starts_with('['))
            .filter_map(|line| line.split_once(" = "))
            .collect()
    }

    #[test]
    fn the_listed_tree_is_that_of_the_runtime() {
        let manifest = include_str!("../../../runtime/Cargo.toml");
        let optional = |rest: &str| rest.contains("optional = true");
        let listed = |feature: &str| -> BTreeSet<&str> {
            RUNTIME
                .iter()
                .filter(|(known, _)| *known == feature)
                .flat_map(|(_, packages)| packages.iter().copied())
                .collect()
        };
        let always: BTreeSet<&str> = table(manifest, "dependencies")
            .into_iter()
            .filter(|(_, rest)| !optional(rest))
            .map(|(name, _)| name)
            .collect();
        assert_eq!(listed("always"), always);
        for (feature, brings) in table(manifest, "features") {
            let packages: BTreeSet<&str> = brings
                .split('"')
                .filter_map(|part| part.strip_prefix("dep:"))
                .collect();
            assert_eq!(listed(feature), packages, "{feature}");
        }
    }
}
