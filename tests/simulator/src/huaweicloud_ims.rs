//! Huawei Cloud Image Management Service.

use generator_runtime::body::Body;
use generator_runtime::server::{Answer, Caller, Rejection, Router, Validation};
use generator_runtime::values::DateTime;
use http::Response;
use huaweicloud_ims::operations::{
    CopyImageCrossRegion, CopyImageCrossRegionError, CopyImageCrossRegionResponse,
    CopyImageInRegion, CopyImageInRegionError, CopyImageInRegionResponse, ShowJob, ShowJobError,
    ShowJobProgress, ShowJobProgressError, ShowJobProgressResponse, ShowJobResponse,
};
use huaweicloud_ims::server::{Api, Operations};
use huaweicloud_ims::types::{
    CopyAccepted, ErrorCode, ErrorDetail, ErrorEnvelope, ImsErrorCode, Job, JobEntities,
    JobProgress, JobProgressEntities, JobStatus, JobType, ServiceError,
};

use crate::ims::{self, Copy, CrossRegion, InRegion, Refusal};
use crate::jobs::{self, Route, Stage};
use crate::tenant::tenant;
use crate::world::World;

pub(crate) use crate::ims::{images, jobs};

/// The service in one region.
#[derive(Debug)]
pub(crate) struct HuaweiCloudIms {
    world: World,
    region: String,
}

/// The page of the service forbids what its users send (see [`ims`]), and has a code for every limit.
pub(crate) fn router(world: World, region: String) -> Router<Operations<HuaweiCloudIms>> {
    huaweicloud_ims::server::router(HuaweiCloudIms { world, region }).validation(Validation::Types)
}

impl Api for HuaweiCloudIms {
    async fn copy_image_in_region(
        &self,
        request: CopyImageInRegion,
        caller: Caller,
    ) -> Result<CopyImageInRegionResponse, CopyImageInRegionError> {
        let copy = Copy {
            owner: tenant(&caller),
            region: &self.region,
            image_id: &request.image_id,
            name: &request.body.name,
            description: request.body.description.as_deref(),
        };
        let options = InRegion {
            cmk_id: request.body.cmk_id.as_deref(),
            enterprise_project_id: request.body.enterprise_project_id.as_deref(),
        };
        match ims::copy_in_region(&self.world, &copy, &options) {
            Ok(job) => Ok(CopyImageInRegionResponse::new(CopyAccepted::new(job.id))),
            Err(refusal) => Err(CopyImageInRegionError::BadRequest {
                body: envelope(refusal),
                x_request_id: None,
            }),
        }
    }

    async fn copy_image_cross_region(
        &self,
        request: CopyImageCrossRegion,
        caller: Caller,
    ) -> Result<CopyImageCrossRegionResponse, CopyImageCrossRegionError> {
        let copy = Copy {
            owner: tenant(&caller),
            region: &self.region,
            image_id: &request.image_id,
            name: &request.body.name,
            description: request.body.description.as_deref(),
        };
        let options = CrossRegion {
            region: request.body.region.as_str(),
            project_name: &request.body.project_name,
            agency_name: &request.body.agency_name,
            vault_id: request.body.vault_id.as_deref(),
        };
        match ims::copy_cross_region(&self.world, &copy, &options) {
            Ok(job) => Ok(CopyImageCrossRegionResponse::new(CopyAccepted::new(job.id))),
            Err(refusal) => Err(CopyImageCrossRegionError::BadRequest {
                body: envelope(refusal),
                x_request_id: None,
            }),
        }
    }

    async fn show_job(
        &self,
        request: ShowJob,
        caller: Caller,
    ) -> Result<ShowJobResponse, ShowJobError> {
        let project_id = Some(request.project_id.as_str());
        match ims::job(&self.world, tenant(&caller), project_id, &request.job_id) {
            Ok(job) => Ok(ShowJobResponse::new(self.job(&job))),
            Err(refusal) => Err(ShowJobError::BadRequest {
                body: envelope(refusal),
                x_request_id: None,
            }),
        }
    }

    async fn show_job_progress(
        &self,
        request: ShowJobProgress,
        caller: Caller,
    ) -> Result<ShowJobProgressResponse, ShowJobProgressError> {
        match ims::job(&self.world, tenant(&caller), None, &request.job_id) {
            Ok(job) => Ok(ShowJobProgressResponse::new(self.progress(&job))),
            Err(refusal) => Err(ShowJobProgressError::BadRequest {
                body: envelope(refusal),
                x_request_id: None,
            }),
        }
    }
}

impl HuaweiCloudIms {
    fn job(&self, job: &jobs::Job) -> Job {
        let stage = job.work.stage(self.world.now());
        let mut entities = JobEntities::new().process_percent(stage.progress());
        entities = match stage {
            Stage::Done => entities
                .image_id(&*job.image_id)
                .image_name(&*job.image_name),
            _ => entities.current_task("CopyImageTask"),
        };
        // What is not there yet is sent as null.
        let mut shown = Job::new()
            .status(status(stage))
            .job_id(&*job.id)
            .job_type(job_type(job))
            .begin_time(DateTime::from_system_time(job.work.began))
            .entities(entities);
        let ended = job.work.ended(self.world.now());
        let failure = job.work.failure.as_ref().filter(|_| stage == Stage::Failed);
        shown.end_time = Some(ended.map(DateTime::from_system_time));
        shown.error_code = Some(failure.map(|failure| failure.code.clone()));
        shown.fail_reason = Some(failure.map(|failure| failure.reason.clone()));
        shown
    }

    fn progress(&self, job: &jobs::Job) -> JobProgress {
        let job = self.job(job);
        let mut shown = JobProgress::new();
        shown.status = job.status;
        shown.job_id = job.job_id;
        shown.job_type = job.job_type;
        shown.begin_time = job.begin_time;
        shown.end_time = job.end_time;
        shown.error_code = job.error_code;
        shown.fail_reason = job.fail_reason;
        let mut entities = JobProgressEntities::new();
        if let Some(known) = job.entities.flatten() {
            entities.image_id = known.image_id;
            entities.image_name = known.image_name;
            entities.current_task = known.current_task;
            entities.process_percent = known.process_percent;
        }
        shown.entities(entities)
    }
}

fn status(stage: Stage) -> JobStatus {
    match stage {
        Stage::Waiting => JobStatus::Init,
        Stage::Running(_) => JobStatus::Running,
        Stage::Done => JobStatus::Success,
        Stage::Failed => JobStatus::Fail,
    }
}

fn job_type(job: &jobs::Job) -> JobType {
    match job.route {
        Route::InRegion => JobType::ImsCopyImageInRegionJob,
        Route::CrossRegion => JobType::ImsCrossRegionCopyImageJob,
    }
}

fn envelope((code, message): Refusal) -> ErrorEnvelope {
    let detail = ErrorDetail::new(ImsErrorCode::from(code).into(), message);
    ServiceError::new(detail).into()
}

/// 503, in the form of the identity service: no code of the image service goes with that status.
pub(crate) fn unavailable(request_id: String) -> Result<Response<Body>, Rejection> {
    let detail = ErrorDetail::new(
        ErrorCode::Integer(503),
        "The service is temporarily unavailable.",
    );
    let body = ErrorEnvelope::from(ServiceError::new(detail.title("Service Unavailable")));
    let mut response = Answer::new(503).json("application/json", &body)?;
    if let Ok(id) = request_id.parse() {
        response.headers_mut().insert("x-request-id", id);
    }
    Ok(response)
}
