//! What a run over a buffered value remembers between the emitted implementations that it passes through.
//!
//! `Deserialize` has no room for a state of ours, and a run never leaves its thread, so the state is thread-local. It is there only
//! while a value is read a second time to collect everything that is wrong, while alternatives are tried, or while text (parameters)
//! is read. A normal read of JSON never looks here except once per object.

use std::cell::RefCell;
use std::collections::HashMap;

use crate::validate::Violation;

/// More violations than this in one value are counted, not kept.
const MOST_VIOLATIONS: usize = 100;

/// What a run is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// Report everything that is wrong: go on after a failure.
    Collect,
    /// Find out whether a type fits: stop at the first failure.
    Try,
}

/// The state of one run.
#[derive(Debug)]
pub(super) struct Context {
    pub(super) mode: Mode,
    /// Scalars are text (from a URL, a header or a form) and are converted as the type asks.
    pub(super) text: bool,
    pub(super) violations: Vec<Violation>,
    /// Violations found so far, kept or not.
    pub(super) failures: usize,
    /// Where a list or map that stopped at a failure goes on when it is read again; outermost last.
    pub(super) resume: Vec<usize>,
    /// Positions from the root to the value being read: what a choice is remembered by.
    pub(super) position: Vec<u32>,
    /// The alternative that was chosen for a union type at a position, so that nested unions cost a product once, not at every level.
    pub(super) chosen: HashMap<(&'static str, Box<[u32]>), Option<usize>>,
    /// Object members that a type names.
    pub(super) known: usize,
    /// Values outside their documented set or format that were read all the same.
    pub(super) mismatches: usize,
    /// Steps left. Types whose alternatives contain themselves can ask for exponential work; this is where that ends.
    pub(super) budget: usize,
}

impl Context {
    pub(super) fn new(mode: Mode, text: bool, budget: usize) -> Self {
        Self {
            mode,
            text,
            violations: Vec::new(),
            failures: 0,
            resume: Vec::new(),
            position: Vec::new(),
            chosen: HashMap::new(),
            known: 0,
            mismatches: 0,
            budget,
        }
    }

    /// Notes a violation at `pointer` below the value being read; the callers above put their own tokens in front.
    pub(super) fn record(&mut self, pointer: String, keyword: &'static str, message: String) {
        self.failures += 1;
        if self.violations.len() < MOST_VIOLATIONS {
            self.violations.push(Violation {
                pointer,
                message,
                keyword,
            });
        }
    }

    /// Whether a failed list or map below the member that asks can be read on behind the failure.
    pub(super) fn resumable(&mut self) -> bool {
        self.resume.pop();
        self.goes_on()
    }

    /// Whether a list or map that failed can be read on behind the failure.
    pub(super) fn goes_on(&mut self) -> bool {
        if self.violations.len() >= MOST_VIOLATIONS {
            self.resume.clear();
        }
        !self.resume.is_empty()
    }
}

thread_local! {
    static CURRENT: RefCell<Option<Context>> = const { RefCell::new(None) };
}

/// Runs `change` on the state of the current run, if there is one.
pub(super) fn with<R>(change: impl FnOnce(&mut Context) -> R) -> Option<R> {
    CURRENT.with_borrow_mut(|current| current.as_mut().map(change))
}

/// Whether a run is under way, and what for.
pub(super) fn mode() -> Option<Mode> {
    CURRENT.with_borrow(|current| current.as_ref().map(|context| context.mode))
}

/// Whether the run has spent its budget: what it read since is not to be trusted.
pub(super) fn is_exhausted() -> bool {
    with(|context| context.budget == 0) == Some(true)
}

/// Whether scalars are text.
pub(super) fn is_text() -> bool {
    CURRENT.with_borrow(|current| current.as_ref().is_some_and(|context| context.text))
}

/// Makes `context` the current one until the guard goes; the one before comes back even when reading panics.
pub(super) fn enter(context: Context) -> Run {
    Run {
        before: CURRENT.replace(Some(context)),
    }
}

/// A run under way.
pub(super) struct Run {
    before: Option<Context>,
}

impl Run {
    /// Ends the run and gives what it remembered.
    pub(super) fn finish(self) -> Option<Context> {
        CURRENT.take()
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        CURRENT.replace(self.before.take());
    }
}
