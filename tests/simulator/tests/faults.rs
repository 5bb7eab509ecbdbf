//! Injected faults, and what callers make of them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::time::Duration;

use generator_runtime::client::{Retry, Transport};
use generator_runtime::error::{Error, Stage};
use huaweicloud_ims::types::{CopyImageInRegionRequest, JobStatus};
use jdcloud_vm::types::{CopyImagesRequest, ImageStatus};
use simulator::{Cloud, Credentials, Faults, Provider, Settings};
use volcengine_ecs::types::TaskStatus;

fn cloud(provider: Provider, rate: f64, seed: u64) -> Cloud {
    let mut settings = Settings::new(provider);
    settings.faults = Faults::new(rate, seed);
    Cloud::new(provider, settings)
}

/// Patient with what can be repeated.
fn retry() -> Retry {
    Retry::attempts(20)
}

/// How a run ends: with an image, or with an error of the call that copies.
#[derive(Debug, PartialEq, Eq)]
enum End {
    Copied,
    /// It is not known whether the copy was taken on.
    InDoubt,
}

/// The end of a call that copies and has failed.
fn in_doubt<E: std::fmt::Debug>(error: &Error<E>) -> End {
    assert!(!error.never_sent(), "{error:?}");
    match error {
        Error::Transport(error) => assert_eq!(error.stage(), Stage::Exchange),
        Error::Api(failure) => assert_eq!(failure.status.as_u16(), 503),
        other => panic!("{other:?}"),
    }
    End::InDoubt
}

macro_rules! client {
    ($api:ident, $provider:expr, $cloud:expr) => {
        $api::Client::builder()
            .base_url("http://cloud.test")
            .credentials(Credentials::example($provider).access_key)
            .retry(retry())
            .transport(Transport::new($cloud.clone()))
    };
}

async fn wait() {
    tokio::time::sleep(Duration::from_millis(700)).await;
}

async fn huawei(cloud: Cloud, name: String) -> End {
    let client = client!(huaweicloud_ims, Provider::HuaweiCloudIms, cloud);
    let client = client.build().unwrap();
    let image = "465076de-dc36-4aec-80f5-ef9d8009428f";
    let request = CopyImageInRegionRequest::new(name);
    let copy = match client.copy_image_in_region(image, request).await {
        Ok(copy) => copy,
        Err(error) => return in_doubt(&error),
    };
    loop {
        let job = client.show_job_progress(&*copy.job_id).await.unwrap();
        match job.status.clone().flatten().unwrap() {
            JobStatus::Success => return End::Copied,
            JobStatus::Init | JobStatus::Running => wait().await,
            other => panic!("{other}"),
        }
    }
}

async fn otc(cloud: Cloud, name: String) -> End {
    let client = client!(otc_ims, Provider::OtcIms, cloud).build().unwrap();
    let image = "465076de-dc36-4aec-80f5-ef9d8009428f";
    let request = otc_ims::types::CopyImageInRegionRequest::new(name);
    let copy = match client.copy_image_in_region(image, request).await {
        Ok(copy) => copy,
        Err(error) => return in_doubt(&error),
    };
    loop {
        let job = client.show_job("project", &*copy.job_id).await.unwrap();
        match job.status.clone().flatten().unwrap().as_str() {
            "SUCCESS" => return End::Copied,
            "INIT" | "RUNNING" => wait().await,
            other => panic!("{other}"),
        }
    }
}

async fn jdcloud(cloud: Cloud, name: String) -> End {
    use jdcloud_vm::types::RegionId;
    let client = client!(jdcloud_vm, Provider::JdCloudVm, cloud);
    let client = client.build().unwrap();
    let request = CopyImagesRequest::new(vec!["img-a".into()], RegionId::CnEast2).name(name);
    let copy = match client.copy_images(RegionId::CnNorth1, request).await {
        Ok(copy) => copy,
        Err(error) => return in_doubt(&error),
    };
    let id = &*copy.result.copy_images[0].destination_image_id;
    loop {
        let image = client.describe_image(RegionId::CnEast2, id).await.unwrap();
        match image.result.image.status.unwrap() {
            ImageStatus::Ready => return End::Copied,
            ImageStatus::Pending => wait().await,
            other => panic!("{other}"),
        }
    }
}

async fn volcengine(cloud: Cloud, name: String) -> End {
    use volcengine_ecs::types::RegionId;
    let client = |region| {
        let client = client!(volcengine_ecs, Provider::VolcengineEcs, cloud);
        client.region(region).build().unwrap()
    };
    let here = client("cn-beijing");
    let copy = here.copy_image("image-4431h3l7hl31a0abcdef", RegionId::CnShanghai, name);
    let copy = match copy.await {
        Ok(copy) => copy,
        Err(error) => return in_doubt(&error),
    };
    let there = client("cn-shanghai");
    loop {
        let ids = vec![copy.result.image_id.clone()];
        let tasks = there.describe_tasks().resource_ids(ids).await.unwrap();
        match tasks.result.tasks.unwrap()[0].status.clone().unwrap() {
            TaskStatus::Succeeded => return End::Copied,
            TaskStatus::Pending | TaskStatus::Running => wait().await,
            other => panic!("{other}"),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_thousand_runs_copy_once_each() {
    let clouds = Provider::ALL.map(|provider| cloud(provider, 0.2, 42));
    let mut runs = Vec::new();
    for number in 0..1000 {
        let cloud = clouds[number % clouds.len()].clone();
        let name = format!("run-{number}");
        runs.push((
            cloud.clone(),
            name.clone(),
            tokio::spawn(async move {
                match cloud.provider() {
                    Provider::HuaweiCloudIms => huawei(cloud, name).await,
                    Provider::OtcIms => otc(cloud, name).await,
                    Provider::JdCloudVm => jdcloud(cloud, name).await,
                    Provider::VolcengineEcs => volcengine(cloud, name).await,
                }
            }),
        ));
    }
    let (mut copied, mut lost) = (0, 0);
    for (cloud, name, run) in runs {
        let end = run.await.unwrap();
        let copies = cloud.world().copies_named(&name);
        match end {
            End::Copied => {
                assert_eq!(copies, 1, "{name}");
                copied += 1;
            }
            End::InDoubt => {
                // The doubt is a real one: some of them were taken on.
                assert!(copies <= 1, "{name}");
                lost += copies;
            }
        }
    }
    assert!((700..900).contains(&copied), "{copied} were copied");
    assert!((50..150).contains(&lost), "{lost} were taken on unknown");
    for cloud in clouds {
        assert!(cloud.faults().injected() > 0);
    }
}

#[tokio::test(start_paused = true)]
async fn refusals_come_in_the_envelope_of_the_vendor() {
    // With every request failing, 503 comes up soon.
    for (provider, code) in [
        (Provider::HuaweiCloudIms, "503"),
        (Provider::OtcIms, "503"),
        (Provider::JdCloudVm, "UNAVAILABLE"),
        (Provider::VolcengineEcs, "ServiceUnavailableTemporarily"),
    ] {
        let cloud = cloud(provider, 1.0, 3);
        let mut seen = None;
        for _ in 0..20 {
            let found = match provider {
                Provider::HuaweiCloudIms => {
                    let client = client!(huaweicloud_ims, provider, cloud).retry(Retry::none());
                    let call = client.build().unwrap();
                    told(call.show_job_progress("x").await.unwrap_err())
                }
                Provider::OtcIms => {
                    let client = client!(otc_ims, provider, cloud).retry(Retry::none());
                    let call = client.build().unwrap();
                    told(call.show_job("p", "x").await.unwrap_err())
                }
                Provider::JdCloudVm => {
                    use jdcloud_vm::types::RegionId;
                    let client = client!(jdcloud_vm, provider, cloud).retry(Retry::none());
                    let call = client.build().unwrap();
                    told(
                        call.describe_image(RegionId::CnEast1, "x")
                            .await
                            .unwrap_err(),
                    )
                }
                Provider::VolcengineEcs => {
                    let client = client!(volcengine_ecs, provider, cloud).retry(Retry::none());
                    let call = client.build().unwrap();
                    told(call.describe_tasks().await.unwrap_err())
                }
            };
            seen = seen.or(found);
        }
        assert_eq!(seen.as_deref(), Some(code));
    }
}

/// The code of a refusal that says it with an id of the request; nothing for a connection that was dropped.
fn told<E: std::fmt::Debug>(error: Error<E>) -> Option<String> {
    assert!(error.is_retryable(), "{error:?}");
    if error.status().is_some() {
        assert!(error.request_id().is_some(), "{error:?}");
    }
    error.code().map(ToOwned::to_owned)
}

#[tokio::test(start_paused = true)]
async fn answers_take_their_time() {
    let mut settings = Settings::new(Provider::OtcIms);
    settings.latency = Duration::from_millis(300);
    let cloud = Cloud::new(Provider::OtcIms, settings);
    let client = client!(otc_ims, Provider::OtcIms, cloud).build().unwrap();
    let before = tokio::time::Instant::now();
    client
        .show_job("p", "edc89b490d7d4392898e19b2deb34797")
        .await
        .unwrap();
    assert!(before.elapsed() >= Duration::from_millis(300));
}
