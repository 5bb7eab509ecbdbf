//! `Retry-After`: how long a service asks to wait (RFC 9110 §10.2.3).

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::{DATE, HeaderName, RETRY_AFTER};

use crate::values::DateTime;

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// Seconds as they are; a date counts from the `Date` of the same reply, so that the clocks need not agree, or else from
/// now.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = |name: HeaderName| headers.get(name)?.to_str().ok().map(str::trim);
    let asked = text(RETRY_AFTER)?;
    if let Ok(seconds) = asked.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let then = http_date(asked)?;
    let now = text(DATE).and_then(http_date);
    let now = now.unwrap_or_else(SystemTime::now);
    Some(then.duration_since(now).unwrap_or_default())
}

/// A date in the form that is to be sent (RFC 9110 §5.6.7, `IMF-fixdate`): `Sun, 06 Nov 1994 08:49:37 GMT`. The two
/// forms that are only to be read have not been sent for decades.
fn http_date(text: &str) -> Option<SystemTime> {
    let (_, date) = text.split_once(", ")?;
    let mut words = date.split(' ');
    let (day, month, year) = (words.next()?, words.next()?, words.next()?);
    let time = words.next()?;
    if words.next() != Some("GMT") || words.next().is_some() {
        return None;
    }
    let month = MONTHS.iter().position(|known| *known == month)? + 1;
    let stamp = DateTime::new(format!("{year}-{month:02}-{day}T{time}Z")).ok()?;
    stamp.to_system_time().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(asked: &str, date: Option<&str>, expected: Option<u64>) {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, asked.parse().expect("a header"));
        if let Some(date) = date {
            headers.insert(DATE, date.parse().expect("a header"));
        }
        let seconds = retry_after(&headers).map(|wait| wait.as_secs());
        assert_eq!(seconds, expected, "{asked} {date:?}");
    }

    #[test]
    fn seconds_and_dates() {
        let date = Some("Sun, 06 Nov 1994 08:49:37 GMT");
        check("120", None, Some(120));
        check(" 120 ", date, Some(120));
        check("Sun, 06 Nov 1994 08:49:40 GMT", date, Some(3));
        check("Mon, 07 Nov 1994 08:49:37 GMT", date, Some(86_400));
        check("Sun, 06 Nov 1994 08:49:30 GMT", date, Some(0));
        check("Sun, 06 Nov 1994 08:49:37 GMT", None, Some(0));
        for wrong in [
            "soon",
            "-1",
            "1.5",
            "Sun, 06 Nov 1994 08:49:37 CET",
            "Sun, 31 Feb 1994 08:49:37 GMT",
            "Sun, 06 Foo 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37 GMT x",
            "Sunday, 06-Nov-94 08:49:37 GMT",
        ] {
            check(wrong, date, None);
        }
    }

    #[test]
    fn dates_far_ahead_count_from_now() {
        let mut headers = HeaderMap::new();
        let far = "Fri, 31 Dec 2999 23:59:59 GMT".parse().expect("a header");
        headers.insert(RETRY_AFTER, far);
        assert!(retry_after(&headers) > Some(Duration::from_secs(86_400)));
    }
}
