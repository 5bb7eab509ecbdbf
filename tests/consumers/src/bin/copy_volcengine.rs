//! `copy_volcengine IMAGE NAME REGION`: copies an image of Volcengine to another region, and waits for it.

use std::process::ExitCode;
use std::time::Duration;

use consumers::{Bar, Failure, access_key, argument, finish, variable};
use volcengine_ecs::Client;
use volcengine_ecs::types::RegionId;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    finish(copy().await)
}

async fn copy() -> Result<String, Failure> {
    let (image, name) = (
        argument(1, "the image")?,
        argument(2, "the name of the copy")?,
    );
    let there = RegionId::from(argument(3, "the region of the copy")?);
    let here = variable("REGION").unwrap_or_else(|| String::from("cn-beijing"));
    let mut client = Client::builder().region(here).access_key(access_key()?);
    if let Some(url) = variable("BASE_URL") {
        client = client.base_url(url);
    }
    let client = client.build()?;

    let bar = Bar::new();
    let tasks = client
        .copy_image(image, there, name)
        .and_wait()
        .interval(Duration::from_secs(2))
        .on_progress(|progress| bar.draw(progress.percent()))
        .await?;
    let task = tasks.result.tasks.into_iter().flatten().next();
    Ok(task.and_then(|task| task.resource_id).unwrap_or_default())
}
