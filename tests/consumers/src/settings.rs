//! Settings of a program: credentials from its environment, the rest from its arguments.

use std::env;

use generator_runtime::credentials::AccessKey;

use crate::Failure;

/// A variable of the environment, when it is set and not empty.
#[must_use]
pub fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// An argument of the command line, counted from 1.
///
/// # Errors
/// When it is not given; says what it would be.
pub fn argument(number: usize, what: &str) -> Result<String, Failure> {
    env::args()
        .nth(number)
        .ok_or_else(|| Failure::setting(format!("argument {number} is missing: {what}")))
}

/// The access key in `ACCESS_KEY_ID` and `SECRET_ACCESS_KEY`; a temporary one with `SECURITY_TOKEN`.
///
/// # Errors
/// When one of the first two is not set.
pub fn access_key() -> Result<AccessKey, Failure> {
    let wanted = |name| {
        variable(name).ok_or_else(|| Failure::setting(format!("the variable {name} is not set")))
    };
    let key = AccessKey::new(wanted("ACCESS_KEY_ID")?, wanted("SECRET_ACCESS_KEY")?);
    Ok(match variable("SECURITY_TOKEN") {
        Some(token) => key.with_security_token(token),
        None => key,
    })
}
