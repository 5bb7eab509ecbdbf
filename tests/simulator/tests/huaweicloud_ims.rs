//! Huawei Cloud: copies, jobs and refusals, through the generated client without a socket.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::time::Duration;

use generator_runtime::client::Transport;
use huaweicloud_ims::Client;
use huaweicloud_ims::types::{
    CopyImageCrossRegionRequest, CopyImageInRegionRequest, JobProgress, JobStatus, JobType,
    RegionId,
};
use simulator::images::{Content, Image};
use simulator::{Cloud, Credentials, Provider, Settings};

const IMAGE: &str = "465076de-dc36-4aec-80f5-ef9d8009428f";

fn settings() -> Settings {
    Settings::new(Provider::HuaweiCloudIms)
}

fn plugged(settings: Settings) -> (Cloud, Client) {
    let cloud = Cloud::new(Provider::HuaweiCloudIms, settings);
    let key = Credentials::example(Provider::HuaweiCloudIms).access_key;
    let client = Client::builder()
        .base_url("http://ims.test")
        .access_key(key)
        // What breaks a limit is to reach the cloud.
        .validation(false)
        .transport(Transport::new(cloud.clone()))
        .build();
    (cloud, client.unwrap())
}

fn to(region: &str) -> CopyImageCrossRegionRequest {
    CopyImageCrossRegionRequest::new("copy", RegionId::from(region), "project", "agency")
}

fn named(name: &str) -> CopyImageInRegionRequest {
    CopyImageInRegionRequest::new(name)
}

fn percent(job: &JobProgress) -> f64 {
    let entities = job.entities.clone().flatten().unwrap();
    entities.process_percent.flatten().unwrap()
}

#[tokio::test(start_paused = true)]
async fn copies_become_images() {
    let (cloud, client) = plugged(settings());
    let copy = client
        .copy_image_in_region(IMAGE, named("nightly"))
        .await
        .unwrap();
    let mut seen = Vec::new();
    let done = loop {
        let job = client.show_job_progress(&*copy.job_id).await.unwrap();
        let status = job.status.clone().flatten().unwrap();
        seen.push((status.clone(), percent(&job)));
        if !matches!(status, JobStatus::Init | JobStatus::Running) {
            break job;
        }
        assert_eq!(job.end_time, Some(None), "an end before the end");
        tokio::time::sleep(Duration::from_millis(500)).await;
    };
    let expected = [
        (JobStatus::Init, 0.0),
        (JobStatus::Running, 0.25),
        (JobStatus::Running, 0.5),
        (JobStatus::Running, 0.75),
        (JobStatus::Success, 1.0),
    ];
    assert_eq!(seen, expected);
    assert_eq!(done.job_type, Some(Some(JobType::ImsCopyImageInRegionJob)));
    assert!(done.end_time.clone().flatten().is_some());
    let made = done.entities.clone().flatten().unwrap();
    assert_eq!(made.image_name, Some(Some("nightly".into())));

    // The image that was made can be copied in turn.
    let image_id = made.image_id.flatten().unwrap();
    client
        .copy_image_in_region(image_id, named("again"))
        .await
        .unwrap();
    assert_eq!(cloud.world().copies_named("nightly"), 1);
    assert_eq!(cloud.world().copies().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn both_job_calls_agree() {
    let (_, client) = plugged(settings());
    let copy = client.copy_image_cross_region(IMAGE, to("cn-east-3")).await;
    let job_id = copy.unwrap().body.job_id;
    #[expect(deprecated, reason = "older clients call it")]
    let job = client.show_job("p", &*job_id).await.unwrap();
    let progress = client.show_job_progress(&*job_id).await.unwrap();
    assert_eq!(job.status, progress.status);
    assert_eq!(job.begin_time, progress.begin_time);
    assert_eq!(
        job.job_type,
        Some(Some(JobType::ImsCrossRegionCopyImageJob))
    );
    #[expect(deprecated, reason = "older clients call it")]
    let error = client.show_job("missing", job_id).await.unwrap_err();
    assert_eq!(error.code(), Some("IMG.0067"));
}

#[tokio::test(start_paused = true)]
async fn failed_copies_say_why() {
    let (cloud, client) = plugged(settings());
    cloud.world().fail_next_copy("IMG.0018", "out of luck");
    let copy = client.copy_image_in_region(IMAGE, named("n")).await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    let job = client.show_job_progress(&*copy.unwrap().job_id).await;
    let job = job.unwrap();
    assert_eq!(job.status, Some(Some(JobStatus::Fail)));
    assert_eq!(job.error_code, Some(Some("IMG.0018".into())));
    assert_eq!(job.fail_reason, Some(Some("out of luck".into())));
    // Only the next one failed.
    let copy = client.copy_image_in_region(IMAGE, named("n")).await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    let job = client.show_job_progress(&*copy.unwrap().job_id).await;
    assert_eq!(job.unwrap().status, Some(Some(JobStatus::Success)));
}

#[tokio::test]
async fn copies_within_a_region_are_refused() {
    let (cloud, client) = plugged(settings());
    for (id, content) in [("iso", Content::Iso), ("whole", Content::WholeServer)] {
        cloud.world().add_image(Image::new(id).content(content));
    }
    let far = Image::new("far").region("cn-south-1");
    cloud.world().add_image(far);
    for (image, body, code) in [
        ("missing-image", named("n"), "IMG.0027"),
        ("unknown", named("n"), "IMG.0027"),
        ("far", named("n"), "IMG.0027"),
        ("iso", named("n"), "IMG.0167"),
        ("whole", named("n"), "IMG.0130"),
        (IMAGE, named(""), "IMG.0013"),
        (IMAGE, named(&"n".repeat(129)), "IMG.0002"),
        (IMAGE, named(" n"), "IMG.0003"),
        (IMAGE, named("n").description("d".repeat(1025)), "IMG.0004"),
        (IMAGE, named("n").description("a\rb"), "IMG.0054"),
        (IMAGE, named("n").cmk_id("missing-key"), "IMG.0095"),
        (
            IMAGE,
            named("n").enterprise_project_id("missing"),
            "IMG.0155",
        ),
    ] {
        let error = client.copy_image_in_region(image, body).await.unwrap_err();
        assert_eq!(error.code(), Some(code), "{error}");
        assert_eq!(error.status().unwrap(), 400);
        assert!(error.request_id().is_some());
    }
    assert!(cloud.world().copies().is_empty());
    // What the document forbids and the service takes.
    let odd = named("镜像复制").description("中文 <>&");
    client.copy_image_in_region(IMAGE, odd).await.unwrap();
}

#[tokio::test]
async fn copies_to_other_regions_are_refused() {
    let (cloud, client) = plugged(settings());
    cloud
        .world()
        .add_image(Image::new("secret").content(Content::Encrypted));
    let request = |region: &str, project: &str, agency: &str| {
        CopyImageCrossRegionRequest::new("n", RegionId::from(region), project, agency)
    };
    for (image, body, code) in [
        ("missing", to("cn-east-3"), "IMG.0027"),
        ("secret", to("cn-east-3"), "IMG.0105"),
        (IMAGE, to("cn-north-4"), "IMG.0105"),
        (IMAGE, request("cn-east-3", "missing", "a"), "IMG.0145"),
        (IMAGE, request("cn-east-3", "p", "missing"), "IMG.0179"),
        (IMAGE, to("cn-east-3").vault_id("missing"), "IMG.0189"),
    ] {
        let error = client.copy_image_cross_region(image, body).await;
        assert_eq!(error.unwrap_err().code(), Some(code));
    }
}

#[tokio::test(start_paused = true)]
async fn five_copies_leave_the_region_at_once() {
    let (_, client) = plugged(settings());
    for _ in 0..5 {
        let copy = client.copy_image_cross_region(IMAGE, to("cn-east-3"));
        copy.await.unwrap();
    }
    let copy = client.copy_image_cross_region(IMAGE, to("cn-east-3"));
    assert_eq!(copy.await.unwrap_err().code(), Some("IMG.0060"));
    // Copies that stay do not count, and those that are done no more.
    client
        .copy_image_in_region(IMAGE, named("n"))
        .await
        .unwrap();
    tokio::time::sleep(Duration::from_secs(2)).await;
    let copy = client.copy_image_cross_region(IMAGE, to("cn-east-3"));
    copy.await.unwrap();
}

#[tokio::test]
async fn regions_hold_a_number_of_images() {
    let mut settings = settings();
    settings.quotas.images = 1;
    let (_, client) = plugged(settings);
    client
        .copy_image_in_region(IMAGE, named("n"))
        .await
        .unwrap();
    let error = client.copy_image_in_region(IMAGE, named("n")).await;
    assert_eq!(error.unwrap_err().code(), Some("IMG.0015"));
}
