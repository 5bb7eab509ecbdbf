//! The rules of the Image Management Service that Huawei Cloud and Open Telekom Cloud share.
//!
//! Codes and messages are those of the vendor's error code page. Two departures from it. The page forbids angle
//! brackets in descriptions, the service's own SDK is used with them and nothing says that they are refused, so they
//! are taken. And for a job that does not exist no code is documented; IMG.0023 stands for it.

use std::time::{Duration, UNIX_EPOCH};

use crate::images::{Content, Image};
use crate::jobs::{Job, Route, Stage, Work};
use crate::world::{Exceeded, Order, World, is_missing};

/// A code of the service with its message.
pub(crate) type Refusal = (&'static str, &'static str);

const NAME_TOO_LONG: Refusal = (
    "IMG.0002",
    "The image name contains more than 128 characters.",
);
const NAME_FORMAT: Refusal = ("IMG.0003", "The image name format is invalid.");
const DESCRIPTION_TOO_LONG: Refusal = (
    "IMG.0004",
    "The description contains more than 1024 characters.",
);
const NAME_MISSING: Refusal = ("IMG.0013", "The image name is not specified.");
const QUOTA: Refusal = (
    "IMG.0015",
    "The number of private images has reached the maximum allowed.",
);
const NO_JOB: Refusal = ("IMG.0023", "An exception occurred during task query.");
const NO_IMAGE: Refusal = ("IMG.0027", "The image ID in the request does not exist.");
const UNAVAILABLE: Refusal = ("IMG.0046", "The image is unavailable.");
const DESCRIPTION_FORMAT: Refusal = ("IMG.0054", "The image description format is invalid.");
const FLOW_CONTROL: Refusal = (
    "IMG.0060",
    "The number of tasks exceeds the flow control limit.",
);
const NO_PROJECT: Refusal = ("IMG.0067", "The project ID is incorrect.");
const NO_KEY: Refusal = ("IMG.0095", "The KMS key does not exist.");
const NOT_SUPPORTED: Refusal = ("IMG.0105", "The operation is not supported.");
const WHOLE_SERVER: Refusal = (
    "IMG.0130",
    "The full-ECS image cannot be exported or replicated.",
);
const PROJECT_NAME: Refusal = ("IMG.0145", "The project name is incorrect.");
const NO_ENTERPRISE_PROJECT: Refusal = (
    "IMG.0155",
    "Failed to check the enterprise project ID validity.",
);
const ISO: Refusal = (
    "IMG.0167",
    "This operation cannot be performed for ISO images.",
);
const AGENCY: Refusal = (
    "IMG.0179",
    "The token of the source image agency is invalid.",
);
const VAULT: Refusal = (
    "IMG.0189",
    "The target CBR vault does not support image replication.",
);

/// What both copies have.
pub(crate) struct Copy<'a> {
    pub(crate) owner: &'a str,
    /// Where the image is.
    pub(crate) region: &'a str,
    pub(crate) image_id: &'a str,
    pub(crate) name: &'a str,
    pub(crate) description: Option<&'a str>,
}

/// What only copies within a region have.
pub(crate) struct InRegion<'a> {
    pub(crate) cmk_id: Option<&'a str>,
    pub(crate) enterprise_project_id: Option<&'a str>,
}

/// What only copies to another region have.
pub(crate) struct CrossRegion<'a> {
    pub(crate) region: &'a str,
    pub(crate) project_name: &'a str,
    pub(crate) agency_name: &'a str,
    pub(crate) vault_id: Option<&'a str>,
}

/// Takes on a copy within a region.
pub(crate) fn copy_in_region(
    world: &World,
    copy: &Copy<'_>,
    options: &InRegion<'_>,
) -> Result<Job, Refusal> {
    let source = source(world, copy)?;
    if source.content == Content::WholeServer {
        return Err(WHOLE_SERVER);
    }
    if options.cmk_id.is_some_and(is_missing) {
        return Err(NO_KEY);
    }
    if options.enterprise_project_id.is_some_and(is_missing) {
        return Err(NO_ENTERPRISE_PROJECT);
    }
    order(world, copy, source, Route::InRegion, copy.region)
}

/// Takes on a copy to another region.
pub(crate) fn copy_cross_region(
    world: &World,
    copy: &Copy<'_>,
    options: &CrossRegion<'_>,
) -> Result<Job, Refusal> {
    let source = source(world, copy)?;
    if source.content == Content::Encrypted || options.region == copy.region {
        return Err(NOT_SUPPORTED);
    }
    if options.region.is_empty() || is_missing(options.region) {
        return Err(NOT_SUPPORTED);
    }
    if options.project_name.is_empty() || is_missing(options.project_name) {
        return Err(PROJECT_NAME);
    }
    if options.agency_name.is_empty() || is_missing(options.agency_name) {
        return Err(AGENCY);
    }
    if options.vault_id.is_some_and(is_missing) {
        return Err(VAULT);
    }
    order(world, copy, source, Route::CrossRegion, options.region)
}

/// Finds a job.
pub(crate) fn job(
    world: &World,
    owner: &str,
    project_id: Option<&str>,
    id: &str,
) -> Result<Job, Refusal> {
    if project_id.is_some_and(is_missing) {
        return Err(NO_PROJECT);
    }
    world.job(owner, id).ok_or(NO_JOB)
}

fn source(world: &World, copy: &Copy<'_>) -> Result<Image, Refusal> {
    if copy.name.is_empty() {
        return Err(NAME_MISSING);
    }
    if copy.name.chars().count() > 128 {
        return Err(NAME_TOO_LONG);
    }
    if copy.name.starts_with(' ') || copy.name.ends_with(' ') {
        return Err(NAME_FORMAT);
    }
    if let Some(description) = copy.description {
        if description.chars().count() > 1024 {
            return Err(DESCRIPTION_TOO_LONG);
        }
        if description.contains('\r') {
            return Err(DESCRIPTION_FORMAT);
        }
    }
    let source = world
        .image(copy.owner, copy.region, copy.image_id)
        .ok_or(NO_IMAGE)?;
    if source.stage(world.now()) != Stage::Done {
        return Err(UNAVAILABLE);
    }
    if source.content == Content::Iso {
        return Err(ISO);
    }
    Ok(source)
}

fn order(
    world: &World,
    copy: &Copy<'_>,
    source: Image,
    route: Route,
    destination: &str,
) -> Result<Job, Refusal> {
    let order = Order {
        owner: copy.owner.to_owned(),
        route,
        project: source.project.clone(),
        source,
        destination: destination.to_owned(),
        name: copy.name.to_owned(),
        description: copy.description.unwrap_or_default().to_owned(),
        tags: Vec::new(),
    };
    match world.copy(vec![order], uuid, hex) {
        Ok(jobs) => jobs.into_iter().next().ok_or(NOT_SUPPORTED),
        Err(Exceeded::Images) => Err(QUOTA),
        Err(Exceeded::CrossRegion) => Err(FLOW_CONTROL),
    }
}

/// The images of the vendors' sample calls: the first is copied, the second is a copy.
pub(crate) fn images() -> Vec<Image> {
    [
        "465076de-dc36-4aec-80f5-ef9d8009428f",
        "30e55148-deb9-4923-adb9-91618de16ba0",
    ]
    .map(Image::new)
    .into()
}

/// The job of the vendors' sample answers, which is done.
pub(crate) fn jobs() -> Vec<Job> {
    vec![Job {
        id: "edc89b490d7d4392898e19b2deb34797".into(),
        owner: None,
        route: Route::InRegion,
        source_id: "465076de-dc36-4aec-80f5-ef9d8009428f".into(),
        image_id: "30e55148-deb9-4923-adb9-91618de16ba0".into(),
        image_name: "test".into(),
        destination: None,
        work: Work {
            // 2024-11-06T06:14:27.168Z to 06:16:38.446Z
            began: UNIX_EPOCH + Duration::from_millis(1_730_873_667_168),
            takes: Duration::from_millis(131_278),
            failure: None,
        },
    }]
}

fn hex(bits: u128) -> String {
    format!("{bits:032x}")
}

fn uuid(bits: u128) -> String {
    let hex = hex(bits);
    [
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..],
    ]
    .join("-")
}
