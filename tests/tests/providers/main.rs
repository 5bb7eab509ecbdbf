//! The four provider crates, client against server in memory: every operation, every documented reply, every
//! constraint, every security scheme. What has to be exercised is read from the documents, so that nothing that is added
//! to one goes without a test.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod credentials;
mod documented;
mod failures;
mod provider;
mod refusals;
mod sample;
mod stage;
mod successes;

mod huaweicloud;
mod jdcloud;
mod otc;
mod volcengine;
