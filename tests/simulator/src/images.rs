//! Machine images.

use std::time::{Duration, SystemTime};

use crate::jobs::{Stage, Work};

/// What an image is made of, as far as it decides whether it can be copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Content {
    /// A system disk; can be copied.
    #[default]
    SystemDisk,
    /// An encrypted system disk.
    Encrypted,
    /// Made from an ISO file.
    Iso,
    /// A server with all its disks.
    WholeServer,
}

/// A private image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its description.
    pub description: String,
    /// The region that it is in; `None` for one that is in all.
    pub region: Option<String>,
    /// Whose it is; everybody's when there is nobody.
    pub owner: Option<String>,
    /// What it is made of.
    pub content: Content,
    /// The project that it belongs to.
    pub project: String,
    /// Its tags.
    pub tags: Vec<(String, String)>,
    /// When it was ordered.
    pub created: SystemTime,
    /// The copying that makes it; `None` for one that has always been there.
    pub work: Option<Work>,
}

impl Image {
    /// A system disk that is in all regions and everybody's.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            name: String::from("image-1"),
            description: String::new(),
            region: None,
            owner: None,
            content: Content::SystemDisk,
            project: String::from("default"),
            tags: Vec::new(),
            // The beginning of 2022.
            created: SystemTime::UNIX_EPOCH + Duration::from_secs(1_640_995_200),
            work: None,
        }
    }

    /// Of what it is made.
    #[must_use]
    pub fn content(mut self, content: Content) -> Self {
        self.content = content;
        self
    }

    /// Places it in one region.
    #[must_use]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// How far it has been made.
    #[must_use]
    pub fn stage(&self, now: SystemTime) -> Stage {
        self.work
            .as_ref()
            .map_or(Stage::Done, |work| work.stage(now))
    }

    pub(crate) fn is_seen(&self, owner: &str, region: &str) -> bool {
        let is = |own: &Option<String>, asked: &str| own.as_deref().is_none_or(|own| own == asked);
        is(&self.owner, owner) && is(&self.region, region)
    }
}
