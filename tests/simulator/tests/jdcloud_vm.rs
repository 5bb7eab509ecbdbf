//! JD Cloud: copies of several images, seen in the region they go to.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::time::Duration;

use generator_runtime::client::Transport;
use jdcloud_vm::Client;
use jdcloud_vm::types::{CopyImagesRequest, ImageSourceFilter, ImageStatus, RegionId};
use simulator::images::{Content, Image};
use simulator::{Cloud, Credentials, Provider, Settings};

const IMAGE: &str = "img-m5s0****29";

fn plugged(settings: Settings) -> (Cloud, Client) {
    let cloud = Cloud::new(Provider::JdCloudVm, settings);
    let client = Client::builder()
        .base_url("http://vm.test")
        .credentials(Credentials::example(Provider::JdCloudVm).access_key)
        .transport(Transport::new(cloud.clone()))
        .build();
    (cloud, client.unwrap())
}

fn settings() -> Settings {
    Settings::new(Provider::JdCloudVm)
}

fn copies(ids: &[&str], to: RegionId) -> CopyImagesRequest {
    CopyImagesRequest::new(ids.iter().map(ToString::to_string).collect(), to)
}

#[tokio::test(start_paused = true)]
async fn copies_become_images_where_they_go() {
    let (cloud, client) = plugged(settings());
    let request = copies(&[IMAGE, "img-m5s0****31"], RegionId::CnEast2).name("nightly");
    let answer = client.copy_images(RegionId::CnNorth1, request).await;
    let made = answer.unwrap().result.copy_images;
    let sources: Vec<_> = made.iter().map(|copy| &*copy.source_image_id).collect();
    assert_eq!(sources, [IMAGE, "img-m5s0****31"]);
    let id = &*made[0].destination_image_id;

    let status = async || {
        let image = client.describe_image(RegionId::CnEast2, id).await;
        let image = image.unwrap().result.image;
        (image.status.unwrap(), image.progress.unwrap())
    };
    assert_eq!(status().await, (ImageStatus::Pending, "0".into()));
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(status().await, (ImageStatus::Pending, "50".into()));
    let busy = copies(&[id], RegionId::CnSouth1);
    let error = client.copy_images(RegionId::CnEast2, busy).await;
    assert_eq!(error.unwrap_err().code(), Some("FAILED_PRECONDITION"));
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(status().await, (ImageStatus::Ready, "100".into()));

    let elsewhere = client.describe_image(RegionId::CnNorth1, id).await;
    assert_eq!(elsewhere.unwrap_err().code(), Some("NOT_FOUND"));
    assert_eq!(cloud.world().copies_named("nightly"), 2);
}

#[tokio::test]
async fn lists_are_filtered_and_paged() {
    let (_, client) = plugged(settings());
    for name in ["one", "two"] {
        let request = copies(&[IMAGE], RegionId::CnEast2).name(name);
        let copy = client.copy_images(RegionId::CnNorth1, request).await;
        copy.unwrap();
    }
    let list = async |status: ImageStatus, page| {
        let images = client
            .describe_images(RegionId::CnEast2)
            .image_source(ImageSourceFilter::Private)
            .status(status)
            .page_number(page)
            .page_size(10);
        let result = images.await.unwrap().result;
        let names = result.images.into_iter().map(|image| image.name.unwrap());
        (names.collect::<Vec<_>>(), result.total_count)
    };
    let (names, total) = list(ImageStatus::Pending, 1).await;
    assert_eq!(
        (names.as_slice(), total),
        (&["one".into(), "two".into()][..], 2)
    );
    let (names, total) = list(ImageStatus::Pending, 2).await;
    assert_eq!((names.len(), total), (0, 2));
    // The samples.
    assert_eq!(list(ImageStatus::Ready, 1).await.1, 6);
    let unspecific = client.describe_images(RegionId::CnEast2).await;
    assert_eq!(unspecific.unwrap_err().code(), Some("INVALID_ARGUMENT"));
}

#[tokio::test]
async fn copies_are_refused() {
    let (cloud, client) = plugged(settings());
    for (id, content) in [("secret", Content::Encrypted), ("iso", Content::Iso)] {
        cloud.world().add_image(Image::new(id).content(content));
    }
    let nowhere = RegionId::from("nowhere-1");
    for (from, request, status, code, message) in [
        (
            RegionId::CnNorth1,
            copies(&[IMAGE, "img-missing"], RegionId::CnEast2),
            404,
            "NOT_FOUND",
            "Image 'img-missing' not found",
        ),
        (
            RegionId::CnNorth1,
            copies(&[IMAGE], RegionId::CnNorth1),
            400,
            "INVALID_ARGUMENT",
            "Invalid region 'cn-north-1'",
        ),
        (
            RegionId::CnNorth1,
            copies(&[IMAGE], nowhere),
            400,
            "INVALID_ARGUMENT",
            "Invalid region 'nowhere-1'",
        ),
        (
            RegionId::CnNorth1,
            copies(&["secret"], RegionId::CnEast2),
            400,
            "FAILED_PRECONDITION",
            "Copy encrypted snapshot 'secret' is not support.",
        ),
        (
            RegionId::CnNorth1,
            copies(&["iso"], RegionId::CnEast2),
            400,
            "FAILED_PRECONDITION",
            "Only support cloudDisk image",
        ),
    ] {
        let error = client.copy_images(from, request).await.unwrap_err();
        assert_eq!(error.status().unwrap(), status, "{error}");
        assert_eq!(error.code(), Some(code));
        assert_eq!(error.message(), Some(message));
    }
    assert!(cloud.world().copies().is_empty(), "one of two was copied");
}

#[tokio::test]
async fn quotas_hold_for_whole_calls() {
    let mut settings = settings();
    settings.quotas.images = 2;
    let (cloud, client) = plugged(settings);
    let three = copies(&[IMAGE, "img-a", "img-b"], RegionId::CnEast2);
    let error = client.copy_images(RegionId::CnNorth1, three).await;
    let error = error.unwrap_err();
    assert_eq!(error.status().unwrap(), 429);
    assert_eq!(error.code(), Some("QUOTA_EXCEEDED"));
    assert!(cloud.world().copies().is_empty());
    let two = copies(&[IMAGE, "img-a"], RegionId::CnEast2);
    client.copy_images(RegionId::CnNorth1, two).await.unwrap();
}
