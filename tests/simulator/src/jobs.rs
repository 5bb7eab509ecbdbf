//! Work that goes on after the answer that promised it.

use std::time::{Duration, SystemTime};

/// The part of its time that a job waits before it runs.
const WAITING: f64 = 0.1;

/// When work began, how long it takes, and how it ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// When it was ordered.
    pub began: SystemTime,
    /// How long it takes from then on.
    pub takes: Duration,
    /// Why it fails in the end; `None` when it does not.
    pub failure: Option<Failure>,
}

/// Why work fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The code that the vendor would give.
    pub code: String,
    /// The reason, for people.
    pub reason: String,
}

/// How far work has come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Stage {
    /// It waits for its turn.
    Waiting,
    /// It runs; the part that is done, from 0 to 1.
    Running(f64),
    /// It has succeeded.
    Done,
    /// It has failed.
    Failed,
}

impl Stage {
    /// Whether it goes on.
    #[must_use]
    pub fn is_pending(self) -> bool {
        matches!(self, Self::Waiting | Self::Running(_))
    }

    /// The part that is done, from 0 to 1, to the hundredth.
    #[must_use]
    pub fn progress(self) -> f64 {
        match self {
            Self::Waiting | Self::Failed => 0.0,
            Self::Running(part) => (part * 100.0).floor() / 100.0,
            Self::Done => 1.0,
        }
    }

    /// The part that is done in percent.
    #[must_use]
    pub fn percent(self) -> i32 {
        // Between 0 and 100.
        (self.progress() * 100.0).round() as i32
    }
}

impl Work {
    /// How far it has come at a time.
    #[must_use]
    pub fn stage(&self, now: SystemTime) -> Stage {
        let passed = now.duration_since(self.began).unwrap_or_default();
        if passed >= self.takes {
            return match self.failure {
                None => Stage::Done,
                Some(_) => Stage::Failed,
            };
        }
        let part = passed.as_secs_f64() / self.takes.as_secs_f64();
        if part < WAITING {
            Stage::Waiting
        } else {
            Stage::Running(part)
        }
    }

    /// When it ended; `None` while it goes on.
    #[must_use]
    pub fn ended(&self, now: SystemTime) -> Option<SystemTime> {
        (!self.stage(now).is_pending()).then(|| self.began + self.takes)
    }
}

/// Whether a copy leaves its region.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// It stays.
    InRegion,
    /// It goes to another.
    CrossRegion,
}

/// The copying of one image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Its id.
    pub id: String,
    /// Whose it is; everybody's when there is nobody.
    pub owner: Option<String>,
    /// Whether it leaves the region.
    pub route: Route,
    /// The image that is copied.
    pub source_id: String,
    /// The image that is made.
    pub image_id: String,
    /// The name of the image that is made.
    pub image_name: String,
    /// The region that the copy is made in; `None` for a job that is known in all.
    pub destination: Option<String>,
    /// When, how long, and with what end.
    pub work: Work,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_advances_with_time() {
        let began = SystemTime::now();
        let work = |failure| Work {
            began,
            takes: Duration::from_secs(10),
            failure,
        };
        let failure = Failure {
            code: "C".into(),
            reason: "R".into(),
        };
        for (seconds, failure, stage, percent) in [
            (0, None, Stage::Waiting, 0),
            (5, None, Stage::Running(0.5), 50),
            (10, None, Stage::Done, 100),
            (9, Some(failure.clone()), Stage::Running(0.9), 90),
            (10, Some(failure), Stage::Failed, 0),
        ] {
            let work = work(failure);
            let now = began + Duration::from_secs(seconds);
            assert_eq!(work.stage(now), stage, "after {seconds} s");
            assert_eq!(work.stage(now).percent(), percent, "after {seconds} s");
            assert_eq!(work.ended(now).is_some(), !stage.is_pending());
        }
    }

    #[test]
    fn work_may_take_no_time() {
        let began = SystemTime::now();
        let work = Work {
            began,
            takes: Duration::ZERO,
            failure: None,
        };
        assert_eq!(work.stage(began), Stage::Done);
    }
}
