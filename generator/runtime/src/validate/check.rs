//! Checks values against constraints and collects what is violated.
//! Long because each constraint is a method with its message.

use std::collections::{BTreeMap, HashMap};
use std::fmt::{Display, Write as _};
use std::ops::{Bound, Deref, DerefMut, RangeBounds};

use serde::ser::Serialize;
use serde_json::Value;

use super::multiple::is_multiple;
use super::violation::escape;
use super::{Violation, Violations};
use crate::json::canonical;

/// A type with constraints. Emitted for types that have some, themselves or in what they hold.
pub trait Validate {
    /// Reports to `check` what is violated.
    fn validate(&self, check: &mut Check);
}

/// Checks all constraints of a value.
///
/// # Errors
/// Everything that is violated.
pub fn validate<T: Validate + ?Sized>(value: &T) -> Result<(), Violations> {
    let mut check = Check::default();
    value.validate(&mut check);
    check.finish()
}

/// Collects what is violated. Every method that names a keyword checks it and reports at the current place; all return the check, so that they chain:
/// `check.at("name").length(&self.name, 1..=128).format("email", is_email(&self.name));`
#[derive(Debug, Default)]
pub struct Check {
    pointer: String,
    violations: Vec<Violation>,
    direction: Option<Direction>,
}

/// Which way a message travels. Some members must be there in one direction alone (`readOnly`, `writeOnly`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From the client to the service.
    Request,
    /// From the service to the client.
    Response,
}

/// Checks all constraints of a value that travels in one direction: those of [`validate`], and that the members are there which are
/// required in that direction alone.
///
/// # Errors
/// Everything that is violated.
pub fn validate_in<T: Validate + ?Sized>(
    direction: Direction,
    value: &T,
) -> Result<(), Violations> {
    let mut check = Check::new(direction);
    value.validate(&mut check);
    check.finish()
}

/// A place inside the value: a [`Check`] that reports there, until it goes.
#[derive(Debug)]
pub struct At<'a> {
    check: &'a mut Check,
    outer: usize,
}

impl Deref for At<'_> {
    type Target = Check;

    fn deref(&self) -> &Check {
        self.check
    }
}

impl DerefMut for At<'_> {
    fn deref_mut(&mut self) -> &mut Check {
        self.check
    }
}

impl Drop for At<'_> {
    fn drop(&mut self) {
        self.check.pointer.truncate(self.outer);
    }
}

impl Check {
    /// A check of a message that travels in `direction`; the default one knows of none.
    #[must_use]
    pub fn new(direction: Direction) -> Self {
        Self {
            direction: Some(direction),
            ..Self::default()
        }
    }

    /// `required` of a member that its type leaves optional.
    pub fn required(&mut self, name: &str, is_there: bool) -> &mut Self {
        if !is_there {
            self.at(name).fail("required", "is required");
        }
        self
    }

    /// `required` of a `writeOnly` member: a request must have it.
    pub fn required_in_request(&mut self, name: &str, is_there: bool) -> &mut Self {
        self.required_in(Direction::Request, name, is_there)
    }

    /// `required` of a `readOnly` member: a response must have it.
    pub fn required_in_response(&mut self, name: &str, is_there: bool) -> &mut Self {
        self.required_in(Direction::Response, name, is_there)
    }

    fn required_in(&mut self, direction: Direction, name: &str, is_there: bool) -> &mut Self {
        let asked = self.direction == Some(direction);
        self.required(name, is_there || !asked)
    }

    /// The member `token` of the current place, or the element with that index.
    pub fn at(&mut self, token: impl Display) -> At<'_> {
        let outer = self.pointer.len();
        self.pointer.push('/');
        // Writing to a string does not fail.
        let _ = write!(Escaped(&mut self.pointer), "{token}");
        At { outer, check: self }
    }

    /// What `validate` reports at the current place, without reporting it.
    pub(super) fn tried(&mut self, validate: impl FnOnce(&mut Self)) -> Vec<Violation> {
        let before = self.violations.len();
        validate(self);
        self.violations.split_off(before)
    }

    /// Reports violations that were found before.
    pub(super) fn report(&mut self, violations: Vec<Violation>) {
        self.violations.extend(violations);
    }

    /// Reports a violation at the current place.
    pub fn fail(&mut self, keyword: &'static str, message: impl Into<String>) -> &mut Self {
        self.violations.push(Violation {
            pointer: self.pointer.clone(),
            message: message.into(),
            keyword,
        });
        self
    }

    /// `minLength` and `maxLength`: the number of characters (Unicode code points).
    pub fn length(&mut self, text: &str, range: impl RangeBounds<u64>) -> &mut Self {
        let limits = Limits::of(&range);
        // Every character has one to four bytes, which mostly settles it.
        let bytes = text.len() as u64;
        if limits.contains(&bytes) && limits.contains(&(bytes / 4)) {
            return self;
        }
        self.count(
            text.chars().count() as u64,
            limits,
            ["minLength", "maxLength"],
            "character",
        )
    }

    /// `minItems` and `maxItems`.
    pub fn items(&mut self, count: usize, range: impl RangeBounds<u64>) -> &mut Self {
        self.count(
            count as u64,
            Limits::of(&range),
            ["minItems", "maxItems"],
            "item",
        )
    }

    /// `minProperties` and `maxProperties`.
    pub fn properties(&mut self, count: usize, range: impl RangeBounds<u64>) -> &mut Self {
        self.count(
            count as u64,
            Limits::of(&range),
            ["minProperties", "maxProperties"],
            "member",
        )
    }

    /// `minimum`, `maximum` and their exclusive forms, for integers.
    pub fn integer(&mut self, value: impl Into<i128>, range: impl RangeBounds<i128>) -> &mut Self {
        self.range(value.into(), Limits::of(&range))
    }

    /// `minimum`, `maximum` and their exclusive forms, for numbers.
    pub fn number(&mut self, value: f64, range: impl RangeBounds<f64>) -> &mut Self {
        self.range(value, Limits::of(&range))
    }

    /// `multipleOf` for integers.
    pub fn multiple_of_integer(&mut self, value: impl Into<i128>, divisor: i128) -> &mut Self {
        let value = value.into();
        if value.checked_rem(divisor).is_some_and(|rest| rest != 0) {
            self.fail(
                "multipleOf",
                format!("must be a multiple of {divisor}, is {value}"),
            );
        }
        self
    }

    /// `multipleOf` for numbers, in decimal: 19.99 is a multiple of 0.01.
    pub fn multiple_of_number(&mut self, value: f64, divisor: f64) -> &mut Self {
        if !is_multiple(value, divisor) {
            self.fail(
                "multipleOf",
                format!("must be a multiple of {divisor}, is {value}"),
            );
        }
        self
    }

    /// `uniqueItems`: no two items are equal as JSON values.
    pub fn unique<T: Serialize>(&mut self, items: &[T]) -> &mut Self {
        let mut seen = HashMap::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let Ok(value) = serde_json::to_value(item) else {
                continue;
            };
            if let Some(first) = seen.insert(canonical(&value), index) {
                return self.fail(
                    "uniqueItems",
                    format!("must not have equal items, as items {first} and {index} are"),
                );
            }
        }
        self
    }

    /// `format`, whose check gave `ok`.
    pub fn format(&mut self, name: &str, ok: bool) -> &mut Self {
        if ok {
            self
        } else {
            self.fail("format", format!("is not a valid {name}"))
        }
    }

    /// `pattern`, checked by emitted code that gave `ok`.
    pub fn matches(&mut self, pattern: &str, ok: bool) -> &mut Self {
        if ok {
            self
        } else {
            self.fail("pattern", format!("does not match the pattern {pattern}"))
        }
    }

    /// `pattern`.
    #[cfg(feature = "pattern")]
    pub fn pattern(&mut self, text: &str, pattern: &super::Pattern) -> &mut Self {
        match pattern.is_match(text) {
            Ok(ok) => self.matches(pattern.as_str(), ok),
            Err(error) => self.fail(
                "pattern",
                format!("cannot be checked against {}: {error}", pattern.as_str()),
            ),
        }
    }

    /// `enum` or `const` of an open type, whose value `found` is among the documented ones when `known`.
    pub fn one_of(&mut self, known: bool, found: impl Display) -> &mut Self {
        if known {
            self
        } else {
            self.fail(
                "enum",
                format!("is not one of the documented values: `{found}`"),
            )
        }
    }

    /// `enum` or `const` of values that no type lists, each as JSON text.
    pub fn listed<T: Serialize + ?Sized>(&mut self, value: &T, values: &[&str]) -> &mut Self {
        let found = serde_json::to_value(value).unwrap_or_default();
        let same = canonical(&found);
        let known = values.iter().any(|known| {
            serde_json::from_str(known).is_ok_and(|known: Value| canonical(&known) == same)
        });
        self.one_of(known, found)
    }

    /// Ends the check.
    ///
    /// # Errors
    /// Everything that was reported.
    pub fn finish(self) -> Result<(), Violations> {
        Violations(self.violations).into_result()
    }

    fn count(
        &mut self,
        count: u64,
        limits: Limits<u64>,
        keywords: [&'static str; 2],
        unit: &str,
    ) -> &mut Self {
        let plural = |limit: u64| if limit == 1 { "" } else { "s" };
        if let Some(limit) = limits.lower_violated(&count) {
            self.fail(
                keywords[0],
                format!(
                    "must have at least {limit} {unit}{}, has {count}",
                    plural(limit)
                ),
            );
        }
        if let Some(limit) = limits.upper_violated(&count) {
            self.fail(
                keywords[1],
                format!(
                    "must have at most {limit} {unit}{}, has {count}",
                    plural(limit)
                ),
            );
        }
        self
    }

    fn range<N: PartialOrd + Display + Copy>(&mut self, value: N, limits: Limits<N>) -> &mut Self {
        if let Some(limit) = limits.lower_violated(&value) {
            match limits.lower {
                Bound::Excluded(_) => self.fail(
                    "exclusiveMinimum",
                    format!("must be more than {limit}, is {value}"),
                ),
                _ => self.fail("minimum", format!("must be at least {limit}, is {value}")),
            };
        }
        if let Some(limit) = limits.upper_violated(&value) {
            match limits.upper {
                Bound::Excluded(_) => self.fail(
                    "exclusiveMaximum",
                    format!("must be less than {limit}, is {value}"),
                ),
                _ => self.fail("maximum", format!("must be at most {limit}, is {value}")),
            };
        }
        self
    }
}

/// A range whose kind no longer matters to the compiler.
#[derive(Clone, Copy)]
struct Limits<N> {
    lower: Bound<N>,
    upper: Bound<N>,
}

impl<N: PartialOrd + Copy> Limits<N> {
    fn of(range: &impl RangeBounds<N>) -> Self {
        Self {
            lower: range.start_bound().cloned(),
            upper: range.end_bound().cloned(),
        }
    }

    fn contains(&self, value: &N) -> bool {
        self.lower_violated(value).is_none() && self.upper_violated(value).is_none()
    }

    fn lower_violated(&self, value: &N) -> Option<N> {
        match self.lower {
            Bound::Included(limit) if *value < limit => Some(limit),
            Bound::Excluded(limit) if *value <= limit => Some(limit),
            _ => None,
        }
    }

    fn upper_violated(&self, value: &N) -> Option<N> {
        match self.upper {
            Bound::Included(limit) if *value > limit => Some(limit),
            Bound::Excluded(limit) if *value >= limit => Some(limit),
            _ => None,
        }
    }
}

/// Writes a token to a pointer piece by piece, escaped.
struct Escaped<'a>(&'a mut String);

impl std::fmt::Write for Escaped<'_> {
    fn write_str(&mut self, token: &str) -> std::fmt::Result {
        escape(self.0, token);
        Ok(())
    }
}

impl<T: Validate> Validate for Option<T> {
    fn validate(&self, check: &mut Check) {
        if let Some(value) = self {
            value.validate(check);
        }
    }
}

impl<T: Validate + ?Sized> Validate for Box<T> {
    fn validate(&self, check: &mut Check) {
        (**self).validate(check);
    }
}

impl<T: Validate> Validate for [T] {
    fn validate(&self, check: &mut Check) {
        for (index, item) in self.iter().enumerate() {
            item.validate(&mut check.at(index));
        }
    }
}

impl<T: Validate> Validate for Vec<T> {
    fn validate(&self, check: &mut Check) {
        self.as_slice().validate(check);
    }
}

impl<T: Validate> Validate for BTreeMap<String, T> {
    fn validate(&self, check: &mut Check) {
        for (name, value) in self {
            value.validate(&mut check.at(name));
        }
    }
}
