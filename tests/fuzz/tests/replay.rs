//! The targets without a fuzzer: all seeds, every input that once broke a law, and mutations that follow from a number, so
//! that each run is the same.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

use fuzz::{TARGETS, Target};

/// Mutations of each target's inputs, unless `FUZZ_MUTATIONS` says another number.
const MUTATIONS: usize = 250;

/// What mutations put in: pieces that inputs are made of.
const PIECES: [&str; 24] = [
    "---8<---\n",
    "$ref",
    "#/",
    "{}",
    "[",
    "\"",
    "'",
    "\0",
    "\u{202e}",
    "%00",
    "%",
    "\r\n",
    "\n\n",
    "=",
    "&",
    ";",
    "..",
    "~1",
    "-1",
    "9223372036854775808",
    "1e999",
    "null",
    "type: ",
    "\u{feff}",
];

/// Folders whose files are inputs of a target, too.
fn more(target: &str) -> &'static [&'static str] {
    match target {
        "documents" => &["../fixtures/probes", "../fixtures/documents"],
        _ => &[],
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.is_file());
    files.sort();
    files
}

/// All inputs that are kept, with their names.
fn inputs(target: &str) -> Vec<(String, Vec<u8>)> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let own = ["seeds", "regressions"].map(|kind| here.join(kind).join(target));
    let more = more(target).iter().map(|folder| here.join(folder));
    let files = own
        .into_iter()
        .chain(more)
        .flat_map(|folder| files(&folder));
    files
        .map(|path| (path.display().to_string(), fs::read(&path).unwrap()))
        .collect()
}

/// Numbers that follow from a seed (SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) as usize % limit.max(1)
    }

    fn range(&mut self, length: usize) -> std::ops::Range<usize> {
        let start = self.below(length + 1);
        start..start + self.below((length - start).min(24) + 1)
    }

    /// One input with a few changes, some of them from another one.
    fn mutated(&mut self, one: &[u8], other: &[u8]) -> Vec<u8> {
        let mut data = one.to_vec();
        for _ in 0..1 + self.below(4) {
            let range = self.range(data.len());
            match self.below(5) {
                0 => drop(data.drain(range)),
                1 => {
                    let piece = PIECES[self.below(PIECES.len())].bytes();
                    drop(data.splice(range.start..range.start, piece));
                }
                2 => {
                    let copy = data[range.clone()].to_vec();
                    drop(data.splice(range.start..range.start, copy));
                }
                3 => {
                    let from = self.range(other.len());
                    drop(data.splice(range, other[from].iter().copied()));
                }
                _ => {
                    if let Some(byte) = data.get_mut(range.start) {
                        *byte ^= 1 << self.below(8);
                    }
                }
            }
        }
        data
    }
}

/// Runs a target, and says which input it failed on.
fn run((name, target): Target, input: &str, data: &[u8]) {
    if catch_unwind(|| target(data)).is_err() {
        let path = std::env::temp_dir().join(format!("fuzz-{name}"));
        fs::write(&path, data).unwrap();
        panic!("{name} fails on {input}, which is in {}", path.display());
    }
}

fn replay(name: &str) {
    let target = *TARGETS.iter().find(|(known, _)| *known == name).unwrap();
    let inputs = inputs(name);
    assert!(inputs.len() >= 3, "{name} has {} inputs", inputs.len());
    for (input, data) in &inputs {
        run(target, input, data);
    }
    let mut random = Random(0x5eed);
    let told = std::env::var("FUZZ_MUTATIONS").ok();
    let count = told.map_or(MUTATIONS, |count| count.parse().unwrap());
    for number in 0..count {
        let (one, other) = (random.below(inputs.len()), random.below(inputs.len()));
        let data = random.mutated(&inputs[one].1, &inputs[other].1);
        run(
            target,
            &format!("mutation {number} of {}", inputs[one].0),
            &data,
        );
    }
}

macro_rules! replays {
    ($($name:ident)*) => {
        $(
            #[test]
            fn $name() {
                replay(stringify!($name));
            }
        )*

        #[test]
        fn every_target_is_replayed_and_has_a_program() {
            let names = TARGETS.map(|(name, _)| name);
            assert_eq!(names[..], [$(stringify!($name)),*]);
            let programs = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("targets"));
            let programs: Vec<_> = programs.iter().map(|path| path.file_stem().unwrap()).collect();
            assert_eq!(names[..], programs);
        }
    };
}

replays! { commonmark diff documents events expressions json multipart overlay parameters router signing values xml }

/// The crate of `everything.yaml` is what the generator makes of it now.
#[test]
fn everything_is_fresh() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let generator = generator::Generator::new().out_dir(here);
    let mut diagnostics = generator::diagnostics::Diagnostics::new();
    let rendered = generator.render(&here.join("everything.yaml"), &mut diagnostics);
    let (rendered, _) = rendered.unwrap();
    let plan = generator::write::plan(&here.join("everything"), &rendered.files).unwrap();
    assert!(
        plan.is_fresh(),
        "{:#?}; run `cargo run -p generator -- generate tests/fuzz/everything.yaml --out tests/fuzz`",
        plan.changes
    );
}
