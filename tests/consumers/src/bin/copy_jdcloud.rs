//! `copy_jdcloud IMAGE NAME REGION`: copies an image of JD Cloud to another region, and waits for it.

use std::process::ExitCode;
use std::time::Duration;

use consumers::{Bar, Failure, access_key, argument, finish, variable};
use jdcloud_vm::Client;
use jdcloud_vm::types::{CopyImagesRequest, RegionId};

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
    let here = variable("REGION").map_or(RegionId::CnNorth1, RegionId::from);
    let mut client = Client::builder().access_key(access_key()?);
    if let Some(url) = variable("BASE_URL") {
        client = client.base_url(url);
    }
    let client = client.build()?;

    let bar = Bar::new();
    let copies = client
        .copy_images(here, CopyImagesRequest::new(vec![image], there).name(name))
        .and_wait()
        .interval(Duration::from_secs(2))
        .on_progress(|progress| bar.draw(progress.percent()))
        .await?;
    let ids = copies
        .into_iter()
        .filter_map(|copy| copy.result.image.image_id);
    Ok(ids.collect())
}
