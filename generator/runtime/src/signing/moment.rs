//! When and which: the clock reading and the nonce of one signature, injected so that signing is a function.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

/// Time and nonce of one signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// When the request is signed; written in UTC to the second.
    pub time: SystemTime,
    /// Text that no other request of this key carries; only JD Cloud sends it.
    pub nonce: String,
}

impl Moment {
    /// The present time and a fresh nonce in the form of a version 4 UUID (RFC 9562 §5.4).
    ///
    /// A nonce must be unique, it need not be secret. Its bits are keyed hashes of a counter and the time; the standard
    /// library seeds the 128-bit keys from the operating system's randomness. This spares generated crates a dependency on
    /// a random number generator. Do not use nonces as secrets.
    pub fn now() -> Self {
        let time = SystemTime::now();
        Self {
            time,
            nonce: nonce(time),
        }
    }
}

fn nonce(time: SystemTime) -> String {
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    let count = COUNTER.fetch_add(1, Ordering::Relaxed);
    // Two hashers with keys of their own: 128 bits.
    let half = || u128::from(RandomState::new().hash_one((count, time)));
    let mut bits = half() << 64 | half();
    bits = bits & !(0xf << 76) | 0x4 << 76;
    bits = bits & !(0x3 << 62) | 0x2 << 62;
    let hex = format!("{bits:032x}");
    [
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..],
    ]
    .join("-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn signing_nonces_are_uuids_of_version_4_and_differ() {
        let time = SystemTime::now();
        let all: HashSet<_> = (0..10_000).map(|_| nonce(time)).collect();
        assert_eq!(all.len(), 10_000);
        for nonce in all {
            let groups: Vec<_> = nonce.split('-').map(str::len).collect();
            assert_eq!(groups, [8, 4, 4, 4, 12], "{nonce}");
            assert_eq!(nonce.as_bytes()[14], b'4', "{nonce}");
            assert!(b"89ab".contains(&nonce.as_bytes()[19]), "{nonce}");
        }
    }
}
