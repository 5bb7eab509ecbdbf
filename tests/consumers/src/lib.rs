//! What the programs of this package share besides the generated clients: their settings, a progress bar, and one error.
//!
//! In: environment variables and arguments; the errors of any client. Out: credentials; lines on standard error; what is
//! known of a copy that failed. It must not know any cloud.

mod bar;
mod failure;
mod settings;

pub use bar::Bar;
pub use failure::{Failure, Known};
pub use settings::{access_key, argument, variable};

use std::io::{Write as _, stderr, stdout};
use std::process::ExitCode;

/// Ends a program: the id of the copy goes to standard output, what went wrong to standard error.
pub fn finish(result: Result<String, Failure>) -> ExitCode {
    // Where nobody reads, there is nobody to tell.
    match result {
        Ok(id) => {
            let _ = writeln!(stdout(), "{id}");
            ExitCode::SUCCESS
        }
        Err(failure) => {
            let _ = writeln!(stderr(), "{failure}");
            ExitCode::FAILURE
        }
    }
}
