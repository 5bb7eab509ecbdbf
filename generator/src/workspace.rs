//! Whether a folder belongs to the Cargo workspace around it, as Cargo decides that.
//!
//! Comes in: a folder, and the manifests on disk. Must not know what is generated.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use toml::{Table, Value};

/// Tables of a manifest that name dependencies; `target.*` has them, too.
const DEPENDENCIES: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];

/// Whether a workspace lies above the folder that does not count it among its members. A package there needs a workspace
/// table of its own, and one among the members must not have it.
///
/// Members are those of the lists `members` and `exclude`, and what members depend on by path ("The `members` and `exclude`
/// fields" in the Cargo reference). A manifest that cannot be read is passed over: saying so is for Cargo.
pub(crate) fn is_stranger(folder: &Path) -> bool {
    let folder = plain(folder);
    let around = folder.ancestors().skip(1);
    let mut workspaces = around.filter_map(Workspace::at);
    let home = workspaces.find(|workspace| !workspace.excludes(&folder));
    home.is_some_and(|workspace| !workspace.has(&folder))
}

/// A workspace by its root manifest.
struct Workspace {
    root: PathBuf,
    manifest: Table,
}

impl Workspace {
    fn at(root: &Path) -> Option<Self> {
        let manifest = manifest(root)?;
        manifest.get("workspace")?.as_table()?;
        Some(Self {
            root: root.to_owned(),
            manifest,
        })
    }

    /// The texts of a list in the table of the workspace.
    fn list(&self, key: &str) -> impl Iterator<Item = &str> {
        let list = self.manifest["workspace"]
            .get(key)
            .and_then(Value::as_array);
        list.into_iter().flatten().filter_map(Value::as_str)
    }

    fn excludes(&self, folder: &Path) -> bool {
        let excluded = |path: &str| folder.starts_with(plain(&self.root.join(path)));
        self.list("exclude").any(excluded) && !self.lists(folder)
    }

    /// Whether `members` names the folder, which need not exist.
    fn lists(&self, folder: &Path) -> bool {
        let named = |pattern: glob::Pattern| {
            pattern.matches_path_with(
                folder,
                glob::MatchOptions {
                    require_literal_separator: true,
                    ..glob::MatchOptions::default()
                },
            )
        };
        self.patterns().any(named)
    }

    /// The patterns of `members`, from the root of the file system.
    fn patterns(&self) -> impl Iterator<Item = glob::Pattern> {
        let root = self.root.to_string_lossy();
        let root = glob::Pattern::escape(&root);
        self.list("members").filter_map(move |member| {
            let member = member.trim_start_matches("./").trim_end_matches('/');
            glob::Pattern::new(&format!("{root}/{member}")).ok()
        })
    }

    fn has(&self, folder: &Path) -> bool {
        if self.lists(folder) {
            return true;
        }
        let mut waiting = vec![self.root.clone()];
        for pattern in self.patterns() {
            waiting.extend(glob::glob(pattern.as_str()).into_iter().flatten().flatten());
        }
        let mut seen = BTreeSet::new();
        while let Some(member) = waiting.pop() {
            if member == folder {
                return true;
            }
            if let Some(manifest) = manifest(&member)
                && seen.insert(member.clone())
            {
                let dependencies = self.paths(&member, &manifest).into_iter();
                waiting.extend(
                    dependencies
                        .filter(|path| path.starts_with(&self.root) && !self.excludes(path)),
                );
            }
        }
        false
    }

    /// The folders of what a package depends on by path.
    fn paths(&self, package: &Path, manifest: &Table) -> Vec<PathBuf> {
        let targets = manifest.get("target").and_then(Value::as_table);
        let tables = targets
            .into_iter()
            .flat_map(Table::values)
            .filter_map(Value::as_table);
        let dependencies = tables.chain([manifest]).flat_map(|table| {
            let named = DEPENDENCIES
                .iter()
                .filter_map(|kind| table.get(*kind)?.as_table());
            named.flatten()
        });
        let folder = |(name, dependency): (&String, &Value)| {
            let inherited = dependency.get("workspace").and_then(Value::as_bool) == Some(true);
            let (base, dependency) = match inherited {
                true => (
                    &*self.root,
                    self.manifest["workspace"].get("dependencies")?.get(name)?,
                ),
                false => (package, dependency),
            };
            Some(plain(&base.join(dependency.get("path")?.as_str()?)))
        };
        dependencies.filter_map(folder).collect()
    }
}

fn manifest(folder: &Path) -> Option<Table> {
    let text = std::fs::read_to_string(folder.join("Cargo.toml")).ok()?;
    text.parse().ok()
}

/// The path without `.` and `..`, as Cargo compares paths.
fn plain(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            part => out.push(part),
        }
    }
    out
}
