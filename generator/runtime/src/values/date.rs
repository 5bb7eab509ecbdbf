//! Dates and times of day.

use super::text::text_value;

text_value! {
    /// A day, as `full-date` of RFC 3339 section 5.6: `2020-02-29`.
    Date, "date", is_date
}

text_value! {
    /// A time of day, as `full-time` of RFC 3339 section 5.6: `23:20:50.52Z`; the offset may be left out.
    Time, "time", is_time
}

/// The number that exactly these ASCII digits write.
pub(super) fn digits(text: &str) -> Option<u32> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        text.parse().ok()
    } else {
        None
    }
}

/// Year, month and day, if there is such a day in the Gregorian calendar.
pub(super) fn parse_date(text: &str) -> Option<(u32, u32, u32)> {
    if text.len() != 10
        || !text.is_ascii()
        || text.as_bytes()[4] != b'-'
        || text.as_bytes()[7] != b'-'
    {
        return None;
    }
    let (year, month, day) = (
        digits(&text[..4])?,
        digits(&text[5..7])?,
        digits(&text[8..])?,
    );
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return None,
    };
    (1..=days).contains(&day).then_some((year, month, day))
}

/// Seconds since midnight UTC (negative or beyond a day because of the offset) and nanoseconds.
pub(super) fn parse_time(text: &str) -> Option<(i64, u32)> {
    if text.len() < 9
        || !text.is_ascii()
        || text.as_bytes()[2] != b':'
        || text.as_bytes()[5] != b':'
    {
        return None;
    }
    let (hour, minute, second) = (
        digits(&text[..2])?,
        digits(&text[3..5])?,
        digits(&text[6..8])?,
    );
    let (fraction, zone) = match text[8..].strip_prefix('.') {
        Some(rest) => rest.split_at(rest.find(|character: char| !character.is_ascii_digit())?),
        None => ("0", &text[8..]),
    };
    if fraction.is_empty() || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let offset = match zone.as_bytes() {
        [b'Z' | b'z'] => 0,
        [sign @ (b'+' | b'-'), _, _, b':', _, _] => {
            let (hours, minutes) = (digits(&zone[1..3])?, digits(&zone[4..])?);
            if hours > 23 || minutes > 59 {
                return None;
            }
            let minutes = i64::from(hours * 60 + minutes);
            if *sign == b'-' { -minutes } else { minutes }
        }
        _ => return None,
    };
    let seconds = i64::from(hour * 3600 + minute * 60 + second) - offset * 60;
    // Leap seconds are at the end of a day in UTC.
    if second == 60 && seconds.rem_euclid(86_400) != 0 {
        return None;
    }
    let nanoseconds = format!("{fraction:0<9}")[..9].parse().ok()?;
    Some((seconds, nanoseconds))
}

/// Whether the text is a `full-date` of RFC 3339 section 5.6.
#[must_use]
pub fn is_date(text: &str) -> bool {
    parse_date(text).is_some()
}

/// Whether the text is a `full-time` of RFC 3339 section 5.6, or a `partial-time`: documents use `format: time` for
/// times of day without an offset just as often.
#[must_use]
pub fn is_time(text: &str) -> bool {
    parse_time(text).is_some() || parse_time(&format!("{text}Z")).is_some()
}
