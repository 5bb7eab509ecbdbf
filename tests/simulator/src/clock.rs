//! The time that jobs advance with.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use tokio::time::Instant;

/// A clock that runs with tokio's timer, so that a test that pauses that one stops this one too, and that can be moved
/// forward. Clones share it. Signatures are not checked against it but against the system's time, which their signers
/// read.
#[derive(Debug, Clone)]
pub struct Clock {
    start: SystemTime,
    running: Instant,
    ahead_ms: Arc<AtomicU64>,
}

impl Clock {
    /// A clock that shows the system's time.
    #[must_use]
    pub fn new() -> Self {
        Self {
            start: SystemTime::now(),
            running: Instant::now(),
            ahead_ms: Arc::default(),
        }
    }

    /// The time that it shows.
    #[must_use]
    pub fn now(&self) -> SystemTime {
        let ahead = Duration::from_millis(self.ahead_ms.load(Ordering::Relaxed));
        self.start + self.running.elapsed() + ahead
    }

    /// Moves it forward; whole milliseconds count.
    pub fn advance(&self, by: Duration) {
        let by = u64::try_from(by.as_millis()).unwrap_or(u64::MAX);
        self.ahead_ms.fetch_add(by, Ordering::Relaxed);
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::new()
    }
}
