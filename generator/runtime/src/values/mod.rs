//! Values that have a form of their own inside a JSON string.
//!
//! In: text. Out: the same text with its form known, so that what is read is written back byte for byte. Reading JSON takes any string (servers
//! are often laxer than their documents); [`is_valid`](DateTime::is_valid) and validation tell. No calendar library: what needs one
//! takes the text to the library of its choice.

mod base64;
mod date;
mod date_time;
mod duration;
mod format;
mod host;
mod text;
mod uri;
mod uuid;

pub use self::base64::{Base64, Base64Url};
pub use date::{Date, Time, is_date, is_time};
pub use date_time::{DateTime, is_date_time};
pub use duration::{Duration, is_duration};
pub use format::FormatError;
pub use host::{is_email, is_hostname, is_ipv4, is_ipv6};
pub use uri::{Uri, is_uri, is_uri_reference};
pub use uuid::{Uuid, is_uuid};

#[cfg(test)]
mod tests {
    use super::*;

    fn check(is_valid: fn(&str) -> bool, valid: &[&str], invalid: &[&str]) {
        for text in valid {
            assert!(is_valid(text), "{text} is valid");
        }
        for text in invalid {
            assert!(!is_valid(text), "{text} is not valid");
        }
    }

    #[test]
    fn dates_and_times() {
        check(
            is_date,
            &["2020-02-29", "0000-01-01", "9999-12-31"],
            &[
                "2021-02-29",
                "1900-02-29",
                "2020-13-01",
                "2020-00-01",
                "2020-1-1",
                "20200101",
                "2020-01-01 ",
                "২020-01-01",
            ],
        );
        check(
            is_time,
            &[
                "12:00:00Z",
                "23:59:60Z",
                "01:29:60+01:30",
                "00:00:00.123456789-23:59",
                "12:00:00z",
                "12:00:00",
            ],
            &[
                "24:00:00Z",
                "22:59:60Z",
                "12:60:00Z",
                "12:00:00.Z",
                "12:00:00+24:00",
                "12:00:00+1:00",
                "12:00Z",
                "23:59:60+01:00",
            ],
        );
        check(
            is_date_time,
            &[
                "1985-04-12T23:20:50.52Z",
                "1996-12-19T16:39:57-08:00",
                "1990-12-31T23:59:60Z",
                "2020-01-01t00:00:00z",
            ],
            &[
                "2020-01-01",
                "2020-01-01 00:00:00Z",
                "2020-01-01T00:00:00",
                "2020-02-30T00:00:00Z",
                "T",
                "",
            ],
        );
        check(
            is_duration,
            &[
                "P4DT12H30M5S",
                "P4Y",
                "PT0S",
                "P0D",
                "P1M",
                "PT1M",
                "P2W",
                "PT1H1S",
                "P1Y1D",
                "PT1.5S",
                "PT0,5S",
            ],
            &[
                "P", "PT", "P1", "4DT", "P1D2H", "P1S", "PT1D", "P2D1Y", "P1W1D", "P1YT", "PT1.5M",
                "PT1.S", "P-1D",
            ],
        );
    }

    #[test]
    fn names() {
        check(
            is_uuid,
            &[
                "2EB8AA08-aa98-11ea-B4AA-73B441D16380",
                "00000000-0000-0000-0000-000000000000",
            ],
            &[
                "2eb8aa08aa9811eab4aa73b441d16380",
                "2eb8aa08-aa98-11ea-b4aa-73b441d1638g",
                "",
            ],
        );
        check(
            is_email,
            &[
                "a@b",
                "joe.bloggs@example.com",
                "te~st@example.com",
                "\"joe bloggs\"@example.com",
                "a@[127.0.0.1]",
                "a@[IPv6:::1]",
            ],
            &[
                "",
                "a",
                "@b",
                "a@",
                ".a@b.c",
                "a.@b.c",
                "a..b@c",
                "a@b c",
                "a@-b.c",
                "a@[127.0.0.300]",
            ],
        );
        check(
            is_hostname,
            &[
                "a",
                "www.example.com",
                "xn--4gbwdl.xn--wgbh1c",
                "1host",
                "a-b.c",
            ],
            &[
                "",
                "-a.b",
                "a-.b",
                "a..b",
                "a_b",
                ".a",
                "a.",
                "ü",
                &"a".repeat(64),
            ],
        );
        check(
            is_ipv4,
            &["127.0.0.1", "0.0.0.0"],
            &["127.0.0", "256.0.0.1", "01.2.3.4", "0x7f.1"],
        );
        check(
            is_ipv6,
            &["::1", "::ffff:1.2.3.4"],
            &["::1%eth0", "12345::", "1::2::3", "[::1]"],
        );
        check(
            is_uri,
            &[
                "http://foo.bar/?baz=qux#quux",
                "urn:oasis:names:specification:docbook:dtd:xml:4.1.2",
                "mailto:a@b",
                "http://[::1]:80/a%20b",
                "ftp://u:p@h:21",
                "tel:+1-816-555-1212",
                "a:",
            ],
            &[
                "/abc",
                "//foo/bar",
                "http:// x",
                "bar,baz",
                "http://a/%zz",
                "1http://a",
                "http://a/\\",
                "http://[::1",
                "http://a:b/",
                "http://a#b#c",
                "http://ü",
                ":a",
                "http://[a]/",
                "",
            ],
        );
        check(
            is_uri_reference,
            &["/abc", "//foo/bar", "a/b:c", "#x", "", "?q", "http://a"],
            &["a b", "1a:b", "\\\\x", "#a#", "a%2"],
        );
    }

    #[test]
    fn round_trips_any_text() {
        for text in ["\"2020-01-01T00:00:00.100Z\"", "\"yesterday\""] {
            let value: DateTime = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&value).unwrap(), text);
        }
        assert!(DateTime::new("yesterday").is_err());
        assert_eq!("P1D".parse::<Duration>().unwrap().to_string(), "P1D");
        assert_eq!(
            "x".parse::<Uuid>().unwrap_err().to_string(),
            "\"x\" is not a valid uuid"
        );
    }

    #[test]
    fn time_stamps() {
        for (text, seconds) in [
            ("1970-01-01T00:00:00Z", 0.0),
            ("2020-02-29T12:34:56.5Z", 1_582_979_696.5),
            ("2020-02-29T13:34:56.5+01:00", 1_582_979_696.5),
            ("1969-12-31T23:59:59.25Z", -0.75),
            ("0001-01-01T00:00:00Z", -62_135_596_800.0),
            ("2016-12-31T23:59:60Z", 1_483_228_800.0),
        ] {
            let time = DateTime::new(text).unwrap().to_system_time().unwrap();
            let got = match time.duration_since(std::time::UNIX_EPOCH) {
                Ok(after) => after.as_secs_f64(),
                Err(before) => -before.duration().as_secs_f64(),
            };
            assert!((got - seconds).abs() < 1e-6, "{text}: {got}");
            if !text.contains('+') && !text.contains(":60") {
                assert_eq!(DateTime::from_system_time(time).to_string(), text);
            }
        }
    }

    #[test]
    fn durations() {
        for (text, expected) in [
            ("P1DT1H1M1.5S", Some(90_061.5)),
            ("P2W", Some(1_209_600.0)),
            ("PT0,25S", Some(0.25)),
            ("P1M", None),
            ("P1Y", None),
            ("PT99999999999999999999S", None),
        ] {
            assert_eq!(
                Duration::new(text)
                    .unwrap()
                    .to_std()
                    .map(|duration| duration.as_secs_f64()),
                expected,
                "{text}"
            );
        }
        assert_eq!(
            Duration::from(std::time::Duration::from_millis(90_061_500)).as_str(),
            "PT90061.5S"
        );
    }

    #[test]
    fn bytes() {
        for (text, bytes) in [
            ("\"/+8=\"", vec![0xff, 0xef]),
            ("\"/+8\"", vec![0xff, 0xef]),
            ("\"\"", vec![]),
        ] {
            assert_eq!(serde_json::from_str::<Base64>(text).unwrap(), Base64(bytes));
        }
        assert_eq!(
            serde_json::to_string(&Base64(vec![0xff, 0xef])).unwrap(),
            "\"/+8=\""
        );
        assert_eq!(
            serde_json::to_string(&Base64Url(vec![0xff, 0xef])).unwrap(),
            "\"_-8\""
        );
        assert!(serde_json::from_str::<Base64>("\"a!\"").is_err());
    }
}
