//! Volcengine Elastic Compute Service. The region that a request acts in is that of its signature.

use generator_runtime::server::{Caller, Router, Validation};
use generator_runtime::values::DateTime;
use volcengine_ecs::operations::{
    CopyImage, CopyImageError, DescribeImages, DescribeImagesError, DescribeTasks,
    DescribeTasksError,
};
use volcengine_ecs::server::{Api, Operations};
use volcengine_ecs::types::{
    CopyImageResponse, CopyImageResult, DescribeImagesResponse, DescribeImagesResult,
    DescribeTasksResponse, DescribeTasksResult, ErrorCode, Image, ImageStatus, OsType,
    OsTypeFilter, Tag, TagFilter, Task, TaskStatus, TaskType, Visibility, VisibilityFilter,
};

use crate::images::{self, Content};
use crate::jobs::{self, Route, Stage};
use crate::pages::page;
use crate::tenant::tenant;
use crate::volcengine_envelope::{failure, metadata, region};
use crate::volcengine_text::{is_description, is_name, is_region};
use crate::world::{Order, World, is_missing};

/// The service in all regions.
#[derive(Debug)]
pub(crate) struct VolcengineEcs {
    world: World,
}

/// The service has an error of its own for what is malformed, which the handlers give.
pub(crate) fn router(world: World) -> Router<Operations<VolcengineEcs>> {
    volcengine_ecs::server::router(VolcengineEcs { world }).validation(Validation::Types)
}

impl Api for VolcengineEcs {
    async fn copy_image(
        &self,
        request: CopyImage,
        caller: Caller,
    ) -> Result<CopyImageResponse, CopyImageError> {
        use CopyImageError::{BadRequest, NotFound, PreconditionFailed};
        let region = region(&caller);
        let failed = |code, message| failure(&caller, "CopyImage", code, message);
        let missing = [
            (
                &*request.image_id,
                ErrorCode::MissingParameterImageId,
                "ImageId",
            ),
            (
                &*request.image_name,
                ErrorCode::MissingParameterImageName,
                "ImageName",
            ),
            (
                request.destination_region.as_str(),
                ErrorCode::MissingParameterDestinationRegion,
                "DestinationRegion",
            ),
        ];
        for (value, code, name) in missing {
            if value.is_empty() {
                let message = format!("The required parameter {name} is not supplied.");
                return Err(BadRequest(failed(code, &message)));
            }
        }
        if !is_name(&request.image_name) {
            let code = ErrorCode::InvalidImageNameMalformed;
            return Err(BadRequest(failed(
                code,
                "The specified ImageName is malformed.",
            )));
        }
        if request
            .description
            .as_deref()
            .is_some_and(|text| !is_description(text))
        {
            let code = ErrorCode::InvalidDescriptionMalformed;
            return Err(BadRequest(failed(
                code,
                "The specified Description is malformed.",
            )));
        }
        let destination = request.destination_region.as_str();
        if is_missing(destination) || !is_region(destination) {
            let code = ErrorCode::InvalidDestinationRegionMalformed;
            let message = "The specified DestinationRegion is malformed.";
            return Err(BadRequest(failed(code, message)));
        }
        if destination == region {
            let code = ErrorCode::InvalidDestinationRegionMismatch;
            let message = "The destination region cannot be equal to the target region.";
            return Err(PreconditionFailed(failed(code, message)));
        }
        if request.project_name.as_deref().is_some_and(is_missing) {
            let code = ErrorCode::InvalidProjectNotFound;
            return Err(NotFound(failed(
                code,
                "The specified Project does not exist.",
            )));
        }
        let Some(source) = self.world.image(tenant(&caller), region, &request.image_id) else {
            let code = ErrorCode::InvalidImageNotFound;
            return Err(NotFound(failed(
                code,
                "The specified image does not exist.",
            )));
        };
        if source.stage(self.world.now()) != Stage::Done {
            let code = ErrorCode::OperationDeniedResourceLocked;
            let message = "The specified operation is denied as your resource is locked for another operation.";
            return Err(PreconditionFailed(failed(code, message)));
        }
        if source.content != Content::SystemDisk {
            let code = ErrorCode::InvalidImageForCopyImageUnSupported;
            let message = "The specified image cannot be used for CopyImage.";
            return Err(BadRequest(failed(code, message)));
        }
        let given = request.tags.unwrap_or_default();
        let mut tags: Vec<_> = given
            .into_iter()
            .filter_map(|tag| Some((tag.key?, tag.value.unwrap_or_default())))
            .collect();
        if request.copy_image_tags == Some(true) {
            tags.extend(source.tags.iter().cloned());
        }
        let order = Order {
            owner: tenant(&caller).to_owned(),
            route: Route::InRegion,
            destination: destination.to_owned(),
            name: request.image_name,
            description: request
                .description
                .unwrap_or_else(|| source.description.clone()),
            project: request
                .project_name
                .unwrap_or_else(|| source.project.clone()),
            tags,
            source,
        };
        let taken = self.world.copy(vec![order], image_id, task_id);
        let job = taken.ok().and_then(|jobs| jobs.into_iter().next());
        let Some(job) = job else {
            let code = ErrorCode::LimitExceededMaximumImageCount;
            let message = "You've reached the limit on the number of image that you can create.";
            return Err(BadRequest(failed(code, message)));
        };
        Ok(CopyImageResponse::new(
            metadata(&caller, "CopyImage"),
            CopyImageResult::new(job.image_id),
        ))
    }

    async fn describe_tasks(
        &self,
        request: DescribeTasks,
        caller: Caller,
    ) -> Result<DescribeTasksResponse, DescribeTasksError> {
        let resources = request.resource_ids.unwrap_or_default();
        let tasks = request.task_ids.unwrap_or_default();
        let found = self.world.jobs(tenant(&caller), region(&caller), |job| {
            (resources.is_empty() || resources.contains(&job.image_id))
                && (tasks.is_empty() || tasks.contains(&job.id))
                && request
                    .resource_id
                    .as_ref()
                    .is_none_or(|id| job.image_id == *id)
        });
        let page = page(
            found,
            request.max_results,
            20,
            request.next_token.as_deref(),
        );
        let Some((page, _, next)) = page else {
            let body = failure(
                &caller,
                "DescribeTasks",
                ErrorCode::InvalidArgument,
                ARGUMENT,
            );
            return Err(DescribeTasksError::BadRequest(body));
        };
        let mut result = DescribeTasksResult::new();
        result.tasks = Some(page.iter().map(|job| self.task(job)).collect());
        result.next_token = Some(next);
        Ok(DescribeTasksResponse::new(
            metadata(&caller, "DescribeTasks"),
            result,
        ))
    }

    async fn describe_images(
        &self,
        request: DescribeImages,
        caller: Caller,
    ) -> Result<DescribeImagesResponse, DescribeImagesError> {
        let ids = request.image_ids.unwrap_or_default();
        let statuses = request.status.unwrap_or_default();
        let filters = request.tag_filters.unwrap_or_default();
        // All images here are private and for Linux; any instance type takes them.
        let fits_all = request
            .visibility
            .is_none_or(|visibility| visibility == VisibilityFilter::Private)
            && request.os_type.is_none_or(|os| os == OsTypeFilter::Linux)
            && request.is_lts.is_none_or(|lts| !lts)
            && request
                .is_support_cloud_init
                .is_none_or(|supported| supported)
            && request.platform.is_none_or(|platform| platform == PLATFORM);
        let found = self
            .world
            .images(tenant(&caller), region(&caller), |image| {
                let shown = self.status(image);
                fits_all
                    && (ids.is_empty() || ids.contains(&image.id))
                    && (statuses.is_empty() || statuses.contains(&shown))
                    && request
                        .image_status
                        .as_ref()
                        .is_none_or(|status| shown.as_str() == status)
                    && request
                        .image_name
                        .as_ref()
                        .is_none_or(|name| image.name == *name)
                    && request
                        .project_name
                        .as_ref()
                        .is_none_or(|name| image.project == *name)
                    && filters.iter().all(|filter| has_tag(image, filter))
            });
        let page = page(
            found,
            request.max_results,
            15,
            request.next_token.as_deref(),
        );
        let Some((page, total, next)) = page else {
            let body = failure(
                &caller,
                "DescribeImages",
                ErrorCode::InvalidArgument,
                ARGUMENT,
            );
            return Err(DescribeImagesError::BadRequest(body));
        };
        let mut result = DescribeImagesResult::new();
        result.images = Some(page.iter().map(|image| self.show(image)).collect());
        result.total_count = i32::try_from(total).ok();
        result.next_token = Some(next);
        Ok(DescribeImagesResponse::new(
            metadata(&caller, "DescribeImages"),
            result,
        ))
    }
}

const PLATFORM: &str = "CentOS";
const ARGUMENT: &str = "The specified argument is invalid.";

impl VolcengineEcs {
    fn status(&self, image: &images::Image) -> ImageStatus {
        match image.stage(self.world.now()) {
            Stage::Waiting | Stage::Running(_) => ImageStatus::Creating,
            Stage::Done => ImageStatus::Available,
            Stage::Failed => ImageStatus::from("error"),
        }
    }

    fn show(&self, image: &images::Image) -> Image {
        let tags = image.tags.iter();
        let tags = tags.map(|(key, value)| Tag::new().key(&**key).value(&**value));
        Image::new()
            .image_id(&*image.id)
            .image_name(&*image.name)
            .description(&*image.description)
            .status(self.status(image))
            .visibility(Visibility::Private)
            .os_type(OsType::Linux)
            .platform(PLATFORM)
            .project_name(&*image.project)
            .size(40)
            .virtual_size(40.5)
            .tags(tags.collect())
            .created_at(DateTime::from_system_time(image.created))
    }

    fn task(&self, job: &jobs::Job) -> Task {
        let now = self.world.now();
        let stage = job.work.stage(now);
        let ended = job.work.ended(now).map(DateTime::from_system_time);
        let mut task = Task::new()
            .id(&*job.id)
            .resource_id(&*job.image_id)
            .r#type(TaskType::CopyImage)
            .created_at(DateTime::from_system_time(job.work.began))
            .updated_at(
                ended
                    .clone()
                    .unwrap_or_else(|| DateTime::from_system_time(now)),
            )
            .process(stage.percent())
            .status(match stage {
                Stage::Waiting => TaskStatus::Pending,
                Stage::Running(_) => TaskStatus::Running,
                Stage::Done => TaskStatus::Succeeded,
                Stage::Failed => TaskStatus::Failed,
            });
        task.end_at = Some(ended.map_or_else(String::new, |ended| ended.to_string()));
        task
    }
}

fn has_tag(image: &images::Image, filter: &TagFilter) -> bool {
    let values = filter.values.as_deref().unwrap_or_default();
    image.tags.iter().any(|(key, value)| {
        filter.key.as_ref().is_none_or(|wanted| key == wanted)
            && (values.is_empty() || values.contains(value))
    })
}

fn image_id(bits: u128) -> String {
    let hex = format!("{bits:032x}");
    format!("image-{}", &hex[..20])
}

fn task_id(bits: u128) -> String {
    let hex = format!("{bits:032x}");
    format!("t-{}", &hex[..18])
}

/// The image of the vendor's sample calls as it is written there and as SDKs can send it, and its copy.
pub(crate) fn images() -> Vec<images::Image> {
    [
        "image-4431h3l7hl31a0******",
        "image-4431h3l7hl31a0abcdef",
        "image-3teco18f1w5a71******",
        "image-3teco18f1w5a71abcdef",
    ]
    .map(images::Image::new)
    .into()
}

/// The tasks that have made the copies of the sample calls.
pub(crate) fn jobs() -> Vec<jobs::Job> {
    let job = |id: &str, source: &str, image: &str| jobs::Job {
        id: id.into(),
        owner: None,
        route: Route::InRegion,
        source_id: source.into(),
        image_id: image.into(),
        image_name: "image-1".into(),
        destination: None,
        work: jobs::Work {
            // 2022-05-06T17:33:34+08:00, and 18 seconds
            began: std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_651_829_614),
            takes: std::time::Duration::from_secs(18),
            failure: None,
        },
    };
    vec![
        job(
            "t-ybnz9qci2sahiqdl",
            "image-4431h3l7hl31a0******",
            "image-3teco18f1w5a71******",
        ),
        job(
            "t-ybnz9qci2sahiqdm",
            "image-4431h3l7hl31a0abcdef",
            "image-3teco18f1w5a71abcdef",
        ),
    ]
}
