//! Credentials that expire: tokens from an authorization server, temporary access keys. The service and the
//! authorization server are one function; the clock is tokio's.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is how a test fails")]

mod cloud;
mod keys;
mod sign_in;
mod tokens;
