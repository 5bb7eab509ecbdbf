//! Days of the calendar: what sunsets are written in.

use std::fmt;

/// A day of the proleptic Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// Days since 1970-01-01.
    days: i64,
}

impl Date {
    /// The day that lies so many days after 1970-01-01.
    pub fn from_days(days: i64) -> Self {
        Self { days }
    }

    /// Reads `2030-12-31`, also at the start of a date with time (RFC 3339).
    pub fn parse(text: &str) -> Option<Self> {
        let day = text.get(..10)?;
        let rest = &text[10..];
        if !(rest.is_empty() || rest.starts_with(['T', 't', ' ']) && rest.len() > 8) {
            return None;
        }
        let mut parts = day.split('-');
        let mut next = |length: usize| {
            let part = parts.next()?;
            let digits = part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
            digits.then(|| part.parse::<i64>().ok())?
        };
        let (year, month, day) = (next(4)?, next(2)?, next(2)?);
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let length = match month {
            4 | 6 | 9 | 11 => 30,
            2 => 28 + i64::from(leap),
            1..=12 => 31,
            _ => return None,
        };
        if !(1..=length).contains(&day) {
            return None;
        }
        // Years begin in March here, so that the leap day is the last one.
        let (year, month) = match month {
            1 | 2 => (year - 1, month + 9),
            _ => (year, month - 3),
        };
        let before = year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
        Some(Self {
            days: before + (153 * month + 2) / 5 + day - 1 - 719_468,
        })
    }

    /// How many days lie between an earlier day and this one.
    pub fn days_since(self, earlier: Self) -> i64 {
        self.days - earlier.days
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days = self.days + 719_468;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = year + era * 400 + i64::from(month <= 2);
        write!(formatter, "{year:04}-{month:02}-{day:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_the_calendar() {
        let check = |text: &str, days: Option<i64>| {
            let date = Date::parse(text);
            assert_eq!(date.map(|date| date.days), days, "{text}");
            if let Some(date) = date {
                assert_eq!(date.to_string(), text[..10], "{text}");
            }
        };
        check("1970-01-01", Some(0));
        check("1969-12-31", Some(-1));
        check("2000-02-29", Some(11_016));
        check("2026-11-21", Some(20_778));
        check("9999-12-31T23:59:59Z", Some(2_932_896));
        check("2001-02-29", None);
        check("2001-13-01", None);
        check("2001-1-1", None);
        check("2001-01-01X", None);
        check("tomorrow", None);
        check("äöüäöüäöü", None);
    }
}
