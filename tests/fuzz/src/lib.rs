//! What holds whatever bytes come in: one function per target.
//!
//! In: any bytes. Out: nothing, or a panic that says which law is broken. libFuzzer calls the functions through the programs
//! in `targets/`; `tests/replay.rs` calls them with the seeds, with every input that once broke a law, and with mutations of
//! both. Nothing here knows where bytes come from.

mod commonmark;
mod diff;
mod documents;
mod events;
mod everything_api;
mod expressions;
mod inputs;
mod json;
mod multipart;
mod overlay;
mod parameters;
mod request;
mod router;
mod signing;
mod values;
mod xml;

pub use commonmark::commonmark;
pub use diff::diff;
pub use documents::documents;
pub use events::events;
pub use expressions::expressions;
pub use json::json;
pub use multipart::multipart;
pub use overlay::overlay;
pub use parameters::parameters;
pub use router::router;
pub use signing::signing;
pub use values::values;
pub use xml::xml;

/// A target: its name, and what it does with bytes.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const TARGETS: [Target; 13] = [
    ("commonmark", commonmark),
    ("diff", diff),
    ("documents", documents),
    ("events", events),
    ("expressions", expressions),
    ("json", json),
    ("multipart", multipart),
    ("overlay", overlay),
    ("parameters", parameters),
    ("router", router),
    ("signing", signing),
    ("values", values),
    ("xml", xml),
];

/// The program of a target: for libFuzzer when cargo-fuzz builds it; else one that reads the files it is given, which is how
/// a failure is looked at without nightly Rust.
#[macro_export]
macro_rules! target {
    ($name:ident) => {
        #[cfg(fuzzing)]
        libfuzzer_sys::fuzz_target!(|data: &[u8]| $crate::$name(data));

        #[cfg(not(fuzzing))]
        fn main() -> std::io::Result<()> {
            for path in std::env::args_os().skip(1) {
                $crate::$name(&std::fs::read(path)?);
            }
            Ok(())
        }
    };
}
