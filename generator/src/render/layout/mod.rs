//! Which item stands in which file.
//!
//! Comes in: for each item of a module (an operation, a type) the words that say where it belongs, and how many lines it
//! takes. Goes out: files. It does not know what the items are, nor in which module they stand, so every module of
//! a crate follows the same rule, and what is found in `operations/books.rs` is found in `wire/server/books.rs` too.
//!
//! # The rule
//!
//! 1. A module is one file as long as that has no more than [`LINES`] lines. Otherwise it is a file per first word, and a
//!    file that is still too long is divided again by the next word, into a folder of its name.
//! 2. Words have meanings. Those of an operation: its first tag, or the first literal segment of its path
//!    that is no version and no `api`; then the other literal segments; then its own name. Those of
//!    a type: the words that all operations share which reach it; then the words of the schema's name, then the
//!    members that lead to a schema within that.
//! 3. Groups of operations always get a file when a module is divided. Everything else gets one if it is large, from
//!    [`LARGE`] lines on; the small ones stay together in the file above. Only if they are too many for that, the bound
//!    is halved.
//!
//! So no name and no place depends on the number of an item, its order, or on what else there is, except that a file
//! beyond the limit must be divided. An operation that is added changes the files of its group, and those of the types
//! that it is the first to share with another group. Names do not depend on what stands beside them either: words are not left
//! out because all neighbours have them.

mod operations;
mod reach;
mod tree;
mod words;

pub(crate) use operations::keys as of_operations;
pub(crate) use reach::homes;
pub(crate) use tree::{Place, arrange};
pub(crate) use words::{is_device, module_name, repeats};

/// No file has more lines, if its items can be divided.
pub(crate) const LINES: usize = 1900;

/// What is not a group of operations gets a file of its own from so many lines on.
pub(crate) const LARGE: usize = 480;

/// Most words that say where something belongs: folders are not nested deeper.
const DEPTH: usize = 8;

/// Path of a file of the module at `path` (`src/types`).
pub(crate) fn file_path(path: &str, place: &Place) -> String {
    let below: String = place.path.iter().map(|name| format!("/{name}")).collect();
    format!("{path}{below}.rs")
}

/// Where an item belongs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Keys {
    /// Names of modules, the outermost first.
    pub(crate) words: Vec<String>,
    /// The first word is that of a group of operations, which the document calls so.
    pub(crate) group: Option<String>,
}

impl Keys {
    /// Adds a word, unless it only repeats the one before: `books` of the path behind the tag `Books`.
    pub(crate) fn push(&mut self, word: &str) {
        let name = module_name(word);
        let repeated = self.words.last().is_some_and(|last| repeats(last, &name));
        if !name.is_empty() && !repeated && self.words.len() < DEPTH {
            self.words.push(name);
        }
    }

    /// Leaves only the words that stand at the beginning of others, too.
    fn shorten(&mut self, other: &Self) -> bool {
        let common = self.words.iter().zip(&other.words);
        let common = common.take_while(|(one, other)| one == other).count();
        let shorter = common < self.words.len();
        self.words.truncate(common);
        if common == 0 {
            self.group = None;
        }
        shorter
    }
}
