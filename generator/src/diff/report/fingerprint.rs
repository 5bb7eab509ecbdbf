//! What makes a change the same change in another run: its id, its places and the values there; never lines or prose.

use sha2::{Digest as _, Sha256};

use super::Place;

/// So many bytes of the digest are kept.
const BYTES: usize = 8;

/// The fingerprint: 16 hexadecimal digits. What was added has no value on the old side, what was removed none on the new one,
/// so that neighbours may change.
pub(super) fn fingerprint(id: &str, old: Option<&Place>, new: Option<&Place>) -> String {
    let mut parts: Vec<&[u8]> = vec![id.as_bytes()];
    for (place, without_value) in [(old, "-added"), (new, "-removed")] {
        let identity = place.map(|place| &place.identity);
        parts.push(identity.map_or(&[], |identity| identity.pointer.as_bytes()));
        let value = identity.filter(|_| !id.ends_with(without_value));
        parts.push(value.map_or(&[], |identity| &identity.value));
    }
    digest(&parts)
}

/// 16 hexadecimal digits of these parts.
pub(in crate::diff) fn digest(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let digest = hash.finalize();
    digest[..BYTES]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
