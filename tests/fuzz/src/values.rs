//! Dates, durations, identifiers, addresses and Base64 keep what they were read from, and mean what they meant.

use std::fmt::{Debug, Display};
use std::str::FromStr;

use generator_runtime::media::{self, MediaType};
use generator_runtime::values::{
    self, Base64, Base64Url, Date, DateTime, Duration, FormatError, Time, Uri, Uuid,
};

use crate::inputs;

/// Takes the text of a value.
///
/// # Panics
/// When a value that was read is written otherwise, is not valid, or changes what it means.
pub fn values(data: &[u8]) {
    let text = &*inputs::text(data);
    kept::<Date>(text, values::is_date);
    kept::<Time>(text, values::is_time);
    kept::<DateTime>(text, values::is_date_time);
    kept::<Duration>(text, values::is_duration);
    kept::<Uuid>(text, values::is_uuid);
    kept::<Uri>(text, values::is_uri);
    assert!(
        !values::is_uri(text) || values::is_uri_reference(text),
        "{text}"
    );
    if let Ok(value) = text.parse::<Uuid>() {
        assert!(value.to_bytes().is_some(), "{text}");
    }
    for check in [
        values::is_hostname,
        values::is_email,
        values::is_ipv4,
        values::is_ipv6,
    ] {
        check(text);
    }
    assert_eq!(
        values::is_ipv4(text),
        text.parse::<std::net::Ipv4Addr>().is_ok()
    );
    moment(text);
    length(text);
    decoded::<Base64>(text);
    decoded::<Base64Url>(text);
    assert_eq!(
        Base64::from(data).to_string().parse().ok(),
        Some(Base64::from(data))
    );
    assert_eq!(
        Base64Url::from(data).to_string().parse().ok(),
        Some(Base64Url::from(data))
    );
    media_type(text);
}

/// What is read is written as it was.
fn kept<T: FromStr<Err = FormatError> + Display>(text: &str, is_valid: impl Fn(&str) -> bool) {
    let read = text.parse::<T>();
    assert_eq!(read.is_ok(), is_valid(text), "{text}");
    match read {
        Ok(value) => assert_eq!(value.to_string(), text),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// Points in time stay the same on the way through the system's clock.
fn moment(text: &str) {
    let Ok(value) = text.parse::<DateTime>() else {
        return;
    };
    let Ok(time) = value.to_system_time() else {
        panic!("{text} has no time");
    };
    let written = DateTime::from_system_time(time);
    assert!(written.is_valid(), "{text} became {written}");
    // Offsets can lead out of the years that can be written.
    let edge = text.starts_with("0000-01-01") || text.starts_with("9999-12-31");
    assert!(
        edge || written.to_system_time().ok() == Some(time),
        "{text} became {written}"
    );
}

/// Lengths of time stay the same on the way through the standard library's.
fn length(text: &str) {
    let Some(length) = text
        .parse::<Duration>()
        .ok()
        .and_then(|value| value.to_std())
    else {
        return;
    };
    let written = Duration::from(length);
    assert_eq!(written.to_std(), Some(length), "{text} became {written}");
}

/// What is read can be written, and read again.
fn decoded<T: FromStr<Err = FormatError> + Display + PartialEq + Debug>(text: &str) {
    if let Ok(value) = text.parse::<T>() {
        let written = value.to_string();
        assert_eq!(written.parse().ok(), Some(value), "{text} became {written}");
    }
}

/// A media type is of its own range, and is chosen among others.
fn media_type(text: &str) {
    let known = ["application/json", "text/*", "application/*+json", "*/*"];
    assert_eq!(
        media::closest(text, &known).is_some(),
        MediaType::parse(text).is_some(),
        "{text}"
    );
    assert!(media::negotiate(text, &known).is_none_or(|at| at < known.len()));
}
