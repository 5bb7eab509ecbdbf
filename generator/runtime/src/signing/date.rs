//! The one date format of all schemes: UTC, `YYYYMMDD'T'HHMMSS'Z'` (ISO 8601 basic format).
//!
//! Comes in: a `SystemTime` or a header's text. Goes out: the other one. Knows no scheme and no clock.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

const DAY: u64 = 86_400;

/// `20240105T103000Z`; `None` before 1970 and after 9999, which the format cannot hold or no clock means.
pub(super) fn format(time: SystemTime) -> Option<String> {
    let seconds = time.duration_since(UNIX_EPOCH).ok()?.as_secs();
    let (year, month, day) = civil(seconds / DAY);
    let rest = seconds % DAY;
    (year <= 9999).then(|| {
        format!(
            "{year:04}{month:02}{day:02}T{:02}{:02}{:02}Z",
            rest / 3600,
            rest / 60 % 60,
            rest % 60
        )
    })
}

/// The time a stamp means; `None` for every text that [`format`] does not write.
pub(super) fn parse(stamp: &str) -> Option<SystemTime> {
    let bytes = stamp.as_bytes();
    if bytes.len() != 16 || bytes[8] != b'T' || bytes[15] != b'Z' {
        return None;
    }
    let number = |from: usize, to: usize| {
        bytes[from..to].iter().try_fold(0u64, |sum, digit| {
            digit
                .is_ascii_digit()
                .then(|| sum * 10 + u64::from(digit - b'0'))
        })
    };
    let (year, month, day) = (number(0, 4)?, number(4, 6)?, number(6, 8)?);
    let (hour, minute, second) = (number(9, 11)?, number(11, 13)?, number(13, 15)?);
    if year < 1970 || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let days = days(year, month, day);
    // The way back rejects 31 February and month 13 without a table of month lengths.
    if civil(days) != (year, month, day) {
        return None;
    }
    UNIX_EPOCH.checked_add(Duration::from_secs(
        days * DAY + hour * 3600 + minute * 60 + second,
    ))
}

/// Days since 1970-01-01 of a Gregorian date from 1970 on. Years are counted from March, so that the leap day is last.
fn days(year: u64, month: u64, day: u64) -> u64 {
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let of_year = (153 * month + 2) / 5 + day;
    // 719 469 days lie between 0000-03-01 less one day and 1970-01-01.
    (year * 365 + year / 4 - year / 100 + year / 400 + of_year).saturating_sub(719_469)
}

/// The Gregorian date of a day since 1970-01-01.
fn civil(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let (month, carry) = if month < 10 {
        (month + 3, 0)
    } else {
        (month - 9, 1)
    };
    (era * 400 + year + carry, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(seconds: u64, stamp: &str) {
        let time = UNIX_EPOCH + Duration::from_secs(seconds);
        assert_eq!(format(time).as_deref(), Some(stamp));
        assert_eq!(parse(stamp), Some(time), "{stamp}");
    }

    #[test]
    fn signing_dates_are_written_and_read() {
        check(0, "19700101T000000Z");
        check(951_782_400, "20000229T000000Z");
        check(1_704_450_600, "20240105T103000Z");
        check(1_709_251_199, "20240229T235959Z");
        check(1_709_251_200, "20240301T000000Z");
        check(4_107_542_399, "21000228T235959Z");
        check(4_107_542_400, "21000301T000000Z");
        check(253_402_300_799, "99991231T235959Z");
    }

    #[test]
    fn signing_dates_survive_every_day_of_four_centuries() {
        for day in 0..146_097 {
            let time = UNIX_EPOCH + Duration::from_secs(day * DAY + 3661);
            let stamp = format(time).expect("a time after 1970");
            assert_eq!(parse(&stamp), Some(time), "{stamp}");
        }
    }

    #[test]
    fn signing_dates_that_are_none_are_refused() {
        for stamp in [
            "",
            "20240105",
            "20240105T103000",
            "20240105t103000z",
            "20240105T103000Zx",
            "20240230T000000Z",
            "20231301T000000Z",
            "20230001T000000Z",
            "20230100T000000Z",
            "20230229T000000Z",
            "20240105T240000Z",
            "20240105T106000Z",
            "20240105T103060Z",
            "19691231T235959Z",
            "2024010五T1030Z",
            "+0240105T103000Z",
        ] {
            assert_eq!(parse(stamp), None, "{stamp}");
        }
        assert_eq!(format(UNIX_EPOCH - Duration::from_secs(1)), None);
        assert_eq!(
            format(UNIX_EPOCH + Duration::from_secs(253_402_300_800)),
            None
        );
    }
}
