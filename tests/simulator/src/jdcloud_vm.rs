//! JD Cloud Virtual Machines.

use generator_runtime::body::Body;
use generator_runtime::server::{Answer, Caller, Rejection, Router};
use generator_runtime::values::DateTime;
use http::Response;
use jdcloud_vm::operations::{
    CopyImages, CopyImagesError, DescribeImage, DescribeImageError, DescribeImages,
    DescribeImagesError,
};
use jdcloud_vm::server::{Api, Operations};
use jdcloud_vm::types::{
    ArchitectureFilter, BootModeFilter, CopiedImage, CopyImagesResponse, CopyImagesResult,
    DescribeImageResponse, DescribeImageResult, DescribeImagesResponse, DescribeImagesResult,
    ErrorDetail, ErrorResponse, ErrorStatus, Image, ImageSource, ImageSourceFilter, ImageStatus,
    LaunchPermissionFilter, OsType, RegionId, RootDeviceType, RootDeviceTypeFilter,
};

use crate::images::{self, Content};
use crate::jobs::{Route, Stage};
use crate::tenant::tenant;
use crate::world::{Order, World};

/// The service in all regions.
#[derive(Debug)]
pub(crate) struct JdCloudVm {
    world: World,
}

pub(crate) fn router(world: World) -> Router<Operations<JdCloudVm>> {
    jdcloud_vm::server::router(JdCloudVm { world })
}

impl Api for JdCloudVm {
    async fn copy_images(
        &self,
        request: CopyImages,
        caller: Caller,
    ) -> Result<CopyImagesResponse, CopyImagesError> {
        let CopyImages {
            region_id, body, ..
        } = request;
        let failed = |code, status, message: String| failure(&caller, code, status, message);
        let invalid = |region: &RegionId| {
            failed(
                400,
                "INVALID_ARGUMENT",
                format!("Invalid region '{region}'"),
            )
        };
        if !is_region(&region_id) {
            return Err(CopyImagesError::BadRequest(invalid(&region_id)));
        }
        // The vendor page wants another region; that newer SDKs speak of the same one is not followed.
        if !is_region(&body.destination_region) || body.destination_region == region_id {
            let region = &body.destination_region;
            return Err(CopyImagesError::BadRequest(invalid(region)));
        }
        let mut orders = Vec::with_capacity(body.source_image_ids.len());
        for id in &body.source_image_ids {
            let Some(source) = self.world.image(tenant(&caller), region_id.as_str(), id) else {
                let message = format!("Image '{id}' not found");
                return Err(CopyImagesError::NotFound(failed(404, "NOT_FOUND", message)));
            };
            let refusal = match source.content {
                Content::SystemDisk => None,
                Content::Encrypted => {
                    Some(format!("Copy encrypted snapshot '{id}' is not support."))
                }
                Content::Iso | Content::WholeServer => Some("Only support cloudDisk image".into()),
            };
            let refusal = refusal.or_else(|| {
                let status = self.status(&source);
                (status != ImageStatus::Ready).then(|| format!("Invalid image status '{status}'"))
            });
            if let Some(message) = refusal {
                return Err(CopyImagesError::BadRequest(failed(
                    400,
                    "FAILED_PRECONDITION",
                    message,
                )));
            }
            let text = |text: &Option<Option<String>>| text.clone().flatten();
            orders.push(Order {
                owner: tenant(&caller).to_owned(),
                route: Route::InRegion,
                destination: body.destination_region.as_str().to_owned(),
                name: text(&body.name).unwrap_or_else(|| source.name.clone()),
                description: text(&body.description).unwrap_or_else(|| source.description.clone()),
                project: source.project.clone(),
                tags: Vec::new(),
                source,
            });
        }
        let jobs = self.world.copy(orders, image_id, image_id).map_err(|_| {
            let message = String::from("Image quota limit exceeded");
            CopyImagesError::TooManyRequests(failed(429, "QUOTA_EXCEEDED", message))
        })?;
        let copies = jobs
            .into_iter()
            .map(|job| CopiedImage::new(job.image_id, job.source_id));
        let result = CopyImagesResult::new(copies.collect());
        Ok(CopyImagesResponse::new(&*caller.request_id, result))
    }

    async fn describe_image(
        &self,
        request: DescribeImage,
        caller: Caller,
    ) -> Result<DescribeImageResponse, DescribeImageError> {
        let region = request.region_id.as_str();
        match self.world.image(tenant(&caller), region, &request.image_id) {
            Some(image) => {
                let result = DescribeImageResult::new(self.show(&image));
                Ok(DescribeImageResponse::new(&*caller.request_id, result))
            }
            None => {
                let message = format!("Image '{}' not found", request.image_id);
                let body = failure(&caller, 404, "NOT_FOUND", message);
                Err(DescribeImageError::NotFound(body))
            }
        }
    }

    async fn describe_images(
        &self,
        request: DescribeImages,
        caller: Caller,
    ) -> Result<DescribeImagesResponse, DescribeImagesError> {
        let ids = request.ids.as_deref().unwrap_or_default();
        if ids.is_empty() && request.image_source.is_none() {
            let message = String::from("imageSource is required without ids");
            let body = failure(&caller, 400, "INVALID_ARGUMENT", message);
            return Err(DescribeImagesError::BadRequest(body));
        }
        // All images here are private, offline never, and for Linux on x86 with BIOS.
        let fits_all = request
            .image_source
            .is_none_or(|source| source == ImageSourceFilter::Private)
            && request
                .root_device_type
                .is_none_or(|device| device == RootDeviceTypeFilter::CloudDisk)
            && request
                .launch_permission
                .is_none_or(|permission| permission == LaunchPermissionFilter::OwnerOnly)
            && request.offline.is_none_or(|offline| !offline)
            && request
                .architecture
                .is_none_or(|architecture| architecture == ArchitectureFilter::X86_64)
            && request
                .boot_mode
                .is_none_or(|mode| mode == BootModeFilter::Bios)
            && request.platform.is_none_or(|platform| platform == PLATFORM)
            && request.instance_ids.is_none_or(|ids| ids.is_empty());
        let region = request.region_id.as_str();
        let found = self.world.images(tenant(&caller), region, |image| {
            let shown = self.status(image);
            fits_all
                && (ids.is_empty() || ids.contains(&image.id))
                && request
                    .image_name
                    .as_ref()
                    .is_none_or(|name| image.name == *name)
                && request
                    .status
                    .as_ref()
                    .is_none_or(|status| shown == *status)
        });
        let number = |number: Option<i32>, usual| {
            number.map_or(usual, |number| usize::try_from(number).unwrap_or(usual))
        };
        let size = number(request.page_size, 20);
        let before = (number(request.page_number, 1).max(1) - 1).saturating_mul(size);
        let page = found.iter().skip(before).take(size);
        let total = i32::try_from(found.len()).unwrap_or(i32::MAX);
        let result = DescribeImagesResult::new(page.map(|image| self.show(image)).collect(), total);
        Ok(DescribeImagesResponse::new(&*caller.request_id, result))
    }
}

const PLATFORM: &str = "CentOS";

impl JdCloudVm {
    fn status(&self, image: &images::Image) -> ImageStatus {
        match image.stage(self.world.now()) {
            Stage::Waiting | Stage::Running(_) => ImageStatus::Pending,
            Stage::Done => ImageStatus::Ready,
            // The vendor documents none for this.
            Stage::Failed => ImageStatus::from("error"),
        }
    }

    fn show(&self, image: &images::Image) -> Image {
        let created = DateTime::from_system_time(image.created);
        // 2021-01-28 16:49:05
        let created: String = created
            .as_str()
            .replace('T', " ")
            .chars()
            .take(19)
            .collect();
        let mut shown = Image::new()
            .image_id(&*image.id)
            .name(&*image.name)
            .desc(&*image.description)
            .platform(PLATFORM)
            .os_type(OsType::Linux)
            .image_source(ImageSource::Private)
            .root_device_type(RootDeviceType::CloudDisk)
            .system_disk_size_gb(40)
            .status(self.status(image))
            .progress(image.stage(self.world.now()).percent().to_string())
            .create_time(created)
            .offline(false);
        shown.owner_pin = image.owner.clone();
        shown
    }
}

fn is_region(region: &RegionId) -> bool {
    !matches!(region, RegionId::Unknown(_))
}

fn failure(caller: &Caller, code: i32, status: &str, message: String) -> ErrorResponse {
    let detail = ErrorDetail::new(code, ErrorStatus::from(status), message);
    ErrorResponse::new(&*caller.request_id, detail)
}

fn image_id(bits: u128) -> String {
    let hex = format!("{bits:032x}");
    format!("img-{}", &hex[..16])
}

/// The images of the vendor page and of sample calls of the SDKs.
pub(crate) fn images() -> Vec<images::Image> {
    [
        "img-m5s0****29",
        "img-m5s0****30",
        "img-m5s0****31",
        "img-m5s030",
        "img-a",
        "img-b",
    ]
    .map(images::Image::new)
    .into()
}

/// 503; the vendor documents no status word for it.
pub(crate) fn unavailable(request_id: String) -> Result<Response<Body>, Rejection> {
    let detail = ErrorDetail::new(
        503,
        ErrorStatus::from("UNAVAILABLE"),
        "The service is temporarily unavailable",
    );
    Answer::new(503).json("application/json", &ErrorResponse::new(request_id, detail))
}
