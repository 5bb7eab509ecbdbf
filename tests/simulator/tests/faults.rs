//! Injected faults, and what callers make of them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::fmt::Debug;
use std::time::Duration;

use generator_runtime::client::{Operation, Retry, StartError, Transport};
use generator_runtime::error::{Error, Stage};
use huaweicloud_ims::types::CopyImageInRegionRequest;
use jdcloud_vm::types::CopyImagesRequest;
use simulator::{Cloud, Credentials, Faults, Provider, Settings};

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

/// How long to wait between two questions, at first.
const INTERVAL: Duration = Duration::from_millis(700);

/// The end of a run: its copy is done, or its call was answered with 503 or with nothing, and says so.
fn end<T, S, O>(result: Result<T, StartError<S, O>>) -> End
where
    S: Operation<Failure: Debug>,
    O: Operation,
{
    let error = match result {
        Ok(_) => return End::Copied,
        Err(StartError::Start(error)) => error,
        Err(other) => panic!("{other:?}"),
    };
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

async fn huawei(cloud: Cloud, name: String) -> End {
    let client = client!(huaweicloud_ims, Provider::HuaweiCloudIms, cloud);
    let client = client.build().unwrap();
    let image = "465076de-dc36-4aec-80f5-ef9d8009428f";
    let request = CopyImageInRegionRequest::new(name);
    let copy = client.copy_image_in_region(image, request).and_wait();
    end(copy.interval(INTERVAL).await)
}

async fn otc(cloud: Cloud, name: String) -> End {
    let client = client!(otc_ims, Provider::OtcIms, cloud).build().unwrap();
    let image = "465076de-dc36-4aec-80f5-ef9d8009428f";
    let request = otc_ims::types::CopyImageInRegionRequest::new(name);
    let copy = client.copy_image_in_region(image, request);
    end(copy.and_wait("project").interval(INTERVAL).await)
}

async fn jdcloud(cloud: Cloud, name: String) -> End {
    use jdcloud_vm::types::RegionId;
    let client = client!(jdcloud_vm, Provider::JdCloudVm, cloud);
    let client = client.build().unwrap();
    let request = CopyImagesRequest::new(vec!["img-a".into()], RegionId::CnEast2).name(name);
    let copy = client.copy_images(RegionId::CnNorth1, request).and_wait();
    end(copy.interval(INTERVAL).await)
}

async fn volcengine(cloud: Cloud, name: String) -> End {
    use volcengine_ecs::types::RegionId;
    let client = client!(volcengine_ecs, Provider::VolcengineEcs, cloud);
    let client = client.region("cn-beijing").build().unwrap();
    let copy = client.copy_image("image-4431h3l7hl31a0abcdef", RegionId::CnShanghai, name);
    end(copy.and_wait().interval(INTERVAL).await)
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
        // With fewer, waits would not have met them.
        assert!(cloud.faults().injected() > 100);
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
