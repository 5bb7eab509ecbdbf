//! What a cloud remembers: images and jobs, of all its regions.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use crate::clock::Clock;
use crate::faults::scatter;
use crate::images::Image;
use crate::jobs::{Failure, Job, Route, Work};

/// How many of each there may be.
#[derive(Debug, Clone, Copy)]
pub struct Quotas {
    /// Private images of a tenant in a region.
    pub images: usize,
    /// Copies to other regions that a tenant has under way, where a vendor bounds them.
    pub cross_region: usize,
}

/// The memory of a cloud. Clones share it.
#[derive(Debug, Clone)]
pub struct World {
    clock: Clock,
    job_time: Duration,
    quotas: Quotas,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    images: Vec<Image>,
    jobs: Vec<Job>,
    copies: Vec<Copied>,
    ids: u64,
    failure: Option<Failure>,
}

/// A copy that was taken on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// The image that is copied.
    pub source_id: String,
    /// The region that the copy is made in.
    pub destination: String,
    /// The name of the copy.
    pub name: String,
}

/// What is wanted of a copy.
#[derive(Debug, Clone)]
pub(crate) struct Order {
    pub(crate) owner: String,
    pub(crate) route: Route,
    pub(crate) source: Image,
    pub(crate) destination: String,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) project: String,
    pub(crate) tags: Vec<(String, String)>,
}

/// Which quota does not suffice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exceeded {
    Images,
    CrossRegion,
}

/// How ids look: made from 128 bits that no other id has.
pub(crate) type IdForm = fn(u128) -> String;

impl World {
    pub(crate) fn new(
        clock: Clock,
        job_time: Duration,
        quotas: Quotas,
        images: Vec<Image>,
        jobs: Vec<Job>,
    ) -> Self {
        let state = State {
            images,
            jobs,
            ..State::default()
        };
        Self {
            clock,
            job_time,
            quotas,
            state: Arc::new(Mutex::new(state)),
        }
    }

    /// Adds an image that has always been there. One whose id contains `missing` stays away: such ids never exist.
    pub fn add_image(&self, image: Image) {
        if !is_missing(&image.id) {
            self.state().images.push(image);
        }
    }

    /// Lets the next copy that is taken on fail when its time is over.
    pub fn fail_next_copy(&self, code: impl Into<String>, reason: impl Into<String>) {
        self.state().failure = Some(Failure {
            code: code.into(),
            reason: reason.into(),
        });
    }

    /// All copies that were taken on, in order: what a caller who repeats a call in doubt must not add to.
    #[must_use]
    pub fn copies(&self) -> Vec<Copied> {
        self.state().copies.clone()
    }

    /// How many copies of this name were taken on.
    #[must_use]
    pub fn copies_named(&self, name: &str) -> usize {
        let state = self.state();
        state.copies.iter().filter(|copy| copy.name == name).count()
    }

    /// The time in this cloud.
    #[must_use]
    pub fn now(&self) -> SystemTime {
        self.clock.now()
    }

    pub(crate) fn image(&self, owner: &str, region: &str, id: &str) -> Option<Image> {
        let state = self.state();
        let mut images = state.images.iter();
        images
            .find(|image| image.id == id && image.is_seen(owner, region))
            .cloned()
    }

    pub(crate) fn images(
        &self,
        owner: &str,
        region: &str,
        wanted: impl Fn(&Image) -> bool,
    ) -> Vec<Image> {
        let state = self.state();
        let images = state.images.iter();
        images
            .filter(|image| image.is_seen(owner, region) && wanted(image))
            .cloned()
            .collect()
    }

    pub(crate) fn job(&self, owner: &str, id: &str) -> Option<Job> {
        let state = self.state();
        let mut jobs = state.jobs.iter();
        jobs.find(|job| job.id == id && is_own(&job.owner, owner))
            .cloned()
    }

    /// The jobs that make images in a region.
    pub(crate) fn jobs(
        &self,
        owner: &str,
        region: &str,
        wanted: impl Fn(&Job) -> bool,
    ) -> Vec<Job> {
        let state = self.state();
        let jobs = state.jobs.iter();
        jobs.filter(|job| {
            is_own(&job.owner, owner) && is_own(&job.destination, region) && wanted(job)
        })
        .cloned()
        .collect()
    }

    /// Takes copies on: all of them or, when a quota does not suffice, none.
    pub(crate) fn copy(
        &self,
        orders: Vec<Order>,
        image_id: IdForm,
        job_id: IdForm,
    ) -> Result<Vec<Job>, Exceeded> {
        let now = self.now();
        let mut state = self.state();
        for order in &orders {
            let wanted = |other: &&Order| {
                other.owner == order.owner && other.destination == order.destination
            };
            let wanted = orders.iter().filter(wanted).count();
            let own = |image: &&Image| {
                image.owner.as_ref() == Some(&order.owner)
                    && image.region.as_ref() == Some(&order.destination)
            };
            if state.images.iter().filter(own).count() + wanted > self.quotas.images {
                return Err(Exceeded::Images);
            }
            let under_way = |job: &&Job| {
                job.owner.as_ref() == Some(&order.owner)
                    && job.route == Route::CrossRegion
                    && job.work.stage(now).is_pending()
            };
            if order.route == Route::CrossRegion
                && state.jobs.iter().filter(under_way).count() + wanted > self.quotas.cross_region
            {
                return Err(Exceeded::CrossRegion);
            }
        }
        let jobs = orders.into_iter().map(|order| {
            let work = Work {
                began: now,
                takes: self.job_time,
                failure: state.failure.take(),
            };
            state.copies.push(Copied {
                source_id: order.source.id.clone(),
                destination: order.destination.clone(),
                name: order.name.clone(),
            });
            let image_id = image_id(state.next_id());
            let job = Job {
                id: job_id(state.next_id()),
                owner: Some(order.owner.clone()),
                route: order.route,
                source_id: order.source.id,
                image_id: image_id.clone(),
                image_name: order.name.clone(),
                destination: Some(order.destination.clone()),
                work: work.clone(),
            };
            state.jobs.push(job.clone());
            state.images.push(Image {
                id: image_id,
                name: order.name,
                description: order.description,
                region: Some(order.destination),
                owner: Some(order.owner),
                content: order.source.content,
                project: order.project,
                tags: order.tags,
                created: now,
                work: Some(work),
            });
            job
        });
        Ok(jobs.collect())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Whoever panicked has not left anything half done: every change is a push.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn next_id(&mut self) -> u128 {
        self.ids += 1;
        u128::from(scatter(self.ids)) << 64 | u128::from(scatter(!self.ids))
    }
}

/// Whether an id names nothing, whatever is known.
pub(crate) fn is_missing(id: &str) -> bool {
    id.contains("missing")
}

fn is_own(own: &Option<String>, asked: &str) -> bool {
    own.as_deref().is_none_or(|own| own == asked)
}
