//! Points in time.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::FormatError;
use super::date::{parse_date, parse_time};
use super::text::text_value;

text_value! {
    /// A point in time, as `date-time` of RFC 3339 section 5.6: `1985-04-12T23:20:50.52Z`.
    DateTime, "date-time", is_date_time
}

impl DateTime {
    /// The point in time, to the nanosecond. A leap second is the second after it.
    ///
    /// # Errors
    /// When the text is no date-time, or the system's clock cannot hold it.
    pub fn to_system_time(&self) -> Result<SystemTime, FormatError> {
        let error = || FormatError::new("date-time", self.as_str());
        let (seconds, nanoseconds) = parse(self.as_str()).ok_or_else(error)?;
        let whole = Duration::from_secs(seconds.unsigned_abs());
        let start = if seconds < 0 {
            UNIX_EPOCH.checked_sub(whole)
        } else {
            UNIX_EPOCH.checked_add(whole)
        };
        start
            .and_then(|start| start.checked_add(Duration::new(0, nanoseconds)))
            .ok_or_else(error)
    }

    /// The point in time in UTC, with as many decimal places of the second as it needs. Years before 0 and after 9999, which RFC 3339
    /// cannot write, become the first and the last that it can.
    #[must_use]
    pub fn from_system_time(time: SystemTime) -> Self {
        let (mut seconds, mut nanoseconds) = match time.duration_since(UNIX_EPOCH) {
            Ok(after) => (
                i64::try_from(after.as_secs()).unwrap_or(i64::MAX),
                after.subsec_nanos(),
            ),
            Err(before) => (
                -i64::try_from(before.duration().as_secs()).unwrap_or(i64::MAX),
                before.duration().subsec_nanos(),
            ),
        };
        if time < UNIX_EPOCH && nanoseconds > 0 {
            seconds -= 1;
            nanoseconds = 1_000_000_000 - nanoseconds;
        }
        let seconds = seconds.clamp(-62_167_219_200, 253_402_300_799);
        let (year, month, day) = civil(seconds.div_euclid(86_400));
        let second = seconds.rem_euclid(86_400);
        let mut text = format!(
            "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}",
            second / 3600,
            second / 60 % 60,
            second % 60
        );
        if nanoseconds > 0 {
            let fraction = format!(".{nanoseconds:09}");
            text.push_str(fraction.trim_end_matches('0'));
        }
        text.push('Z');
        Self(text)
    }
}

impl From<SystemTime> for DateTime {
    fn from(time: SystemTime) -> Self {
        Self::from_system_time(time)
    }
}

/// Seconds since 1970 and nanoseconds.
fn parse(text: &str) -> Option<(i64, u32)> {
    let (date, time) = text.split_at_checked(10)?;
    let (year, month, day) = parse_date(date)?;
    let (seconds, nanoseconds) = parse_time(time.strip_prefix(['T', 't'])?)?;
    Some((
        days(i64::from(year), i64::from(month), i64::from(day)) * 86_400 + seconds,
        nanoseconds,
    ))
}

/// Days since 1970-01-01. Years are counted from March, so that the leap day is the last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let from_march = (month + 9) % 12;
    let day_of_year = (153 * from_march + 2) / 5 + day - 1;
    365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year
        - 719_468
}

/// Year, month and day of a number of days since 1970-01-01.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (365 * year + year / 4 - year / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let month = if from_march < 10 {
        from_march + 3
    } else {
        from_march - 9
    };
    (
        year + era * 400 + i64::from(month <= 2),
        month,
        day_of_year - (153 * from_march + 2) / 5 + 1,
    )
}

/// Whether the text is a `date-time` of RFC 3339 section 5.6.
#[must_use]
pub fn is_date_time(text: &str) -> bool {
    parse(text).is_some()
}
