//! How the state of work is read off an answer: data, emitted per operation that starts work.

use std::time::Duration;

use serde_json::Value;

/// Where an answer says how work is, and what its words mean. Pointers are JSON pointers (RFC 6901) into the body.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    status: &'static str,
    success: &'static [&'static str],
    pending: &'static [&'static str],
    failure: &'static [&'static str],
    absent: &'static [u16],
    code: Option<&'static str>,
    reason: Option<&'static str>,
    progress: Option<(&'static str, f64)>,
    pub(super) interval: Duration,
    pub(super) deadline: Duration,
}

/// What an answer says of the work.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum State {
    Pending,
    Done,
    Failed {
        code: Option<String>,
        reason: Option<String>,
    },
    Unknown,
}

impl Rule {
    /// The pointer to the status, and which statuses mean that the work is done and that it goes on. A status that is
    /// not there counts as pending: the work may not be visible yet.
    #[must_use]
    pub const fn new(
        status: &'static str,
        success: &'static [&'static str],
        pending: &'static [&'static str],
    ) -> Self {
        Self {
            status,
            success,
            pending,
            failure: &[],
            absent: &[],
            code: None,
            reason: None,
            progress: None,
            interval: Duration::from_secs(10),
            deadline: Duration::from_secs(3600),
        }
    }

    /// The statuses that mean that the work failed.
    #[must_use]
    pub const fn failure(mut self, statuses: &'static [&'static str]) -> Self {
        self.failure = statuses;
        self
    }

    /// HTTP statuses that mean that the work is not visible yet.
    #[must_use]
    pub const fn absent(mut self, statuses: &'static [u16]) -> Self {
        self.absent = statuses;
        self
    }

    /// The pointer to the service's own code for why the work failed.
    #[must_use]
    pub const fn code(mut self, pointer: &'static str) -> Self {
        self.code = Some(pointer);
        self
    }

    /// The pointer to the text that says why the work failed.
    #[must_use]
    pub const fn reason(mut self, pointer: &'static str) -> Self {
        self.reason = Some(pointer);
        self
    }

    /// The pointer to how far the work is, and what stands there in the end.
    #[must_use]
    pub const fn progress(mut self, pointer: &'static str, complete: f64) -> Self {
        self.progress = Some((pointer, complete));
        self
    }

    /// Seconds between two questions, unless the caller says otherwise.
    #[must_use]
    pub const fn every(mut self, seconds: u64) -> Self {
        self.interval = Duration::from_secs(seconds);
        self
    }

    /// Seconds after which to give up, unless the caller says otherwise.
    #[must_use]
    pub const fn within(mut self, seconds: u64) -> Self {
        self.deadline = Duration::from_secs(seconds);
        self
    }

    pub(super) fn is_absent(&self, status: Option<http::StatusCode>) -> bool {
        status.is_some_and(|status| self.absent.contains(&status.as_u16()))
    }

    /// The status, and what it means.
    pub(super) fn state(&self, body: &Value) -> (Option<String>, State) {
        let Some(status) = scalar(body, self.status) else {
            return (None, State::Pending);
        };
        let is_among = |known: &[&str]| known.contains(&status.as_str());
        let state = if is_among(self.success) {
            State::Done
        } else if is_among(self.failure) {
            State::Failed {
                code: self.code.and_then(|pointer| scalar(body, pointer)),
                reason: self.reason.and_then(|pointer| scalar(body, pointer)),
            }
        } else if is_among(self.pending) {
            State::Pending
        } else {
            State::Unknown
        };
        (Some(status), state)
    }

    /// How far the work is, from 0 to 100.
    pub(super) fn percent(&self, body: &Value) -> Option<f64> {
        let (pointer, complete) = self.progress?;
        let value: f64 = scalar(body, pointer)?
            .trim()
            .trim_end_matches('%')
            .parse()
            .ok()?;
        let percent = value / complete * 100.0;
        percent.is_finite().then(|| percent.clamp(0.0, 100.0))
    }
}

/// What stands at a pointer, as text; nothing for null, an empty text, lists and objects.
fn scalar(body: &Value, pointer: &str) -> Option<String> {
    match body.pointer(pointer)? {
        Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const RULE: Rule = Rule::new("/job/status", &["SUCCESS"], &["INIT"])
        .failure(&["FAIL", "9"])
        .code("/code")
        .reason("/why");

    #[test]
    fn states_are_read_off_answers() {
        let failed = |code: Option<&str>, reason: Option<&str>| State::Failed {
            code: code.map(str::to_owned),
            reason: reason.map(str::to_owned),
        };
        for (body, expected) in [
            (json!({"job": {"status": "SUCCESS"}}), State::Done),
            (json!({"job": {"status": "INIT"}}), State::Pending),
            (json!({"job": {"status": null}}), State::Pending),
            (json!({"job": []}), State::Pending),
            (json!({"job": {"status": "success"}}), State::Unknown),
            (
                json!({"job": {"status": 9}, "code": 7}),
                failed(Some("7"), None),
            ),
            (
                json!({"job": {"status": "FAIL"}, "code": null, "why": "disk"}),
                failed(None, Some("disk")),
            ),
        ] {
            assert_eq!(RULE.state(&body).1, expected, "{body}");
        }
    }

    #[test]
    fn progress_is_a_percentage() {
        let of = |complete: f64, value: Value| {
            RULE.progress("/p", complete).percent(&json!({"p": value}))
        };
        for (complete, value, expected) in [
            (100.0, json!(40), Some(40.0)),
            (100.0, json!("40"), Some(40.0)),
            (100.0, json!("40%"), Some(40.0)),
            (1.0, json!(0.25), Some(25.0)),
            (1.0, json!(7), Some(100.0)),
            (100.0, json!("soon"), None),
            (100.0, json!(null), None),
        ] {
            assert_eq!(of(complete, value.clone()), expected, "{value}");
        }
        assert_eq!(RULE.percent(&json!({"p": 1})), None);
    }
}
