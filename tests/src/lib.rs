//! What the tests that cross crates share.

pub mod fixtures;
pub mod scratch;

/// The Rust in the README, as documentation tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
