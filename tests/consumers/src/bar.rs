//! A progress bar: one line that is written over itself.

use std::io::{IsTerminal as _, Write as _, stderr};

/// How many characters the bar is long.
const LENGTH: usize = 40;

/// A progress bar on standard error, where that is a terminal; elsewhere nothing is written. Its line ends when it is
/// dropped.
#[derive(Debug)]
pub struct Bar {
    is_seen: bool,
}

impl Bar {
    /// A bar that shows nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            is_seen: stderr().is_terminal(),
        }
    }

    /// Shows a part, from 0 to 100.
    pub fn draw(&self, percent: f64) {
        self.write(&format!("\r{}", line(percent)));
    }

    fn write(&self, text: &str) {
        if self.is_seen {
            let mut stderr = stderr().lock();
            // A terminal that is gone needs no bar.
            let _ = stderr.write_all(text.as_bytes());
            let _ = stderr.flush();
        }
    }
}

impl Default for Bar {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.write("\n");
    }
}

fn line(percent: f64) -> String {
    let percent = percent.clamp(0.0, 100.0);
    // At most the length, as the part is at most the whole.
    let done = (percent / 100.0 * LENGTH as f64) as usize;
    format!("[{:<LENGTH$}] {percent:>3.0} %", "#".repeat(done))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_of_one_length() {
        for (percent, done, end) in [
            (-1.0, 0, "]   0 %"),
            (0.0, 0, "]   0 %"),
            (50.0, 20, "]  50 %"),
            (99.9, 39, "] 100 %"),
            (100.0, 40, "] 100 %"),
            (1e9, 40, "] 100 %"),
        ] {
            let line = line(percent);
            assert_eq!(line.matches('#').count(), done, "{percent}");
            assert!(line.ends_with(end), "{line}");
            assert_eq!(line.len(), LENGTH + 8, "{line}");
        }
    }
}
