//! `copy_huaweicloud IMAGE NAME`: copies an image within a region of Huawei Cloud, and waits for it.

use std::process::ExitCode;
use std::time::Duration;

use consumers::{Bar, Failure, access_key, argument, finish, variable};
use huaweicloud_ims::Client;
use huaweicloud_ims::types::CopyImageInRegionRequest;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    finish(copy().await)
}

async fn copy() -> Result<String, Failure> {
    let (image, name) = (
        argument(1, "the image")?,
        argument(2, "the name of the copy")?,
    );
    let mut client = Client::builder().access_key(access_key()?);
    if let Some(url) = variable("BASE_URL") {
        client = client.base_url(url);
    }
    if let Some(region) = variable("REGION") {
        client = client.region(region);
    }
    let client = client.build()?;

    let bar = Bar::new();
    let job = client
        .copy_image_in_region(image, CopyImageInRegionRequest::new(name))
        .and_wait()
        .interval(Duration::from_secs(2))
        .on_progress(|progress| bar.draw(progress.percent()))
        .await?;
    let copy = job.body.entities.flatten().and_then(|made| made.image_id);
    Ok(copy.flatten().unwrap_or_default())
}
