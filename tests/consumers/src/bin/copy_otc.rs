//! `copy_otc IMAGE NAME`: copies an image within a region of Open Telekom Cloud, and waits for it.

use std::process::ExitCode;
use std::time::Duration;

use consumers::{Bar, Failure, access_key, argument, finish, variable};
use otc_ims::Client;
use otc_ims::types::CopyImageInRegionRequest;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    finish(copy().await)
}

async fn copy() -> Result<String, Failure> {
    let (image, name) = (
        argument(1, "the image")?,
        argument(2, "the name of the copy")?,
    );
    let project = variable("PROJECT_ID").ok_or(Failure::setting("PROJECT_ID is not set"))?;
    let mut client = match variable("AUTH_TOKEN") {
        Some(token) => Client::builder().auth_token(token),
        None => Client::builder().access_key(access_key()?),
    };
    if let Some(url) = variable("BASE_URL") {
        client = client.base_url(url);
    }
    let client = client.build()?;

    let bar = Bar::new();
    let job = client
        .copy_image_in_region(image, CopyImageInRegionRequest::new(name))
        .and_wait(project)
        .interval(Duration::from_secs(2))
        .on_progress(|progress| bar.draw(progress.percent()))
        .await?;
    let copy = job.body.entities.flatten().and_then(|made| made.image_id);
    Ok(copy.flatten().unwrap_or_default())
}
