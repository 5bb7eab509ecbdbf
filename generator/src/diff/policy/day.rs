//! A day, as approvals name it.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A day of the Gregorian calendar. Later days are greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    year: u32,
    month: u32,
    day: u32,
}

impl Day {
    /// Reads `2026-12-31`, the `full-date` of RFC 3339.
    ///
    /// # Errors
    /// Says why the text is no day.
    pub fn parse(text: &str) -> Result<Self, String> {
        let no = || format!("`{text}` is no day such as `2026-12-31`");
        let parts: Vec<&str> = text.split('-').collect();
        let [year, month, day] = parts[..] else {
            return Err(no());
        };
        let number = |part: &str, length: usize| {
            let digits = part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
            digits
                .then(|| part.parse::<u32>().ok())
                .flatten()
                .ok_or_else(no)
        };
        let (year, month, day) = (number(year, 4)?, number(month, 2)?, number(day, 2)?);
        match (1..=12).contains(&month) && (1..=days_of(year, month)).contains(&day) {
            true => Ok(Self { year, month, day }),
            false => Err(no()),
        }
    }

    /// The day at an instant, in UTC. Instants before 1970 count as its first day.
    pub fn at(instant: SystemTime) -> Self {
        let since = instant.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
        let mut left = since.as_secs() / 86_400;
        let (mut year, mut month) = (1970, 1);
        loop {
            let days = u64::from(days_of(year, month));
            if left < days {
                // Less than a month is left.
                let day = left as u32 + 1;
                return Self { year, month, day };
            }
            left -= days;
            (year, month) = match month {
                12 => (year + 1, 1),
                month => (year, month + 1),
            };
        }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{:04}-{:02}-{:02}",
            self.year, self.month, self.day
        )
    }
}

fn days_of(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days() {
        let check = |seconds: u64, expected: &str| {
            let day = Day::at(UNIX_EPOCH + Duration::from_secs(seconds));
            assert_eq!(day.to_string(), expected);
            assert_eq!(Day::parse(expected), Ok(day));
        };
        check(0, "1970-01-01");
        check(86_399, "1970-01-01");
        check(951_782_400, "2000-02-29");
        check(1_795_219_200, "2026-11-21");
        for text in [
            "2026-02-29",
            "2026-13-01",
            "2026-1-01",
            "26-01-01",
            "2026-01-01T",
            "",
            "+026-01-01",
        ] {
            assert!(Day::parse(text).is_err(), "{text}");
        }
    }
}
