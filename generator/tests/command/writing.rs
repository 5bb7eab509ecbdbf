//! Crates are replaced as a whole: whatever happens to a run, the folder holds the old crate or the new one.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Instant;

use super::Folder;

/// A document with these operations, each with a type of its own.
fn document(operations: &[&str]) -> String {
    let mut text = "openapi: 3.1.0\ninfo: {title: Parts, version: '1'}\npaths:\n".to_owned();
    for name in operations {
        text += &format!(
            "  /{name}:\n    post:\n      operationId: {name}\n      tags: [{name}]\n      requestBody: {{content: {{application/json: {{schema: {{type: object, properties: {{{name}: {{type: string}}}}}}}}}}}}\n      responses: {{'204': {{description: Done.}}}}\n"
        );
    }
    text
}

fn old() -> String {
    document(&["first", "second", "third"])
}

fn new() -> String {
    document(&["second", "third", "fourth", "fifth"])
}

/// All files below a folder, with what is in them.
fn content(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.is_symlink() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap();
                found.insert(
                    name.to_string_lossy().into_owned(),
                    fs::read(&path).unwrap(),
                );
            }
        }
    }
    found
}

/// A folder with two documents in it, and the crates that become of them at the same place.
struct Two {
    folder: Folder,
    crates: [BTreeMap<String, Vec<u8>>; 2],
}

/// Documents of one name, so that their crates have one name and one place.
const VERSIONS: [&str; 2] = ["old/api.yaml", "new/api.yaml"];

impl Two {
    fn new(name: &str) -> Self {
        let folder = Folder::new(name, &[(VERSIONS[0], &old()), (VERSIONS[1], &new())]);
        let crates = VERSIONS.map(|version| {
            let (status, said) = folder.run(&["generate", version, "--out", "out"]);
            assert_eq!(status, 0, "{said}");
            content(&folder.0.join("out/api"))
        });
        assert_ne!(crates[0], crates[1]);
        Self { folder, crates }
    }

    /// The crate in the folder, as it must be.
    fn check(&self, said: &str) -> usize {
        let found = content(&self.folder.0.join("out/api"));
        let known = self.crates.iter().position(|whole| *whole == found);
        known.unwrap_or_else(|| panic!("{said}: {:?}", found.keys()))
    }

    fn start(&self, version: &str) -> Child {
        Command::new(env!("CARGO_BIN_EXE_generator"))
            .args(["--quiet", "generate", version, "--out", "out"])
            .current_dir(&self.folder.0)
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }

    fn is_clean(&self) -> bool {
        fs::read_dir(self.folder.0.join("out")).unwrap().count() == 1
    }
}

/// Kills so many runs, each a little later than the one before; gives how many of them had not ended by then.
fn killed(name: &str, runs: u32) -> u32 {
    let two = Two::new(name);
    let whole = Instant::now();
    assert!(two.start(VERSIONS[0]).wait().unwrap().success());
    // The time that a run takes: what is killed evenly over one and a half of it is killed in all of its states.
    let whole = whole.elapsed() * 3 / 2;
    let mut ended = 0;
    for run in 0..runs {
        let stands = two.check("before a run");
        let mut process = two.start(VERSIONS[1 - stands]);
        // Not in order, so that what one run leaves meets the next at another moment.
        sleep(whole * (run * 83 % runs) / runs);
        process.kill().unwrap();
        ended += u32::from(process.wait().unwrap().success());
        two.check(&format!("after run {run}"));
    }
    // The next run that is left alone clears up.
    let version = VERSIONS[1 - two.check("after all")];
    assert!(two.start(version).wait().unwrap().success());
    assert!(two.is_clean());
    runs - ended
}

#[test]
fn killed_runs_leave_whole_crates() {
    assert!(killed("killed", 20) > 0);
}

/// `cargo test -p generator --test command -- --ignored killed --nocapture`
#[test]
#[ignore = "takes a minute"]
fn two_hundred_killed_runs_leave_whole_crates() {
    let killed = killed("killed-often", 200);
    #[expect(clippy::print_stdout, reason = "the figure is what this is run for")]
    {
        println!("{killed} of 200 runs were killed");
    }
    assert!(killed > 50);
}

#[test]
fn runs_at_the_same_time_take_turns() {
    let two = Two::new("turns");
    for round in 0..4 {
        let both = [0, 1, 0, 1].map(|version| two.start(VERSIONS[version]));
        for mut process in both {
            assert!(process.wait().unwrap().success(), "round {round}");
        }
        two.check("after both");
        assert!(two.is_clean());
    }
}

/// Files may not grow beyond a size: the system ends the run when it writes more.
#[cfg(unix)]
#[test]
fn files_that_cannot_be_written_leave_the_old_crate() {
    let two = Two::new("too-large");
    let stands = two.check("before");
    let generator = env!("CARGO_BIN_EXE_generator");
    // In units of 512 bytes or 1 KiB, by the shell.
    for size in [0, 1, 2, 4] {
        let version = VERSIONS[1 - stands];
        let command =
            format!("ulimit -f {size}; exec '{generator}' --quiet generate {version} --out out");
        let status = Command::new("sh")
            .args(["-c", &command])
            .current_dir(&two.folder.0)
            .stderr(Stdio::null())
            .status()
            .unwrap();
        assert!(!status.success(), "{size}");
        assert_eq!(two.check("after a refusal"), stands);
    }
    assert!(two.start(VERSIONS[stands]).wait().unwrap().success());
    assert!(two.is_clean());
}

/// Needs the right to mount: `sudo -E cargo test -p generator --test command -- --ignored full_disk`
#[cfg(target_os = "linux")]
#[test]
#[ignore = "mounts a file system"]
fn a_full_disk_leaves_the_old_crate() {
    let two = Two::new("full");
    let out = two.folder.0.join("out");
    let mount = |arguments: &[&str]| {
        let status = Command::new(arguments[0]).args(&arguments[1..]).status();
        assert!(status.unwrap().success(), "{arguments:?}");
    };
    let at = out.to_str().unwrap();
    mount(&["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", at]);
    let first = two.start(VERSIONS[0]).wait().unwrap();
    let room = |free: usize| {
        // What is left of the disk but `free` bytes is taken.
        let mut taken = vec![0_u8; 400 << 10];
        while fs::write(out.join("taken"), &taken).is_err() {
            taken.truncate(taken.len() - 4096);
        }
        taken.truncate(taken.len().saturating_sub(free));
        fs::write(out.join("taken"), &taken).unwrap();
    };
    let mut failed = 0;
    let mut whole = true;
    for free in [0, 4 << 10, 16 << 10, 40 << 10, 80 << 10] {
        room(free);
        let run = two.start(VERSIONS[1]).wait().unwrap();
        failed += usize::from(!run.success());
        let found = content(&out.join("api"));
        whole &= found == two.crates[usize::from(run.success())];
        whole &= two.start(VERSIONS[0]).wait().unwrap().success();
    }
    fs::remove_file(out.join("taken")).unwrap();
    mount(&["umount", at]);
    assert!(first.success() && whole && failed > 1, "{failed}");
}

#[test]
fn places_that_cannot_be_written_are_said() {
    let check = |name: &str, files: &[(&str, &str)], out: &str, expected: &str| {
        let document = old();
        let mut files = files.to_vec();
        files.push(("api.yaml", &document));
        let folder = Folder::new(name, &files);
        let before = content(&folder.0);
        let (status, said) = folder.run(&["generate", "api.yaml", "--out", out]);
        assert_eq!(status, 2, "{name}: {said}");
        assert!(said.contains(expected), "{name}: {said}");
        assert_eq!(content(&folder.0), before, "{name}");
    };
    let foreign = "was not written by the generator";
    check("out-file", &[("out", "a file")], "out", "out");
    check("crate-file", &[("out/api", "a file")], "out", "out/api");
    check("crate-foreign", &[("out/api/x", "mine")], "out", foreign);
    #[cfg(target_os = "linux")]
    check("no-place", &[], "/proc/generated", "/proc/generated");
}

#[test]
fn files_of_others_are_kept() {
    let two = Two::new("others");
    let folder = &two.folder;
    let stands = two.check("before");
    let other = 1 - stands;
    // Beside ours, in folders of ours that go, in folders of ours that come, and links.
    let only_now = two.crates[stands].keys();
    let only_now = only_now.filter(|path| !two.crates[other].contains_key(*path));
    let mut mine = vec!["target/x".to_owned(), "src/notes.txt".to_owned()];
    mine.extend(only_now.map(|path| format!("{}/mine/notes.txt", path.trim_end_matches(".rs"))));
    for path in &mine {
        let path = folder.0.join("out/api").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "mine").unwrap();
    }
    assert!(two.start(VERSIONS[other]).wait().unwrap().success());
    let found = content(&folder.0.join("out/api"));
    for path in &mine {
        assert_eq!(
            found.get(path).map(Vec::as_slice),
            Some(&b"mine"[..]),
            "{path}"
        );
    }
    let ours = found.into_iter().filter(|(path, _)| !mine.contains(path));
    assert_eq!(ours.collect::<BTreeMap<_, _>>(), two.crates[other]);
    for path in &mine {
        fs::remove_file(folder.0.join("out/api").join(path)).unwrap();
    }

    // Where a new file would overwrite one of theirs, nothing is written.
    let comes = two.crates[stands].keys();
    let comes = comes.filter(|path| !two.crates[other].contains_key(*path));
    for path in comes.filter(|path| path.ends_with(".rs")) {
        let at = folder.0.join("out/api").join(path);
        fs::create_dir_all(at.parent().unwrap()).unwrap();
        fs::write(&at, "mine").unwrap();
        let (status, said) = folder.run(&["generate", VERSIONS[stands], "--out", "out"]);
        assert_eq!(status, 2, "{said}");
        assert!(
            said.contains(path.as_str()) && said.contains("not written by"),
            "{said}"
        );
        assert_eq!(fs::read(&at).unwrap(), b"mine");
        fs::remove_file(&at).unwrap();
    }
}

#[cfg(unix)]
#[test]
fn links_are_not_followed_out_of_the_folder() {
    use std::os::unix::fs::symlink;
    let two = Two::new("links");
    let folder = &two.folder.0;
    let stands = two.check("before");
    // The folder of the crate itself may be one: it stays one.
    fs::rename(folder.join("out/api"), folder.join("elsewhere")).unwrap();
    symlink(folder.join("elsewhere"), folder.join("out/api")).unwrap();
    assert!(two.start(VERSIONS[1 - stands]).wait().unwrap().success());
    assert!(folder.join("out/api").is_symlink());
    assert_eq!(content(&folder.join("elsewhere")), two.crates[1 - stands]);

    // A folder of ours that was replaced by a link: what it leads to stays as it is.
    fs::rename(folder.join("elsewhere/src"), folder.join("sources")).unwrap();
    fs::write(folder.join("sources/mine.txt"), "mine").unwrap();
    let before = content(&folder.join("sources"));
    symlink(folder.join("sources"), folder.join("elsewhere/src")).unwrap();
    assert!(two.start(VERSIONS[stands]).wait().unwrap().success());
    assert_eq!(content(&folder.join("elsewhere")), two.crates[stands]);
    assert_eq!(content(&folder.join("sources")), before);
}

#[test]
fn documents_of_one_name_do_not_take_one_place() {
    let two = Two::new("same-name");
    let before = content(&two.folder.0);
    let arguments = ["generate", VERSIONS[0], VERSIONS[1], "--out", "out"];
    let (status, said) = two.folder.run(&arguments);
    assert_eq!(status, 2, "{said}");
    assert!(said.contains("would both be written to"), "{said}");
    assert_eq!(content(&two.folder.0), before);
}
