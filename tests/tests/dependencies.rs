//! What a generated crate brings into the tree of its user, by features: every package with its licence.
//!
//! Versions are left to `Cargo.lock`; a package more is a decision, and shows here.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::process::Command;

use tests::fixtures::checkout;

/// The packages below a generated crate, itself left out, sorted: `name licence` per line.
///
/// The trees of Linux, which is the same wherever the test runs.
fn tree(package: &str, features: &[&str]) -> BTreeSet<String> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .current_dir(checkout())
        .args(["tree", "--locked", "--package", package])
        .args(["--edges", "normal", "--target", "x86_64-unknown-linux-gnu"])
        .args(["--prefix", "none", "--no-dedupe", "--format", "{p}|{l}"])
        .args(features);
    let output = cargo.output().expect("cargo runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).expect("names and licences are text");
    text.lines()
        .filter(|line| !line.is_empty())
        .map(|line| {
            let (package, licence) = line.split_once('|').expect("both parts of the format");
            let name = package.split(' ').next().unwrap_or(package);
            format!("{name} {licence}")
        })
        .filter(|line| !line.starts_with(&format!("{package} ")))
        .collect()
}

#[test]
fn generated_crates_bring_what_is_listed() {
    let mut listing = String::new();
    let mut first: Option<Vec<BTreeSet<String>>> = None;
    for package in ["huaweicloud-ims", "otc-ims", "jdcloud-vm", "volcengine-ecs"] {
        let bare = ["--no-default-features"];
        let features: [&[&str]; 4] = [
            &bare,
            &["--no-default-features", "--features", "client"],
            &["--no-default-features", "--features", "server"],
            &[],
        ];
        let trees: Vec<_> = features.map(|features| tree(package, features)).into();
        match &first {
            // One list is enough to read where all are the same.
            Some(first) => assert_eq!(&trees, first, "{package} is not as the first"),
            None => {
                let mut known = BTreeSet::new();
                for (what, tree) in ["messages", "client", "server", "default transport"]
                    .iter()
                    .zip(&trees)
                {
                    let _ = writeln!(listing, "# {what}: {} packages", tree.len());
                    for line in tree.difference(&known) {
                        let _ = writeln!(listing, "{line}");
                    }
                    known.extend(tree.iter().cloned());
                }
                first = Some(trees);
            }
        }
    }
    insta::assert_snapshot!(listing);
}
