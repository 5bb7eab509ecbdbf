//! Open Telekom Cloud Image Management Service.

use generator_runtime::body::Body;
use generator_runtime::server::{Answer, Caller, Rejection, Router, Validation};
use generator_runtime::values::DateTime;
use http::Response;
use otc_ims::operations::{
    CopyImageInRegion, CopyImageInRegionError, CopyImageInRegionResponse, ShowJob, ShowJobError,
    ShowJobResponse,
};
use otc_ims::server::{Api, Operations};
use otc_ims::types::{
    CopyAccepted, ErrorCode, ErrorDetail, ErrorEnvelope, ImsErrorCode, Job, JobEntities, JobStatus,
    JobType, ServiceError,
};

use crate::ims::{self, Copy, InRegion, Refusal};
use crate::jobs::{self, Stage};
use crate::tenant::tenant;
use crate::world::World;

pub(crate) use crate::ims::{images, jobs};

/// The service in one region.
#[derive(Debug)]
pub(crate) struct OtcIms {
    world: World,
    region: String,
}

/// The page of the service forbids what its users send (see [`ims`]), and has a code for every limit.
pub(crate) fn router(world: World, region: String) -> Router<Operations<OtcIms>> {
    otc_ims::server::router(OtcIms { world, region }).validation(Validation::Types)
}

impl Api for OtcIms {
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
}

impl OtcIms {
    fn job(&self, job: &jobs::Job) -> Job {
        let stage = job.work.stage(self.world.now());
        // Unlike Huawei Cloud's, these say nothing before the end.
        let entities = match stage {
            Stage::Done => JobEntities::new()
                .image_id(&*job.image_id)
                .image_name(&*job.image_name),
            _ => JobEntities::new(),
        };
        // What is not there yet is sent as null.
        let mut shown = Job::new()
            .status(status(stage))
            .job_id(&*job.id)
            .job_type(JobType::ImsCopyImageInRegionJob)
            .begin_time(DateTime::from_system_time(job.work.began))
            .entities(entities);
        let ended = job.work.ended(self.world.now());
        let failure = job.work.failure.as_ref().filter(|_| stage == Stage::Failed);
        shown.end_time = Some(ended.map(DateTime::from_system_time));
        shown.error_code = Some(failure.map(|failure| failure.code.clone()));
        shown.fail_reason = Some(failure.map(|failure| failure.reason.clone()));
        shown
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
