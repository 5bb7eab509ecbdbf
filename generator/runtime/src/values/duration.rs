//! Lengths of time.

use super::text::text_value;

text_value! {
    /// A length of time, as `duration` of ISO 8601 (grammar in RFC 3339 appendix A): `P4DT12H30M5S`. A fraction of a second may be there.
    Duration, "duration", is_duration
}

impl Duration {
    /// The length, if it is the same whenever it begins: years and months are not. A day has 24 hours here.
    #[must_use]
    pub fn to_std(&self) -> Option<std::time::Duration> {
        let mut total = std::time::Duration::ZERO;
        for part in parse(self.as_str())? {
            let unit: u64 = match part.unit {
                Unit::Year | Unit::Month => return None,
                Unit::Week => 604_800,
                Unit::Day => 86_400,
                Unit::Hour => 3_600,
                Unit::Minute => 60,
                Unit::Second => 1,
            };
            let seconds = part.whole.parse::<u64>().ok()?.checked_mul(unit)?;
            let nanoseconds = format!("{:0<9}", part.fraction)[..9].parse().ok()?;
            total = total.checked_add(std::time::Duration::new(seconds, nanoseconds))?;
        }
        Some(total)
    }
}

impl From<std::time::Duration> for Duration {
    fn from(duration: std::time::Duration) -> Self {
        let mut text = format!("PT{}", duration.as_secs());
        if duration.subsec_nanos() > 0 {
            let fraction = format!(".{:09}", duration.subsec_nanos());
            text.push_str(fraction.trim_end_matches('0'));
        }
        text.push('S');
        Self(text)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Unit {
    Year,
    Month,
    Week,
    Day,
    Hour,
    Minute,
    Second,
}

struct Part<'a> {
    whole: &'a str,
    fraction: &'a str,
    unit: Unit,
}

fn parse(text: &str) -> Option<Vec<Part<'_>>> {
    let (date, time) = match text.strip_prefix('P')?.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (&text[1..], None),
    };
    let mut parts = Vec::new();
    parse_half(
        date,
        &[
            ('Y', Unit::Year),
            ('M', Unit::Month),
            ('W', Unit::Week),
            ('D', Unit::Day),
        ],
        &mut parts,
    )?;
    // Weeks stand alone.
    if (parts.is_empty() && time.is_none())
        || (parts.iter().any(|part| part.unit == Unit::Week) && (parts.len() > 1 || time.is_some()))
    {
        return None;
    }
    if let Some(time) = time {
        let before = parts.len();
        parse_half(
            time,
            &[('H', Unit::Hour), ('M', Unit::Minute), ('S', Unit::Second)],
            &mut parts,
        )?;
        if parts.len() == before {
            return None;
        }
    }
    Some(parts)
}

/// Numbers with units, in the order of `units`.
fn parse_half<'a>(
    mut text: &'a str,
    mut units: &[(char, Unit)],
    parts: &mut Vec<Part<'a>>,
) -> Option<()> {
    while !text.is_empty() {
        let end = text.find(|character: char| {
            !character.is_ascii_digit() && !matches!(character, '.' | ',')
        })?;
        let (number, rest) = text.split_at(end);
        let letter = rest.chars().next()?;
        let at = units.iter().position(|(unit, _)| *unit == letter)?;
        let unit = units[at].1;
        let (whole, fraction) = number.split_once(['.', ',']).unwrap_or((number, "0"));
        let is_number =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number(whole)
            || !is_number(fraction)
            || (number.len() > whole.len() && unit != Unit::Second)
        {
            return None;
        }
        parts.push(Part {
            whole,
            fraction,
            unit,
        });
        units = &units[at + 1..];
        text = &rest[letter.len_utf8()..];
    }
    Some(())
}

/// Whether the text is a duration of ISO 8601 (RFC 3339 appendix A), in which seconds may have a fraction.
#[must_use]
pub fn is_duration(text: &str) -> bool {
    parse(text).is_some()
}
