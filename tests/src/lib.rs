//! What the tests that cross crates share.

pub mod fixtures;
pub mod scratch;
