//! `copy_anywhere CLOUD IMAGE NAME REGION`: copies an image in any of four clouds, and waits for it.

use std::process::ExitCode;

use consumers::{Bar, Failure, access_key, argument, finish, variable};
use huaweicloud_ims::types as huaweicloud;
use jdcloud_vm::types as jdcloud;
use otc_ims::types as otc;
use volcengine_ecs::types as volcengine;

/// A cloud that copies an image to a region and gives the id of the copy, once that can be used.
trait CopyImages {
    async fn copy(&self, image: &str, name: &str, region: &str) -> Result<String, Failure>;
}

impl CopyImages for huaweicloud_ims::Client {
    async fn copy(&self, image: &str, name: &str, region: &str) -> Result<String, Failure> {
        let bar = Bar::new();
        let job = match here() == region {
            true => {
                let request = huaweicloud::CopyImageInRegionRequest::new(name);
                let copy = self.copy_image_in_region(image, request).and_wait();
                copy.on_progress(|now| bar.draw(now.percent())).await?
            }
            false => {
                let (project, agency) = (needed("PROJECT_NAME")?, needed("AGENCY_NAME")?);
                let request = huaweicloud::CopyImageCrossRegionRequest::new(
                    name,
                    region.into(),
                    project,
                    agency,
                );
                let copy = self.copy_image_cross_region(image, request).and_wait();
                copy.on_progress(|now| bar.draw(now.percent())).await?
            }
        };
        let copy = job.body.entities.flatten().and_then(|made| made.image_id);
        Ok(copy.flatten().unwrap_or_default())
    }
}

impl CopyImages for otc_ims::Client {
    async fn copy(&self, image: &str, name: &str, region: &str) -> Result<String, Failure> {
        if here() != region {
            return Err(Failure::setting(
                "Open Telekom Cloud copies within a region only",
            ));
        }
        let bar = Bar::new();
        let request = otc::CopyImageInRegionRequest::new(name);
        let copy = self
            .copy_image_in_region(image, request)
            .and_wait(needed("PROJECT_ID")?);
        let job = copy.on_progress(|now| bar.draw(now.percent())).await?;
        let copy = job.body.entities.flatten().and_then(|made| made.image_id);
        Ok(copy.flatten().unwrap_or_default())
    }
}

impl CopyImages for jdcloud_vm::Client {
    async fn copy(&self, image: &str, name: &str, region: &str) -> Result<String, Failure> {
        let bar = Bar::new();
        let request = jdcloud::CopyImagesRequest::new(vec![image.into()], region.into()).name(name);
        let copy = self.copy_images(here().into(), request).and_wait();
        let copies = copy.on_progress(|now| bar.draw(now.percent())).await?;
        Ok(copies
            .into_iter()
            .filter_map(|copy| copy.result.image.image_id)
            .collect())
    }
}

impl CopyImages for volcengine_ecs::Client {
    async fn copy(&self, image: &str, name: &str, region: &str) -> Result<String, Failure> {
        let bar = Bar::new();
        let copy = self
            .copy_image(image, volcengine::RegionId::from(region), name)
            .and_wait();
        let tasks = copy.on_progress(|now| bar.draw(now.percent())).await?;
        let task = tasks.result.tasks.into_iter().flatten().next();
        Ok(task.and_then(|task| task.resource_id).unwrap_or_default())
    }
}

/// A client of a cloud, with the settings that all of them have.
macro_rules! client {
    ($api:ident) => {{
        let mut client = $api::Client::builder().access_key(access_key()?);
        if let Some(url) = variable("BASE_URL") {
            client = client.base_url(url);
        }
        client
    }};
}

async fn run() -> Result<String, Failure> {
    let (cloud, image) = (argument(1, "the cloud")?, argument(2, "the image")?);
    let (name, region) = (
        argument(3, "the name of the copy")?,
        argument(4, "its region")?,
    );
    let (image, name, region) = (&*image, &*name, &*region);
    match &*cloud {
        "huaweicloud" => {
            client!(huaweicloud_ims)
                .region(here())
                .build()?
                .copy(image, name, region)
                .await
        }
        "otc" => {
            client!(otc_ims)
                .region(here())
                .build()?
                .copy(image, name, region)
                .await
        }
        "jdcloud" => client!(jdcloud_vm).build()?.copy(image, name, region).await,
        "volcengine" => {
            client!(volcengine_ecs)
                .region(here())
                .build()?
                .copy(image, name, region)
                .await
        }
        _ => Err(Failure::setting(
            "the cloud is huaweicloud, otc, jdcloud or volcengine",
        )),
    }
}

/// The region of the image.
fn here() -> String {
    variable("REGION").unwrap_or_default()
}

fn needed(name: &str) -> Result<String, Failure> {
    variable(name).ok_or_else(|| Failure::setting(format!("the variable {name} is not set")))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    finish(run().await)
}
