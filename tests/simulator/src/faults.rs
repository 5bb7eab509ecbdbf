//! Faults that are injected on purpose.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// What goes wrong with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// 503 in the vendor's envelope, and the request has no effect.
    RefusedBefore,
    /// 503 in the vendor's envelope, although the request has had its effect.
    RefusedAfter,
    /// The connection is dropped, and the request has no effect.
    DroppedBefore,
    /// The connection is dropped, although the request has had its effect.
    DroppedAfter,
}

impl Fault {
    /// Whether the handler runs all the same.
    #[must_use]
    pub fn comes_after(self) -> bool {
        matches!(self, Self::RefusedAfter | Self::DroppedAfter)
    }
}

/// Which requests meet a fault: the same seed gives the same faults, in the order in which requests come. Clones share
/// the order.
#[derive(Debug, Clone)]
pub struct Faults {
    rate: f64,
    seed: u64,
    count: Arc<AtomicU64>,
    injected: Arc<AtomicU64>,
}

impl Faults {
    /// Faults for a part of all requests, from 0 to 1.
    #[must_use]
    pub fn new(rate: f64, seed: u64) -> Self {
        Self {
            rate: rate.clamp(0.0, 1.0),
            seed,
            count: Arc::default(),
            injected: Arc::default(),
        }
    }

    /// No faults.
    #[must_use]
    pub fn none() -> Self {
        Self::new(0.0, 0)
    }

    /// How many were injected.
    #[must_use]
    pub fn injected(&self) -> u64 {
        self.injected.load(Ordering::Relaxed)
    }

    /// What goes wrong with the next request.
    pub(crate) fn draw(&self) -> Option<Fault> {
        let count = self.count.fetch_add(1, Ordering::Relaxed);
        let random = scatter(self.seed ^ scatter(count));
        // The 53 bits that a double holds.
        let part = (random >> 11) as f64 / (1_u64 << 53) as f64;
        if part >= self.rate {
            return None;
        }
        self.injected.fetch_add(1, Ordering::Relaxed);
        Some(match random & 3 {
            0 => Fault::RefusedBefore,
            1 => Fault::RefusedAfter,
            2 => Fault::DroppedBefore,
            _ => Fault::DroppedAfter,
        })
    }
}

/// One number for another, spread over all 64 bits (SplitMix64, Steele and others, 2014).
pub(crate) fn scatter(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The connection was dropped on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dropped;

impl fmt::Display for Dropped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection was dropped on purpose")
    }
}

impl std::error::Error for Dropped {}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(rate: f64, seed: u64) -> Vec<Option<Fault>> {
        let faults = Faults::new(rate, seed);
        (0..10_000).map(|_| faults.draw()).collect()
    }

    #[test]
    fn faults_have_their_rate_and_all_kinds() {
        for (rate, least, most) in [(0.0, 0, 0), (0.2, 1800, 2200), (1.0, 10_000, 10_000)] {
            let all: Vec<_> = drawn(rate, 7).into_iter().flatten().collect();
            assert!((least..=most).contains(&all.len()), "{rate}: {}", all.len());
            if rate > 0.0 {
                for kind in [
                    Fault::RefusedBefore,
                    Fault::RefusedAfter,
                    Fault::DroppedBefore,
                    Fault::DroppedAfter,
                ] {
                    let count = all.iter().filter(|fault| **fault == kind).count();
                    assert!(count > least / 5, "{rate} {kind:?}: {count}");
                }
            }
        }
    }

    #[test]
    fn faults_follow_their_seed() {
        assert_eq!(drawn(0.2, 7), drawn(0.2, 7));
        assert_ne!(drawn(0.2, 7), drawn(0.2, 8));
    }
}
