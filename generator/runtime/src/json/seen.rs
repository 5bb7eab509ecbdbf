//! Which members of an object were there.

/// A set of member indices. The first 64, which most objects never exceed, need no memory of their own.
#[derive(Debug, Default)]
pub(super) struct Seen {
    first: u64,
    more: Vec<u64>,
}

impl Seen {
    /// Adds an index; false when it was there.
    pub(super) fn insert(&mut self, index: usize) -> bool {
        let word = match (index / 64).checked_sub(1) {
            None => &mut self.first,
            Some(at) => {
                if self.more.len() <= at {
                    self.more.resize(at + 1, 0);
                }
                &mut self.more[at]
            }
        };
        let bit = 1 << (index % 64);
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }

    pub(super) fn contains(&self, index: usize) -> bool {
        let word = match (index / 64).checked_sub(1) {
            None => self.first,
            Some(at) => self.more.get(at).copied().unwrap_or_default(),
        };
        word & 1 << (index % 64) != 0
    }
}

#[cfg(test)]
mod tests {
    use super::Seen;

    #[test]
    fn remembers() {
        let mut seen = Seen::default();
        for index in [0, 63, 64, 130, 500] {
            assert!(!seen.contains(index));
            assert!(seen.insert(index));
            assert!(!seen.insert(index));
            assert!(seen.contains(index) && !seen.contains(index + 1));
        }
    }
}
